"""The day of an article that states none, guessed from its text. The one module that knows htmldate."""

from __future__ import annotations

import logging
from functools import cache
from types import ModuleType

from ingest.html.dom import Element, tree_error

# A fixed latest date: by default it is today, and the core has no clock.
_LATEST = "2100-01-01"
# What htmldate 1.11 lets through on odd pages.
_REFUSALS = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


def guessed_day(root: Element, url: str | None = None) -> str | None:
    """Give the day that a page seems to have been published, YYYY-MM-DD, None where nothing tells.

    Not by htmldate's extensive search, which finds a day for nearly every page: the first of January of a copyright
    line, a day that the article speaks of. It takes six times as long, too.
    """
    try:
        found = _htmldate().find_date(
            root, url=url, original_date=True, extensive_search=False, max_date=_LATEST, deferred_url_extractor=True
        )
    except (*_REFUSALS, tree_error()):
        return None
    # The first of January is what it makes of a year alone.
    return found if isinstance(found, str) and not found.endswith("-01-01") else None


@cache
def _htmldate() -> ModuleType:
    import htmldate

    logger = logging.getLogger("htmldate")
    if logger.level == logging.NOTSET:
        logger.setLevel(logging.CRITICAL)
    return htmldate
