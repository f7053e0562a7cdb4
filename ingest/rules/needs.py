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
# How much of a beginning is told apart: with two characters a line was tried with three times as many patterns.
LEAD = 4
# Longer pieces are not rarer; the rest of the choice goes by their number.
_SHORTEST, _LONG_ENOUGH = 4, 10
# Marks that stand in every other sentence tell nothing.
_USUAL = frozenset(" \t\n.,'\"-:;!?()")


@dataclass(frozen=True, slots=True)
class Need:
    """What a part of a pattern asks for: all texts that it can be (``exact``), or None where these are many; and
    ``pieces``, one of which stands in whatever it matches (none: nothing is known). ``lead`` is how it can begin, in
    up to ``LEAD`` characters or, where no more is known, in fewer (None: anyhow); of a part that ``skips``, if it is
    there at all. ``bracket`` says that whatever it matches holds an opening bracket or a closing one."""

    exact: frozenset[str] | None
    pieces: frozenset[str] = frozenset()
    lead: frozenset[str] | None = None
    skips: bool = False
    bracket: bool = False

    @property
    def best(self) -> frozenset[str]:
        return _better(self.exact or frozenset(), self.pieces)

    @property
    def begins(self) -> tuple[frozenset[str] | None, bool]:
        """Give how the part can begin, and whether it may be missing."""
        if self.exact is None:
            return self.lead, self.skips
        return frozenset([text[:LEAD] for text in self.exact if text]), "" in self.exact


_EMPTY = frozenset([""])
NOTHING = Need(_EMPTY)
ANYTHING = Need(None)


def one_of(texts: Iterable[str]) -> Need:
    """Give the need of a part that is one of some texts."""
    exact = frozenset(texts)
    if len(exact) <= _MOST_EXACT:
        return Need(exact, bracket=all(map(has_bracket, exact)))
    return Need(None, lead=_few(text[:LEAD] for text in exact))


def has_bracket(text: str) -> bool:
    # One by one: a character is looked for in a line thirty times as fast as all its characters in a set.
    return "(" in text or ")" in text or "[" in text or "]" in text


def in_turn(needs: Iterable[Need]) -> Need:
    """Give the need of parts that follow one another."""
    run = _EMPTY
    pieces: frozenset[str] = frozenset()
    whole = True
    parts = list(needs)
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
    bracket = any(need.bracket for need in parts)
    return Need(run, bracket=bracket) if whole else Need(None, _better(pieces, run), *_lead(parts), bracket)


def _lead(parts: Iterable[Need]) -> tuple[frozenset[str] | None, bool]:
    """Give how parts that follow one another can begin, and whether all of them may be missing."""
    done: set[str] = set()
    going = {""}
    for need in parts:
        more, skips = need.begins
        if more is None:
            # What follows is not known: of what has begun, the first characters are.
            return (_few(done | going) if "" not in going else None), False
        begun = {(before + after)[:LEAD] for before in going for after in more}
        whole = {text for text in begun if len(text) == LEAD or need.exact is None}
        done |= whole
        going = (going if skips else set()) | (begun - whole)
        if len(done) + len(going) > _MOST_LEADS:
            return (_few(done | going) if "" not in going else None), False
        if not going:
            break
    return _few((done | going) - _EMPTY), "" in going


def _few(leads: Iterable[str]) -> frozenset[str] | None:
    """Give ways to begin, cut until they are not too many; None where there are too many first characters."""
    many = frozenset(leads)
    for length in range(LEAD - 1, 0, -1):
        if len(many) <= _MOST_LEADS:
            return many
        many = frozenset(lead[:length] for lead in many)
    return many if len(many) <= _MOST_LEADS else None


def either(needs: Iterable[Need]) -> Need:
    """Give the need of alternatives."""
    branches = list(needs)
    exact = frozenset[str]().union(*(need.exact or () for need in branches))
    bracket = all(need.bracket for need in branches)
    if all(need.exact is not None for need in branches) and len(exact) <= _MOST_EXACT:
        return Need(exact, bracket=bracket)
    begins = [need.begins for need in branches]
    leads = [lead for lead, _ in begins if lead is not None]
    lead = _few(frozenset[str]().union(*leads)) if len(leads) == len(branches) else None
    bests = [need.best for need in branches]
    pieces = frozenset[str]().union(*bests)
    skips = any(skips for _, skips in begins)
    return Need(None, pieces if all(bests) and len(pieces) <= _MOST_PIECES else frozenset(), lead, skips, bracket)


def repeated(need: Need, low: int, high: int | None) -> Need:
    """Give the need of a part that stands ``low`` to ``high`` times (None: any number)."""
    if (low, high) == (1, 1):
        return need
    lead, skips = need.begins
    if low:
        return Need(None, need.best, lead, skips, need.bracket)
    return Need(need.exact | _EMPTY) if high == 1 and need.exact is not None else Need(None, lead=lead, skips=True)


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
