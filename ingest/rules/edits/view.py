"""A page as rules see it in one round: the blocks that are left, how they read now, and where they lie.

``PageView`` is what a finder receives; see "Finders of your own" in ``rules/README.md``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ingest.article import NOTHING_KNOWN, Block, Edit, Metadata
from ingest.rules.edits.settle import Piece, pieces
from ingest.rules.model import Position
from ingest.text.fold import fold
from ingest.text.prose_extent import find_body
from ingest.text.shape import Shape, shape
from ingest.vocabulary import TextPart


class BlockView(NamedTuple):
    """A block that is left. ``at`` is its index among all blocks of the page, ``in_page`` the block as it lies there;
    ``text`` is how it reads after ``cuts``, which leave ``pieces`` of it (none: it reads as in the page); ``folded`` is
    the text folded, as patterns see it: without case and variants of marks, of the same length."""

    at: int
    in_page: Block
    text: str
    shape: Shape
    position: Position
    folded: str
    cuts: tuple[Edit, ...] = ()
    pieces: tuple[Piece, ...] = ()

    def to_page(self, start: int, end: int) -> tuple[int, int]:
        """Return the page offsets of ``text[start:end]``, which include what was cut inside; a replacement is whole."""
        if not self.pieces:
            return self.in_page.start + start, self.in_page.start + end
        return self._page_offset(start, last=False), self._page_offset(end, last=True)

    def _page_offset(self, offset: int, *, last: bool) -> int:
        """Return the page offset of an offset of ``text``; ``last`` for the end of a span, which stays before a cut."""
        remaining = offset
        for piece in self.pieces:
            if remaining < len(piece.text) + last:
                if piece.put:
                    return piece.end if last else piece.start
                return piece.start + remaining
            remaining -= len(piece.text)
        return self.in_page.end


@dataclass(frozen=True, slots=True)
class PageView:
    """The blocks of a round, in reading order, and what is known of the document.

    ``title`` is the page's headline before title rules, ``headline`` after them. For ``part`` "title" the one block is
    that headline, and ``around`` holds what was taken out of the text. ``below`` are the blocks (by their ``at``) that
    earlier rounds took for what belongs below an article: comments, share bars, other stories.

    ``body`` is where the article lies among ``blocks``, as its first and the one after its last, if the page was
    scraped tag by tag. Only late finders are told it: it is known when the others find nothing more.

    ``run_together``: the text came on few long lines, so that a block may be more than a paragraph.

    ``known`` is what is known before any rule is asked: what was stated from outside, and what the page says of itself.
    """

    blocks: tuple[BlockView, ...]
    part: TextPart = "text"
    title: str | None = None
    site: str | None = None
    site_name: str | None = None
    language: str | None = None
    around: tuple[str, ...] = ()
    below: frozenset[int] = frozenset()
    headline: str | None = None
    body: tuple[int, int] | None = None
    run_together: bool = False
    known: Metadata = NOTHING_KNOWN


def positions_of(shapes: Sequence[Shape]) -> list[Position]:
    """Return the position of every block; where there is no prose all is body, so that no head or tail rule applies."""
    first, last = find_body(shapes)
    if first == last:
        return ["body"] * len(shapes)
    return ["head" if at < first else "body" if at < last else "tail" for at in range(len(shapes))]


def block_views(
    text: str, blocks: Sequence[Block], shapes: Sequence[Shape], positions: Sequence[Position]
) -> tuple[BlockView, ...]:
    """Return the blocks of the first round: every block of the page."""
    folded = fold(text)
    return tuple(
        BlockView(at, block, text[block.start : block.end], shape, position, folded[block.start : block.end])
        for at, (block, shape, position) in enumerate(zip(blocks, shapes, positions, strict=True))
    )


def remaining_views(text: str, blocks: Sequence[BlockView], edits: Sequence[Edit]) -> tuple[BlockView, ...]:
    """Return the blocks of the next round: what settled ``edits`` (in reading order) leave of each."""
    remaining, first, many = [], 0, len(edits)
    for block in blocks:
        start, end = block.in_page.start, block.in_page.end
        while first < many and edits[first].end <= start:
            first += 1
        last = first
        while last < many and edits[last].start < end:
            last += 1
        cuts = tuple([edit for edit in edits[first:last] if edit.action != "copy"]) if first < last else ()
        if cuts == block.cuts:
            remaining.append(block)
            continue
        parts = pieces(text, start, end, cuts)
        if parts:
            now = "".join(piece.text for piece in parts)
            seen = BlockView(block.at, block.in_page, now, shape(now), block.position, fold(now), cuts, parts)
            remaining.append(seen)
    return tuple(remaining)
