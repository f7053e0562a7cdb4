"""Finding patterns in blocks, in time linear in the text, whoever wrote the patterns.

Whole-line phrases are a dictionary. Of patterns, one ``re2.Set`` looks for the pieces of text that they need, all at
once, and those whose pieces stand in a line are tried on it. Of the others, those that begin a line are known by its
first characters; the few that are left are tried on lines of the look that is asked for, if these hold one of the
marks that they need. A set of the patterns themselves is no good: RE2 makes a state for each combination of places in
them that a text has met, and 220 patterns with ``.*`` and counted repetitions took 270 us a line.
This is the one module that imports re2.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat

import re2

from ingest.rules.model import Where
from ingest.rules.patterns.required_literals import BLANKS, PREFIX_CHARS, is_mark, unify_blanks
from ingest.rules.patterns.translate import BLOCK_MARK, BLOCK_MARKS, WORD_CLASS, Alternative, Pattern, marks
from ingest.text.fold import VARIANTS, fold, fold_cased
from ingest.text.memo import Memory, memoized
from ingest.text.non_ascii import non_ascii_chars
from ingest.text.shape import Shape, shape

# Cut from both ends of a line before it is compared with a phrase: "» Read more…" is "Read more".
TRIM = " \t\n.,:;!?…»«›‹<>|•·*()[]{}→←↓↑↗▶►▼▲■□●○★☆✓✔–—-+=/\\_~#\"'“”„‘’`。、，：；！？「」『』【】（）《》।॥؟،؛"
# A compiled pattern larger than this (RE2 instructions) costs more than any honest rule needs.
MAX_PROGRAM = 20_000
# A pattern that finds more than this in one block is let go after it: every further search may scan to the end.
MAX_MATCHES = 200
_MEMORY = 8 << 20
# Budgets, not what is taken: RE2 grows its automaton as texts ask for it, and starts over when it is full.
_TRIED_MEMORY = 1 << 20  # of each pattern that is tried: hundreds of them are, in every language that is met
_SET_MEMORY = 16 << 20
_PIECE_MEMORY = 1 << 10  # for each character
_ANYWHERE = Where()
_LEADS = tuple(range(1, PREFIX_CHARS + 1))
_BLOCK_MARK = re.compile(BLOCK_MARK.removesuffix("?"))
# Lines that begin with one of these may begin with a block mark.
_MARKING = frozenset(f"{BLOCK_MARKS}#")
_NO_MARKS = bytes(code for code in range(256) if not is_mark(chr(code)))
_MANY_WORDS = 8
_EVENED = bytes.maketrans(BLANKS.encode(), b" " * len(BLANKS))
# Texts of up to so many characters are remembered, in so many bytes for each alternative that would be looked for
# again, and in so many at most: half a megabyte for a language, little for a site.
_SHORT = 100
_KNOWN_BYTES, _MOST_KNOWN_BYTES = 1 << 12, 1 << 19


def phrase_key(text: str) -> str:
    """Return what a whole-line phrase and a line are compared by: folded, marks at both ends cut, blanks single."""
    return comparison_key(fold(text))


@memoized(1 << 21)
def comparison_key(shadow: str) -> str:
    """Return the phrase key of a text that is folded already. Remembered: finders ask for a line's in every round."""
    return " ".join(shadow.strip(TRIM).split())


@dataclass(frozen=True, slots=True)
class Match:
    """Where a pattern stands in a text, in code points; ``value`` is the part named ``(?P<value>...)``, if any."""

    start: int
    end: int
    value: tuple[int, int] | None = None


def fault_of(alternative: Alternative, *, case: bool) -> str | None:
    """Return why RE2 refuses a translated alternative, or None if it takes it."""
    try:
        program = re2.compile(alternative.core, re2_options(case))
    except re2.error as error:
        said = error.args[0]
        return said.decode() if isinstance(said, bytes) else str(said)
    if program.programsize > MAX_PROGRAM:
        return f"the pattern compiles to {program.programsize} instructions, more than {MAX_PROGRAM}"
    return None


def re2_options(case: bool, memory: int = _MEMORY) -> re2.Options:
    """Return how patterns are compiled: quietly, within ``memory`` bytes."""
    options = re2.Options()
    options.case_sensitive = case
    options.log_errors = False
    options.max_mem = memory
    return options


