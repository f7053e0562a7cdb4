"""Of the records of one address, the newest is told, in whatever order they come."""

from __future__ import annotations

from itertools import permutations

import pytest
from msgspec.structs import replace

from ingest import clean
from ingest.article import Article
from ingest.batch.duplicates.versions import Versions

ARTICLE = clean("The council met on Tuesday.", kind="text", url="https://example.com/bridge")


def version(
    modified: str | None = None, published: str | None = None, fetched: str | None = None, url: str = str(ARTICLE.url)
) -> Article:
    source = replace(ARTICLE.source, fetched_at=fetched)
    return replace(ARTICLE, url=url, modified=modified, published=published, source=source)


def newest_of(articles: list[Article]) -> int:
    """The number of the newest, which all others name."""
    versions = Versions()
    for number, article in enumerate(articles):
        versions.add(number, article)
    older = list(versions.older())
    (newest,) = {of for _, of in older}
    assert sorted([number for number, _ in older] + [newest]) == list(range(len(articles)))
    assert older == sorted(older)
    return newest


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        (version("2024-03-05"), version("2024-03-06")),
        (version("2024-03-05", "2024-03-04"), version("2024-03-05T09:30:00Z", "2024-03-01")),
        (version("2024-03-05T09:30:00+02:00"), version("2024-03-05T08:00:00Z")),
        (version(None, "2024-03-05"), version("2024-03-06", "2024-03-05")),
        (version("2024-03-05", "2024-03-05"), version(None, "2024-06-01")),
        (version(None, "2023"), version(None, "2024-03")),
        (version(fetched="2024-03-05T09:30:00Z"), version(fetched="2024-03-05T09:30:01Z")),
        (version("2024-03-05", fetched="2024-03-05"), version("2024-03-05", fetched="2024-03-09")),
        (version(fetched="2024-03-09"), version(None, "2024-03-05")),
        (version(None, "soon"), version(None, "2024-03-05")),
    ],
    ids=["modified", "time", "zone", "one modified", "published anew", "months", "fetched", "tie", "known", "no day"],
)
def test_newest_version_is_told_in_any_order(older: Article, newer: Article) -> None:
    for order in permutations([older, older, newer]):
        assert newest_of(list(order)) == order.index(newer)


def test_last_of_equally_new_versions_is_the_newest() -> None:
    assert newest_of([version("2024-03-05")] * 3) == 2
    assert newest_of([version()] * 3) == 2


def test_records_of_other_addresses_and_of_none_are_no_versions() -> None:
    versions = Versions()
    for number, url in enumerate(["https://example.com/a", "https://example.com/b", "https://example.com/", ""]):
        versions.add(2 * number, version(url=url))
        versions.add(2 * number + 1, replace(version(), url=None))
    assert list(versions.older()) == []
