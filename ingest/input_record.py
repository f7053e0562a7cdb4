"""From one scraped record, a mapping as crawlers write it, to the document it holds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, NoReturn

from ingest.article import Article, RawDocument
from ingest.errors import IngestError, UsageError, nearest
from ingest.field_synonyms import PRESETS, meant, renamed
from ingest.record import article_in, document_of_article
from ingest.stated.fields import STATED_FIELDS, normalized, read_fields
from ingest.stated.required import required_host, required_language
from ingest.vocabulary import DocumentKind

Reason = Literal[
    "bad-record",  # JSON that is broken, or a field that is not what it must be
    "binary",  # not text
    "crashed",  # took its worker down, twice
    "empty",  # nothing to read
    "failed",  # an error of ours, or of a part we use; the detail names it
    "memory",  # over the memory limit
    "outside",  # a link that leaves RAW
    "timeout",  # over the time limit
    "too-large",  # over the size limit
    "unreadable",  # the file system or the decompressor said no
    "unsupported",  # no reader for this kind of file
]

CONTENT = ("html", "text")
_NO_CONTENT: dict[str, Reason] = {"empty": "empty", "binary": "binary"}  # by the note that says so

_TYPES = {bool: "a boolean", int: "a number", float: "a number", list: "an array", dict: "an object", str: "a string"}
# As servers write it: some with only a blank before it, or in single quotes; of a header that was sent twice, a comma
# joins both. email.message reads none of these, raises a TypeError for some headers, and takes 40 ms to import.
_CHARSET = re.compile(r"(?:^|[;,\s])charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE | re.ASCII)
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
_LONGEST_KEY, _LONGEST_KEYS = 60, 300  # characters, of one key and of all that a detail names


class Refusal(IngestError):
    """A document that cannot become a record, and why."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


class NoContent(Refusal):
    """A record in which nothing is called as the page or text should be, or only what is null; it names its keys."""

    def __init__(self, record: Mapping[str, object], fields: tuple[tuple[str, str], ...] = ()) -> None:
        names = dict.fromkeys((*CONTENT, *(theirs for ours, theirs in fields if ours in CONTENT)))
        empty = [name for name in names if name in record]
        said = f"it has neither {' nor '.join(repr(name) for name in names)}"
        said += f" ({', '.join(map(repr, empty))}: null)" if empty else ""
        super().__init__("bad-record", f"{said}; its keys: {keys_said(record)}")


@dataclass(frozen=True, slots=True)
class Defaults:
    """What the caller says of all documents. What a record or a side file says of its own document comes first.

    ``fields`` names keys of theirs for fields of ours: ``(("text", "body"),)`` reads the text from ``body``. ``preset``
    is the tool that wrote the records, whose names are known; what ``fields`` says comes first. ``group``
    is what documents are grouped by to learn what a group repeats: "site", "file", or a field.

    Raises:
        UsageError: what is stated names no host, or no language; or no preset is called so.
    """

    kind: DocumentKind | None = None
    site: str | None = None
    language: str | None = None
    fields: tuple[tuple[str, str], ...] = ()
    preset: str = ""
    group: str | None = None

    def __post_init__(self) -> None:
        if self.preset and self.preset not in PRESETS:
            raise UsageError(f"from: '{self.preset}' is not known\n  fix: {nearest(self.preset, PRESETS)}")
        # Frozen: this is the only place where a value is put into its form.
        if self.site is not None:
            object.__setattr__(self, "site", required_host(self.site))
        if self.language is not None:
            object.__setattr__(self, "language", required_language(self.language))


NO_DEFAULTS = Defaults()


def field_map(said: str) -> tuple[tuple[str, str], ...]:
    """Return a mapping of fields from how it is written.

    >>> field_map("text=body, url=link")
    (('text', 'body'), ('url', 'link'))

    Raises:
        UsageError: not of that form, or no field of ours.
    """
    pairs = [part.strip().partition("=") for part in said.split(",") if part.strip()]
    for ours, sign, theirs in pairs:
        if not sign or not theirs.strip():
            raise UsageError(f"map: '{ours}{sign}' says nothing\n  fix: OURS=THEIRS, like text=body,url=link")
        if ours.strip() not in (*CONTENT, *STATED_FIELDS):
            raise UsageError(f"map: '{ours}' is no field of ours\n  fix: {_field_for(ours, theirs.strip())}")
    return tuple((ours.strip(), theirs.strip()) for ours, _, theirs in pairs)


def _field_for(ours: str, theirs: str) -> str:
    """Return advice for a name that is no field of ours, with what stands behind its ``=``."""
    fields = (*CONTENT, *STATED_FIELDS)
    if theirs in fields:  # the wrong way round
        return f"did you mean '{theirs}={ours}'? OURS=THEIRS, like text=body,url=link"
    known = meant(ours)
    return f"did you mean '{known}'? known: {', '.join(sorted(fields))}" if known else nearest(ours, fields)


