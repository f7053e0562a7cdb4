"""The law of edits: what survives, what is left, and that a trail repeats it."""
# ruff: noqa: E501  (tables, a row a line)

from __future__ import annotations

import random
from dataclasses import replace
from itertools import permutations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.article import Block, Edit, Page, Removal, Repair
from ingest.errors import EditError
from ingest.rules.edits.settle import Spans, apply_edits, edited, is_page_repair, pieces, repair, replay, settle

TEXT = "abcdefghij"


def drop(start: int, end: int, rule: str = "d", **more: object) -> Edit:
    return Edit(rule, "other", "drop", start, end, **more)  # type: ignore[arg-type]


def move(start: int, end: int, rule: str = "m", **more: object) -> Edit:
    return Edit(rule, "related", "move", start, end, to="related", **more)  # type: ignore[arg-type]


def keep(start: int, end: int, rule: str = "k", **more: object) -> Edit:
    return Edit(rule, "other", "keep", start, end, **more)  # type: ignore[arg-type]


def put(start: int, end: int, after: str = "X", rule: str = "r", **more: object) -> Edit:
    return Edit(rule, "casing", "replace", start, end, after=after, **more)  # type: ignore[arg-type]


def copy(start: int, end: int, rule: str = "c", **more: object) -> Edit:
    return Edit(rule, "dateline", "copy", start, end, to="dateline", **more)  # type: ignore[arg-type]


SETTLED: dict[str, tuple[list[Edit], list[tuple[str, int, int]]]] = {
    "nothing": ([], []),
    "guard alone": ([keep(0, 9)], []),
    "guard beats drop": ([drop(2, 5), keep(0, 9)], []),
    "guard beats a drop of the user's own": ([drop(2, 5, rank=3), keep(2, 5)], []),
    "guard subtracts from the middle": ([drop(0, 9), keep(3, 5)], [("d", 0, 3), ("d", 5, 9)]),
    "guard subtracts at the end": ([drop(0, 9), keep(7, 10)], [("d", 0, 7)]),
    "guard that only touches": ([drop(3, 6), keep(0, 3), keep(6, 9)], [("d", 3, 6)]),
    "two guards leave a crumb": ([drop(0, 9), keep(0, 4), keep(5, 9)], [("d", 4, 5)]),
    "guarded anchor cancels a section": (
        [drop(0, 2, anchor=(0, 2)), drop(3, 5, anchor=(0, 2)), keep(1, 2), drop(6, 8)],
        [("d", 6, 8)],
    ),
    "guard inside a section spares its line only": (
        [drop(0, 2, anchor=(0, 2)), drop(3, 5, anchor=(0, 2)), keep(3, 5)],
        [("d", 0, 2)],
    ),
    "move takes the credit": ([drop(0, 5, "a"), move(0, 5, "z")], [("z", 0, 5)]),
    "move takes the credit of a wider, nearer drop": ([drop(0, 9, rank=3), move(2, 4)], [("d", 0, 2), ("m", 2, 4), ("d", 4, 9)]),
    "more specific layer": ([drop(0, 5, "a"), drop(0, 5, "z", rank=2)], [("z", 0, 5)]),
    "wider": ([drop(1, 4, "a"), drop(0, 5, "z")], [("z", 0, 5)]),
    "smallest id": ([drop(0, 5, "b"), drop(0, 5, "a")], [("a", 0, 5)]),
    "overlap shares": ([drop(0, 6, "a"), drop(4, 9, "b")], [("a", 0, 6), ("b", 6, 9)]),
    "replacement": ([put(2, 4)], [("r", 2, 4)]),
    "replacement of what goes": ([put(2, 4), drop(3, 9)], [("d", 3, 9)]),
    "replacement beside what goes": ([put(2, 4), drop(4, 9)], [("r", 2, 4), ("d", 4, 9)]),
    "replacement of what is guarded": ([put(2, 4), keep(3, 9)], []),
    "replacement in a guarded hole of a drop": ([put(3, 5), drop(0, 9), keep(2, 6)], [("d", 0, 2), ("d", 6, 9)]),
    "two replacements, the nearer layer": ([put(2, 4, "A", "a"), put(3, 5, "B", "b", rank=1)], [("b", 3, 5)]),
    "two replacements, the wider": ([put(2, 4, "A", "a"), put(3, 6, "B", "b")], [("b", 3, 6)]),
    "copy passes": ([copy(0, 3)], [("c", 0, 3)]),
    "copy passes beside a drop of a part": ([copy(0, 3), drop(0, 2)], [("d", 0, 2), ("c", 0, 3)]),
    "copy of what is gone": ([copy(1, 3), drop(0, 2), move(2, 5)], [("d", 0, 2), ("m", 2, 5)]),
    "copy of what is guarded": ([copy(1, 3), keep(2, 3)], []),
    "same edit twice": ([drop(0, 5), drop(0, 5)], [("d", 0, 5)]),
}  # fmt: skip


