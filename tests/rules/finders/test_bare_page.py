"""Pages scraped tag by tag: what of them is the article and must stay whole, and what stands around it."""
# ruff: noqa: E501  (tables, a row a line)

from __future__ import annotations

import time
from pathlib import Path

import pytest

from ingest import Article, Cleaner, RawDocument, api
from ingest.rules.edits.view import BlockView, PageView, block_views, positions_of
from ingest.rules.finders.bare_page import nested, page_body
from ingest.text.blocks import split_blocks
from ingest.text.shape import shape

MENU = ["Home", "News", "Politics", "Business", "Sport", "Culture", "Weather", "Jobs", "Puzzles", "Sign in"]
FOOT = [
    "Most read", "Floods close the coast road for a third day", "Choir wins a prize it never entered", "About us", "Contact us",
    "Careers", "Advertise", "Terms & conditions", "Privacy policy", "Cookie policy", "Archive", "Help",
]  # fmt: skip
TITLE = "Council keeps the old bridge open"
ONE = "The council voted on Tuesday to keep the old bridge open for another year, and the ferry with it."
TWO = "Engineers had asked for more time to look at the northern pier, which is the oldest part of the bridge."
THREE = (
    "The mayor said that the bridge would be closed to lorries while the work goes on, and that nobody would pay twice."
)
FOUR = "Divers went down on Wednesday and came up with a shopping trolley, two bicycles and a letter box."

NO = "I have crossed that bridge every day for thirty years, and nobody has ever asked me what I think of it."


@pytest.fixture(scope="module")
def packaged() -> Cleaner:
    return api._cleaner()


def cleaned(cleaner: Cleaner, lines: list[str], language: str = "en") -> Article:
    return cleaner.clean(RawDocument("\n".join(lines), kind="text", language=language))


def left(cleaner: Cleaner, article: list[str], language: str = "en") -> list[str]:
    """What is left of an article in a page, its headline aside."""
    return cleaned(cleaner, [*MENU, TITLE, *article, *FOOT], language).text.split("\n\n")


WHOLE = {
    "news": [ONE, TWO, THREE],
    "one paragraph": [ONE],
    "subheads": [ONE, "Who pays", TWO, "What comes next", THREE],
    "a subhead and a short sentence end it": [ONE, TWO, "And after that", "Nobody knows."],
    "short sentences end it": [ONE, TWO, "“That is all,” she said.", "She left."],
    "an interview": [
        ONE,
        "What do you see from the boat?",
        TWO,
        "And at night?",
        "Lights, mostly.",
        "Are you afraid?",
        "No.",
        "Why not?",
        THREE,
    ],
    "its last paragraph lost its end": [
        ONE,
        TWO,
        THREE.removesuffix(".") + " for what the council had already promised to pay",
    ],
    "a list that is announced": [
        ONE,
        TWO,
        "The winners:",
        "Blue Heron",
        "The Ferrymen",
        "Night Tide",
        "Salt",
        "Orla Keay",
        "Gulls",
    ],
    "a list under a subhead that announces it": [ONE, TWO, "Ingredients:", "250 g flour", "3 leeks", "Salt", "Pepper"],
    "entries of one form": [
        ONE,
        TWO,
        "Men, single: 1. Orde, 2. Gow, 3. Keay",
        "Women, single: 1. Tennant, 2. Abruk",
        "Men, double: 1. Orde and Gow",
    ],
    "entries of one form under a subhead": [
        ONE,
        TWO,
        "Who is to pay",
        "Council (first year): half",
        "County (second year): a third",
        "Fund (both years): the rest",
    ],
    "a list in the middle": [ONE, TWO, "250 g flour", "125 g butter", "3 leeks", "2 eggs", THREE, FOUR],
    "quotations in the middle": [ONE, TWO, "“It is what it is.”", "“Nobody wrote back,” said Hamish Orde.", THREE],
    "news in brief": [ONE, "Choir wins a prize", TWO, "Road closed again", THREE, "Mill sold", FOUR],
    "standfirst": ["Nobody wants to pay for the bridge, and nobody wants to see it go, the council heard.", ONE, TWO],
}


