"""Rules learned apart from a run: of a whole input, on all cores; or of records that a program has."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from ingest.article import RawDocument
from ingest.batch.input.locate import STDIN
from ingest.batch.input.scan import locate, spool
from ingest.batch.learning.gather import gather
from ingest.batch.learning.learn import learned_files, suggested_files, write_learned
from ingest.batch.learning.spool import Spool, spool_line
from ingest.batch.limits import DEFAULT_LIMITS
from ingest.batch.workers.forkserver import available_cores
from ingest.batch.workers.pool import WorkerPool
from ingest.batch.workers.worker import Setup
from ingest.cleaner import Cleaner
from ingest.errors import UsageError
from ingest.input_record import NO_DEFAULTS, Defaults, Refusal, document_of
from ingest.options import Options
from ingest.rules.learn.groups import group_of
from ingest.stated.fields import normalized


def suggested(
    raw: str, options: Options, *, workers: int = 0, stated: Defaults = NO_DEFAULTS
) -> tuple[tuple[str, str], ...]:
    """Return the rule files for what the groups of an input repeat, each as its name and text, sorted.

    Raises:
        UsageError: there is nothing to read.
    """
    workers = workers or available_cores()
    with tempfile.TemporaryDirectory(prefix="ingest-") as work:
        source = spool(sys.stdin.buffer, work) if raw == STDIN else locate(raw)
        if next(source.references(DEFAULT_LIMITS), None) is None:
            raise UsageError(f"{raw}: there is nothing to read in it")
        with WorkerPool(workers) as pool:
            pool.begin(Setup(source.folder, options, DEFAULT_LIMITS, stated, spools=True))
            buckets = gather(source.references(DEFAULT_LIMITS), pool, Path(work, "spool"), DEFAULT_LIMITS)
        return tuple(sorted(suggested_files(buckets, workers, options)))


def learn(
    records: Iterable[Mapping[str, object] | RawDocument],
    *,
    group: str | None = None,
    into: str | os.PathLike[str] | None = None,
    options: Options | None = None,
) -> Path:
    """Learn what the documents of each group repeat, and return the folder of the rules: ``Cleaner(rules=[folder])``
    takes it.

    Args:
        records: input records, as ``ingest run`` reads them, or documents; they are looked at one by one, and kept on
            the disk. One that is no record is passed over.
        group: what they are grouped by: "site", "file" (all of them), or a field; None: the site where it is known.
        into: the folder; default: a new temporary one, which is yours to remove.
        options: how pages are read.
    """
    cleaner = Cleaner(options)
    folder = Path(into or tempfile.mkdtemp(prefix="ingest-learned-"))
    with tempfile.TemporaryDirectory(prefix="ingest-") as work:
        with Spool(Path(work, "spool")) as gathered:
            for number, record in enumerate(records):
                document = normalized(record) if isinstance(record, RawDocument) else _document(record, number)
                key = group_of(document, group, "records") if document else None
                if document and key:
                    name = document.name or document.url or str(number)
                    gathered.add(spool_line(key, name, cleaner.read(document)))
        write_learned(learned_files(gathered.buckets, 1, cleaner.options), folder)
    return folder


def _document(record: Mapping[str, object], number: int) -> RawDocument | None:
    try:
        return document_of(record, f"#{number}")
    except Refusal:
        return None
