"""What a run adds up to: its progress while it goes on, and its summary, which is ``run.json``."""

from __future__ import annotations

import heapq
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Protocol

from ingest.batch.resume.ledger import LedgerEntry

RUN_SCHEMA = "ingest.run/1"
SLOWEST = 10
COMMONEST = 10  # details of rejects that run.json holds
MOST = 2000  # details, and keys of records, that are counted: what comes later than so many is rare
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class ProgressSnapshot:
    """How far a run has come. ``bytes_total`` is None until RAW has been measured; ``seconds`` since the start."""

    read: int
    records: int
    rejects_by_reason: Mapping[str, int]
    bytes_done: int
    bytes_total: int | None
    seconds: float
    workers: int
    skipped: int = 0

    @property
    def rejects(self) -> int:
        return self.read - self.records - self.skipped


class Progress(Protocol):
    """Receives a run's progress while it goes on: at least twice a second, in the thread that called ``run``."""

    def __call__(self, snapshot: ProgressSnapshot, /) -> None: ...


@dataclass(frozen=True, slots=True)
class Slow:
    """The name of a document and the seconds that it took."""

    name: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Detail:
    """Why some documents were rejected; numbers in which they differ are left out."""

    reason: str
    detail: str
    count: int


@dataclass(frozen=True, slots=True)
class Summary:
    """A finished run. ``read = records + rejects + skipped``; ``skipped`` are files that are no documents by their name
    or place, and ``skipped_by_reason`` says why. ``reused`` of the records came from an earlier run; ``changed`` names
    what is different now from what it was then: options, versions, rule files.

    ``reject_details`` are the commonest. ``error`` says why the call must have been wrong, ``warning`` why it may have
    been; ``complete`` is False if the run was stopped for that; ``aside`` is True if it has replaced nothing in CLEAN.

    ``raw`` is the path of RAW from CLEAN, or ``-``; ``stated`` is what the caller said of all documents. ``rules`` has
    a count for every rule, zero included; ``removed`` counts spans by kind, ``notes`` by code.
    ``started`` and ``finished`` are RFC 3339 in UTC.
    """

    read: int
    records: int
    reused: int
    rejects: int
    skipped: int
    rejects_by_reason: Mapping[str, int]
    reject_details: tuple[Detail, ...]
    rules: Mapping[str, int]
    removed: Mapping[str, int]
    notes: Mapping[str, int]
    slowest: tuple[Slow, ...]
    rules_sha256: str
    options: Mapping[str, object]
    versions: Mapping[str, str]
    workers: int
    started: str
    finished: str
    seconds: float
    skipped_by_reason: Mapping[str, int] = field(default_factory=dict)
    raw: str = ""
    stated: Mapping[str, object] = field(default_factory=dict)
    changed: tuple[str, ...] = ()
    portion: Mapping[str, int] = field(default_factory=dict)
    complete: bool = True
    aside: bool = False
    error: str = ""
    warning: str = ""

    def to_dict(self) -> dict[str, object]:
        """Return what ``run.json`` holds."""
        return {"schema": RUN_SCHEMA} | asdict(self)


class Tally:
    """Adds up entries as their parts are joined."""

    def __init__(self, rule_ids: Iterable[str]) -> None:
        self.read = 0
        self.reused = 0
        self.reasons: Counter[str] = Counter()
        self.skip_reasons: Counter[str] = Counter()
        self.met: set[str] = set()
        self._keys: Counter[str] = Counter()
        self._details: Counter[tuple[str, str]] = Counter()
        self._shown_details: dict[tuple[str, str], str] = {}
        self.rules: Counter[str] = Counter(dict.fromkeys(rule_ids, 0))
        self.removed: Counter[str] = Counter()
        self.notes: Counter[str] = Counter()
        self._slowest: list[tuple[float, int, str]] = []

    @property
    def rejects(self) -> int:
        return self.reasons.total()

    @property
    def skipped(self) -> int:
        return self.skip_reasons.total()

    @property
    def records(self) -> int:
        return self.read - self.rejects - self.skipped

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the keys of records that lack something, the commonest first; if equally common, in their order."""
        return tuple(key for key, _ in self._keys.most_common())

    @property
    def details(self) -> tuple[Detail, ...]:
        """Return the commonest details of rejects."""
        most = self._details.most_common(COMMONEST)
        return tuple(Detail(key[0], self._shown_details[key], count) for key, count in most)

    def add(self, entry: LedgerEntry) -> None:
        """Count one document's outcome."""
        self.read += 1
        if entry.skipped:
            self.skip_reasons[entry.skipped] += 1
            return
        self.reused += entry.reused
        self.met.update(entry.met)
        for key in entry.keys:
            if key in self._keys or len(self._keys) < MOST:
                self._keys[key] += 1
        if entry.reason is not None:
            self.reasons[entry.reason] += 1
            self._add_detail(entry.reason, entry.detail)
        self.rules.update(entry.rules)
        self.removed.update(entry.kinds)
        self.notes.update(entry.notes)
        slow = (entry.seconds, -self.read, entry.name)  # of equally slow ones, the first
        if len(self._slowest) < SLOWEST:
            heapq.heappush(self._slowest, slow)
        else:
            heapq.heappushpop(self._slowest, slow)

    def _add_detail(self, reason: str, detail: str) -> None:
        # Details that differ in numbers only are one: shown as it is while all are equal, else without the numbers.
        alike = reason, _NUMBER.sub("…", detail)
        if alike in self._shown_details or len(self._shown_details) < MOST:
            shown = self._shown_details.setdefault(alike, detail)
            self._shown_details[alike] = detail if detail == shown else alike[1]
            self._details[alike] += 1

    @property
    def slowest(self) -> tuple[Slow, ...]:
        return tuple(Slow(name, seconds) for seconds, _, name in sorted(self._slowest, reverse=True))
