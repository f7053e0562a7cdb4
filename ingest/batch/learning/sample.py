"""The documents of a group from which is learned: of many, those with the smallest hashes.

Another document changes little, and the order of the input nothing; samples of parts of a group merge into that of the
whole, in any order, so that many machines can make them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from ingest.article import Block
from ingest.rules.learn.groups import GroupKey
from ingest.rules.learn.mine import MAX_DOCUMENTS

Document = tuple[str, tuple[Block, ...]]
# How a line of a document begins: two texts, the group; then the hash of its name.
_STRING = rb'"(?:[^"\\]|\\.)*"'
_BEGINNING = re.compile(rb"\[(" + _STRING + rb", " + _STRING + rb'), "([0-9a-f]+)"')


def group_in(line: bytes) -> GroupKey:
    """Return the group of a document, from its line."""
    found = _BEGINNING.match(line)
    by, name = json.loads(b"[" + found[1] + b"]") if found else ("", "")
    return GroupKey(by, name)


class GroupSample:
    """Lines of documents of one group (``spool_line``): as many as are looked at, those with the smallest hashes."""

    def __init__(self, lines: Iterable[bytes] = ()) -> None:
        self._lines: list[bytes] = []
        for line in lines:
            self.add(line)

    def add(self, line: bytes) -> None:
        """Take a document in."""
        self._lines.append(line)
        if len(self._lines) >= 2 * MAX_DOCUMENTS:
            self._cut()

    def merge(self, other: GroupSample) -> GroupSample:
        """Return the sample of both together; whatever is merged first, it is the same in the end."""
        return GroupSample((*self._lines, *other.lines()))

    def lines(self) -> tuple[bytes, ...]:
        """Return the lines by their hashes."""
        self._cut()
        return tuple(self._lines)

    def documents(self) -> list[Document]:
        """Return the documents by their hashes."""
        return [_document(line) for line in self.lines()]

    def encode(self) -> bytes:
        """Return it as bytes, as machines send it to each other."""
        return b"\n".join(self.lines())

    @classmethod
    def decode(cls, data: bytes) -> GroupSample:
        """Return what ``encode`` has written."""
        return cls(data.split(b"\n") if data else ())

    def _cut(self) -> None:
        self._lines.sort(key=_order)
        del self._lines[MAX_DOCUMENTS:]


def _order(line: bytes) -> tuple[bytes, bytes]:
    found = _BEGINNING.match(line)
    return found[2] if found else b"", line


def _document(line: bytes) -> Document:
    *_, text, blocks = json.loads(line)
    return text, tuple(Block(start, end) for start, end in blocks)