@pytest.mark.parametrize("name", SETTLED)
def test_settling(name: str) -> None:
    edits, expected = SETTLED[name]
    for order in permutations(edits):
        assert [(edit.rule, edit.start, edit.end) for edit in settle(order, 10)] == expected


def test_fragment_of_a_move_has_no_value() -> None:
    assert [edit.value for edit in settle([move(0, 9, value="cde")], 10)] == ["cde"]
    assert [edit.value for edit in settle([move(0, 9, value="cde"), keep(3, 4)], 10)] == [None, None]


def test_value_of_the_same_span_is_the_shorter_one_whatever_the_order() -> None:
    edits = [move(0, 9, value="a headline (4 min read)"), move(0, 9, value="a headline"), move(0, 9)]
    for order in permutations(edits):
        assert [edit.value for edit in settle(order, 10)] == ["a headline"]


@pytest.mark.parametrize(
    "edit", [drop(3, 3), drop(4, 3), drop(-1, 3), drop(8, 11)], ids=["empty", "backwards", "before", "beyond"]
)
def test_edit_outside_the_text_is_refused(edit: Edit) -> None:
    with pytest.raises(EditError, match="rule 'd' edits"):
        settle([edit], 10)


def test_of_several_such_edits_the_same_is_named_in_any_order() -> None:
    for order in permutations([drop(8, 11), drop(0, 12), drop(9, 13)]):
        with pytest.raises(EditError, match=r"edits \[0, 12\) of a text of 10"):
            settle(order, 10)


def by_code_point(edits: list[Edit], length: int) -> tuple[set[int], dict[int, str]]:
    """Which code points go and which are replaced by what, each decided by itself, as DESIGN 2 puts it."""
    guards = [edit for edit in edits if edit.action == "keep"]
    guarded = {at for edit in guards for at in range(edit.start, edit.end)}
    free = [edit for edit in edits if not edit.anchor or not guarded & set(range(*edit.anchor))]
    gone = {at for edit in free if edit.action in ("drop", "move") for at in range(edit.start, edit.end)} - guarded
    taken: set[int] = set()
    put_there: dict[int, str] = {}
    for edit in sorted(
        (edit for edit in free if edit.action == "replace"),
        key=lambda edit: (-edit.rank, -(edit.end - edit.start), edit.rule, edit.start),
    ):
        points = set(range(edit.start, edit.end))
        if not points & (gone | guarded | taken):
            taken |= points
            put_there[edit.start] = edit.rule
    return gone, put_there


def credit_by_code_point(edits: list[Edit], at: int) -> str:
    """Which rule takes the credit for one code point that goes."""
    guarded = {at for edit in edits if edit.action == "keep" for at in range(edit.start, edit.end)}
    free = [edit for edit in edits if not edit.anchor or not guarded & set(range(*edit.anchor))]
    over = [edit for edit in free if edit.action in ("drop", "move") and edit.start <= at < edit.end]
    return min(over, key=lambda edit: (edit.action != "move", -edit.rank, edit.start - edit.end, edit.rule)).rule


