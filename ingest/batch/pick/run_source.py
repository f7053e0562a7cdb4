"""The input of a finished run, read again as the run read it."""

from __future__ import annotations

import hashlib
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ingest.article import Article, Page, RawDocument
from ingest.batch.input.load import Documents
from ingest.batch.input.locate import STDIN
from ingest.batch.input.reference import Place
from ingest.batch.input.scan import locate
from ingest.batch.limits import DEFAULT_LIMITS, Limits
from ingest.batch.output_folder import LEARNED
from ingest.batch.resume.previous_runs import RunSnapshot
from ingest.cleaner import Cleaner
from ingest.errors import UsageError
from ingest.input_record import Defaults, Refusal
from ingest.options import Options, options_of
from ingest.rules.edits.settle import replay

# What the run has read is read again, whatever its limit was: in JSON a character may take six bytes.
_FACTOR, _ROOM = 6, DEFAULT_LIMITS.max_bytes


@dataclass(frozen=True, slots=True)
class RunSource:
    """What a run was made from: its ``summary`` says where that is, and with which options it was read."""

    clean: Path
    summary: Mapping[str, object]

    def cleaner(self, articles: Iterable[Article]) -> Cleaner:
        """Return a cleaner with the options of the run; with the rules that it has learned if articles used any.

        Raises:
            UsageError: it cannot be made from what is written of the options.
        """
        options = self.summary.get("options")
        if not isinstance(options, dict):
            raise UsageError("run.json states no options")
        cleaner = Cleaner(_options(options))
        if any(_used_learned_rules(article, cleaner) for article in articles):
            cleaner = cleaner.with_learned(self.clean / LEARNED)
        return cleaner

    def documents(self, wanted: Mapping[int, Article]) -> Iterator[tuple[int, RawDocument | UsageError]]:
        """Yield the documents that records were made from, by the records' numbers among all, from 0; for one that is
        not there any more, or is another, the error. Each file of the input is gone through once.

        Raises:
            UsageError: nothing says where the source is, or it is gone.
        """
        raw, said = self.summary.get("raw"), self.summary.get("stated")
        if not isinstance(raw, str) or not isinstance(said, dict):
            raise UsageError("run.json does not say where the source is")
        if raw == STDIN:
            raise UsageError("the source was standard input")
        stated = Defaults(**{**said, "fields": tuple((ours, theirs) for ours, theirs in said.get("fields", ()))})
        source = locate(os.path.join(self.clean, raw))
        by_file: dict[str, dict[int, int]] = defaultdict(dict)
        for index, place in self._places(wanted):
            by_file[place[0]][place[1]] = index
        for path, numbers in by_file.items():
            limits = Limits(max_bytes=_FACTOR * max(wanted[at].source.bytes for at in numbers.values()) + _ROOM)
            file = source.at(path)
            documents, found = Documents(file.folder, limits, stated), set[int]()
            for reference in file.references(limits):
                index = numbers.get(reference.number or 0, -1)
                if index >= 0:
                    found.add(index)
                    try:
                        document = documents.read(reference)
                    except Refusal as refusal:
                        yield index, UsageError(f"the source cannot be read: {refusal.detail}")
                    else:
                        yield index, _checked(document, wanted[index])
                if len(found) == len(numbers):
                    break
            yield from (
                (index, UsageError("the source is not there any more"))
                for index in numbers.values()
                if index not in found
            )

    def _places(self, wanted: Mapping[int, Article]) -> Iterator[tuple[int, Place]]:
        left = len(wanted)
        for index, record in enumerate(RunSnapshot(self.clean).articles()):
            if index in wanted:
                if record.entry.name != wanted[index].name:
                    break
                yield index, record.entry.place
                left -= 1
            if not left:
                return
        raise UsageError("the ledger of the run does not say where the source is")


def _options(options: Mapping[str, object]) -> Options:
    """Return the options of a run.

    Raises:
        UsageError: they cannot be made from what is written of them.
    """
    if options.get("finders"):
        raise UsageError("the run used finders of its own, which are not known here")
    return options_of({key: value for key, value in options.items() if key != "finders"})


def _used_learned_rules(article: Article, cleaner: Cleaner) -> bool:
    """True if an article was made by rules that its run has learned itself; others were given to it."""
    used = {removal.rule for removal in article.removed if removal.rule.startswith("learned.")}
    return not used.issubset(cleaner.rules.ids)


def _checked(document: RawDocument, article: Article) -> RawDocument | UsageError:
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
