"""What became of each document of a part: written by a worker line by line, read by the parent.

A part is a chunk of the input with three files: its articles, its rejects, and a ledger with one line a
document, written last. What the ledger names is done and whole, whatever happened to the worker then, so a
part goes on where it stopped: the two others are cut back to where the last line says they end.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields

from ingest.batch.input.compression import Packing
from ingest.batch.input.reference import Place
from ingest.input_record import Reason

HUNG = b"Timeout ("  # how faulthandler begins what it writes when the time is up (CPython 3.11 to 3.14)


@dataclass(frozen=True, slots=True)
class LedgerEntry:
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


_DEFAULTS = {option.name: getattr(LedgerEntry("", 0.0), option.name) for option in fields(LedgerEntry)[2:]}


def encode_entry(entry: LedgerEntry) -> bytes:
    """Give an entry as one line, without what is as it mostly is."""
    said = {"name": entry.name, "seconds": entry.seconds}
    said |= {name: value for name in _DEFAULTS if (value := getattr(entry, name)) != _DEFAULTS[name]}
    return json.dumps(said, separators=(",", ":")).encode() + b"\n"


def decode_entry(line: bytes) -> LedgerEntry:
    """Give the entry of a line.

    Raises:
        ValueError: it is none.
    """
    try:
        said = json.loads(line)
        path, number = said.get("place", ("", 0))
        lists = {name: tuple(said.get(name, ())) for name in ("notes", "met", "keys")}
        return LedgerEntry(**{**said, **lists, "place": (path, number)})
    except (TypeError, AttributeError) as error:
        raise ValueError("not an entry") from error


@dataclass(frozen=True, slots=True)
class PreviousRecord:
    """What an earlier run made of the document at the same place, and where the line of its record lies: ``length``
    bytes at ``start`` of the frame that is ``frame_length`` bytes at ``frame`` of ``file``."""

    entry: LedgerEntry
    file: str
    packing: Packing
    frame: int
    frame_length: int
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """The whole entries of a part; ``hung`` when the next document ran out of time; ``size`` in bytes."""

    entries: tuple[LedgerEntry, ...] = ()
    hung: bool = False
    size: int = 0


def read_ledger(path: str) -> Ledger:
    """Give what a part's ledger holds, without a last line that is not whole. No file: nothing was done."""
    try:
        with open(path, "rb") as file:
            written = file.readlines()
    except FileNotFoundError:
        return Ledger()
    entries: list[LedgerEntry] = []
    size = 0
    for line in written:
        if not (line.startswith(b"{") and line.endswith(b"}\n")):
            break
        entries.append(decode_entry(line))
        size += len(line)
    return Ledger(tuple(entries), any(HUNG in line for line in written[len(entries) :]), size)
