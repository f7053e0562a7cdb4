"""What rules propose: conditions, sections, rounds, casing. Each on rules of its own, over a page of a few lines."""
# ruff: noqa: E501  (tables, a row a line)

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ingest import Article, Cleaner, IngestError
from ingest.article import Block, Page, RawDocument

ONE = "The council voted on Tuesday to keep the old bridge open for another year."
TWO = "Engineers had asked for more time to look at the northern pier of the bridge."


def cleaner(folder: Path, *rules: str, **options: Any) -> Cleaner:
    """A cleaner of rules that are written as the inside of a mapping; of kind "other" where they say no kind."""
    written = (rule if "kind:" in rule else f"kind: other, {rule}" for rule in rules)
    entries = "".join(f"  - {{id: r.{n}, origin: ftr, {rule}}}\n" for n, rule in enumerate(written))
    path = folder / "rules.yaml"
    path.write_text("rules:\n" + entries, encoding="utf-8")
    return Cleaner(rules=[path], packaged=False, **options)


def clean(folder: Path, text: str, *rules: str, **options: Any) -> Article:
    return cleaner(folder, *rules, **options).clean(text, kind="text", language="und", title="")


def left(folder: Path, lines: list[str], *rules: str) -> list[str]:
    text = clean(folder, "\n".join(lines), *rules).text
    return text.split("\n\n") if text else []


# Each condition: a line on which the rule "line: x" fires, and its nearest neighbour on which it does not.
CONDITIONS = [
    ("min_chars: 5", ["a x b"], ["a x"]),
    ("max_chars: 5", ["a x b"], ["a x bc"]),
    ("min_words: 3", ["a x b"], ["a x"]),
    ("max_words: 3", ["a x b"], ["a x b c"]),
    ("min_words: 3", ["東京都ではx"], ["東都x"]),
    ("letters: upper", ["THE X FILES"], ["THE x FILES"]),
    ("letters: upper", ["ДІМ X"], ["12 X a"]),
    ("letters: lower", ["the x files"], ["The x files"]),
    ("sentence: true", ["He said x."], ["He said x"]),
    ("sentence: true", ["“He said x.”"], ["He said x …"]),
    ("sentence: true", ["彼はxと言った。"], ["彼はxと言った"]),
    ("sentence: false", ["He said x"], ["He said x!"]),
    ("block: heading", ["# The x"], ["The x"]),
    ("block: [item, quote]", ["> The x"], ["# The x"]),
    ("before: edge", ["x", ONE], [ONE, "x"]),
    ("after: edge", [ONE, "x"], ["x", ONE]),
    ("before: prose", [ONE, "x"], ["Menu", "x", ONE]),
    ("after: prose", ["x", ONE], [ONE, "x", "Menu"]),
    ("before: other", ["Menu", "x", ONE], [ONE, "x"]),
    ("after: other", [ONE, "x", "Menu"], ["x", ONE]),
    ("before: {phrases: [Menu]}", ["» MENU:", "x"], ["Menus", "x"]),
    ("after: {patterns: '^me'}", ["x", "Menu"], ["x", "The menu"]),
    ("after: {patterns: '^me'}", ["x", "Menu"], ["x"]),
    ("position: head", ["x", ONE, TWO], [ONE, "x", TWO]),
    ("position: tail", [ONE, TWO, "x"], [ONE, "x", TWO]),
    ("position: body", [ONE, "x", TWO], [ONE, TWO, "x"]),
    ("position: [head, tail]", [ONE, TWO, "x"], [ONE, "x", TWO]),
    ("position: body", ["Menu", "x"], ["x", ONE]),
]


@pytest.mark.parametrize(
    ("where", "fires", "spares"), CONDITIONS, ids=[f"{n} {where}" for n, (where, _, _) in enumerate(CONDITIONS)]
)
def test_condition_decides(tmp_path: Path, where: str, fires: list[str], spares: list[str]) -> None:
    rule = f"line: 'x', where: {{{where}}}"
    assert left(tmp_path, fires, rule) != fires
    assert left(tmp_path, spares, rule) == spares


@pytest.mark.parametrize(("density", "gone"), [(0.9, True), (0.4, False), (None, False)])
def test_condition_on_links_asks_for_known_links(tmp_path: Path, density: float | None, gone: bool) -> None:
    made = cleaner(tmp_path, "line: x, where: {min_link_density: 0.5}")
    page = Page("html", "a x", "a x", (Block(0, 3, link_density=density),))
    assert (made.clean_page(page, RawDocument("a x", title="")).text == "") == gone


