"""Days in a plain text: in numbers, in words, and in the characters of East Asia, the first that there is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Literal, NamedTuple

from ingest.text.dates.calendars import BUDDHIST, BUDDHIST_YEARS, ERAS, PERSIAN_YEARS, persian_day
from ingest.text.dates.spelling import LETTER
from ingest.text.dates.words import MOST_MONTH_WORDS, begins_month, month_of, persian_month_of

# The first newspaper appeared in 1605; a later year than the last is a slip or another calendar.
FIRST_YEAR, LAST_YEAR = 1605, 2100
_YEAR = r"((?:1[2-9]|2[0-6])\d\d)"
# Not inside a longer number: a version, an address, a range.
_EDGE = r"(?<![\d/-])(?<!\d[.,:])"
# Between points, or after the year, the order is the same everywhere: 9.3.2026, 2026/03/09.
_YEAR_FIRST = re.compile(rf"{_EDGE}{_YEAR}([-./])\s?(\d\d?)\2\s?(\d\d?)(?!\d|[-/]\d|\.\d+\.)")
_YEAR_LAST = re.compile(rf"{_EDGE}(\d\d?)([-./])\s?(\d\d?)\2\s?{_YEAR}(?!\d|[-/.]\d)")
_SHORT_YEAR = re.compile(rf"{_EDGE}(\d\d?)\.\s?(\d\d?)\.\s?(\d\d)(?!\d|[-/.:]\d)")
_EAST_ASIAN = re.compile(
    rf"({'|'.join(ERAS)})?\s*(?<!\d)(\d{{1,4}}|元)\s*(?:年|년|оны)"
    r"\s*(\d\d?)\s*(?:月|월|(?:-р )?сарын)\s*(\d\d?)\s*(?:日|号|일|)"
)
_MONTH_ONLY = re.compile(rf"{_EDGE}{_YEAR}-(\d\d?)(?![\d-])")
# Languages in which "3/5/2024" is not surely the third of May; in the last three a short year comes first.
_NOT_DAY_FIRST = frozenset({None, "en", "fil", "tl", "zh", "ja", "ko"})
_YEAR_FIRST_LANGUAGES = frozenset({"zh", "ja", "ko"})

# Days in words: numbers and months, with what may be between them.
_TOKEN = re.compile(
    rf"(?<!\w)(?<!\d[.,:])(?P<number>\d{{1,4}})(?:st|nd|rd|th|er|re|o|a|e|de|ste|ko|ja|г|и|-?го|-?е)?(?![^\W_])"
    rf"|(?:thang|thg)\.?\s(?P<counted>\d\d?)(?!\d)|(?P<words>{LETTER}+(?:[ .·]{{1,2}}{LETTER}+){{0,2}})"
)
_WORD = re.compile(rf"{LETTER}+")
# Words between the parts of a day: of CLDR's formats of dates, and their like.
_LINKS = "d[ei]?|del|do|of|the|m|gada|ko|г|оны|р|ж|nam|den|an|av"
_GAP = re.compile(rf"(?:[\s.'’/-]|(?:{_LINKS})(?![^\W_]))*")
_GAP_BEFORE_YEAR = re.compile(rf"(?:[\s.,'’/-]|(?:{_LINKS})(?![^\W_]))*")
_LONGEST_GAP = 12


class Day(NamedTuple):
    """What is written for a day in a text, from ``start`` to ``end``; ``day`` is None where it may be two.

    ``iso`` says that it is in the form of ISO 8601, ``short_year`` that its year has two digits, ``converted`` that it
    is of another calendar.
    """

    start: int
    end: int
    day: str | None
    iso: bool = False
    short_year: bool = False
    converted: bool = False


def first_day(text: str, language: str | None) -> Day | None:
    """Return the first day in a plain text, None where there is none."""
    found: list[Day] = []
    for days in (_in_numbers, _in_characters, _in_words):
        found += islice(days(text, language), 1)
        if found and found[-1].start == 0:
            break
    return min(found, default=None, key=_place)


def _place(day: Day) -> tuple[int, int]:
    return day.start, -day.end


def first_month(text: str) -> Day | None:
    """Return the first month of a year in a plain text: "2024-03", "March 2024"."""
    if (found := _MONTH_ONLY.search(text)) and gregorian_day(int(found[1]), int(found[2]), 1):
        return Day(found.start(), found.end(), f"{found[1]}-{int(found[2]):02}")
    for name, year in _neighbors(text, None, 2):
        if name.kind == "month" and year.is_year and gregorian_day(year.value, name.value, 1):
            return Day(name.start, year.end, f"{year.value}-{name.value:02}")
    return None


def gregorian_day(year: int, month: int, day: int) -> str | None:
    """Return a day of the Gregorian calendar as ISO 8601 writes it, None for one that is none."""
    try:
        return date(year, month, day).isoformat() if FIRST_YEAR <= year <= LAST_YEAR else None
    except ValueError:
        return None


def _is_of_other_calendar(year: int, language: str | None) -> bool:
    return (language == "th" and year in BUDDHIST_YEARS) or (language == "fa" and year in PERSIAN_YEARS)


def _of_any_calendar(year: int, month: int, day: int, language: str | None) -> str | None:
    """Return a day as ISO 8601 writes it, whose year may be of the calendar that the press of a language uses."""
    if _is_of_other_calendar(year, language):
        return _persian(year, month, day) if language == "fa" else gregorian_day(year + BUDDHIST, month, day)
    return gregorian_day(year, month, day)


def _persian(year: int, month: int, day: int) -> str | None:
    try:
        return persian_day(year, month, day).isoformat()
    except ValueError:
        return None


def _in_numbers(text: str, language: str | None) -> Iterator[Day]:
    """Yield the first day of each form of numbers, that with the first beginning first."""
    found = [
        *(_year_first(match, language) for match in _YEAR_FIRST.finditer(text)),
        *(_year_last(match, language) for match in _YEAR_LAST.finditer(text)),
        *(_short_year(match, language) for match in _SHORT_YEAR.finditer(text)),
    ]
    return iter(sorted((day for day in found if day), key=_place))


def _year_first(found: re.Match[str], language: str | None) -> Day | None:
    year = int(found[1])
    day = _of_any_calendar(year, int(found[3]), int(found[4]), language)
    converted = _is_of_other_calendar(year, language)
    return Day(found.start(), found.end(), day, iso=True, converted=converted) if day else None


def _year_last(found: re.Match[str], language: str | None) -> Day | None:
    first, mark, second, year = int(found[1]), found[2], int(found[3]), int(found[4])
    day = _of_any_calendar(year, second, first, language)
    turned = _of_any_calendar(year, first, second, language)
    if mark == "." or (day and language not in _NOT_DAY_FIRST):
        turned = None
    if not day and not turned:
        return None
    sure = None if day and turned and day != turned else day or turned
    return Day(found.start(), found.end(), sure, converted=_is_of_other_calendar(year, language))


def _short_year(found: re.Match[str], language: str | None) -> Day | None:
    first, month, last = map(int, found.groups())
    year, number = (first, last) if language in _YEAR_FIRST_LANGUAGES else (last, first)
    day = gregorian_day(year + (1900 if year >= 70 else 2000), month, number)
    return Day(found.start(), found.end(), day, short_year=True) if day else None


def _in_characters(text: str, language: str | None) -> Iterator[Day]:
    for found in _EAST_ASIAN.finditer(text):
        year = 1 if found[2] == "元" else int(found[2])
        if day := gregorian_day(year + ERAS.get(found[1] or "", 0), int(found[3]), int(found[4])):
            yield Day(found.start(), found.end(), day)


class _Part(NamedTuple):
    """A number or a month in a text, a month by the calendar that its name is of."""

    kind: Literal["number", "month", "thai", "persian"]
    value: int
    start: int
    end: int
    is_year: bool = False


def _in_words(text: str, page_language: str | None) -> Iterator[Day]:
    for first, second, third in _neighbors(text, page_language, 3):
        gap, wide = text[first.end : second.start], text[second.end : third.start]
        if not _GAP.fullmatch(gap) or not _GAP_BEFORE_YEAR.fullmatch(wide):
            continue
        if first.kind == "number" and second.kind != "number" and third.kind == "number":
            # 5 March 2024; 2024 m. kovo 5 d.
            day, month, year = (third, second, first) if first.is_year else (first, second, third)
        elif first.kind != "number" and second.kind == third.kind == "number":
            # March 5, 2024
            month, day, year = first, second, third
        elif third.kind != "number" and second.kind == first.kind == "number" and "gada" in gap:
            # 2024. gada 5. martā
            year, day, month = first, second, third
        else:
            continue
        # The name of the month tells the calendar.
        language = {"persian": "fa", "thai": "th"}.get(month.kind)
        if year.is_year and not day.is_year and (iso := _of_any_calendar(year.value, month.value, day.value, language)):
            yield Day(first.start, third.end, iso, converted=_is_of_other_calendar(year.value, language))


def _neighbors(text: str, language: str | None, count: int) -> Iterator[tuple[_Part, ...]]:
    """Yield all rows of so many parts of days that are close to each other."""
    parts: list[_Part] = []
    for part in _parts(text, language):
        if parts and part.start - parts[-1].end > _LONGEST_GAP:
            parts.clear()
        # "13 شباط/فبراير 2024": one month by two names.
        if parts and part.kind == parts[-1].kind == "month" and part.value == parts[-1].value:
            parts[-1] = parts[-1]._replace(end=part.end)
            continue
        parts.append(part)
        if len(parts) >= count:
            yield tuple(parts[-count:])


def _parts(text: str, language: str | None) -> Iterator[_Part]:
    for found in _TOKEN.finditer(text):
        if found["number"]:
            value = int(found["number"])
            is_year = len(found["number"]) == 4
            yield _Part("number", value, found.start(), found.end(), is_year)
        elif found["counted"]:
            yield _Part("month", int(found["counted"]), found.start(), found.end())
        else:
            yield from _months(found["words"], found.start(), language)


def _months(text: str, start: int, language: str | None) -> Iterator[_Part]:
    """Yield the months in a row of words, the longest name of each."""
    words = list(_WORD.finditer(text))
    at = 0
    while at < len(words):
        count = 1
        if begins_month(words[at][0]):
            for count in range(min(MOST_MONTH_WORDS, len(words) - at), 0, -1):
                name = " ".join(word[0] for word in words[at : at + count])
                if month := _month(name, start + words[at].start(), start + words[at + count - 1].end(), language):
                    yield month
                    break
        at += count


def _month(name: str, start: int, end: int, language: str | None) -> _Part | None:
    """Return the month of a name, None for other words."""
    if month := month_of(name, language):
        return _Part("thai" if "\u0e00" <= name[0] < "\u0e80" else "month", month, start, end)
    month = persian_month_of(name)
    return _Part("persian", month, start, end) if month else None
