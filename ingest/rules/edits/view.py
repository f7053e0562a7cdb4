"""A page as rules see it in one round: the blocks that still stand, how they read now, and where they lie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ingest.article import Block, Edit, TextPart
from ingest.rules.edits.settle import Piece, pieces
from ingest.rules.model import Position
from ingest.text.fold import fold
from ingest.text.prose_extent import find_body
from ingest.text.shape import Shape, shape


class BlockView(NamedTuple):
    """A block that still stands. ``at`` is its index in the page; ``text`` how it reads after ``cuts``, which leave
    ``pieces`` of it (none: it stands as in the page); ``folded`` is the text folded, as patterns see it."""

    at: int
    block: Block
    text: str
    shape: Shape
    position: Position
    folded: str
    cuts: tuple[Edit, ...] = ()
    pieces: tuple[Piece, ...] = ()

    def to_page(self, start: int, end: int) -> tuple[int, int]:
        """Give the page offsets of ``text[start:end]``; what was cut inside is covered, a replacement whole."""
        if not self.pieces:
            return self.block.start + start, self.block.start + end
        return self._page_offset(start, last=False), self._page_offset(end, last=True)

    def _page_offset(self, offset: int, *, last: bool) -> int:
        """Give where in the page an offset of ``text`` stands; ``last`` for an end, which stays before a cut."""
        left = offset
        for piece in self.pieces:
            if left < len(piece.said) + last:
                if piece.put:
                    return piece.end if last else piece.start
                return piece.start + left
            left -= len(piece.said)
        return self.block.end


@dataclass(frozen=True, slots=True)
class PageView:
    """The lines of a round, in reading order, and what is known of the document.

    ``title`` is the page's headline before title rules, ``headline`` after them; for ``part`` "title" the one line
    is that headline, and ``around`` holds what was taken out of the text. ``below`` are the blocks that went in
    earlier rounds as what stands below an article: comments, share bars, other stories.

    ``body`` is where the article lies among the lines, as first and one after last, if this is a page scraped tag by
    tag; it is known to late finders only, which are asked when the others find nothing more.

    ``run_together``: the text came on few long lines, so that a block may be more than a paragraph.
    """

    lines: tuple[BlockView, ...]
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


def positions_of(shapes: Sequence[Shape]) -> list[Position]:
    """Give every block its position; where there is no prose all is body, so that no head or tail rule applies."""
    first, last = find_body(shapes)
    if first == last:
        return ["body"] * len(shapes)
    return ["head" if at < first else "body" if at < last else "tail" for at in range(len(shapes))]


def block_views(
    text: str, blocks: Sequence[Block], shapes: Sequence[Shape], positions: Sequence[Position]
) -> tuple[BlockView, ...]:
    """Give the lines of the first round: every block of the page."""
    folded = fold(text)
    return tuple(
        BlockView(at, block, text[block.start : block.end], shape, position, folded[block.start : block.end])
        for at, (block, shape, position) in enumerate(zip(blocks, shapes, positions, strict=True))
    )


def remaining_views(text: str, lines: Sequence[BlockView], edits: Sequence[Edit]) -> tuple[BlockView, ...]:
    """Give the lines of the next round: what settled ``edits`` (in reading order) leave of each line's block."""
    out, first, many = [], 0, len(edits)
    for line in lines:
        start, end = line.block.start, line.block.end
        while first < many and edits[first].end <= start:
            first += 1
        last = first
        while last < many and edits[last].start < end:
            last += 1
        cuts = tuple([edit for edit in edits[first:last] if edit.action != "copy"]) if first < last else ()
        if cuts == line.cuts:
            out.append(line)
            continue
        left = pieces(text, start, end, cuts)
        if left:
            said = "".join(piece.said for piece in left)
            out.append(BlockView(line.at, line.block, said, shape(said), line.position, fold(said), cuts, left))
    return tuple(out)
