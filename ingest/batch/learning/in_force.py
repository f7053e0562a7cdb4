"""What the rules in force already take of the documents of a group: there is nothing to learn of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache

from ingest.article import Page, RawDocument
from ingest.batch.learning.sample import Document
from ingest.cleaner import Cleaner
from ingest.options import Options
from ingest.rules.edits.settle import Spans
from ingest.rules.learn.groups import GroupKey

# What is left of a piece may be blanks and a mark.
_MOST = 0.9


@cache
def cleaner_of(options: Options) -> Cleaner:
    """Return the cleaner of some options; a process that mines many groups needs it for each."""
    return Cleaner(options)


class TakenByRules:
    """Tells whether the rules in force take a span of a document. Each is cleaned once, when it is first asked for."""

    def __init__(self, cleaner: Cleaner, group: GroupKey, documents: Sequence[Document]) -> None:
        self._cleaner, self._documents = cleaner, documents
        self._site = group.name if group.is_site else None
        self._taken: dict[int, Spans] = {}
        self._languages: list[str] = []

    def __call__(self, number: int, start: int, end: int) -> bool:
        taken = self._taken.get(number)
        if taken is None:
            taken = self._taken[number] = self._spans(number)
        left = sum(last - first for first, last in taken.gaps(start, end))
        return left <= (1 - _MOST) * (end - start)

    @property
    def language(self) -> str | None:
        """The language of the documents that were cleaned, if it is one."""
        languages = Counter(self._languages)
        return max(sorted(languages), key=lambda language: languages[language]) if languages else None

    def _spans(self, number: int) -> Spans:
        text, blocks = self._documents[number]
        article = self._cleaner.clean_page(Page("text", text, text, blocks), RawDocument(text, site=self._site))
        self._languages += [article.language] if article.language else []
        spans = Spans([])
        for cut in article.removed:
            if cut.part == "text" and cut.start is not None and cut.end is not None:
                spans.add(cut.start, cut.end)
        return spans
