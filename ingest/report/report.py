"""The report of a CLEAN: its records are gone through once for the figures, and those that are shown once more."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ingest.article import Article, RawDocument
from ingest.batch.output_folder import REJECTS, summary_of
from ingest.batch.pick.run_documents import cleaner_of_run, documents_of_run, page_of
from ingest.batch.records import articles_of, record_lines
from ingest.cleaner import Cleaner
from ingest.errors import EditError, IngestError, UsageError
from ingest.explain import rules_by_id
from ingest.record import read_record
from ingest.report.documents import RuleTable, ShownDocument, document_data, repair_kind
from ingest.report.figures import Figures
from ingest.report.layout import body
from ingest.report.page import page, script_json, write_page
from ingest.report.repeats import Gathered, Repeats
from ingest.report.sample import Sample
from ingest.report.sections import MOST_REJECTS, Reject, RunFigures

DOCUMENTS = 1000  # that are shown whole, if nothing else is asked for
MAX_BYTES = 25_000_000  # of the documents that are shown, as JSON
REPORT = "report.html"


@dataclass(frozen=True, slots=True)
class WrittenReport:
    """Where a report was written, how many records it counts, and how many of them it shows whole."""

    path: Path
    records: int
    shown: int


def write_report(clean: Path, out: Path | None = None, *, documents: int = DOCUMENTS) -> WrittenReport:
    """Write the report of ``clean`` to a file (default: ``report.html`` in it), which is replaced.

    ``documents`` is how many are shown whole, at the most; all are counted.

    Raises:
        UsageError: there are no records.
        RunError: the records are not those that ``run.json`` counts, or the file cannot be written.
    """
    path = out or clean / REPORT
    summary = summary_of(clean)
    figures, sample, repeats = _first_pass(clean, documents)
    articles = _second_pass(clean, sample.numbers())
    cleaner, doubt = _cleaner(clean, summary, list(articles.values()))
    rules = {site: rules_by_id(cleaner.rules, site) for site in {one.site for one in articles.values()} | {None}}
    table = RuleTable()
    documents_shown = _with_pages(documents_of_run(clean, summary, articles), cleaner, articles, doubt)
    shown = _within(MAX_BYTES, (document_data(one, table, rules[one.article.site]) for one in documents_shown))
    first, reasons = _rejects(clean)
    kinds = {id: figures.rule_kinds.get(id) or repair_kind(id, rules[None]) for id in figures.rules}
    run = RunFigures(figures, summary, first, reasons, repeats, kinds)
    data = {"rules": table.rows, "documents": shown}
    write_page(path, page(f"{clean.name or clean.resolve().name}: ingest report", body(clean, run, len(shown)), data))
    return WrittenReport(path, figures.all.documents, len(shown))


def _first_pass(clean: Path, documents: int) -> tuple[Figures, Sample, Sequence[Repeats]]:
    """Count all records, choose those to show, and find what repeats, the most frequent first."""
    figures, sample = Figures(), Sample(documents)
    with tempfile.TemporaryDirectory(prefix="ingest-") as work:
        gathered = Gathered(Path(work, "texts"))
        with gathered:
            for number, article in enumerate(articles_of(clean)):
                figures.add(article)
                sample.add(number, article)
                gathered.add(article)
        repeats = sorted(gathered.repeats(), key=lambda one: (-one.documents, one.group))
    return figures, sample, repeats


def _second_pass(clean: Path, numbers: Sequence[int]) -> dict[int, Article]:
    wanted = frozenset(numbers)
    lines = enumerate(record_lines(clean))
    return {number: read_record(line) for number, line in lines if number in wanted}


def _cleaner(clean: Path, summary: Mapping[str, object], articles: Sequence[Article]) -> tuple[Cleaner, str]:
    """Return the cleaner of a run; where it is not to be had that of no options, and why."""
    try:
        return cleaner_of_run(clean, summary, articles), ""
    except IngestError as error:
        return Cleaner(), _first_line(error)


def _with_pages(
    documents: Iterator[tuple[int, RawDocument | UsageError]],
    cleaner: Cleaner,
    articles: Mapping[int, Article],
    doubt: str,
) -> Iterator[ShownDocument]:
    """Yield articles with the pages that they were made from, in any order, each once."""
    left = dict(articles)
    if not doubt and left:
        try:
            for number, document in documents:
                article = left.pop(number)
                if isinstance(document, UsageError):
                    yield ShownDocument(number, article, None, _first_line(document))
                    continue
                try:
                    yield ShownDocument(number, article, page_of(cleaner, article, document))
                except (UsageError, EditError) as error:
                    yield ShownDocument(number, article, None, _first_line(error))
        except IngestError as error:
            doubt = _first_line(error)
    yield from (ShownDocument(number, article, None, doubt) for number, article in left.items())


def _within(most: int, documents: Iterator[dict[str, object]]) -> list[dict[str, object]]:
    """Return documents, the worst first; as many as there is room for."""
    kept, size = [], 0
    for document in sorted(documents, key=_worst_first):
        size += len(script_json(document).encode())
        if size > most:
            break
        kept.append(document)
    return kept


def _worst_first(document: Mapping[str, object]) -> tuple[object, ...]:
    bad = document["worry"]
    return (*(-part for part in bad), document["i"]) if isinstance(bad, tuple) else ()


def _rejects(clean: Path) -> tuple[list[Reject], Counter[str]]:
    """Return the first rejects, of every reason some, and how many there are of each reason."""
    kept: list[Reject] = []
    reasons: Counter[str] = Counter()
    shown: Counter[str] = Counter()
    with suppress(FileNotFoundError), open(clean / REJECTS, "rb") as lines:
        for line in lines:
            one = _reject(line)
            reasons[one.reason] += 1
            if shown[one.reason] < MOST_REJECTS // _REASONS:
                shown[one.reason] += 1
                kept.append(one)
    return sorted(kept, key=lambda one: (-reasons[one.reason], one.reason)), reasons


# There are some ten reasons, of which a run seldom meets more than five.
_REASONS = 5


def _reject(line: bytes) -> Reject:
    try:
        held = json.loads(line)
        return Reject(str(held["name"])[:300], str(held["reason"]), str(held["detail"])[:300])
    except (ValueError, KeyError, TypeError):
        return Reject("", "(unreadable line)", "")


def _first_line(error: BaseException) -> str:
    return str(error).partition("\n")[0]
