"""The day of an article that states none, guessed from its text. The one module that imports htmldate."""

from __future__ import annotations

import logging
from functools import cache
from types import ModuleType

from ingest.html.dom import Element, tree_error
from ingest.text.memo import forget

# A fixed latest date: by default it is today, and the core has no clock.
_LATEST = "2100-01-01"
# Errors that htmldate 1.11 raises on odd pages.
_HTMLDATE_ERRORS = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


def guessed_day(root: Element, url: str | None = None) -> str | None:
    """Return the day on which a page seems to have been published, YYYY-MM-DD, None where nothing tells it.

    Not by htmldate's extensive search, which finds a day for nearly every page: the first of January of a copyright
    line, a day that the article speaks of. It takes six times as long, too.
    """
    try:
        day = _htmldate().find_date(
            root, url=url, original_date=True, extensive_search=False, max_date=_LATEST, deferred_url_extractor=True
        )
    except (*_HTMLDATE_ERRORS, tree_error()):
        return None
    finally:
        forget(_htmldate().extractors, "try_date_expr")
    # It turns a year alone into the first of January.
    return day if isinstance(day, str) and not day.endswith("-01-01") else None


@cache
def _htmldate() -> ModuleType:
    import htmldate

    logger = logging.getLogger("htmldate")
    if logger.level == logging.NOTSET:
        logger.setLevel(logging.CRITICAL)
    return htmldate
