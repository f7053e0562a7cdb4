"""What one document may cost."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.errors import UsageError

LEAST_MEMORY = 16_000_000  # bytes; in less no thread can be started that watches over the time


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost: its size in bytes, its time in seconds, and what its worker may hold beyond what
    it holds at the start, in bytes (0: no limit)."""

    max_bytes: int = 20_000_000
    seconds: float = 30.0
    memory: int = 2_000_000_000

    def __post_init__(self) -> None:
        if 0 < self.memory < LEAST_MEMORY:
            what = f"memory: no document can be cleaned in {self.memory} bytes"
            raise UsageError(f"{what}\n  fix: {LEAST_MEMORY} or more, or 0: no limit")


DEFAULT_LIMITS = Limits()
