"""Parts handed out to workers until all are done: each goes on where a worker ended, whatever ended it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from ingest.batch.limits import Limits
from ingest.batch.parts import Part
from ingest.batch.workers.follow_up import follow_up, next_job
from ingest.batch.workers.pool import PartJob, WorkerPool

TICK = 0.4  # seconds between looks at stuck workers, and between reports


class HandedOut:
    """Iterates over the parts that workers have done, in any order: those of each look at the workers, maybe none.

    Who has seen enough leaves the loop; then ``all_done`` tells whether there was no more.
    """

    def __init__(self, parts: Iterator[Part], pool: WorkerPool, limits: Limits) -> None:
        self._parts, self._pool, self._limits = parts, pool, limits
        self._follow_ups: deque[PartJob] = deque()

    def __iter__(self) -> Iterator[tuple[Part, ...]]:
        pool = self._pool
        while True:
            while pool.free and (job := self._next_job()):
                pool.submit(job)
            if not pool.busy:
                return
            done = []
            for ended in pool.wait(TICK):
                job = follow_up(ended, self._limits)
                if job is None:
                    done.append(ended.job.part)
                else:
                    self._follow_ups.append(job)
            yield tuple(done)

    def _next_job(self) -> PartJob | None:
        return self._follow_ups.popleft() if self._follow_ups else next_job(self._parts)

    @property
    def all_done(self) -> bool:
        """True if no part is left, with a worker or without; of those that nobody has had, one is taken to see."""
        return not (self._pool.busy or self._follow_ups or next(self._parts, None))
