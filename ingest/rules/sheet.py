"""A page as rules see it in one round: the blocks that still stand, how they read now, and where they lie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.article import Block, Edit, Part
from ingest.read.shape import Shape, shape
from ingest.rules.rule import Position
from ingest.rules.settle import edited


@dataclass(frozen=True, slots=True)
class Line:
    """A block that still stands. ``at`` is its index in the page; ``text`` how it reads after ``cuts``."""

    at: int
    block: Block
    text: str
    shape: Shape
    position: Position
    cuts: tuple[Edit, ...] = ()

    def to_page(self, start: int, end: int) -> tuple[int, int]:
        """Give the page offsets of ``text[start:end]``; what was cut inside is covered, a replacement whole."""
        return self._page_offset(start, last=False), self._page_offset(end, last=True)

    def _page_offset(self, offset: int, *, last: bool) -> int:
        """Give where in the page an offset of ``text`` stands; ``last`` for an end, which stays before a cut."""
        at, left = self.block.start, offset
        for cut in self.cuts:
            kept = max(0, cut.start - at)
            if left < kept or (last and left == kept and kept > 0):
                return at + left
            left -= kept
            at = min(cut.end, self.block.end)
            put = len(cut.after) if cut.action == "replace" else 0
            if put and left < put + last:
                return at if last else max(cut.start, self.block.start)
            left -= put
        return at + left


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lines of a round, in reading order, and what is known of the document.

    ``title`` is the page's headline before title rules; for ``part`` "title" the one line is that headline.
    """

    lines: tuple[Line, ...]
    part: Part = "text"
    title: str | None = None
    site: str | None = None
    site_name: str | None = None
    language: str | None = None


def lines_of(
    text: str, blocks: Sequence[Block], shapes: Sequence[Shape], positions: Sequence[Position]
) -> tuple[Line, ...]:
    """Give the lines of the first round: every block of the page."""
    return tuple(
        Line(at, block, text[block.start : block.end], shape, position)
        for at, (block, shape, position) in enumerate(zip(blocks, shapes, positions, strict=True))
    )


def lines_left(text: str, lines: Sequence[Line], edits: Sequence[Edit]) -> tuple[Line, ...]:
    """Give the lines of the next round: what settled ``edits`` (in reading order) leave of each line's block."""
    out, first = [], 0
    for line in lines:
        start, end = line.block.start, line.block.end
        while first < len(edits) and edits[first].end <= start:
            first += 1
        last = first
        while last < len(edits) and edits[last].start < end:
            last += 1
        cuts = tuple(edit for edit in edits[first:last] if edit.action != "copy")
        if cuts == line.cuts:
            out.append(line)
            continue
        said = edited(text, start, end, cuts)
        if said.strip():
            out.append(Line(line.at, line.block, said, shape(said.strip()), line.position, cuts))
    return tuple(out)
