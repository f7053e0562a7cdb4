"""The fallback for pages on which the extractor fails: their lines, by BeautifulSoup."""

from __future__ import annotations

from ingest.html.dom import BLOCKS, UNSEEN
from ingest.html.extract.blocks import TextLine
from ingest.vocabulary import BlockKind

_KIND_OF_SOUP_TAG: dict[str, BlockKind] = {
    "p": "paragraph",
    "li": "item",
    "dd": "item",
    "dt": "item",
    "blockquote": "quote",
    "figcaption": "caption",
    "td": "table",
    "th": "table",
    "pre": "code",
    **{f"h{level}": "heading" for level in range(1, 7)},
}


def lines_of_markup(markup: str) -> list[TextLine]:
    """Return the lines of a page: paragraphs, headings, items, quotes, captions, cells, preformatted text.

    Where most of the text is in none of these, all visible text. Nothing is judged: menus stay.
    """
    from bs4 import BeautifulSoup
    from bs4.element import NavigableString, Tag

    soup = BeautifulSoup(markup, "html.parser")
    for unseen in soup.find_all(["head", *UNSEEN]):
        unseen.decompose()
    # For each element: the innermost block around it (by identity), and the kind of the innermost listed one.
    place: dict[int, tuple[int, BlockKind | None]] = {id(soup): (id(soup), None)}
    pieces: list[tuple[int, BlockKind | None, list[str]]] = []
    for node in soup.descendants:
        block, kind = place[id(node.parent)]
        if isinstance(node, Tag):
            if node.name in BLOCKS:
                block, kind = id(node), _KIND_OF_SOUP_TAG.get(node.name, kind)
            place[id(node)] = (block, kind)
        elif type(node) is NavigableString:
            if not pieces or pieces[-1][0] != block:
                pieces.append((block, kind, []))
            pieces[-1][2].append(str(node))
        if isinstance(node, Tag) and node.name == "br" and pieces:
            pieces.append((place[id(node.parent)][0], kind, []))
    lines = [(kind, line) for _, kind, parts in pieces for line in _split_lines("".join(parts), kind or "paragraph")]
    listed = sum(len(line.text) for kind, line in lines if kind)
    bare = sum(len(line.text) for kind, line in lines if not kind)
    return [line for kind, line in lines if kind or bare > listed]


def _split_lines(text: str, kind: BlockKind) -> list[TextLine]:
    parts = text.split("\n") if kind == "code" else [text]
    return [TextLine(" ".join(words), kind) for part in parts if (words := part.split())]