@st.composite
def texts_with_edits(draw: st.DrawFn) -> tuple[int, list[Edit], list[Edit]]:
    """The length of a text, edits of it, and the same edits in another order."""
    length = draw(st.integers(1, 23))

    def edit() -> Edit:
        start = draw(st.integers(0, length - 1))
        end = draw(st.integers(start + 1, min(length, start + 8)))
        rule, rank = draw(st.sampled_from("abcd")), draw(st.integers(0, 3))
        action = draw(st.sampled_from(["drop", "move", "keep", "replace", "copy"]))
        if action == "replace":
            return put(start, end, rule, f"r-{rule}", rank=rank)
        anchor = None
        if action in ("drop", "move") and draw(st.booleans()):
            first = draw(st.integers(0, length - 1))
            anchor = (first, min(length, first + 2))
        made = {"drop": drop, "move": move, "keep": keep, "copy": copy}[action]
        return made(start, end, f"{action}-{rule}", rank=rank, anchor=anchor)

    edits = [edit() for _ in range(draw(st.integers(0, 7)))]
    return length, edits, draw(st.permutations(edits))


@settings(max_examples=1_000, derandomize=True, deadline=None, database=None)
@given(texts_with_edits())
def test_settling_agrees_with_deciding_each_code_point(drawn: tuple[int, list[Edit], list[Edit]]) -> None:
    length, edits, shuffled = drawn
    settled = settle(edits, length)
    gone, put_there = by_code_point(edits, length)
    removing = [edit for edit in settled if edit.action in ("drop", "move")]
    assert {at for edit in removing for at in range(edit.start, edit.end)} == gone
    assert sum(edit.end - edit.start for edit in removing) == len(gone)
    assert {edit.start: edit.rule for edit in settled if edit.action == "replace"} == put_there
    assert all(edit.rule == credit_by_code_point(edits, at) for edit in removing for at in range(edit.start, edit.end))
    assert settle(shuffled, length) == settled


@pytest.mark.parametrize(
    ("edits", "left"),
    [
        ([], "The old bridge (4 min read) stays."),
        ([drop(15, 27)], "The old bridge stays."),
        ([drop(0, 4)], "old bridge (4 min read) stays."),
        ([drop(27, 34)], "The old bridge (4 min read)"),
        ([drop(4, 7), drop(8, 14), drop(15, 27)], "The stays."),
        ([put(4, 7, "new")], "The new bridge (4 min read) stays."),
        ([put(4, 7, "")], "The bridge (4 min read) stays."),
        ([put(0, 3, "  A ")], "A old bridge (4 min read) stays."),
        ([drop(0, 34)], ""),
        ([drop(3, 15)], "The(4 min read) stays."),
        ([copy(0, 8), keep(3, 9)], "The old bridge (4 min read) stays."),
    ],
    ids=[
        "nothing",
        "middle",
        "start",
        "end",
        "several",
        "put",
        "put nothing",
        "put blanks",
        "all",
        "blanks go with it",
        "copy",
    ],
)
def test_blanks_that_meet_at_a_cut_are_one(edits: list[Edit], left: str) -> None:
    text = "The old bridge (4 min read) stays."
    assert edited(text, 0, len(text), edits) == left
    parts = pieces(text, 0, len(text), edits)
    assert "".join(part.text for part in parts) == left
    assert all(part.put or text[part.start : part.end] == part.text for part in parts)


@pytest.mark.parametrize(
    ("text", "edit", "span"),
    [
        ("by the united nations", put(7, 21, "UN"), (7, 21)),
        ("by the un", put(7, 9, "United Nations"), (7, 9)),
        ("un said", put(0, 2, "United Nations"), (0, 2)),
        ("by the un ", put(7, 9, "UN "), (7, 9)),
    ],
    ids=["shorter at the end", "longer at the end", "longer at the start", "blank cut from it"],
)
def test_piece_of_a_replacement_spans_what_it_replaced_whatever_its_length(
    text: str, edit: Edit, span: tuple[int, int]
) -> None:
    (piece,) = [piece for piece in pieces(text, 0, len(text), [edit]) if piece.put]
    assert (piece.text, piece.start, piece.end) == (edit.after.strip(), *span)


def test_laying_joins_what_is_left_by_a_blank_line() -> None:
    text = "one\n two \nthree"
    blocks = [Block(0, 3, "heading"), Block(5, 8), Block(10, 15, "item")]
    left, placed = apply_edits(text, blocks, [drop(5, 8)])
    assert left == "one\n\nthree"
    assert placed == (Block(0, 3, "heading"), Block(5, 10, "item"))
    assert apply_edits(text, blocks, [drop(0, 15)]) == ("", ())


