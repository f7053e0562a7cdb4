"""Why a rule fires on a document, and why it does not: whether it applies at all, and then block by block."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ingest.article import Page, RawDocument
from ingest.errors import UsageError, counted
from ingest.rules.care import serving
from ingest.rules.check.check import find_rule
from ingest.rules.engine.fixpoint import Trace
from ingest.rules.engine.verdicts import Judge, Verdict
from ingest.rules.layers import RuleSet
from ingest.rules.model import Rule, RuleFile
from ingest.text.fold import fold

# Why a rule may not serve, by care.
_LEAST_SURE = {"high": "it guesses from shape or place, or by few letters", "normal": "it is bold, for --care low"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a rule does about a document. ``refusals`` say why it does not apply to it; empty, if it does."""

    rule: Rule
    refusals: tuple[str, ...]
    verdicts: tuple[Verdict, ...]
    notes: tuple[str, ...] = ()


def why(
    rules: RuleSet, id: str, trace: Trace, raw: RawDocument, page: Page, *, language: str | None, site: str | None
) -> Answer:
    """Return what a rule does about a document that was cleaned (``trace``), block by block.

    Args:
        rules: all rules, those included that do not apply to the document.
        id: the rule's.
        raw: the document as it came, in which an element rule is tried.
        page: the document as it was read.
        language: as decided or stated.
        site: its host.

    Raises:
        UsageError: no layer has the rule, or it is built in.
    """
    config = rules.site_config(site)
    rule = find_rule(rules, id, config.file.rules if config else ())
    refusals = tuple(_refusals(rules, rule, trace, language, site, raw.group))
    judge = Judge(rule, trace, selected=not refusals)
    notes = tuple(_notes(judge, page)) if rule.find != "element" else tuple(_elements(rule, raw, page))
    return Answer(rule, refusals, tuple(judge.verdicts()), notes)


def _refusals(
    rules: RuleSet, rule: Rule, trace: Trace, language: str | None, site: str | None, group: str | None
) -> Iterator[str]:
    """Yield why a rule is not among those that apply to a document."""
    selection = trace.proposer.selection
    if rule.id in selection.disabled:
        names = ", ".join(file.path for file in selection.files if rule.id in file.disable)
        yield f"disabled by {names}"
    if any(one.id == rule.id for layer in selection.layers for one in layer.rules):
        return
    file = next((file.read() for file in rules.files if rule.id in file.ids), None)
    if file is None:
        return
    if file.language not in (None, language):
        known = f"the document is in '{language}'" if language else "the document's language is not known"
        yield f"it is for the language '{file.language}', and {known}; --language states another"
    if file.group is not None:
        known = f"the document is of '{group}'" if group else "no group of the document is known"
        yield f"it is for documents of the group '{file.group}', and {known}; --group says what they are grouped by"
    if not serving([rule], rules.care):
        yield f"at --care {rules.care} it does not serve: {_LEAST_SURE[rules.care]}"
    if file.site is not None:
        yield from _site_refusals(rules, file, site, language)


def _site_refusals(rules: RuleSet, file: RuleFile, site: str | None, language: str | None) -> Iterator[str]:
    if site is None:
        yield f"it is for the site '{file.site}', and the document's site is not known; --site or --url states it"
    elif site != file.site and not site.endswith(f".{file.site}"):
        yield f"it is for the site '{file.site}', and the document is of '{site}'; --site states another"
    else:
        serving = rules.site_file(site, file.rank, language)
        if serving is not None and serving.path != file.path:
            yield f"of the files for '{site}' one serves, that of the longest name: {serving.path}"


def _notes(judge: Judge, page: Page) -> Iterator[str]:
    rule = judge.rule
    if rule.where.part == "title" and not page.title and not judge.trace.title.views:
        yield "the document has no title, which the rule is for; --title states one"
    if rule.find in ("line", "section") and rule.where.part == "text" and not judge.looks_at_units:
        yield "only whole blocks are looked at: the text has a paragraph a line"


def _elements(rule: Rule, raw: RawDocument, page: Page) -> Iterator[str]:
    """Yield what an element rule finds in a page, and what it has removed there."""
    if page.kind != "html":
        yield "the rule is for elements of HTML, and the document is text"
        return
    from ingest.html.dom import parse
    from ingest.html.selectors import Selector
    from ingest.text.decoding.decode import decode

    text = raw.data if isinstance(raw.data, str) else decode(raw.data, charset=raw.charset, html=True).text
    parsed = parse(text.encode("utf-8", "replace"))
    for syntax, expression in rule.selectors:
        found = Selector(expression, syntax).elements(parsed.root) if parsed else ()
        yield f"the selector '{expression}' finds {counted(len(found), 'element')} on the page"
    removed = [cut for cut in page.removed if cut.rule == rule.id]
    for cut in removed:
        yield f"removed, at {cut.path}: {cut.text[:80]}"
    if not removed:
        yield "it removed none: a guard keeps them, or they went with elements of other rules"


def of_line(verdicts: tuple[Verdict, ...], line: str) -> tuple[Verdict, ...]:
    """Return the verdicts on the blocks and units that hold a line, letter case and marks aside.

    Raises:
        UsageError: none holds it.
    """
    sought = fold(line.strip())
    found = tuple(verdict for verdict in verdicts if sought in fold(verdict.text))
    if not found:
        raise UsageError(
            f"no block of the document holds '{line}'\n  fix: 'ingest explain --blocks' shows what it holds"
        )
    return found
