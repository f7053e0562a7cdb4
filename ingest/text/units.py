"""Where one unit of a block ends and the next begins: sentences, and the joints that scraping left without one.

A block is a paragraph; a unit is a whole sentence of it, or what was glued to one: a prompt, a caption, a credit.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from ingest.text.memo import memoized

# Prompts and players begin with one of these; a sentence never does.
SYMBOLS = "▶►▷▸■□◆◇●★☆※☞👉📌📷📸🔗🎧📺🎥⏩➡"
_OPEN, _CLOSE = '“"‘«„「『〈《(（\\[【', '”"’»」』〉》)）\\]】'
# Letters that are known for capitals by their place: to look for these first is four times as fast.
_UPPER = "A-ZÀ-ÖØ-ÞĀ-ŽΑ-ΩА-ЯЁІЇЄҐ"


class _Joint(NamedTuple):
    """``holds``: characters one of which stands in any text where the pattern is found (none: not known). The cut lies
    behind what is found, or ``before`` it; ``hard``: something has surely ended there; ``new_case``: only where a
    capital follows a small letter, or a word in capitals."""

    pattern: re.Pattern[str]
    holds: str = ""
    before: bool = False
    hard: bool = True
    new_case: bool = False


_CLOSING = _Joint(re.compile(r"[)\]】）](?=\s?[^\W\d_])"), ")]】）")
_WIDE_BLANK = 3
_WIDE = _Joint(re.compile(rf"[ \t\u00a0]{{{_WIDE_BLANK},}}(?=\S)"), "", before=True)
_JOINTS = (
    _Joint(re.compile(rf"[{SYMBOLS}]+"), SYMBOLS, before=True),
    _Joint(re.compile(r"[\[(<]?\s?(?:[Cc]opyrights?\s?)?[©ⓒ℗]"), "©ⓒ℗", before=True),
    _Joint(re.compile(r"(?<!\w)[\[(<]?\s?(?:[Cc]opyrights?\b|COPYRIGHT\b|\([cC]\)\s)"), "C(", before=True),
    _Joint(re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[a-z]{2,24}){1,4}[)\]]*", re.IGNORECASE), "@"),
    # A bracket that opens behind a sentence or another, or closes before the next.
    _Joint(re.compile(r"(?<=[.!?…。”\"»)\]】])\s?[(（\[【]"), "(（[【", before=True),
    _CLOSING,
    _WIDE,
    # A sentence's end and the next word without a blank between them.
    _Joint(re.compile(rf"(?:[.!?…]+[{_CLOSE}]*|[”\"’»]+[.!?…]+)(?<=[^\W\d_]{{2}}.)(?=[{_OPEN}]?[^\W\d_])"), ".!?…"),
    _Joint(re.compile(rf"[.!?…][{_CLOSE}]+(?=[{_OPEN}]?[^\W\d_])"), ".!?…"),
    _Joint(re.compile(rf"\s+(?=[{_OPEN}]\w)(?<=\w.)"), _OPEN, before=True, hard=False),
    # A label glued to what stands before it: "57.4%Photo: Jane Doe".
    _Joint(re.compile(rf"(?<=[\d%{_CLOSE}])(?=[{_UPPER}][^\W\d_]{{2,20}}:)"), "%0123456789" + _CLOSE, before=True),
    # A word in small letters with the next sentence glued to it; "YouTube" and "iPhone" are none.
    _Joint(re.compile(rf"(?=[{_UPPER}][^\W\d_A-Z])(?<=[^\W\d_A-Z]{{3}})(?<![{_UPPER}]..)"), before=True, new_case=True),
    _Joint(re.compile(rf"(?=[{_UPPER}])(?<=[^\W\d_])"), before=True, hard=False, new_case=True),
)
_WORD = re.compile(r"\S+")
# A headline that is said twice begins among so many words, has so many or more, and ends before so many characters.
_HEAD_WORDS, _LEAST_SAID, _HEAD_CHARS = 8, 3, 600
# A headline in capitals among prose: four words or more.
_SHOUTED = re.compile(r"(?<![^\W_])[A-Z][^\W_a-z]*(?:[\s,:'’&-]+[^\W_a-z]+){4,}[!?]?(?![^\W_])")
_BRACKET = re.compile(r"[(\[【（][^()\[\]【】（）\n]{1,100}[)\]】）]")
_OPENING = frozenset("([【（")
_SHOUT = re.compile(r"[A-Z]{2}\W+[A-Z]{2}")


class Cut(NamedTuple):
    """One unit ends at ``end``, the next begins at ``start``: offsets in the block, blanks between them.

    ``hard``: a sentence has ended there, or a mark says so; else it is only a place where a known phrase may end.
    ``glued``: two words meet there without a blank.
    """

    end: int
    start: int
    hard: bool
    glued: bool = False

    @property
    def parts_paragraphs(self) -> bool:
        """True if paragraphs were glued here: nothing is between them, or a wide blank."""
        return self.glued or (self.hard and (self.end == self.start or self.start - self.end >= _WIDE_BLANK))


def cuts(text: str, language: str | None) -> tuple[Cut, ...]:
    """Return the places inside a block where a unit may end, in order, its beginning and end left out."""
    return _cuts((text, language))


@memoized(1 << 19)  # every round, and several rules, ask of the same blocks
def _cuts(given: tuple[str, str | None]) -> tuple[Cut, ...]:
    text, language = given
    found: dict[int, Cut] = {}
    brackets = _brackets(text)
    for at, hard in (*_sentence_ends(text, language), *_joints(text), *_shouted(text), *_said_twice(text)):
        end, start = at, at
        while end and text[end - 1].isspace():
            end -= 1
        while start < len(text) and text[start].isspace():
            start += 1
        if end > 0 and start < len(text) and not _in_address(text, end, start):
            known = found.get(start)
            ends = (hard or (known is not None and known.hard)) and not _within(brackets, end, start)
            found[start] = Cut(end, start, ends, end == start and _is_glued(text, start))
    return tuple(found[start] for start in sorted(found))


def _brackets(text: str) -> list[tuple[int, int]]:
    """Return what brackets hold on a line, where it is short: "(Photo: Jane Doe. All rights reserved.)" is one unit."""
    return [found.span() for found in _BRACKET.finditer(text)] if not _OPENING.isdisjoint(text) else []


def _within(brackets: list[tuple[int, int]], end: int, start: int) -> bool:
    """True if a cut lies inside one of the brackets, which are in order."""
    at = bisect_right(brackets, (end, len(brackets) and brackets[-1][1])) - 1
    return at >= 0 and brackets[at][0] < end and start < brackets[at][1]


def _sentence_ends(text: str, language: str | None) -> Iterator[tuple[int, bool]]:
    for boundary in _segmenter()(language or "en", text):
        yield boundary["end_index"], True


def _joints(text: str) -> Iterator[tuple[int, bool]]:
    held = set(text)
    wide = "   " in text or "\u00a0" in held
    for joint in _JOINTS:
        if (joint.holds and held.isdisjoint(joint.holds)) or (joint is _WIDE and not wide):
            continue
        for found in joint.pattern.finditer(text):
            at = found.start() if joint.before else found.end()
            if joint is _CLOSING and text[at : at + 2].strip()[:1].islower():
                continue  # "(Reuters) and by three papers" goes on
            if not joint.new_case or (at and _new_case(text, at, begins=joint.hard)):
                yield at, joint.hard


def _shouted(text: str) -> Iterator[tuple[int, bool]]:
    for found in _SHOUTED.finditer(text) if _SHOUT.search(text) else ():
        inside = text[found.start() - 1 : found.start()] in "([/" or text[found.end() : found.end() + 1] in (
            ")",
            "]",
            "/",
        )
        if len(found[0]) >= 25 and found[0].isupper() and not (inside and found.start()):
            yield found.start(), True
            yield found.end(), True


def _said_twice(text: str) -> Iterator[tuple[int, bool]]:
    """Yield the edges of a headline that a page's head says twice in a row: "News Storm ahead Storm ahead The ..."."""
    words = list(_WORD.finditer(text, 0, _HEAD_CHARS))
    said = [word[0] for word in words]
    for start in range(min(_HEAD_WORDS, len(said))):
        for many in range(_LEAST_SAID, (len(said) - start) // 2 + 1):
            if (
                said[start] == said[start + many]
                and said[start : start + many] == said[start + many : start + 2 * many]
            ):
                second, end = words[start + many].start(), words[start + 2 * many - 1].end()
                yield from ((at, True) for at in (words[start].start(), second, end))
                return


def _in_address(text: str, end: int, start: int) -> bool:
    """True if what would be a joint is the dot of a host or a file name."""
    return (
        end == start
        and text[end - 1] == "."
        and text[start].isascii()
        and text[start].isalnum()
        and not text[start].isupper()
    )


def _new_case(text: str, at: int, *, begins: bool) -> bool:
    """True if a word begins with a capital right behind another: "impulsesIt's", "ADOn".

    With ``begins`` the word before it begins with a small letter, as no name of a product does that goes on so.
    """
    if not text[at].isupper():
        return False
    if text[at - 1].islower():
        word = _LAST_WORD.search(text, max(0, at - 40), at)
        return not begins or (word is not None and word[0][0].islower())
    return text[at - 2 : at].isupper() and text[at + 1 : at + 2].islower()


def _is_glued(text: str, at: int) -> bool:
    """True if two words that are names by their length meet: "Photo: Jane DoeringMayor"; "WhatsApp" is one."""
    return _NAME_ENDS.search(text, max(0, at - 40), at) is not None and _NAME_BEGINS.match(text, at) is not None


_NAME_ENDS, _NAME_BEGINS = re.compile(r"[^\W\d_]{4}\Z"), re.compile(r"[^\W\d_]{4}|[^\W\d_]{1,2} ")
_LAST_WORD = re.compile(r"[^\W\d_]+\Z")


@cache
def _segmenter() -> Any:
    import sentencex

    return sentencex.get_sentence_boundaries
