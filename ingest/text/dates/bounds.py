"""Which days an article that was scraped may have been published on, unless something else says the same."""

from __future__ import annotations

from datetime import date, timedelta

from ingest.text.dates.parse import stated_time

# There were no pages before. An older day is that of a printed article, or one that the article tells of.
_FIRST = "1990-01-01"
# Days after the fetch: zones, and articles that are dated ahead for the next issue.
_AHEAD = timedelta(days=2)
# Where it is not known when a page was fetched. A fixed day, since the same input must give the same record whenever it
# is cleaned: the end of the second year after that of this release. To be raised with each release.
_LAST = "2028-12-31"
# The zero of Unix time, in the zones east and west of Greenwich: what software writes for "unknown".
_ZERO_DAYS = ("1969-12-31", "1970-01-01")


def is_plausible(moment: str, fetched_at: str | None) -> bool:
    """True if a day or time needs no second witness: from 1990 on, and at most two days after the fetch.

    >>> is_plausible("2024-03-05", "2024-03-04T10:00:00Z"), is_plausible("1935-08-14", None)
    (True, False)
    """
    return _FIRST <= moment[:10] <= last_day(fetched_at)


def last_day(fetched_at: str | None) -> str:
    """Return the last day that is plausible for a page that was fetched then, or whose fetch is not known."""
    fetched = stated_time(fetched_at) or ""
    return (date.fromisoformat(fetched[:10]) + _AHEAD).isoformat() if len(fetched) >= len(_LAST) else _LAST


def is_zero(moment: str) -> bool:
    """True if a day is that of the zero of Unix time."""
    return moment[:10] in _ZERO_DAYS