def test_conditions_hold_for_words_and_finders_too(tmp_path: Path) -> None:
    lines = ["kyiv", ONE, "near kyiv", ONE]
    assert left(tmp_path, lines, "words: {kyiv: Kyiv}, where: {max_chars: 4}") == ["Kyiv", ONE, "near kyiv", ONE]
    assert left(tmp_path, lines, "finder: repeated-line, where: {before: {phrases: [near kyiv]}}") == lines[:3]
    assert left(tmp_path, lines, "finder: repeated-line, where: {before: edge}") == lines


# ---------------------------------------------------------------- sections

SECTIONS = [
    ("end: page", ["Go", "a", ONE, "b"], []),
    ("end: prose", ["Go", "a", ONE, "b"], [ONE, "b"]),
    ("within: 3", ["Go", "a", ONE, "b"], [ONE, "b"]),
    ("end: '^b'", ["Go", "a", ONE, "b", "c"], ["b", "c"]),
    ("end: {phrases: [b]}", ["Go", "a", "B!", "c"], ["B!", "c"]),
    ("end: '^none'", ["Go", "a", "b"], []),
    ("end: page, max_blocks: 2", ["Go", "a", "b", "c"], ["c"]),
    ("end: page, max_blocks: 0", ["Go", "a"], ["a"]),
    ("end: page, max_blocks: 2", ["Go", "Go", "a", "b"], ["b"]),
    ("end: prose", ["Go", ONE], [ONE]),
    ("end: page", ["a", "Going", "b"], ["a", "Going", "b"]),
    ("end: page, confirm: '^sure'", ["Go", "a", "b", "sure", "c"], []),
    ("end: page, confirm: '^sure'", ["Go", "a", "b", "c", "sure"], ["Go", "a", "b", "c", "sure"]),
    ("end: page, confirm: '^sure', within: 1", ["Go", "sure", "c"], []),
    ("end: page, confirm: '^sure', within: 1", ["Go", "a", "sure"], ["Go", "a", "sure"]),
    ("end: page, confirm: '^sure', within: 9", ["Go", *"abcdefgh", "sure"], []),
    ("end: page, confirm: '^sure'", ["sure", "Go", "a"], ["sure", "Go", "a"]),
    ("end: prose, confirm: '^sure'", ["Go", "a", "Go", "sure"], []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("section", "lines", "expected"), SECTIONS, ids=[f"{n} {s}" for n, (s, _, _) in enumerate(SECTIONS)]
)
def test_section_reaches_as_far_as_it_says(tmp_path: Path, section: str, lines: list[str], expected: list[str]) -> None:
    assert left(tmp_path, lines, f"section: {{start: {{phrases: [Go]}}, {section}}}") == expected


def test_section_takes_headlines_and_drops_the_rest(tmp_path: Path) -> None:
    lines = [
        "Go", "Floods close the coast road for a third day", "The rain began on Sunday and did not …",
        "It rained for three days in a row.", "News", "Ferry sails again after nine weeks",
    ]  # fmt: skip
    article = clean(
        tmp_path,
        "\n".join(lines),
        "section: {start: {phrases: [Go]}, end: page, take: headlines}, then: {move: related}",
    )
    assert [related.title for related in article.related] == [lines[1], lines[5]]
    assert len(article.removed) == 6
    assert article.text == ""


def test_section_is_cancelled_by_a_guard_on_its_start_alone(tmp_path: Path) -> None:
    section = "section: {start: {phrases: [Go]}, end: page}"
    assert left(tmp_path, ["Go", "a", "b"], section, "line: '^go', then: keep") == ["Go", "a", "b"]
    assert left(tmp_path, ["Go", "a", "b"], section, "line: '^a', then: keep") == ["a"]


# ---------------------------------------------------------------- rounds


def test_line_goes_once_its_neighbour_went(tmp_path: Path) -> None:
    rules = ["line: '^a$'", "line: '^b$', where: {after: edge}", "line: '^c$', where: {after: edge}"]
    assert left(tmp_path, ["d", "c", "b", "a"], *rules) == ["d"]
    assert left(tmp_path, ["c", "d", "b", "a"], *rules) == ["c", "d"]


def test_line_is_looked_at_again_when_part_of_it_went(tmp_path: Path) -> None:
    rules = ["span: '^\\(\\d min\\)'", "line: '^read also'"]
    assert left(tmp_path, ["(4 min) Read also: this", "Reading also: that"], *rules) == ["Reading also: that"]


def test_neighbour_of_a_line_is_looked_at_again_when_part_of_the_line_went(tmp_path: Path) -> None:
    rules = ["span: '^\\(\\d min\\)'", "line: '^b$', where: {before: {phrases: [menu]}}"]
    assert left(tmp_path, ["(4 min) Menu", "b"], *rules) == ["Menu"]


def test_section_is_confirmed_once_what_stood_between_went(tmp_path: Path) -> None:
    rules = ["section: {start: {phrases: [Go]}, confirm: '^sure', end: page, within: 6}", "phrases: [ad]"]
    assert left(tmp_path, ["Go", "a", "ad", "b", "ad", "c", "d", "ad", "sure"], *rules) == []


def test_body_is_found_again_in_what_is_left(tmp_path: Path) -> None:
    comment = "Anna: I have never seen a bridge like this one in all my life, honestly."
    lines = [ONE, TWO, "Menu", "Sport", comment]
    rules = ["line: '^anna:'", "line: '^(?:menu|sport)$', where: {position: tail}"]
    assert left(tmp_path, lines, *rules) == [ONE, TWO]


def test_guard_that_fires_only_on_what_is_left_comes_too_late(tmp_path: Path) -> None:
    rules = ["span: '^a '", "line: '^b', then: keep", "line: 'c$'"]
    assert left(tmp_path, ["a b c", "b c"], *rules) == ["b c"]


def test_line_that_a_later_round_drops_is_not_saved_by_a_guard_of_that_round(tmp_path: Path) -> None:
    rules = ["span: '^\\(\\d min\\)'", "line: '^read also'", "line: '^read also: the', then: keep"]
    assert left(tmp_path, ["(4 min) Read also: the bridge", ONE, "Read also: the bridge"], *rules) == [
        ONE,
        "Read also: the bridge",
    ]


def test_rounds_are_bounded_and_noted(tmp_path: Path) -> None:
    rules = [f"line: '^{n}$', where: {{after: edge}}" for n in range(9)]
    article = clean(tmp_path, "\n".join(map(str, range(9))), *rules)
    assert article.text != ""
    assert [note.code for note in article.notes if note.code == "unsettled"] == ["unsettled"]


def test_edit_of_a_later_round_is_offset_in_the_page(tmp_path: Path) -> None:
    rules = ["span: '\\(x\\) '", "span: 'b b'", "span: '\\bcolor\\b', then: {replace: colour}", "span: 'colours? are'"]
    article = clean(tmp_path, "a b (x) b c color are d", *rules)
    assert article.text == "a c d"
    page = "a b (x) b c color are d"
    assert all(page[cut.start : cut.end] == cut.text for cut in article.removed)


def test_moved_line_is_what_was_left_of_it(tmp_path: Path) -> None:
    rules = ["span: '^\\(4 min\\)'", "line: '^see:', then: {move: related}"]
    article = clean(tmp_path, "(4 min) See: the bridge", *rules)
    assert [related.title for related in article.related] == ["See: the bridge"]


def test_moved_line_is_what_was_left_of_it_where_something_was_cut_from_its_middle(tmp_path: Path) -> None:
    rules = ["span: '\\(ad\\) '", "line: '^ferry sails', then: {move: related}"]
    article = clean(tmp_path, f"{ONE}\nFerry (ad) sails again", *rules)
    assert [story.title for story in article.related] == ["Ferry sails again"]


@pytest.mark.parametrize("mark", ["- ", "* ", "• ", "## ", "> "])
def test_block_begins_behind_its_mark(tmp_path: Path, mark: str) -> None:
    rule = "line: '^read: (?P<value>.+)$', then: {move: related}"
    article = clean(tmp_path, f"{ONE}\n{mark}Read: Ferry sails again\n{TWO}", rule)
    assert article.text == f"{ONE}\n\n{TWO}"
    assert [story.title for story in article.related] == ["Ferry sails again"]
    assert left(tmp_path, [ONE, f"{mark}To read: Ferry sails again", TWO], rule)[1:2] == [
        f"{mark}To read: Ferry sails again"
    ]


def test_section_begins_behind_a_mark_and_a_span_before_it(tmp_path: Path) -> None:
    section = "section: {start: '^see also$', confirm: '^one', max_blocks: 1, end: page}"
    assert left(tmp_path, [ONE, "- See also", "- One more", TWO], section) == [ONE, TWO]
    assert left(tmp_path, [ONE, "- See also: the rest", TWO], "span: '^see also: '") == [
        ONE,
        "- See also: the rest",
        TWO,
    ]


def test_fault_of_a_pattern_stands_where_it_was_written(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match=r"rules\.yaml:2:"):
        cleaner(tmp_path, "line: '^read (also'")


def test_value_is_what_the_field_takes(tmp_path: Path) -> None:
    article = clean(tmp_path, "See: the bridge", "line: '^see: (?P<value>.+)', then: {move: related}")
    assert [related.title for related in article.related] == ["the bridge"]
    assert article.removed[0].text == "See: the bridge"


# ---------------------------------------------------------------- policy


@pytest.mark.parametrize(
    ("options", "text", "dateline"),
    [({}, "PARIS - A story.", "PARIS"), ({"drop": ["dateline"]}, "A story.", "PARIS"), ({"only": ["advert"]}, "PARIS - A story.", "PARIS")],
    ids=["kept by default", "dropped when asked", "kept with what is not singled out"],
)  # fmt: skip
def test_kept_kind_stays_and_fills_its_field(
    tmp_path: Path, options: dict[str, list[str]], text: str, dateline: str
) -> None:
    rule = "kind: dateline, span: '^(?P<value>[A-Z]+) - ', case: true, then: {move: dateline}"
    article = clean(tmp_path, "PARIS - A story.", rule, **options)
    assert (article.text, article.dateline) == (text, dateline)


def test_drop_of_a_kind_of_repair_stands_in_one_list(tmp_path: Path) -> None:
    article = clean(tmp_path, "a b c", "kind: spacing, span: ' b'")
    assert (article.text, len(article.removed), article.repaired) == ("a c", 1, ())


# ---------------------------------------------------------------- casing


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("in kyiv said", "in Kyiv said"),
        ("kyiv, kyiv. “kyiv” (kyiv) kyiv!", "Kyiv, Kyiv. “Kyiv” (Kyiv) Kyiv!"),
        ("kyiv's mayor, kyiv’s mayor", "Kyiv's mayor, Kyiv’s mayor"),
        ("a kyiv-based firm", "a Kyiv-based firm"),
        ("KYIV Kyiv kYiV", "KYIV Kyiv kYiV"),
        ("kyivan kyivstar", "kyivan kyivstar"),
        ("see kyiv.example.com", "see kyiv.example.com"),
        ("see https://example.com/kyiv now", "see https://example.com/kyiv now"),
        ("see www.kyiv", "see www.kyiv"),
        ("write to kyiv@example.com or a@kyiv", "write to kyiv@example.com or a@kyiv"),
        ("follow @kyiv and #kyiv", "follow @kyiv and #kyiv"),
        ("open kyiv.txt or map_kyiv", "open kyiv.txt or map_kyiv"),
        ("in /srv/kyiv and C:\\kyiv", "in /srv/kyiv and C:\\kyiv"),
        ("run `kyiv` <kyiv> x=kyiv", "run `kyiv` <kyiv> x=kyiv"),
        ("the-kyiv-file-name", "the-kyiv-file-name"),
        ("near\u00a0kyiv", "near Kyiv"),
        ("nato and nато", "NATO and nато"),
        ("I like chi ci", "I like chi ci"),
    ],
)  # fmt: skip
def test_casing_is_for_whole_words_of_prose(tmp_path: Path, before: str, after: str) -> None:
    assert clean(tmp_path, before, "kind: casing, words: {kyiv: Kyiv, nato: NATO}").text == after


def test_casing_leaves_code_alone(tmp_path: Path) -> None:
    made = cleaner(tmp_path, "kind: casing, words: {kyiv: Kyiv}")
    page = Page("html", "kyiv\nkyiv", "kyiv\nkyiv", (Block(0, 4, "code"), Block(5, 9)))
    assert made.clean_page(page, RawDocument("", title="")).text == "kyiv\n\nKyiv"
