"""The day in an address: /2024/03/05/, /2024-03/05/, /202403/05/, /2024/mar/05/."""

from __future__ import annotations

import re

from ingest.text.dates.days import gregorian_day
from ingest.text.dates.words import month_of

# Numbers of articles ("/2021/04/92713", "/20240305") are no days.
_DAY = re.compile(r"/((?:19|20)\d\d)(?:[/-](\d\d?|[a-z]{3,9})[/-]|(\d\d)/)(\d\d?)(?=[/._-]|$)", re.I | re.ASCII)
_MAX_CHARS = 2_000


def day_in_address(url: str) -> str | None:
    """Return the day that an address spells, None where it spells none.

    >>> day_in_address("https://example.com/2024/mar/05/bridge"), day_in_address("https://example.com/2024/04/92713")
    ('2024-03-05', None)
    """
    for found in _DAY.finditer(url[:_MAX_CHARS]):
        month = found[2] or found[3]
        number = int(month) if month.isdecimal() else month_of(month.lower())
        if number and (day := gregorian_day(int(found[1]), number, int(found[4]))):
            return day
    return None
