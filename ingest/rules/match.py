"""Finding patterns in blocks, in time linear in the text, whoever wrote the patterns.

One ``re2.Set`` over all patterns proposes; whole-line phrases are a dictionary; the single pattern locates.
This is the one module that imports re2.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

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
_SET_MEMORY = 64 << 20
_ALTERNATIVE_MEMORY = 16 << 10


def phrase_key(text: str) -> str:
    """Give what a whole-line phrase and a line are compared by: folded, marks at both ends cut, blanks single."""
    return " ".join(fold(text).strip(_TRIM).split())


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
    """Many patterns, compiled to be looked for together. Patterns are known by their index."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self._patterns = tuple(patterns)
        self._phrases: dict[str, list[int]] = {}
        for index, pattern in enumerate(self._patterns):
            for phrase in pattern.phrases:
                self._phrases.setdefault(phrase, []).append(index)
        self._sets = tuple(_Set(self._patterns, case=case) for case in (False, True))
        self._locators: dict[tuple[Alternative, bool, bool], re2._Regexp] = {}

    def hits(self, text: str) -> frozenset[int]:
        """Give the patterns that are found in a block's text."""
        shadow = fold(text)
        found = set(self._phrases.get(" ".join(shadow.strip(_TRIM).split()), ()))
        for proposer, case in zip(self._sets, (False, True), strict=True):
            if proposer:
                cast = fold_cased(text) if case else shadow
                for index, alternative in proposer.candidates(cast):
                    if index not in found and self._stands(alternative, case, cast):
                        found.add(index)
        return frozenset(found)

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

    def _stands(self, alternative: Alternative, case: bool, cast: str) -> bool:
        """Say whether what the set proposed is so: its patterns are wider, and have no word edges."""
        exact = alternative.probe == alternative.core and not (alternative.edge_left or alternative.edge_right)
        return exact or self._locator(alternative, case).search(cast) is not None

    def _locator(self, alternative: Alternative, case: bool, *, further: bool = False) -> re2._Regexp:
        """Give the pattern that locates an alternative; ``further`` in, for a search that does not begin the text."""
        further &= alternative.edge_left
        locator = self._locators.get((alternative, case, further))
        if locator is None:
            start = "" if further else "^|"
            left = f"(?:{start}[^{WORD_CLASS}])" if alternative.edge_left else ""
            right = f"(?:[^{WORD_CLASS}]|$)" if alternative.edge_right else ""
            locator = re2.compile(f"{left}(?P<all>{alternative.core}){right}", _options(case))
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


class _Set:
    """The alternatives of one letter-case, proposing together which of them may stand in a text."""

    def __init__(self, patterns: Sequence[Pattern], *, case: bool) -> None:
        self._case = case
        self._alternatives = [
            (index, alternative)
            for index, pattern in enumerate(patterns)
            if pattern.case == case
            for alternative in pattern.alternatives
        ]
        memory = _SET_MEMORY + len(self._alternatives) * _ALTERNATIVE_MEMORY
        proposer = re2.Set.SearchSet(_options(case, memory))
        for _, alternative in self._alternatives:
            proposer.Add(alternative.probe)
        # Always found: where it is missing, RE2 ran out of memory and said nothing.
        self._witness = proposer.Add("")
        self._set: re2.Set | None = proposer
        try:
            proposer.Compile()
        except re2.error:
            # Thousands of patterns near ``MAX_PROGRAM``: too much for one automaton, not for one after the other.
            self._set = None

    def __bool__(self) -> bool:
        return bool(self._alternatives)

    def candidates(self, cast: str) -> list[tuple[int, Alternative]]:
        found = self._set.Match(cast) if self._set else ()
        if self._witness in found:
            return [self._alternatives[at] for at in found if at != self._witness]
        one_by_one = zip(self._alternatives, self._probes, strict=True)
        return [alternative for alternative, probe in one_by_one if probe.search(cast)]

    @cached_property
    def _probes(self) -> tuple[re2._Regexp, ...]:
        return tuple(re2.compile(alternative.probe, _options(self._case)) for _, alternative in self._alternatives)
