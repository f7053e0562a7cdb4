"""The lines of a page and its block elements: how much prose and how many links each has, what its class says it is."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from ingest.html.dom import BLOCKS, Element, length_of, text_of
from ingest.html.extract.blocks import KIND_OF_TAG, table_cells
from ingest.html.extract.class_names import mark_of
from ingest.html.running_text import is_in_sentence
from ingest.text.shape import PROSE_WORDS, count_words, shape, unspaced_words
from ingest.vocabulary import BlockKind

# Elements with no text of an article in them, whatever their class.
_SKIPPED_TAGS = (
    "script style template iframe object svg math canvas select textarea title nav button noscript input label map "
    "audio video embed option datalist progress meter dialog link meta head picture img source"
)
_SKIPPED = frozenset(_SKIPPED_TAGS.split())
# Those of them whose text the page shows nonetheless.
_SHOWN = frozenset({"nav", "button", "label", "dialog"})
_BLOCK, _BREAK, _LABEL, _NOTHING = range(4)
# Tags that are not here are inline. <code> is: it is part of a sentence, and where it is not, a <pre> is around it.
_ROLES = {
    **dict.fromkeys(BLOCKS - {"code"}, _BLOCK),
    **dict.fromkeys(_SKIPPED, _NOTHING),
    **dict.fromkeys(_SHOWN, _LABEL),
    "br": _BREAK,
}
# A line with more words may be a paragraph, though most of it links.
LINKED_WORDS = 20
# The marks of elements whose class and id say nothing.
_MARK_OF_TAG = {"footer": "nav", "aside": "related", "form": "newsletter", **dict.fromkeys(_SHOWN, "nav")}
# Marks of the article's own text; all others are of cruft.
_CONTENT_MARKS = frozenset({"body", "standfirst"})
# Their classes are not looked at: rows and cells are named for what a table lists, not for what they are.
_UNMARKED = frozenset({"html", "body", "main", "tr", "td", "th", "tbody", "thead", "article"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
LINE_TAGS = frozenset({"p", "li", *HEADINGS, "ul", "ol", "header"})
# What highlighters of code call the numbers of its lines.
_LINE_NUMBER = re.compile(r"(?:^|[\s_-])(?:line-?no|line-?nos|line-?numbers?|ln-num|gutter|blob-num)(?:$|[\s_-])", re.I)
# An id of so many words may be the slug of a headline.
_SLUG_WORDS = 4
_SLUG_WORD = re.compile(r"[^\W\d_]{2,}")
# Marks of labels: a paragraph of prose is none, whatever its class says.
_LABEL_MARKS = frozenset({"tags", "date"})
# Marks that an element of LINE_TAGS never has, whatever its class says.
_NOT_OF_LINES = frozenset({"body", "nav", "page_control", "paywall", "cookie", "gallery", "hidden"})


@dataclass(slots=True)
class Container:
    """A block element, or an inline one with a mark of its own; its words are those of all elements within it.

    ``position`` is its place in ``LineIndex.containers``, ``parent`` that of the container around it (None for the
    root); ``mark`` is the kind that its class, id or tag gives it (:func:`_mark_of_element`). Lines in it get ``kind``,
    and the cruft mark ``line_mark`` of the container ``marked_by``: the outermost that has one, of it and those around
    it. ``lines[first:last]`` of the index are its lines.
    """

    element: Element
    position: int
    parent: int | None
    mark: str | None
    kind: BlockKind
    line_mark: str | None
    marked_by: int | None
    first: int
    last: int
    words: int = 0
    prose: int = 0
    linked: int = 0


@dataclass(slots=True)
class PageLine:
    """One line: its words and how many of them link, whether it reads as prose, and the cruft mark over it.

    ``container`` and ``marked_by`` are positions in ``LineIndex.containers``: of the innermost container, and of the
    one whose mark it is, None where ``mark`` is. ``sentence`` is told only of lines long enough to be prose; it is
    False for all others. ``own``: it is the article's though it is nothing but links.
    """

    text: str
    kind: BlockKind
    container: int
    words: int
    linked: int
    prose: bool
    sentence: bool
    mark: str | None
    marked_by: int | None
    own: bool = False


@dataclass(slots=True)
class LineIndex:
    """The lines and containers of a page, in reading order.

    ``shown`` counts the characters of the page, those of menus and buttons too, which are no lines here: ``skipped``
    are their elements, each with the position of the next line.
    """

    lines: list[PageLine] = field(default_factory=list)
    containers: list[Container] = field(default_factory=list)
    skipped: list[tuple[int, Element]] = field(default_factory=list)
    shown: int = 0


class LineIndexer:
    """Walks a tree once. Written for speed: it meets every element that a page shows."""

    def __init__(self, hidden: Collection[Element] = ()) -> None:
        self.index = LineIndex()
        self._hidden = frozenset(hidden)
        self._containers = self.index.containers
        self._lines = self.index.lines
        # The texts of the line that is being read, and those of them that are in links.
        self._parts: list[str] = []
        self._linked_parts: list[str] = []
        # How many elements marked as an article's body are around the current one.
        self._open_bodies = 0
        self._in_link = False

    def walk(self, root: Element) -> LineIndex:
        """Return the lines and containers of a page."""
        self._visit(root, root.tag, None)
        index, containers = self.index, self._containers
        index.shown += sum(len(line.text) + 1 for line in index.lines)
        for container in reversed(containers):
            if container.words and container.parent is not None:
                parent = containers[container.parent]
                parent.words += container.words
                parent.prose += container.prose
                parent.linked += container.linked
        return index

    def _visit(self, element: Element, tag: str, around: Container | None) -> None:
        """Read a block element within ``around``, None for the root; the caller has flushed the line before it."""
        is_code = around is not None and around.kind == "code"
        own = None if tag in _UNMARKED or is_code else _mark_of_element(element, tag)
        if own is None and element in self._hidden:
            own = "hidden"
        container = self._open(element, own, around, KIND_OF_TAG.get(tag))
        if own == "nav" and not self._open_bodies and _is_menu(element):
            # As of <nav>: four elements in ten of a page are its menus'. Within an article it is read, and removed.
            self._skip(element)
            return
        is_body = own == "body"
        self._open_bodies += is_body
        if tag == "tr" and (cells := table_cells(element)):
            self._add_line(" | ".join(cells).split(" "), 0, "table", container)
        else:
            self._read_inside(element, container)
            if self._parts:
                self._flush(container)
        self._open_bodies -= is_body
        container.last = len(self._lines)

    def _skip(self, element: Element) -> None:
        """Leave out a menu or a button, which the page shows."""
        if length := length_of(element):
            self.index.shown += length
            self.index.skipped.append((len(self._lines), element))

    def _open(self, element: Element, own: str | None, around: Container | None, kind: BlockKind | None) -> Container:
        """Return the new container of an element that is marked as ``own``; without a ``kind`` it has the outer one."""
        position, first = len(self._containers), len(self._lines)
        parent, mark, marked_by = None, None, None
        if around is not None:
            parent, mark, marked_by = around.position, around.line_mark, around.marked_by
            kind = kind or around.kind
        if mark is None and own is not None and own not in _CONTENT_MARKS:
            mark, marked_by = own, position
        container = Container(element, position, parent, own, kind or "paragraph", mark, marked_by, first, first)
        self._containers.append(container)
        return container

    def _read_inside(self, element: Element, container: Container) -> None:
        """Read the text and the children of an element; what they leave of a line is flushed by the caller."""
        parts = self._parts
        text = element.text
        if text and (parts or not text.isspace()):
            self._add_text(text, self._in_link)
        for child in element[:]:
            tag = child.tag
            role = _ROLES.get(tag)
            if role is None:
                self._read_inline(child, tag, container)
            elif role is _LABEL and not _is_open(child):
                self._skip(child)
            elif role is not _NOTHING:
                if parts:
                    self._flush(container)
                # What holds nothing, as the places that scripts fill, needs no container.
                if role is not _BREAK and (len(child) or child.text):
                    self._visit(child, tag, container)
            text = child.tail
            if text and (parts or not text.isspace()):
                parts.append(text)
                if self._in_link:
                    self._linked_parts.append(text)

    def _read_inline(self, element: Element, tag: str, container: Container) -> None:
        """Read an inline element; one marked as cruft is a block: a credit or a date within the caption's div."""
        own = "hidden" if element in self._hidden else None
        if own is None and tag != "a" and (names := element.get("class")):
            if container.kind != "code":
                own = mark_of(names)
            elif _LINE_NUMBER.search(names):
                return
        if own == "hidden":
            self._read_aside(element, container)
            return
        if own and own not in _CONTENT_MARKS and not is_in_sentence(element):
            if self._parts:
                self._flush(container)
            inner = self._open(element, own, container, None)
            self._read_inside(element, inner)
            if self._parts:
                self._flush(inner)
            inner.last = len(self._lines)
            return
        # An anchor that leads nowhere is the place that links lead to.
        in_link = self._in_link or (tag == "a" and element.get("href") is not None)
        if len(element):
            was_in_link, self._in_link = self._in_link, in_link
            self._read_inside(element, container)
            self._in_link = was_in_link
        elif (text := element.text) and (self._parts or not text.isspace()):
            self._add_text(text, in_link)

    def _read_aside(self, element: Element, container: Container) -> None:
        """Read a hidden inline element as lines of its own, before the line that goes on around it."""
        line = self._parts, self._linked_parts
        self._parts, self._linked_parts = [], []
        inner = self._open(element, "hidden", container, None)
        self._read_inside(element, inner)
        if self._parts:
            self._flush(inner)
        inner.last = len(self._lines)
        self._parts, self._linked_parts = line

    def _add_text(self, text: str, in_link: bool) -> None:
        self._parts.append(text)
        if in_link:
            self._linked_parts.append(text)

    def _flush(self, container: Container) -> None:
        """Add the line that has been read, if there are words in it; of code, each of its lines."""
        parts, linked_parts = self._parts, self._linked_parts
        text = "".join(parts)
        kind = container.kind
        if kind == "code":
            for row in text.split("\n"):
                if words := row.split():
                    self._add_line(words, 0, kind, container)
        elif words := text.split():
            linked: int | None = 0
            if linked_parts:
                # They are among the parts: where there are as many, the whole line links.
                linked = None if len(linked_parts) == len(parts) else _linked_words(linked_parts, words)
            self._add_line(words, linked, kind, container)
        parts.clear()
        linked_parts.clear()

    def _add_line(self, parts: list[str], linked: int | None, kind: BlockKind, container: Container) -> None:
        """Add a line of ``parts``, which blanks separate; ``linked`` words of it are in links, None for all."""
        text = " ".join(parts)
        words = len(parts) if text.isascii() else len(parts) + unspaced_words(text)
        if linked is None or linked > words:
            linked = words
        prose = sentence = False
        # Most lines of a page are the labels of its menus: shapes of lines so short, or all link, are not needed.
        if words >= PROSE_WORDS and (linked * 2 < words or words > LINKED_WORDS):
            formed = shape(text, words=words)
            sentence, prose = formed.sentence, formed.prose and linked * 2 < words
        mark, marked_by = container.line_mark, container.marked_by
        if prose and mark in _LABEL_MARKS and marked_by == container.position and container.element.tag == "p":
            mark = marked_by = None
        line = PageLine(text, kind, container.position, words, linked, prose, sentence, mark, marked_by)
        self._lines.append(line)
        container.words += words
        container.linked += linked
        if prose and mark is None:
            container.prose += words


