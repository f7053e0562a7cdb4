"""Differences as people read them: lines of text, and a page of HTML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from ingest.compare.differences import SPAN_FATES, ChangedSpan, Differences, SpanFate
from ingest.errors import counted, printable
from ingest.report.charts import Bar, bars, family_of
from ingest.report.markup import Markup, element, joined
from ingest.report.page import page

_MOST = 20  # rows of a table
_NAMES = 10  # of documents that only one run has
_SAYS: dict[SpanFate, str] = {
    "goes": "goes in B, stayed in A",
    "stays": "stays in B, went in A",
    "other rule": "goes by another rule",
}
_SIGNS: dict[SpanFate, str] = {"goes": "-", "stays": "+", "other rule": "~"}
Counts = Counter[tuple[str, SpanFate]]


def difference_text(found: Differences, old: Path, new: Path) -> str:
    """Return the differences as lines of text, what differs most first."""
    return "\n".join(_lines(found, old, new))


def _lines(found: Differences, old: Path, new: Path) -> Iterator[str]:
    yield f"A: {old}"
    yield f"B: {new}"
    yield _total(found)
    for said, names in _only(found):
        yield said
        yield from (f"  {printable(name)}" for name in names[:_NAMES])
    if not found.kinds and not found.fields:
        return
    yield from (f"  {count:,} in {name}" for name, count in found.fields.most_common())
    yield from (f"  {said}" for said in _notes(found))
    for title, counts in _tables(found):
        yield ""
        rows = _rows(counts)[:_MOST]
        width = max(len(printable(name)) for name, _ in rows) + 2
        yield f"{title:<{width}} {'goes':>8} {'stays':>8} {'by other':>8}"
        for name, row in rows:
            yield f"  {printable(name):<{width - 2}} " + " ".join(f"{count:>8,}" for count in row)
    yield ""
    for example in _examples(found):
        before = f", was {example.before}" if example.before else ""
        yield f"{_SIGNS[example.fate]} {printable(example.text)}"
        yield f"      ^ {example.rule} ({example.kind}{before}) in {printable(example.name)}"


def difference_page(found: Differences, old: Path, new: Path) -> str:
    """Return the differences as a page of HTML, which has no script."""
    head = element(
        "header",
        element("p", "ingest compare", class_="brand"),
        element("h1", f"{_name(old)} → {_name(new)}"),
        element("p", f"A is {_name(old)}, B is {_name(new)}. {_total(found)}", class_="said"),
    )
    charts = (
        _chart("Documents that differ, by field", _counted_bars(found.fields)),
        _chart("Documents that differ, by site", _counted_bars(found.changed_by_site)),
        _chart("Notes", element("ul", *(element("li", said) for said in _notes(found)))),
    )
    parts = (
        _part("What differs", _missing(found), element("div", *charts, class_="charts")),
        _part("Spans", *(_chart(title, _table(title, counts)) for title, counts in _tables(found))),
        _part("Examples", *(_group(fate, found) for fate in SPAN_FATES)),
    )
    return page(f"{_name(old)} and {_name(new)}: ingest compare", joined(head, element("main", *parts)), None)


def _counted_bars(counts: Counter[str]) -> Markup:
    return bars([Bar(name, count) for name, count in counts.most_common(_MOST)])


def _part(title: str, *content: Markup) -> Markup:
    return element("section", element("h2", title), *content, class_="part")


def _missing(found: Differences) -> Markup:
    """Return the documents that only one run has, the first of them."""
    lists = (
        joined(element("p", said), element("ul", *(element("li", name) for name in names[:_NAMES])))
        for said, names in _only(found)
    )
    return joined(*lists)


def _total(found: Differences) -> str:
    same = found.both - found.changed
    return f"{counted(found.different, 'document')} differ, {same:,} are the same."


def _only(found: Differences) -> list[tuple[str, list[str]]]:
    sides = (("A", found.only_old), ("B", found.only_new))
    return [(f"{counted(len(names), 'document')} in {side} alone:", names) for side, names in sides if names]


def _notes(found: Differences) -> list[str]:
    """Return the notes that more or fewer documents have, the commonest first."""
    signs = {True: "noted in B only", False: "noted in A only"}
    return [f"{count:,} {signs[in_new]}: {code}" for (code, in_new), count in found.notes.most_common()]


def _tables(found: Differences) -> list[tuple[str, Counts]]:
    every = (("kind", found.kinds), ("rule", found.rules), ("site", found.sites))
    return [(f"spans by {name}", counts) for name, counts in every if counts]


def _rows(counts: Counts) -> list[tuple[str, tuple[int, ...]]]:
    """Return names with their counts, in the order of ``SPAN_FATES``; what differs most first."""
    names = {name for name, _ in counts}
    rows = [(name, tuple(counts[name, fate] for fate in SPAN_FATES)) for name in names]
    return sorted(rows, key=lambda row: (-sum(row[1]), row[0]))


def _examples(found: Differences) -> Iterator[ChangedSpan]:
    """Yield examples by fate, those of what differs most first."""
    for fate in SPAN_FATES:
        of_fate = [(rule, shown) for (rule, about), shown in found.examples.items() if about == fate]
        for _, shown in sorted(of_fate, key=lambda item: (-found.rules[item[0], fate], item[0])):
            yield from shown


def _group(fate: SpanFate, found: Differences) -> Markup:
    items = [
        element(
            "li",
            element("span", example.kind, class_=f"chip f-{family_of(example.kind)}"),
            element("q", example.text, dir="auto"),
            element("p", f"{_by(example)} in ", element("b", example.name), class_="said"),
        )
        for example in _examples(found)
        if example.fate == fate
    ]
    if not items:
        return joined()
    title = element("summary", element("b", _SAYS[fate]))
    return element("details", title, element("ul", *items, class_="repeats"), open=True, class_="group")


def _by(example: ChangedSpan) -> str:
    return f"{example.rule}, was {example.before}" if example.before else example.rule


def _table(title: str, counts: Counts) -> Markup:
    names = (title.removeprefix("spans by "), *(_SAYS[fate] for fate in SPAN_FATES))
    head = element(
        "tr", *(element("th", name, scope="col", class_="number" if at else None) for at, name in enumerate(names))
    )
    rows = (
        element(
            "tr",
            element("th", name, scope="row"),
            *(element("td", f"{count:,}", class_="number") for count in row),
        )
        for name, row in _rows(counts)[:_MOST]
    )
    table = element("table", element("thead", head), element("tbody", *rows))
    return element("div", table, class_="wide", tabindex=0, role="region", aria_label=title)


def _chart(title: str, content: Markup) -> Markup:
    return element("section", element("h3", title), content)


def _name(path: Path) -> str:
    return path.name or path.resolve().name
