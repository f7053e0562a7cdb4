"""What a text must hold for a pattern to match: a few pieces of plain text, one of which stands in every match.

A matcher that looks for the pieces of thousands of patterns at once leaves few patterns to be tried on a line. The
method is that of Russ Cox, "Regular Expression Matching with a Trigram Index" (2012), as in RE2's own ``FilteredRE2``,
which cannot be used: its index is limited to 8 MB, and so to some 2,000 patterns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

# More than these many different texts are no longer told apart.
_MOST_EXACT = 32
_MOST_PIECES = 64
_MOST_LEADS = 256
# What repetition makes is told apart up to this length only: nested, four times of four times grow without end.
_LONGEST_RUN = 64
# How much of a beginning is told apart: with two characters a line was tried with three times as many patterns.
LEAD = 4
# Longer pieces are not rarer; the rest of the choice goes by their number.
_SHORTEST, _LONG_ENOUGH = 4, 10
# Marks that stand in every other sentence tell nothing.
_USUAL = frozenset(" .,'\"-:;!?()")
# The share of lines that hold a mark, measured on 23,309 lines that an extractor made of the development pages; other
# marks are rarer; half of the lines hold a digit.
_HELD = {".": 0.64, ",": 0.51, "-": 0.37, ":": 0.18, "'": 0.17, '"': 0.14, "(": 0.11, ")": 0.11}
_DIGIT_HELD, _MARK_HELD = 0.05, 0.04
# What this share of lines holds is not worth looking for.
_TOO_COMMON = 0.9
# What is a blank to patterns, beside the blank; in needs, and in what is searched for them, all blanks are one.
BLANKS = "\t\n\v\f\r"
_EVENED = str.maketrans(BLANKS, " " * len(BLANKS))


@dataclass(frozen=True, slots=True)
class RequiredLiterals:
    """What a part of a pattern asks for: all texts that it can be (``exact``), or None where these are many; and
    ``pieces``, one of which stands in whatever it matches (none: nothing is known). ``lead`` is how it can begin, in
    up to ``LEAD`` characters or, where no more is known, in fewer (None: anyhow); of a part that ``skips``, if it is
    there at all. All blanks are one: see :func:`even`."""

    exact: frozenset[str] | None
    pieces: frozenset[str] = frozenset()
    lead: frozenset[str] | None = None
    skips: bool = False

    @property
    def begins(self) -> tuple[frozenset[str] | None, bool]:
        """Give how the part can begin, and whether it may be missing."""
        if self.exact is None:
            return self.lead, self.skips
        return frozenset([text[:LEAD] for text in self.exact if text]), "" in self.exact


# Of two sets of pieces, the one to look for; none, if neither is worth it.
LiteralPreference = Callable[[frozenset[str], frozenset[str]], frozenset[str]]

_EMPTY = frozenset([""])
NOTHING = RequiredLiterals(_EMPTY)
ANYTHING = RequiredLiterals(None)


def unify_blanks(text: str) -> str:
    """Give a text with one blank for all that are blanks to a pattern."""
    return text.translate(_EVENED)


def one_of(texts: Iterable[str]) -> RequiredLiterals:
    """Give the need of a part that is one of some texts."""
    exact = frozenset(map(unify_blanks, texts))
    return (
        RequiredLiterals(exact)
        if len(exact) <= _MOST_EXACT
        else RequiredLiterals(None, lead=_few(text[:LEAD] for text in exact))
    )


def choose(need: RequiredLiterals, better: LiteralPreference) -> frozenset[str]:
    """Give the pieces to look for, of which every match holds one; none, if none are known."""
    return better(need.exact or frozenset(), need.pieces)


def in_turn(needs: Iterable[RequiredLiterals], better: LiteralPreference) -> RequiredLiterals:
    """Give the need of parts that follow one another."""
    run = _EMPTY
    pieces: frozenset[str] = frozenset()
    whole = True
    parts = list(needs)
    for need in parts:
        if need.exact is not None and len(run) * len(need.exact) <= _MOST_EXACT:
            if need.exact is not _EMPTY:
                run = _joined(run, need.exact)
            continue
        whole = False
        if run is not _EMPTY:
            pieces = better(pieces, run)
        if need.pieces:
            pieces = better(pieces, need.pieces)
        run = need.exact if need.exact is not None else _EMPTY
    return RequiredLiterals(run) if whole else RequiredLiterals(None, better(pieces, run), *_lead(parts))


def _joined(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    return frozenset([before + after for before in one for after in other])


def _lead(parts: Iterable[RequiredLiterals]) -> tuple[frozenset[str] | None, bool]:
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


def either(needs: Iterable[RequiredLiterals], better: LiteralPreference) -> RequiredLiterals:
    """Give the need of alternatives."""
    branches = list(needs)
    exact = frozenset[str]().union(*(need.exact or () for need in branches))
    if all(need.exact is not None for need in branches) and len(exact) <= _MOST_EXACT:
        return RequiredLiterals(exact)
    begins = [need.begins for need in branches]
    leads = [lead for lead, _ in begins if lead is not None]
    lead = _few(frozenset[str]().union(*leads)) if len(leads) == len(branches) else None
    bests = [choose(need, better) for need in branches]
    pieces = frozenset[str]().union(*bests)
    skips = any(skips for _, skips in begins)
    return RequiredLiterals(None, pieces if all(bests) and len(pieces) <= _MOST_PIECES else frozenset(), lead, skips)


def repeated(need: RequiredLiterals, low: int, high: int | None, better: LiteralPreference) -> RequiredLiterals:
    """Give the need of a part that stands ``low`` to ``high`` times (None: any number)."""
    if (low, high) == (1, 1):
        return need
    if low == 0:
        lead, _ = need.begins
        return (
            RequiredLiterals(need.exact | _EMPTY)
            if high == 1 and need.exact is not None
            else RequiredLiterals(None, lead=lead, skips=True)
        )
    if (
        need.exact
        and high is not None
        and high <= LEAD
        and len(need.exact) ** high <= _MOST_EXACT
        and max(map(len, need.exact)) * high <= _LONGEST_RUN
    ):
        runs = [need.exact]
        while len(runs) < high:
            runs.append(_joined(runs[-1], need.exact))
        return RequiredLiterals(frozenset[str]().union(*runs[low - 1 :]))
    return RequiredLiterals(None, choose(need, better), *need.begins)


def rare(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
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


def rarer_marks(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    """Give the marks of ASCII, one of each piece, that fewer lines hold one of; none if nearly all lines do."""
    one, other = _marks(one), _marks(other)
    mine, theirs = _held(one), _held(other)
    if min(mine, theirs) >= _TOO_COMMON:
        return frozenset()
    return one if mine <= theirs else other


def _marks(pieces: frozenset[str]) -> frozenset[str]:
    """Give the rarest mark of each piece, none where one has none."""
    marks = [min((char for char in piece if is_mark(char)), key=_mark_held, default="") for piece in pieces]
    return frozenset(marks) if all(marks) else frozenset()


def is_mark(char: str) -> bool:
    """Say whether a character is a mark or a digit of ASCII."""
    return char.isascii() and char > " " and not char.isalpha()


def _held(marks: frozenset[str]) -> float:
    return sum(map(_mark_held, marks)) if marks else 1.0


def _mark_held(mark: str) -> float:
    return _DIGIT_HELD if mark.isdigit() else _HELD.get(mark, _MARK_HELD)