def _mark_of_element(element: Element, tag: str) -> str | None:
    """Return the mark that microdata, the class or the id of a block element gives it; else that of its tag."""
    names = ident = None
    for name, value in element.items():
        if name == "class":
            names = value
        elif name == "id":
            ident = value
        elif name == "itemprop" and value == "articleBody" and tag not in LINE_TAGS:
            return "body"
    mark = mark_of(names) if names else None
    # Ids of headings are made of their words, by WordPress, Hugo and most of the rest.
    if mark is None and ident and tag not in HEADINGS:
        mark = mark_of(ident)
        if mark and _is_slug(ident, element):
            mark = None
    if mark is None:
        return _MARK_OF_TAG.get(tag)
    return None if mark in _NOT_OF_LINES and tag in LINE_TAGS else mark


def _linked_words(linked_parts: list[str], words: list[str]) -> int:
    """Return how many words of a line link, part of which does: a glued "[edit]" is not the whole word before it."""
    linked = "".join(linked_parts)
    count = count_words(linked)
    if count < len(words):
        return count
    return min(count, round(len(words) * len(linked) / sum(map(len, words))))


def _is_slug(ident: str, element: Element) -> bool:
    """True if an id is made of the words of the heading in its element, so many that they are no label."""
    words = _SLUG_WORD.findall(ident.casefold())
    heading = next(element.iterdescendants(*HEADINGS), None) if len(words) >= _SLUG_WORDS else None
    return heading is not None and words[0] in (said := text_of(heading).casefold()) and words[-1] in said


def _is_menu(element: Element) -> bool:
    """True if what is marked as navigation surely is: it has no paragraph, line break, quote or headline in it."""
    return next(element.iterdescendants("p", "br", "h1", "article", "blockquote"), None) is None


def _is_open(element: Element) -> bool:
    """True if a menu or a button was never closed, so that the article is in it."""
    return next(element.iterdescendants("h1", "article"), None) is not None
