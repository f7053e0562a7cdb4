"""Scrapy: an item pipeline that turns responses, or items that hold a page, into articles (extra ``scrapy``).

In a project's settings::

    ITEM_PIPELINES = {"ingest.integrations.scrapy.ArticlePipeline": 300}
    INGEST_RULES = ["my-rules"]

and in a spider ``yield {"response": response}``, or any item with ``html`` or ``text`` and, if known, ``url``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Self

from itemadapter import ItemAdapter
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem, NotConfigured
from scrapy.http import HtmlResponse, Response
from scrapy.utils.defer import maybe_deferred_to_future
from scrapy.utils.misc import load_object
from twisted.internet.threads import deferToThread

from ingest.article import Article, DocumentKind, RawDocument
from ingest.cleaner import Cleaner
from ingest.errors import IngestError
from ingest.options import options_of
from ingest.scraped import Refusal, Stated, document_of, field_map, refuse_empty, with_fields

NON_ARTICLES = ("keep", "drop")
_CHARSET = re.compile(r"charset=[\"']?([\w.:-]+)", re.IGNORECASE)


class ArticlePipeline:
    """Cleans items in threads, so that a slow page does not hold up the crawl; and counts in the crawler's stats.

    A ``dict`` becomes the record, its other keys under ``extra``; of any other item (Scrapy's, dataclasses, attrs)
    those fields are filled that are called as the record's are. Pages with nothing in them are dropped. Settings:
    ``INGEST_RULES`` (folders), ``INGEST_OPTIONS`` (a dict, as of ``ingest.Cleaner``), ``INGEST_FINDERS`` (a dict of
    functions or their paths), ``INGEST_FIELDS`` (as of ``ingest run --map``), ``INGEST_NON_ARTICLES`` (``keep`` or
    ``drop`` pages in which there is no prose).

    Raises:
        NotConfigured: a setting that cannot be, or rules with faults.
    """

    def __init__(self, crawler: Crawler) -> None:
        settings, stats = crawler.settings, crawler.stats
        assert stats is not None  # of any crawler that crawls
        self._stats = stats
        self._non_articles = settings.get("INGEST_NON_ARTICLES", "keep")
        if self._non_articles not in NON_ARTICLES:
            raise NotConfigured(f"INGEST_NON_ARTICLES: '{self._non_articles}'\n  fix: one of {', '.join(NON_ARTICLES)}")
        try:
            finders = {name: load_object(path) for name, path in settings.getdict("INGEST_FINDERS").items()}
            options = options_of(settings.getdict("INGEST_OPTIONS"), finders)
            self._stated = Stated(fields=field_map(settings.get("INGEST_FIELDS", "")))
            self._cleaner = Cleaner(replace(options, rules=(*options.rules, *settings.getlist("INGEST_RULES"))))
        except IngestError as error:
            raise NotConfigured(f"INGEST settings: {error}") from error

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_item(self, item: Any) -> Any:
        """Give the article of an item.

        Raises:
            DropItem: it is none, and why.
        """
        adapter = ItemAdapter(item)
        try:
            article = await maybe_deferred_to_future(deferToThread(self._article, adapter.asdict()))
        except Refusal as refusal:
            self._stats.inc_value(f"ingest/rejected/{refusal.reason}")
            raise DropItem(str(refusal)) from refusal
        notes = [note.code for note in article.notes]
        if self._non_articles == "drop" and "no-body" in notes:
            self._stats.inc_value("ingest/rejected/no-body")
            raise DropItem(f"no-body: {article.name}")
        self._count(article, notes)
        return _filled(item, adapter, article)

    def _article(self, fields: Mapping[str, object]) -> Article:
        article = self._cleaner.clean(_document(fields, self._stated))
        refuse_empty(article)
        return article

    def _count(self, article: Article, notes: list[str]) -> None:
        self._stats.inc_value("ingest/articles")
        for removal in article.removed:
            self._stats.inc_value(f"ingest/removed/{removal.kind}")
        for note in notes:
            self._stats.inc_value(f"ingest/notes/{note}")


def _document(fields: Mapping[str, object], stated: Stated) -> RawDocument:
    known = {name: value for name, value in fields.items() if value not in (None, "")}  # as items have it at first
    response = known.pop("response", None)
    if not isinstance(response, Response):
        return document_of(known, "", stated)
    kind: DocumentKind | None = "html" if isinstance(response, HtmlResponse) else None
    document = with_fields(response.body, kind, {"url": response.url, **known}, "", stated)
    said = (response.headers.get("Content-Type") or b"").decode("latin-1")
    charset = _CHARSET.search(said)
    return replace(document, charset=charset[1] if charset else None)


def _filled(item: Any, adapter: ItemAdapter, article: Article) -> Any:
    record = article.to_dict()
    if isinstance(item, dict):
        return record
    for name in adapter.field_names():
        if name in record:
            adapter[name] = record[name]
    if "response" in adapter:
        adapter["response"] = None
    return item
