"""The nouns: what comes in, what is laid over it, and what goes out.

The nouns of the record, ``ingest.article/1``, are structs, and it is declared here only: what a field is called, what
it holds and in which order they stand. How a record is written, read and checked, its JSON Schema, the columns of
Arrow and CSV and the table of README.md follow from these classes. A new field is one line, with a default: older
records lack it.

All nouns are frozen and slotted. Offsets are code points, half-open. See ``rules/edits/settle.py`` for the law that
turns a page and edits into an article's text, and ``record.py`` for records that are read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, NamedTuple

import msgspec
from msgspec import Meta, Struct

from ingest.stated.addresses import host_of
from ingest.vocabulary import KINDS, NOTE_CODES, Action, BlockKind, DocumentKind, TextPart

ARTICLE_SCHEMA = "ingest.article/1"
# The texts of a trail by field of the article: a record with ``trail="spans"`` has null for them.
TRAIL_TEXTS = {"removed": ("text",), "repaired": ("before", "after")}
# JSON does not escape them, and ``str.splitlines`` ends a line there.
_LINE_ENDS = tuple((char.encode(), f"\\u{ord(char):04x}".encode()) for char in "\u0085\u2028\u2029")

# What a field of the record holds, beyond its Python type. The kinds of cruft and the codes of notes are in the schema
# of what is written, and are not checked where a record is read: a later version may know more of them.
Count = Annotated[int, Meta(ge=0)]
CruftKind = Annotated[str, Meta(extra_json_schema={"enum": list(KINDS)})]
NoteCode = Annotated[str, Meta(extra_json_schema={"enum": list(NOTE_CODES)})]
Sha256 = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]


def holds(description: str) -> Meta:
    """Return the description of a field, for the JSON Schema and README.md."""
    return Meta(description=description)


class Block(NamedTuple):
    """A paragraph or its like on a page: ``text[start:end]`` of the page.

    ``link_density`` is the share of the block's characters inside links, None where unknown.
    """

    start: int
    end: int
    kind: BlockKind = "paragraph"
    link_density: float | None = None


class Note(Struct, frozen=True, gc=False):
    """Something a reader of the article should know; ``code`` is one of ``NOTE_CODES``."""

    code: NoteCode
    detail: str = ""


class ArticleBlock(Struct, frozen=True, gc=False, kw_only=True):
    """A paragraph or its like in an article: ``text[start:end]`` of the article."""

    kind: BlockKind
    start: Count
    end: Count


class Image(Struct, frozen=True, gc=False):
    """A lead image of a page."""

    url: str
    caption: str | None = None


class Caption(Struct, frozen=True, gc=False):
    """The caption of a picture, which is not in the text."""

    text: Annotated[str, holds("as published")]
    credit: Annotated[str | None, holds("the part of it that names who made the picture")] = None


class Related(Struct, frozen=True, gc=False):
    """Another story that the page pointed to."""

    title: str
    url: str | None = None


class Removal(Struct, frozen=True, gc=False, rename={"part": "in"}):
    """A span that is not in the article; ``start`` and ``end`` are None for an element, which has a ``path``."""

    rule: str
    kind: CruftKind
    text: str
    part: Annotated[TextPart, holds("text or title")] = "text"
    start: Count | None = None
    end: Count | None = None
    path: Annotated[str | None, holds("of an element")] = None
    to: Annotated[str | None, holds("the field it moved to")] = None


class Repair(Struct, frozen=True, gc=False, kw_only=True, rename={"part": "in"}):
    """A span that reads otherwise in the article. ``encoding.*`` and ``spacing.*`` are offset in the
    decoded input, all others in the page text."""

    rule: str
    before: str
    after: str
    part: Annotated[TextPart, holds("text or title")] = "text"
    start: Count
    end: Count


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says about itself, or others of it. Unknown is None or empty; times are RFC 3339, as precise as the
    source.

    ``paywalled`` is the statement by which the text is not free to read, None where there is none.
    """

    title: str | None = None
    subtitle: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    modified: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    language: str | None = None
    url: str | None = None
    canonical_url: str | None = None
    site_name: str | None = None
    images: tuple[Image, ...] = ()
    author_bio: str | None = None
    dateline: str | None = None
    copyright: str | None = None
    captions: tuple[Caption, ...] = ()
    related: tuple[Related, ...] = ()
    paywalled: str | None = None


NOTHING_KNOWN = Metadata()


