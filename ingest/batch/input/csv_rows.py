"""Rows of CSV: where they begin and end, and what they say, by the names in the first one. RFC 4180, in UTF-8."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from itertools import chain
from typing import IO

from ingest.batch.input.json_spans import ByteSpan
from ingest.input_record import Refusal

DELIMITERS = ",;\t|"
TOO_LONG = "a line longer than a document may be"
_HEAD = 1 << 16


def rows(stream: IO[bytes], max_bytes: int) -> Iterator[ByteSpan]:
    """Yield the rows after the first, which names the columns; ``number`` counts rows from 1, without that one.

    What is wrong with a row costs only that row: after a quote that nothing closes, reading continues at the next line.
    """
    _allow_fields(max_bytes)
    delimiter = header_of(stream)[1]
    lines = _Lines(stream, max_bytes)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    next(reader, None)
    number = 0
    while True:
        start, fault = lines.at, ""
        try:
            row = next(reader, None)
        except csv.Error as error:
            row, fault = [""], str(error)
            lines.go_on_after_line_at(start)
        if row is None and not lines.too_long:
            return
        if lines.too_long:
            fault, lines.too_long = TOO_LONG, False
        if fault:
            reader = csv.reader(lines, delimiter=delimiter, strict=True)
        if row or fault:
            number += 1
            yield ByteSpan(number, start, lines.at - start, fault, "too-large" if fault == TOO_LONG else "bad-record")


class _Lines:
    """The lines of a stream as the csv module wants them, counted in bytes: Latin-1 gives each byte a character."""

    def __init__(self, stream: IO[bytes], longest: int) -> None:
        self._stream = stream
        self._longest = longest
        self.at = 0
        self.too_long = False
        stream.seek(0)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._stream.readline(self._longest + 1)
        if not line:
            raise StopIteration
        self.at += len(line)
        if len(line) > self._longest and not line.endswith(b"\n"):
            self.too_long = True
            self._skip_line()
            raise StopIteration
        return line.decode("latin-1")

    def _skip_line(self) -> None:
        while (piece := self._stream.readline(self._longest)) and not piece.endswith(b"\n"):
            self.at += len(piece)
        self.at += len(piece)

    def go_on_after_line_at(self, start: int) -> None:
        self._stream.seek(start)
        self.at = start
        self._skip_line()


def header_of(stream: IO[bytes]) -> tuple[list[str], str]:
    """Return the names of the columns, and the delimiter.

    Raises:
        Refusal: the first row is not CSV, or not UTF-8.
    """
    stream.seek(0)
    # Latin-1 gives each byte a character, so that what follows the first row need not be UTF-8 in this piece.
    head = stream.read(_HEAD).removeprefix(codecs.BOM_UTF8).decode("latin-1")
    first = head.partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    try:
        names = next(csv.reader((f"{line}\n" for line in head.split("\n")), delimiter=delimiter, strict=True), [])
        return [name.encode("latin-1").decode().strip() for name in names], delimiter
    except UnicodeDecodeError as error:
        raise Refusal("bad-record", f"its first row is not UTF-8: {error.reason}") from error
    except csv.Error as error:
        raise Refusal("bad-record", f"its first row: {error}") from error


def record_of_row(row: bytes, names: list[str], delimiter: str, max_bytes: int) -> dict[str, object]:
    """Return a row as a record; an empty cell is no field.

    Raises:
        Refusal: it is not UTF-8, or has more or fewer cells than there are names.
    """
    _allow_fields(max_bytes)
    try:
        text = row.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refusal("bad-record", f"not UTF-8 at byte {error.start}") from error
    lines = text.split("\n")
    whole = chain((f"{line}\n" for line in lines[:-1]), lines[-1:])
    try:
        cells = next(csv.reader(whole, delimiter=delimiter, strict=True), [])
    except csv.Error as error:
        raise Refusal("bad-record", f"not CSV: {error}") from error
    if len(cells) != len(names):
        raise Refusal("bad-record", f"{len(cells)} cells under {len(names)} names")
    return {name: cell for name, cell in zip(names, cells, strict=True) if cell and name}


def _allow_fields(max_bytes: int) -> None:
    # The one switch of the csv module is for the whole process: it is raised, never lowered.
    csv.field_size_limit(max(csv.field_size_limit(), max_bytes))
