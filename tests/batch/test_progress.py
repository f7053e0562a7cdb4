"""Progress as plain lines: how much, how fast, how long still."""

from __future__ import annotations

import io

import pytest

from ingest.batch.summary import ProgressSnapshot
from ingest.cli.progress import PlainProgress, line


def _standing(seconds: float, total: int | None = 4000) -> ProgressSnapshot:
    return ProgressSnapshot(1200, 1197, {"empty": 3}, 1000, total, seconds, 2)


@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        (_standing(100.0), "1,200 of about 4,800 read, 3 rejected (3 empty), 12 a second, 2 workers, 0:05:00 left"),
        (_standing(100.0, None), "1,200 read, 3 rejected (3 empty), 12 a second, 2 workers"),
        (_standing(10.0, 10), "1,200 of about 1,200 read, 3 rejected (3 empty), 120 a second, 2 workers, 0:00:00 left"),
        (ProgressSnapshot(0, 0, {}, 0, 10, 0.0, 1), "0 read, 0 rejected, 0 a second, 1 worker"),
        (ProgressSnapshot(3, 3, {}, 50, 40_000, 10.0, 1), "3 read, 0 rejected, 0 a second, 1 worker"),
        (
            ProgressSnapshot(3, 3, {}, 500, 1000, 10.0, 1),
            "3 of about 6 read, 0 rejected, 0 a second, 1 worker, 0:00:10 left",
        ),
    ],
    ids=["going on", "RAW not measured yet", "more than was measured", "start", "too few to tell", "few and large"],
)
def test_line_says_how_far_a_run_has_come(standing: ProgressSnapshot, expected: str) -> None:
    assert line(standing) == expected


def test_reader_that_is_gone_does_not_end_the_run() -> None:
    class Gone(io.StringIO):
        def write(self, said: str) -> int:
            raise BrokenPipeError

    PlainProgress(Gone(), every=0)(_standing(1.0))


def test_lines_are_some_seconds_apart() -> None:
    stream = io.StringIO()
    progress = PlainProgress(stream, every=5)
    for tenth in range(120):
        progress(_standing(tenth / 10))
    assert len(stream.getvalue().splitlines()) == 2
