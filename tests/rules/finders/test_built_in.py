"""What the built-in finders point at, and the nearest lines that they must leave."""
# ruff: noqa: E501  (tables, a row a line)

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from ingest import Cleaner
from ingest.article import Page
from ingest.rules.edits.view import PageView, block_views, positions_of
from ingest.rules.engine.propose import Proposer
from ingest.rules.finders.built_in import BUILT_IN_FINDERS, finder_specs
from ingest.rules.finders.spec import Finder, Found
from ingest.text.blocks import split_blocks
from ingest.text.shape import shape

ONE = "The council voted on Tuesday to keep the old bridge open for another year."
TWO = "Engineers had asked for more time to look at the northern pier of the bridge."


def view_of(lines: list[str], **known: object) -> PageView:
    text = "\n".join(lines)
    blocks = split_blocks(text)
    page = Page("text", text, text, blocks)
    shapes = [shape(page.text[block.start : block.end]) for block in blocks]
    return PageView(block_views(text, blocks, shapes, positions_of(shapes)), **known)  # type: ignore[arg-type]


def found(finder: str, lines: list[str], **known: object) -> list[str]:
    """What a finder points at, as it stands in the text."""
    view = view_of(lines, **known)
    return [view.blocks[span.block].text[span.start : span.end] for span in BUILT_IN_FINDERS[finder](view)]


TITLE = "Council keeps the old bridge open"


@pytest.mark.parametrize(
    ("title", "lines", "expected"),
    [
        (TITLE, [TITLE, ONE, TWO], [TITLE]),
        (TITLE, [TITLE, TITLE, ONE, TITLE, TWO], [TITLE] * 3),
        (TITLE, [f"» {TITLE.upper()} «", ONE], [f"» {TITLE.upper()} «"]),
        (f"{TITLE} – The Courier", [TITLE, ONE], [TITLE]),
        (f"{TITLE} | The Courier", [TITLE, ONE], [TITLE]),
        (f"{TITLE}: a story", ["Council keeps", ONE], []),
        (f"{TITLE} for years", [TITLE, ONE], []),
        (TITLE, [f"{TITLE} for years", ONE], []),
        (TITLE, [ONE, TWO, TITLE], []),
        (None, [TITLE, ONE], []),
        ("!!!", ["???", ONE], []),
    ],
    ids=[
        "once", "often", "marks and case", "tail", "bar", "short beginning", "longer title", "longer line", "after two paragraphs",
        "no title", "marks alone",
    ],
)  # fmt: skip
def test_repeated_title(title: str | None, lines: list[str], expected: list[str]) -> None:
    assert found("repeated-title", lines, title=title) == expected


def test_repeated_title_knows_the_title_as_it_is_in_the_end() -> None:
    lines = [TITLE, ONE, TWO]
    assert found("repeated-title", lines, title=f"LIVE {TITLE}") == []
    assert found("repeated-title", lines, title=f"LIVE {TITLE}", headline=TITLE) == [TITLE]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([ONE, TWO, ONE], [ONE]),
        ([ONE, ONE.upper(), f"“{ONE}”"], [ONE.upper(), f"“{ONE}”"]),
        (["Bread and roses, bread and roses.", TWO, "Bread and roses, bread and roses."], []),
        ([ONE, ONE.replace("Tuesday", "Monday")], []),
    ],
    ids=["copy", "marks and case", "refrain", "another day"],
)
def test_repeated_line(lines: list[str], expected: list[str]) -> None:
    assert found("repeated-line", lines) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["A view of the old bridge", "A view of the old bridge at dusk (Northwire)"], ["A view of the old bridge"]),
        (["A view of the old bridge", ONE, "A view of the old bridge at dusk"], []),
        (["The bridge", "The bridge is old and nobody paints it."], []),
        (["A view of the old bridge.", "A view of the old bridge at dusk"], []),
        (["A view of the new library", "A view of the old bridge at dusk"], []),
        (["A view of the old bridge at dusk", "A view"], []),
    ],
    ids=["alternative text", "not next", "two words", "a sentence", "other words", "the shorter second"],
)
def test_echo_of_next(lines: list[str], expected: list[str]) -> None:
    assert found("echo-of-next", lines) == expected


@pytest.mark.parametrize(
    ("title", "known", "expected"),
    [
        ("A bridge - Politics - The Courier", {"site": "the-courier.example"}, [" - Politics - The Courier"]),
        ("A bridge – Courier", {"site": "the-courier.example"}, [" – Courier"]),
        ("A bridge :: courier.example", {"site": "courier.example"}, [" :: courier.example"]),
        ("A bridge || COURIER", {"site": "news.courier.co.uk"}, [" || COURIER"]),
        ("Courier: a bridge", {"site": "courier.example"}, []),
        ("Courier | A bridge", {"site": "courier.example"}, ["Courier | "]),
        ("A bridge - Riverside Mail", {"site": "courier.example", "site_name": "Riverside Mail"}, [" - Riverside Mail"]),
        ("A bridge - the courier who crossed it", {"site": "courier.example"}, []),
        ("A bridge - Politics", {"site": "courier.example"}, []),
        ("Courier", {"site": "courier.example"}, []),
        ("A bridge-Courier", {"site": "courier.example"}, []),
        ("A bridge - Courier", {}, []),
        ("Велике місто - Кур’єр", {"site_name": "Кур'єр"}, [" - Кур’єр"]),
    ],
    ids=[
        "sections", "article left out", "host", "labels of a host", "no separator", "before", "name as stated", "prose", "other",
        "alone", "no blanks", "nothing known", "other quotes",
    ],
)  # fmt: skip
def test_site_tail(title: str, known: dict[str, str], expected: list[str]) -> None:
    view = replace(view_of([title]), part="title", title=title, **known)  # type: ignore[arg-type]
    assert [
        view.blocks[span.block].text[span.start : span.end] for span in BUILT_IN_FINDERS["site-tail"](view)
    ] == expected


