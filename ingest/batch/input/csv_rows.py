"""Rows of CSV: where they begin and end, and what they say, by the names in the first one. RFC 4180, in UTF-8."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from itertools import chain
from typing import IO

from ingest.batch.input.compression import damage_of, is_near
from ingest.batch.input.json_spans import ByteSpan
from ingest.batch.input.members import Damage
from ingest.input_record import Reason, Refusal

# What may separate cells, by the form of the table: of several, what is commonest in the first row.
DELIMITERS: dict[str, str] = {"csv": ",;\t|", "tsv": "\t"}
TOO_LONG = "a line longer than a document may be"
_HEAD = 1 << 16
_ROW = 4  # times the size of a document that a row may have, whose cells are all held
# How much may be read again after quotes that nothing closes: so many times what was read so far, and so many bytes.
_AGAIN, _AGAIN_AT_LEAST = 4, 1 << 25


def rows(stream: IO[bytes], max_bytes: int, delimiters: str = DELIMITERS["csv"]) -> Iterator[ByteSpan]:
    """Return the rows after the first, which names the columns; ``number`` counts rows from 1, without that one.

    What is wrong with one row costs that row: after a quote that nothing closes, reading goes on at the next line.
    """
    _allow_fields(max_bytes)
    delimiter = header_of(stream, delimiters)[1]
    lines = _Lines(stream, max_bytes)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        next(reader, None)
    except csv.Error as error:
        raise Refusal("bad-record", f"its first row: {error}") from error
    number = 0
    while True:
        lines.row, fault = lines.at, ""
        try:
            row = next(reader, None)
        except csv.Error as error:
            row, fault = [""], str(error) + lines.go_on_after_first_line()
        if row is None and not lines.too_long:
            return
        if lines.too_long:
            fault, lines.too_long = TOO_LONG, False
        if fault:
            reader = csv.reader(lines, delimiter=delimiter, strict=True)
        if row or fault:
            number += 1
            reason: Reason = "too-large" if fault == TOO_LONG else "bad-record"
            yield ByteSpan(number, lines.row, lines.at - lines.row, fault, reason)


class _Lines:
    """The lines of a stream as the csv module wants them, counted in bytes: Latin-1 gives each byte a character."""

    def __init__(self, stream: IO[bytes], longest: int) -> None:
        self._stream = stream
        self._longest = longest
        self.row = 0  # where the row begins that is being read
        self._again = 0  # how many bytes were read more than once
        self.at = 0
        self.too_long = False
        stream.seek(0)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        try:
            line = self._stream.readline(self._longest + 1)
        except Damage:
            return self._broken_off()
        self.at += len(line)
        if line[-1:] != b"\n":
            return self._last(line)
        if self.at - self.row > _ROW * self._longest:
            raise csv.Error("a quote that is not closed")
        return line.decode("latin-1")

    def _last(self, line: bytes) -> str:
        """Return a line that has no end, nor a sequel."""
        if len(line) > self._longest:
            self.too_long = True
            self._skip_line()
            raise StopIteration
        if not line:
            raise StopIteration
        if damage_of(self._stream):  # it may go on there: of a row, unlike of JSON, nothing tells its end
            self.at -= len(line)
            return self._broken_off()
        return line.decode("latin-1")

    def _broken_off(self) -> str:
        if self.at > self.row:  # lines may stand in it that are rows themselves
            raise csv.Error("unexpected end of data")
        raise damage_of(self._stream) or EOFError

    def _skip_line(self) -> None:
        while (piece := self._stream.readline(self._longest)) and not piece.endswith(b"\n"):
            self.at += len(piece)
        self.at += len(piece)

    def go_on_after_first_line(self) -> str:
        """Go back to the second line of a row that is none, and say where that is not done: rows that each lead to
        the end of the file must not be read as often as there are lines."""
        far = self.at - self.row
        self._again += far if is_near(self._stream, self.row) else self.at
        if self._again > _AGAIN * self.at + _AGAIN_AT_LEAST:
            return f"; {far} bytes are passed over"
        self._stream.seek(self.row)
        self.at = self.row
        self._skip_line()
        return ""


def header_of(stream: IO[bytes], delimiters: str = DELIMITERS["csv"]) -> tuple[list[str], str]:
    """Return the names of the columns, and what separates them.

    Raises:
        Refusal: there are none, or they are not UTF-8.
    """
    stream.seek(0)
    # Latin-1 gives each byte a character, so that what follows the first row need not be UTF-8 in this piece.
    head = stream.read(_HEAD).removeprefix(codecs.BOM_UTF8).decode("latin-1")
    first = head.partition("\n")[0]
    delimiter = max(delimiters, key=first.count)
    try:
        names = next(csv.reader((f"{line}\n" for line in head.split("\n")), delimiter=delimiter, strict=True), [])
        return [name.encode("latin-1").decode().strip() for name in names], delimiter
    except UnicodeDecodeError as error:
        raise Refusal("bad-record", f"its first row is not UTF-8: {error.reason}") from error
    except csv.Error as error:
        raise Refusal("bad-record", f"its first row: {error}") from error


def record_of_row(row: bytes, names: list[str], delimiter: str, max_bytes: int) -> dict[str, object]:
    """Return a row as a record; a cell with nothing in it is no field.

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
