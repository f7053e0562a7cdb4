"""What the articles of a site still repeat after a run: cruft that no rule knows yet, each with a rule for it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.article import Article
from ingest.batch.learning.spool import Spool, groups_in, spool_line
from ingest.record import page_of_article
from ingest.report.figures import NO_SITE
from ingest.rules.learn.groups import FILE, SITE, GroupKey
from ingest.rules.learn.mine import Proposal, mine
from ingest.rules.learn.write import learned_yaml

MINED_DOCUMENTS = 200  # documents of a group: those with the smallest hashes


@dataclass(frozen=True, slots=True)
class Repeats:
    """What a group repeats: the proposals, and the rule file that has them. ``site`` is as ``site_name`` calls it."""

    group: GroupKey
    proposals: tuple[Proposal, ...]
    file: str

    @property
    def site(self) -> str:
        return self.group.name if self.group.is_site else NO_SITE

    @property
    def documents(self) -> int:
        """Return in how many documents the most frequent of it stands."""
        return max(proposal.seen.documents for proposal in self.proposals)


class Gathered:
    """The texts of articles, gathered by site in files; those of no site by the file or folder that they came from."""

    def __init__(self, folder: Path) -> None:
        self._spool = Spool(folder)

    def __enter__(self) -> Gathered:
        self._spool.__enter__()
        return self

    def __exit__(self, *raised: object) -> None:
        self._spool.__exit__(None, None, None)

    def add(self, article: Article) -> None:
        self._spool.add(spool_line(_group(article), article.id, page_of_article(article)))

    def repeats(self) -> Iterator[Repeats]:
        """Yield what each group repeats, once all are there."""
        for bucket in self._spool.buckets:
            for group, sample in groups_in(bucket):
                if proposals := mine(sample.documents()[:MINED_DOCUMENTS]):
                    yield Repeats(group, proposals, learned_yaml(group, proposals))


def _group(article: Article) -> GroupKey:
    if article.site:
        return GroupKey(SITE, article.site)
    file, numbered, _ = article.name.partition("#")
    return GroupKey(FILE, (file if numbered else posixpath.dirname(file)) or ".")
