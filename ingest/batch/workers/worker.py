"""What a worker process does with a part: read, clean, write, one document after the other."""

from __future__ import annotations

import faulthandler
import gc
import time
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from itertools import islice
from typing import IO

from ingest.article import Article, RawDocument, site_of
from ingest.batch.input.load import Documents
from ingest.batch.input.reference import Defaults, Reason, Reference, Refusal
from ingest.batch.limits import Limits
from ingest.batch.parts import Part, PartFiles
from ingest.batch.resume.fingerprint import Layers, document_key
from ingest.batch.resume.ledger import LedgerEntry, PreviousRecord
from ingest.batch.resume.previous_runs import PreviousRecordReader
from ingest.cleaner import Cleaner
from ingest.errors import RuleError
from ingest.input_record import NoContent, refuse_empty
from ingest.options import Options

MAX_DETAIL = 500
MAX_KEYS, MAX_KEY = 100, 60  # of a record, and characters of each, that the parent is told


@dataclass(frozen=True, slots=True)
class Setup:
    """Everything a worker is built from: RAW's folder, what the cleaner is built from, the limits, what is stated."""

    folder: str
    options: Options
    limits: Limits
    stated: Defaults


@dataclass(frozen=True, slots=True)
class Verdict:
    """The document at ``index`` of a part is not to be tried again: it becomes a reject."""

    index: int
    reason: Reason
    detail: str


class Worker:
    """Builds the cleaner once, then cleans part after part."""

    def __init__(self, setup: Setup) -> None:
        self._documents = Documents(setup.folder, setup.limits, setup.stated)
        # Rules and models live as long as the worker: walking them again and again is 6 % of the time, and while
        # they load it finds nothing to free.
        gc.disable()
        self._cleaner = Cleaner(setup.options)
        self._cleaner.warm()
        gc.collect()
        gc.freeze()
        gc.enable()
        self._layers = Layers(self._cleaner)
        self._earlier = PreviousRecordReader()
        self._names = frozenset(theirs for _, theirs in setup.stated.fields)
        self._trail = setup.options.trail
        self._seconds = setup.limits.seconds

    def clean(self, part: Part, verdict: Verdict | None = None) -> bool:
        """Write the part's files, going on behind what is already there; False if a document used up the memory, so
        that the rest of the part is for a new worker.

        Raises:
            OSError: CLEAN could not be written. No error of a document gets out of here.
        """
        self._sought, self._told = set(self._names), False  # anew: what a part's entries tell must not hang on others
        with PartFiles(part) as files:
            for index in range(files.done, len(part.references)):
                reference = part.references[index]
                if verdict is not None and verdict.index == index:
                    rejected = LedgerEntry(reference.name, 0.0, verdict.reason, verdict.detail, place=reference.place)
                    files.write_reject(rejected)
                elif not self._clean_one(reference, part.earlier.get(index), files):
                    return False
        part.write_packed()
        return True

    def _clean_one(self, reference: Reference, earlier: PreviousRecord | None, files: PartFiles) -> bool:
        self._documents.seek(reference)
        began = time.perf_counter()
        if self._seconds:
            _watch_over(self._seconds, files.ledger)
        entry, line, lacking = LedgerEntry(reference.name, 0.0), b"", False
        try:
            document = self._documents.read(reference)
            entry = replace(entry, name=document.name)
            line, entry = self._taken_over(document, earlier) or self._cleaned(document)
        except Refusal as refusal:
            entry, lacking = _rejected(entry, refusal.reason, refusal.detail), isinstance(refusal, NoContent)
        except MemoryError:
            entry = _rejected(entry, "memory", "more than a worker may hold")
        except RuleError:  # a language's packaged file is read when it is needed: no document's fault
            raise
        except Exception as error:  # whatever it is, it is this document's, and the next one is not concerned
            entry = _rejected(entry, "failed", f"{type(error).__name__}: {error}")
        finally:
            faulthandler.cancel_dump_traceback_later()
        met, keys = self._met(self._documents.keys, lacking)
        seconds = round(time.perf_counter() - began, 6)
        entry = replace(entry, seconds=seconds, place=reference.place, met=met, keys=keys)
        if entry.reason is None:
            files.write_article(line, entry)
        else:
            files.write_reject(entry)
        return entry.reason != "memory"

    def _met(self, keys: Collection[str], lacking: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the names of ``--map`` that a part's record is the first to have; and its keys if it is ``lacking``
        page and text, or is the first that lacks another."""
        met = tuple(sorted(self._sought.intersection(keys))) if self._sought else ()
        self._sought.difference_update(met)
        if not lacking and (self._told or not self._sought or not keys):
            return met, ()
        self._told = True
        return met, tuple(key[:MAX_KEY] for key in islice(keys, MAX_KEYS))

    def _taken_over(self, document: RawDocument, earlier: PreviousRecord | None) -> tuple[bytes, LedgerEntry] | None:
        """Give an earlier run's record, if this document and these rules would give the same."""
        if earlier is None or earlier.entry.key != document_key(document) or not self._layers.still(earlier.entry):
            return None
        line = self._earlier.line(earlier)
        return None if line is None else (line, replace(earlier.entry, reused=True))

    def _cleaned(self, document: RawDocument) -> tuple[bytes, LedgerEntry]:
        article = self._cleaner.clean(document)
        refuse_empty(article)
        entry = replace(
            _entry(article),
            key=document_key(document),
            layers=self._layers.of_article(document, article),
            language=article.language,
            site=site_of(document),
        )
        return article.encode(trail=self._trail), entry


def _watch_over(seconds: float, ledger: IO[bytes]) -> None:
    """End this process when the time is up, and say so at the end of the ledger.

    A thread of C does it, which needs no lock of the interpreter: also where a pattern or a parser never gives control
    back.

    Raises:
        MemoryError: there is no room left for a thread.
    """
    try:
        faulthandler.dump_traceback_later(seconds, exit=True, file=ledger)
    except RuntimeError as error:
        raise MemoryError from error


def _rejected(entry: LedgerEntry, reason: Reason, detail: str) -> LedgerEntry:
    return replace(entry, reason=reason, detail=" ".join(detail.split())[:MAX_DETAIL])


def _entry(article: Article) -> LedgerEntry:
    return LedgerEntry(
        name=article.name,
        seconds=0.0,
        rules=_counts([removal.rule for removal in article.removed] + [repair.rule for repair in article.repaired]),
        kinds=_counts(removal.kind for removal in article.removed),
        notes=tuple(note.code for note in article.notes),
    )


def _counts(words: Iterable[str]) -> dict[str, int]:
    return dict(Counter(words))  # a plain dict: asdict() cannot copy a Counter
