"""The first pass over the input: workers read the documents, and what they say is gathered by group."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from pathlib import Path

from ingest.batch.input.reference import Reference
from ingest.batch.learning.spool import Spool
from ingest.batch.limits import Limits
from ingest.batch.parts import Part, parts_of
from ingest.batch.resume.previous_runs import PreviousRuns
from ingest.batch.workers.follow_up import follow_up, next_job
from ingest.batch.workers.pool import PartJob, WorkerPool

_TICK = 0.4  # seconds between looks at stuck workers


def gather(references: Iterable[Reference], pool: WorkerPool, folder: Path, limits: Limits) -> list[Path]:
    """Return the files in which documents are gathered, in a new ``folder``. A document that no worker can read is left
    out: it becomes a reject when it is to be cleaned."""
    with Spool(folder) as spool:
        follow_ups: deque[PartJob] = deque()
        parts = parts_of(references, PreviousRuns(()), lambda number: str(folder / f"part-{number:08}"))
        while True:
            while pool.free and (job := follow_ups.popleft() if follow_ups else next_job(parts)):
                pool.submit(job)
            if not pool.busy:
                return spool.buckets
            for ended in pool.wait(_TICK):
                job = follow_up(ended, limits)
                if job is None:
                    _add(ended.job.part, spool)
                else:
                    follow_ups.append(job)


def _add(part: Part, spool: Spool) -> None:
    with open(part.articles, "rb") as lines:
        for line in lines:
            if len(line) > 1:
                spool.add(line.rstrip(b"\n"))
    part.remove()
