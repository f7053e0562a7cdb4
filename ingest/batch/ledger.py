"""What became of each document of a part: written by a worker line by line, read by the parent.

A part is a chunk of the input with three files: its articles, its rejects, and a ledger with one line a
document, written last. What the ledger names is done and whole, whatever happened to the worker then, so a
part goes on where it stopped: the two others are cut back to where the last line says they end.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from types import TracebackType
from typing import IO, Self

from ingest.batch.reference import Reason, Reference

HUNG = b"Timeout ("  # how faulthandler begins what it writes when the time is up (CPython 3.11 to 3.14)


@dataclass(frozen=True, slots=True)
class Entry:
    """One document: what it became, what was done to it, and where the part's two files end after it."""

    name: str
    seconds: float
    reason: Reason | None = None
    rules: Mapping[str, int] = field(default_factory=dict)
    kinds: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    articles: int = 0
    rejects: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """A chunk of the input, and the path that its files begin with."""

    number: int
    references: tuple[Reference, ...]
    stem: str

    @property
    def articles(self) -> str:
        return f"{self.stem}.articles"

    @property
    def rejects(self) -> str:
        return f"{self.stem}.rejects"

    @property
    def ledger(self) -> str:
        return f"{self.stem}.ledger"

    def remove(self) -> None:
        for path in (self.articles, self.rejects, self.ledger):
            os.unlink(path)


@dataclass(frozen=True, slots=True)
class Ledger:
    """The whole entries of a part; ``hung`` when the next document ran out of time; ``size`` in bytes."""

    entries: tuple[Entry, ...] = ()
    hung: bool = False
    size: int = 0


def read_ledger(path: str) -> Ledger:
    """Give what a part's ledger holds, without a last line that is not whole. No file: nothing was done."""
    try:
        with open(path, "rb") as file:
            written = file.readlines()
    except FileNotFoundError:
        return Ledger()
    entries: list[Entry] = []
    size = 0
    for line in written:
        if not (line.startswith(b"{") and line.endswith(b"}\n")):
            break
        entries.append(Entry(**json.loads(line)))
        size += len(line)
    return Ledger(tuple(entries), any(HUNG in line for line in written[len(entries) :]), size)


class PartFiles:
    """A part's files, open for writing behind what is already done (``done`` documents)."""

    def __init__(self, part: Part) -> None:
        ledger = read_ledger(part.ledger)
        self.done = len(ledger.entries)
        last = ledger.entries[-1] if ledger.entries else Entry("", 0.0)
        self._articles = _open_at(part.articles, last.articles)
        self._rejects = _open_at(part.rejects, last.rejects)
        self.ledger = _open_at(part.ledger, ledger.size)

    def write_article(self, line: bytes, entry: Entry) -> None:
        self._articles.write(line + b"\n")
        self._enter(entry)

    def write_reject(self, detail: str, entry: Entry) -> None:
        reject = {"name": entry.name, "reason": entry.reason, "detail": detail}
        self._rejects.write(json.dumps(reject, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n")
        self._enter(entry)

    def _enter(self, entry: Entry) -> None:
        # The entry says that the lines before it are written: the order is the promise.
        self._articles.flush()
        self._rejects.flush()
        ends = {"articles": self._articles.tell(), "rejects": self._rejects.tell()}
        self.ledger.write(json.dumps(asdict(entry) | ends, separators=(",", ":")).encode() + b"\n")
        self.ledger.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for file in (self._articles, self._rejects, self.ledger):
            file.close()


def _open_at(path: str, end: int) -> IO[bytes]:
    if os.path.exists(path):
        os.truncate(path, end)
    return open(path, "ab")
