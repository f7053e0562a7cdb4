"""What the words of dates mean: months, weekdays, halves of a day. All words are ``plain``, see ``spelling.py``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ingest.lexicon.word_lists import word_lists
from ingest.text.dates.spelling import plain
from ingest.text.dates.word_tables import DAY_HALVES, MONTHS, MONTHS_BY_LANGUAGE, WEEKDAYS

# "January" and its like are three words at most (Vietnamese: tháng mười một).
MOST_MONTH_WORDS = 3


def _table(rows: Iterable[str]) -> dict[str, int]:
    return {name.replace("_", " "): number for number, names in enumerate(rows, 1) for name in names.split()}


_MONTH_OF = _table(MONTHS)
# Months of the Persian solar calendar.
_PERSIAN = _table(map(plain, "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند".split()))  # noqa: SIM905
_FIRST_WORDS = frozenset(name.partition(" ")[0] for name in (*_MONTH_OF, *MONTHS_BY_LANGUAGE, *_PERSIAN))
_WEEKDAYS = frozenset(WEEKDAYS.split())
_HALVES = {
    name: half for half, names in zip(("am", "pm", "unclear"), DAY_HALVES, strict=True) for name in names.split()
}


def plain_words(section: str) -> frozenset[str]:
    """Return the words of a section of ``rules/lexicon/dates.txt``, plain."""
    return frozenset(map(plain, word_lists("dates")[section].words))


def month_of(name: str, language: str | None = None) -> int | None:
    """Return the number of a month, None for another word.

    Names that are two months to two languages ("listopada") are one only where the language is known.
    """
    return _MONTH_OF.get(name) or MONTHS_BY_LANGUAGE.get(name, {}).get(language or "")


def begins_month(word: str) -> bool:
    """True if the name of a month begins with a word, or is that word."""
    return word in _FIRST_WORDS


def persian_month_of(name: str) -> int | None:
    """Return the number of a month of the Persian solar calendar, None for another word."""
    return _PERSIAN.get(name)


def is_weekday(name: str) -> bool:
    """True if a plain word is a weekday, or a part of its name."""
    return name in _WEEKDAYS


def half_of_day(words: Sequence[str]) -> tuple[str | None, int]:
    """Return "am" or "pm" if plain words begin with what says so in some language ("p", "m"), "unclear" if that may be
    another word, None otherwise; and how many words say it."""
    for count in (3, 2, 1):
        if len(words) >= count and (half := _HALVES.get("".join(words[:count]))):
            return half, count
    return None, 0
