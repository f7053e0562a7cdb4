"""Proposing and settling, again and again, until a text comes to rest."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from ingest.article import Edit
from ingest.rules.edits.settle import settle
from ingest.rules.edits.view import BlockView, PageView, positions_of, remaining_views
from ingest.rules.engine.propose import Proposer, dirty_lines
from ingest.rules.engine.units import propose_units

# What stands below an article, and never between its paragraphs and its last list.
BELOW_KINDS = frozenset({"comment_form", "comments", "copyright", "nav", "related", "share", "tags", "teaser"})
# The first, and four later ones; once all has come to rest, that of the late finders, and four after it.
MAX_ROUNDS = 5


def run_to_fixpoint(
    text: str, sheet: PageView, proposer: Proposer, kept: Collection[str], *, relocate_body: bool = False
) -> tuple[tuple[Edit, ...], bool]:
    """Give the settled edits of a text once nothing more is proposed, and whether that was so within ``MAX_ROUNDS``.

    The first round looks at every line. Later ones look at lines that read otherwise, or stand beside something
    that went, with the neighbours that are left. ``kept`` names the kinds whose text stays. With ``relocate_body`` the
    body is found again in what is left of the page, and lines whose position changed are looked at as well: without it,
    cleaning the output again would find another body, and so remove more. What looks at the page as a whole is asked
    when nothing more is found, and what it finds may give the others more to find.
    """
    # Guards are decided once, on the page as it is: one that fires only on what is left of a line came too late.
    proposed: set[Edit] = set()
    settled: tuple[Edit, ...] = ()
    dirty = None
    staying: set[tuple[int, int]] = set()
    left, rested = MAX_ROUNDS, False
    while left:
        left -= 1
        found = proposer.propose(sheet, dirty) if dirty is None or dirty else []
        staying.update(
            (edit.start, edit.end) for edit in found if edit.kind in kept and edit.action in ("drop", "move")
        )
        new = set(apply_keep_policy(found, kept)) - proposed
        if dirty is not None:
            new = {edit for edit in new if edit.action != "keep"}
        if not new:
            late = proposer.propose_late(sheet, BELOW_KINDS)
            # What others take for a kind that stays is not the page's, whatever stands around it.
            new = {edit for edit in apply_keep_policy(late, kept) if (edit.start, edit.end) not in staying} - proposed
            if not new and sheet.part == "text":
                # Units last: what goes as a whole block is not looked at inside.
                new = set(apply_keep_policy(propose_units(proposer, sheet), kept)) - proposed
            if not new:
                return settled, True
            if not rested:
                left, rested = MAX_ROUNDS - 1, True
        proposed |= new
        settled = settle(proposed, len(text))
        lines = remaining_views(text, sheet.lines, settled)
        dirty = dirty_lines(sheet.lines, lines, proposer.selection.reach)
        if relocate_body:
            lines, moved = _positioned(lines)
            dirty |= moved
        sheet = replace(sheet, lines=lines, below=_below(sheet, settled))
    return settled, False


def _below(sheet: PageView, settled: Iterable[Edit]) -> frozenset[int]:
    """Give the blocks that have gone so far as what stands below an article."""
    starts = {edit.start for edit in settled if edit.kind in BELOW_KINDS and edit.action in ("drop", "move")}
    return sheet.below.union(line.at for line in sheet.lines if line.block.start in starts)


def _positioned(lines: tuple[BlockView, ...]) -> tuple[tuple[BlockView, ...], frozenset[int]]:
    """Give the lines with the positions they have among themselves, and the indices of those whose position is new."""
    positions = positions_of([line.shape for line in lines])
    moved = frozenset(at for at, line in enumerate(lines) if line.position != positions[at])
    if not moved:
        return lines, moved
    return tuple(line._replace(position=positions[at]) for at, line in enumerate(lines)), moved


def apply_keep_policy(edits: Iterable[Edit], kept: Collection[str]) -> Iterable[Edit]:
    """Turn what would take out a kept kind into a copy to its field, or into nothing."""
    for edit in edits:
        if edit.kind not in kept or edit.action in ("keep", "copy"):
            yield edit
        elif edit.action == "move":
            yield edit._replace(action="copy")