def test_laying_cuts_a_drop_over_several_blocks_at_each() -> None:
    assert apply_edits("one\ntwo\nthree", [Block(0, 3), Block(4, 7), Block(8, 13)], [drop(2, 9)])[0] == "on\n\nhree"


PAGE = Page("text", "a\u00a0b ad\nc", "a b ad\nc", (Block(0, 6), Block(7, 8)), "T – Site", repairs=())
MEND = Repair(rule="spacing.space", before="\u00a0", after=" ", start=1, end=2)


def test_replay_repeats_all_three_stages() -> None:
    removed = [Removal("x", "advert", " ad", "text", 3, 6), Removal("t", "site_tail", " – Site", "title", 1, 8)]
    repaired = [MEND, Repair(rule="casing", before="c", after="C", start=7, end=8)]
    assert replay(PAGE, removed, repaired) == ("a b\n\nC", "T")
    assert replay(PAGE, reversed(removed), reversed(repaired)) == ("a b\n\nC", "T")


def test_replay_takes_the_title_that_a_removal_moved() -> None:
    removed = [Removal("h", "title", "a b ad", "text", 0, 6, to="title")]
    assert replay(replace(PAGE, title=None), removed, [MEND]) == ("c", "a b ad")
    assert replay(PAGE, removed, [MEND]) == ("c", "T – Site")
    assert replay(PAGE, removed, [MEND], "U") == ("c", "U")
    assert replay(PAGE, removed, [MEND], "") == ("c", None)


def test_replay_passes_over_elements() -> None:
    assert replay(PAGE, [Removal("e", "nav", "Menu", path="/html/nav")], [MEND])[0] == "a b ad\n\nc"


@pytest.mark.parametrize(
    ("removed", "repaired", "said"),
    [
        ([], [], "do not give the page text"),
        ([], [msgspec.structs.replace(MEND, before="b")], "does not fit the text at 1"),
        (
            [],
            [MEND, Repair(rule="spacing.run", before="\u00a0b", after=" b", start=1, end=3)],
            "does not fit the text at 1",
        ),
        ([Removal("x", "advert", "da", "text", 4, 6)], [MEND], "removal 'x' does not fit the text at 4"),
        ([Removal("x", "advert", "da", "title", 4, 6)], [MEND], "removal 'x' does not fit the title at 4"),
    ],
    ids=["repair missing", "repair of something else", "repairs overlap", "removal of something else", "in the title"],
)
def test_replay_refuses_what_does_not_fit(removed: list[Removal], repaired: list[Repair], said: str) -> None:
    with pytest.raises(EditError, match=said):
        replay(PAGE, removed, repaired)


def test_repairing_puts_in_what_was_not_there() -> None:
    assert repair("ab", [Repair(rule="encoding.ftfy", before="", after="-", start=1, end=1)]) == "a-b"


@pytest.mark.parametrize(
    ("rule", "is_one"), [("encoding.ftfy", True), ("spacing.run", True), ("uk.casing", False), ("spacings.x", False)]
)
def test_repairs_of_a_page_are_known_by_their_id(rule: str, is_one: bool) -> None:
    assert is_page_repair(rule) == is_one


def test_spans_agree_with_a_set_of_positions() -> None:
    pick = random.Random(3)
    for _ in range(300):
        spans, points = Spans([]), set[int]()
        for _ in range(pick.randrange(6)):
            start = pick.randrange(20)
            end = start + pick.randrange(1, 6)
            spans.add(start, end)
            points |= set(range(start, end))
        assert {at for span in spans.spans for at in range(*span)} == points
        assert all(one[1] < other[0] for one, other in zip(spans.spans, spans.spans[1:], strict=False))
        start = pick.randrange(22)
        end = start + pick.randrange(1, 8)
        asked = set(range(start, end))
        assert spans.touches(start, end) == bool(asked & points)
        assert spans.covers(start, end) == (asked <= points)
        assert {at for gap in spans.gaps(start, end) for at in range(*gap)} == asked - points
