"""Days and times as sources write them, in the form of RFC 3339 and as precise as they are written.

One core serves both ways in: ``stated_time`` reads a value that is a time and nothing else, ``day_in`` finds the first
day in a text. What is ambiguous or no date is None. A time without a zone keeps none: "2022-10-05T17:22:00".
"""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from ingest.text.dates.clock import clock_behind
from ingest.text.dates.days import first_day, first_month
from ingest.text.dates.spelling import LETTER, plain
from ingest.text.dates.words import is_weekday, plain_words

# Longer values are no time, and of a longer text the beginning is looked at, in characters.
_MAX_VALUE, _MAX_TEXT = 100, 400
# Seconds, milliseconds, microseconds and nanoseconds of Unix time between 1973 and 2100, by the digits before a point.
_UNIX_PER_SECOND = {9: 1, 10: 1, 12: 1_000, 13: 1_000, 15: 1_000_000, 16: 1_000_000, 18: 10**9, 19: 10**9}
# No day is without them, but for the first years of an era of Japan, which begin with a character.
_YEAR = re.compile(r"\d\d|[和成]\s*[\d元]")
_NUMBER = re.compile(r"([0-9]{1,20})(?:\.[0-9]*)?")
_UNIX_END = 4_102_444_800
# The basic form of ISO 8601, and digits alone: 20240305, 20240305T0930Z, 20240305093000.
_BASIC = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:[t ]?([0-9]{4}(?:[0-9]{2})?(?![0-9]).*))?")
_MICROSOFT = re.compile(r"/date\((-?[0-9]{9,14})(?:[+-][0-9]{4})?\)/")
# "Tue Mar  5 10:00:00 2024", "Sat Nov 18 15:21:41 UTC 2017", as C, Java and Twitter write it: the year comes last.
_YEAR_LAST = re.compile(r"\b([a-z]{3,9}) +(\d\d?) +(\d\d:\d\d:\d\d) +(?:([a-z]{3,4}|[+-]\d{4}) +)?(\d{4})\b")
_TIME_FIRST = re.compile(r"(\d\d?:\d\d(?::\d\d)?)[\s,|/-]{1,3}([^:]+)")
# What may be beside a day in a value that is nothing else: articles, "year", the name of a zone, in brackets or not.
_BESIDE = plain_words("around days")
_WORDS_BESIDE = re.compile(rf"(?:[^\w]|{LETTER})*")
_WORD = re.compile(rf"{LETTER}+")
_BRACKETED = re.compile(r"\s*[(\[][^()\[\]]{0,60}[)\]]\s*")
_ZONE_NAME = re.compile(r"\s*(?:[a-z]{1,5}|[a-z]{3,20}/[a-z_]{3,20})\.?\s*")
# A time that is none, behind a day that is one: T99:30.
_WRONG_TIME = re.compile(r"[t\s]\s?\d\d?(?::?\d\d){0,2}(?:[.,]\d{1,9})?\s?(?:z|[+-]\d\d:?\d\d)?")
_DAY_FIRST = "de"
_UNIX_ZERO = datetime(1970, 1, 1, tzinfo=UTC)


