"""Changes of a text: carried out, composed with later ones, and told as repairs of the input."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ingest.article import Repair


class Change(NamedTuple):
    """``text[start:end]`` is to read ``after``, by a rule; ``start`` and ``end`` may be the same."""

    rule: str
    start: int
    end: int
    after: str


def repairs_of(source: str, layout: Sequence[Change], laid: str, mends: Sequence[Repair]) -> tuple[Repair, ...]:
    """Return as repairs of ``source`` what makes ``laid`` of it, and what ``mends`` then make of that."""
    later = [Change(mend.rule, mend.start, mend.end, mend.after) for mend in mends]
    return tuple(
        Repair(rule=rule, before=source[start:end], after=after, start=start, end=end)
        for rule, start, end, after in compose(layout, laid, later)
        if source[start:end] != after
    )


def carried_out(text: str, changes: Iterable[Change | Repair], offset: int = 0) -> str:
    """Return a text that begins at ``offset`` of what the changes are of, in reading order, with them carried out."""
    pieces, at = [], 0
    for change in changes:
        pieces += [text[at : change.start - offset], change.after]
        at = change.end - offset
    return "".join([*pieces, text[at:]])


def compose(first: Sequence[Change], middle: str, second: Sequence[Change]) -> tuple[Change, ...]:
    """Return the changes that do what ``first`` do, which gives ``middle``, and ``second`` do to that.

    Changes that overlap in the middle text become one, by the rule of the first of ``first`` among them.
    """
    if not first or not second:
        return tuple(first or second)
    placed: list[tuple[int, int, bool, Change]] = []
    moved = 0
    for change in first:
        start = change.start + moved
        placed.append((start, start + len(change.after), True, change))
        moved += _growth(change)
    placed += [(change.start, change.end, False, change) for change in second]
    placed.sort(key=lambda one: one[:2])
    out: list[Change] = []
    moved, at = 0, 0
    while at < len(placed):
        start, end = placed[at][:2]
        last = at + 1
        while last < len(placed) and placed[last][0] < end:
            end = max(end, placed[last][1])
            last += 1
        earlier = [change for _, _, is_first, change in placed[at:last] if is_first]
        later = [change for _, _, is_first, change in placed[at:last] if not is_first]
        begin = start - moved
        moved += sum(map(_growth, earlier))
        after = carried_out(middle[start:end], later, start)
        out.append(Change((earlier or later)[0].rule, begin, end - moved, after))
        at = last
    return tuple(out)


def _growth(change: Change) -> int:
    return len(change.after) - (change.end - change.start)
