"""Records of one address: which of them is the newest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from math import inf

from ingest.article import Article
from ingest.batch.duplicates.address import shared_address

# When a version was changed and fetched, in seconds since 1970, and its number among the records: the greater is newer.
_Age = tuple[float, float, int]


class Versions:
    """The newest record of each address so far, about 0.3 kB each, and the older ones."""

    def __init__(self) -> None:
        self._newest: dict[bytes, _Age] = {}
        self._older: dict[int, bytes] = {}

    def add(self, number: int, article: Article) -> None:
        """Compare a record with others of its address, if it has one.

        A version is as new as the later of ``modified`` and ``published``, then as ``fetched_at``, then as its place
        among the records: what is not known is older than what is.
        """
        address = shared_address(article.url, article.canonical_url)
        if address is None:
            return
        key = hashlib.blake2b("\n".join(address).encode("utf-8", "replace"), digest_size=16).digest()
        changed = max(_instant(article.modified), _instant(article.published))
        age = changed, _instant(article.source.fetched_at), number
        before = self._newest.get(key)
        self._newest[key] = age if before is None else max(age, before)
        if before is not None:
            self._older[min(age, before)[2]] = key

    def older(self) -> Iterator[tuple[int, int]]:
        """Yield the numbers of older versions, in order, each with that of the newest."""
        for number in sorted(self._older):
            yield number, self._newest[self._older[number]][2]


def _instant(text: str | None) -> float:
    """Return the seconds from 1970 to a day or time (RFC 3339, or less precise), its beginning; before all, if unknown.

    >>> _instant("2024-03") == _instant("2024-03-01T02:00:00+02:00"), _instant("soon")
    (True, -inf)
    """
    whole = f"{text}{'-01-01'[len(text) - 4 :]}" if text and len(text) in (4, 7) else text
    try:
        when = datetime.fromisoformat(whole or "")
        return (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return -inf
