"""Lines of text with their kind, from an extracted body, and how much of each line is links."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.article import Block
from ingest.html.dom import BLOCKS, UNSEEN, Element, walk
from ingest.vocabulary import BlockKind

# Names of HTML and of trafilatura's own trees (TEI).
KIND_OF_TAG: dict[str, BlockKind] = {
    "quote": "quote",
    "blockquote": "quote",
    "item": "item",
    "li": "item",
    "dd": "item",
    "dt": "item",
    "head": "heading",
    **{f"h{level}": "heading" for level in range(1, 7)},
    "figcaption": "caption",
    "caption": "caption",
    "code": "code",
    "pre": "code",
}
# In these a quote or code is part of a sentence.
_SENTENCE_TAGS = frozenset({"p", "head", "item", "cell", "li", "td", "h1", "h2", "h3", "h4", "h5", "h6"})
# A line of no more characters, blanks not counted, may be in another block by chance: it must be the whole block.
_SHORT = 25


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of a page: white space collapsed, never empty."""

    text: str
    kind: BlockKind = "paragraph"


def join_lines(lines: Iterable[TextLine], links: Links | None = None) -> tuple[str, tuple[Block, ...]]:
    """Return the lines as one text, a newline between them, and their blocks."""
    texts: list[str] = []
    blocks: list[Block] = []
    start = 0
    for line in lines:
        density = links.density(line.text) if links else None
        blocks.append(Block(start, start + len(line.text), line.kind, density))
        texts.append(line.text)
        start += len(line.text) + 1
    return "\n".join(texts), tuple(blocks)


def lines_of_element(body: Element) -> list[TextLine]:
    """Return the lines of an extracted body: every block element and every line break begins one.

    A row of a table is one line, its cells joined by " | "; a row that only lays out a page (one cell, or cells
    with paragraphs of their own) is read as if there were no table.
    """
    reading = _LineReader()
    for event, element in (steps := walk(body)):
        tag = str(element.tag)
        if event == "end":
            if _breaks(element, tag):
                reading.flush()
                reading.kinds.pop()
            reading.write(element.tail if element is not body else None)
            continue
        if _breaks(element, tag):
            reading.flush()
            reading.kinds.append(KIND_OF_TAG.get(tag, reading.kinds[-1]))
        if tag in ("row", "tr") and (cells := table_cells(element)):
            reading.lines.append(TextLine(" | ".join(cells), "table"))
            steps.skip_subtree()
        else:
            reading.write(element.text)
    reading.flush()
    return reading.lines


class _LineReader:
    """Collects text into lines; ``kinds`` are those of the elements around the current one, the innermost last."""

    def __init__(self) -> None:
        self.lines: list[TextLine] = []
        self.kinds: list[BlockKind] = ["paragraph"]
        self._parts: list[str] = []

    def write(self, text: str | None) -> None:
        if text:
            self._parts.append(text)

    def flush(self) -> None:
        text = "".join(self._parts)
        self._parts.clear()
        for part in text.split("\n") if self.kinds[-1] == "code" else [text]:
            if words := part.split():
                self.lines.append(TextLine(" ".join(words), self.kinds[-1]))


def _breaks(element: Element, tag: str) -> bool:
    """True if an element begins a line: a block does, a <q> (trafilatura: quote) in a sentence does not."""
    if tag in ("quote", "code") and (parent := element.getparent()) is not None and parent.tag in _SENTENCE_TAGS:
        return len(element) > 0 or "\n" in (element.text or "")
    return tag in BLOCKS


def table_cells(row: Element) -> list[str]:
    """Return the texts of a row's cells, none if the row is layout."""
    cells = [cell for cell in row if cell.tag in ("cell", "td", "th")]
    if len(cells) <= 1 or any(_is_layout(cell) for cell in cells):
        return []
    texts = [_one_line_text(cell) for cell in cells]
    return [text for text in texts if text] if sum(map(bool, texts)) > 1 else []


def _is_layout(cell: Element) -> bool:
    tags = [str(element.tag) for element in cell.iter()]
    return tags.count("p") > 1 or any(tag in ("row", "tr", "head", "quote", "h2", "h3", "pre") for tag in tags)


def _one_line_text(cell: Element) -> str:
    parts: list[str] = []
    for event, element in (steps := walk(cell)):
        apart = " " if element.tag in BLOCKS else ""
        if event == "start" and element.tag in UNSEEN:
            steps.skip_subtree()
            continue
        text = element.text if event == "start" else element.tail if element is not cell else None
        parts.append(apart + (text or ""))
    return " ".join("".join(parts).split())


class Links:
    """The links of a page: for each block that has some, its characters without blanks, and which of them link."""

    def __init__(self, root: Element) -> None:
        self._starts: list[int] = []
        self._spans: list[list[tuple[int, int]]] = []
        texts: list[str] = []
        at = 1
        for block in dict.fromkeys(_block_of(link) for link in root.iter("a")):
            text, spans = _without_blanks(block)
            if spans:
                self._starts.append(at)
                self._spans.append(spans)
                texts.append(text)
                at += len(text) + 1
        self._text = "\n" + "\n".join(texts) + "\n"

    def density(self, line: str) -> float:
        """Return the share of a line's characters inside links, 0.0 to 1.0, blanks not counted.

        A short line must be a whole block of the page, a longer one may be a part: what a <br> cut off.
        """
        text = "".join(line.split())
        at = self._text.find(text) if len(text) > _SHORT else self._text.find(f"\n{text}\n") + 1
        if at <= 0 or not text:
            return 0.0
        block = bisect_right(self._starts, at) - 1
        start = at - self._starts[block]
        inside = sum(max(0, min(end, start + len(text)) - max(begin, start)) for begin, end in self._spans[block])
        return round(inside / len(text), 3)


def _block_of(link: Element) -> Element:
    for ancestor in link.iterancestors():
        if ancestor.tag in BLOCKS:
            return ancestor
    return link


def _without_blanks(block: Element) -> tuple[str, list[tuple[int, int]]]:
    """Return the text of a block without blanks and without the blocks in it, and the spans of it that are links."""
    parts: list[str] = []
    spans: list[tuple[int, int]] = []
    length = start = 0
    for event, element in (steps := walk(block)):
        tag = str(element.tag)
        if event == "end":
            if tag == "a" and length > start:
                spans.append((start, length))
            text = element.tail if element is not block else None
        elif element is not block and (tag in UNSEEN or (tag in BLOCKS and tag != "br")):
            steps.skip_subtree()
            continue
        else:
            start = length if tag == "a" else start
            text = element.text
        word = "".join((text or "").split())
        parts.append(word)
        length += len(word)
    return "".join(parts), spans