@pytest.mark.parametrize("article", WHOLE.values(), ids=WHOLE)
def test_article_in_a_page_stays_whole(packaged: Cleaner, article: list[str]) -> None:
    assert left(packaged, article) == article


@pytest.mark.parametrize("article", WHOLE.values(), ids=WHOLE)
def test_article_alone_stays_whole(packaged: Cleaner, article: list[str]) -> None:
    assert cleaned(packaged, [TITLE, *article]).text.split("\n\n") == article


def test_paragraph_after_a_box_stays(packaged: Cleaner) -> None:
    box = ["Read also", "Floods close the coast road for a third day"]
    for end in ([FOUR, ONE.replace("Tuesday", "Friday")], ["The vote was nine to eight, and the ninth was his own."]):
        assert left(packaged, [ONE, TWO, THREE, *box, *end]) == [ONE, TWO, THREE, *end]


def test_poem_stays(packaged: Cleaner) -> None:
    song = [
        "I took the river at its word",
        "and rowed it to the other side",
        "the river said it had not heard",
        "and took me back upon the tide",
    ]
    assert [line for line in left(packaged, song) if line in song] == song


AROUND = {
    "stories above": (["Police name man found in reservoir", "Letters: the roundabout, again", ONE, TWO], [ONE, TWO]),
    "stories below": ([ONE, TWO, "County buys a mill and then another", "Ferry returns after six years, and nobody is on it"], [ONE, TWO]),
    "stories with their first words": (
        [ONE, TWO, THREE, "More from Politics", "County buys a mill and then another", "It was the third mill in as many years, and it was not the last.",
         "Ferry returns after six years, and nobody is on it", "The boat was empty on Monday, and so was the quay."],
        [ONE, TWO, THREE],
    ),
    "cards": (
        [ONE, TWO, "County buys a mill and then another It was the third in as many years.", "County buys a mill and then another", "It was the third in as many years.",
         "Ferry returns after six years Nobody was on board when it left the quay.", "Ferry returns after six years", "Nobody was on board when it left the quay."],
        [ONE, TWO],
    ),
    "comments": (
        [ONE, TWO, THREE, f"Anna Gow on 12 March 2026 at 10.04 said: {FOUR}", FOUR, f"Pier Orde on 13 March 2026 at 8.15 said: {NO}", NO],
        [ONE, TWO, THREE],
    ),
    "an element and its parts": ([ONE, TWO, "Who is to pay Half by the council", "Who is to pay", "Half by the council", THREE, FOUR],
                                 [ONE, TWO, "Who is to pay", "Half by the council", THREE, FOUR]),
    "a list without form or announcement": ([ONE, TWO, "Bridges", "River Orr", "Hamish Orde", "Council"], [ONE, TWO]),
}  # fmt: skip


@pytest.mark.parametrize(("lines", "expected"), AROUND.values(), ids=AROUND)
def test_what_stands_around_goes(packaged: Cleaner, lines: list[str], expected: list[str]) -> None:
    assert left(packaged, lines) == expected


@pytest.mark.parametrize(("lines", "expected"), AROUND.values(), ids=AROUND)
def test_without_a_page_around_it_nothing_of_it_goes_as_page(
    packaged: Cleaner, lines: list[str], expected: list[str]
) -> None:
    rules = {cut.rule for cut in cleaned(packaged, [TITLE, *lines]).removed}
    assert rules.isdisjoint({"any.menu", "any.page-head", "any.page-tail", "any.nested-lines"})


def test_kind_that_is_kept_stays_in_the_tail_of_a_page() -> None:
    lines = [*MENU, ONE, TWO, THREE, "Tags: bridges, ferries", *FOOT]
    assert "ferries" not in cleaned(Cleaner(), lines).text
    assert cleaned(Cleaner(keep=["tags"]), lines).text.split("\n\n") == [ONE, TWO, THREE, "Tags: bridges, ferries"]


def test_editors_note_is_no_cruft_that_ends_the_body(packaged: Cleaner) -> None:
    note = "Correction: An earlier version of this article said that the bridge was built in 1911; it was 1912."
    assert left(packaged, [ONE, TWO, THREE, note]) == [ONE, TWO, THREE, note]


# ---------------------------------------------------------------- parts