OTHER = ["Ferry to Corrin Isle sails again after nine weeks", "Floods close the coast road at Ardle for a third day"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([ONE, *OTHER, TWO], OTHER),
        ([ONE, OTHER[0], TWO], []),
        ([ONE, "\n\n", OTHER[0], "\n\n", TWO, ONE], OTHER[:1]),
        ([f"{ONE[:-1]}:", *OTHER, TWO], []),
        ([ONE, *(f"- {line}" for line in OTHER), TWO], []),
        (
            [
                ONE,
                "over the bar and under the hill of the isle we go",
                "down to the ships and the salt of the sea we go",
                TWO,
            ],
            [],
        ),
        ([ONE, *OTHER], []),
    ],
    ids=["two", "subhead", "set apart", "announced", "list", "verse", "no paragraph behind"],
)
def test_headline_run_stands_between_paragraphs(lines: list[str], expected: list[str]) -> None:
    assert found("headline-run", lines) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([ONE, TWO, "old bridge", "council"], ["old bridge", "council"]),
        ([ONE, TWO, "Bridge", "Council"], ["Bridge", "Council"]),
        ([ONE, TWO, "Flour", "Butter"], []),
        ([ONE, TWO, "Ardle vs Corrin", "Bridge vs Council"], []),
        ([ONE, f"{TWO[:-1]}:", "Bridge", "Council"], []),
        ([ONE, TWO, "Bridge"], []),
    ],
    ids=["small letters", "said in the text", "list", "fixtures", "announced", "one"],
)
def test_tail_terms_are_words_of_the_text(lines: list[str], expected: list[str]) -> None:
    assert found("tail-terms", lines) == expected


@pytest.mark.parametrize("finder", sorted(BUILT_IN_FINDERS))
@pytest.mark.parametrize(
    "line",
    ["a " + "|" * 5000 + "b", "a" + "\u3000" * 20000 + "b", "a | " * 5000, "| " * 10000, "x" * 100_000],
    ids=["bars", "blanks", "tails", "separators", "one word"],
)
def test_finder_is_quick_on_hostile_lines(finder: str, line: str) -> None:
    view = view_of([line, line, ONE], title=line, site="courier.example")
    start = time.process_time()
    list(BUILT_IN_FINDERS[finder](view))
    assert time.process_time() - start < 1.0


def minds(texts: list[str], title: str, headline: str, finders: dict[str, Finder]) -> bool:
    cleaner = Cleaner(finders=finders)
    proposer = Proposer(cleaner.rules.select("en", None), finder_specs(finders))
    proposer.propose(view_of(texts, title=title))
    return proposer.headline_affects_finders(headline)


def of_headline(view: PageView) -> Iterator[Found]:
    yield from (Found(index) for index, block in enumerate(view.blocks) if block.text == f"{view.headline}!")


@pytest.mark.parametrize(
    ("texts", "finders", "expected"),
    [
        ([TITLE, ONE, TWO], {}, True),
        (["The bridge, again and again", ONE, TWO], {}, False),
        ([f"{TITLE}!", ONE, TWO], {"menu": of_headline}, True),
        (["The bridge, again and again!", ONE, TWO], {"menu": of_headline}, False),
    ],
    ids=["stands there", "does not", "finder of one's own", "which finds nothing"],
)
def test_new_headline_matters_where_a_finder_finds_it(
    texts: list[str], finders: dict[str, Finder], expected: bool
) -> None:
    assert minds(texts, f"Bridge news: {TITLE}", TITLE, finders) is expected


@pytest.mark.parametrize(("kind", "times", "copies"), [("paragraph", 2, 1), ("paragraph", 3, 0), ("code", 2, 0)])
def test_repeated_line_of_a_page_is_no_copy_if_it_is_a_refrain_or_code(kind: str, times: int, copies: int) -> None:
    line = "You know that you are the only one that I need, my boat."
    other = "The crowd sang it the whole afternoon, from the mill down to the market square."
    tag = "pre" if kind == "code" else "p"
    markup = f"<article><h1>Boats</h1>{f'<{tag}>{line}</{tag}><p>{other}</p>' * times}</article>"
    removed = Cleaner(site_rules=False).clean(
        markup.replace(other, "{}").format(*(f"{n}. {other}" for n in range(times)))
    )
    assert [cut.rule for cut in removed.removed].count("any.repeated-line") == copies
