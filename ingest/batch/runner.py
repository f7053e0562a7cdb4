"""The batch: from everything under RAW to records in CLEAN, on all cores of one machine."""

from __future__ import annotations

import os
import pickle
import shutil
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from ingest.batch.input.compression import Packing, check_packing
from ingest.batch.input.locate import STDIN
from ingest.batch.input.scan import Raw, locate, spool
from ingest.batch.learning.gather import gather
from ingest.batch.learning.learn import learned_files, write_learned
from ingest.batch.limits import DEFAULT_LIMITS, Limits
from ingest.batch.output_folder import CleanFolder
from ingest.batch.parts import Part, parts_of
from ingest.batch.resume.ledger import read_ledger
from ingest.batch.resume.previous_runs import PreviousRuns, RunProvenance, RunSnapshot
from ingest.batch.resume.provenance import environment_fingerprint, options_as_json, versions
from ingest.batch.summary import Progress, ProgressSnapshot, Summary, Tally
from ingest.batch.workers.forkserver import available_cores
from ingest.batch.workers.hand_out import HandedOut
from ingest.batch.workers.pool import WorkerPool
from ingest.batch.workers.worker import Setup
from ingest.batch.wrong_call import complaint, enough_read, hopeless
from ingest.cleaner import Cleaner
from ingest.errors import RunError, UsageError, error_text
from ingest.input_record import NO_DEFAULTS, Defaults
from ingest.options import Options
from ingest.vocabulary import DOCUMENT_KINDS


@dataclass(frozen=True, slots=True)
class Output:
    """How CLEAN is written: ``packing`` of the articles, ``shard_bytes`` (before packing) after which another file
    is begun; ``fresh`` takes nothing over from earlier runs."""

    packing: Packing = ""
    shard_bytes: int = 1_000_000_000
    fresh: bool = False


DEFAULT_OUTPUT = Output()


def run(
    raw: str | Path,
    clean: str | Path,
    options: Options,
    *,
    workers: int = 0,
    limits: Limits = DEFAULT_LIMITS,
    stated: Defaults = NO_DEFAULTS,
    output: Output = DEFAULT_OUTPUT,
    progress: Progress | None = None,
    keep_going: bool = False,
    learn: bool = False,
) -> Summary:
    """Clean everything under ``raw`` (a folder, a file, or ``-``) into ``clean``, and return what ``run.json`` holds.

    The articles and rejects are the same bytes for any number of ``workers`` (0: one for each core). A document
    that takes its worker down is tried once more before it is rejected as ``crashed``; one that is out of time or
    memory is not. Records of an earlier run, finished or cut off, are taken over where the document and all that
    its record depends on are as they were.

    Where not one document becomes a record, or no record has a name of ``stated.fields``, the summary has an ``error``,
    and records that ``clean`` held stay as they were. The first 1,000 documents may be enough to tell: then the run
    ends there, unless it is to ``keep_going``, which takes a name that no record has for a ``warning``, too.

    With ``learn``, what documents of a group (``stated.group``) repeat is mined first, written to ``learned`` in
    ``clean`` as rule files, and used.

    Raises:
        UsageError: there is nothing to read, or one of the folders lies in the other.
        RuleError: the rules cannot be used.
        RunError: ``clean`` cannot be written, or another run is writing there.
    """
    started, clean = datetime.now(UTC), Path(clean)
    source = None if str(raw) == STDIN else locate(str(raw), any_file=stated.kind is not None)
    _check_workers(workers)
    if source is not None:
        _check_apart(source, str(raw), clean)
        _check_not_empty(source, str(raw), limits)
    _check_picklable(options)
    check_packing(output.packing)
    workers = workers or available_cores()
    with _as_run_error(clean), WorkerPool(workers) as pool:
        if source is not None and not learn:  # the first worker reads the rules while they are read here
            pool.begin(Setup(source.folder, options, limits, stated))
        cleaner = Cleaner(options)
        provenance = _provenance(cleaner)
        with _opened(clean, provenance, output) as folder:
            if source is None:
                source = spool(sys.stdin.buffer, str(folder.work))
                if not learn:
                    pool.begin(Setup(source.folder, options, limits, stated))
            if learn:
                learned = _learned(source, folder, Setup(source.folder, options, limits, stated, spools=True), workers)
                cleaner = cleaner.with_learned(learned)
                provenance = _provenance(cleaner)
                folder.restate(provenance)
                pool.begin(Setup(source.folder, options, limits, stated, learned=str(learned)))
            work = _Run(source, folder, limits, stated, Tally(cleaner.rule_ids), workers, progress, keep_going)
            work.clean_all(pool, _usable(folder.earlier, provenance))
            summary = work.summary(cleaner, started, _changed(folder.earlier, provenance))
            return _published(replace(summary, raw=_path_from(clean, raw)), folder)


