"""The pool of workers: how long one may take, and how often one may fail to start."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from runs import misbehave, options_in, prose, write

from ingest.batch.input.reference import Reference
from ingest.batch.limits import Limits
from ingest.batch.parts import Part
from ingest.batch.workers.pool import (
    GRACE_SECONDS,
    MAX_FALSE_STARTS,
    SLOWEST_UNPACKING,
    EndedJob,
    PartJob,
    WorkerPool,
)
from ingest.batch.workers.worker import Setup
from ingest.errors import RunError
from ingest.input_record import NO_DEFAULTS
from ingest.rules.finders.spec import Finder


def setup_in(folder: Path, *, seconds: float = 0.0, finder: Finder = misbehave) -> Setup:
    options = replace(options_in(folder), finders=(("misbehave", finder),))
    return Setup(str(folder / "raw"), options, Limits(seconds=seconds), NO_DEFAULTS)


# ---------------------------------------------------------------- time


@pytest.fixture
def pool() -> Iterator[WorkerPool]:
    with WorkerPool(1) as pool:
        yield pool


FAR = 300 * SLOWEST_UNPACKING


@pytest.mark.parametrize(
    ("references", "seconds", "allowed"),
    [
        ([Reference("a.txt")], 2.0, 2 + GRACE_SECONDS),
        ([Reference(f"{n}.txt") for n in range(64)], 2.0, 128 + GRACE_SECONDS),
        ([Reference("a.jsonl.gz", "record", FAR, 9, 7, packed=3)], 2.0, 302 + GRACE_SECONDS),
        ([Reference("a.jsonl", "record", FAR, 9, 7)], 2.0, 2 + GRACE_SECONDS),
        ([Reference("a.jsonl.gz", "record", n * FAR, 9, n, packed=3) for n in range(3)], 2.0, 6 + GRACE_SECONDS),
        ([Reference("a.txt")], 0.0, float("inf")),
    ],
    ids=["one document", "all documents", "way in a packed file", "no way in a plain file", "from the first on", "off"],
)
def test_part_may_take_the_time_of_its_documents_and_of_the_way_to_them(
    pool: WorkerPool, tmp_path: Path, references: list[Reference], seconds: float, allowed: float
) -> None:
    pool.begin(setup_in(tmp_path, seconds=seconds))
    assert pool._allowed_seconds(Part(0, tuple(references), str(tmp_path / "0"))) == allowed


# ---------------------------------------------------------------- starts


@dataclass(frozen=True)
class FailingStarts:
    """A finder with which every ``every``-th start of a worker fails; one that starts is brought down by "CRASH"."""

    count: str
    every: int

    def __reduce__(self) -> tuple[Callable[[str, int], Finder], tuple[str, int]]:
        return arrive, (self.count, self.every)

    def __call__(self, sheet: object) -> tuple[()]:
        return ()


def arrive(count: str, every: int) -> Finder:
    """Give the finder to a worker that starts, or end it."""
    with open(count, "ab") as file:
        file.write(b".")
    if os.path.getsize(count) % every == 0:
        os._exit(7)
    return misbehave


def ends(pool: WorkerPool, job: PartJob) -> EndedJob:
    pool.submit(job)
    while True:
        for ended in pool.wait(60):
            return ended


def crashing(tmp_path: Path) -> PartJob:
    write(tmp_path / "raw", {"a.txt": f"{prose('a')}\n\nCRASH\n"})
    return PartJob(Part(0, (Reference("a.txt", length=9),), str(tmp_path / "0")))


def test_false_starts_are_forgiven_once_a_worker_starts(tmp_path: Path, pool: WorkerPool) -> None:
    job = crashing(tmp_path)
    count = tmp_path / "starts"
    pool.begin(setup_in(tmp_path, finder=FailingStarts(str(count), every=2)))
    crashes = MAX_FALSE_STARTS + 2
    for _ in range(crashes):
        assert ends(pool, job).end == "died"
    # The first starts; from then on one fails before the next does: once more than may be in a row.
    assert count.stat().st_size == 2 * crashes - 1


def test_workers_that_never_start_end_the_run(tmp_path: Path, pool: WorkerPool) -> None:
    job = crashing(tmp_path)
    count = tmp_path / "starts"
    pool.begin(setup_in(tmp_path, finder=FailingStarts(str(count), every=1)))
    with pytest.raises(RunError, match="workers do not start: ended with exit code 7"):
        ends(pool, job)
    assert count.stat().st_size == MAX_FALSE_STARTS + 1