class Engine:
    """Many patterns, compiled to be looked for together. Patterns are known by their index.

    ``wheres`` says of each what shape a text must have that it is looked for in (default: any).
    """

    def __init__(self, patterns: Sequence[Pattern], wheres: Sequence[Where] = ()) -> None:
        self._patterns = tuple(patterns)
        self._phrases: dict[str, list[int]] = {}
        for index, pattern in enumerate(self._patterns):
            for phrase in pattern.phrases:
                self._phrases.setdefault(phrase, []).append(index)
        self._longest_phrase = max(map(len, self._phrases), default=0)
        tried = tuple(
            CompiledAlternative(index, alternative, pattern.case, where)
            for index, (pattern, where) in enumerate(
                zip(self._patterns, wheres or repeat(_ANYWHERE, len(self._patterns)), strict=True)
            )
            for alternative in pattern.alternatives
        )
        self.alternatives = tried
        self._minds_case = any(one.case for one in tried)
        self._needing = LiteralPrefilter([one for one in tried if one.alternative.needs])
        free = [one for one in tried if not one.alternative.needs]
        self._led = tuple(one for one in free if one.alternative.prefixes is not None)
        self._leading: dict[str, list[CompiledAlternative]] = {}
        for one in self._led:
            for lead in one.alternative.prefixes or ():
                self._leading.setdefault(lead, []).append(one)
        self._loose = tuple(_Unprefiltered(one) for one in free if one.alternative.prefixes is None)
        self._loose_by_look: dict[tuple[bool, bool, bool], tuple[_Unprefiltered, ...]] = {}
        self._seeks = bool(tried or self._phrases)
        self._known: Memory[str, tuple[int, ...]] = Memory(min(len(tried) * _KNOWN_BYTES, _MOST_KNOWN_BYTES))
        self._locators: dict[tuple[Alternative, bool, bool], re2._Regexp] = {}

    @property
    def phrases(self) -> Mapping[str, Sequence[int]]:
        """The whole-line phrases, each with the patterns that have it."""
        return self._phrases

    def warm(self, located: Container[int] = ()) -> None:
        """Compile all that is else compiled when a text first asks for it; ``located`` names the patterns of which it
        will be asked where they stand."""
        for one in (*self._needing.tried, *self._led, *self._loose):
            one.warm()
            for further in {False, one.alternative.edge_left} if one.index in located else ():
                self._locator(one.alternative, one.case, further=further)

    def hits(self, text: str) -> frozenset[int]:
        """Return the patterns that are found in one block's text."""
        return frozenset(self.found_in([text], [fold(text)], [shape(text)])[0])

    def found_in(self, texts: Sequence[str], shadows: Sequence[str], shapes: Sequence[Shape]) -> list[tuple[int, ...]]:
        """Return, for each of some texts, the patterns that are found in it, in order; ``folded`` are the texts folded.

        Short ones are remembered: a site's menus, boxes and footers come back with every page.
        """
        if not self._seeks:
            return [()] * len(texts)
        known = self._known
        found = [known.get(text) for text in texts]
        new = [at for at, hits in enumerate(found) if hits is None]
        if new:
            looked = self._found_in([texts[at] for at in new], [shadows[at] for at in new], [shapes[at] for at in new])
            for at, hits in zip(new, looked, strict=True):
                found[at] = hits
                if len(texts[at]) <= _SHORT:
                    known.keep(texts[at], hits)
        return [hits or () for hits in found]

    def _found_in(self, texts: Sequence[str], shadows: Sequence[str], shapes: Sequence[Shape]) -> list[tuple[int, ...]]:
        """Look for the patterns in all of some texts: what is asked of each, and so takes time, is asked once."""
        whole = "\n".join(shadows)
        # Blanks may be many where the phrase has one: what else a long line holds tells that it is none.
        is_even = not any(blank in whole for blank in "\t\v\f\r\x1c\x1d\x1e\x1f")
        # Else how a text begins may say nothing.
        plain = VARIANTS.isdisjoint(non_ascii_chars(whole))
        encoded = _encoded(shadows, whole)
        cased = _encoded_cased(texts) if self._minds_case else encoded
        begun, asked = shadows, encoded
        if not is_even or whole.count("\n") >= len(shadows):
            begun, asked = [unify_blanks(shadow) for shadow in shadows], [text.translate(_EVENED) for text in encoded]
        out: list[tuple[int, ...]] = []
        for at, shadow in enumerate(shadows):
            found: set[int] = set()
            said = shadow.strip(TRIM)
            if len(said) <= self._longest_phrase or len(said) - said.count(" ") <= self._longest_phrase or not is_even:
                found.update(self._phrases.get(comparison_key(shadow), ()))
            folded, as_is, seen = encoded[at], cased[at], shapes[at]
            for one in self._worth_trying(begun[at], asked[at], seen, plain):
                if seen.chars <= one.limit and one.index not in found and one.matches(as_is if one.case else folded):
                    found.add(one.index)
            out.append(tuple(sorted(found)) if found else ())
        return out

    def _worth_trying(self, shadow: str, folded: bytes, seen: Shape, plain: bool) -> Iterable[CompiledAlternative]:
        """Return the alternatives that may stand in a text, by how it begins, what it holds, and how it looks."""
        begins = {shadow[:length] for length in _LEADS}
        if shadow[:1] in _MARKING and (mark := _BLOCK_MARK.match(shadow)):
            begins.update(shadow[mark.end() : mark.end() + length] for length in _LEADS)
        tried = [one for lead in begins if lead in self._leading for one in self._leading[lead]]
        if not (plain or all(map(VARIANTS.isdisjoint, begins))):
            # These begin with another letter that is the same to RE2.
            tried = list(self._led)
            begins = set()
        for one in self._needing.candidates(folded):
            leads = one.alternative.prefixes
            if leads is None or not begins or not leads.isdisjoint(begins):
                tried.append(one)
        if loose := self._loose_in(seen):
            held = frozenset(folded.translate(None, _NO_MARKS))
            tried += [one for one in loose if not (one.marks and one.marks.isdisjoint(held))]
        return tried

    def _loose_in(self, seen: Shape) -> Sequence[_Unprefiltered]:
        """Return the loose alternatives for texts of this look; how long they are is not looked at."""
        look = seen.sentence, seen.letters == "upper", seen.words >= _MANY_WORDS
        loose = self._loose_by_look.get(look)
        if loose is None:
            loose = self._loose_by_look[look] = tuple(one for one in self._loose if one.may_look(*look))
        return loose

    def matches(self, index: int, text: str) -> list[Match]:
        """Return where pattern ``index`` stands in a text, from left to right, at most ``MAX_MATCHES`` of each
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
        """Return the pattern that locates an alternative; ``further`` in, for a search that does not begin the text."""
        further &= alternative.edge_left
        locator = self._locators.get((alternative, case, further))
        if locator is None:
            locator = re2.compile(_located_by(alternative, further=further), re2_options(case))
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


class LazyPattern:
    """One pattern, to be asked of one text at a time; compiled when it first is."""

    def __init__(self, pattern: Pattern) -> None:
        self._case = pattern.case
        self._phrases = frozenset(pattern.phrases)
        self._tried = [CompiledAlternative(0, alternative, pattern.case) for alternative in pattern.alternatives]

    def warm(self) -> None:
        """Compile what is else compiled when a text first asks for it."""
        for one in self._tried:
            one.warm()

    def matches(self, text: str, shadow: str) -> bool:
        """True if the pattern is found in a block's text, ``folded`` being the text folded."""
        if self._phrases and comparison_key(shadow) in self._phrases:
            return True
        cast = (fold_cased(text) if self._case else shadow).encode("utf-8", "surrogatepass")
        return any(one.matches(cast) for one in self._tried)


