"""Records that are read, and what follows from the declaration of the record in ``article.py``: its JSON Schema, and
its columns for tables. ``Article.encode`` writes a record."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, cast

import msgspec
from msgspec import Struct, inspect

from ingest.article import ARTICLE_SCHEMA, TRAIL_TEXTS, Article, Block, Metadata, Page, RawDocument
from ingest.errors import IngestError
from ingest.text.language.codes import UNDETERMINED
from ingest.version import __version__


class _SchemaOnly(Struct):
    schema: str | None = None


_DECODE_SCHEMA = msgspec.json.Decoder(_SchemaOnly).decode
_DECODE = msgspec.json.Decoder(Article).decode
# What is no JSON in UTF-8, or is nested so deeply that nothing reads it.
_NO_JSON = (msgspec.DecodeError, UnicodeError, RecursionError)


def read_record(line: bytes | str) -> Article:
    """Return the article of one record; a trail without texts ("spans") comes back with empty texts.

    Keys, kinds of cruft and codes of notes that are not known pass, and a field that has a default may be missing:
    a record may be of a later or an earlier version of ``ingest.article/1``.

    Raises:
        IngestError: not JSON, not a record of this schema, or with a field missing or of another type; it says where.
    """
    try:
        # The decoder of a struct takes an object without the tag for one.
        if _DECODE_SCHEMA(line).schema != ARTICLE_SCHEMA:
            raise IngestError(f"not a record of schema {ARTICLE_SCHEMA}")
        return _decoded(line)
    except msgspec.ValidationError as error:
        raise IngestError(f"not a record of schema {ARTICLE_SCHEMA}: {error}") from None
    except _NO_JSON as error:
        raise IngestError(f"not a record: {error}") from None


def _decoded(line: bytes | str) -> Article:
    try:
        return _DECODE(line)
    except msgspec.ValidationError:  # null for the texts of a trail is another type, too
        return msgspec.convert(_with_trail_texts(msgspec.json.decode(line)), Article)


def _with_trail_texts(record: dict[str, Any]) -> dict[str, Any]:
    """Return a record with empty texts in its trail where it has null."""
    for name, texts in TRAIL_TEXTS.items():
        spans = record.get(name)
        for span in spans if isinstance(spans, list) else ():
            if isinstance(span, dict):
                span.update((text, "") for text in texts if span.get(text, "") is None)
    return record


def article_in(record: Mapping[str, object]) -> Article | None:
    """Return the article that a mapping is the record of, None if it is none of this schema."""
    if record.get("schema") != ARTICLE_SCHEMA:
        return None
    try:
        return msgspec.convert(_with_trail_texts(copy.deepcopy(dict(record))), Article)
    except msgspec.ValidationError:
        return None


def document_of_article(article: Article) -> RawDocument:
    """Return an article as a document to be cleaned, with all that its record knows."""
    of_article = set(article.__struct_fields__)
    known = {each.name: getattr(article, each.name) for each in fields(Metadata) if each.name in of_article}
    return RawDocument(
        data=article.text,
        name=article.name,
        kind="text",
        url=article.url,
        site=article.site,
        title=article.title or "",  # a headline that was not found then is none now
        language=article.language or UNDETERMINED,
        published=article.published,
        fetched_at=article.source.fetched_at,
        extra=article.extra,
        metadata=Metadata(**{name: value for name, value in known.items() if name not in ("title", "language", "url")}),
        record=article,
    )


def page_of_article(article: Article) -> Page:
    """Return the text of an article as a page that was read before: with the blocks that its record has.

    Blocks of a page have a share of links, as rules tell pages from texts by it; none is left where there were many.
    """
    text = article.text
    link_density = 0.0 if article.source.kind == "html" else None
    return Page(
        kind=article.source.kind,
        source=text,
        text=text,
        blocks=tuple(Block(block.start, block.end, block.kind, link_density) for block in article.blocks),
        title=article.title,
        encoding="utf-8",
        reader=article.made_by.reader,
    )


def has_its_blocks(article: Article) -> bool:
    """True if the blocks of an article are those of its text: another tool may have changed one of both."""
    return "\n\n".join(article.text[block.start : block.end] for block in article.blocks) == article.text


def is_made_with(article: Article, rules_sha256: str) -> bool:
    """True if an article was made by this version with these rules, and its text is as it was made: cleaned again, it
    would be itself."""
    made = (article.made_by.version, article.made_by.rules_sha256) == (__version__, rules_sha256)
    return made and has_its_blocks(article) and not any(note.code == "kept-whole" for note in article.notes)


def article_schema() -> dict[str, object]:
    """Return the JSON Schema (draft 2020-12) of the record."""
    _, parts = msgspec.json.schema_components((Article,), schema_hook=_any_value, ref_template="#/$defs/{name}")
    objects = {name: _written_whole(part) for name, part in parts.items()}
    for name, texts in TRAIL_TEXTS.items():
        span = objects["Article"]["properties"][name]["items"]["$ref"].rpartition("/")[2]
        objects[span]["properties"] |= {text: {"type": ["string", "null"]} for text in texts}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **objects.pop("Article"),
        "title": ARTICLE_SCHEMA,
        "description": "A clean news article, and all that was taken out of it or changed. See README.",
        "$defs": objects,
    }


def _any_value(_: type) -> dict[str, Any]:
    """Return the schema of ``object``, which msgspec has none for."""
    return {"description": "any value"}


def _written_whole(part: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of an object as it is written: with all of its fields, and no others."""
    properties = {
        name: {key: value for key, value in schema.items() if key != "default"}
        for name, schema in part["properties"].items()
    }
    return {**part, "properties": properties, "required": list(properties), "additionalProperties": False}


def record_columns() -> dict[str, object]:
    """Return the fields of the record with their types, for tables, in its order.

    A type is "text", "integer", "number", "boolean", "map" (of texts to numbers) or "json" (any object); a list of one
    type is a list of such, pairs of name and type are a struct.

    >>> record_columns()["captions"]
    [(('text', 'text'), ('credit', 'text'))]
    """
    article = cast(inspect.StructType, inspect.type_info(Article))
    return {"schema": "text", **dict(_struct_columns(article))}


def _struct_columns(struct: inspect.StructType) -> tuple[tuple[str, object], ...]:
    return tuple((field.encode_name, _column(field.type)) for field in struct.fields)


_SCALARS: dict[type[inspect.Type], str] = {
    inspect.StrType: "text",
    inspect.LiteralType: "text",
    inspect.IntType: "integer",
    inspect.FloatType: "number",
    inspect.BoolType: "boolean",
}


def _column(kind: inspect.Type) -> object:
    match kind:
        case inspect.Metadata():
            return _column(kind.type)
        case inspect.StructType():
            return _struct_columns(kind)
        case inspect.VarTupleType():
            return [_column(kind.item_type)]
        case inspect.DictType():
            return "json" if isinstance(kind.value_type, inspect.CustomType) else "map"
        case inspect.UnionType():
            known = [_column(one) for one in kind.types if not isinstance(one, inspect.NoneType)]
            return "number" if "number" in known else known[0]
        case _:
            return _SCALARS[type(kind)]
