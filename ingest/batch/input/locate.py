"""The documents in one file of RAW: located, not decoded, in constant memory."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from typing import IO, TYPE_CHECKING

from ingest.batch.input.compression import MAX_RATIO, READ_ERRORS, damage_of, packed_at, packing_of
from ingest.batch.input.forms.by_content import HEAD_BYTES, Content, content_of
from ingest.batch.input.forms.by_name import LOOSE, RECORD_FORMATS, RecordFormat, may_hold_anything, suffix_of
from ingest.batch.input.json_spans import ByteSpan, elements, is_array, lines
from ingest.batch.input.reference import Form, Reference, open_stream
from ingest.batch.limits import Limits
from ingest.errors import error_text
from ingest.input_record import Refusal

if TYPE_CHECKING:
    from ingest.batch.input.parquet import ParquetRows

STDIN = "-"
_ROWS_ANYWAY = 1_000_000  # of Parquet, in a file however small: beyond, it says more than it holds

FORMS: dict[RecordFormat, Form] = {
    "array": "record",
    "lines": "record",
    "csv": "csv",
    "tsv": "tsv",
    "parquet": "parquet",
    "warc": "warc",
}


def located(root: str, found: Reference, limits: Limits, *, any_file: bool = False) -> Iterator[Reference]:
    """Return the documents in a file; what cannot be read of it is one more, with the reason. ``any_file``: if neither
    name nor content tell what is in it, it is a document all the same."""
    if found.reason or found.skipped:
        yield found
        return
    number = 0
    try:
        for reference in _in_file(root, found, limits, any_file=any_file):
            number = reference.number or 0
            yield reference
    except Refusal as refusal:
        reason, detail = refusal.reason, refusal.detail
    except READ_ERRORS as error:
        reason, detail = "unreadable", error_text(error)
    # The border to files of strangers: what a parser makes of one is that file's, and the next one is not concerned.
    except Exception as error:  # noqa: BLE001  # see above
        reason, detail = "failed", f"{type(error).__name__}: {error}"
    else:
        return
    yield replace(found, number=number + 1, length=0, reason=reason, detail=detail)


def _in_file(root: str, found: Reference, limits: Limits, *, any_file: bool) -> Iterator[Reference]:
    try:
        form, kind = _told(root, found.path, any_file=any_file)
    except Refusal as refusal:
        yield replace(found, reason=refusal.reason, detail=refusal.detail)
        return
    except READ_ERRORS as error:
        yield replace(found, reason="unreadable", detail=error_text(error))
        return
    found = replace(found, form=form)
    if kind is None:
        yield found if packing_of(found.path) else _bounded(found, limits)
        return
    for reference in _records(root, found, kind, limits):
        yield _bounded(reference, limits)


def _told(root: str, path: str, *, any_file: bool) -> tuple[Form, RecordFormat | None]:
    """Return the form of what is in a file, and of a file of records its format: as the name tells, else the content.

    Raises:
        Refusal: no document.
    """
    suffix = "" if path == STDIN else suffix_of(path)
    if kind := RECORD_FORMATS.get(suffix):
        return FORMS[kind], kind
    if form := LOOSE.get(suffix):
        return form, None
    with open_stream(root, path) as stream:
        content = content_of(stream.read(HEAD_BYTES))
    unclear = may_hold_anything(suffix)
    if content in ("array", "lines", "warc"):
        if unclear or content == "warc":  # a style sheet's source map is JSON, too
            return FORMS[content], content
    elif content in ("mhtml", "doc-xml"):
        return content, None
    if any_file or content == "html" or (content == "text" and unclear):
        return "any", None
    raise Refusal("unsupported", _no_document(suffix, content))


def _no_document(suffix: str, content: Content) -> str:
    """Return why what was found in a file is read as no document."""
    if content == "xml":
        return "XML that is no page"
    if content == "program":
        return "a program, not the page that it makes"
    if not suffix:
        return "no text, and its name has no suffix that tells what it is"
    return f"'{suffix}' is not one of {' '.join([*LOOSE, *RECORD_FORMATS])}, plain or .gz .zst"


def _records(root: str, file: Reference, kind: RecordFormat, limits: Limits) -> Iterator[Reference]:
    if kind == "parquet":
        yield from _rows_of_parquet(root, file)
        return
    with open_stream(root, file.path) as stream:
        if kind == "array" and not is_array(stream):
            yield replace(file, length=stream.seek(0, os.SEEK_END))
        else:
            stream.seek(0)
            yield from _spans(file, stream, kind, limits)
        if damage := damage_of(stream):
            raise damage


def _spans(file: Reference, stream: IO[bytes], kind: RecordFormat, limits: Limits) -> Iterator[Reference]:
    spans: Iterator[ByteSpan]
    if kind in ("csv", "tsv"):
        from ingest.batch.input.csv_rows import DELIMITERS, rows

        spans = rows(stream, limits.max_bytes, DELIMITERS[kind])
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
    if none and not damage_of(stream):
        yield replace(file, length=0, reason="empty", detail="no records in it")


def _rows_of_parquet(root: str, file: Reference) -> Iterator[Reference]:
    if packing_of(file.path):
        raise Refusal("unsupported", "Parquet is packed inside; unpack the file")
    with _parquet(os.path.join(root, file.path)) as table:
        groups = table.groups()
        rows = sum(count for count, _ in groups)
        if rows > max(_ROWS_ANYWAY, MAX_RATIO * file.length):
            raise Refusal("unreadable", f"it says that {rows} rows are in {file.length} bytes")
        number, packed = 0, file.length // max(1, rows)
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
