"""The input in chunks, as workers get it, each with what earlier runs made of its documents."""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import IO, Self

from ingest.article import unbroken
from ingest.batch.input.compression import ENDINGS, Packing, pack
from ingest.batch.input.reference import Reference
from ingest.batch.resume.ledger import LedgerEntry, PreviousRecord, encode_entry, read_ledger
from ingest.batch.resume.previous_runs import PreviousRuns

PART_DOCUMENTS = 64
PART_BYTES = 1_000_000


def parts_of(
    references: Iterable[Reference], previous_runs: PreviousRuns, stem: Callable[[int], str], packing: Packing = ""
) -> Iterator[Part]:
    """Yield the input in parts; the paths of a part's files begin with ``stem`` of its number.

    The cuts depend on the input only, for packed frames and shards are cut with them.
    """
    first = 0
    for number, chunk in enumerate(_chunks(references)):
        previous = {
            index: record
            for index, reference in enumerate(chunk)
            if not (reference.reason or reference.skipped) and (record := previous_runs.at(reference.place)) is not None
        }
        yield Part(number, tuple(chunk), stem(number), packing, previous, first)
        first += len(chunk)


def _chunks(references: Iterable[Reference]) -> Iterator[list[Reference]]:
    """Yield small chunks first, so that all workers have work at once, then chunks of at most about a second's work."""
    chunk: list[Reference] = []
    number, size = 0, 0
    for reference in references:
        chunk.append(reference)
        size += 0 if reference.reason or reference.skipped else reference.length
        if size >= PART_BYTES or len(chunk) >= min(PART_DOCUMENTS, 2 ** (number // 4)):
            yield chunk
            chunk, number, size = [], number + 1, 0
    if chunk:
        yield chunk


@dataclass(frozen=True, slots=True)
class Part:
    """A chunk of the input, and the path that its files begin with.

    ``previous`` has the records that an earlier run made of some of its documents, by their index in it; ``first`` is
    the index of its first document in the whole input.
    """

    number: int
    references: tuple[Reference, ...]
    stem: str
    packing: Packing = ""
    previous: Mapping[int, PreviousRecord] = field(default_factory=dict)
    first: int = 0

    @property
    def articles(self) -> str:
        return f"{self.stem}.articles"

    @property
    def packed(self) -> str:
        """Return the path of the articles as they are joined: compressed, if they are to be."""
        return self.articles + ENDINGS[self.packing]

    @property
    def rejects(self) -> str:
        return f"{self.stem}.rejects"

    @property
    def ledger(self) -> str:
        return f"{self.stem}.ledger"

    def write_packed(self) -> None:
        """Compress what was written, so that the parent has only to append it."""
        if self.packing:
            with open(self.articles, "rb") as file:
                data = file.read()
            with open(self.packed + ".new", "wb") as file:
                file.write(pack(data, self.packing) if data else b"")
            os.replace(self.packed + ".new", self.packed)

    def remove(self) -> None:
        # The ledger first: what is left of a part without a ledger counts as nothing done, never as half of it.
        for path in (self.ledger, self.articles, self.rejects, self.packed):
            with suppress(FileNotFoundError):
                os.unlink(path)


class PartFiles:
    """A part's files, open for writing after what is already done (``done`` documents)."""

    def __init__(self, part: Part) -> None:
        ledger = read_ledger(part.ledger)
        self.done = len(ledger.entries)
        self._articles = _open_at(part.articles, ledger.articles)
        self._rejects = _open_at(part.rejects, ledger.rejects)
        self.ledger = _open_at(part.ledger, ledger.size)

    def write_article(self, line: bytes, entry: LedgerEntry) -> None:
        self._articles.write(line + b"\n")
        self._write_entry(replace(entry, check=zlib.crc32(line)))

    def write_reject(self, entry: LedgerEntry) -> None:
        reject = {"name": entry.name, "reason": entry.reason, "detail": entry.detail}
        line = json.dumps(reject, ensure_ascii=False).encode("utf-8", "backslashreplace")
        self._rejects.write(unbroken(line) + b"\n")
        self._write_entry(entry)

    def write_skipped(self, entry: LedgerEntry) -> None:
        """Write of something that is no document only that it was there."""
        self._write_entry(entry)

    def _write_entry(self, entry: LedgerEntry) -> None:
        # The entry says that the lines before it are written: the order is the promise.
        self._articles.flush()
        self._rejects.flush()
        self.ledger.write(encode_entry(replace(entry, articles=self._articles.tell(), rejects=self._rejects.tell())))
        self.ledger.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for file in (self._articles, self._rejects, self.ledger):
            file.close()


def _open_at(path: str, end: int) -> IO[bytes]:
    """Open a file for writing at ``end``; what was written after it is cut off."""
    if os.path.exists(path):
        os.truncate(path, end)
    return open(path, "ab")
