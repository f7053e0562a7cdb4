"""Lines that repeat what is known of a document, and the nearest lines that must stay."""

from __future__ import annotations

import pytest

from ingest import Cleaner
from ingest.article import Metadata
from ingest.rules.edits.view import PageView, block_views, positions_of
from ingest.rules.finders.built_in import BUILT_IN_FINDERS
from ingest.text.blocks import split_blocks
from ingest.text.shape import shape

ONE = "The council voted on Tuesday to keep the old bridge open for another year."
TWO = "Engineers had asked for more time to look at the northern pier of the bridge."
TITLE = "Old bridge stays open"
KNOWN = Metadata(
    title=TITLE,
    authors=("Jane Doe", "Олена Коваль"),
    published="2022-10-09T10:15:00Z",
    modified="2022-10-11",
    section="Politics",
    site_name="The Riverside Courier",
    tags=("Harbour", "Old bridge", "Ferries"),
)


def found(finder: str, lines: list[str], known: Metadata = KNOWN, **view: str | None) -> list[str]:
    text = "\n".join(lines)
    blocks = split_blocks(text)
    shapes = [shape(text[block.start : block.end]) for block in blocks]
    page = PageView(block_views(text, blocks, shapes, positions_of(shapes)), known=known, **view)  # type: ignore[arg-type]
    return [page.blocks[span.block].text for span in BUILT_IN_FINDERS[finder](page)]


@pytest.mark.parametrize(
    ("finder", "line"),
    [
        ("stated-author", "Jane Doe"),
        ("stated-author", "By JANE DOE, Staff Writer"),
        ("stated-author", "Олена Коваль, 9 жовтня 2022"),
        ("stated-author", "von Jane Doe | 11.10.2022 18:30"),
        ("stated-author", "Jane Doe | Riverside Mail | Kyiv"),
        ("stated-date", "9 October 2022"),
        ("stated-date", "Politics | 10/9/2022, 10:15 a.m. GMT"),
        ("stated-date", "Updated: 11 Oct 2022"),
        ("stated-date", "2022年10月9日"),
        ("stated-tags", "Harbour, Ferries"),
        ("stated-tags", "Topics: Old bridge"),
        ("stated-section", "Politics"),
        ("stated-site", "The Riverside Courier"),
    ],
)
def test_line_that_repeats_what_is_known_is_found(finder: str, line: str) -> None:
    assert found(finder, [line, ONE, TWO]) == [line]
    assert found(finder, [line, ONE, TWO], Metadata()) == []


@pytest.mark.parametrize(
    "line",
    [
        "Jane Doe wins the harbour prize",
        "Jane Doe: why the bridge must stay",
        "Jane Doe on the old bridge",
        "What the council said on 9 October 2022",
        "8 October 2022 in the harbour",
        "Politics of the bridge",
        "Ferries",
        "The Riverside Courier wins a prize",
        "Harbour, Ferries and a bridge",
    ],
)
def test_line_that_says_more_stays(line: str) -> None:
    for finder in BUILT_IN_FINDERS:
        if finder.startswith("stated-"):
            assert found(finder, [line, ONE, TWO]) == []


def test_what_is_known_is_not_looked_for_inside_the_text() -> None:
    for line in ("Jane Doe", "9 October 2022", "Politics", "Harbour, Ferries", "The Riverside Courier"):
        for finder in BUILT_IN_FINDERS:
            if finder.startswith("stated-"):
                assert found(finder, [ONE, TWO, line, TWO]) == []
    assert found("stated-section", [ONE, TWO, "Politics"]) == []


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["28/01/2025", ONE], ["28/01/2025"]),
        (["Giriş: 15 Eylül 2025, Pazartesi 16:39", ONE], ["Giriş: 15 Eylül 2025, Pazartesi 16:39"]),
        (["12 April 2026", ONE, "13 April 2026", TWO], []),
        (["12 April 2026 in the harbour", ONE], []),
        (["3 : 2", ONE], []),
        ([ONE, "12 April 2026"], []),
        (["Riverside | 12 April 2026", ONE], ["Riverside | 12 April 2026"]),
    ],
    ids=["numbers", "label", "chronicle", "more", "score", "below", "place"],
)
def test_date_line(lines: list[str], expected: list[str]) -> None:
    assert found("date-line", lines, Metadata(title=TITLE)) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Moira Tennant", True),
        ("Por Moira Tennant, Riverside", True),
        ("Riverside Courier, Kyiv", True),
        ("Old bridge", False),
        ("By the river", False),
        ("MOIRA TENNANT", False),
        ("Moira Tennant crosses the old bridge", False),
    ],
)
def test_byline_stands_where_the_headline_is_another(line: str, expected: bool) -> None:
    site = "riversidecourier.example"
    address = Metadata(url="https://riversidecourier.example/ferry-sails-again-after-nine-weeks")
    headline = Metadata(title="Ferry sails again after nine weeks")
    assert bool(found("byline-line", [line, ONE, TWO], headline, site=site)) is expected
    if line.startswith("Moira"):
        assert bool(found("byline-line", [line, ONE, TWO], address, site=site)) is expected
    assert found("byline-line", [line, ONE, TWO], Metadata(), site=site) == []
    assert found("byline-line", [line, ONE, TWO], Metadata(title=f"{line}, a portrait"), site=site) == []


def test_byline_goes_with_the_address_as_without() -> None:
    text = "\n\n".join(["Moira Tennant", ONE, TWO])
    url = "https://courier.example/old-bridge-stays-open-another-year"
    article = Cleaner(site_rules=False).clean(text, kind="text", url=url, language="en")
    assert article.text == f"{ONE}\n\n{TWO}"
    assert (article.authors, article.title) == (("Moira Tennant",), None)
    assert article.removed[0].rule == "any.byline-line"


def test_byline_that_a_page_states_goes_and_nothing_of_the_article() -> None:
    page = (
        '<html><head><title>Old bridge stays open</title><meta name="author" content="Jane Doe">'
        '<meta property="article:published_time" content="2022-10-09T10:15:00Z"></head><body><article>'
        f"<h1>{TITLE}</h1><p>9. Oktober 2022 um 10:15 Uhr /</p><p>{ONE}</p><p>{TWO}</p><p>{ONE} Jane Doe said so.</p>"
        "</article></body></html>"
    )
    article = Cleaner(site_rules=False).clean(page, kind="html")
    assert "Oktober" not in article.text
    assert article.text.startswith(ONE)
    assert article.text.endswith("Jane Doe said so.")
