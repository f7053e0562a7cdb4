"""A trial over a whole input or over the records of a run, on all cores; or over records that a program has."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.article import RawDocument
from ingest.batch.input.locate import STDIN
from ingest.batch.input.scan import Raw, locate, spool
from ingest.batch.limits import DEFAULT_LIMITS
from ingest.batch.output_folder import LEARNED
from ingest.batch.parts import Part, parts_of
from ingest.batch.pick.run_settings import is_run, options_of_run, source_of_run, summary_of
from ingest.batch.resume.ledger import read_ledger
from ingest.batch.resume.previous_runs import PreviousRuns, RunSnapshot
from ingest.batch.trial.compare import Comparer, read_compared
from ingest.batch.trial.tally import SHOWN, Trial, TrialTally
from ingest.batch.workers.forkserver import available_cores
from ingest.batch.workers.hand_out import HandedOut
from ingest.batch.workers.pool import WorkerPool
from ingest.batch.workers.worker import Setup
from ingest.cleaner import Cleaner
from ingest.errors import UsageError
from ingest.input_record import NO_DEFAULTS, Defaults, Refusal, document_of
from ingest.options import Options
from ingest.rules.learn.groups import group_of
from ingest.rules.load import rule_paths
from ingest.rules.model import RuleFile
from ingest.rules.trial.tried import tried_files, with_tried
from ingest.stated.fields import normalized

RulePath = str | os.PathLike[str]


@dataclass(frozen=True, slots=True)
class _Corpus:
    """What a trial is over: the source, how the rules in force clean it, and the run that has, if one is named."""

    source: Raw
    options: Options
    stated: Defaults
    learned: Path | None = None
    run: Path | None = None


def tried_over(
    rules: RulePath,
    raw: str,
    options: Options,
    *,
    workers: int = 0,
    stated: Defaults = NO_DEFAULTS,
    shown: int = SHOWN,
) -> Trial:
    """Return what rules would newly remove, change or no longer remove of an input, or of a run's records (CLEAN).

    Of a run, its own options are in force, and what it has learned. Where the rules on trial are among those that it
    was given, its records are compared with what is made of the documents now.

    Raises:
        UsageError: there is nothing to read; the source of the run is not there; the rules are in force already.
        RuleError: faults of the rules on trial.
    """
    workers = workers or available_cores()
    with tempfile.TemporaryDirectory(prefix="ingest-") as work, TrialTally() as tally:
        corpus = _corpus(raw, options, stated, work)
        recorded = _in_force_already(rules, corpus.options)
        if recorded and corpus.run is None:
            raise UsageError(f"{rules}: in force already, by --rules\n  fix: leave that option away")
        setup = _setup(corpus, rules, recorded=recorded)
        runs = [RunSnapshot(corpus.run).articles()] if corpus.run is not None and recorded else []
        references = corpus.source.references(DEFAULT_LIMITS)
        parts = parts_of(references, PreviousRuns(runs), lambda number: str(Path(work, f"part-{number:08}")))
        with WorkerPool(workers) as pool:
            pool.begin(setup)
            for done in HandedOut(parts, pool, DEFAULT_LIMITS):
                for part in done:
                    _add(part, tally)
        if not tally.documents and not tally.rejects:
            raise UsageError(f"{raw}: there is nothing to read in it")
        return tally.trial(shown)


def _corpus(raw: str, options: Options, stated: Defaults, work: str) -> _Corpus:
    clean = Path(raw)
    if raw == STDIN:
        return _Corpus(spool(sys.stdin.buffer, work), options, stated)
    if not is_run(clean):
        return _Corpus(locate(raw, any_file=stated.kind is not None), options, stated)
    if options != Options() or stated != NO_DEFAULTS:
        raise UsageError(f"{raw}: a run has written it, its options are in force\n  fix: leave the options away")
    summary = summary_of(clean)
    source = source_of_run(clean, summary)
    learned = clean / LEARNED
    has_learned = learned.is_dir() and _has_used(summary, "learned.")
    return _Corpus(source.raw, options_of_run(summary), source.stated, learned if has_learned else None, clean)


def _has_used(summary: Mapping[str, object], prefix: str) -> bool:
    counts = summary.get("rules")
    return isinstance(counts, dict) and any(rule.startswith(prefix) for rule in counts)


def _in_force_already(rules: RulePath, options: Options) -> bool:
    """True if rules on trial are among those that are given."""
    given = {path.resolve() for root in options.rules if "\n" not in root for path in rule_paths(Path(root))}
    return any(path.resolve() in given for path in rule_paths(Path(rules)))


def _setup(corpus: _Corpus, rules: RulePath, *, recorded: bool) -> Setup:
    cleaner = Cleaner(corpus.options)
    files = tried_files([os.fspath(rules)], cleaner.finder_names)
    if corpus.learned is not None:
        cleaner = cleaner.with_learned(corpus.learned)
    with_tried(cleaner.rules, files)  # its faults are the caller's, not a worker's
    return Setup(
        corpus.source.folder,
        corpus.options,
        DEFAULT_LIMITS,
        corpus.stated,
        learned=None if corpus.learned is None else str(corpus.learned),
        tried=files,
        recorded=recorded,
    )


def _add(part: Part, tally: TrialTally) -> None:
    entries = read_ledger(part.ledger).entries
    tally.documents += sum(entry.is_record for entry in entries)
    tally.rejects += sum(entry.reason is not None for entry in entries)
    with open(part.articles, "rb") as lines:
        for line in lines:
            if len(line) > 1:
                tally.add(read_compared(line))
    part.remove()


def try_rules(
    rules: RulePath,
    records: Iterable[Mapping[str, object] | RawDocument],
    *,
    group: str | None = None,
    options: Options | None = None,
    shown: int = SHOWN,
) -> Trial:
    """Return what rules would newly remove, change or no longer remove of records, beside the rules now in force.

    Args:
        rules: a rule file or folder.
        records: input records, as ``ingest run`` reads them, or documents. One that is no
            record is counted as a reject.
        group: what they are grouped by, where the rules are of groups: "site", "file" (all of them), or a field.
        options: the rules that are in force, and how pages are read.
        shown: of how many differences the trial has the words.

    Raises:
        RuleError: faults of the rules on trial.
    """
    cleaner = Cleaner(options)
    files = tried_files([os.fspath(rules)], cleaner.finder_names)
    comparer = Comparer(cleaner, files)
    with TrialTally() as tally:
        for number, record in enumerate(records):
            try:
                document = normalized(record) if isinstance(record, RawDocument) else document_of(record, f"#{number}")
            except Refusal:
                tally.rejects += 1
                continue
            tally.documents += 1
            if (compared := comparer.compared(_grouped(document, group, files))) is not None:
                tally.add(compared)
        return tally.trial(shown)


def _grouped(document: RawDocument, group: str | None, files: tuple[RuleFile, ...]) -> RawDocument:
    """Return a document with its group, where some rules are of groups."""
    if document.group is not None or all(file.group is None for file in files):
        return document
    key = group_of(document, group, "records")
    return document if key is None or key.is_site else replace(document, group=key.name)
