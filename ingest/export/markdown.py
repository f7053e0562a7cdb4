"""An article as Markdown, to read."""

from __future__ import annotations

import re

from ingest.article import Article

_MARKDOWN_PREFIX = re.compile(r"(?:#{1,6}|[-*+•]|\d+[.)]|>) ")
_PREFIXES = {"heading": "## ", "item": "- ", "quote": "> "}


def markdown(article: Article) -> str:
    """Return title and text in Markdown: subheads, items and quotes get a prefix, if the text does not have one yet."""
    parts = [f"# {article.title}"] if article.title else []
    for block in article.blocks:
        text = article.text[block.start : block.end]
        parts.append(text if _MARKDOWN_PREFIX.match(text) else _PREFIXES.get(block.kind, "") + text)
    return "\n\n".join(parts)