def stated_time(value: object) -> str | None:
    """Return a stated time in the form of RFC 3339, as precise as it is stated and with no zone where none is; None for
    what is no time, or not certainly one.

    Read are ISO 8601 and its variants, RFC 2822, dates of JavaScript, days in words, and Unix time in seconds to
    nanoseconds, as a number or a string. The zero of Unix time, which databases write for "unknown", is no time.

    >>> stated_time("2022-10-05 17:22:00"), stated_time("Tue, 05 Mar 2024 10:00:00 GMT"), stated_time(1709629200)
    ('2022-10-05T17:22:00', '2024-03-05T10:00:00Z', '2024-03-05T09:00:00Z')
    >>> stated_time("2024-03"), stated_time("01/02/2024"), stated_time("yesterday")
    ('2024-03', None, None)
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _of_number(value)
    if isinstance(value, date):
        return _of_text(plain(value.isoformat()))
    if not isinstance(value, str) or len(value := value.strip()) > _MAX_VALUE:
        return None
    return _of_text(plain(value)) if _YEAR.search(value) else None


def day_in(text: str, *, language: str | None = None) -> str | None:
    """Return the first day in a text, with the time behind it where that is certain; None where there is none.

    ``language`` tells days from months in "10/9/2022", which are two different days to two readers: unless it is known
    and not English, such a day is None.

    >>> day_in("Published: 9 March 2026, 10:15"), day_in("vom 9.3.2026"), day_in("9/3/2026")
    ('2026-03-09T10:15', '2026-03-09', None)
    """
    if not _YEAR.search(text, 0, _MAX_TEXT):
        return None
    text = _YEAR_LAST.sub(r"\2 \1 \5 \3 \4", plain(text[:_MAX_TEXT]), count=1)
    found = first_day(text, language)
    if found is None or found.day is None:
        return None
    clock = clock_behind(text, found.end, iso=found.iso)
    # Of a day of another calendar the day alone: its hours may be counted in another way, too, as in Thailand.
    return _unless_zero(found.day + clock.time) if clock and not found.converted else found.day


class DayPlace(NamedTuple):
    """Where a day is written in a text, with the time behind it, if one is: offsets, half-open."""

    start: int
    end: int
    timed: bool


def day_place(text: str, language: str | None = None) -> DayPlace | None:
    """Return where the first day in a short text is written; None where there is none, or where one cannot say.

    >>> day_place("Updated: 9 March 2026, 10:15 Kyiv")
    DayPlace(start=9, end=28, timed=True)
    """
    written = plain(text)
    found = first_day(written, language)
    if found is None or len(written) != len(text):
        return None
    clock = clock_behind(written, found.end, iso=found.iso)
    return DayPlace(found.start, clock.end if clock else found.end, clock is not None)


def days_in(text: str) -> tuple[str, ...]:
    """Return the days that the first day in a text may be, one or two, whichever comes first in its numbers; none if it
    names none.

    >>> days_in("on 10/9/2022"), days_in("9 March 2026, 10:15"), days_in("soon")
    (('2022-09-10', '2022-10-09'), ('2026-03-09',), ())
    """
    if day := day_in(text):
        return (day[:10],)
    # A day that may be two is read day first in some language; the other is its months for its days.
    if not (day := day_in(text, language=_DAY_FIRST)):
        return ()
    year, month, of_month = day[:10].split("-")
    return (day[:10], f"{year}-{of_month}-{month}")


def _of_number(value: float) -> str | None:
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return _of_digits(str(int(value))) if 0 < value < 10**19 else None


def _of_digits(digits: str) -> str | None:
    """Return the time that digits are: a day (20240305), or Unix time."""
    if basic := _of_basic(digits):
        return basic
    if not (per_second := _UNIX_PER_SECOND.get(len(digits))):
        return None
    seconds = int(digits) // per_second
    return (_UNIX_ZERO + timedelta(seconds=seconds)).isoformat().replace("+00:00", "Z") if seconds < _UNIX_END else None


def _of_basic(text: str) -> str | None:
    """Return the time in the basic form of ISO 8601."""
    if not (found := _BASIC.fullmatch(text)):
        return None
    year, month, day, time = found.groups()
    return _of_day_and_time(f"{year}-{month}-{day}" + (f"t{time}" if time else ""))


def _of_text(text: str) -> str | None:
    if number := _NUMBER.fullmatch(text):
        return _of_digits(number[1])
    if number := _MICROSOFT.fullmatch(text):
        return _of_digits(number[1])
    if basic := _of_basic(text):
        return basic
    if first := _TIME_FIRST.fullmatch(text):
        text = f"{first[2]} {first[1]}"
    return _of_day_and_time(_YEAR_LAST.sub(r"\2 \1 \5 \3 \4", text, count=1))


def _of_day_and_time(text: str) -> str | None:
    """Return the time that a whole plain text is."""
    found = first_day(text, None) or first_month(text)
    if found is None or found.day is None or found.short_year or not _may_be_beside(text[: found.start]):
        return None
    clock = clock_behind(text, found.end, iso=found.iso, whole=True)
    if clock and (_may_be_beside(text[clock.end :]) or _is_zone_name(text[clock.end :])):
        return found.day if found.converted else _unless_zero(found.day + clock.time)
    behind = text[found.end :]
    return found.day if _may_be_beside(behind) or (found.iso and _WRONG_TIME.fullmatch(behind)) else None


def _may_be_beside(text: str) -> bool:
    """True if a plain text may be beside a day in a value that is nothing else: marks, weekdays, "le"."""
    return _WORDS_BESIDE.fullmatch(text) is not None and all(
        word in _BESIDE or is_weekday(word) for word in _WORD.findall(text)
    )


def _is_zone_name(text: str) -> bool:
    return (_BRACKETED.fullmatch(text) or _ZONE_NAME.fullmatch(text)) is not None


def _unless_zero(moment: str) -> str | None:
    """Return a moment with its time, None for the zero of Unix time."""
    time = datetime.fromisoformat(moment.replace("Z", "+00:00"))
    return None if (time if time.tzinfo else time.replace(tzinfo=UTC)) == _UNIX_ZERO else moment
