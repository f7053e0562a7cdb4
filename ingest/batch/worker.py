"""What a worker process does with a part: read, clean, write, one document after the other."""

from __future__ import annotations

import faulthandler
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.article import Article
from ingest.batch.documents import Documents
from ingest.batch.ledger import Entry, Part, PartFiles
from ingest.batch.reference import Limits, Reason, Reference, Refusal, Stated
from ingest.cleaner import Cleaner
from ingest.options import Options
from ingest.record import encode

UNREADABLE_CONTENT: dict[str, Reason] = {"empty": "empty", "binary": "binary"}  # by the note that says so
MAX_DETAIL = 500


@dataclass(frozen=True, slots=True)
class Setup:
    """Everything a worker is built from: RAW's folder, what the cleaner is built from, the limits, what is stated."""

    folder: str
    options: Options
    limits: Limits
    stated: Stated


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
        self._cleaner = Cleaner(setup.options)
        self._cleaner.warm()
        self._trail = setup.options.trail
        self._seconds = setup.limits.seconds

    def clean(self, part: Part, verdict: Verdict | None = None) -> None:
        """Write the part's files, going on behind what is already there.

        Raises:
            OSError: CLEAN could not be written. No error of a document gets out of here.
        """
        with PartFiles(part) as files:
            for index in range(files.done, len(part.references)):
                reference = part.references[index]
                if verdict is not None and verdict.index == index:
                    files.write_reject(verdict.detail, Entry(reference.name, 0.0, verdict.reason))
                else:
                    self._clean_one(reference, files)

    def _clean_one(self, reference: Reference, files: PartFiles) -> None:
        began = time.perf_counter()
        if self._seconds:
            # A thread of C, which needs no lock of the interpreter: it ends the process even where a
            # pattern or a parser never gives control back, and says so at the end of the ledger.
            faulthandler.dump_traceback_later(self._seconds, exit=True, file=files.ledger)
        name = reference.name
        try:
            document = self._documents.read(reference)
            name = document.name
            article = self._cleaner.clean(document)
            _refuse_empty(article)
            line = encode(article, trail=self._trail)
        except Refusal as refusal:
            article, reason, detail = None, refusal.reason, refusal.detail
        except Exception as error:  # whatever it is, it is this document's, and the next one is not concerned
            article, reason, detail = None, "failed", f"{type(error).__name__}: {error}"
        finally:
            faulthandler.cancel_dump_traceback_later()
        seconds = round(time.perf_counter() - began, 6)
        if article is None:
            files.write_reject(" ".join(detail.split())[:MAX_DETAIL], Entry(name, seconds, reason))
        else:
            files.write_article(line, _entry(article, seconds))


def _refuse_empty(article: Article) -> None:
    for note in article.notes:
        if note.code in UNREADABLE_CONTENT:
            raise Refusal(UNREADABLE_CONTENT[note.code], note.detail)


def _entry(article: Article, seconds: float) -> Entry:
    return Entry(
        name=article.name,
        seconds=seconds,
        rules=_counts([removal.rule for removal in article.removed] + [repair.rule for repair in article.repaired]),
        kinds=_counts(removal.kind for removal in article.removed),
        notes=tuple(note.code for note in article.notes),
    )


def _counts(words: Iterable[str]) -> dict[str, int]:
    return dict(Counter(words))  # a plain dict: asdict() cannot copy a Counter
