"""Where whole-line patterns begin inside a block, and how far they reach: what units are told by."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

import re2

from ingest.rules.matcher import TRIM, CompiledAlternative, Engine, LiteralPrefilter, re2_options
from ingest.rules.patterns.required_literals import PREFIX_CHARS
from ingest.rules.patterns.translate import Alternative

# What a unit may be long; more is a paragraph.
LONGEST = 400
# A literal stands this near to where its pattern begins.
_NEAR = 80
_MOST_PLACES = 50
# A unit that a rule knows has few sentences.
_CUTS_TRIED = 3
_LEADS = tuple(range(1, PREFIX_CHARS + 1))
_WORD = re.compile(r"\w+")
_CAPITALIZED = re.compile(r"(?<![^\W_])[^\W\d_a-z]\w*")
_PUNCTUATION = re.compile(r"[\s.:!…,;*]*[)\]}”\"’»]?")


class Opened(NamedTuple):
    """A pattern that takes ``[start, end)`` of a block; ``at_cut``: to a cut; else the pattern itself says that it ends
    there. ``value`` is its named part; ``words`` counts those of a phrase, None for a pattern."""

    start: int
    end: int
    probe: int
    at_cut: bool
    value: tuple[int, int] | None = None
    words: int | None = None


class OpenerIndex:
    """The whole-line patterns of an engine, by what they begin with."""

    def __init__(self, engine: Engine, probes: Sequence[int]) -> None:
        self._engine = engine
        self._probes = frozenset(probes)

    @cached_property
    def _phrases(self) -> dict[str, list[tuple[str, int, int]]]:
        out: dict[str, list[tuple[str, int, int]]] = {}
        for phrase, probes in self._engine.phrases.items():
            first = _WORD.search(phrase)
            for probe in probes:
                if first and probe in self._probes:
                    out.setdefault(first[0], []).append((phrase, probe, len(phrase.split())))
        for known in out.values():
            known.sort(key=lambda one: -len(one[0]))
        return out

    @cached_property
    def _leading(self) -> dict[str, list[CompiledAlternative]]:
        out: dict[str, list[CompiledAlternative]] = {}
        for one in self._engine.alternatives:
            if (one.index, one.alternative) in self._anchored and not one.alternative.needs:
                for lead in one.alternative.prefixes or ():
                    out.setdefault(lead, []).append(one)
        return out

    @cached_property
    def _begun(self) -> LiteralPrefilter:
        return self._prefilter(anchored=True)

    @cached_property
    def _inner(self) -> LiteralPrefilter:
        return self._prefilter(anchored=False)

    def _prefilter(self, *, anchored: bool) -> LiteralPrefilter:
        return LiteralPrefilter(
            [
                one
                for one in self._engine.alternatives
                if one.index in self._probes
                and one.alternative.needs
                and one.alternative.core.startswith("^") == anchored
            ]
        )

    @cached_property
    def _anchored(self) -> dict[tuple[int, Alternative], _Anchored]:
        return {
            (one.index, one.alternative): _Anchored(one.alternative, one.case)
            for one in self._engine.alternatives
            if one.index in self._probes and one.alternative.core.startswith("^")
        }

    def begun(self, text: str, folded: str) -> Iterator[int]:
        """Yield where phrases of two words or more begin with a capital: "... Derick Walton Check Also 16 people"."""
        for word in _CAPITALIZED.finditer(text):
            at = word.start()
            for phrase, _, words in self._phrases.get(folded[at : word.end()], ()):
                if words > 1 and folded.startswith(phrase, at) and ends_well(text, at, at + len(phrase)) is not None:
                    yield at
                    break

    def places(self, folded: str) -> list[int]:
        """Return where literals stand that patterns need which do not begin a line, in order."""
        return sorted({at for at, _ in self._inner.places(folded, _MOST_PLACES)})

    def opened(self, folded: str, cased: str, starts: Sequence[int], ends: Sequence[int]) -> Iterator[Opened]:
        """Yield the patterns that begin at one of ``starts``, offsets of the block, and end at one of ``ends`` or where
        they say; both are in ascending order."""
        yield from self._phrases_at(folded, starts, ends)
        tried: set[tuple[int, int, Alternative]] = set()
        for at, one in self._begun.places(folded, _MOST_PLACES):
            key = (one.index, one.alternative)
            anchored = self._anchored[key]
            last = bisect_right(starts, at) - 1
            for index in range(last, max(-1, last - 4), -1):
                start = starts[index]
                if at - start > _NEAR:
                    break
                if (start, *key) not in tried:
                    tried.add((start, *key))
                    found = tuple(anchored.at(one.index, cased if one.case else folded, start, ends))
                    yield from found
                    if found:
                        break  # the unit that a literal stands in begins nearest to it
        for start in starts:
            for length in _LEADS:
                for one in self._leading.get(folded[start : start + length], ()):
                    key = (one.index, one.alternative)
                    if (start, *key) not in tried:
                        tried.add((start, *key))
                        yield from self._anchored[key].at(one.index, cased if one.case else folded, start, ends)

    def _phrases_at(self, folded: str, starts: Sequence[int], ends: Sequence[int]) -> Iterator[Opened]:
        for start in starts:
            at = start
            while at < len(folded) and at < start + 8 and folded[at] in TRIM:
                at += 1
            # Another word may be glued to the first: "ADOn", "StampaSono".
            word = _WORD.match(folded, at, ends[min(bisect_right(ends, at), len(ends) - 1)])
            for phrase, probe, words in self._phrases.get(_said_once(word[0]), ()) if word else ():
                end = at + len(phrase)
                if folded.startswith(phrase, at):
                    yield Opened(start, end, probe, False, None, words)


def _said_once(word: str) -> str:
    """Return a word without its copy: "adad" is the label "ad", twice."""
    half = word[: len(word) // 2]
    return half if half * 2 == word else word


class _Anchored:
    """An alternative that begins a line, looked for at one place."""

    def __init__(self, alternative: Alternative, case: bool) -> None:
        self._core = alternative.core
        self._closed = self._core.endswith("$") and not self._core.endswith("\\$") and not alternative.grow_right
        self._case = case

    @cached_property
    def _whole(self) -> re2._Regexp:
        return re2.compile(self._core, re2_options(self._case))

    @cached_property
    def _beginning(self) -> re2._Regexp:
        return re2.compile(self._core.removesuffix("$"), re2_options(self._case))

    def at(self, probe: int, cast: str, start: int, ends: Sequence[int]) -> Iterator[Opened]:
        """Yield the shortest unit that the alternative takes, if it takes one."""
        first = bisect_right(ends, start)
        for end in ends[first : first + _CUTS_TRIED]:
            if end - start > LONGEST:
                break
            found = self._whole.search(cast[start:end])
            if found is not None:
                yield Opened(start, end, probe, True, _value(self._whole, found, start))
                return
        if self._closed:
            piece = cast[start : start + LONGEST]
            found = self._beginning.search(piece)
            if found is not None and found.end() < len(piece):
                yield Opened(start, start + found.end(), probe, False, _value(self._beginning, found, start))


def _value(pattern: re2._Regexp, found: re2._Match, start: int) -> tuple[int, int] | None:
    named = pattern.groupindex.get("value")
    if not named or found.start(named) < 0:
        return None
    return start + found.start(named), start + found.end(named)


def ends_well(text: str, start: int, at: int) -> int | None:
    """Return where a unit from ``start`` to ``at`` ends with the marks behind it, None if it would tear something.

    What follows must begin a sentence: with a capital, a sign, a digit; or be in a script that has none.
    """
    punctuation = _PUNCTUATION.match(text, at)
    end = punctuation.end() if punctuation else at
    if end >= len(text):
        return len(text)
    following = text[end]
    glued = end == at
    if glued and text[at - 1].isalnum() and following.isalnum():
        if text.startswith(text[start:at], at):
            return at  # said twice: "ADAD"
        torn = not (following.isupper() and (text[at - 1].islower() or text[end + 1 : end + 2].islower()))
        return None if torn else end
    if following.islower():
        return None
    while end > at and text[end - 1].isspace():
        end -= 1
    return end
