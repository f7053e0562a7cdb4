"""Conditions by name: the first that is not met, the same for blocks and units; how far a section goes."""

from __future__ import annotations

import pytest

from ingest.article import Block
from ingest.rules.edits.view import BlockView, block_views
from ingest.rules.engine.conditions import is_confirmed, misfit, section_extent
from ingest.rules.matcher import LazyPattern
from ingest.rules.model import Condition, Section, Where
from ingest.rules.patterns.translate import Pattern, translate
from ingest.text.blocks import split_blocks
from ingest.text.shape import shape

PROSE = "The council voted on Tuesday to keep the old bridge open for another year."


@pytest.mark.parametrize(
    ("where", "failing"),
    [
        (Where(), None),
        (Where(blocks=frozenset({"heading"}), max_chars=1), "block"),
        (Where(min_link_density=0.5, max_chars=1), "min_link_density"),
        (Where(min_link_density=0.2), None),
        (Where(min_chars=9), "min_chars"),
        (Where(max_chars=2, letters="upper"), "max_chars"),
        (Where(min_words=3), "min_words"),
        (Where(max_words=1), "max_words"),
        (Where(letters="upper"), "letters"),
        (Where(sentence=True), "sentence"),
        (Where(sentence=False, letters="lower", max_words=2), None),
    ],
)
def test_first_condition_that_is_not_met_has_its_name(where: Where, failing: Condition | None) -> None:
    assert misfit(where, Block(0, 5, "paragraph", 0.25), shape("ab cd")) == failing


def views(*lines: str) -> tuple[BlockView, ...]:
    text = "\n".join(lines)
    blocks = split_blocks(text)
    return block_views(text, blocks, [shape(line) for line in lines], ["body"] * len(lines))


STOP = Pattern((), translate("^stop"))


@pytest.mark.parametrize(
    ("section", "taken"),
    [
        (Section(STOP), 2),
        (Section(STOP, end="page"), 4),
        (Section(STOP, end="page", max_blocks=3), 3),
        (Section(STOP, max_blocks=1), 1),
        (Section(STOP, end=STOP), 3),
        (Section(STOP, end=STOP, max_blocks=0), 0),
    ],
)
def test_section_goes_as_far_as_it_says(section: Section, taken: int) -> None:
    end = LazyPattern(section.end) if isinstance(section.end, Pattern) else None
    assert section_extent(section, end, views("a", "b", PROSE, "stop here")) == taken


def test_section_is_confirmed_within_so_many_blocks() -> None:
    behind = views("a", "b", "stop here")
    assert is_confirmed(Section(STOP), None, behind)
    assert is_confirmed(Section(STOP, confirm=STOP, within=3), LazyPattern(STOP), behind)
    assert not is_confirmed(Section(STOP, confirm=STOP, within=2), LazyPattern(STOP), behind)
