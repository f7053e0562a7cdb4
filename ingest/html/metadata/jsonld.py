"""JSON-LD: the node of the article among all nodes of a page, and the texts and names in its values."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from ingest.html.dom import Element
from ingest.stated.addresses import MAX_ADDRESS_CHARS

JsonLdNode = Mapping[str, Any]

# Types of schema.org that are one article. Lists and pages of articles are not.
_ARTICLE = re.compile(r"(?:Article|Posting|Report|Review|NewsStory|Recipe|Interview)$")
# Keys under which the page's article may be; whatever else holds articles (hasPart, itemListElement) is about others.
_NESTING_KEYS = ("@graph", "mainEntity", "mainEntityOfPage")
_MOST_NODES = 2000
# Names and types are taken from so many items of a list.
_MOST_ITEMS = 100
_WRAPPING = re.compile(r"^\s*(?://)?\s*(?:<!--|<!\[CDATA\[)|(?://)?\s*(?:-->|\]\]>)\s*$|;\s*$")
_MARKUP = re.compile(r"<[^<>]*>")
# Templates print a comma after the last entry, and one where an entry was left out.
_LOOSE_COMMA = re.compile(r",(?=\s*[\]},])")


def nodes(scripts: Iterable[Element]) -> list[JsonLdNode]:
    """Return the JSON-LD nodes that may be the page's own, in the order of the page, nested graphs opened."""
    found: list[JsonLdNode] = []
    waiting = [node for script in scripts for node in _load(script)]
    while waiting and len(found) < _MOST_NODES:
        node = waiting.pop(0)
        if isinstance(node, list):
            waiting[:0] = node[:_MOST_NODES]
        elif isinstance(node, dict):
            found.append(node)
            waiting.extend(node[key] for key in _NESTING_KEYS if key in node)
    return found


def article_of(found: Iterable[JsonLdNode], addresses: Iterable[str] = ()) -> JsonLdNode:
    """Return the node of the article: of those with an article's type, one that has the page's address, then the one
    that states most; where there is none, the node of the page, of which plugins state as much; else an empty one."""
    paths = {path for address in addresses if (path := _url_path(address))}
    keys = ("headline", "datePublished", "author")

    def rank(node: JsonLdNode) -> tuple[bool, int]:
        own = {_url_path(text) for key in ("url", "@id", "mainEntityOfPage") for text in _addresses(node.get(key))}
        return bool(own & paths), sum(bool(node.get(key)) for key in keys)

    typed = [(node, strings(node.get("@type"))) for node in found]
    articles = [node for node, types in typed if any(map(_ARTICLE.search, types))]
    pages = [node for node, types in typed if any(name.endswith("WebPage") for name in types)]
    return max(articles or pages, key=rank, default={})


def strings(value: Any) -> list[str]:
    """Return the strings in a JSON-LD value, on one line each, entities resolved, markup and empty ones left out."""
    values = value if isinstance(value, list) else [value]
    return [line for text in values if isinstance(text, str) and (line := _one_line(text))]


def _one_line(text: str) -> str:
    text = unescape(text)
    return " ".join((_MARKUP.sub(" ", text) if "<" in text else text).split())


def node_names(value: Any, among: Sequence[JsonLdNode] = ()) -> list[str]:
    """Return the names of JSON-LD persons or organizations: strings, or nodes with a name, in lists of lists.

    A node that has only the ``@id`` of another is that other, if it is ``among`` the page's.
    """
    if isinstance(value, list):
        return [name for item in value[:_MOST_ITEMS] for name in node_names(item, among)] if _shallow(value) else []
    if isinstance(value, dict) and not value.get("name") and (node_id := value.get("@id")):
        value = next((node for node in among if node.get("name") and node.get("@id") == node_id), value)
    if isinstance(value, dict) and not value.get("name"):
        parts = [*strings(value.get("givenName"))[:1], *strings(value.get("familyName"))[:1]]
        return [" ".join(parts)] if parts else []
    return strings(value.get("name") if isinstance(value, dict) else value)


def are_organizations(value: Any) -> bool:
    """True if a JSON-LD value holds organizations alone."""
    items = value if isinstance(value, list) else [value]
    types = [strings(item.get("@type")) if isinstance(item, dict) else [] for item in items[:_MOST_ITEMS]]
    return bool(types) and all(any(name.endswith("Organization") for name in names) for names in types)


def _shallow(value: list[Any]) -> bool:
    """True if lists are nested two deep at most."""
    lists = (item for item in value[:_MOST_ITEMS] if isinstance(item, list))
    return not any(isinstance(inner, list) for each in lists for inner in each)


def breadcrumbs(found: Iterable[JsonLdNode]) -> list[str]:
    """Return the names on the path from the front page to the article, as a BreadcrumbList states them."""
    for node in found:
        if "BreadcrumbList" in strings(node.get("@type")) and isinstance(items := node.get("itemListElement"), list):
            steps = [item for item in items[:20] if isinstance(item, dict)]
            return [name for item in steps for name in (node_names(item) or node_names(item.get("item")))[:1]]
    return []


def _load(script: Element) -> Iterator[Any]:
    text = (script.text or "").strip()
    if not text:
        return
    if text[:1] not in "{[" or text[-1:] not in "}]":
        text = _WRAPPING.sub("", text)
    for attempt in (text, _LOOSE_COMMA.sub("", text)):
        try:
            yield json.loads(attempt, strict=False)
            return
        except (ValueError, RecursionError):
            continue


def _addresses(value: Any) -> list[str]:
    return strings(value.get("@id") or value.get("url") if isinstance(value, dict) else value)


def _url_path(address: str) -> str:
    try:
        return urlsplit(address[:MAX_ADDRESS_CHARS]).path.strip("/").casefold()
    except ValueError:
        return ""
