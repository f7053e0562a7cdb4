"""Layouts: what scraping did to paragraphs is undone, and what only looks like it is left alone."""
# ruff: noqa: E501  (texts, a paragraph a line)

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence

import pytest
from cost import growth
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.text.repair.changes import Change, carried_out, compose, repairs_of
from ingest.text.repair.layout import is_run_together, lay_out

PARAGRAPHS = (
    "The council of Riverside voted on Tuesday to keep the old bridge open for another year, although the engineers had "
    "asked for more time to look at its northern pier.",
    "“Nobody wants to see it closed in the summer,” the mayor said after the vote, which was the third in as many months.",
    "Repairs will cost 2,000 crowns a day, and 1,250 more for the lamps; the money comes from a fund of the town.",
    "Work begins in the well-known second week of May, the company said, and it ends before the first frost of the year.",
)
LAYOUTS: dict[str, Callable[[Sequence[str]], str]] = {
    "wrapped at 72": lambda ps: "\n\n".join(textwrap.fill(p, 72) for p in ps),
    "wrapped at 40": lambda ps: "\n\n".join(textwrap.fill(p, 40) for p in ps),
    # At other widths a paragraph's last line happens to be as long as the others: nothing tells then that it ends.
    "wrapped, no blank lines": lambda ps: "\n".join(textwrap.fill(p, 66) for p in ps),
    "wrapped, indented": lambda ps: "\n\n".join(textwrap.fill(p, 64, initial_indent="   ") for p in ps),
    "literal breaks": "\\n\\n".join,
    "literal breaks of Windows": "\\r\\n".join,
    "a printed list": lambda ps: str(list(ps)),
    "commas": ",".join,
    "break tags": lambda ps: '<img src="x.jpg"/>' + "<br/>".join(ps),
    "paragraph tags": lambda ps: "".join(f'<p class="a">{p}</p>' for p in ps),
    "wide gaps": "     ".join,
    "nothing between": "".join,
}


def paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.split("\n") if line.strip())


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_paragraphs_come_back(layout: Callable[[Sequence[str]], str]) -> None:
    source = layout(PARAGRAPHS)
    laid, changes = lay_out(source)
    assert paragraphs(laid) == PARAGRAPHS
    assert carried_out(source, changes) == laid


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(PARAGRAPHS),
        "\n\n".join(PARAGRAPHS),
        " ".join(PARAGRAPHS),
        "The old bridge stays open\n" * 12,
        "Home\nNews\nSport\nWeather\nCulture\nScience\nTravel\nOpinion",
        "The woods are dark,\nThe lamps are low,\nAnd down the lane\nThe carters go,\n\nAnd none will tell\nThe reason why\n"
        "The northern bell\nRings in the sky.",
        "Copy it to C:\\new\\names, he said, and it will be found there.",
        "Close every <p> with </p>, says the manual, and mind the <br> as well.",
        "a < b and b > c, as every pupil knows who has heard of Mr. Lee.Then he left.",
        "See www.Example.Com, info@Example.Com, Node.JS and the U.S.Army for more.",
        "It cost 2,000,Ann said, and 1,000 more.",
        "* First the lamps, which are the oldest part of the bridge\n* then the pier, on the northern side of the river\n"
        "* last the paint, in a green that was chosen by vote",
    ],
    ids=[
        "lines",
        "blank lines",
        "one line",
        "headlines",
        "menu",
        "poem",
        "path",
        "mention",
        "glued once",
        "hosts",
        "comma",
        "list",
    ],
)
def test_what_only_looks_like_it_stays(text: str) -> None:
    assert lay_out(text) == (text, ())


def test_hyphen_at_a_line_end_joins_without_a_blank() -> None:
    text = "They spoke for an hour of the well-\nknown bridge and of its old lamps,\nwhich are all to be painted in a\ndeep green before the year is out."
    assert lay_out(text)[0] == text.replace("well-\nknown", "well-known").replace("\n", " ")


def test_script_without_blanks_joins_without_them() -> None:
    sentence = (
        "理事会は火曜日に古い橋をもう一年開けておくことを決めたが、技師たちは北の橋脚を調べる時間をさらに求めていた。"
    )
    text = sentence * 3
    wrapped = "\n".join(text[at : at + 40] for at in range(0, len(text), 40))
    assert lay_out(wrapped)[0] == text


@st.composite
def changes(draw: st.DrawFn, text: str) -> tuple[Change, ...]:
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), unique=True, max_size=10)))
    return tuple(
        Change("spacing.run", start, end, draw(st.sampled_from(["", " ", "\n", "xy"])))
        for start, end in zip(cuts[::2], cuts[1::2], strict=False)
    )


@settings(max_examples=500, derandomize=True, deadline=None, database=None)
@given(st.data(), st.text("ab c", max_size=30))
def test_composed_changes_do_what_both_do(data: st.DataObject, source: str) -> None:
    first = data.draw(changes(source))
    middle = carried_out(source, first)
    second = data.draw(changes(middle))
    assert carried_out(source, compose(first, middle, second)) == carried_out(middle, second)


def test_repairs_say_what_stood_there() -> None:
    source = LAYOUTS["literal breaks"](PARAGRAPHS)
    laid, changes = lay_out(source)
    repairs = repairs_of(source, changes, laid, ())
    assert {source[repair.start : repair.end] for repair in repairs} == {"\\n"}
    assert {repair.rule for repair in repairs} == {"spacing.literal"}


@pytest.mark.parametrize(
    ("text", "together"),
    [(" ".join(PARAGRAPHS), True), ("\n".join(PARAGRAPHS), False), ("Short.", False)],
    ids=["one line", "lines", "short"],
)
def test_few_long_lines_are_told(text: str, together: bool) -> None:
    assert is_run_together(text) == together


def test_scripts_and_comments_go_with_the_tags() -> None:
    text = f'<!-- a --><p class="b">{PARAGRAPHS[0]}</p><script src="x.js">var a = "b";</script><!-- c --><p>{PARAGRAPHS[1]}</p>'
    assert paragraphs(lay_out(text)[0]) == PARAGRAPHS[:2]
    assert "var a" in lay_out(text.replace("</script>", ""))[0]  # what is not closed is none


@pytest.mark.parametrize(
    "unit",
    [
        "<script>",
        "<style>a",
        "<b>",
        "<!-- ",
        "<p>a",
        "\\n",
        "a.,B",
        "a.  B   c",
        "ab.Cd",
        "a b\n",
        "- \n",
        "['a', ",
        "<img src=a",
    ],
)
def test_layout_takes_linear_time(unit: str) -> None:
    assert growth(lambda times: lay_out(unit * times), 10_000, 40_000, allowed=10) < 10
