"""Progress where there is no terminal: a plain line every few seconds, as long as somebody reads them."""

from __future__ import annotations

from contextlib import suppress
from typing import TextIO

from ingest.batch.summary import ProgressSnapshot

EVERY = 5.0  # seconds
FEW = 100  # documents, and a hundredth of the bytes, before which the speed tells nothing: workers still get ready


class PlainProgress:
    """Writes how far a run has come, for logs."""

    def __init__(self, stream: TextIO, *, every: float = EVERY) -> None:
        self._stream = stream
        self._every = every
        self._next = every

    def __call__(self, standing: ProgressSnapshot) -> None:
        if standing.seconds >= self._next:
            self._next = standing.seconds + self._every
            with suppress(OSError):  # a reader that is gone ("| head") does not end the run
                print(line(standing), file=self._stream, flush=True)


def line(standing: ProgressSnapshot) -> str:
    """Give a standing as one line: ``1,200 read, 3 rejected (3 timeout), 240 a second, 2 workers, 0:05:10 left``."""
    reasons = sorted(standing.rejects_by_reason.items(), key=lambda item: (-item[1], item[0]))
    counts = f" ({', '.join(f'{count:,} {reason}' for reason, count in reasons)})" if reasons else ""
    workers = f"{standing.workers} worker{'s' * (standing.workers != 1)}"
    rejected = f"{standing.rejects:,} rejected{counts}"
    said = [f"{standing.read:,} read", rejected, f"{rate(standing):,.0f} a second", workers]
    left = seconds_left(standing)
    if left is not None:
        said.append(f"{clock(left)} left")
    return ", ".join(said)


def rate(standing: ProgressSnapshot) -> float:
    """Give documents a second since the start."""
    return standing.read / standing.seconds if standing.seconds else 0.0


def seconds_left(standing: ProgressSnapshot) -> float | None:
    """Give how long the rest will take at the speed so far, by bytes; None where it cannot be told yet."""
    total, done = standing.bytes_total, standing.bytes_done
    if total is None or not done or (standing.read < FEW and done < total / 100):
        return None
    return max(0.0, standing.seconds * (total / done - 1))


def clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"
