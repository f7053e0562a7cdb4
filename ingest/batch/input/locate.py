"""The documents in one file of RAW: located, not decoded, in constant memory."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from ingest.batch.input.compression import READ_ERRORS, packed_at, packing_of, without_packing
from ingest.batch.input.json_spans import ByteSpan, elements, is_array, lines
from ingest.batch.input.reference import Form, Reference, open_stream
from ingest.batch.limits import Limits
from ingest.errors import error_text
from ingest.input_record import Refusal

if TYPE_CHECKING:
    from ingest.batch.input.parquet import ParquetRows

STDIN = "-"
RecordFormat = Literal["array", "lines", "csv", "parquet", "warc"]
RECORD_FORMATS: dict[str, RecordFormat] = {
    ".json": "array",
    ".jsonl": "lines",
    ".csv": "csv",
    ".parquet": "parquet",
    ".warc": "warc",
}
FORMS: dict[RecordFormat, Form] = {
    "array": "record",
    "lines": "record",
    "csv": "csv",
    "parquet": "parquet",
    "warc": "warc",
}


def suffix_of(name: str) -> str:
    """Return the ending that says what is in a file, packed or not.

    >>> suffix_of("crawl.JSONL.gz")
    '.jsonl'
    """
    return os.path.splitext(without_packing(name).lower())[1]


def located(root: str, found: Reference, limits: Limits) -> Iterator[Reference]:
    """Yield the documents in a file; what cannot be read of it is one more, with the reason."""
    if found.reason:
        yield found
        return
    kind = _kind_of_stdin(root) if found.path == STDIN else RECORD_FORMATS.get(suffix_of(found.path))
    if kind is None:
        yield found if packing_of(found.path) else _bounded(found, limits)
        return
    number = 0
    try:
        for reference in _records(root, replace(found, form=FORMS[kind]), kind, limits):
            number = reference.number or 0
            yield _bounded(reference, limits)
    except READ_ERRORS as error:
        yield replace(found, number=number + 1, length=0, reason="unreadable", detail=error_text(error))
    except Refusal as refusal:
        yield replace(found, number=number + 1, length=0, reason=refusal.reason, detail=refusal.detail)


def _records(root: str, file: Reference, kind: RecordFormat, limits: Limits) -> Iterator[Reference]:
    if kind == "parquet":
        yield from _rows_of_parquet(root, file)
        return
    with open_stream(root, file.path) as stream:
        if kind == "array" and not is_array(stream):
            length = stream.seek(0, os.SEEK_END)
            yield replace(file, length=length)
            return
        stream.seek(0)
        spans: Iterator[ByteSpan]
        if kind == "csv":
            from ingest.batch.input.csv_rows import rows

            spans = rows(stream, limits.max_bytes)
        elif kind == "warc":
            from ingest.batch.input.warc import records

            spans = records(stream)
        else:
            spans = elements(stream) if kind == "array" else lines(stream)
        none, before = True, 0
        for span in spans:
            none, at = False, packed_at(stream)
            yield _at(file, span, None if at is None else at - before)
            before = at or 0
        if none:
            yield replace(file, length=0, reason="empty", detail="no records in it")


def _rows_of_parquet(root: str, file: Reference) -> Iterator[Reference]:
    if packing_of(file.path):
        raise Refusal("unsupported", "Parquet is packed inside; unpack the file")
    with _parquet(os.path.join(root, file.path)) as table:
        number = 0
        groups = list(table.groups())
        packed = file.length // max(1, sum(count for count, _ in groups))
        for group, (count, size) in enumerate(groups):
            for _ in range(count):
                number += 1
                yield replace(file, number=number, offset=group, length=size // count, packed=packed)
    if not number:
        yield replace(file, length=0, reason="empty", detail="no records in it")


def _parquet(path: str) -> ParquetRows:
    try:
        from ingest.batch.input.parquet import ParquetRows
    except ImportError:
        raise Refusal("unsupported", "pyarrow is not installed; fix: pip install 'ingest[parquet]'") from None
    return ParquetRows(path)


def _at(file: Reference, span: ByteSpan, packed: int | None) -> Reference:
    where = replace(file, number=span.number, offset=span.offset, length=span.length, packed=packed)
    return replace(where, reason=span.reason, detail=span.fault) if span.fault else where


def _bounded(reference: Reference, limits: Limits) -> Reference:
    if reference.reason or reference.form == "parquet" or reference.length <= limits.max_bytes:
        return reference
    return replace(reference, reason="too-large", detail=f"{reference.length} bytes, the limit is {limits.max_bytes}")


def _kind_of_stdin(root: str) -> RecordFormat | None:
    """Return the format of what was piped in: JSONL if all the first lines begin with ``{``; JSON, of an object or an
    array; or None for one document."""
    with open_stream(root, STDIN) as stream:
        head = stream.read(1 << 16)
    if b"".join(head[:100].split()).startswith(b"[{"):
        return "array"
    firsts = [line.lstrip()[:1] for line in head.split(b"\n") if line.strip()]
    if firsts[:1] != [b"{"]:
        return None
    return "lines" if all(first == b"{" for first in firsts) else "array"
