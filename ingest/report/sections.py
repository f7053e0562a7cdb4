"""The sections of the report above its browser: what to look at first, totals, rejects, removals, sites, repeats."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from ingest.errors import counted
from ingest.report.charts import Bar, bars, family_of, filter_link, histogram, legend, stacked
from ingest.report.figures import TROUBLE, Figures, GroupFigures
from ingest.report.markup import Markup, element, joined
from ingest.report.repeats import MINED_DOCUMENTS, Repeats

MOST_BARS = 15
MOST_SITES = 200
MOST_REJECTS = 100
MOST_GROUPS = 50
MOST_PROPOSALS = 8  # of a group


@dataclass(frozen=True, slots=True)
class Reject:
    """A document that became no record, and why."""

    name: str
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class RunFigures:
    """All that the report counts: over the records, what ``run.json`` says, the rejects (the first of them, and how
    many there are of each reason), and what repeats in the output by group."""

    figures: Figures
    summary: Mapping[str, object]
    rejects: Sequence[Reject]
    reasons: Mapping[str, int]
    repeats: Sequence[Repeats]
    rule_kinds: Mapping[str, str]

    @property
    def rejected(self) -> int:
        return sum(self.reasons.values())


def look_first(run: RunFigures) -> Markup:
    """Return what most needs a look, each with the documents that show it: the gravest first."""
    items = list(islice(_worst(run), 8))
    if not items:
        return element("p", "Nothing stands out: no rejects, no notes of trouble, nothing that repeats.", class_="fine")
    return element("ol", *items, class_="first")


def _worst(run: RunFigures) -> Iterator[Markup]:
    found: list[tuple[int, Markup]] = []
    total = run.figures.all.documents + run.rejected
    for reason, count in run.reasons.items():
        found.append((count, _item(count, total, f"rejected as {reason}", "#rejects", "bad")))
    for code, count in run.figures.all.notes.items():
        if code in TROUBLE:
            found.append((count, _item(count, total, f"noted {code}", filter_link({"note": code}), "bad")))
    for repeats in run.repeats[:3]:
        said = f"of {repeats.group.name} say the same, and no rule takes it"
        found.append((repeats.documents, _item(repeats.documents, total, said, "#repeats", "left")))
    yield from (item for _, item in sorted(found, key=lambda each: -each[0]))


def _item(count: int, total: int, said: str, href: str, kind: str) -> Markup:
    documents = "document" if count == 1 else "documents"
    text = joined(element("b", f"{count:,}"), f" {documents} {said} ", element("small", _percent(count, total)))
    return element("li", element("a", text, href=href), class_=kind)


def totals(run: RunFigures) -> Markup:
    """Return the numbers of the run, each with what it is."""
    all = run.figures.all
    read = run.summary.get("read")
    tiles = [
        ("records", f"{all.documents:,}", f"of {read:,} read" if isinstance(read, int) else "in all"),
        ("rejects", f"{run.rejected:,}", "documents without a record"),
        ("in trouble", f"{all.troubled:,}", "documents with a note that asks for a look"),
        ("spans removed", f"{sum(all.kinds.values()):,}", f"{run.figures.moved:,} of them moved to a field"),
        ("share removed", _percent(all.share, 1), "of a page, on average"),
        ("repairs", f"{run.figures.repairs:,}", "of encoding, spacing, names"),
    ]
    tags = (
        element("div", element("dt", name), element("dd", number), element("dd", said, class_="said"))
        for name, number, said in tiles
    )
    return element("dl", *tags, class_="tiles")


def rejects(run: RunFigures) -> Markup:
    """Return the rejects: how many for which reason, and the first of them."""
    if not run.reasons:
        return element("p", "No document was rejected.")
    chart = bars([Bar(reason, count) for reason, count in _most(run.reasons)])
    rows = (
        element("tr", element("td", one.name), element("td", one.reason), element("td", one.detail))
        for one in run.rejects
    )
    head = element("tr", *(element("th", name, scope="col") for name in ("document", "reason", "detail")))
    table = element("table", element("thead", head), element("tbody", *rows))
    more = run.rejected - len(run.rejects)
    said = element("p", f"{more:,} more are in rejects.jsonl.") if more > 0 else ""
    shown = f"{counted(len(run.rejects), 'document')}, of every reason some"
    return joined(chart, element("details", element("summary", shown), _scrolled(table, "Rejects"), said))


def removals(run: RunFigures) -> Markup:
    """Return the charts of what was removed: by kind, by rule, by share of the document, by language, and the notes."""
    figures = run.figures
    kinds = [Bar(kind, count, family_of(kind), {"kind": kind}) for kind, count in _most(figures.all.kinds)]
    rules = [
        Bar(id, count, family_of(run.rule_kinds.get(id, "other")), {"rule": id}, about=_in_documents(figures, id))
        for id, count in _most(figures.rules)[:MOST_BARS]
    ]
    notes = [
        Bar(code, count, "bad" if code in TROUBLE else "", {"note": code}) for code, count in _most(figures.all.notes)
    ]
    fired = f"{len(figures.rules):,} rules did something; the {min(MOST_BARS, len(figures.rules))} busiest:"
    return element(
        "div",
        _chart("By kind", bars(kinds[:MOST_BARS]), "spans removed"),
        _chart("By rule", bars(rules), fired),
        _chart("By share removed", histogram(figures.by_share, "share"), "documents, by how much of the page went"),
        _chart("By language", bars(_languages(figures)), "documents, and the share removed of them"),
        _chart("Notes", bars(notes) if notes else element("p", "There are none."), "documents; red asks for a look"),
        _chart("Colors", legend(), "stand for what a kind is about, everywhere in this report"),
        class_="charts",
    )


def _languages(figures: Figures) -> list[Bar]:
    most = sorted(figures.languages.items(), key=lambda item: (-item[1].documents, item[0]))[:MOST_BARS]
    return [
        Bar(name, group.documents, "", {"language": name}, f"{group.documents:,} · {_percent(group.share, 1)}")
        for name, group in most
    ]


def _in_documents(figures: Figures, id: str) -> str:
    return f"{figures.rules[id]:,} times in {counted(figures.in_documents[id], 'document')}"


def _chart(title: str, content: Markup, said: str) -> Markup:
    return element("section", element("h3", title), element("p", said, class_="said"), content)


def sites(run: RunFigures) -> Markup:
    """Return the table of sites, those that most need a look first."""
    repeats: dict[str, list[Repeats]] = {}
    for one in run.repeats:
        repeats.setdefault(one.site, []).append(one)

    def worst_first(item: tuple[str, GroupFigures]) -> tuple[float, float, str]:
        left = sum(one.documents for one in repeats.get(item[0], ()))
        return -(item[1].troubled + left), -item[1].share, item[0]

    ordered = sorted(run.figures.sites.items(), key=worst_first)
    names = ("site", "documents", "in trouble", "repeats", "share removed", "what was removed", "notes")
    numbers = ("documents", "in trouble", "repeats", "share removed")
    head = element(
        "tr",
        *(
            element("th", name, scope="col", class_="number" if name in numbers else None, data_sort=name in numbers)
            for name in names
        ),
    )
    rows = (_site_row(name, group, repeats.get(name, ())) for name, group in ordered[:MOST_SITES])
    table = element("table", element("thead", head), element("tbody", *rows), id="site-table")
    how = "Worst first: by documents in trouble and those that repeat what others say, then by the share removed."
    more = len(ordered) - MOST_SITES
    said = f" {more:,} more sites, less in need of a look, are not in this table." if more > 0 else ""
    return joined(element("p", f"{how}{said}", class_="said"), _scrolled(table, "Sites"))


def _site_row(name: str, group: GroupFigures, repeats: Sequence[Repeats]) -> Markup:
    left = sum(len(one.proposals) for one in repeats)
    notes = ", ".join(f"{code} {count:,}" for code, count in _most(group.notes)[:3])
    return element(
        "tr",
        element("th", element("a", name, href=filter_link({"site": name})), scope="row"),
        _number(group.documents),
        _number(group.troubled, "bad" if group.troubled else ""),
        _number(left, "left" if left else ""),
        element("td", _percent(group.share, 1), class_="number", data_value=f"{group.share:.4f}"),
        element("td", stacked(group.kinds)),
        element("td", notes, class_="said"),
    )


def _number(value: int, kind: str = "") -> Markup:
    return element("td", f"{value:,}", class_=f"number {kind}".strip(), data_value=value)


def still_repeating(run: RunFigures) -> Markup:
    """Return what repeats in the output: by group, each with its evidence, an example, and a rule file to save."""
    if not run.repeats:
        return element("p", "Nothing that looks like cruft repeats in the articles of a site.")
    how = (
        f"What cleaned articles of a site say again and again, and no rule took: of up to {MINED_DOCUMENTS} documents "
        "of each. The rules are proposals; look at their examples before you use one."
    )
    more = len(run.repeats) - MOST_GROUPS
    said = f" {more:,} more groups repeat something in fewer documents." if more > 0 else ""
    groups = (_group(one, open=at < 2) for at, one in enumerate(run.repeats[:MOST_GROUPS]))
    return joined(element("p", f"{how}{said}", class_="said"), *groups)


def _group(repeats: Repeats, *, open: bool) -> Markup:
    shown = repeats.proposals[:MOST_PROPOSALS]
    items = (
        element(
            "li",
            element("q", one.removes[0][:300], dir="auto"),
            " ",
            element("small", f"in {one.seen.documents:,} of {one.seen.of:,} documents, {one.kind}"),
        )
        for one in shown
    )
    name = f"{repeats.group.slug}.yaml"
    file = element(
        "details",
        element("summary", f"A rule file for it: my-rules/{name}"),
        element("pre", element("code", repeats.file), tabindex=0),
        element("button", "Copy", type="button", class_="copy"),
    )
    left = len(repeats.proposals) - len(shown)
    more = element("p", f"{left:,} more are in the rule file.", class_="said") if left else ""
    title = element("summary", element("b", repeats.group.name), f" {counted(len(repeats.proposals), 'proposal')}")
    return element("details", title, element("ul", *items, class_="repeats"), more, file, open=open, class_="group")


def _most(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(((name, count) for name, count in counts.items() if count), key=lambda item: (-item[1], item[0]))


def _percent(part: float, whole: float) -> str:
    share = 100 * part / whole if whole else 0.0
    return f"{share:.1f} %" if share < 10 else f"{share:.0f} %"


def _scrolled(table: Markup, name: str) -> Markup:
    """Return a table that can be scrolled sideways where it is too wide, by keyboard, too."""
    return element("div", table, class_="wide", tabindex=0, role="region", aria_label=name)
