"""Finding patterns in blocks, in time linear in the text, whoever wrote the patterns.

Whole-line phrases are a dictionary. Of patterns, one ``re2.Set`` looks for the pieces of text that they need, all at
once, and those whose pieces stand in a line are tried on it. Of the others, those that begin a line are known by its
first two characters; what is left is tried on every line, in C++. A set of the patterns themselves is no good: RE2
makes a state for each combination of places in them that a text has met, and 220 patterns with ``.*`` and counted
repetitions took 270 us a line.
This is the one module that imports re2.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import re2

from ingest.rules.fold import fold, fold_cased
from ingest.rules.pattern import WORD_CLASS, Alternative
from ingest.rules.rule import Pattern

# Cut from both ends of a line before it is compared with a phrase: "» Read more…" is "Read more".
_TRIM = " \t\n.,:;!?…»«›‹<>|•·*()[]{}→←↓↑↗▶►▼▲■□●○★☆✓✔–—-+=/\\_~#\"'“”„‘’`。、，：；！？「」『』【】（）《》।॥؟،؛"
# A compiled pattern larger than this (RE2 instructions) costs more than any honest rule needs.
MAX_PROGRAM = 20_000
# A pattern that finds more than this in one block is let go after it: every further search may scan to the end.
MAX_MATCHES = 200
_MEMORY = 8 << 20
# Budgets, not what is taken: RE2 grows its automaton as texts ask for it, and starts over when it is full.
_SET_MEMORY = 16 << 20
_PIECE_MEMORY = 1 << 10  # for each character
# Most rules that need no piece are about short lines, and most of a text is long ones: lines of up to 120 characters,
# of 121 to 250 and so on are tried with the patterns for lines of their length only.
_BANDS = (0, 120, 250, 420)
_IN_A_FILTER = 1000


def phrase_key(text: str) -> str:
    """Give what a whole-line phrase and a line are compared by: folded, marks at both ends cut, blanks single."""
    return key_of(fold(text))


@lru_cache(2048)
def key_of(shadow: str) -> str:
    """Give the phrase key of a text that is folded already. Remembered: finders ask for a line's in every round."""
    return " ".join(shadow.strip(_TRIM).split())


@dataclass(frozen=True, slots=True)
class Match:
    """Where a pattern stands in a text, in code points; ``value`` is the part named ``(?P<value>...)``, if any."""

    start: int
    end: int
    value: tuple[int, int] | None = None


def fault_of(alternative: Alternative, *, case: bool) -> str | None:
    """Say why RE2 refuses a translated alternative, or None if it takes it."""
    try:
        program = re2.compile(alternative.core, _options(case))
    except re2.error as error:
        said = error.args[0]
        return said.decode() if isinstance(said, bytes) else str(said)
    if program.programsize > MAX_PROGRAM:
        return f"the pattern compiles to {program.programsize} instructions, more than {MAX_PROGRAM}"
    return None


def _options(case: bool, memory: int = _MEMORY) -> re2.Options:
    options = re2.Options()
    options.case_sensitive = case
    options.log_errors = False
    options.max_mem = memory
    return options


