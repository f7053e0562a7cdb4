"""Scrapy: an item pipeline that turns responses, or items that hold a page, into articles (extra ``scrapy``).

In a project's settings::

    ITEM_PIPELINES = {"ingest.integrations.scrapy.ArticlePipeline": 300}
    INGEST_RULES = ["my-rules"]

and in a spider ``yield {"response": response}``, or any item with ``html`` or ``text`` and, if known, ``url``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sized
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Self

from itemadapter import ItemAdapter
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.http import HtmlResponse, Response
from scrapy.settings import BaseSettings
from scrapy.utils.defer import maybe_deferred_to_future
from scrapy.utils.misc import load_object
from twisted.internet.threads import deferToThread

from ingest.article import Article, RawDocument
from ingest.cleaner import Cleaner
from ingest.errors import UsageError, nearest
from ingest.input_record import (
    Defaults,
    Refusal,
    charset_of,
    document_of,
    field_map,
    kind_of,
    mapped,
    refuse_empty,
    with_fields,
)
from ingest.options import options_of
from ingest.vocabulary import DocumentKind

SETTINGS = ("INGEST_RULES", "INGEST_OPTIONS", "INGEST_FINDERS", "INGEST_FIELDS", "INGEST_NON_ARTICLES")
NON_ARTICLES = ("keep", "drop")
# Fields that are overwritten although the spider has filled them: the cleaner took the spider's value, and the record
# has what it made of it. All other fields of a spider stay as they are, its own ``id`` and ``source`` too.
_OVERWRITTEN = ("text", "title", "url", "site", "language", "published")


class ArticlePipeline:
    """Cleans items in threads, so that a slow page does not hold up the crawl; and counts in the crawler's stats.

    A ``dict`` becomes the record: fields of ours that it states are the record's, its other keys are under ``extra``.
    Of any other item (Scrapy's, dataclasses, attrs) those fields are filled that have the name of a field of the
    record and hold nothing yet; of what the spider filled, only ``text``, ``title``, ``url``, ``site``, ``language``
    and ``published`` take the cleaned value, and none takes an empty one. Pages with nothing in them are dropped.

    Settings: ``INGEST_RULES`` (folders), ``INGEST_OPTIONS`` (a dict, as of ``ingest.Cleaner``), ``INGEST_FINDERS`` (a
    dict of functions or their paths), ``INGEST_FIELDS`` (as of ``ingest run --map``), ``INGEST_NON_ARTICLES``
    (``keep`` or ``drop`` pages in which there is no prose).

    Raises:
        UsageError: a setting that is not known, or cannot be.
        RuleError: rules with faults.
    """

    def __init__(self, crawler: Crawler) -> None:
        # Nothing here may raise NotConfigured: Scrapy goes on without the pipeline, and stores what is not cleaned.
        settings, stats = crawler.settings, crawler.stats
        assert stats is not None  # of any crawler that crawls
        self._stats = stats
        _check_setting_names(settings)
        self._non_articles = settings.get("INGEST_NON_ARTICLES", "keep")
        if self._non_articles not in NON_ARTICLES:
            raise UsageError(
                f"INGEST_NON_ARTICLES: '{self._non_articles}' is not known\n"
                f"  fix: {nearest(str(self._non_articles), NON_ARTICLES)}"
            )
        with _naming_setting("INGEST_FINDERS", "a dict of names, and functions or their paths"):
            finders = {name: load_object(path) for name, path in settings.getdict("INGEST_FINDERS").items()}
        with _naming_setting("INGEST_OPTIONS", "a dict of options of ingest.Cleaner, like {'keep': ['caption']}"):
            options = options_of(settings.getdict("INGEST_OPTIONS"), finders)
        with _naming_setting("INGEST_FIELDS", "a string, like 'html=body,url=link'"):
            self._stated = Defaults(fields=field_map(_required_string(settings.get("INGEST_FIELDS", ""))))
        with _naming_setting("INGEST_RULES", "a list of rule files or folders"):
            rules = (*options.rules, *map(str, settings.getlist("INGEST_RULES")))
            self._cleaner = Cleaner(replace(options, rules=rules))

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_item(self, item: Any) -> Any:
        """Return an item with its article.

        Raises:
            DropItem: the item is no article; with the reason.
        """
        adapter = ItemAdapter(item)
        try:
            article = await maybe_deferred_to_future(deferToThread(self._article, adapter.asdict()))
            filled = _filled(item, adapter, article)
        except Refusal as refusal:
            self._stats.inc_value(f"ingest/rejected/{refusal.reason}")
            raise DropItem(str(refusal)) from refusal
        except DropItem:
            self._stats.inc_value("ingest/rejected/no-body")
            raise
        except Exception:  # Scrapy logs it and goes on; here it is counted, so that the stats account for every item
            self._stats.inc_value("ingest/rejected/failed")
            raise
        self._count(article)
        return filled

    def _article(self, fields: Mapping[str, object]) -> Article:
        article = self._cleaner.clean(_document_of_item(fields, self._stated))
        refuse_empty(article)
        if self._non_articles == "drop" and any(note.code == "no-body" for note in article.notes):
            raise DropItem(f"no-body: {article.name}")
        return article

    def _count(self, article: Article) -> None:
        self._stats.inc_value("ingest/articles")
        for removal in article.removed:
            self._stats.inc_value(f"ingest/removed/{removal.kind}")
        for note in article.notes:
            self._stats.inc_value(f"ingest/notes/{note.code}")


def _check_setting_names(settings: BaseSettings) -> None:
    """Check that every setting whose name begins with ``INGEST_`` is one of the pipeline's.

    Raises:
        UsageError: some are not, each with the nearest that is.
    """
    unknown = sorted(name for name in map(str, settings) if name.startswith("INGEST_") and name not in SETTINGS)
    if unknown:
        raise UsageError(
            "\n".join(f"{name}: no setting of the pipeline\n  fix: {nearest(name, SETTINGS)}" for name in unknown)
        )


@contextmanager
def _naming_setting(name: str, form: str) -> Iterator[None]:
    """Put the name of the setting before an error in its value; faults of rule files name their place themselves."""
    try:
        yield
    except UsageError as error:
        raise UsageError(f"{name}: {error}") from None
    except (ValueError, TypeError, ImportError, NameError) as error:
        raise UsageError(f"{name}: {error}\n  fix: {form}") from error


def _required_string(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"it is {kind_of(value)}, not a string")
    return value


def _document_of_item(fields: Mapping[str, object], stated: Defaults) -> RawDocument:
    known = {name: value for name, value in fields.items() if not _is_empty(value)}  # as of items not yet filled
    response = known.get("response")
    if not isinstance(response, Response):
        return document_of(known, "", stated)
    del known["response"]
    kind: DocumentKind | None = "html" if isinstance(response, HtmlResponse) else None
    document = with_fields(response.body, kind, {"url": response.url, **mapped(known, stated.fields)}, "", stated)
    content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
    return replace(document, charset=charset_of(content_type))


def _is_empty(value: object) -> bool:
    """True if a value holds nothing: None, and what has length 0. The values 0 and False hold something."""
    return value is None or (isinstance(value, Sized) and len(value) == 0)


def _filled(item: Any, adapter: ItemAdapter, article: Article) -> Any:
    record = article.to_dict()
    if isinstance(item, dict):
        return record
    for name in adapter.field_names():
        if name in record and _is_ours_to_write(name, record[name], adapter.get(name), article):
            adapter[name] = record[name]
    if isinstance(adapter.get("response"), Response):
        adapter["response"] = None
    return item


def _is_ours_to_write(name: str, ours: object, theirs: object, article: Article) -> bool:
    """True if a field of an item takes the record's value: if it holds nothing, or if the record's value is what the
    cleaner made of the very value that the field holds."""
    if _is_empty(theirs):
        return True
    if _is_empty(ours):  # a text of nothing but cruft is cleaned to none; else empty never replaces known
        return name == "text" and article.source.kind == "text"
    return name in _OVERWRITTEN
