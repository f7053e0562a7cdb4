"""The law of edits: which of them survive when all are applied to one page, and what is then left.

``settle`` decides, ``apply_edits`` applies, ``replay`` repeats it from an article's trail. None of them knows rules.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from ingest.article import Block, Edit, Page, Removal, Repair
from ingest.errors import EditError

TextSpan = tuple[int, int]


@dataclass(slots=True)
class Spans:
    """A growing set of half-open spans that never overlap, in order."""

    spans: list[TextSpan]

    def add(self, start: int, end: int) -> None:
        """Add a span, joined with those that it touches."""
        spans = self.spans
        low = high = self._first(start - 1)
        while high < len(spans) and spans[high][0] <= end:
            start, end = min(start, spans[high][0]), max(end, spans[high][1])
            high += 1
        spans[low:high] = [(start, end)]

    def touches(self, start: int, end: int) -> bool:
        """True if any position of ``[start, end)`` is in the set."""
        at = self._first(start)
        return at < len(self.spans) and self.spans[at][0] < end

    def covers(self, start: int, end: int) -> bool:
        """True if all positions of ``[start, end)`` are in the set."""
        at = self._first(start)
        return at < len(self.spans) and self.spans[at][0] <= start and end <= self.spans[at][1]

    def gaps(self, start: int, end: int) -> list[TextSpan]:
        """Return the parts of ``[start, end)`` that are not in the set, in order."""
        gaps = []
        at = self._first(start)
        while start < end and at < len(self.spans) and self.spans[at][0] < end:
            if start < self.spans[at][0]:
                gaps.append((start, self.spans[at][0]))
            start = self.spans[at][1]
            at += 1
        if start < end:
            gaps.append((start, end))
        return gaps

    def _first(self, position: int) -> int:
        """Return the index of the first span that ends after a position."""
        at = bisect_left(self.spans, (position,))
        return at - 1 if at and self.spans[at - 1][1] > position else at


def _edit_precedence(edit: Edit) -> tuple[object, ...]:
    """Order edits by which rule a removal is attributed to: the move, the more specific layer, the wider, the least id.

    The rest of the key makes the order total, so that the order of a set never shows: two rounds may propose the same
    span with another value, and the shorter is the one that more was cut from.
    """
    rule, kind, action, start, end, part, after, to, value, rank, anchor = edit
    put = value or ""
    first = (action != "move", -rank, start - end, rule, start)
    return (first, value is None, len(put), put, action, after, kind, part, to or "", anchor or (-1, -1))


_reading_order = attrgetter("start", "end", "action", "rule")


def settle(edits: Iterable[Edit], length: int) -> tuple[Edit, ...]:
    """Return the edits that survive when all are applied to one text of ``length`` code points, in reading order.

    A code point goes if any unguarded drop or move covers it. Guards subtract, and a guard on the anchor of a
    section cancels it. A replacement survives only whole: where nothing of it goes or is guarded, and no replacement
    of higher precedence touches it. The order of ``edits`` does not matter. Copies pass unless guarded.

    Raises:
        EditError: an edit that is empty or reaches outside the text.
    """
    proposed = set(edits)
    _check_offsets(proposed, length)
    guarded, gone, replaced = Spans([]), Spans([]), Spans([])
    for edit in proposed:
        if edit.action == "keep":
            guarded.add(edit.start, edit.end)
    free = [edit for edit in proposed if edit.anchor is None or not guarded.touches(*edit.anchor)]
    takers = [edit for edit in free if edit.action in ("drop", "move")]
    settled = [] if guarded.spans else _takers_without_overlap(takers)
    if settled:
        for edit in settled:
            gone.add(edit.start, edit.end)
    else:
        for edit in sorted(takers, key=_edit_precedence):
            unguarded = guarded.gaps(edit.start, edit.end) if guarded.spans else [(edit.start, edit.end)]
            parts = [part for span in unguarded for part in gone.gaps(*span)]
            whole = parts == [(edit.start, edit.end)]
            settled += [edit if whole else edit._replace(start=a, end=b, value=None) for a, b in parts]
            for part in parts:
                gone.add(*part)
    for edit in sorted((edit for edit in free if edit.action in ("copy", "replace")), key=_edit_precedence):
        span = (edit.start, edit.end)
        if edit.action == "copy" and not guarded.touches(*span) and not gone.covers(*span):
            settled.append(edit)
        if edit.action == "replace" and not any(spans.touches(*span) for spans in (guarded, gone, replaced)):
            settled.append(edit)
            replaced.add(*span)
    return tuple(sorted(settled, key=_reading_order))


def _check_offsets(proposed: Iterable[Edit], length: int) -> None:
    """Raise EditError if an edit is empty or reaches outside a text of ``length`` code points."""
    if wrong := [edit for edit in proposed if not 0 <= edit.start < edit.end <= length]:
        first = min(wrong, key=_edit_precedence)
        raise EditError(f"rule '{first.rule}' edits [{first.start}, {first.end}) of a text of {length}")


def _takers_without_overlap(takers: Iterable[Edit]) -> list[Edit]:
    """Return, of edits that each take a span, the first by precedence for each span, in order; none if spans overlap.

    Nearly always whole blocks go, so that no two spans overlap, and the edits need not be sorted by precedence.
    """
    first: dict[TextSpan, Edit] = {}
    for edit in takers:
        span = (edit.start, edit.end)
        known = first.get(span)
        if known is None or _edit_precedence(edit) < _edit_precedence(known):
            first[span] = edit
    spans = sorted(first)
    if any(end > start for (_, end), (start, _) in pairwise(spans)):
        return []
    return [first[span] for span in spans]


class Piece(NamedTuple):
    """A stretch of an edited text, and the span of the page it stands for; ``put`` there by a replacement, or left."""

    text: str
    start: int
    end: int
    put: bool = False


def pieces(text: str, start: int, end: int, edits: Sequence[Edit]) -> tuple[Piece, ...]:
    """Return what the settled ``edits`` leave of ``text[start:end]``, without blanks around it.

    Where blanks meet at a cut, those after it go as well: "it (4 min read) was" is not to become "it  was", which
    the next cleaning would repair.
    """
    if takes_whole(edits, start, end):
        return ()
    out: list[Piece] = []
    at = start
    for edit in edits:
        if edit.action in ("drop", "move", "replace") and edit.end > start and edit.start < end:
            _append_piece(out, Piece(text[at : max(at, edit.start)], at, max(at, edit.start)))
            if edit.action == "replace":
                _append_piece(out, Piece(edit.after, max(start, edit.start), min(edit.end, end), put=True))
            at = max(at, min(edit.end, end))
    _append_piece(out, Piece(text[at:end], at, end))
    while out and not out[-1].text.rstrip():
        out.pop()
    if out:
        last = out[-1]
        stripped = last.text.rstrip()
        out[-1] = Piece(stripped, last.start, last.end if last.put else last.start + len(stripped), last.put)
    return tuple(out)


def takes_whole(edits: Iterable[Edit], start: int, end: int) -> bool:
    """True if one of the settled ``edits`` takes all of ``text[start:end]``."""
    return any(edit.start <= start and end <= edit.end and edit.action in ("drop", "move") for edit in edits)


def _append_piece(out: list[Piece], piece: Piece) -> None:
    """Append a piece; without the blanks it begins with if it is the first, or the one before it ends in a blank."""
    text = piece.text
    if not out or out[-1].text[-1].isspace():
        text = text.lstrip()
    if text:
        out.append(Piece(text, piece.start if piece.put else piece.end - len(text), piece.end, piece.put))


def edited(text: str, start: int, end: int, edits: Sequence[Edit]) -> str:
    """Return ``text[start:end]`` with the settled ``edits`` that touch it applied: its :func:`pieces`, joined."""
    return "".join(piece.text for piece in pieces(text, start, end, edits))


def apply_edits(text: str, blocks: Sequence[Block], edits: Sequence[Edit]) -> tuple[str, tuple[Block, ...]]:
    """Return the article's text and blocks: what settled ``edits`` leave of each block, joined by blank lines."""
    return join_blocks(blocks, left_of(text, blocks, edits))


