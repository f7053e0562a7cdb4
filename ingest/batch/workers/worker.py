"""What a worker process does with a part: it reads, cleans and writes one document after the other."""

from __future__ import annotations

import faulthandler
import gc
import time
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import IO

from ingest.article import Article, RawDocument, site_of
from ingest.batch.input.load import Documents
from ingest.batch.input.reference import Reference
from ingest.batch.learning.spool import spool_line
from ingest.batch.limits import Limits
from ingest.batch.parts import Part, PartFiles
from ingest.batch.resume.fingerprint import Layers, document_key
from ingest.batch.resume.ledger import LedgerEntry, PreviousRecord
from ingest.batch.resume.previous_runs import PreviousRecordReader
from ingest.batch.trial.compare import Comparer
from ingest.cleaner import Cleaner
from ingest.errors import RuleError
from ingest.input_record import Defaults, NoContent, Reason, Refusal, refuse_empty
from ingest.options import Options
from ingest.record import read_record
from ingest.rules.model import RuleFile

MAX_DETAIL = 500
MAX_KEYS, MAX_KEY = 100, 60  # of a record, and characters of each, that the parent is told


@dataclass(frozen=True, slots=True)
class Setup:
    """What a worker is built from: RAW's folder, the cleaner's options, the limits, what the caller states, and the
    folder of ``learned`` rules. A worker that ``spools`` writes what is learned from instead of articles; one with
    rules that are ``tried`` writes what these change: of the earlier run's records, where they are to be compared
    (``recorded``).
    """

    folder: str
    options: Options
    limits: Limits
    stated: Defaults
    learned: str | None = None
    spools: bool = False
    tried: tuple[RuleFile, ...] = ()
    recorded: bool = False


