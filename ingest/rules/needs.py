"""What a text must hold for a pattern to match: a few pieces of plain text, one of which stands in every match.

A matcher that looks for the pieces of thousands of patterns at once leaves few patterns to be tried on a line. The
method is that of Russ Cox, "Regular Expression Matching with a Trigram Index" (2012), as in RE2's own ``FilteredRE2``,
which cannot be used: its index is limited to 8 MB, and so to some 2,000 patterns.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

# More than these many different texts are no longer told apart.
_MOST_EXACT = 32
_MOST_PIECES = 64
_MOST_LEADS = 256
# Longer pieces are not rarer; the rest of the choice goes by their number.
_SHORTEST, _LONG_ENOUGH = 4, 10
# Marks that stand in every other sentence tell nothing.
_USUAL = frozenset(" \t\n.,'\"-:;!?()")


@dataclass(frozen=True, slots=True)
class Need:
    """What a part of a pattern asks for: all texts that it can be (``exact``), or None where these are many; and
    ``pieces``, one of which stands in whatever it matches (none: nothing is known). ``lead`` is how it can begin,
    the first two characters or, where no more is known, the first (None: anyhow)."""

    exact: frozenset[str] | None
    pieces: frozenset[str] = frozenset()
    lead: frozenset[str] | None = None

    @property
    def best(self) -> frozenset[str]:
        return _better(self.exact or frozenset(), self.pieces)


_EMPTY = frozenset([""])
NOTHING = Need(_EMPTY)
ANYTHING = Need(None)


def one_of(texts: Iterable[str]) -> Need:
    """Give the need of a part that is one of some texts."""
    exact = frozenset(texts)
    lead = frozenset([text[:2] for text in exact])
    return Need(exact, lead=lead) if len(exact) <= _MOST_EXACT else Need(None, lead=lead)


def in_turn(needs: Iterable[Need]) -> Need:
    """Give the need of parts that follow one another."""
    run = _EMPTY
    pieces: frozenset[str] = frozenset()
    whole = True
    parts = list(needs)
    lead = _lead(parts)
    for need in parts:
        if need.exact is not None and len(run) * len(need.exact) <= _MOST_EXACT:
            if need.exact is not _EMPTY:
                run = frozenset([before + after for before in run for after in need.exact])
            continue
        whole = False
        if run is not _EMPTY:
            pieces = _better(pieces, run)
        if need.pieces:
            pieces = _better(pieces, need.pieces)
        run = need.exact if need.exact is not None else _EMPTY
    return Need(run, lead=lead) if whole else Need(None, _better(pieces, run), lead)


def _lead(parts: Iterable[Need]) -> frozenset[str] | None:
    lead = _EMPTY
    for need in parts:
        more = need.exact if need.exact is not None else need.lead
        if more is None:
            break
        if more is not _EMPTY:
            lead = frozenset([(before + after)[:2] for before in lead for after in more])
        if need.exact is None or min(map(len, lead)) == 2 or len(lead) > _MOST_LEADS:
            break
    return lead if "" not in lead and len(lead) <= _MOST_LEADS else None


def either(needs: Iterable[Need]) -> Need:
    """Give the need of alternatives."""
    branches = list(needs)
    exact = frozenset[str]().union(*(need.exact or () for need in branches))
    if all(need.exact is not None for need in branches) and len(exact) <= _MOST_EXACT:
        return Need(exact, lead=frozenset([text[:2] for text in exact]) if "" not in exact else None)
    leads = [need.lead for need in branches if need.lead is not None]
    lead = frozenset[str]().union(*leads) if len(leads) == len(branches) else None
    bests = [need.best for need in branches]
    pieces = frozenset[str]().union(*bests)
    return Need(None, pieces if all(bests) and len(pieces) <= _MOST_PIECES else frozenset(), lead)


def repeated(need: Need, low: int, high: int | None) -> Need:
    """Give the need of a part that stands ``low`` to ``high`` times (None: any number)."""
    if (low, high) == (1, 1):
        return need
    if low:
        return Need(None, need.best, need.lead)
    return Need(need.exact | {""}) if high == 1 and need.exact is not None else ANYTHING


def _better(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    """Give the pieces that are rarer in texts, none if neither are rare."""
    mine, theirs = _rarity(one), _rarity(other)
    best = one if mine >= theirs else other
    return best if max(mine, theirs)[0] else frozenset()


def _rarity(pieces: frozenset[str]) -> tuple[int, int]:
    return (min(map(_weight, pieces)), -len(pieces)) if pieces and "" not in pieces else (0, 0)


@lru_cache(1 << 16)
def _weight(piece: str) -> int:
    """Say how much a piece tells: 0 for what stands in every other line."""
    said = piece.strip(" ")
    if said.isascii() and said.isalpha():
        return min(len(said), _LONG_ENOUGH) if len(said) >= _SHORTEST else 0
    if not all(char.isalnum() or char in _USUAL for char in said):
        return _LONG_ENOUGH
    # A letter beyond ASCII is as much as two: there are more of them, and a character of Chinese is half a word.
    length = len(said) + sum(not char.isascii() for char in said)
    return min(length, _LONG_ENOUGH) if length >= _SHORTEST else 0
