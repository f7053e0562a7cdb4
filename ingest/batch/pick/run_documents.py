"""The documents of a finished run, read again as the run read them."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from ingest.article import Article, Page, RawDocument
from ingest.batch.input.load import Documents
from ingest.batch.input.reference import Place
from ingest.batch.input.scan import Raw
from ingest.batch.limits import DEFAULT_LIMITS, Limits
from ingest.batch.output_folder import LEARNED
from ingest.batch.pick.run_settings import options_of_run, source_of_run
from ingest.batch.resume.previous_runs import RunSnapshot
from ingest.cleaner import Cleaner
from ingest.errors import UsageError
from ingest.input_record import Defaults, Refusal
from ingest.rules.edits.settle import replay

# What the run has read is read again, whatever its limit was: in JSON a character may take six bytes.
_FACTOR, _ROOM = 6, DEFAULT_LIMITS.max_bytes


def cleaner_of_run(clean: Path, summary: Mapping[str, object], articles: Iterable[Article]) -> Cleaner:
    """Return a cleaner with the options of a run; with the rules that it has learned if articles of it used any.

    Raises:
        UsageError: it cannot be made from what is written of the options.
    """
    cleaner = Cleaner(options_of_run(summary))
    if any(_used_learned_rules(article, cleaner) for article in articles):
        return cleaner.with_learned(clean / LEARNED)
    return cleaner


def documents_of_run(
    clean: Path, summary: Mapping[str, object], wanted: Mapping[int, Article]
) -> Iterator[tuple[int, RawDocument | UsageError]]:
    """Yield the documents that records were made from, by the records' numbers among all, from 0; for one that is not
    there any more, or is another, the error. Each file of the input is gone through once.

    Raises:
        UsageError: nothing says where the source is, or it is gone.
    """
    source = source_of_run(clean, summary)
    by_file: dict[str, dict[int, int]] = defaultdict(dict)
    for index, place in _places(clean, wanted):
        by_file[place[0]][place[1]] = index
    for path, numbers in by_file.items():
        limits = Limits(max_bytes=_FACTOR * max(wanted[at].source.bytes for at in numbers.values()) + _ROOM)
        left = dict(numbers)
        for index, document in _in_file(source.raw.at(path), limits, source.stated, left):
            yield index, _checked(document, wanted[index])
        yield from ((index, UsageError("the source is not there any more")) for index in left.values())


def _in_file(
    file: Raw, limits: Limits, stated: Defaults, left: dict[int, int]
) -> Iterator[tuple[int, RawDocument | UsageError]]:
    """Yield the documents of a file that are wanted, by their numbers in it; those that are there go from ``left``."""
    documents = Documents(file.folder, limits, stated)
    for reference in file.references(limits):
        index = left.pop(reference.number or 0, None)
        if index is not None:
            try:
                yield index, documents.read(reference)
            except Refusal as refusal:
                yield index, UsageError(f"the source cannot be read: {refusal.detail}")
        if not left:
            return


def _places(clean: Path, wanted: Mapping[int, Article]) -> Iterator[tuple[int, Place]]:
    left = len(wanted)
    for index, record in enumerate(RunSnapshot(clean).articles()):
        if index in wanted:
            if record.entry.name != wanted[index].name:
                break
            yield index, record.entry.place
            left -= 1
        if not left:
            return
    raise UsageError("the ledger of the run does not say where the source is")


def _used_learned_rules(article: Article, cleaner: Cleaner) -> bool:
    """True if an article was made by rules that its run has learned itself; others were given to it."""
    used = {removal.rule for removal in article.removed if removal.rule.startswith("learned.")}
    return not used.issubset(cleaner.rules.ids)


def _checked(document: RawDocument | UsageError, article: Article) -> RawDocument | UsageError:
    if isinstance(document, UsageError):
        return document
    data = document.data if isinstance(document.data, bytes) else document.data.encode("utf-8", "surrogatepass")
    if hashlib.sha256(data).hexdigest() != article.source.sha256:
        return UsageError("the source is not what it was")
    return document


def page_of(cleaner: Cleaner, article: Article, document: RawDocument) -> Page:
    """Return the page of a document, which the trail of the record fits.

    Raises:
        UsageError: it is read otherwise now, or there is no trail.
        EditError: the trail does not fit.
    """
    page = cleaner.read(document)
    if cleaner.options.trail == "none":
        raise UsageError("the run recorded no trail (--trail none)")
    if replay(page, article.removed, article.repaired, document.title)[0] != article.text:
        raise UsageError("the source is read otherwise now, by another version or other rules")
    return page
