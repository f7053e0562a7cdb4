"""An article as Markdown, to read."""

from __future__ import annotations

import re

from ingest.article import Article

_MARKED = re.compile(r"(?:#{1,6}|[-*+•]|\d+[.)]|>) ")
_SIGNS = {"heading": "## ", "item": "- ", "quote": "> "}


def markdown(article: Article) -> str:
    """Give title and text in Markdown: subheads, items and quotes by their marks, where the text has none yet."""
    out = [f"# {article.title}"] if article.title else []
    for block in article.blocks:
        text = article.text[block.start : block.end]
        out.append(text if _MARKED.match(text) else _SIGNS.get(block.kind, "") + text)
    return "\n\n".join(out)
