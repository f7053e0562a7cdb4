"""Articles as Arrow: batches in, batches out, for engines that own many machines; and Parquet. The one module that
imports pyarrow (extra ``parquet``)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import IO, Any

import pyarrow as pa

from ingest.article import Article
from ingest.cleaner import Cleaner
from ingest.input_record import CONTENT, NO_DEFAULTS, Defaults, Refusal, document_of, parse_record, refuse_empty
from ingest.options import Options
from ingest.record import to_dict

_TEXT, _COUNT = pa.string(), pa.int64()
_READ_AT_ONCE = 1 << 20  # bytes, of a column too: unbuffered, all that a row group has of it would be held
_PACKING = "zstd"


def _rows(**fields: pa.DataType) -> pa.DataType:
    return pa.list_(pa.struct([pa.field(name, kind) for name, kind in fields.items()]))


_REMOVED = {"rule": _TEXT, "kind": _TEXT, "text": _TEXT, "in": _TEXT, "start": _COUNT, "end": _COUNT, "path": _TEXT}
_REPAIRED = {"rule": _TEXT, "before": _TEXT, "after": _TEXT, "in": _TEXT, "start": _COUNT, "end": _COUNT}
_SOURCE = {"kind": _TEXT, "sha256": _TEXT, "bytes": _COUNT, "encoding": _TEXT, "fetched_at": _TEXT}
_TYPES: dict[str, pa.DataType] = {
    "authors": pa.list_(_TEXT),
    "tags": pa.list_(_TEXT),
    "blocks": _rows(kind=_TEXT, start=_COUNT, end=_COUNT),
    "captions": _rows(text=_TEXT, credit=_TEXT),
    "related": _rows(title=_TEXT, url=_TEXT),
    "images": _rows(url=_TEXT, caption=_TEXT),
    "removed": _rows(**_REMOVED, to=_TEXT),
    "repaired": _rows(**_REPAIRED),
    "quality": pa.map_(_TEXT, pa.float64()),
    "notes": _rows(code=_TEXT, detail=_TEXT),
    "source": pa.struct(list(_SOURCE.items())),
    "made_by": pa.struct([("version", _TEXT), ("rules_sha256", _TEXT), ("reader", _TEXT)]),
}


def arrow_schema(*, rejected: bool = False) -> pa.Schema:
    """Give the typed schema of the record; ``extra``, whose keys are anybody's, is text in JSON.

    With ``rejected`` there is one more column: reason and detail where a row became no record.
    """
    from ingest.record import article_schema

    names = list(article_schema()["properties"])  # type: ignore[call-overload]  # a mapping, in the order of the record
    columns = [(name, _TYPES.get(name, _TEXT)) for name in names]
    if rejected:
        columns.append(("rejected", pa.struct([("reason", _TEXT), ("detail", _TEXT)])))
    return pa.schema(columns)


def batch_of(records: Iterable[Mapping[str, Any]], schema: pa.Schema | None = None) -> pa.RecordBatch:
    """Give records, as plain dicts, as one batch."""
    rows = [{**record, "extra": _json(record["extra"])} if "extra" in record else record for record in records]
    return pa.RecordBatch.from_pylist(rows, schema=schema or arrow_schema())


def _json(extra: object) -> str:
    return json.dumps(extra, ensure_ascii=False, separators=(",", ":"))


def clean_batch(
    batch: pa.RecordBatch,
    cleaner: Cleaner | Options | None = None,
    *,
    stated: Defaults = NO_DEFAULTS,
    lines: str | None = None,
) -> pa.RecordBatch:
    """Give the articles of a batch of scraped records: as many rows, in the same order.

    Columns are ``html`` or ``text``, and any of ``id url site title language published``; others go to ``extra``.
    With ``lines`` that column, text or bytes, holds a record a row, in JSON. A row that becomes no article has ``name``
    and ``rejected`` (reason, detail), all else null. Rows without an id are named by their address.

    Args:
        cleaner: a cleaner, or options to build one from, which is kept for the process's next batches.
    """
    if not isinstance(cleaner, Cleaner):
        cleaner = _warm(cleaner or Options())
    if lines:  # as bytes, for what is not UTF-8 concerns its line only
        batch = pa.RecordBatch.from_arrays([batch.column(lines).cast(pa.binary())], [lines])
    rows = [_cleaned(batch, at, cleaner, stated, lines) for at in range(batch.num_rows)]
    return batch_of(rows, arrow_schema(rejected=True))


def clean_table(table: pa.Table, cleaner: Cleaner, *, stated: Defaults, lines: str | None) -> pa.Table:
    """Give ``clean_batch`` of all of a table."""
    cleaned = [clean_batch(batch, cleaner, stated=stated, lines=lines) for batch in table.to_batches()]
    return pa.Table.from_batches(cleaned, arrow_schema(rejected=True))


def line_tables(stream: IO[bytes], column: str) -> Iterator[pa.Table]:
    """Give the lines of a stream that are not blank, as bytes in tables of one column, about a megabyte each."""
    rest = b""
    while block := stream.read(_READ_AT_ONCE):
        *lines, rest = (rest + block).split(b"\n")
        if lines:
            yield _lines(lines, column)
    yield _lines([rest], column)


def _lines(lines: list[bytes], column: str) -> pa.Table:
    return pa.table({column: pa.array([line for line in lines if line.strip()], pa.binary())})


@lru_cache(maxsize=4)
def _warm(options: Options) -> Cleaner:
    return Cleaner(options)


def _cleaned(batch: pa.RecordBatch, at: int, cleaner: Cleaner, stated: Defaults, lines: str | None) -> dict[str, Any]:
    name = ""
    try:
        record = record_of_batch_row(batch, at, lines)
        name = str(record.get("id") or record.get("url") or "")
        article: Article = cleaner.clean(document_of(record, "", stated))
        refuse_empty(article)
        return to_dict(article, trail=cleaner.options.trail)
    except Refusal as refusal:
        reason, detail = refusal.reason, refusal.detail
    except Exception as error:  # whatever it is, it is this row's, and the next one is not concerned
        reason, detail = "failed", f"{type(error).__name__}: {error}"
    return {"name": name, "rejected": {"reason": reason, "detail": " ".join(detail.split())[:500]}}


def record_of_batch_row(batch: pa.RecordBatch, at: int, lines: str | None = None) -> dict[str, object]:
    """Give the record in a row: one by one, so that what is wrong with one costs that one.

    Raises:
        Refusal: there is none.
    """
    try:
        (row,) = batch.slice(at, 1).to_pylist()
    except UnicodeDecodeError as error:
        raise Refusal("bad-record", f"not UTF-8 at byte {error.start}") from error
    except pa.ArrowException:  # of the table: some are ValueErrors too
        raise
    except (ValueError, OverflowError) as error:  # a day of the year 50,000, half a microsecond
        raise Refusal("bad-record", str(error)) from error
    if lines:
        return parse_record(row[lines] or b"")
    found = {name: _plain(value) for name, value in row.items() if value is not None}  # null is no field
    return {name: value if name in CONTENT else _text(value) for name, value in found.items()}


def _plain(value: Any) -> object:
    """Give a value of a table as JSON has it: times as RFC 3339, what JSON has no word for as text."""
    if isinstance(value, float) and value != value:
        return None
    if value is None or isinstance(value, bool | int | float | str | bytes):
        return value
    if isinstance(value, Mapping):
        return {str(key): _text(_plain(item)) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_text(_plain(item)) for item in value]
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _text(value: object) -> object:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value


def plain_schema() -> list[tuple[str, object]]:
    """Give the schema with ``rejected`` for engines that have words of their own for types: "text", "integer", "map"
    (of text to numbers), a list of one for a list of such, pairs of name and type for a struct."""
    return [(column.name, _plain_type(column.type)) for column in arrow_schema(rejected=True)]


def _plain_type(kind: pa.DataType) -> object:
    if pa.types.is_map(kind):
        return "map"
    if pa.types.is_list(kind):
        return [_plain_type(kind.value_type)]
    if pa.types.is_struct(kind):
        return tuple((kind.field(at).name, _plain_type(kind.field(at).type)) for at in range(kind.num_fields))
    return "integer" if pa.types.is_integer(kind) else "text"
