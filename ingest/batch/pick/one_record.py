"""One record of a finished run, with the page that it was made from, if that is still what it was."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from ingest.article import Article, Page, RawDocument
from ingest.batch.input.load import Documents
from ingest.batch.input.reference import Place
from ingest.batch.input.scan import Raw
from ingest.batch.limits import DEFAULT_LIMITS, Limits
from ingest.batch.output_folder import LEARNED, REJECTS
from ingest.batch.pick.run_settings import options_of_run, source_of_run, summary_of
from ingest.batch.records import record_lines
from ingest.batch.resume.previous_runs import RunSnapshot
from ingest.cleaner import Cleaner
from ingest.errors import IngestError, UsageError, closest_word, printable
from ingest.explain import rules_by_id
from ingest.input_record import Defaults, Refusal
from ingest.record import read_record
from ingest.rules.edits.settle import replay
from ingest.rules.model import Rule

_COMPARED = 10_000  # names of records, in search of the one that may be meant
# What the run has read is read again, whatever its limit was: in JSON a character may take six bytes.
_FACTOR, _ROOM = 6, DEFAULT_LIMITS.max_bytes


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
        cleaner = Cleaner(options_of_run(summary))
        if _used_learned_rules(article, cleaner):
            cleaner = cleaner.with_learned(clean / LEARNED)
        page = _page(cleaner, article, _document(clean, summary, index, article))
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


def _used_learned_rules(article: Article, cleaner: Cleaner) -> bool:
    """True if an article was made by rules that its run has learned itself; others were given to it."""
    used = {removal.rule for removal in article.removed if removal.rule.startswith("learned.")}
    return not used.issubset(cleaner.rules.ids)


def _document(clean: Path, summary: Mapping[str, object], index: int, article: Article) -> RawDocument:
    """Return the document that a record was made from.

    Raises:
        UsageError: it is not there any more, or is another.
    """
    source = source_of_run(clean, summary)
    entry = next(islice(RunSnapshot(clean).articles(), index, None), None)
    if entry is None or entry.entry.name != article.name:
        raise UsageError("the ledger of the run does not say where the source is")
    limits = Limits(max_bytes=_FACTOR * article.source.bytes + _ROOM)
    document = _at_place(source.raw, entry.entry.place, source.stated, limits)
    data = document.data if isinstance(document.data, bytes) else document.data.encode("utf-8", "surrogatepass")
    if hashlib.sha256(data).hexdigest() != article.source.sha256:
        raise UsageError("the source is not what it was")
    return document


def _at_place(source: Raw, place: Place, stated: Defaults, limits: Limits) -> RawDocument:
    file = source.at(place[0])
    for reference in file.references(limits):
        if (reference.number or 0) == place[1]:
            try:
                return Documents(file.folder, limits, stated).read(reference)
            except Refusal as refusal:
                raise UsageError(f"the source cannot be read: {refusal.detail}") from None
    raise UsageError("the source is not there any more")


def _page(cleaner: Cleaner, article: Article, document: RawDocument) -> Page:
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
