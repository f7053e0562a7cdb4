"""One record of a finished run, with the page that it was made from, if that is still what it was."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from ingest.article import Article, Page
from ingest.batch.output_folder import REJECTS, summary_of
from ingest.batch.pick.run_documents import cleaner_of_run, documents_of_run, page_of
from ingest.batch.records import record_lines
from ingest.cleaner import Cleaner
from ingest.errors import IngestError, UsageError, closest_word, printable
from ingest.explain import rules_by_id
from ingest.record import read_record
from ingest.rules.model import Rule

_COMPARED = 10_000  # names of records, in search of the one that may be meant


@dataclass(frozen=True, slots=True)
class RunRecord:
    """A record of a run, the rules by id for their reasons, and the page it was made from; where that cannot be had
    ``page`` is None and ``doubt`` says why."""

    article: Article
    page: Page | None
    rules: Mapping[str, Rule]
    doubt: str = ""


def run_record(clean: Path, name: str | None) -> RunRecord:
    """Return the record of a name, or of an id, with the page that it was made from.

    Raises:
        UsageError: there is none.
        RunError: the records are not those of the run.
    """
    if name is None:
        names = ", ".join(printable(read_record(line).name) for line in islice(record_lines(clean), 3))
        raise UsageError(f"{clean}: a run has written it\n  fix: name one of its records: {names}, ...")
    index, article = _found(clean, name)
    summary = summary_of(clean)
    cleaner = Cleaner()
    try:
        cleaner = cleaner_of_run(clean, summary, [article])
        _, document = next(documents_of_run(clean, summary, {index: article}))
        if isinstance(document, UsageError):
            raise document
        page = page_of(cleaner, article, document)
    except IngestError as error:
        return RunRecord(article, None, rules_by_id(cleaner.rules, article.site), str(error).partition("\n")[0])
    return RunRecord(article, page, rules_by_id(cleaner.rules, article.site))


def _found(clean: Path, name: str) -> tuple[int, Article]:
    """Return a record and its number among all, from 0."""
    needle, names = json.dumps(name, ensure_ascii=False).encode("utf-8", "replace"), list[str]()
    for index, line in enumerate(record_lines(clean)):
        if needle in line or len(names) < _COMPARED:
            article = read_record(line)
            if name in (article.name, article.id):
                return index, article
            names.append(article.name)
    what = f"{clean}: no record is called '{printable(name)}'"
    if rejected := _reject(clean, name):
        raise UsageError(f"{what}: it was rejected as {printable(rejected)}")
    close = closest_word(name, names[:_COMPARED])
    fix = f"did you mean '{printable(close)}'?" if close else "give a name or an id of a record"
    raise UsageError(f"{what}\n  fix: {fix}")


def _reject(clean: Path, name: str) -> str:
    """Return why the run rejected what has this name; empty if it did not."""
    try:
        with open(clean / REJECTS, "rb") as lines:
            rejects = (json.loads(line) for line in lines)
            return next((f"{one['reason']}: {one['detail']}" for one in rejects if one["name"] == name), "")
    except (OSError, ValueError, KeyError, TypeError):
        return ""
