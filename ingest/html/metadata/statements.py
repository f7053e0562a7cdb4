"""All that a page states about itself for machines, and the few elements that show it, collected in one pass."""

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
    their relation, main headings, and what shows a time.

    Not slotted: what elements are marked as is looked for where something is not stated otherwise, and kept.
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
        """The elements of the body that microdata or RDFa marks, by property, in lower case and without prefix."""
        found: dict[str, list[Element]] = {}
        for element in marked_elements(self.root):
            for one in (element.get("itemprop") or element.get("property") or "").lower().split():
                found.setdefault(one.rpartition(":")[2], []).append(element)
        return found

    def meta(self, name: str) -> list[str]:
        """Give all contents of the first name of a field that has any."""
        return next((self.metas[one] for one in _META[name] if one in self.metas), [])

    def all_metas(self, name: str) -> Iterator[str]:
        """Give all contents of all names of a field, the most trusted first."""
        return (content for one in _META[name] for content in self.metas.get(one, ()))


def collect(root: Element, url: str | None = None) -> PageStatements:
    """Give what a page states; ``url`` tells the article among several JSON-LD nodes of articles."""
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
    contents = {name: list(each) for name, each in metas.items()}
    found = nodes(scripts)
    addresses = [address for address in (url, *links.get("canonical", ()), *contents.get("og:url", ())) if address]
    article = article_of(found, addresses)
    return PageStatements(root, found, article, contents, links, headings, times, base)


def _add_meta(element: Element, metas: dict[str, dict[str, None]]) -> None:
    stated = dict(element.items())
    # Pages saved by the Mercury parser and its heirs say "value" for "content".
    content = " ".join(unescape(stated.get("content") or stated.get("value") or "").split())
    for attribute in _NAMED if content else ():
        if name := stated.get(attribute):
            metas.setdefault(name.lower(), {})[content] = None


def said_by(elements: Iterable[Element]) -> Iterator[str]:
    """Give what elements say for machines (``datetime``, ``content``), else what they show."""
    return (element.get("datetime") or element.get("content") or text_of(element) for element in elements)
