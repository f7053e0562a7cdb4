"""Charts as HTML and inline SVG: bars, a histogram, a bar of parts. Each number stands beside its bar as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from ingest.report.markup import Markup, element, joined

# Kinds of one color: what they are about.
FAMILIES: Mapping[str, tuple[str, ...]] = {
    "links": ("read_also", "related", "nav", "teaser"),
    "people": ("author_box", "byline", "date", "dateline", "source_note", "editor_note"),
    "pictures": ("caption", "credit", "video_embed", "social_embed"),
    "readers": ("comment_form", "comments", "share"),
    "appeals": ("newsletter", "advert", "paywall", "cookie"),
    "frame": ("copyright", "site_tail", "title", "tags", "page_control", "other"),
    "repairs": ("encoding", "spacing", "casing", "name"),
}
_FAMILY = {kind: family for family, kinds in FAMILIES.items() for kind in kinds}


class Bar(NamedTuple):
    """A bar of a chart: what it counts, how much, in what family of kinds; ``fields`` are the filters that show its
    documents; ``said`` stands for the number."""

    label: str
    value: float
    family: str = ""
    fields: Mapping[str, str | int] = {}
    said: str = ""
    about: str = ""


def family_of(kind: str) -> str:
    """Return the family of a kind; that of kinds that are not known here is "frame"."""
    return _FAMILY.get(kind, "frame")


def filter_link(fields: Mapping[str, str | int]) -> str:
    """Return the address in the page that shows the documents which filters leave."""
    return f"#{urlencode(fields)}"


def bars(rows: Sequence[Bar]) -> Markup:
    """Return a list of horizontal bars, which the longest fills."""
    most = max((row.value for row in rows), default=0) or 1
    return element("ol", *(_bar(row, most) for row in rows), class_="bars")


def _bar(row: Bar, most: float) -> Markup:
    inside = joined(
        element("span", row.label, class_="name"),
        _svg(element("rect", width=f"{100 * row.value / most:.2f}", height=1), f"bar f-{row.family or 'plain'}"),
        element("span", row.said or f"{row.value:,.0f}", class_="count"),
    )
    content = element("a", inside, href=filter_link(row.fields)) if row.fields else element("span", inside)
    return element("li", content, title=row.about or None)


def stacked(counts: Mapping[str, int]) -> Markup:
    """Return one bar of the shares of kinds, by family."""
    sums = dict.fromkeys(FAMILIES, 0)
    for kind, count in counts.items():
        sums[family_of(kind)] += count
    total, at, parts = sum(sums.values()) or 1, 0.0, []
    for family, count in sums.items():
        width = 100 * count / total
        if count:
            parts.append(element("rect", x=f"{at:.2f}", width=f"{width:.2f}", height=1, class_=f"f-{family}"))
        at += width
    said = ", ".join(f"{count:,} {family}" for family, count in sums.items() if count) or "nothing"
    return element("span", _svg(joined(*parts), "stack"), element("span", said, class_="unseen"), title=said)


def histogram(counts: Sequence[int], field: str) -> Markup:
    """Return columns for equal steps of a share from 0 to 1; each links to the documents in its step."""
    most, steps = max(counts) or 1, len(counts)
    columns = []
    for step, count in enumerate(counts):
        said = f"{100 * step // steps}–{100 * (step + 1) // steps} %"
        column = joined(
            element("span", f"{count:,}", class_="count"),
            _svg(
                element("rect", y=f"{100 - 100 * count / most:.2f}", width=1, height=f"{100 * count / most:.2f}"), "up"
            ),
            element("span", said, class_="name"),
        )
        columns.append(element("li", element("a", column, href=filter_link({field: step}))))
    return element("ol", *columns, class_="columns")


def _svg(content: Markup, kind: str) -> Markup:
    box = "0 0 1 100" if kind == "up" else "0 0 100 1"
    return element("svg", content, class_=kind, viewBox=box, preserveAspectRatio="none", aria_hidden="true")


def legend() -> Markup:
    """Return what the colors stand for."""
    items = (
        element("li", element("span", "", class_=f"dot f-{family}"), f"{family}: ", element("small", ", ".join(kinds)))
        for family, kinds in FAMILIES.items()
    )
    return element("ul", *items, class_="legend")
