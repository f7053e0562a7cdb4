"""Proposing and settling, again and again, until a text comes to rest."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from ingest.article import REPAIR_KINDS, Edit
from ingest.rules.propose import Proposer, dirty_lines
from ingest.rules.settle import settle
from ingest.rules.sheet import Sheet, lines_left

MAX_ROUNDS = 4
# How far before a change a line is looked at again: sections look this far ahead for what confirms them.
REACH = 4


def rest(text: str, sheet: Sheet, proposer: Proposer, kept: Collection[str]) -> tuple[tuple[Edit, ...], bool]:
    """Give the settled edits of a text once nothing more is proposed, and whether that was so within ``MAX_ROUNDS``.

    The first round looks at every line. Later ones look at lines that read otherwise, or stand beside something
    that went, with the neighbours that are left. ``kept`` names the kinds whose text stays.
    """
    proposed: set[Edit] = set()
    settled: tuple[Edit, ...] = ()
    dirty = None
    for _ in range(MAX_ROUNDS):
        new = set(under_policy(proposer.propose(sheet, dirty), kept)) - proposed
        if not new:
            return settled, True
        proposed |= new
        settled = settle(proposed, len(text))
        lines = lines_left(text, sheet.lines, settled)
        dirty = dirty_lines(sheet.lines, lines, REACH)
        sheet = replace(sheet, lines=lines)
        if not dirty:
            return settled, True
    return settled, False


def under_policy(edits: Iterable[Edit], kept: Collection[str]) -> Iterable[Edit]:
    """Turn what would take out a kept kind into a copy to its field, or into nothing."""
    for edit in edits:
        if edit.kind not in kept or edit.action in ("keep", "copy"):
            yield edit
        elif edit.action == "move":
            yield replace(edit, action="copy")


def is_repair(edit: Edit) -> bool:
    """Say whether an edit stands among an article's repairs rather than its removals."""
    return edit.action == "replace" or edit.kind in REPAIR_KINDS
