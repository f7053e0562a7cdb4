"""The day of an article that states none, guessed from its text. The one module that imports htmldate."""

from __future__ import annotations

import logging
from copy import deepcopy
from functools import cache
from types import ModuleType

from ingest.html.dom import Element, tree_error
from ingest.text.memo import forget

# What holds days that are not the article's: when a lock expires, when other stories appeared, a copyright line.
_ELSEWHERE = ("script", "style", "aside", "nav", "footer")
# Errors that htmldate 1.11 raises on odd pages.
_HTMLDATE_ERRORS = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


def guessed_day(root: Element, url: str | None, last: str) -> str | None:
    """Return the day on which a page seems to have been published, YYYY-MM-DD, not after ``last``; None where nothing
    tells it.

    Not by htmldate's extensive search, which finds a day for nearly every page: the first of January of a copyright
    line, a day that the article speaks of. It takes six times as long, too.
    """
    try:
        day = _htmldate().find_date(
            _article_of(root),
            url=url,
            original_date=True,
            extensive_search=False,
            max_date=last,
            deferred_url_extractor=True,
        )
    except (*_HTMLDATE_ERRORS, tree_error()):
        return None
    finally:
        forget(_htmldate().extractors, "try_date_expr")
    # It turns a month alone into its first day, and a year into the first of January; also a day after ``last``.
    return day if isinstance(day, str) and not day.endswith("-01") else None


def _article_of(root: Element) -> Element:
    """Return a copy of a page in which those parts are empty that hold the days of other things."""
    copy = deepcopy(root)
    for element in list(copy.iter(*_ELSEWHERE)):
        element.clear(keep_tail=True)
    return copy


@cache
def _htmldate() -> ModuleType:
    import htmldate

    logger = logging.getLogger("htmldate")
    if logger.level == logging.NOTSET:
        logger.setLevel(logging.CRITICAL)
    return htmldate
