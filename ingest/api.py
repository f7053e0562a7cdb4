"""The short way in: one function, the packaged rules."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from ingest.article import Article, RawDocument
from ingest.cleaner import Cleaner
from ingest.vocabulary import DocumentKind


@cache
def _cleaner() -> Cleaner:
    return Cleaner()


def clean(
    raw: RawDocument | str | bytes,
    *,
    url: str | None = None,
    kind: DocumentKind | None = None,
    name: str = "",
    site: str | None = None,
    title: str | None = None,
    language: str | None = None,
    charset: str | None = None,
    fetched_at: str | None = None,
) -> Article:
    """Return the clean article of one scraped page or text, by the packaged rules. See ``Cleaner.clean``.

    >>> clean("Read Also: Parliament votes on the budget", language="en").related[0].title
    'Parliament votes on the budget'
    """
    return _cleaner().clean(
        raw,
        url=url,
        kind=kind,
        name=name,
        site=site,
        title=title,
        language=language,
        charset=charset,
        fetched_at=fetched_at,
    )


def clean_record(record: Mapping[str, object]) -> dict[str, object]:
    """Return the record of one scraped record: it has ``html`` or ``text``, and may state any field of the record. See
    ``Cleaner.clean_record``.

    >>> clean_record({"text": "Read Also: Parliament votes", "language": "English", "desk": 7})["extra"]
    {'desk': 7}
    """
    return _cleaner().clean_record(record)
