"""What a page states about its own text: the text in JSON-LD, that it is a live blog, that it has a next page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from ingest.article import Note
from ingest.html.dom import absolute
from ingest.html.extract.blocks import TextLine
from ingest.html.metadata.jsonld import JsonLdNode, strings
from ingest.html.metadata.statements import PageStatements

_TAG = re.compile(r"<[^<>]*>")
_BREAK = re.compile(r"\n|<(?:/?p|br|/?div|/?li|/?h\d)\b[^<>]*>", re.I)
# What the address of a next page has beyond that of the first: "/2", "?page=2", "-2.html", "_p2", "/seite/2".
_PAGE = re.compile(r"[/?&_,.;=#-]*(?:[a-z]{1,12}[/=_-]?)?\d{1,3}(?:\.\w{2,5})?/?", re.I)
_URL_ENDING = re.compile(r"(?:\.\w{2,5})?/?$")


def stated_lines(article: JsonLdNode) -> list[TextLine]:
    """Return the lines of the text that JSON-LD states for an article, none if it states none.

    It is often cut off and has no subheads, so it is used only where the page itself shows next to nothing.
    """
    lines: list[TextLine] = []
    body = article.get("articleBody")
    for text in body if isinstance(body, list) else [body]:
        for part in _BREAK.split(unescape(text)) if isinstance(text, str) else ():
            if words := _TAG.sub("", part).split():
                lines.append(TextLine(" ".join(words)))
    return lines


def page_notes(stated: PageStatements, url: str | None) -> Iterator[Note]:
    """Yield the notes that a page is a live blog, and that the article goes on on another page."""
    if any("LiveBlogPosting" in strings(node.get("@type")) for node in stated.nodes):
        yield Note("live-blog", "the page says that it is one")
    own = [address for address in (url, *stated.links.get("canonical", ())) if address]
    for href in stated.links.get("next", ()):
        following = absolute(href, absolute(stated.base, url) or url)
        if following and any(_is_next_page(address, following) for address in own):
            yield Note("more-pages", following)
            return


def _is_next_page(address: str, following: str) -> bool:
    """True if ``following`` is the next page of ``address``: WordPress called the next story "next", too."""
    stem = _URL_ENDING.sub("", address.partition("#")[0])
    return following.startswith(stem) and _PAGE.fullmatch(following, len(stem)) is not None
