"""The required literals of a pattern: a few pieces of plain text, one of which is in every match.

A literal prefilter looks for the pieces of thousands of patterns at once, and leaves few patterns to be tried on a
text. The method is that of Russ Cox, "Regular Expression Matching with a Trigram Index" (2012), as in RE2's own
``FilteredRE2``, which cannot be used: its index is limited to 8 MB, and so to some 2,000 patterns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ingest.text.memo import memoized

# Of a part that can be more different texts than these, the texts are no longer listed.
_MOST_EXACT = 32
_MOST_PIECES = 64
_MOST_PREFIXES = 256
# The texts that repetition makes are listed up to this length only: nested, four times of four times grow without end.
_LONGEST_RUN = 64
# Prefixes have so many characters: with two of them three times as many patterns were tried on a line.
PREFIX_CHARS = 4
# Longer pieces are not rarer; the rest of the choice goes by their number.
_SHORTEST, _LONG_ENOUGH = 4, 10
# Marks that are in every other sentence select nothing.
_USUAL_MARKS = frozenset(" .,'\"-:;!?()")
# The share of lines with a mark, measured on 23,309 lines that an extractor made of the development pages; other
# marks are rarer; half of the lines have a digit.
_SHARE_OF_LINES = {".": 0.64, ",": 0.51, "-": 0.37, ":": 0.18, "'": 0.17, '"': 0.14, "(": 0.11, ")": 0.11}
_DIGIT_SHARE, _MARK_SHARE = 0.05, 0.04
# A mark that this share of lines has is not worth looking for.
_TOO_COMMON = 0.9
# What else is a blank to patterns than the blank itself; in literals, and in the texts searched for them, all blanks
# are unified.
BLANKS = "\t\n\v\f\r"
_UNIFIED_BLANKS = str.maketrans(BLANKS, " " * len(BLANKS))


@dataclass(frozen=True, slots=True)
class RequiredLiterals:
    """What a part of a pattern requires: all texts that it can be (``exact``), None if these are too many; and
    ``pieces``, one of which is in whatever it matches (none: no literal is known). ``prefixes`` are how it can begin,
    in up to ``PREFIX_CHARS`` characters or, where no more is known, in fewer (None: with anything); of an ``optional``
    part, if it is there. All blanks are unified: see :func:`unify_blanks`."""

    exact: frozenset[str] | None
    pieces: frozenset[str] = frozenset()
    prefixes: frozenset[str] | None = None
    optional: bool = False

    @property
    def begins(self) -> tuple[frozenset[str] | None, bool]:
        """Return the prefixes of the part, and whether it is optional."""
        if self.exact is None:
            return self.prefixes, self.optional
        return frozenset([text[:PREFIX_CHARS] for text in self.exact if text]), "" in self.exact


# Chooses, of two sets of pieces, the one to look for; none, if neither is worth it.
LiteralPreference = Callable[[frozenset[str], frozenset[str]], frozenset[str]]

_EMPTY_TEXT = frozenset([""])
NOTHING = RequiredLiterals(_EMPTY_TEXT)
ANYTHING = RequiredLiterals(None)


def unify_blanks(text: str) -> str:
    """Return a text with every blank replaced by the plain one; the length stays."""
    return text.translate(_UNIFIED_BLANKS)


def one_of(texts: Iterable[str]) -> RequiredLiterals:
    """Return the literals of a part that is one of some texts."""
    exact = frozenset(map(unify_blanks, texts))
    if len(exact) <= _MOST_EXACT:
        return RequiredLiterals(exact)
    return RequiredLiterals(None, prefixes=_shortened(text[:PREFIX_CHARS] for text in exact))


def choose(literals: RequiredLiterals, better: LiteralPreference) -> frozenset[str]:
    """Return the pieces to look for, one of which is in every match; none, if none are known."""
    return better(literals.exact or frozenset(), literals.pieces)


def in_turn(sequence: Iterable[RequiredLiterals], better: LiteralPreference) -> RequiredLiterals:
    """Return the literals of parts that follow one another."""
    run = _EMPTY_TEXT
    pieces: frozenset[str] = frozenset()
    whole = True
    parts = list(sequence)
    for part in parts:
        if part.exact is not None and len(run) * len(part.exact) <= _MOST_EXACT:
            if part.exact is not _EMPTY_TEXT:
                run = _concatenations(run, part.exact)
            continue
        whole = False
        if run is not _EMPTY_TEXT:
            pieces = better(pieces, run)
        if part.pieces:
            pieces = better(pieces, part.pieces)
        run = part.exact if part.exact is not None else _EMPTY_TEXT
    return RequiredLiterals(run) if whole else RequiredLiterals(None, better(pieces, run), *_sequence_prefixes(parts))


def _concatenations(firsts: frozenset[str], seconds: frozenset[str]) -> frozenset[str]:
    return frozenset([first + second for first in firsts for second in seconds])


def _sequence_prefixes(parts: Iterable[RequiredLiterals]) -> tuple[frozenset[str] | None, bool]:
    """Return the prefixes of parts that follow one another, and whether all of them are optional."""
    complete: set[str] = set()
    growing = {""}
    for part in parts:
        prefixes, optional = part.begins
        if prefixes is None:
            # What follows is not known; the first characters of what is growing are.
            return (_shortened(complete | growing) if "" not in growing else None), False
        longer = {(before + after)[:PREFIX_CHARS] for before in growing for after in prefixes}
        ended = {text for text in longer if len(text) == PREFIX_CHARS or part.exact is None}
        complete |= ended
        growing = (growing if optional else set()) | (longer - ended)
        if len(complete) + len(growing) > _MOST_PREFIXES:
            return (_shortened(complete | growing) if "" not in growing else None), False
        if not growing:
            break
    return _shortened((complete | growing) - _EMPTY_TEXT), "" in growing


def _shortened(prefixes: Iterable[str]) -> frozenset[str] | None:
    """Return prefixes, cut until they are not too many; None if there are too many first characters."""
    shortened = frozenset(prefixes)
    for length in range(PREFIX_CHARS - 1, 0, -1):
        if len(shortened) <= _MOST_PREFIXES:
            return shortened
        shortened = frozenset(prefix[:length] for prefix in shortened)
    return shortened if len(shortened) <= _MOST_PREFIXES else None


def either(alternatives: Iterable[RequiredLiterals], better: LiteralPreference) -> RequiredLiterals:
    """Return the literals of alternatives."""
    branches = list(alternatives)
    exact = frozenset[str]().union(*(branch.exact or () for branch in branches))
    if all(branch.exact is not None for branch in branches) and len(exact) <= _MOST_EXACT:
        return RequiredLiterals(exact)
    begins = [branch.begins for branch in branches]
    known = [prefixes for prefixes, _ in begins if prefixes is not None]
    prefixes = _shortened(frozenset[str]().union(*known)) if len(known) == len(branches) else None
    chosen = [choose(branch, better) for branch in branches]
    pieces = frozenset[str]().union(*chosen)
    optional = any(optional for _, optional in begins)
    if not all(chosen) or len(pieces) > _MOST_PIECES:
        pieces = frozenset()
    return RequiredLiterals(None, pieces, prefixes, optional)


def repeated(part: RequiredLiterals, low: int, high: int | None, better: LiteralPreference) -> RequiredLiterals:
    """Return the literals of a part that is repeated ``low`` to ``high`` times (None: any number)."""
    if (low, high) == (1, 1):
        return part
    if low == 0:
        if high == 1 and part.exact is not None:
            return RequiredLiterals(part.exact | _EMPTY_TEXT)
        prefixes, _ = part.begins
        return RequiredLiterals(None, prefixes=prefixes, optional=True)
    if (
        part.exact
        and high is not None
        and high <= PREFIX_CHARS
        and len(part.exact) ** high <= _MOST_EXACT
        and max(map(len, part.exact)) * high <= _LONGEST_RUN
    ):
        runs = [part.exact]
        while len(runs) < high:
            runs.append(_concatenations(runs[-1], part.exact))
        return RequiredLiterals(frozenset[str]().union(*runs[low - 1 :]))
    return RequiredLiterals(None, choose(part, better), *part.begins)


def rare(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    """Return the pieces that are rarer in texts, none if neither are rare."""
    rarity, other_rarity = _rarity(one), _rarity(other)
    rarer = one if rarity >= other_rarity else other
    return rarer if max(rarity, other_rarity)[0] else frozenset()


def _rarity(pieces: frozenset[str]) -> tuple[int, int]:
    """Return a key by which pieces are compared: the selectivity of the worst, then how few they are."""
    return (min(map(_selectivity, pieces)), -len(pieces)) if pieces and "" not in pieces else (0, 0)


@memoized(1 << 20)
def _selectivity(piece: str) -> int:
    """Return how few texts a piece is in, as a score: 0 if it is in every other line."""
    core = piece.strip(" ")
    if core.isascii() and core.isalpha():
        return min(len(core), _LONG_ENOUGH) if len(core) >= _SHORTEST else 0
    if not all(char.isalnum() or char in _USUAL_MARKS for char in core):
        return _LONG_ENOUGH
    # A letter beyond ASCII counts as two: there are more of them, and a character of Chinese is half a word.
    length = len(core) + sum(not char.isascii() for char in core)
    return min(length, _LONG_ENOUGH) if length >= _SHORTEST else 0


def rarer_marks(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    """Return the ASCII marks, one of each piece of a set, of the set for which fewer lines have one; none if nearly all
    lines do."""
    one, other = _rarest_marks(one), _rarest_marks(other)
    share, other_share = _share_of_lines(one), _share_of_lines(other)
    if min(share, other_share) >= _TOO_COMMON:
        return frozenset()
    return one if share <= other_share else other


def _rarest_marks(pieces: frozenset[str]) -> frozenset[str]:
    """Return the rarest mark of each piece, none where one has none."""
    marks = [min((char for char in piece if is_mark(char)), key=_share_of_mark, default="") for piece in pieces]
    return frozenset(marks) if all(marks) else frozenset()


def is_mark(char: str) -> bool:
    """True if a character is an ASCII mark or digit."""
    return char.isascii() and char > " " and not char.isalpha()


def _share_of_lines(marks: frozenset[str]) -> float:
    """Return the estimated share of lines with one of some marks; 1 if there are none."""
    return sum(map(_share_of_mark, marks)) if marks else 1.0


def _share_of_mark(mark: str) -> float:
    return _DIGIT_SHARE if mark.isdigit() else _SHARE_OF_LINES.get(mark, _MARK_SHARE)