def _path_from(clean: Path, raw: str | Path) -> str:
    """Return the path of RAW as it is from CLEAN, which may be moved together with it."""
    if str(raw) == STDIN:
        return STDIN
    try:
        return os.path.relpath(os.path.realpath(raw), os.path.realpath(clean))
    except ValueError:  # on another drive
        return os.path.realpath(raw)


def _provenance(cleaner: Cleaner) -> RunProvenance:
    rules = {file.path: file.sha256 for file in cleaner.rules.files}
    return RunProvenance({kind: environment_fingerprint(cleaner.options, kind) for kind in DOCUMENT_KINDS}, rules)


def _learned(source: Raw, folder: CleanFolder, setup: Setup, workers: int) -> Path:
    """Return the folder of the rules that are learned from a source, in the run's own folder."""
    with WorkerPool(workers) as pool:
        pool.begin(setup)
        buckets = gather(source.references(setup.limits), pool, folder.work / "spool", setup.limits)
    write_learned(learned_files(buckets, workers, setup.options), folder.learned)
    shutil.rmtree(folder.work / "spool")
    return folder.learned


def _opened(clean: Path, provenance: RunProvenance, output: Output) -> CleanFolder:
    return CleanFolder(clean, provenance, packing=output.packing, shard_bytes=output.shard_bytes, fresh=output.fresh)


def _published(summary: Summary, folder: CleanFolder) -> Summary:
    """Put a run's results in place; of a wrong call, its rejects and summary aside where CLEAN has records, and its own
    records nowhere."""
    if not summary.error:
        folder.publish(summary.to_dict())
    elif not summary.records and not folder.holds_records:
        folder.publish(summary.to_dict(), of_use=False)
    else:
        summary = replace(summary, aside=True)
        folder.set_aside(summary.to_dict(), of_use=summary.records > 0)
    return summary


def _usable(earlier: tuple[RunSnapshot, ...], now: RunProvenance) -> PreviousRuns:
    return PreviousRuns(run.articles(kinds) for run in earlier if (kinds := run.same_kinds(now)))


def _changed(earlier: tuple[RunSnapshot, ...], now: RunProvenance) -> tuple[str, ...]:
    """Return what is different now from the earlier run that was finished, or else from the one that was cut off."""
    known = [provenance for run in earlier if (provenance := run.provenance())]
    return known[-1].changed(now) if known else ()


@dataclass(frozen=True, slots=True)
class _PartToJoin:
    """A part that is done, without its references: while one part takes long, many may wait for it to be joined."""

    part: Part
    documents: int
    size: int

    @classmethod
    def of(cls, part: Part) -> Self:
        size = sum(reference.size for reference in part.references)
        return cls(replace(part, references=(), previous={}), len(part.references), size)


