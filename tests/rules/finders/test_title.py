"""Which line of a plain text is taken for its headline."""
# ruff: noqa: E501  (tables, a row a line)

from __future__ import annotations

import pytest

import ingest
from ingest import Cleaner
from ingest.rules.edits.view import block_views, positions_of
from ingest.rules.finders.title import HEAD_BLOCKS, agrees, guess_title
from ingest.text.blocks import split_blocks
from ingest.text.shape import shape

ONE = "The council voted on Tuesday to keep the old bridge open for another year."
TWO = "Engineers had asked for more time to look at the northern pier of the bridge."
TITLE = "Council keeps the old bridge open"


def guessed(lines: list[str], cruft: tuple[int, ...] = ()) -> str | None:
    text = "\n".join(lines)
    blocks = split_blocks(text)
    shapes = [shape(text[block.start : block.end]) for block in blocks]
    index = guess_title(block_views(text, blocks, shapes, positions_of(shapes)), cruft)
    return None if index is None else lines[index]


@pytest.mark.parametrize(
    ("lines", "cruft", "expected"),
    [
        ([TITLE, ONE, TWO], (), TITLE),
        (["Is the old bridge safe?", ONE], (), "Is the old bridge safe?"),
        (["古い橋は安全なのか？", "市議会は火曜日、古い橋をもう一年開放しておくことを決めた。技術者は反対した。"], (), "古い橋は安全なのか？"),
        (["# " + TITLE, ONE], (), "# " + TITLE),
        (["By Moira Tennant", TITLE, ONE], (0,), TITLE),
        (["Home", TITLE, ONE], (), None),
        ([ONE, TWO], (), None),
        ([ONE, TITLE, TWO], (), None),
        ([TITLE], (), None),
        ([TITLE, "Photo", "More"], (), None),
        (["Council keeps the old …", ONE], (), None),
        (["- " + TITLE, ONE], (), None),
        (["Bridge", ONE], (), None),
        ([" ".join(["word"] * 40), ONE], (), None),
        ([TITLE, *["Menu"] * HEAD_BLOCKS, ONE], (), None),
        ([], (), None),
    ],
    ids=[
        "first line", "question", "question in Japanese", "Markdown", "after cruft", "one word first", "prose first",
        "between prose", "alone", "no prose", "cut off", "item", "one word", "long", "menu", "nothing",
    ],
)  # fmt: skip
def test_guess(lines: list[str], cruft: tuple[int, ...], expected: str | None) -> None:
    assert guessed(lines, cruft) == expected


@pytest.mark.parametrize(
    ("url", "line", "expected"),
    [
        ("https://courier.example/news/old-bridge-stays-open-another-year", TITLE, True),
        ("https://courier.example/news/old-bridge-stays-open-another-year", "Loud bang heard on the quay", False),
        ("https://bote.example/bruecke-bleibt-noch-geoeffnet-12.html", "Brücke: Rat will sie öffnen lassen", True),
        ("https://bote.example/br%C3%BCcke-bleibt-noch-ge%C3%B6ffnet", "Die Brücken und der Rat", True),
        ("https://courier.example/news/2026/04/14/12345", "Loud bang heard on the quay", True),
        ("https://courier.example/local-news/12345", "Loud bang heard on the quay", True),
        ("https://courier.example/old-bridge-stays-open-another-year", "古い橋は開いたまま", True),
        ("https://courier.example/old-bridge-stays-open-another-year", "Oh no", True),
        ("https://[courier/old-bridge-stays-open", "Loud bang heard on the quay", True),
        (None, "Loud bang heard on the quay", True),
    ],
    ids=[
        "shared", "nothing shared", "umlauts", "umlauts escaped", "numbers", "section", "other script", "short", "broken",
        "none",
    ],
)  # fmt: skip
def test_headline_agrees_with_its_address(url: str | None, line: str, expected: bool) -> None:
    assert agrees(url, line) is expected


def test_subhead_above_a_text_is_no_headline_where_the_address_says_so() -> None:
    text = f"Loud bang heard on the quay\n\n{ONE}\n\n{TWO}"
    article = ingest.clean(text, url="https://courier.example/council-keeps-the-old-bridge-open", language="en")
    assert article.title is None
    assert article.text.startswith("Loud bang")
    assert ingest.clean(text, language="en").title == "Loud bang heard on the quay"


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        (None, TITLE),
        ("", None),
        ("  ", None),
        ("Another title", "Another title"),
        (" Another \ud800", "Another \ufffd"),
    ],
    ids=["none stated", "stated that there is none", "blanks", "stated", "broken"],
)
def test_stated_title_is_believed(stated: str | None, expected: str | None) -> None:
    article = Cleaner(packaged=False).clean(f"{TITLE}\n{ONE}", title=stated)
    assert article.title == expected
    assert article.text.startswith(TITLE)


def test_line_that_a_rule_would_take_is_no_title() -> None:
    text = f"© 2024 Riverside Media\n{TITLE}\n{ONE}\n{TWO}"
    assert ingest.clean(text, language="en").title == TITLE
