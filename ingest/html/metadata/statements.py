"""All metadata that a page states for machines, and the few elements that show it, collected in one pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape

from ingest.html.dom import Element, marked_elements, text_of
from ingest.html.metadata.jsonld import JsonLdNode, article_of, nodes

# Names and properties of meta elements, the most trusted first.
_META: dict[str, tuple[str, ...]] = {
    "title": (
        "og:title", "headline", "twitter:title", "dc.title", "dcterms.title", "citation_title", "parsely-title",
        "sailthru.title", "cxenseparse:title",
    ),
    "authors": (
        "author", "article:author", "og:article:author", "article:byline", "authors", "articleauthor",
        "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "citation_author", "byl", "byline",
        "cxenseparse:author", "article:author_name", "twitter:data1",
    ),
    "published": (
        "article:published_time", "article:published", "og:article:published_time", "datepublished",
        "og:published_time", "parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.created",
        "citation_publication_date", "publish-date", "publish_date", "pubdate", "publication_date",
        "cxenseparse:recs:publishtime", "dc.date", "date",
    ),
    "modified": (
        "article:modified_time", "article:modified", "og:article:modified_time", "datemodified", "og:updated_time",
        "dcterms.modified", "last-modified", "lastmod",
    ),
    "section": ("article:section", "og:article:section", "articlesection", "parsely-section", "section", "category"),
    "tags": ("article:tag", "og:article:tag", "parsely-tags", "sailthru.tags", "news_keywords", "keywords"),
    "site_name": ("og:site_name", "application-name", "apple-mobile-web-app-title"),
    "image": ("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src"),
    "language": ("content-language", "language", "dc.language", "og:locale"),
    "address": ("og:url", "twitter:url"),
    "description": ("og:description", "description", "twitter:description"),
}  # fmt: skip
_TAGS = ("meta", "script", "link", "base", "h1", "time")
_NAMED = ("property", "name", "http-equiv", "itemprop")


@dataclass(frozen=True)
class PageStatements:
    """What a page states: JSON-LD nodes and the article's among them, meta contents by lower-case name, links by
    their relation, main headings, and ``<time>`` elements.

    Not slotted: ``marked`` is lazy, as few pages leave so much unstated that it is asked for.
    """

    root: Element
    nodes: list[JsonLdNode] = field(default_factory=list)
    article: JsonLdNode = field(default_factory=dict)
    metas: dict[str, list[str]] = field(default_factory=dict)
    links: dict[str, list[str]] = field(default_factory=dict)
    headings: list[Element] = field(default_factory=list)
    times: list[Element] = field(default_factory=list)
    base: str | None = None

    @cached_property
    def marked(self) -> dict[str, list[Element]]:
        """Return the elements of the body that microdata or RDFa marks, by property, lower-case and without prefix."""
        elements: dict[str, list[Element]] = {}
        for element in marked_elements(self.root):
            for name in (element.get("itemprop") or element.get("property") or "").lower().split():
                elements.setdefault(name.rpartition(":")[2], []).append(element)
        return elements

    def meta(self, field: str) -> list[str]:
        """Return all contents of the most trusted meta name of a field that has any."""
        return next((self.metas[name] for name in _META[field] if name in self.metas), [])

    def all_metas(self, field: str) -> Iterator[str]:
        """Yield all contents of all meta names of a field, the most trusted first."""
        return (content for name in _META[field] for content in self.metas.get(name, ()))


def collect(root: Element, url: str | None = None) -> PageStatements:
    """Return what a page states; ``url`` tells the article among several JSON-LD nodes of articles."""
    metas: dict[str, dict[str, None]] = {}
    links: dict[str, list[str]] = {}
    scripts: list[Element] = []
    headings: list[Element] = []
    times: list[Element] = []
    base: str | None = None
    for element in root.iter(*_TAGS):
        tag = element.tag
        if tag == "meta":
            _add_meta(element, metas)
        elif tag == "script":
            if (kind := element.get("type")) and "ld+json" in kind.lower():
                scripts.append(element)
        elif tag == "link" and (rel := element.get("rel")):
            links.setdefault(rel.lower(), []).append(element.get("href") or "")
        elif tag == "base":
            base = base or element.get("href")
        elif tag == "h1":
            headings.append(element)
        else:
            times.append(element)
    contents = {name: list(values) for name, values in metas.items()}
    json_ld = nodes(scripts)
    addresses = [address for address in (url, *links.get("canonical", ()), *contents.get("og:url", ())) if address]
    article = article_of(json_ld, addresses)
    return PageStatements(root, json_ld, article, contents, links, headings, times, base)


def _add_meta(element: Element, metas: dict[str, dict[str, None]]) -> None:
    """Add the content of a meta element under each of its names, once."""
    attributes = dict(element.items())
    # Pages saved by the Mercury parser and its heirs say "value" for "content".
    content = " ".join(unescape(attributes.get("content") or attributes.get("value") or "").split())
    for attribute in _NAMED if content else ():
        if name := attributes.get(attribute):
            metas.setdefault(name.lower(), {})[content] = None


def stated_or_shown(elements: Iterable[Element]) -> Iterator[str]:
    """Yield what elements state for machines (``datetime``, ``content``), else the text they show."""
    return (element.get("datetime") or element.get("content") or text_of(element) for element in elements)
