"""What a page says about itself, in JSON-LD, meta elements and a few attributes. Guessing is not done here."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

from ingest.article import Image, Metadata
from ingest.read.prune import absolute
from ingest.read.tree import Element, text_of
from ingest.read.values import language_code, people, rfc3339

# Types of schema.org that are one article. Lists and pages of articles are not.
_ARTICLE = re.compile(r"(?:Article|Posting|Report|Review|NewsStory|Recipe|Interview)$")
# Where the article may stand within JSON-LD; whatever else holds articles (hasPart, itemListElement) is about others.
_INTO = ("@graph", "mainEntity", "mainEntityOfPage")
_MOST_NODES = 2000

# Names and properties of meta elements, the most trusted first.
_META: dict[str, tuple[str, ...]] = {
    "title": ("og:title", "headline", "dc.title", "dcterms.title", "citation_title", "parsely-title", "sailthru.title"),
    "authors": (
        "author", "article:author", "og:article:author", "authors", "parsely-author", "sailthru.author", "dc.creator",
        "dcterms.creator", "citation_author", "byl", "cxenseparse:author", "article:author_name",
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
    "section": ("article:section", "og:article:section", "articlesection", "parsely-section"),
    "tags": ("article:tag", "og:article:tag", "parsely-tags", "sailthru.tags", "news_keywords", "keywords"),
    "site_name": ("og:site_name", "application-name", "apple-mobile-web-app-title"),
    "image": ("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src"),
    "language": ("content-language", "language", "dc.language", "og:locale"),
    "address": ("og:url", "twitter:url"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Stated:
    """All that a page states: the article's JSON-LD node, meta contents by lower-case name, its elements."""

    root: Element
    article: Mapping[str, Any]
    metas: Mapping[str, list[str]]
    marked: Mapping[str, list[str]]

    def meta(self, field: str) -> list[str]:
        """Give all contents of the first name that has any."""
        return next((self.metas[name] for name in _META[field] if name in self.metas), [])


def read_metadata(root: Element, url: str | None = None) -> Metadata:
    """Give what a page states about itself; relative addresses are resolved against ``url`` or the page's base."""
    stated = _Stated(root, _article(root), _metas(root), _marked(root))
    base = next((absolute(found.get("href"), url) for found in root.iter("base")), None) or url
    article = stated.article
    names = [name for name in (*stated.meta("site_name"), *_names(article.get("publisher"))) if "://" not in name]
    site_name = names[0] if names else None
    title = _title(stated)
    subtitle = _first(_strings(article.get("alternativeHeadline")))
    return Metadata(
        title=title,
        subtitle=subtitle if subtitle and subtitle != title else None,
        authors=people(_names(article.get("author")), but=names) or people(stated.meta("authors"), but=names),
        published=_moment(_dates(stated, "datePublished", "published")),
        modified=_moment(_dates(stated, "dateModified", "modified")),
        section=_first([*_strings(article.get("articleSection")), *stated.meta("section")]),
        tags=_tags([*_strings(article.get("keywords"))] or stated.meta("tags")),
        language=_language(stated),
        url=url,
        canonical_url=_canonical(stated, base),
        site_name=site_name,
        images=_image(stated, base),
    )


def _title(stated: _Stated) -> str | None:
    """Give the headline as the page states it, a site's tail and all.

    A main heading that other statements contain is the headline without tails; then what is stated for machines;
    a heading that nobody confirms may be a section's or the site's name.
    """
    machine = [*_strings(stated.article.get("headline")), *stated.meta("title")]
    titles = [" ".join((element.text or "").split()) for element in stated.root.iterfind("head/title")]
    claims = [*machine, *filter(None, titles[:1])]
    headings = [text for heading in stated.root.iter("h1") if 2 < len(text := text_of(heading)) < 400]
    plain = [_plain(claim) for claim in claims]
    for heading in headings:
        said = _plain(heading)
        if said in plain or (len(said.split()) > 3 and any(said in claim for claim in plain)):
            return heading
    if len(headings) == 1 and not machine:
        return headings[0]
    return _first([*claims, *headings])


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.casefold()).strip()


def _dates(stated: _Stated, key: str, field: str) -> Iterator[str]:
    yield from _strings(stated.article.get(key))
    yield from (content for name in _META[field] for content in stated.metas.get(name, ()))
    yield from stated.marked.get(key.lower(), ())


def _moment(said: Iterable[str]) -> str | None:
    """Give the first moment, to the hour if another statement about the same day is."""
    moments = [moment for text in said if (moment := rfc3339(text))]
    if not moments:
        return None
    return next((moment for moment in moments if moment[:10] == moments[0][:10] and "T" in moment), moments[0])


