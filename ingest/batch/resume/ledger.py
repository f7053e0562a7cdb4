"""What became of each document of a part: written by a worker line by line, read by the parent.

A part is a chunk of the input with three files: its articles, its rejects, and a ledger with one line for each
document, written last. What the ledger names is done and whole, whatever happened to the worker then, so a
part continues where it stopped: the two other files are cut back to where the ledger's last line says they end.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields

from ingest.batch.input.compression import Packing
from ingest.batch.input.reference import Place
from ingest.input_record import Reason
from ingest.vocabulary import DocumentKind

HUNG = b"Timeout ("  # how faulthandler begins what it writes when the time is up (CPython 3.11 to 3.14)


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One document or skipped file: what it became, what was done to it, and where the part's two files end after it.

    ``place`` is where it was in RAW, ``key`` the hash of the document as it was read, ``check`` the CRC-32 of its line
    in the articles. ``document_kind`` is what it was read as, ``layers`` the hash of the rules that applied to its
    ``language`` and ``site``. A reject has a ``reason``, with a ``detail``; what was ``skipped``, for the reason named,
    is neither record nor reject. ``met`` are names of ``--map`` that no record of its part before it had; ``keys`` some
    keys of a record that lacks one of these names, or has neither page nor text. ``articles`` and ``rejects`` are the
    sizes of the part's two files after this document, in bytes.
    """

    name: str
    seconds: float = 0.0
    reason: Reason | None = None
    detail: str = ""
    rules: Mapping[str, int] = field(default_factory=dict)
    kinds: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    place: Place = ("", 0)
    key: str = ""
    document_kind: DocumentKind = "text"
    layers: str = ""
    language: str | None = None
    site: str | None = None
    check: int = 0
    reused: bool = False
    skipped: str = ""
    met: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    articles: int = 0
    rejects: int = 0

    @property
    def is_record(self) -> bool:
        """True if the document became a record."""
        return self.reason is None and not self.skipped


_DEFAULTS = {
    option.name: option.default if option.default_factory is MISSING else option.default_factory()
    for option in fields(LedgerEntry)
    if option.name != "name"
}


def encode_entry(entry: LedgerEntry) -> bytes:
    """Return an entry as one line of JSON, without the fields that hold their default."""
    written = {name: value for name in _DEFAULTS if (value := getattr(entry, name)) != _DEFAULTS[name]}
    return json.dumps({"name": entry.name, **written}, separators=(",", ":")).encode() + b"\n"


def decode_entry(line: bytes) -> LedgerEntry:
    """Return the entry of a line.

    Raises:
        ValueError: the line is no entry.
    """
    try:
        written = json.loads(line)
        path, number = written.get("place", ("", 0))
        lists = {name: tuple(written.get(name, ())) for name in ("notes", "met", "keys")}
        return LedgerEntry(**{**written, **lists, "place": (path, number)})
    except (TypeError, AttributeError) as error:
        raise ValueError("not an entry") from error


@dataclass(frozen=True, slots=True)
class PreviousRecord:
    """What an earlier run made of the document at the same place in RAW, and where the line of its record is:
    ``length`` bytes at ``start`` of the unpacked frame, which is ``frame_length`` bytes at ``frame`` of ``file``."""

    entry: LedgerEntry
    file: str
    packing: Packing
    frame: int
    frame_length: int
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """The whole entries of a part, and their ``size`` in bytes; ``hung`` if the next document ran out of time."""

    entries: tuple[LedgerEntry, ...] = ()
    hung: bool = False
    size: int = 0

    @property
    def articles(self) -> int:
        """Return how many bytes of the part's articles these entries account for."""
        return self.entries[-1].articles if self.entries else 0

    @property
    def rejects(self) -> int:
        """Return how many bytes of the part's rejects these entries account for."""
        return self.entries[-1].rejects if self.entries else 0


def read_ledger(path: str) -> Ledger:
    """Return what a part's ledger holds, without a last line that is not whole; without a file, nothing was done."""
    try:
        with open(path, "rb") as file:
            lines = file.readlines()
    except FileNotFoundError:
        return Ledger()
    entries: list[LedgerEntry] = []
    size = 0
    for line in lines:
        if not (line.startswith(b"{") and line.endswith(b"}\n")):
            break
        entries.append(decode_entry(line))
        size += len(line)
    return Ledger(tuple(entries), any(HUNG in line for line in lines[len(entries) :]), size)
