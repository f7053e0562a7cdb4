"""What is done with a part next: it is begun, or goes on where a worker ended."""

from __future__ import annotations

import os
from collections.abc import Iterator

from ingest.batch.limits import Limits
from ingest.batch.parts import Part
from ingest.batch.resume.ledger import read_ledger
from ingest.batch.workers.pool import EndedJob, PartJob
from ingest.batch.workers.worker import ForcedReject


def next_job(parts: Iterator[Part]) -> PartJob | None:
    """Return the job of the next part, None if there is no more."""
    part = next(parts, None)
    return None if part is None else PartJob(part)


def follow_up(ended: EndedJob, limits: Limits) -> PartJob | None:
    """Return the job that continues where a worker ended, or None if the part is done.

    The document that was being cleaned then gets a second try, for the worker may have been killed from
    outside; not so one that ran out of time.
    """
    job, part = ended.job, ended.job.part
    if ended.end == "done":
        return None
    ledger = read_ledger(part.ledger)
    at = len(ledger.entries)
    if ended.end == "retired" or (at == len(part.references) and not os.path.exists(part.packed)):
        return PartJob(part)
    if at == len(part.references):
        return None
    if job.forced_reject is not None and job.forced_reject.index == at:  # it died before it had written the reject
        return job
    if ledger.hung or ended.end == "stuck":
        return PartJob(part, forced_reject=ForcedReject(at, "timeout", f"more than {limits.seconds:g} seconds"))
    if job.second_try == at:
        return PartJob(part, forced_reject=ForcedReject(at, "crashed", f"its worker {ended.detail}, twice"))
    return PartJob(part, second_try=at)
