"""Articles as Arrow: batches in, batches out, for engines that own many machines. It needs pyarrow (extra
``parquet``)."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from typing import IO, Any

import pyarrow as pa

from ingest.article import Article, RawDocument
from ingest.cleaner import Cleaner
from ingest.input_record import CONTENT, NO_DEFAULTS, Defaults, Refusal, document_of, parse_record, refuse_empty
from ingest.options import Options
from ingest.record import record_columns
from ingest.rules.learn.groups import group_of

BYTES_READ_AT_ONCE = 1 << 20  # of a column too: unbuffered, all that a row group has of it would be held
_ARROW_TYPES = {
    "text": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "map": pa.map_(pa.string(), pa.float64()),
    "json": pa.string(),
}
_REJECTED = (("reason", "text"), ("detail", "text"))


def arrow_schema(*, rejected: bool = False) -> pa.Schema:
    """Return the typed schema of the record; ``extra``, whose keys are anybody's, is text in JSON.

    With ``rejected`` there is one more column: reason and detail where a row became no record.
    """
    columns = plain_schema() if rejected else record_columns().items()
    return pa.schema([(name, _arrow_type(kind)) for name, kind in columns])


def plain_schema() -> list[tuple[str, object]]:
    """Return the columns of the record and ``rejected`` for engines that have words of their own for types; the types
    are those of ``record_columns``."""
    return [*record_columns().items(), ("rejected", _REJECTED)]


def _arrow_type(kind: object) -> pa.DataType:
    if isinstance(kind, list):
        return pa.list_(_arrow_type(kind[0]))
    if isinstance(kind, tuple):
        return pa.struct([(name, _arrow_type(part)) for name, part in kind])
    return _ARROW_TYPES[str(kind)]


def batch_of(records: Iterable[Mapping[str, Any]], schema: pa.Schema | None = None) -> pa.RecordBatch:
    """Return records, as plain dicts, as one batch."""
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
    """Return the articles of a batch of scraped records: as many rows, in the same order.

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
    """Return ``clean_batch`` of all of a table."""
    cleaned = [clean_batch(batch, cleaner, stated=stated, lines=lines) for batch in table.to_batches()]
    return pa.Table.from_batches(cleaned, arrow_schema(rejected=True))


def records_of_table(table: pa.Table, lines: str | None = None) -> Iterator[Mapping[str, object]]:
    """Yield the records of a table, those that are none left out; ``lines`` as in ``clean_batch``."""
    for batch in table.to_batches():
        for at in range(batch.num_rows):
            with suppress(Refusal):
                yield row_record(batch, at, lines)


def line_tables(stream: IO[bytes], column: str) -> Iterator[pa.Table]:
    """Yield the lines of a stream that are not blank, as bytes in tables of one column, about a megabyte each."""
    rest = b""
    while block := stream.read(BYTES_READ_AT_ONCE):
        *lines, rest = (rest + block).split(b"\n")
        if lines:
            yield _table_of(lines, column)
    yield _table_of([rest], column)


def _table_of(lines: list[bytes], column: str) -> pa.Table:
    return pa.table({column: pa.array([line for line in lines if line.strip()], pa.binary())})


@lru_cache(maxsize=4)  # a pipeline cleans in one way, or in a few
def _warm(options: Options) -> Cleaner:
    return Cleaner(options)


def _cleaned(batch: pa.RecordBatch, at: int, cleaner: Cleaner, stated: Defaults, lines: str | None) -> dict[str, Any]:
    name = ""
    try:
        record = row_record(batch, at, lines)
        name = str(record.get("id") or record.get("url") or "")
        article: Article = cleaner.clean(_grouped(document_of(record, "", stated), stated.group))
        refuse_empty(article)
        return article.to_dict(trail=cleaner.options.trail)
    except Refusal as refusal:
        reason, detail = refusal.reason, refusal.detail
    except Exception as error:  # noqa: BLE001  # whatever it is, it is this row's, and the next one is not concerned
        reason, detail = "failed", f"{type(error).__name__}: {error}"
    return {"name": name, "rejected": {"reason": reason, "detail": " ".join(detail.split())[:500]}}


def _grouped(document: RawDocument, by: str | None) -> RawDocument:
    """Return a document with the group whose learned rules apply to it, if it is to have one."""
    key = None if by is None else group_of(document, by, "")
    return document if key is None or key.is_site else replace(document, group=key.name)


def row_record(batch: pa.RecordBatch, at: int, lines: str | None = None) -> dict[str, object]:
    """Return the record in a row: one by one, so that what is wrong with one costs that one.

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
    return parse_record(row[lines] or b"") if lines else record_of_columns(row)


def record_of_columns(row: Mapping[str, Any]) -> dict[str, object]:
    """Return the record of a row whose columns are its fields; null is no field."""
    found = {name: _json_value(value) for name, value in row.items() if value is not None}
    return {name: value if name in CONTENT else _text(value) for name, value in found.items()}


def _json_value(value: Any) -> object:
    """Return a value of a table as JSON has it: times as RFC 3339, what JSON has no word for as text."""
    if isinstance(value, float) and math.isnan(value):
        return None
    if value is None or isinstance(value, bool | int | float | str | bytes):
        return value
    if isinstance(value, Mapping):
        return {str(key): _text(_json_value(item)) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_text(_json_value(item)) for item in value]
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _text(value: object) -> object:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value
