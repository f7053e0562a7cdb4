"""Proposing and settling in rounds until a fixpoint: until the rules find nothing more in what is left."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from ingest.article import Edit
from ingest.rules.edits.settle import settle
from ingest.rules.edits.view import BlockView, PageView, positions_of, remaining_views
from ingest.rules.engine.propose import Proposer, dirty_blocks
from ingest.rules.engine.units import propose_units

# Kinds of what belongs below an article, and is never between its paragraphs and its last list.
BELOW_KINDS = frozenset({"comment_form", "comments", "copyright", "nav", "related", "share", "tags", "teaser"})
# The first, and four later ones; once nothing more is found, that of the late finders, and four after it.
MAX_ROUNDS = 5


@dataclass(slots=True)
class RoundLog:
    """What was looked at on the way to a fixpoint: the view of every round, and those whose units were looked at.

    It lives as long as its document is cleaned, for who asks why a rule did not fire.
    """

    views: list[PageView] = field(default_factory=list)
    of_units: list[PageView] = field(default_factory=list)


def run_to_fixpoint(
    text: str,
    view: PageView,
    proposer: Proposer,
    kept: Collection[str],
    *,
    relocate_body: bool = False,
    log: RoundLog | None = None,
) -> tuple[tuple[Edit, ...], bool]:
    """Return the settled edits of a text once nothing more is proposed, and whether that was so within ``MAX_ROUNDS``.

    The first round looks at every block. Later ones look at blocks whose text is new, or that lie beside something
    that went, with the neighbours that are left. ``kept`` names the kinds whose text stays. With ``relocate_body`` the
    body is found again in what is left of the page, and blocks whose position changed are looked at as well: without
    it, cleaning the output again would find another body, and so remove more. Late finders, which look at the page as
    a whole, are asked when nothing more is found, and what they find may give the others more to find.
    """
    log = RoundLog() if log is None else log
    # Guards are decided once, on the page as it is: one that fires only on what is left of a block came too late.
    proposed: set[Edit] = set()
    settled: tuple[Edit, ...] = ()
    dirty = None
    staying: set[tuple[int, int]] = set()
    rounds_left, late_found = MAX_ROUNDS, False
    while rounds_left:
        rounds_left -= 1
        log.views.append(view)
        edits = proposer.propose(view, dirty) if dirty is None or dirty else []
        staying.update(
            (edit.start, edit.end) for edit in edits if edit.kind in kept and edit.action in ("drop", "move")
        )
        new = set(apply_keep_policy(edits, kept)) - proposed
        if dirty is not None:
            new = {edit for edit in new if edit.action != "keep"}
        if not new:
            late = proposer.propose_late(view, BELOW_KINDS)
            # What other rules take for a kind that stays is no cruft of the page, whatever is around it.
            new = {edit for edit in apply_keep_policy(late, kept) if (edit.start, edit.end) not in staying} - proposed
            if not new and view.part == "text":
                # Units last: what goes as a whole block is not looked at inside.
                log.of_units.append(view)
                new = set(apply_keep_policy(propose_units(proposer.selection, view), kept)) - proposed
            if not new:
                return settled, True
            if not late_found:
                rounds_left, late_found = MAX_ROUNDS - 1, True
        proposed |= new
        settled = settle(proposed, len(text))
        blocks = remaining_views(text, view.blocks, settled)
        dirty = dirty_blocks(view.blocks, blocks, proposer.selection.reach)
        if relocate_body:
            blocks, moved = _relocated(blocks)
            dirty |= moved
        view = replace(view, blocks=blocks, below=_below(view, settled))
    return settled, False


@dataclass(frozen=True, slots=True)
class Trace:
    """How a document came to its edits: its rules, the kinds that stay, the rounds, and what settled in the end."""

    proposer: Proposer
    kept: Collection[str]
    text: RoundLog
    title: RoundLog
    edits: tuple[Edit, ...]
    title_edits: tuple[Edit, ...]


def _below(view: PageView, settled: Iterable[Edit]) -> frozenset[int]:
    """Return the blocks (by ``at``) that have gone so far as what belongs below an article."""
    starts = {edit.start for edit in settled if edit.kind in BELOW_KINDS and edit.action in ("drop", "move")}
    return view.below.union(block.at for block in view.blocks if block.in_page.start in starts)


def _relocated(blocks: tuple[BlockView, ...]) -> tuple[tuple[BlockView, ...], frozenset[int]]:
    """Return the blocks with their positions among those left, and the indices of those whose position is new."""
    positions = positions_of([block.shape for block in blocks])
    moved = frozenset(at for at, block in enumerate(blocks) if block.position != positions[at])
    if not moved:
        return blocks, moved
    return tuple(block._replace(position=positions[at]) for at, block in enumerate(blocks)), moved


def apply_keep_policy(edits: Iterable[Edit], kept: Collection[str]) -> Iterable[Edit]:
    """Yield the edits, but for those that would take out a kept kind: a move becomes a copy, a drop nothing."""
    for edit in edits:
        if edit.kind not in kept or edit.action in ("keep", "copy"):
            yield edit
        elif edit.action == "move":
            yield edit._replace(action="copy")
