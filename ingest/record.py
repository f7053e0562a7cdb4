"""The record, ``ingest.article/1``: an article as JSON, and back. The one module that imports msgspec."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, cast

import msgspec

from ingest.article import (
    Article,
    Block,
    Caption,
    Image,
    MadeBy,
    Note,
    Related,
    Removal,
    Repair,
    Source,
)
from ingest.errors import IngestError
from ingest.vocabulary import KINDS, NOTE_CODES, BlockKind

ARTICLE_SCHEMA = "ingest.article/1"
# JSON lets them stand, and ``str.splitlines`` ends a line there.
_LINE_ENDS = tuple((char.encode(), f"\\u{ord(char):04x}".encode()) for char in "\u0085\u2028\u2029")


def encode(article: Article, *, trail: str = "full") -> bytes:
    """Give the record as one line of JSON in UTF-8, without the line end.

    ``trail`` is how much of removals and repairs it carries: "full", "spans" (no texts), or "none".
    """
    record = to_dict(article, trail=trail)
    try:
        line = msgspec.json.encode(record)
    except UnicodeEncodeError:
        # A lone surrogate, as escapes in JSON may smuggle in with a URL or another key of the input.
        line = msgspec.json.encode(_whole(record))
    return unbroken(line)


def unbroken(line: bytes) -> bytes:
    """Give a line of JSON in UTF-8 as one to whoever splits at any line end of Unicode."""
    for end, escaped in _LINE_ENDS:
        if end in line:
            line = line.replace(end, escaped)
    return line


def read_record(line: bytes | str) -> Article:
    """Give the article of one record.

    Raises:
        IngestError: not JSON, or not a record of this schema.
    """
    try:
        return from_dict(msgspec.json.decode(line))
    except msgspec.DecodeError as error:
        raise IngestError(f"not a record: {error}") from None


def to_dict(article: Article, *, trail: str = "full") -> dict[str, object]:
    """Give the record as plain dicts, lists, strings and numbers, keys in the order of the schema."""
    return {
        "schema": ARTICLE_SCHEMA,
        "name": article.name,
        "id": article.id,
        "url": article.url,
        "canonical_url": article.canonical_url,
        "site": article.site,
        "site_name": article.site_name,
        "title": article.title,
        "subtitle": article.subtitle,
        "authors": list(article.authors),
        "author_bio": article.author_bio,
        "published": article.published,
        "modified": article.modified,
        "section": article.section,
        "tags": list(article.tags),
        "language": article.language,
        "dateline": article.dateline,
        "text": article.text,
        "blocks": [{"kind": block.kind, "start": block.start, "end": block.end} for block in article.blocks],
        "captions": [{"text": caption.text, "credit": caption.credit} for caption in article.captions],
        "related": [{"title": related.title, "url": related.url} for related in article.related],
        "copyright": article.copyright,
        "images": [{"url": image.url, "caption": image.caption} for image in article.images],
        "removed": [_removal(cut, trail) for cut in article.removed] if trail != "none" else [],
        "repaired": [_repair(mend, trail) for mend in article.repaired] if trail != "none" else [],
        "quality": dict(article.quality),
        "notes": [{"code": note.code, "detail": note.detail} for note in article.notes],
        "extra": dict(article.extra),
        "source": {
            "kind": article.source.kind,
            "sha256": article.source.sha256,
            "bytes": article.source.bytes,
            "encoding": article.source.encoding,
            "fetched_at": article.source.fetched_at,
        },
        "made_by": {
            "version": article.made_by.version,
            "rules_sha256": article.made_by.rules_sha256,
            "reader": article.made_by.reader,
        },
    }


def _whole(value: object) -> object:
    """Give a value of JSON with texts that UTF-8 can hold: lone surrogates become U+FFFD."""
    if isinstance(value, str):
        return re.sub("[\ud800-\udfff]", "\ufffd", value)
    if isinstance(value, Mapping):
        return {_whole(key): _whole(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_whole(item) for item in value]
    return value


def _removal(cut: Removal, trail: str) -> dict[str, object]:
    return {
        "rule": cut.rule,
        "kind": cut.kind,
        "text": cut.text if trail == "full" else None,
        "in": cut.part,
        "start": cut.start,
        "end": cut.end,
        "path": cut.path,
        "to": cut.to,
    }


def _repair(mend: Repair, trail: str) -> dict[str, object]:
    full = trail == "full"
    return {
        "rule": mend.rule,
        "before": mend.before if full else None,
        "after": mend.after if full else None,
        "in": mend.part,
        "start": mend.start,
        "end": mend.end,
    }


def from_dict(record: Mapping[str, Any]) -> Article:
    """Give the article of a record; a texts-free trail ("spans") comes back with empty texts.

    Raises:
        IngestError: a record of another schema, or with a field missing or of another shape.
    """
    if not isinstance(record, Mapping) or record.get("schema") != ARTICLE_SCHEMA:
        raise IngestError(f"not a record of schema {ARTICLE_SCHEMA}")
    try:
        return Article(
            **{key: record[key] for key in _TEXTS},
            authors=tuple(record["authors"]),
            tags=tuple(record["tags"]),
            blocks=tuple(Block(block["start"], block["end"], block["kind"]) for block in record["blocks"]),
            captions=_made(Caption, record["captions"]),
            related=_made(Related, record["related"]),
            images=_made(Image, record["images"]),
            removed=tuple(
                Removal(
                    **{key: value for key, value in cut.items() if key not in ("in", "text")},
                    text=cut["text"] or "",
                    part=cut["in"],
                )
                for cut in record["removed"]
            ),
            repaired=tuple(
                Repair(mend["rule"], mend["before"] or "", mend["after"] or "", mend["start"], mend["end"], mend["in"])
                for mend in record["repaired"]
            ),
            quality=dict(record["quality"]),
            notes=_made(Note, record["notes"]),
            extra=dict(record["extra"]),
            source=Source(**record["source"]),
            made_by=MadeBy(**record["made_by"]),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise IngestError(f"not a record of schema {ARTICLE_SCHEMA}: {error!r}") from None


def _made(noun: type[Any], rows: Iterable[Mapping[str, Any]]) -> tuple[Any, ...]:
    return tuple(noun(**row) for row in rows)


_TEXTS = (
    "name",
    "id",
    "url",
    "canonical_url",
    "site",
    "site_name",
    "title",
    "subtitle",
    "author_bio",
    "published",
    "modified",
    "section",
    "language",
    "dateline",
    "text",
    "copyright",
)


def article_schema() -> dict[str, object]:
    """Give the JSON Schema (draft 2020-12) of the record."""
    text, count = {"type": "string"}, {"type": "integer", "minimum": 0}
    maybe_text, maybe_count = {"type": ["string", "null"]}, {"type": ["integer", "null"], "minimum": 0}
    part = {"enum": ["text", "title"]}
    kinds = {"enum": list(KINDS)}
    block_kinds = {"enum": list(cast(Any, BlockKind).__args__)}
    removal = {"rule": text, "kind": kinds, "text": maybe_text, "in": part, "start": maybe_count, "end": maybe_count}
    repair = {"rule": text, "before": maybe_text, "after": maybe_text, "in": part, "start": count, "end": count}
    source = {
        "kind": {"enum": ["html", "text"]},
        "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "bytes": count,
        "encoding": maybe_text,
        "fetched_at": maybe_text,
    }
    properties: dict[str, object] = {"schema": {"const": ARTICLE_SCHEMA}}
    properties |= {key: text if key in ("name", "id", "text") else maybe_text for key in _TEXTS}
    properties |= {
        "authors": {"type": "array", "items": text},
        "tags": {"type": "array", "items": text},
        "blocks": _rows({"kind": block_kinds, "start": count, "end": count}),
        "captions": _rows({"text": text, "credit": maybe_text}),
        "related": _rows({"title": text, "url": maybe_text}),
        "images": _rows({"url": text, "caption": maybe_text}),
        "removed": _rows({**removal, "path": maybe_text, "to": maybe_text}),
        "repaired": _rows(repair),
        "quality": {"type": "object", "additionalProperties": {"type": "number"}},
        "notes": _rows({"code": {"enum": list(NOTE_CODES)}, "detail": text}),
        "extra": {"type": "object"},
        "source": _closed(source),
        "made_by": _closed({"version": text, "rules_sha256": text, "reader": text}),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": ARTICLE_SCHEMA,
        "description": "A clean news article, and all that was taken out of it or changed. See README.",
        **_closed({key: properties[key] for key in to_dict(_EMPTY)}),
    }


def _closed(properties: Mapping[str, object]) -> dict[str, object]:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def _rows(properties: Mapping[str, object]) -> dict[str, object]:
    return {"type": "array", "items": _closed(properties)}


_EMPTY = Article("", "", "", Source("text", "0" * 64, 0), MadeBy("", "", ""))