def _language(stated: _Stated) -> str | None:
    xml = "{http://www.w3.org/XML/1998/namespace}lang"
    own = [stated.root.get(name) or "" for name in ("lang", "xml:lang", xml)]
    said = [*own, *stated.meta("language"), *_strings(stated.article.get("inLanguage"))]
    return next((code for text in said if (code := language_code(text))), None)


def _tags(said: Iterable[str]) -> tuple[str, ...]:
    tags = [" ".join(tag.split()) for text in said for tag in re.split(r"[,;،、]", text)]
    each: dict[str, str] = {}
    for tag in tags:
        if 0 < len(tag) <= 100:
            each.setdefault(tag.casefold(), tag)
    return tuple(each.values())[:50]


def _canonical(stated: _Stated, base: str | None) -> str | None:
    links = (link.get("href") for link in stated.root.iter("link") if (link.get("rel") or "").lower() == "canonical")
    return next((full for href in [*links, *stated.meta("address")] if (full := absolute(href, base))), None)


def _image(stated: _Stated, base: str | None) -> tuple[Image, ...]:
    said = stated.article.get("image")
    first = said[0] if isinstance(said, list) and said else said
    caption = _first(_strings(first.get("caption"))) if isinstance(first, dict) else None
    own = _strings(first.get("url") or first.get("contentUrl")) if isinstance(first, dict) else _strings(first)
    for address in [*own, *stated.meta("image")]:
        if full := absolute(address, base):
            return (Image(full, caption),)
    return ()


# ---- where it is stated


def _metas(root: Element) -> dict[str, list[str]]:
    """Give the contents of meta elements by name, property or http-equiv, in lower case, each once."""
    metas: dict[str, dict[str, None]] = {}
    for element in root.iter("meta"):
        content = " ".join(unescape(element.get("content") or "").split())
        for attribute in ("property", "name", "http-equiv", "itemprop"):
            if content and (name := (element.get(attribute) or "").lower()):
                metas.setdefault(name, {})[content] = None
    return {name: list(contents) for name, contents in metas.items()}


def _marked(root: Element) -> dict[str, list[str]]:
    """Give the moments that elements mark by ``itemprop`` or ``<time pubdate>``, by property in lower case."""
    marked: dict[str, list[str]] = {}
    for element in root.iter("time", "span", "abbr", "div", "p"):
        name = (element.get("itemprop") or ("datePublished" if element.get("pubdate") is not None else "")).lower()
        if name.startswith("date"):
            marked.setdefault(name, []).append(element.get("datetime") or element.get("content") or text_of(element))
    return marked


def _article(root: Element) -> Mapping[str, Any]:
    """Give the JSON-LD node of the article: of those with an article's type, the one that states most."""
    found: list[Mapping[str, Any]] = []
    seen = 0
    waiting = [node for script in root.iter("script") for node in _json(script)]
    while waiting and seen < _MOST_NODES:
        node = waiting.pop(0)
        seen += 1
        if isinstance(node, list):
            waiting[:0] = node[:_MOST_NODES]
        elif isinstance(node, dict):
            types = _strings(node.get("@type"))
            if any(_ARTICLE.search(name) for name in types):
                found.append(node)
            waiting.extend(node[key] for key in _INTO if key in node)
    keys = ("headline", "datePublished", "author")
    return max(found, key=lambda node: sum(bool(node.get(key)) for key in keys), default={})


def _json(script: Element) -> list[Any]:
    if "ld+json" not in (script.get("type") or "").lower() or not script.text:
        return []
    text = re.sub(r"^\s*(?://)?\s*(?:<!--|<!\[CDATA\[)|(?://)?\s*(?:-->|\]\]>)\s*$|;\s*$", "", script.text)
    try:
        return [json.loads(text, strict=False)]
    except (ValueError, RecursionError):
        return []


def _strings(value: Any) -> list[str]:
    """Give the strings in a JSON-LD value, on one line each, entities resolved, markup and empty ones left out."""
    values = value if isinstance(value, list) else [value]
    lines = [" ".join(re.sub(r"<[^<>]*>", " ", unescape(one)).split()) for one in values if isinstance(one, str)]
    return [line for line in lines if line]


def _names(value: Any) -> list[str]:
    """Give the names of JSON-LD persons or organisations: strings, or nodes with a name."""
    values = value if isinstance(value, list) else [value]
    return [name for one in values for name in _strings(one.get("name") if isinstance(one, dict) else one)]


def _first(values: Iterable[str]) -> str | None:
    return next(iter(values), None)
