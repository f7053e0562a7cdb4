"""Where the records of a file begin and end: lines of JSONL, elements of a JSON array, found in constant memory."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from ingest.input_record import Reason

BLOCK = 1 << 20
_BETWEEN_STRINGS = re.compile(rb'["{}\[\],]')
_IN_STRING = re.compile(rb'["\\]')


@dataclass(frozen=True, slots=True)
class ByteSpan:
    """``length`` bytes at ``offset``; ``fault`` says what is wrong with the structure around them, for ``reason``."""

    number: int
    offset: int
    length: int
    fault: str = ""
    reason: Reason = "bad-record"


def lines(stream: IO[bytes]) -> Iterator[ByteSpan]:
    """Yield the lines that are not blank; ``number`` counts all lines from 1, as an editor does."""
    number, start, position, blank = 1, 0, 0, True
    while block := stream.read(BLOCK):
        at = 0
        while (end := block.find(b"\n", at)) >= 0:
            if not blank or block[at:end].strip():
                yield ByteSpan(number, start, position + end - start)
            number, start, blank, at = number + 1, position + end + 1, True, end + 1
        blank = blank and not block[at:].strip()
        position += len(block)
    if not blank:
        yield ByteSpan(number, start, position - start)


def is_array(stream: IO[bytes]) -> bool:
    """True if a JSON file holds an array. What is not plainly an array is a single object, broken or not."""
    start = stream.read(BLOCK).removeprefix(codecs.BOM_UTF8).lstrip()
    return start.startswith(b"[")


def elements(stream: IO[bytes]) -> Iterator[ByteSpan]:
    """Yield the elements of a JSON array, counted from 1, with the white space around them.

    Only brackets, commas and strings are looked at; each element is checked when it is decoded.
    What follows a broken structure is one span with a ``fault``.
    """
    scan = _ArrayScan()
    while block := stream.read(BLOCK):
        yield from scan.read(block)
    yield from scan.close()


class _ArrayScan:
    def __init__(self) -> None:
        self.number = 1
        self.start = 0  # of the element, in the file
        self.position = 0  # of the block, in the file
        self.skip = 0  # bytes of the next block that an escape has used up
        self.depth = 0
        self.in_string = False
        self.blank = True
        self.ended = False

    def read(self, block: bytes) -> Iterator[ByteSpan]:
        at, mark = self.skip, 0  # ``mark``: from where the block has not been tested for being blank
        while not self.ended and (found := self._pattern().search(block, at)):
            at, token = found.end(), found.group()
            if self.in_string:
                self.in_string = token != b'"'
                at += token == b"\\"
            elif token == b'"':
                self.in_string = True
            elif token in b"[{":
                self.depth += 1
                if self.depth == 1:
                    self.start, mark, self.blank = self.position + at, at, True
            elif token in b"]}":
                self.depth -= 1
                self.ended = self.depth == 0
            if self.ended or (token == b"," and self.depth == 1 and not self.in_string):
                self.blank = self.blank and not block[mark : found.start()].strip()
                if not (self.ended and self.blank):  # [1,] has no second element, [1,,2] a broken one
                    yield ByteSpan(self.number, self.start, self.position + found.start() - self.start)
                    self.number += 1
                self.start, mark, self.blank = self.position + at, at, True
        self.skip = max(0, at - len(block))
        self.blank = self.blank and not block[mark:].strip()
        self.position += len(block)

    def _pattern(self) -> re.Pattern[bytes]:
        return _IN_STRING if self.in_string else _BETWEEN_STRINGS

    def close(self) -> Iterator[ByteSpan]:
        length = self.position - self.start
        if not self.ended:
            what = "the file ends before the array does"
            yield ByteSpan(self.number, self.start, length, what)
        elif not self.blank:
            yield ByteSpan(self.number, self.start, length, "text after the end of the array")