def _encoded(parts: Sequence[str], whole: str) -> Sequence[bytes]:
    """Return some texts in UTF-8, ``whole`` being all of them, joined by line feeds: that is encoded once."""
    encoded = whole.encode("utf-8", "surrogatepass").split(b"\n")
    if len(encoded) != len(parts):
        # Some hold a line feed.
        return [part.encode("utf-8", "surrogatepass") for part in parts]
    return encoded


def _encoded_cased(texts: Sequence[str]) -> Sequence[bytes]:
    whole = fold_cased("\n".join(texts))
    return _encoded(texts if whole.count("\n") < len(texts) else [fold_cased(text) for text in texts], whole)


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
    """Return the pattern that finds an alternative with its word edges, ``(?P<all>...)`` being the alternative."""
    start = "" if further else "^|"
    left = f"(?:{start}[^{WORD_CLASS}])" if alternative.edge_left else ""
    right = f"(?:[^{WORD_CLASS}]|$)" if alternative.edge_right else ""
    return f"{left}(?P<all>{alternative.core}){right}"


class CompiledAlternative:
    """An alternative of a pattern, and what shape a text must have that it is tried on."""

    __slots__ = ("_match", "alternative", "case", "index", "limit", "where")

    def __init__(self, index: int, alternative: Alternative, case: bool, where: Where = _ANYWHERE) -> None:
        self.index = index
        self.alternative = alternative
        self.case = case
        self.where = where
        self.limit = float("inf") if where.max_chars is None else where.max_chars
        self._match: Callable[[bytes], Sequence[int] | None] | None = None

    def warm(self) -> Callable[[bytes], Sequence[int] | None]:
        """Return what looks for the alternative, compiled when it is first asked for, as of thousands few ever are."""
        if self._match is None:
            self._match = self._compiled()
        return self._match

    def matches(self, cast: bytes) -> bool:
        """True if the alternative is found in a text, cast as its letter-case asks."""
        found = (self._match or self.warm())(cast)
        if found is None:
            # Too much for its automaton: a search does without.
            return re2.compile(_located_by(self.alternative), re2_options(self.case)).search(cast) is not None
        return len(found) == 2

    def _compiled(self) -> Callable[[bytes], Sequence[int] | None]:
        """Return what finds the alternative, and an empty text: a set of the two only says that they are there, at half
        the price of a search, which says where; and if only the beginning can match, it looks no further."""
        begins = self.alternative.core.startswith("^") and not self.alternative.edge_left
        both = (re2.Set.MatchSet if begins else re2.Set.SearchSet)(re2_options(self.case, _TRIED_MEMORY))
        both.Add(_located_by(self.alternative))
        both.Add("")
        try:
            both.Compile()
        except re2.error:
            return lambda cast: None
        match: Callable[[bytes], Sequence[int] | None] = both.Match
        return match


