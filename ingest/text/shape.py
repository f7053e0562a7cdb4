"""The shape of a block, whatever its words mean: length, letters, how it ends, whether it reads as prose."""

from __future__ import annotations

import re
from typing import NamedTuple

from ingest.text.non_ascii import non_ascii_chars

# Han, kana, Thai, Lao, Khmer, Burmese: written without blanks, about two characters a word.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_CLOSERS = "\"'”’“»«›)]}」』】）》*†■ "
_SENTENCE_ENDS = frozenset(".!?:…。！？：।॥؟۔።։︒")
_SENTENCE_INSIDE = re.compile(r"[^\W\d_]{2}[.!?](?: |$)|[。！？।؟۔]")
# Under this many words a line with a full stop may as well be a label ("Contact us.", "Sold out!").
PROSE_WORDS = 8
# A block this long is prose even when scraping cut off its end.
LONG_WORDS = 25


class Shape(NamedTuple):
    """``sentence``: ends as a sentence does; ``truncated``: ends in an ellipsis; ``letters``: "upper", "lower", or "".

    A tuple, as it is made for every line: a third of the time of a frozen dataclass.
    """

    chars: int
    words: int
    sentence: bool
    truncated: bool
    letters: str
    prose: bool


def is_spaced(text: str) -> bool:
    """True if all of a text is in scripts that put blanks between words."""
    return _UNSPACED.search(non_ascii_chars(text)) is None


def count_words(text: str, *, spaced: bool = False) -> int:
    """Return the number of words; in scripts without blanks, half the number of characters.

    ``spaced``: the whole text is known to be without such scripts. Looking for them takes as long as the rest.
    """
    words = len(text.split())
    if spaced or text.isascii():
        return words
    return words + unspaced_words(text)


def unspaced_words(text: str) -> int:
    """Return how many words a text has that blanks do not separate: half its characters of scripts without blanks."""
    return len(_UNSPACED.findall(text)) // 2


def shape(text: str, *, spaced: bool = False, words: int | None = None) -> Shape:
    """Return the shape of a block's text; ``spaced`` as in :func:`count_words`, ``words`` what that returns, if known.

    >>> shape("The council voted on Tuesday to keep the old bridge open.").prose
    True
    >>> shape("MORE FROM POLITICS").letters
    'upper'
    """
    words = count_words(text, spaced=spaced) if words is None else words
    end = text[-1:]
    if end in _CLOSERS:
        end = text.rstrip(_CLOSERS)[-1:]
    truncated = end == "…" or (end == "." and text.endswith(("...", "[...]")))
    sentence = end in _SENTENCE_ENDS and not truncated
    prose = not truncated and (
        (sentence and words >= PROSE_WORDS) or (words >= LONG_WORDS and _SENTENCE_INSIDE.search(text) is not None)
    )
    letters = "upper" if text.isupper() else "lower" if text.islower() else ""
    return Shape(len(text), words, sentence, truncated, letters, prose)


def runs_on(text: str, seen: Shape) -> bool:
    """True if a block is as long as a paragraph of prose, whatever it ends with.

    Urdu and Thai have no full stops, scraping cuts ends off, a caption is glued to them. Where most words begin with a
    capital or a digit it is a menu on one line, or a row of a table.
    """
    if seen.words < LONG_WORDS:
        return False
    return 2 * sum(word[0].isupper() or word[0].isdigit() for word in text.split()) <= seen.words
