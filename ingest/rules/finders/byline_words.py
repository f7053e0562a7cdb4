"""What a line between headline and text is made of beside names: days, hours, and the words of bylines.

The words are few and closed: weekdays, "by", "published", "updated", roles and what stands between them, in the
languages of the rules and their neighbours: ``rules/lexicon/dates.txt`` and ``bylines.txt``.
"""

from __future__ import annotations

import re

from ingest.lexicon.word_lists import word_lists
from ingest.text.dates import day_in
from ingest.text.fold import fold
from ingest.text.memo import memoized


def _words(name: str, *sections: str) -> frozenset[str]:
    """Return the words of sections of a list in ``rules/lexicon/``, folded, several of an entry one by one."""
    listed = word_lists(name)
    entries = (entry for section in sections for entry in listed[section].words)
    return frozenset(word for entry in entries for word in fold(entry).replace("-", " ").split())


_PUBLISHED_WORDS = _words("dates", "published")
_DATE_WORDS = _PUBLISHED_WORDS | _words("dates", "weekdays", "beside days")
_BYLINE_WORDS = _DATE_WORDS | _words("bylines", "in bylines")
_BY_WORDS = _words("bylines", "by")
_TAG_WORDS = _words("bylines", "tag labels")
# What stands between words: commas, bars, brackets, dashes, slashes, points.
_BETWEEN = re.compile(r"[\s,;:|·•/()\[\]–—\-，、：]+")
_AROUND = ".!?'\"«»“”„*#"
_NUMBER = re.compile(r"\d+(?:[.:]\d+)*(?:st|nd|rd|th|er|h|am|pm|hrs?|uhr|min)?|(?:\d+[年月日時时分秒년월일시분])+")
# A line of this kind is short: what is longer is not looked at.
MAX_LINE_WORDS = 30
MAX_LINE_CHARS = 250


@memoized(1 << 20)
def line_words(line: str) -> tuple[str, ...]:
    """Return the words of a line, without what stands between them.

    >>> line_words("By Ann Lee | 5 March 2024, 10:15")
    ('By', 'Ann', 'Lee', '5', 'March', '2024', '10', '15')
    """
    stripped = (word.strip(_AROUND) for word in _BETWEEN.split(line))
    return tuple(word for word in stripped if word)


def is_number(word: str) -> bool:
    """True if a word is a number as days and hours have them."""
    return _NUMBER.fullmatch(word) is not None


def is_date_word(word: str) -> bool:
    """True if a word, no number, belongs to a day or an hour: a month, a weekday, "published"."""
    return fold(word) in _DATE_WORDS or _is_month(word)


def is_byline_word(word: str) -> bool:
    """True if a word, no number and no name, may stand in a byline beside names and days."""
    return fold(word) in _BYLINE_WORDS or _is_month(word)


def is_by(word: str) -> bool:
    """True if a word says that the name of who wrote follows."""
    return fold(word) in _BY_WORDS


def is_published(word: str) -> bool:
    """True if a word says that the day of publication, or of a change, follows."""
    return fold(word) in _PUBLISHED_WORDS


def is_tag_label(word: str) -> bool:
    """True if a word may announce tags, or a section: "Topics", "Filed under"."""
    return fold(word) in _TAG_WORDS


@memoized(1 << 18)
def _is_month(word: str) -> bool:
    return day_in(f"1 {word} 2000") is not None