class LiteralPrefilter:
    """Alternatives that need a piece of text, known by the pieces that stand in a folded text."""

    def __init__(self, tried: Sequence[CompiledAlternative]) -> None:
        self.tried = tuple(tried)
        needed_by: dict[str, list[CompiledAlternative]] = {}
        for one in tried:
            for piece in {fold(piece) for piece in one.alternative.needs}:
                needed_by.setdefault(piece, []).append(one)
        self._needed_by = tuple(map(tuple, needed_by.values()))
        self._pieces = tuple(needed_by)
        # Caseless although all is folded: to RE2 as to Unicode, a few letters have another that fold() leaves alone.
        options = re2_options(False, _SET_MEMORY + sum(map(len, needed_by)) * _PIECE_MEMORY)
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

    def candidates(self, folded: bytes) -> Iterable[CompiledAlternative]:
        """Return the alternatives that a text may hold."""
        found = self._set.Match(folded) if self._set else None
        if found == [self._witness]:
            return ()
        if found is None or self._witness not in found:
            return self.tried
        needed_by = self._needed_by
        return dict.fromkeys(one for at in found if at != self._witness for one in needed_by[at])

    def places(self, folded: str, most: int) -> Iterator[tuple[int, CompiledAlternative]]:
        """Yield where the pieces stand in a folded text, up to ``most`` times each, with the alternatives."""
        found = self._set.Match(folded.encode("utf-8", "surrogatepass")) if self._set else None
        for index in found or ():
            if index == self._witness:
                continue
            piece, at = self._pieces[index], -1
            for _ in range(most):
                at = folded.find(piece, at + 1)
                if at < 0:
                    break
                for one in self._needed_by[index]:
                    yield at, one


class _Unprefiltered(CompiledAlternative):
    """An alternative that needs no piece of text and begins anyhow: tried on texts of the look that is asked for which
    hold one of its ``marks``, if it needs one."""

    __slots__ = ("marks",)

    def __init__(self, tried: CompiledAlternative) -> None:
        super().__init__(tried.index, tried.alternative, tried.case, tried.where)
        self.marks = frozenset("".join(marks(tried.alternative)).encode())

    def may_look(self, sentence: bool, upper: bool, many: bool) -> bool:
        """True if a text that is a sentence, or in capitals, or of many words, may be what is asked for."""
        where = self.where
        return (
            where.sentence in (None, sentence)
            and (where.letters is None or (where.letters == "upper") == upper)
            and (many or where.min_words is None or where.min_words < _MANY_WORDS)
        )