class Engine:
    """Many patterns, compiled to be looked for together. Patterns are known by their index.

    ``limits`` says of each how long a text may be that it is looked for in, in code points (None: any length).
    """

    def __init__(self, patterns: Sequence[Pattern], limits: Sequence[int | None] = ()) -> None:
        self._patterns = tuple(patterns)
        self._phrases: dict[str, list[int]] = {}
        for index, pattern in enumerate(self._patterns):
            for phrase in pattern.phrases:
                self._phrases.setdefault(phrase, []).append(index)
        self._longest_phrase = max(map(len, self._phrases), default=0)
        most = [float("inf") if limit is None else limit for limit in limits or [None] * len(self._patterns)]
        tried = [
            _Tried(index, alternative, pattern.case, most[index])
            for index, pattern in enumerate(self._patterns)
            for alternative in pattern.alternatives
        ]
        self._needing = _Pieces([one for one in tried if one.alternative.needs])
        free = [one for one in tried if not one.alternative.needs]
        self._leading: dict[str, list[_Tried]] = {}
        for one in free:
            for lead in one.alternative.leads or ():
                self._leading.setdefault(lead, []).append(one)
        loose = [one for one in free if one.alternative.leads is None]
        self._loose = tuple(_Loose([one for one in loose if one.case == case]) for case in (False, True))
        self._locators: dict[tuple[Alternative, bool, bool], re2._Regexp] = {}

    def hits(self, text: str, shadow: str | None = None) -> frozenset[int]:
        """Give the patterns that are found in a block's text; ``shadow`` is the text folded, if that is known."""
        if shadow is None:
            shadow = fold(text)
        found = set(self._phrases.get(self._key(shadow), ()))
        folded = shadow.encode("utf-8", "surrogatepass")
        cased = text.encode("utf-8", "surrogatepass") if text.isascii() else None
        first, begins = shadow[:1], shadow[:2]
        led = self._leading.get(first, ()), self._leading.get(begins, ()) if len(begins) == 2 else ()
        for one in chain(*led, self._needing.candidates(folded)):
            leads = one.alternative.leads
            if leads is not None and begins not in leads and first not in leads:
                continue
            if one.index not in found and len(text) <= one.limit:
                if one.case and cased is None:
                    cased = fold_cased(text).encode("utf-8", "surrogatepass")
                if one.stands(cased if one.case and cased is not None else folded):
                    found.add(one.index)
        caseless, minding = self._loose
        found.update(caseless.found(folded, len(text)))
        if minding:
            if cased is None:
                cased = fold_cased(text).encode("utf-8", "surrogatepass")
            found.update(minding.found(cased, len(text)))
        return frozenset(found)

    def _key(self, shadow: str) -> str:
        """Give the phrase key of a folded text; nothing where it is longer than any phrase."""
        said = shadow.strip(_TRIM)
        if len(said) > self._longest_phrase and "  " not in said and said.isprintable():
            return ""
        return key_of(shadow)

    def matches(self, index: int, text: str) -> list[Match]:
        """Give where pattern ``index`` stands in a text, from left to right, at most ``MAX_MATCHES`` of each
        alternative; a phrase stands for the whole text."""
        pattern = self._patterns[index]
        if pattern.phrases and phrase_key(text) in pattern.phrases:
            return [Match(0, len(text))]
        cast = fold_cased(text) if pattern.case else fold(text)
        found = [
            match for alternative in pattern.alternatives for match in self._located(alternative, pattern.case, cast)
        ]
        return sorted(found, key=lambda match: (match.start, -match.end))

    def _locator(self, alternative: Alternative, case: bool, *, further: bool = False) -> re2._Regexp:
        """Give the pattern that locates an alternative; ``further`` in, for a search that does not begin the text."""
        further &= alternative.edge_left
        locator = self._locators.get((alternative, case, further))
        if locator is None:
            locator = re2.compile(_located_by(alternative, further=further), _options(case))
            self._locators[alternative, case, further] = locator
        return locator

    def _located(self, alternative: Alternative, case: bool, cast: str) -> Iterator[Match]:
        """Find one alternative again and again. On bytes: re2 encodes a str anew for every search."""
        locator = self._locator(alternative, case)
        named = locator.groupindex.get("value")
        encoded = cast.encode("utf-8", "surrogatepass")
        offsets = _Offsets(encoded)
        at = done = 0
        for _ in range(MAX_MATCHES):
            match = locator.search(encoded, at)
            if match is None:
                return
            first, last = match.span(1)
            start = done if alternative.grow_left else offsets.of(first)
            value = None
            if named and match.start(named) >= 0:
                value = offsets.of(match.start(named)), offsets.of(match.end(named))
            if alternative.grow_right:
                yield Match(start, len(cast), value)
                return
            done = offsets.of(last)
            yield Match(start, done, value)
            at = last
            if alternative.edge_left:
                # One character back: it may be the edge that the next match needs.
                locator = self._locator(alternative, case, further=True)
                at -= 1
                while encoded[at] & 0xC0 == 0x80:
                    at -= 1


class Question:
    """One pattern, to be asked of one text at a time; compiled when it first is."""

    def __init__(self, pattern: Pattern) -> None:
        self._case = pattern.case
        self._phrases = frozenset(pattern.phrases)
        self._tried = [_Tried(0, alternative, pattern.case, float("inf")) for alternative in pattern.alternatives]

    def stands(self, text: str, shadow: str) -> bool:
        """Say whether the pattern is found in a block's text, ``shadow`` being the text folded."""
        if self._phrases and key_of(shadow) in self._phrases:
            return True
        cast = (fold_cased(text) if self._case else shadow).encode("utf-8", "surrogatepass")
        return any(one.stands(cast) for one in self._tried)


class _Offsets:
    """Code point offsets of byte offsets; cheap while they only grow."""

    def __init__(self, encoded: bytes) -> None:
        self._encoded = encoded
        self._bytes = self._points = 0

    def of(self, offset: int) -> int:
        if offset < self._bytes:
            self._bytes = self._points = 0
        self._points += len(self._encoded[self._bytes : offset].decode("utf-8", "surrogatepass"))
        self._bytes = offset
        return self._points