class Edit(NamedTuple):
    """What a rule proposes for ``[start, end)`` of the page text, or of the page title.

    ``after`` is what a replacement puts there; ``to`` names the field a move or copy fills, ``value``
    the part of the span that belongs in it (None: all of it). ``rank`` grows with the layer: global 0,
    language 1, learned 2, site config 3, site 4, the user's own 5. ``anchor`` is where a section starts: a guard there
    cancels it all.
    """

    rule: str
    kind: str
    action: Action
    start: int
    end: int
    part: TextPart = "text"
    after: str = ""
    to: str | None = None
    value: str | None = None
    rank: int = 0
    anchor: tuple[int, int] | None = None

    @property
    def takes(self) -> bool:
        """True if the span is not in the article."""
        return self.action in ("drop", "move")


@dataclass(frozen=True, slots=True)
class Page:
    """A document as read, before any rule: what edits are laid over.

    ``source`` is the decoded input (of HTML: what the reader gave); ``repairs`` turn it into ``text``, and
    ``blocks`` partition the text's lines. ``title`` is the headline as the page states it, None if it states none.
    ``left_out`` counts the characters of an HTML page that the reader left out.
    """

    kind: DocumentKind
    source: str
    text: str
    blocks: tuple[Block, ...]
    title: str | None = None
    metadata: Metadata = Metadata()
    repairs: tuple[Repair, ...] = ()
    removed: tuple[Removal, ...] = ()
    captions: tuple[Caption, ...] = ()
    related: tuple[Related, ...] = ()
    encoding: str | None = None
    reader: str = "plain"
    left_out: int = 0
    notes: tuple[Note, ...] = ()


class Source(Struct, frozen=True, gc=False):
    """Where an article came from: the bytes as they came in."""

    kind: DocumentKind
    sha256: Sha256
    bytes: Count
    encoding: str | None = None
    fetched_at: str | None = None


class MadeBy(Struct, frozen=True, gc=False):
    """What made an article. ``rules_sha256`` covers the files of the layers that applied to it, and the kinds that were
    left in where these were others than by default."""

    version: str
    rules_sha256: Annotated[str, holds("of the rules that applied")]
    reader: Annotated[str, holds("that served: `fast`, `trafilatura`, `soup`, `stated` (JSON-LD), `plain`")]


class Article(Struct, frozen=True, kw_only=True, tag_field="schema", tag=ARTICLE_SCHEMA):
    """A clean article, and everything that was taken out of it or changed: the record, in its order."""

    name: Annotated[str, holds("the path relative to RAW, or the `id` of the input record, else `path#n`")]
    id: Annotated[str, holds("a hash of name and input; stable when rules change")]
    url: Annotated[str | None, holds("where it was found")] = None
    canonical_url: Annotated[str | None, holds("what the page says its address is")] = None
    site: Annotated[str | None, holds("the host, without `www.`")] = None
    site_name: Annotated[str | None, holds("the publication")] = None
    title: Annotated[str | None, holds("the headline, without the site's name")] = None
    subtitle: Annotated[str | None, holds("the line below the headline")] = None
    authors: Annotated[tuple[str, ...], holds("names, of agencies and desks where nobody is named")] = ()
    author_bio: Annotated[str | None, holds("the text of the author box")] = None
    published: Annotated[
        str | None,
        holds(
            "RFC 3339, as precise as the source: a day, a time, without a zone where the source states none "
            "(`2022-10-05T17:22:00`); a page that shows only when it was updated has that day here, too"
        ),
    ] = None
    modified: Annotated[str | None, holds("RFC 3339, as precise as the source, as `published`")] = None
    section: Annotated[str | None, holds("as stated or found")] = None
    tags: Annotated[tuple[str, ...], holds("as stated or found")] = ()
    language: Annotated[str | None, holds("as stated or found; ISO 639-1")] = None
    dateline: Annotated[str | None, holds('"KYIV"; it stays in the text, too, unless `--drop dateline`')] = None
    text: Annotated[str, holds("UTF-8, NFC; paragraphs separated by one blank line; without the title")]
    blocks: Annotated[
        tuple[ArticleBlock, ...],
        holds("every paragraph, heading, quote, item, caption, table row, code in `text`"),
    ] = ()
    captions: Annotated[tuple[Caption, ...], holds("of pictures, without buttons")] = ()
    related: Annotated[
        tuple[Related, ...],
        holds("other stories the page pointed to, without labels and buttons"),
    ] = ()
    copyright: Annotated[str | None, holds("the line it was claimed with")] = None
    images: Annotated[tuple[Image, ...], holds("the lead images")] = ()
    removed: Annotated[tuple[Removal, ...], holds("every span taken out")] = ()
    repaired: Annotated[tuple[Repair, ...], holds("every span changed")] = ()
    quality: Annotated[
        Mapping[str, int | float],
        holds(
            "signals: `words`, `paragraphs`, `share_removed`, `prose_removed`, `sentence_share`, `repetition`, "
            "`left_out` (characters of an HTML page that the reader, not a rule, left out)"
        ),
    ] = msgspec.field(default_factory=dict)
    notes: Annotated[tuple[Note, ...], holds("what a reader should know")] = ()
    extra: Annotated[Mapping[str, object], holds("keys of the input record that are not ours")] = msgspec.field(
        default_factory=dict
    )
    source: Annotated[Source, holds("the input")]
    made_by: Annotated[MadeBy, holds("what made the record")]

    def to_dict(self, *, trail: str = "full") -> dict[str, object]:
        """Return the record as plain dicts, lists, strings and numbers; ``extra`` holds what the caller put there.

        ``trail`` is how much of removals and repairs it carries: "full", "spans" (no texts), or "none".
        """
        # The values of ``extra`` are anybody's, and need not be JSON here.
        record = msgspec.to_builtins(
            msgspec.structs.replace(self._with_trail(trail), extra={}), enc_hook=_plain_mapping
        )
        lists = {key: list(value) if isinstance(value, tuple) else value for key, value in record.items()}
        return {**lists, "extra": dict(self.extra)}

    def to_json(self) -> str:
        """Return the record as one line of JSON, without the line end."""
        return self.encode().decode()

    def encode(self, *, trail: str = "full") -> bytes:
        """Return the record as one line of JSON in UTF-8, without the line end; ``trail`` as in ``to_dict``."""
        article = self._with_trail(trail)
        try:
            line = msgspec.json.encode(article, enc_hook=_plain_mapping)
        except UnicodeEncodeError:
            # A lone surrogate, as escapes in JSON may smuggle in with a URL or another key of the input.
            line = msgspec.json.encode(_without_surrogates(article.to_dict()), enc_hook=_plain_mapping)
        return unbroken(line)

    def _with_trail(self, trail: str) -> Article:
        if trail == "full":
            return self
        if trail == "none":
            return msgspec.structs.replace(self, removed=(), repaired=())
        spans = {
            name: tuple(msgspec.structs.replace(span, **dict.fromkeys(texts)) for span in getattr(self, name))
            for name, texts in TRAIL_TEXTS.items()
        }
        return msgspec.structs.replace(self, **spans)


