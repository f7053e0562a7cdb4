"""An evaluation as people read it: lines of text, and a page of HTML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from ingest.errors import counted, printable
from ingest.evaluate.score import Evaluation, TextScore
from ingest.report.markup import Markup, element, joined
from ingest.report.page import page

_MOST = 20  # rows, and texts
_SHOWN = 3  # of what a text lost, and of what is left in it
_MAX_TEXT = 200


def evaluation_text(found: Evaluation) -> str:
    """Return an evaluation as lines of text, the worst first."""
    return "\n".join(_lines(found))


def _lines(found: Evaluation) -> Iterator[str]:
    yield _total(found)
    for title, counts in (("kind", found.kinds), ("rule", found.rules)):
        yield ""
        yield f"{title:<44} {'right':>8} {'wrong':>8}"
        yield from (f"  {name:<42} {right:>8,} {wrong:>8,}" for name, right, wrong in _rows(counts))
    for score in _worst(found):
        yield ""
        yield f"{printable(score.name)}: {_faults(score)}"
        yield from (f"  - {_short(text)}  ({rule})" for text, rule in score.lost_texts[:_SHOWN])
        yield from (f"  + {_short(text)}" for text in score.left[:_SHOWN])


def evaluation_page(found: Evaluation, name: str) -> str:
    """Return an evaluation as a page of HTML, which has no script."""
    brand, title = element("p", "ingest evaluate", class_="brand"), element("h1", name)
    head = element("header", brand, title, element("p", _total(found), class_="said"))
    tables = (_table(title, counts) for title, counts in (("kind", found.kinds), ("rule", found.rules)))
    parts = (
        element("section", element("h2", "Texts, the worst first"), *map(_text, _worst(found)), class_="part"),
        element("section", element("h2", "What was taken"), *tables, class_="part"),
    )
    return page(f"{name}: ingest evaluate", joined(head, element("main", *parts)), None)


def _total(found: Evaluation) -> str:
    total = found.total
    gone = f"gone {_share(total.gone, total.cruft)} ({total.gone:,} of {total.cruft:,} stretches of cruft)"
    lost = f"lost {_share(total.lost, total.article)} ({total.lost:,} of {total.article:,} of the article)"
    return f"{counted(len(found.texts), 'text')}: {gone}, {lost}"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.4f}" if whole else "-"


def _faults(score: TextScore) -> str:
    return f"lost {score.lost:,} of {score.article:,}, left {score.cruft - score.gone:,} of {score.cruft:,}"


def _worst(found: Evaluation) -> list[TextScore]:
    return [score for score in found.texts if any(score.faults)][:_MOST]


def _rows(counts: Counter[tuple[str, bool]]) -> Iterable[tuple[str, int, int]]:
    """Return names with how often they were right and wrong: what is wrong most often first, then the busiest."""
    rows = [(name, counts[name, True], counts[name, False]) for name in {name for name, _ in counts}]
    return sorted(rows, key=lambda row: (-row[2], -row[1], row[0]))[:_MOST]


def _short(text: str) -> str:
    said = " ".join(text.split())
    return printable(said if len(said) <= _MAX_TEXT else f"{said[:_MAX_TEXT]} ...")


def _text(score: TextScore) -> Markup:
    lost = (
        element("li", element("q", _short(text), dir="auto"), " ", element("small", f"lost, by {rule}"))
        for text, rule in score.lost_texts[:_SHOWN]
    )
    left = (
        element("li", element("q", _short(text), dir="auto"), " ", element("small", "left"))
        for text in score.left[:_SHOWN]
    )
    title = element("summary", element("b", score.name), f" {_faults(score)}")
    return element("details", title, element("ul", *lost, *left, class_="repeats"), open=True, class_="group")


def _table(title: str, counts: Counter[tuple[str, bool]]) -> Markup:
    names = ((title, None), ("right", "number"), ("wrong", "number"))
    head = element("tr", *(element("th", name, scope="col", class_=kind) for name, kind in names))
    rows = (
        element(
            "tr",
            element("th", name, scope="row"),
            element("td", f"{right:,}", class_="number"),
            element("td", f"{wrong:,}", class_="number bad" if wrong else "number"),
        )
        for name, right, wrong in _rows(counts)
    )
    table = element("table", element("thead", head), element("tbody", *rows))
    return element("div", table, class_="wide", tabindex=0, role="region", aria_label=f"By {title}")