def left_of(text: str, blocks: Iterable[Block], edits: Sequence[Edit]) -> list[str]:
    """Return what settled ``edits`` leave of each block, stripped; "" of those that go."""
    left: list[str] = []
    first, many = 0, len(edits)
    for block in blocks:
        start, end = block.start, block.end
        while first < many and edits[first].end <= start:
            first += 1
        last = first
        while last < many and edits[last].start < end:
            last += 1
        left.append(edited(text, start, end, edits[first:last]) if first < last else text[start:end].strip())
    return left


def join_blocks(blocks: Iterable[Block], left: Sequence[str]) -> tuple[str, tuple[Block, ...]]:
    """Return the text and blocks of an article, ``left`` being what is left of each block, joined by blank lines."""
    placed: list[Block] = []
    at = 0
    for block, rest in zip(blocks, left, strict=True):
        if rest:
            placed.append(Block(at, at + len(rest), block.kind, block.link_density))
            at += len(rest) + 2
    return "\n\n".join(filter(None, left)), tuple(placed)


def is_page_repair(rule: str) -> bool:
    """True if a repair belongs between the decoded input and the page text, not between the page and the article."""
    return rule.startswith(("encoding.", "spacing."))


def repair(source: str, repairs: Iterable[Repair]) -> str:
    """Return the page text: the decoded input with its encoding and spacing repairs applied.

    Raises:
        EditError: a repair's ``before`` is not the text of the input at its offsets.
    """
    pieces, at = [], 0
    for mend in sorted(repairs, key=lambda r: (r.start, r.end)):
        if mend.start < at or source[mend.start : mend.end] != mend.before:
            raise EditError(f"repair '{mend.rule}' does not fit the text at {mend.start}")
        pieces += [source[at : mend.start], mend.after]
        at = mend.end
    return "".join([*pieces, source[at:]])


