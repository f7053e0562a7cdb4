"""What a rule asks of the block, or of the unit inside one, that its pattern was found in: which condition fails.

Proposing edits and explaining why there are none ask the same functions (``rules/engine/verdicts.py``).
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from ingest.article import Block
from ingest.rules.edits.view import BlockView
from ingest.rules.matcher import LazyPattern
from ingest.rules.model import Condition, Section, Where
from ingest.text.shape import Shape


def misfit(where: Where, block: Block, shape: Shape) -> Condition | None:
    """Return the first condition on kind, links, size and letters that is not met, None if all are.

    ``block`` lies in the page; ``shape`` is that of its text as it reads now, or of a unit of it.
    """
    if where.blocks and block.kind not in where.blocks:
        return "block"
    if where.min_link_density is not None and (block.link_density or 0.0) < where.min_link_density:
        return "min_link_density"
    return where.misfit(shape)


def is_confirmed(section: Section, confirm: LazyPattern | None, following: Iterable[BlockView]) -> bool:
    """True if a section needs no confirmation, or if ``confirm`` finds one of the blocks or units behind its start."""
    if confirm is None:
        return True
    return any(confirm.matches(block.text, block.folded) for block in islice(following, section.within))


def section_extent(section: Section, end: LazyPattern | None, following: Iterable[BlockView]) -> int:
    """Return how many of the blocks or units behind its start a section takes; ``end`` finds the first that is not in
    it, where the rule has a pattern for that."""
    taken = 0
    for block in islice(following, section.max_blocks):
        if section.end == "prose" and block.shape.prose:
            break
        if end is not None and end.matches(block.text, block.folded):
            break
        taken += 1
    return taken
