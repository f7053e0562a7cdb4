"""Which documents a report shows whole, of more than it can hold: by rules that it states."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Hashable, Iterable

from ingest.article import Article
from ingest.report.figures import rules_of, site_name, worry
from ingest.rules.learn.groups import digest

HOW = (
    "Up to a quarter are the documents that look worst; then come two of every note, every rule and every site, "
    "the worst of it first; the rest are chosen evenly, by the hash of their ids."
)
_OF_EACH = 2
# What a document is ranked by, and its number, negative: of equals the first comes first.
_Ranked = tuple[tuple[float, ...], int]


class Sample:
    """The numbers of the documents to show, at most ``size``: the same for the same records."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._worst: list[_Ranked] = []
        self._even: list[_Ranked] = []
        self._of_each: defaultdict[Hashable, list[_Ranked]] = defaultdict(list)

    def add(self, number: int, article: Article) -> None:
        """Look at a record, which is the ``number``-th of all, from 0."""
        bad = worry(article)
        _keep(self._worst, (bad, -number), self.size // 4)
        _keep(self._even, ((-int(digest(article.id, 8), 16),), -number), self.size)
        for group in _groups(article):
            _keep(self._of_each[group], (bad, -number), _OF_EACH)

    def numbers(self) -> list[int]:
        """Return the chosen, sorted."""
        chosen: dict[int, None] = {}
        for _, number in (*sorted(self._worst, reverse=True), *self._each(), *sorted(self._even, reverse=True)):
            if len(chosen) == self.size:
                break
            chosen[-number] = None
        return sorted(chosen)

    def _each(self) -> Iterable[_Ranked]:
        """Return those of every note, rule and site: the worst of each, then the second."""
        heaps = [sorted(heap, reverse=True) for _, heap in sorted(self._of_each.items(), key=lambda item: str(item[0]))]
        for rank in range(_OF_EACH):
            yield from (heap[rank] for heap in heaps if len(heap) > rank)


def _groups(article: Article) -> set[tuple[str, str]]:
    rules = {("rule", id) for id in rules_of(article)}
    return rules | {("note", note.code) for note in article.notes} | {("site", site_name(article))}


def _keep(heap: list[_Ranked], entry: _Ranked, most: int) -> None:
    """Keep the largest entries."""
    if len(heap) < most:
        heapq.heappush(heap, entry)
    elif most:
        heapq.heappushpop(heap, entry)
