"""Days of other calendars in the Gregorian one, where a rule of a few lines tells them."""

from __future__ import annotations

from datetime import date, timedelta

# What is added to a year: of the Buddhist era (Thailand), of the Republic of China, of the eras of Japan.
BUDDHIST = -543
ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
# Years of the Buddhist era and of the Persian solar calendar that the press may have been printed in.
BUDDHIST_YEARS, PERSIAN_YEARS = range(2400, 2644), range(1210, 1480)
# The first of Farvardin 979. In a cycle of 33 years eight are leap years, as in the common converters.
_PERSIAN_START, _PERSIAN_YEAR = date(1600, 3, 20), 979


def persian_day(year: int, month: int, day: int) -> date:
    """Return the Gregorian day of one of the Persian solar calendar.

    >>> persian_day(1402, 11, 24)
    datetime.date(2024, 2, 13)

    Raises:
        ValueError: there is no such day.
    """
    if year not in PERSIAN_YEARS or not 1 <= month <= 12 or not 1 <= day <= _days_of(year, month):
        raise ValueError(f"no day: {year}-{month}-{day}")
    before = 31 * (month - 1) - max(0, month - 7)
    return _new_year(year) + timedelta(days=before + day - 1)


def _new_year(year: int) -> date:
    cycles, rest = divmod(year - _PERSIAN_YEAR, 33)
    return _PERSIAN_START + timedelta(days=365 * (year - _PERSIAN_YEAR) + 8 * cycles + (rest + 3) // 4)


def _days_of(year: int, month: int) -> int:
    if month < 12:
        return 31 if month < 7 else 30
    return 30 if (_new_year(year + 1) - _new_year(year)).days == 366 else 29
