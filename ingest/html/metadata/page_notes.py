"""What a page states for machines about its own text: the text itself, that it grows, that it goes on elsewhere."""

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
_ENDING = re.compile(r"(?:\.\w{2,5})?/?$")


def stated_lines(article: JsonLdNode) -> list[TextLine]:
    """Give the lines of the text that JSON-LD states for an article, none if it states none.

    It is often cut off, and lacks subheads; so it speaks where the page itself says next to nothing.
    """
    lines: list[TextLine] = []
    said = article.get("articleBody")
    for text in said if isinstance(said, list) else [said]:
        for part in _BREAK.split(unescape(text)) if isinstance(text, str) else ():
            if words := _TAG.sub("", part).split():
                lines.append(TextLine(" ".join(words)))
    return lines


def page_notes(stated: PageStatements, url: str | None) -> Iterator[Note]:
    """Give what a reader should know of the page: that it is a live blog, that the article goes on on another page."""
    if any("LiveBlogPosting" in strings(node.get("@type")) for node in stated.nodes):
        yield Note("live-blog", "the page says that it is one")
    own = [address for address in (url, *stated.links.get("canonical", ())) if address]
    for href in stated.links.get("next", ()):
        following = absolute(href, absolute(stated.base, url) or url)
        if following and any(_goes_on(address, following) for address in own):
            yield Note("more-pages", following)
            return


def _goes_on(address: str, following: str) -> bool:
    """Say whether one address is that of another's next page: WordPress called the next story's "next", too."""
    stem = _ENDING.sub("", address.partition("#")[0])
    return following.startswith(stem) and _PAGE.fullmatch(following, len(stem)) is not None
