"""JSON-LD: the node of the article among all that a page says to machines, and what a value says as text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from ingest.html.dom import Element

JsonLdNode = Mapping[str, Any]

# Types of schema.org that are one article. Lists and pages of articles are not.
_ARTICLE = re.compile(r"(?:Article|Posting|Report|Review|NewsStory|Recipe|Interview)$")
# Where the article may stand within JSON-LD; whatever else holds articles (hasPart, itemListElement) is about others.
_INTO = ("@graph", "mainEntity", "mainEntityOfPage")
_MOST_NODES = 2000
_WRAPPING = re.compile(r"^\s*(?://)?\s*(?:<!--|<!\[CDATA\[)|(?://)?\s*(?:-->|\]\]>)\s*$|;\s*$")
_TAG = re.compile(r"<[^<>]*>")
# Templates print a comma after the last entry, and one where an entry was left out.
_LOOSE_COMMA = re.compile(r",(?=\s*[\]},])")


def nodes(scripts: Iterable[Element]) -> list[JsonLdNode]:
    """Give the nodes in JSON-LD that may be the page's own, in the order of the page, nested graphs opened."""
    found: list[JsonLdNode] = []
    waiting = [node for script in scripts for node in _loaded(script)]
    while waiting and len(found) < _MOST_NODES:
        node = waiting.pop(0)
        if isinstance(node, list):
            waiting[:0] = node[:_MOST_NODES]
        elif isinstance(node, dict):
            found.append(node)
            waiting.extend(node[key] for key in _INTO if key in node)
    return found


def article_of(found: Iterable[JsonLdNode], addresses: Iterable[str] = ()) -> JsonLdNode:
    """Give the node of the article: of those with an article's type, one that has the page's address, then the one
    that states most; where there is none, the node of the page, of which plugins state as much; else an empty one."""
    paths = {path for address in addresses if (path := _path(address))}
    keys = ("headline", "datePublished", "author")

    def rank(node: JsonLdNode) -> tuple[bool, int]:
        own = {_path(text) for key in ("url", "@id", "mainEntityOfPage") for text in _addresses(node.get(key))}
        return bool(own & paths), sum(bool(node.get(key)) for key in keys)

    typed = [(node, strings(node.get("@type"))) for node in found]
    articles = [node for node, types in typed if any(map(_ARTICLE.search, types))]
    pages = [node for node, types in typed if any(name.endswith("WebPage") for name in types)]
    return max(articles or pages, key=rank, default={})


def strings(value: Any) -> list[str]:
    """Give the strings in a JSON-LD value, on one line each, entities resolved, markup and empty ones left out."""
    values = value if isinstance(value, list) else [value]
    return [line for one in values if isinstance(one, str) and (line := _plain(one))]


def _plain(text: str) -> str:
    text = unescape(text)
    return " ".join((_TAG.sub(" ", text) if "<" in text else text).split())


def node_names(value: Any, among: Sequence[JsonLdNode] = ()) -> list[str]:
    """Give the names of JSON-LD persons or organisations: strings, or nodes with a name, in lists of lists.

    A node that only says the ``@id`` of another is that other, if it is ``among`` the page's.
    """
    if isinstance(value, list):
        return [name for one in value[:100] for name in node_names(one, among)] if _shallow(value) else []
    if isinstance(value, dict) and not value.get("name") and (said := value.get("@id")):
        value = next((one for one in among if one.get("name") and one.get("@id") == said), value)
    return strings(value.get("name") if isinstance(value, dict) else value)


def are_organisations(value: Any) -> bool:
    """Say whether a JSON-LD value is of organisations alone."""
    each = value if isinstance(value, list) else [value]
    types = [strings(one.get("@type")) if isinstance(one, dict) else [] for one in each[:100]]
    return bool(types) and all(any(name.endswith("Organization") for name in one) for one in types)


def _shallow(value: list[Any]) -> bool:
    return not any(isinstance(one, list) and any(isinstance(two, list) for two in one) for one in value[:100])


def breadcrumbs(found: Iterable[JsonLdNode]) -> list[str]:
    """Give the names on the path from the front page to the article, as a BreadcrumbList states them."""
    for node in found:
        if "BreadcrumbList" in strings(node.get("@type")) and isinstance(items := node.get("itemListElement"), list):
            each = [item for item in items[:20] if isinstance(item, dict)]
            return [name for item in each for name in (node_names(item) or node_names(item.get("item")))[:1]]
    return []


def _loaded(script: Element) -> Iterator[Any]:
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


def _path(address: str) -> str:
    try:
        return urlsplit(address).path.strip("/").casefold()
    except ValueError:
        return ""
