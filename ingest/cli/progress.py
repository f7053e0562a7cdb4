"""The progress of a run where there is no terminal: a plain line every few seconds, as long as somebody reads it."""

from __future__ import annotations

from contextlib import suppress
from typing import TextIO

from ingest.batch.summary import ProgressSnapshot

EVERY = 5.0  # seconds
# Before so many documents, or a hundredth of the bytes, the speed predicts nothing: workers are still starting.
LEAST_DOCUMENTS = 100


class PlainProgress:
    """Writes a line of progress to ``stream`` whenever ``every`` seconds have passed, for logs."""

    def __init__(self, stream: TextIO, *, every: float = EVERY) -> None:
        self._stream = stream
        self._every = every
        self._next = every

    def __call__(self, snapshot: ProgressSnapshot) -> None:
        if snapshot.seconds >= self._next:
            self._next = snapshot.seconds + self._every
            with suppress(OSError):  # a reader that is gone ("| head") does not end the run
                print(line(snapshot), file=self._stream, flush=True)


def line(snapshot: ProgressSnapshot) -> str:
    """Return a snapshot as one line: ``1,200 of about 4,800 read, 3 rejected (3 timeout), ...``."""
    reasons = sorted(snapshot.rejects_by_reason.items(), key=lambda item: (-item[1], item[0]))
    counts = f" ({', '.join(f'{count:,} {reason}' for reason, count in reasons)})" if reasons else ""
    workers = f"{snapshot.workers} worker{'s' * (snapshot.workers != 1)}"
    rejected = f"{snapshot.rejects:,} rejected{counts}"
    about = documents_expected(snapshot)
    of = f" of about {about:,}" if about else ""
    parts = [f"{snapshot.read:,}{of} read", rejected, f"{rate(snapshot):,.0f} a second", workers]
    remaining = seconds_left(snapshot)
    if remaining is not None:
        parts.append(f"{clock(remaining)} left")
    return ", ".join(parts)


def rate(snapshot: ProgressSnapshot) -> float:
    """Return the documents a second since the start."""
    return snapshot.read / snapshot.seconds if snapshot.seconds else 0.0


def documents_expected(snapshot: ProgressSnapshot) -> int | None:
    """Return how many documents there may be in all, if the rest is as long as those so far; in two digits, as it is
    no more certain than that. None while it cannot be estimated."""
    total = snapshot.bytes_total
    if seconds_left(snapshot) is None or total is None or not snapshot.read:
        return None
    expected = snapshot.read * total / snapshot.bytes_done
    return max(snapshot.read, int(float(f"{expected:.2g}")))


def seconds_left(snapshot: ProgressSnapshot) -> float | None:
    """Return how many seconds the rest will take at the speed so far, by bytes; None while that cannot be estimated."""
    total, done = snapshot.bytes_total, snapshot.bytes_done
    if total is None or not done or (snapshot.read < LEAST_DOCUMENTS and done < total / 100):
        return None
    return max(0.0, snapshot.seconds * (total / done - 1))


def clock(seconds: float) -> str:
    """Return a duration as hours, minutes and seconds: ``0:05:10``."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"
