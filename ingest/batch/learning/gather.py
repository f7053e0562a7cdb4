"""The first pass over the input: workers read the documents, and what they say is gathered by group."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ingest.batch.input.reference import Reference
from ingest.batch.learning.spool import Spool
from ingest.batch.limits import Limits
from ingest.batch.parts import Part, parts_of
from ingest.batch.resume.previous_runs import PreviousRuns
from ingest.batch.workers.hand_out import HandedOut
from ingest.batch.workers.pool import WorkerPool


def gather(references: Iterable[Reference], pool: WorkerPool, folder: Path, limits: Limits) -> list[Path]:
    """Return the files in which documents are gathered, in a new ``folder``. A document that no worker can read is left
    out: it becomes a reject when it is to be cleaned."""
    parts = parts_of(references, PreviousRuns(()), lambda number: str(folder / f"part-{number:08}"))
    with Spool(folder) as spool:
        for done in HandedOut(parts, pool, limits):
            for part in done:
                _add(part, spool)
        return spool.buckets


def _add(part: Part, spool: Spool) -> None:
    with open(part.articles, "rb") as lines:
        for line in lines:
            if len(line) > 1:
                spool.add(line.rstrip(b"\n"))
    part.remove()
