"""What a run adds up to: where it stands while it goes on, and its summary, which is ``run.json``."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Protocol

from ingest.batch.ledger import Entry

SCHEMA = "ingest.run/1"
SLOWEST = 10


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a run has come. ``bytes_total`` is None until RAW has been measured; ``seconds`` since the start."""

    read: int
    records: int
    rejects_by_reason: Mapping[str, int]
    bytes_done: int
    bytes_total: int | None
    seconds: float
    workers: int

    @property
    def rejects(self) -> int:
        return self.read - self.records


class Progress(Protocol):
    """What a run tells while it goes on: at least twice a second, from the thread that called it."""

    def __call__(self, standing: Standing, /) -> None: ...


@dataclass(frozen=True, slots=True)
class Slow:
    name: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Summary:
    """A finished run. ``read = records + rejects``; ``reused`` of the records came from an earlier run; ``changed``
    says what is otherwise now than it was then: options, versions, rule files.

    ``rules`` has a count for every rule, zero included; ``removed`` counts spans by kind, ``notes`` by code.
    ``started`` and ``finished`` are RFC 3339 in UTC.
    """

    read: int
    records: int
    reused: int
    rejects: int
    rejects_by_reason: Mapping[str, int]
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
    changed: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """Give what ``run.json`` holds."""
        return {"schema": SCHEMA} | asdict(self)


class Tally:
    """Adds up entries as their parts are joined."""

    def __init__(self, rule_ids: Iterable[str]) -> None:
        self.read = 0
        self.reused = 0
        self.reasons: Counter[str] = Counter()
        self.rules: Counter[str] = Counter(dict.fromkeys(rule_ids, 0))
        self.removed: Counter[str] = Counter()
        self.notes: Counter[str] = Counter()
        self._slowest: list[tuple[float, int, str]] = []

    @property
    def rejects(self) -> int:
        return self.reasons.total()

    def add(self, entry: Entry) -> None:
        self.read += 1
        self.reused += entry.reused
        if entry.reason is not None:
            self.reasons[entry.reason] += 1
        self.rules.update(entry.rules)
        self.removed.update(entry.kinds)
        self.notes.update(entry.notes)
        slow = (entry.seconds, -self.read, entry.name)  # of equals, the first
        if len(self._slowest) < SLOWEST:
            heapq.heappush(self._slowest, slow)
        else:
            heapq.heappushpop(self._slowest, slow)

    @property
    def slowest(self) -> tuple[Slow, ...]:
        return tuple(Slow(name, seconds) for seconds, _, name in sorted(self._slowest, reverse=True))
