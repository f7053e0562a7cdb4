"""What BeautifulSoup is for: pages that the extractor refuses."""

from __future__ import annotations

from ingest.article import BlockKind
from ingest.html.dom import BLOCKS, UNSEEN
from ingest.html.extract.blocks import TextLine

_KINDS: dict[str, BlockKind] = {
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
    """Give the lines of a well-formed page: paragraphs, headings, items, quotes, captions, cells, preformatted text.

    Where most of the text stands in none of these, all visible text. Nothing is judged: menus stay.
    """
    from bs4 import BeautifulSoup
    from bs4.element import NavigableString, Tag

    soup = BeautifulSoup(markup, "html.parser")
    for unseen in soup.find_all(["head", *UNSEEN]):
        unseen.decompose()
    # For each element: the nearest block it stands in (by identity), and the kind of the nearest listed one.
    place: dict[int, tuple[int, BlockKind | None]] = {id(soup): (id(soup), None)}
    pieces: list[tuple[int, BlockKind | None, list[str]]] = []
    for node in soup.descendants:
        block, kind = place[id(node.parent)]
        if isinstance(node, Tag):
            if node.name in BLOCKS:
                block, kind = id(node), _KINDS.get(node.name, kind)
            place[id(node)] = (block, kind)
        elif type(node) is NavigableString:
            if not pieces or pieces[-1][0] != block:
                pieces.append((block, kind, []))
            pieces[-1][2].append(str(node))
        if isinstance(node, Tag) and node.name == "br" and pieces:
            pieces.append((place[id(node.parent)][0], kind, []))
    lines = [(kind, line) for _, kind, parts in pieces for line in _lines("".join(parts), kind or "paragraph")]
    held = sum(len(line.text) for kind, line in lines if kind)
    bare = sum(len(line.text) for kind, line in lines if not kind)
    return [line for kind, line in lines if kind or bare > held]


def _lines(text: str, kind: BlockKind) -> list[TextLine]:
    parts = text.split("\n") if kind == "code" else [text]
    return [TextLine(" ".join(words), kind) for part in parts if (words := part.split())]
