"""Where one unit of a block ends and the next begins: sentences, and the joints that scraping left without one.

A block is a paragraph; a unit is a whole sentence of it, or what was glued to one: a prompt, a caption, a credit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

# Prompts and players begin with one of these; a sentence never does.
_SYMBOLS = "▶►▷▸■□◆◇●★☆※☞👉📌📷📸🔗🎧📺🎥⏩➡"
_OPEN, _CLOSE = "“\"‘«„「『〈《(（\\[【", "”\"’»」』〉》)）\\]】"
# What a cut lies before (0) or behind (1), and whether something has surely ended there.
_JOINTS: tuple[tuple[re.Pattern[str], int, bool], ...] = (
    (re.compile(rf"[{_SYMBOLS}]+"), 0, True),
    (re.compile(r"[\[(<]?\s?(?:copyrights?\s?)?[©ⓒ℗]|(?<!\w)[\[(<]?\s?(?:copyrights?\b|\(c\)\s)", re.IGNORECASE), 0, True),
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[a-z]{2,})+[)\]]*", re.IGNORECASE), 1, True),
    # A bracket that opens behind a sentence, or closes before the next.
    (re.compile(rf"(?<=[.!?…。”\"»])\s?[(（\[【]"), 0, True),
    (re.compile(r"[)\]】）](?=\s?[^\W\d_])"), 1, True),
    (re.compile(r"(?<=\S)[ \t\u00a0]{3,}(?=\S)"), 0, True),
    # A sentence's end and the next word without a blank between them.
    (re.compile(rf"[^\W\d_]{{2}}(?:[.!?…]+[{_CLOSE}]*|[{_CLOSE}]+[.!?…]+)(?=[{_OPEN}]?[^\W\d_])"), 1, True),
    (re.compile(rf"(?<=\w)\s+(?=[{_OPEN}]\w)"), 0, False),
    # A word in small letters with the next sentence glued to it; "YouTube" and "iPhone" are none.
    (re.compile(r"(?<![^\W_])[^\W\d_A-Z]{3,}(?=[^\W\d_a-z][^\W\d_A-Z])"), 1, True),
    (re.compile(r"[^\W\d_A-Z](?=[^\W\d_a-z])"), 1, False),
    (re.compile(r"(?<![^\W\d_])(?:[A-Z]{2})+?(?=[A-Z][a-z])"), 1, False),
)


# A headline in capitals among prose: four words or more.
_SHOUTED = re.compile(r"(?<![^\W_])[A-Z][^\W_a-z]*(?:[\s,:'’&-]+[^\W_a-z]+){4,}[!?]?(?![^\W_])")

_GLUED = frozenset(pattern for pattern, _, _ in _JOINTS[-3:])


class Cut(NamedTuple):
    """One unit ends at ``end``, the next begins at ``start``: offsets in the block, blanks between them.

    ``hard``: a sentence has ended there, or a mark says so; else it is only a place where a known phrase may end.
    """

    end: int
    start: int
    hard: bool


def cuts(text: str, language: str | None) -> tuple[Cut, ...]:
    """Return the places inside a block where a unit may end, in order, its beginning and end left out."""
    found: dict[int, Cut] = {}
    for at, hard in (*_sentence_ends(text, language), *_joints(text), *_shouted(text)):
        end, start = at, at
        while end and text[end - 1].isspace():
            end -= 1
        while start < len(text) and text[start].isspace():
            start += 1
        if 0 < end and start < len(text) and not _in_address(text, end, start):
            known = found.get(start)
            found[start] = Cut(end, start, hard or (known is not None and known.hard))
    return tuple(found[start] for start in sorted(found))


def _sentence_ends(text: str, language: str | None) -> Iterator[tuple[int, bool]]:
    for boundary in _segmenter()(language or "en", text):
        yield boundary["end_index"], True


def _joints(text: str) -> Iterator[tuple[int, bool]]:
    for pattern, side, hard in _JOINTS:
        for found in pattern.finditer(text):
            at = found.end() if side else found.start()
            if side == 0 or pattern not in _GLUED or _new_case(text, at):
                yield at, hard


def _in_address(text: str, end: int, start: int) -> bool:
    """True if what would be a joint is the dot of a host or a file name."""
    return end == start and text[end - 1] == "." and text[start].isascii() and not text[start].isupper()


def _shouted(text: str) -> Iterator[tuple[int, bool]]:
    for found in _SHOUTED.finditer(text):
        inside = text[found.start() - 1 : found.start()] in "([/" or text[found.end() : found.end() + 1] in (")", "]", "/")
        if len(found[0]) >= 25 and found[0].isupper() and not (inside and found.start()):
            yield found.start(), True
            yield found.end(), True


def _new_case(text: str, at: int) -> bool:
    """True if a word begins with a capital right behind another: "impulsesIt's", "ADOn"."""
    return text[at].isupper() and (
        text[at - 1].islower() or (text[at - 2 : at].isupper() and text[at + 1 : at + 2].islower())
    )


@cache
def _segmenter() -> Any:
    import sentencex

    return sentencex.get_sentence_boundaries
