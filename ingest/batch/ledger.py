"""What became of each document of a part: written by a worker line by line, read by the parent.

A part is a chunk of the input with three files: its articles, its rejects, and a ledger with one line a
document, written last. What the ledger names is done and whole, whatever happened to the worker then, so a
part goes on where it stopped: the two others are cut back to where the last line says they end.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from types import TracebackType
from typing import IO, Self

from ingest.batch.packed import ENDINGS, Packing, pack
from ingest.batch.reference import Place, Reason, Reference
from ingest.record import unbroken

HUNG = b"Timeout ("  # how faulthandler begins what it writes when the time is up (CPython 3.11 to 3.14)


@dataclass(frozen=True, slots=True)
class Entry:
    """One document: what it became, what was done to it, and where the part's two files end after it.

    ``place`` is where it stood in RAW, ``key`` the hash of it as it was read, ``check`` the CRC-32 of its line in
    the articles. ``layers`` is the hash of the rules that applied to its ``language`` and ``site``. ``detail`` goes
    with ``reason``. ``met`` are names of ``--map`` that no record of its part before it had; ``keys`` some keys of a
    record that lacks one, or has neither page nor text.
    """

    name: str
    seconds: float
    reason: Reason | None = None
    detail: str = ""
    rules: Mapping[str, int] = field(default_factory=dict)
    kinds: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    place: Place = ("", 0)
    key: str = ""
    layers: str = ""
    language: str | None = None
    site: str | None = None
    check: int = 0
    reused: bool = False
    met: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    articles: int = 0
    rejects: int = 0


_DEFAULTS = {option.name: getattr(Entry("", 0.0), option.name) for option in fields(Entry)[2:]}


def encode_entry(entry: Entry) -> bytes:
    """Give an entry as one line, without what is as it mostly is."""
    said = {"name": entry.name, "seconds": entry.seconds}
    said |= {name: value for name in _DEFAULTS if (value := getattr(entry, name)) != _DEFAULTS[name]}
    return json.dumps(said, separators=(",", ":")).encode() + b"\n"


def decode_entry(line: bytes) -> Entry:
    """Give the entry of a line.

    Raises:
        ValueError: it is none.
    """
    try:
        said = json.loads(line)
        path, number = said.get("place", ("", 0))
        lists = {name: tuple(said.get(name, ())) for name in ("notes", "met", "keys")}
        return Entry(**{**said, **lists, "place": (path, number)})
    except (TypeError, AttributeError) as error:
        raise ValueError("not an entry") from error


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an earlier run made of the document at the same place, and where the line of its record lies: ``length``
    bytes at ``start`` of the frame that is ``frame_length`` bytes at ``frame`` of ``file``."""

    entry: Entry
    file: str
    packing: Packing
    frame: int
    frame_length: int
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Part:
    """A chunk of the input, and the path that its files begin with. ``earlier`` has what was made before of some of
    it, by index; ``first`` is the index in the whole input of its first document."""

    number: int
    references: tuple[Reference, ...]
    stem: str
    packing: Packing = ""
    earlier: Mapping[int, Earlier] = field(default_factory=dict)
    first: int = 0

    @property
    def articles(self) -> str:
        return f"{self.stem}.articles"

    @property
    def packed(self) -> str:
        """The articles as they are to be joined."""
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
        # The ledger first: what is left of a part without one is nothing done, never half of it.
        for path in (self.ledger, self.articles, self.rejects, self.packed):
            with suppress(FileNotFoundError):
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
        entries.append(decode_entry(line))
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
        self._enter(replace(entry, check=zlib.crc32(line)))

    def write_reject(self, entry: Entry) -> None:
        reject = {"name": entry.name, "reason": entry.reason, "detail": entry.detail}
        line = json.dumps(reject, ensure_ascii=False).encode("utf-8", "backslashreplace")
        self._rejects.write(unbroken(line) + b"\n")
        self._enter(entry)

    def _enter(self, entry: Entry) -> None:
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
    if os.path.exists(path):
        os.truncate(path, end)
    return open(path, "ab")