def document_of(
    record: Mapping[str, object], name: str, stated: Defaults = NO_DEFAULTS, site: str | None = None
) -> RawDocument:
    """Return the document in a record, ``name`` being its own where it has no id. Beside ``html``, a ``text`` passes
    through with the other keys. A record of ours is read as the article that it is.

    Raises:
        Refusal: neither html nor text (``NoContent``), or one of them that is no text.
    """
    written, record = record, called_as_ours(record, stated)
    if (article := article_in(record)) is not None:
        return document_of_article(article)
    html, text = _content(record, "html"), _content(record, "text")
    if html is None and text is None:
        raise NoContent(written, stated.fields)
    kind: DocumentKind = "html" if text is None or (html and html.strip()) else "text"
    data = html if kind == "html" else text
    rest = {key: value for key, value in record.items() if key != kind and not (key in CONTENT and value is None)}
    return with_fields(data or "", kind, rest, name, stated, site)


def with_fields(
    data: bytes | str,
    kind: DocumentKind | None,
    record: Mapping[str, object],
    name: str,
    stated: Defaults = NO_DEFAULTS,
    site: str | None = None,
) -> RawDocument:
    """Return a document with the fields that ``record`` states; what is no field of ours, or has no meaning as one,
    becomes ``extra``."""
    read = read_fields(record)
    of_document = read.of_document
    document = normalized(
        RawDocument(
            data=data,
            name=of_document.pop("id", name),
            kind=kind,
            **of_document,
            extra=read.extra,
            metadata=read.metadata,
            notes=read.notes,
        )
    )
    site = document.site or stated.site or site
    return replace(document, site=site, language=document.language or stated.language)


def mapped(record: Mapping[str, object], fields: tuple[tuple[str, str], ...]) -> Mapping[str, object]:
    """Return a record with its keys called by our names; a key of ours that is displaced keeps its value as theirs.

    >>> mapped({"body": "b", "text": "t"}, (("text", "body"),))
    {'text': 'b', 'body': 't'}
    """
    out = dict(record)
    for ours, theirs in fields:
        if theirs in record and theirs != ours:
            displaced = out.pop(ours, None)
            out = {ours if key == theirs else key: value for key, value in out.items()}
            if displaced is not None:
                out[theirs] = displaced
    return out


def called_as_ours(record: Mapping[str, object], stated: Defaults) -> Mapping[str, object]:
    """Return a record with its keys called by our names: those that the caller has mapped, then those of a preset."""
    record = mapped(record, stated.fields)
    said = {ours for ours, theirs in stated.fields if ours in record}
    fields = [field for field in (*CONTENT, *STATED_FIELDS) if field not in said]
    return renamed(record, stated.preset, fields) if stated.preset else record


def charset_of(content_type: str) -> str | None:
    """Return the charset that a ``Content-Type`` header names, None if it names none.

    >>> charset_of('text/html; charset="UTF-8"'), charset_of("text/html")
    ('UTF-8', None)
    """
    charset = _CHARSET.search(content_type)
    return charset[1] if charset else None


def refuse_empty(article: Article) -> None:
    """Check that an article has content.

    Raises:
        Refusal: there was no text in the document, so that the article is none.
    """
    for note in article.notes:
        if note.code in _NO_CONTENT:
            raise Refusal(_NO_CONTENT[note.code], note.detail)


def keys_said(keys: Iterable[str]) -> str:
    r"""Return keys as they may be printed: what is not printable escaped, in order, and not too many of them.

    >>> keys_said({"url": 1, "a\nb": 2}), keys_said([])
    ("'a\\nb', 'url'", 'none')
    """
    ordered, shown, size = sorted(keys), list[str](), 0
    for key in ordered:
        shown.append(repr(key[:_LONGEST_KEY]))
        size += len(shown[-1])
        if size > _LONGEST_KEYS:
            break
    more = f" and {len(ordered) - len(shown):,} more" if len(ordered) > len(shown) else ""
    return f"{', '.join(shown)}{more}" or "none"


def kind_of(value: object) -> str:
    """Return what JSON calls a value, with its article."""
    return _TYPES.get(type(value), "null" if value is None else f"a {type(value).__name__}")


def _content(record: Mapping[str, object], key: str) -> str | bytes | None:
    value = record.get(key)  # of tables it may be bytes
    if value is None or isinstance(value, str | bytes):
        return value
    raise Refusal("bad-record", f"'{key}' is {kind_of(value)}, not a string")


def parse_record(data: bytes | str, where: str = "") -> dict[str, object]:
    """Return the JSON object in ``data``. Halves of surrogate pairs, which no UTF-8 can hold, become U+FFFD.

    Raises:
        Refusal: not JSON, or not an object; ``where`` it stands.
    """
    try:
        value = json.loads(data, parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise Refusal("bad-record", f"{where}not UTF-8 at byte {error.start}") from error
    except (ValueError, RecursionError) as error:
        raise Refusal("bad-record", f"{where}not JSON: {error}") from error
    if not isinstance(value, dict):
        raise Refusal("bad-record", f"{where}it is {kind_of(value)}, not an object")
    written = data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass")
    return _mended(value) if _SURROGATE.search(written) else value


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _mended(record: dict[str, object]) -> dict[str, object]:
    return {_whole_text(key): _mended_value(value) for key, value in record.items()}


def _mended_value(value: object) -> object:
    if isinstance(value, str):
        return _whole_text(value)
    if isinstance(value, list):
        return [_mended_value(item) for item in value]
    return _mended(value) if isinstance(value, dict) else value


def _whole_text(text: str) -> str:
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