@dataclass(frozen=True, slots=True)
class RawDocument:
    """One document as it was scraped, and what is stated of it. ``charset`` is what HTTP said; ``title=""`` states that
    there is none. ``metadata`` is what is stated beyond the other fields; ``notes`` say what of it was not believed.

    ``record`` is the article that ``data`` is the text of, where a record of ours is read: if it is clean, it stays.
    ``group`` names the documents whose learned rules apply to it, beside those of its site.
    """

    data: bytes | str
    name: str = ""
    kind: DocumentKind | None = None
    url: str | None = None
    site: str | None = None
    title: str | None = None
    language: str | None = None
    published: str | None = None
    charset: str | None = None
    fetched_at: str | None = None
    extra: Mapping[str, object] = field(default_factory=dict)
    metadata: Metadata = Metadata()
    notes: tuple[Note, ...] = ()
    record: Article | None = None
    group: str | None = None


def site_of(raw: RawDocument) -> str | None:
    """Return the host whose rules apply to a document, without "www."; None where neither site nor URL names one."""
    if raw.site:
        return raw.site.lower().removeprefix("www.")
    # Without a scheme, a file name looks like a host: "page.html".
    return host_of(raw.url) if raw.url and "/" in raw.url else None


def unbroken(line: bytes) -> bytes:
    """Return a line of JSON in UTF-8 with the line ends of Unicode escaped, for readers that split at any of them."""
    for end, escaped in _LINE_ENDS:
        if end in line:
            line = line.replace(end, escaped)
    return line


def _plain_mapping(value: object) -> object:
    """Return a mapping that is no ``dict`` as one: msgspec writes no other.

    Raises:
        TypeError: it is no mapping, and JSON has no form for it.
    """
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"a record cannot hold an object of type '{type(value).__name__}' in JSON")


def _without_surrogates(value: object) -> object:
    """Return a value of JSON with texts that UTF-8 can hold: lone surrogates become U+FFFD."""
    if isinstance(value, str):
        return re.sub("[\ud800-\udfff]", "\ufffd", value)
    if isinstance(value, Mapping):
        return {_without_surrogates(key): _without_surrogates(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_without_surrogates(item) for item in value]
    return value
