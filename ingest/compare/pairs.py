"""The records of two runs, in pairs: of one document each."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

from ingest.article import Article
from ingest.batch.records import articles_of


class Pair(NamedTuple):
    """A document in both runs, or in one of them: the other is None."""

    old: Article | None
    new: Article | None


def pairs(old: Path, new: Path) -> Iterator[Pair]:
    """Yield the documents of two runs, by their names; of one name, the first with the first.

    Runs over one input have one order, and are gone through side by side. What one of them lacks is held until its
    end: so much memory it takes.

    Raises:
        UsageError: no run has written one of the folders.
        RunError: a record cannot be read.
    """
    waiting: tuple[dict[str, list[Article]], dict[str, list[Article]]] = ({}, {})
    for both in zip_longest(articles_of(old), articles_of(new)):
        for side, article in enumerate(both):
            if article is None:
                continue
            met = waiting[1 - side].get(article.name)
            if met:
                other = met.pop(0)
                if not met:
                    del waiting[1 - side][article.name]
                yield Pair(article, other) if side == 0 else Pair(other, article)
            else:
                waiting[side].setdefault(article.name, []).append(article)
    yield from (Pair(article, None) for left in waiting[0].values() for article in left)
    yield from (Pair(None, article) for left in waiting[1].values() for article in left)