@dataclass(slots=True)
class _Run:
    """A run in progress: parts are handed out, come back in any order, and are joined in the order of the input."""

    source: Raw
    folder: CleanFolder
    limits: Limits
    stated: Defaults
    tally: Tally
    workers: int
    progress: Progress | None
    keep_going: bool
    began: float = field(default_factory=time.monotonic)
    bytes_done: int = 0
    bytes_total: int | None = None
    to_join: dict[int, _PartToJoin] = field(default_factory=dict)
    joined: int = 0
    judged: bool = False
    stopped: bool = False

    def clean_all(self, pool: WorkerPool, previous_runs: PreviousRuns) -> None:
        """Clean and join everything, unless it is of no use. The workers are gone then, whatever happens: none of them
        writes any more."""
        if self.progress is not None:
            threading.Thread(target=self._measure, daemon=True).start()
        parts = parts_of(self.source.references(self.limits), previous_runs, self.folder.stem, self.folder.packing)
        with pool:
            handed_out = HandedOut(parts, pool, self.limits)
            for done in handed_out:
                self.to_join.update({part.number: _PartToJoin.of(part) for part in done})
                self._join()
                self._report()
                if self.stopped:
                    break
            if self.stopped and not self.to_join and handed_out.all_done:
                self.stopped = False  # there was no more

    def _join(self) -> None:
        """Join the parts that are done, as far as no part before them is missing."""
        while not self.stopped and (done := self.to_join.pop(self.joined, None)) is not None:
            ledger = read_ledger(done.part.ledger)
            if len(ledger.entries) != done.documents:
                raise RunError(f"part {self.joined}: {done.documents} documents, {len(ledger.entries)} outcomes")
            self.folder.join(done.part)
            for entry in ledger.entries:
                self.tally.add(entry)
            self.bytes_done += done.size
            self.joined += 1
            self._judge()

    def _judge(self) -> None:
        """Stop where the first documents show that the rest is of no use: by whole parts, which are cut by the input
        only, so that any number of workers stops at the same document."""
        if not (self.keep_going or self.judged) and enough_read(self.tally):
            self.judged = True
            self.stopped = hopeless(self.tally, self.stated.fields)

    def _measure(self) -> None:
        self.bytes_total = self.source.size()

    def _report(self) -> None:
        if self.progress is not None:
            tally, seconds = self.tally, time.monotonic() - self.began
            reasons, total = dict(tally.reasons), self.bytes_total
            self.progress(
                ProgressSnapshot(
                    tally.read,
                    tally.records,
                    reasons,
                    self.bytes_done,
                    total,
                    seconds,
                    self.workers,
                    tally.skipped,
                )
            )

    def summary(self, cleaner: Cleaner, started: datetime, changed: tuple[str, ...]) -> Summary:
        """Return what ``run.json`` is to hold."""
        tally = self.tally
        wrong = complaint(
            tally,
            self.stated.fields,
            stopped=self.stopped,
            keep_going=self.keep_going,
            preset=self.stated.preset,
        )
        only_warn = self.keep_going and tally.records > 0
        return Summary(
            read=tally.read,
            records=tally.records,
            reused=tally.reused,
            changed=changed,
            rejects=tally.rejects,
            skipped=tally.skipped,
            stated=asdict(self.stated),
            skipped_by_reason=dict(sorted(tally.skip_reasons.items())),
            rejects_by_reason=dict(sorted(tally.reasons.items())),
            reject_details=tally.details,
            rules=dict(sorted(tally.rules.items())),
            removed=dict(sorted(tally.removed.items())),
            notes=dict(sorted(tally.notes.items())),
            slowest=tally.slowest,
            rules_sha256=cleaner.rules_sha256,
            options=options_as_json(cleaner.options),
            versions=versions(cleaner.options),
            workers=self.workers,
            started=started.isoformat(timespec="milliseconds"),
            finished=datetime.now(UTC).isoformat(timespec="milliseconds"),
            seconds=round(time.monotonic() - self.began, 3),
            complete=not self.stopped,
            error="" if only_warn else wrong,
            warning=wrong if only_warn else "",
        )


def _check_apart(source: Raw, raw: str, clean: Path) -> None:
    """Check that neither of RAW and CLEAN lies in the other.

    Raises:
        UsageError: one does: the next run would read what this one wrote, or overwrite it.
    """
    inner = Path(source.folder, source.file or "").resolve()
    outer = clean.resolve()
    if inner.is_relative_to(outer) or (source.file is None and outer.is_relative_to(inner)):
        raise UsageError(f"{raw} and {clean}: one lies in the other\n  fix: write to a folder beside it")


def _check_not_empty(source: Raw, raw: str, limits: Limits) -> None:
    first = next(source.references(limits), None)
    if first is None:
        raise UsageError(f"{raw}: there is nothing to read in it")
    if not first.path:
        raise UsageError(f"{raw}: cannot be read: {first.detail}")


def _check_workers(workers: int) -> None:
    if workers < 0:
        raise UsageError(f"workers: {workers}\n  fix: how many, or 0: one for each core")


def _check_picklable(options: Options) -> None:
    """Check that worker processes can be sent the options.

    Raises:
        UsageError: a finder cannot be pickled.
    """
    try:
        pickle.dumps(options)
    except (pickle.PicklingError, AttributeError, TypeError) as error:
        fix = "define it at the top of a module that workers can import"
        raise UsageError(f"finders: one cannot be sent to a worker: {error}\n  fix: {fix}") from error


@contextmanager
def _as_run_error(clean: Path) -> Iterator[None]:
    """Raise an error of the system about CLEAN as a RunError. Errors in RAW never come this far: they are rejects."""
    try:
        yield
    except OSError as error:
        raise RunError(f"{clean}: cannot be written: {error_text(error)}") from error