def replay(
    page: Page, removed: Iterable[Removal], repaired: Iterable[Repair], title: str | None = None
) -> tuple[str, str | None]:
    """Return an article's text and title from its page and its trail alone.

    Args:
        page: what was read; its ``source``, ``blocks`` and ``title`` are used.
        removed: the article's removals; those of elements have no offsets and are passed over.
        repaired: the article's repairs.
        title: the page title, where it was stated from outside (default: the page's own, else what a removal moved
            there).

    Raises:
        EditError: the trail does not fit the page.
    """
    mends = tuple(repaired)
    text = repair(page.source, (m for m in mends if m.part == "text" and is_page_repair(m.rule)))
    if text != page.text:
        raise EditError("the encoding and spacing repairs do not give the page text")
    removed = tuple(removed)
    guessed = (cut.text for cut in removed if cut.part == "text" and cut.to == "title" and cut.start is not None)
    stated = title if title is not None else page.title or next(guessed, None)
    texts: dict[str, list[Edit]] = {"text": [], "title": []}
    for cut in removed:
        if cut.start is not None and cut.end is not None:
            if cut.text and (text if cut.part == "text" else stated or "")[cut.start : cut.end] != cut.text:
                raise EditError(f"removal '{cut.rule}' does not fit the {cut.part} at {cut.start}")
            texts[cut.part].append(Edit(cut.rule, cut.kind, "drop", cut.start, cut.end, cut.part))
    for mend in mends:
        if not is_page_repair(mend.rule):
            texts[mend.part].append(Edit(mend.rule, "", "replace", mend.start, mend.end, mend.part, mend.after))
    for edits in texts.values():
        edits.sort(key=lambda edit: (edit.start, edit.end))
    article, _ = apply_edits(text, page.blocks, texts["text"])
    if not stated:
        return article, None
    return article, edited(stated, 0, len(stated), texts["title"]) or None


def is_repair(edit: Edit) -> bool:
    """True if an edit is one of an article's repairs, not of its removals: if it puts something else there.

    By what it does, not by its kind: a drop of kind "casing" must not be in both.
    """
    return edit.action == "replace"
