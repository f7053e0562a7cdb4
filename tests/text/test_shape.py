"""What a block looks like, where the body begins and ends, and lines as blocks."""
# ruff: noqa: E501  (tables, a row a line)

from __future__ import annotations

import random

import pytest

from ingest.text.blocks import split_blocks
from ingest.text.prose_extent import _LABEL_COST, _PARAGRAPH_WORDS, find_body
from ingest.text.shape import Shape, count_words, shape

ONE = "The council voted on Tuesday to keep the old bridge open for another year."


@pytest.mark.parametrize(
    ("text", "sentence", "truncated", "letters", "prose"),
    [
        (ONE, True, False, "", True),
        ("Nobody laughed.", True, False, "", False),
        ("MORE FROM POLITICS", False, False, "upper", False),
        ("more from politics", False, False, "lower", False),
        ("The rain began on Sunday and did not stop until …", False, True, "", False),
        ("The rain began on Sunday and did not stop until [...]", False, True, "", False),
        ("“Nobody wrote back to us in all these years,” she said.”", True, False, "", True),
        ("He asked: who is going to pay for all of this?", True, False, "", True),
        ("Here is what we know about the bridge so far:", True, False, "", True),
        ("市議会は火曜日、古い橋をもう一年開放しておくことを決めた。", True, False, "", True),
        ("古い橋", False, False, "", False),
        ("परिषद ने मंगलवार को पुराने पुल को खुला रखने का फैसला किया।", True, False, "", True),
        ("هل سيبقى الجسر القديم مفتوحا أمام الناس هذا العام؟", True, False, "", True),
        ("No full stop. " + "and on it goes " * 8, False, False, "", True),
        ("a list of many words with no stop in it at all " * 4, False, False, "lower", False),
        ("12 34", False, False, "", False),
        ("", False, False, "", False),
    ],
)
def test_shape(text: str, sentence: bool, truncated: bool, letters: str, prose: bool) -> None:
    text = text.strip()
    found = shape(text)
    assert (found.chars, found.sentence, found.truncated, found.letters, found.prose) == (
        len(text),
        sentence,
        truncated,
        letters,
        prose,
    )


@pytest.mark.parametrize(
    ("text", "words"), [("", 0), ("one two", 2), ("東京都", 2), ("in 東京 now", 4), ("ไทยแลนด์", 5)]
)
def test_words_are_counted(text: str, words: int) -> None:
    assert count_words(text) == words


def shapes_of(plan: str) -> list[Shape]:
    """P: a paragraph of prose, p: a short one, s: a short sentence, l: a label."""
    made = {"P": ONE * 3, "p": "These eight words are the end of it.", "s": "Nobody laughed.", "l": "Politics"}
    return [shape(made[letter]) for letter in plan]


@pytest.mark.parametrize(
    ("plan", "first", "last"),
    [
        ("", 0, 0),
        ("lll", 0, 0),
        ("sss", 0, 0),
        ("P", 0, 1),
        ("llPPll", 2, 4),
        ("lsPPsl", 2, 4),
        ("PlllP", 0, 5),
        ("PPsssP", 0, 6),
        ("PP" + "l" * 40 + "P", 0, 2),
        ("P" + "l" * 40 + "PP", 41, 43),
        ("PPlllllp", 0, 2),
        ("PPlp", 0, 4),
        ("pl" * 3 + "PPP", 0, 9),
    ],
)
def test_body_begins_and_ends_with_prose(plan: str, first: int, last: int) -> None:
    assert find_body(shapes_of(plan)) == (first, last)


def test_body_is_the_heaviest_stretch() -> None:
    weight = {"P": _PARAGRAPH_WORDS, "p": 8, "s": 0, "l": -_LABEL_COST}
    pick = random.Random(2)
    for _ in range(500):
        plan = "".join(pick.choices("Ppslll", k=pick.randrange(14)))
        first, last = find_body(shapes_of(plan))
        best = max(
            (sum(weight[c] for c in plan[a:b]) for a in range(len(plan)) for b in range(a, len(plan) + 1)), default=0
        )
        assert sum(weight[letter] for letter in plan[first:last]) == max(best, 0)
        if first < last:
            assert plan[first] in "Pp"
            assert plan[last - 1] in "Pp"


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("", []),
        ("\n \n", []),
        ("a\nb\n\nc", ["a", "b", "c"]),
        ("  a  \n\tb\t\n\u3000c\u3000", ["a", "b", "c"]),
        ("a\n" * 3, ["a"] * 3),
    ],
)
def test_lines_are_blocks(text: str, blocks: list[str]) -> None:
    assert [text[block.start : block.end] for block in split_blocks(text)] == blocks


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("# Heading", "heading"), ("###### H", "heading"), ("#hashtag", "paragraph"), ("####### H", "paragraph"), ("- item", "item"),
        ("• item", "item"), ("12. item", "item"), ("3) item", "item"), ("2024. Was a year", "paragraph"), ("-item", "paragraph"),
        ("> quote", "quote"), (">quote", "paragraph"), ("| a | b |", "table"), ("| a", "paragraph"), ("a", "paragraph"),
    ],
)  # fmt: skip
def test_mark_tells_the_kind_and_stays(line: str, kind: str) -> None:
    (block,) = split_blocks(f" {line} ")
    assert block.kind == kind
    assert (block.start, block.end) == (1, 1 + len(line))