def lines_from(texts: list[str]) -> tuple[BlockView, ...]:
    text = "\n".join(texts)
    blocks = split_blocks(text)
    shapes = [shape(text[block.start : block.end]) for block in blocks]
    return block_views(text, blocks, shapes, positions_of(shapes))


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([ONE, TWO], []),
        ([ONE, ONE], []),
        (["Bread", "Bread and roses"], []),
        (["The bridge is old", "The bridge"], []),
        (["Breadth", "Bread"], []),
        ([f"{ONE} {TWO}", ONE, TWO, THREE], [(0, 3, 1)]),
        ([f"1 Sport {TITLE}", "1", "Sport", TITLE], [(0, 4, 2)]),
        ([f"{TITLE} 12 March 2026", TITLE], [(0, 2, 14)]),
        ([f"Anna said: {ONE}", ONE], [(0, 2, 11)]),
        ([f"{TITLE} {ONE} {TWO} {THREE}", TITLE, FOUR], [(0, 2, 300)]),
    ],
    ids=["prose", "copy", "longer second", "two words", "part of a word", "quotation", "numbered", "day", "name", "headline alone"],
)  # fmt: skip
def test_nested(texts: list[str], expected: list[tuple[int, int, int]]) -> None:
    found = list(nested(lines_from(texts)))
    assert [entry[:2] for entry in found] == [entry[:2] for entry in expected]
    for (*_, rest), (*_, wanted) in zip(found, expected, strict=True):
        assert rest == wanted or rest > 100 < wanted


@pytest.mark.parametrize(
    ("texts", "body"),
    [
        ([TITLE, ONE, TWO], None),
        ([*MENU, ONE, TWO], None),
        ([ONE, TWO, *FOOT], None),
        ([*MENU, ONE, TWO, *FOOT], (10, 12)),
        ([*MENU[:7], ONE, TWO, *FOOT], None),
        ([*MENU, *FOOT], None),
    ],
    ids=["article", "menu alone", "footer alone", "page", "short menu", "no prose"],
)
def test_page_is_told_by_what_stands_on_both_sides(texts: list[str], body: tuple[int, int] | None) -> None:
    assert page_body(PageView(lines_from(texts)), frozenset()) == body


def test_page_without_prose_is_where_no_rule_knows_a_line() -> None:
    winners = [f"Winner number {n}" for n in "abcdefghij"]
    lines = lines_from([*MENU, *winners, *MENU])
    known = frozenset(range(10)) | frozenset(range(20, 30))
    assert page_body(PageView(lines), known) == (10, 20)
    assert page_body(PageView(lines), frozenset(range(10))) is None


@pytest.mark.parametrize("line", ["x" * 50_000, "a " * 25_000, "ab"], ids=["one word", "words", "short"])
def test_page_is_found_quickly(line: str) -> None:
    view = PageView(lines_from([*MENU, line, *["a"] * 5000, line, ONE, *FOOT]))
    start = time.process_time()
    page_body(view, frozenset())
    assert time.process_time() - start < 1.0


SIGN_RULE = """\
about: What stands below the articles of a paper.
rules:
  - id: en.gull-pick
    kind: {kind}
    line: '^gull pick$'
    where: {where}
    then: drop
    why: For a test.
    examples: {{removes: [Gull pick], keeps: [The gull picked.]}}
"""


@pytest.mark.parametrize(
    ("kind", "where", "ends"),
    [
        ("newsletter", "{position: tail}", False),
        ("share", "{position: head}", False),
        ("share", "{position: [body, tail], before: {phrases: [no such]}}", False),
        ("share", "{position: tail}", True),
    ],
    ids=["of a kind that is anywhere", "of the head", "where another condition fails", "of what is below"],
)
def test_body_ends_at_a_sign_of_what_is_below_it(tmp_path: Path, kind: str, where: str, *, ends: bool) -> None:
    """A line within the body that a rule would take below it says that it is not the body any more."""
    (tmp_path / "rules.yaml").write_text(SIGN_RULE.format(kind=kind, where=where), encoding="utf-8")
    rest = ["Gull pick", "The old mill", f"{FOUR} They keep them."]
    assert left(Cleaner(rules=[tmp_path]), [ONE, TWO, *rest]) == [ONE, TWO, *([] if ends else rest)]