@dataclass(frozen=True, slots=True)
class ForcedReject:
    """The document at ``index`` of a part is not tried again: it becomes a reject for this reason."""

    index: int
    reason: Reason
    detail: str


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What one document became: the ``line`` of its record, or a reject, which has none. ``no_content`` if nothing in
    it is called as the page or text should be."""

    entry: LedgerEntry
    line: bytes = b""
    no_content: bool = False


class Worker:
    """Builds the cleaner once, then cleans part after part."""

    def __init__(self, setup: Setup) -> None:
        grouped = setup.learned is not None or setup.spools or any(file.group is not None for file in setup.tried)
        self._documents = Documents(setup.folder, setup.limits, setup.stated, grouped=grouped)
        # Rules and models live as long as the worker: walking them again and again is 6 % of the time, and while
        # they load it finds nothing to free.
        gc.disable()
        self._cleaner = Cleaner(setup.options)
        if setup.learned is not None:
            self._cleaner = self._cleaner.with_learned(Path(setup.learned))
        self._spools, self._recorded = setup.spools, setup.recorded
        self._comparer = Comparer(self._cleaner, setup.tried) if setup.tried else None
        self._cleaner.warm()
        gc.collect()
        gc.freeze()
        gc.enable()
        self._layers = Layers(self._cleaner)
        self._previous_records = PreviousRecordReader()
        self._mapped_names = frozenset(theirs for _, theirs in setup.stated.fields)
        self._trail = setup.options.trail
        self._seconds = setup.limits.seconds

    def clean(self, part: Part, forced: ForcedReject | None = None) -> bool:
        """Write the part's files, continuing after what is already there; False if a document used up the memory, so
        that the rest of the part is for a new worker.

        Raises:
            OSError: CLEAN could not be written. No error of a document gets out of here.
        """
        # Anew for each part: what its entries hold must not depend on which parts this worker had before.
        self._unseen_names, self._keys_reported = set(self._mapped_names), False
        with PartFiles(part) as files:
            for index in range(files.done, len(part.references)):
                reference = part.references[index]
                if reference.skipped:
                    files.write_skipped(LedgerEntry(reference.name, skipped=reference.skipped, place=reference.place))
                elif forced is not None and forced.index == index:
                    outcome = _rejected(reference.name, forced.reason, forced.detail)
                    files.write_reject(replace(outcome.entry, place=reference.place))
                elif not self._clean_one(reference, part.previous.get(index), files):
                    return False
        part.write_packed()
        return True

    def _clean_one(self, reference: Reference, previous: PreviousRecord | None, files: PartFiles) -> bool:
        """Clean one document into the part's files; False if it used up the memory."""
        self._documents.seek(reference)
        began = time.perf_counter()
        if self._seconds:
            _watch_over(self._seconds, files.ledger)
        try:
            outcome = self._outcome(reference, previous)
        finally:
            faulthandler.cancel_dump_traceback_later()
        met, keys = self._new_names_and_keys(self._documents.keys, outcome.no_content)
        seconds = round(time.perf_counter() - began, 6)
        entry = replace(outcome.entry, seconds=seconds, place=reference.place, met=met, keys=keys)
        if entry.reason is None:
            files.write_article(outcome.line, entry)
        else:
            files.write_reject(entry)
        return entry.reason != "memory"

    def _outcome(self, reference: Reference, previous: PreviousRecord | None) -> _Outcome:
        """Return what one document becomes, whatever goes wrong with it."""
        name = reference.name
        try:
            document = self._documents.read(reference)
            name = document.name
            if self._spools:
                return self._spooled(document, reference)
            if self._comparer is not None:
                return self._compared(self._comparer, document, previous)
            return self._taken_over(document, previous) or self._cleaned(document)
        except Refusal as refusal:
            return _rejected(name, refusal.reason, refusal.detail, no_content=isinstance(refusal, NoContent))
        except MemoryError:
            return _rejected(name, "memory", "more than a worker may hold")
        except RuleError:  # a language's packaged file is read when it is needed: no document's fault
            raise
        except Exception as error:  # noqa: BLE001  # whatever it is, it is this document's, and the next one is not concerned
            return _rejected(name, "failed", f"{type(error).__name__}: {error}")

    def _new_names_and_keys(self, keys: Collection[str], no_content: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the names of ``--map`` that a part's record is the first to have; and the record's keys if it has
        ``no_content``, or is the part's first that lacks one of these names."""
        met = tuple(sorted(self._unseen_names.intersection(keys))) if self._unseen_names else ()
        self._unseen_names.difference_update(met)
        if not no_content and (self._keys_reported or not self._unseen_names or not keys):
            return met, ()
        self._keys_reported = True
        return met, tuple(key[:MAX_KEY] for key in islice(keys, MAX_KEYS))

    def _taken_over(self, document: RawDocument, previous: PreviousRecord | None) -> _Outcome | None:
        """Return an earlier run's record, if this document and these rules would give the same."""
        if previous is None or previous.entry.key != document_key(document):
            return None
        if not self._layers.unchanged(previous.entry, document):
            return None
        line = self._previous_records.line(previous)
        return None if line is None else _Outcome(replace(previous.entry, reused=True), line)

    def _spooled(self, document: RawDocument, reference: Reference) -> _Outcome:
        """Return the line of a document that others of its group are compared with; it is empty if there are none."""
        group = self._documents.group_of(document, reference)
        line = b"" if group is None else spool_line(group, document.name, self._cleaner.read(document))
        return _Outcome(LedgerEntry(document.name), line)

    def _compared(self, comparer: Comparer, document: RawDocument, previous: PreviousRecord | None) -> _Outcome:
        """Return the line of a document of a trial; it is empty if that cannot concern it."""
        record = None
        if self._recorded and previous is not None and previous.entry.key == document_key(document):
            line = self._previous_records.line(previous)
            record = None if line is None else read_record(line)
        found = comparer.compared(document, record)
        return _Outcome(LedgerEntry(document.name), b"" if found is None else found.encode())

    def _cleaned(self, document: RawDocument) -> _Outcome:
        article = self._cleaner.clean(document)
        refuse_empty(article)
        entry = replace(
            _entry(article),
            key=document_key(document),
            document_kind=article.source.kind,
            layers=self._layers.of_article(document, article),
            language=article.language,
            site=site_of(document),
        )
        return _Outcome(entry, article.encode(trail=self._trail))


def _watch_over(seconds: float, ledger: IO[bytes]) -> None:
    """End this process when the time is up, and write that at the end of the ledger.

    A thread of C does it, which needs no lock of the interpreter: also where a pattern or a parser never gives control
    back.

    Raises:
        MemoryError: there is no room left for a thread.
    """
    try:
        faulthandler.dump_traceback_later(seconds, exit=True, file=ledger)
    except RuntimeError as error:
        raise MemoryError from error


def _rejected(name: str, reason: Reason, detail: str, *, no_content: bool = False) -> _Outcome:
    entry = LedgerEntry(name, reason=reason, detail=" ".join(detail.split())[:MAX_DETAIL])
    return _Outcome(entry, no_content=no_content)


def _entry(article: Article) -> LedgerEntry:
    return LedgerEntry(
        name=article.name,
        rules=_count_by_name(
            [removal.rule for removal in article.removed] + [repair.rule for repair in article.repaired]
        ),
        kinds=_count_by_name(removal.kind for removal in article.removed),
        notes=tuple(note.code for note in article.notes),
    )


def _count_by_name(words: Iterable[str]) -> dict[str, int]:
    return dict(Counter(words))  # a plain dict: asdict() cannot copy a Counter