def _located_by(alternative: Alternative, *, further: bool = False) -> str:
    """Give the pattern that finds an alternative with its word edges, ``(?P<all>...)`` being the alternative."""
    start = "" if further else "^|"
    left = f"(?:{start}[^{WORD_CLASS}])" if alternative.edge_left else ""
    right = f"(?:[^{WORD_CLASS}]|$)" if alternative.edge_right else ""
    return f"{left}(?P<all>{alternative.core}){right}"


class _Tried:
    """An alternative of a pattern, and how long a text may be that it is tried on."""

    __slots__ = ("_search", "alternative", "case", "index", "limit")

    def __init__(self, index: int, alternative: Alternative, case: bool, limit: float) -> None:
        self.index = index
        self.alternative = alternative
        self.case = case
        self.limit = limit
        self._search: Callable[[bytes], object] | None = None

    def stands(self, cast: bytes) -> bool:
        """Say whether the alternative is found in a text, cast as its letter-case asks."""
        if self._search is None:
            # Compiled when it is first asked for: of thousands of rules few ever are.
            self._search = re2.compile(_located_by(self.alternative), _options(self.case)).search
        return self._search(cast) is not None


class _Pieces:
    """Alternatives that need a piece of text, known by the pieces that stand in a folded text."""

    def __init__(self, tried: Sequence[_Tried]) -> None:
        self._tried = tuple(tried)
        needed_by: dict[str, list[_Tried]] = {}
        for one in tried:
            for piece in {fold(piece) for piece in one.alternative.needs}:
                needed_by.setdefault(piece, []).append(one)
        self._needed_by = tuple(map(tuple, needed_by.values()))
        # Caseless although all is folded: to RE2 as to Unicode, a few letters have another that fold() leaves alone.
        options = _options(False, _SET_MEMORY + sum(map(len, needed_by)) * _PIECE_MEMORY)
        options.literal = True
        proposer = re2.Set.SearchSet(options)
        for piece in needed_by:
            proposer.Add(piece)
        # Always found: where it is missing, RE2 ran out of memory and said nothing.
        self._witness = proposer.Add("")
        self._set: re2.Set | None = proposer
        try:
            proposer.Compile()
        except re2.error:
            # Too much for one automaton, not for one pattern after the other.
            self._set = None

    def candidates(self, folded: bytes) -> Iterable[_Tried]:
        """Give the alternatives that a text may hold."""
        found = self._set.Match(folded) if self._set else None
        if found == [self._witness]:
            return ()
        if found is None or self._witness not in found:
            return self._tried
        needed_by = self._needed_by
        return dict.fromkeys(one for at in found if at != self._witness for one in needed_by[at])


class _Loose:
    """Alternatives of one letter-case that need no piece of text: tried on every text that is short enough.

    ``re2.Filter`` is for its loop in C++: alternatives for which it sees no piece either are tried one by one.
    """

    def __init__(self, tried: Sequence[_Tried]) -> None:
        self._any = bool(tried)
        self._bands = tuple(_filters([one for one in tried if one.limit > least]) for least in _BANDS)

    def __bool__(self) -> bool:
        return self._any

    def found(self, cast: bytes, length: int) -> Iterable[int]:
        """Give the patterns that stand in a text of ``length`` code points; of those that are not looked for in
        texts of that length, some."""
        out: list[int] = []
        for filter, tried in self._bands[bisect_left(_BANDS, length, lo=1) - 1]:
            if filter is None:
                out += [one.index for one in tried if one.stands(cast)]
            else:
                out += [tried[at].index for at in filter.Match(cast) or ()]
        return out


def _filters(tried: Sequence[_Tried]) -> tuple[tuple[re2.Filter | None, Sequence[_Tried]], ...]:
    """Give filters for alternatives, a thousand each: a filter holds no more than RE2 compiles in 8 MB, else it is
    None, and its alternatives are to be tried one by one."""
    out: list[tuple[re2.Filter | None, Sequence[_Tried]]] = []
    for first in range(0, len(tried), _IN_A_FILTER):
        some = tried[first : first + _IN_A_FILTER]
        filter = re2.Filter()
        for one in some:
            filter.Add(_located_by(one.alternative), _options(one.case))
        try:
            filter.Compile()
        except re2.error:
            filter = None
        out.append((filter, some))
    return tuple(out)
