"""A page's lines with where they stand: what each element holds, how much of it links, what its classes say."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.html.dom import BLOCKS, Element, length_of
from ingest.html.extract.blocks import _KINDS, _cells
from ingest.html.extract.class_names import mark_of
from ingest.text.shape import PROSE_WORDS, count_words, shape, unspaced_words
from ingest.vocabulary import BlockKind

# Elements that hold nothing of an article, whatever their class.
_PASSED_TAGS = (
    "script style template iframe object svg math canvas select textarea title nav button noscript input label map "
    "audio video embed option datalist progress meter dialog link meta head picture img source"
)
_PASSED = frozenset(_PASSED_TAGS.split())
# What of it the page shows nonetheless.
_SHOWN = frozenset({"nav", "button", "label", "dialog"})
_BLOCK, _BREAK, _LABEL, _NOTHING = range(4)
# Those of no role are inline; <code> is in a sentence, of its own it stands in a <pre>.
_ROLES = {
    **dict.fromkeys(BLOCKS - {"code"}, _BLOCK),
    **dict.fromkeys(_PASSED, _NOTHING),
    **dict.fromkeys(_SHOWN, _LABEL),
    "br": _BREAK,
}
# A line with more words may be a paragraph, though most of it links.
LINKED_WORDS = 20
# What elements are whose class says nothing.
_MARKS = {"footer": "nav", "aside": "related", "form": "newsletter", **dict.fromkeys(_SHOWN, "nav")}
# Rows and cells are named for what a table lists, not for what they are; a line is no body.
_UNMARKED = frozenset({"html", "body", "main", "tr", "td", "th", "tbody", "thead", "article"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
LINE_TAGS = frozenset({"p", "li", *HEADINGS, "ul", "ol", "header"})
# What none of these is, whatever its class says.
_NO_LINES = frozenset({"body", "nav", "page_control", "paywall", "cookie", "gallery"})


@dataclass(slots=True)
class Container:
    """A block element: what it holds, in words, all within it counted."""

    element: Element
    parent: int
    mark: str | None
    words: int = 0
    prose: int = 0
    linked: int = 0
    first: int = 0
    last: int = 0


@dataclass(slots=True)
class PageLine:
    """One line: its holder, its words and those in links, whether it reads as prose, and the cruft mark over it.

    Whether it ends as a sentence is said only of one long enough to be prose.
    """

    text: str
    kind: BlockKind
    container: int
    words: int
    linked: int
    prose: bool
    sentence: bool
    mark: str | None
    marked_by: int


@dataclass(slots=True)
class LineIndex:
    """The lines and block elements of a page in reading order; ``lines[holder.first:holder.last]`` are a holder's.

    ``shown`` counts the characters of the page, those of menus and buttons too, which are no lines here.
    """

    lines: list[PageLine] = field(default_factory=list)
    containers: list[Container] = field(default_factory=list)
    shown: int = 0


class LineIndexer:
    """Walks a tree once. Written for speed: it meets every element that a page shows."""

    def __init__(self) -> None:
        self.index = LineIndex()
        self._containers = self.index.containers
        self._lines = self.index.lines
        self._parts: list[str] = []
        self._linked: list[str] = []
        self._bodies = 0

    def walk(self, root: Element) -> LineIndex:
        self._visit(root, root.tag, -1, "paragraph", None, -1, False)
        survey, containers = self.index, self._containers
        survey.shown += sum(len(line.text) + 1 for line in survey.lines)
        for index in range(len(containers) - 1, 0, -1):
            one = containers[index]
            if one.words:
                over = containers[one.parent]
                over.words += one.words
                over.prose += one.prose
                over.linked += one.linked
        return survey

    def _visit(
        self, element: Element, tag: str, parent: int, kind: BlockKind, mark: str | None, marked_by: int, link: bool
    ) -> None:
        """Read a block element; the line before it is flushed by the caller."""
        containers, lines = self._containers, self._lines
        at = len(containers)
        own = None if tag in _UNMARKED else _own(element, tag)
        first = len(lines)
        holder = Container(element, parent, own, 0, 0, 0, first, first)
        containers.append(holder)
        if own is not None:
            if own == "body":
                self._bodies += 1
            elif own == "nav" and not self._bodies and _is_menu(element):
                # As of <nav>: four elements in ten of a page are its menus'. Within an article it is read, and removed.
                self.index.shown += length_of(element)
                return
            elif own != "standfirst" and mark is None:
                mark, marked_by = own, at
        kind = _KINDS.get(tag, kind)
        if tag == "tr" and (cells := _cells(element)):
            self._line(" | ".join(cells).split(" "), 0, "table", at, mark, marked_by)
        else:
            self._inside(element, at, kind, mark, marked_by, link)
            if self._parts:
                self._flush(at, kind, mark, marked_by)
        if own == "body":
            self._bodies -= 1
        holder.last = len(lines)

    def _inside(self, element: Element, at: int, kind: BlockKind, mark: str | None, marked_by: int, link: bool) -> None:
        parts, linked = self._parts, self._linked
        text = element.text
        if text and (parts or not text.isspace()):
            parts.append(text)
            if link:
                linked.append(text)
        for child in element[:]:
            tag = child.tag
            role = _ROLES.get(tag)
            if role is None:
                links = link or tag == "a"
                own = mark_of(names) if tag != "a" and (names := child.get("class")) else None
                if own and own not in ("body", "standfirst"):
                    # An inline mark is a block of its own: a credit or a date within the caption's div.
                    if parts:
                        self._flush(at, kind, mark, marked_by)
                    self._apart(child, at, kind, own, mark, marked_by, link)
                elif len(child):
                    self._inside(child, at, kind, mark, marked_by, links)
                elif (text := child.text) and (parts or not text.isspace()):
                    parts.append(text)
                    if links:
                        linked.append(text)
            elif role is _LABEL and not _is_open(child):
                self.index.shown += length_of(child)
            elif role is not _NOTHING:
                if parts:
                    self._flush(at, kind, mark, marked_by)
                # What holds nothing, as the places that scripts fill, needs no name.
                if role is not _BREAK and (len(child) or child.text):
                    self._visit(child, tag, at, kind, mark, marked_by, link)
            tail = child.tail
            if tail and (parts or not tail.isspace()):
                parts.append(tail)
                if link:
                    linked.append(tail)

    def _apart(
        self, child: Element, at: int, kind: BlockKind, own: str, mark: str | None, marked_by: int, link: bool
    ) -> None:
        index = len(self._containers)
        first = len(self._lines)
        holder = Container(child, at, own, 0, 0, 0, first, first)
        self._containers.append(holder)
        if mark is None:
            mark, marked_by = own, index
        self._inside(child, index, kind, mark, marked_by, link)
        if self._parts:
            self._flush(index, kind, mark, marked_by)
        holder.last = len(self._lines)

    def _flush(self, at: int, kind: BlockKind, mark: str | None, marked_by: int) -> None:
        parts, linked = self._parts, self._linked
        text = "".join(parts)
        if kind == "code":
            for row in text.split("\n"):
                if said := row.split():
                    self._line(said, 0, "code", at, mark, marked_by)
        elif said := text.split():
            # What links is among the parts: where it is as many, it is all of them.
            links = 0 if not linked else -1 if len(linked) == len(parts) else count_words("".join(linked))
            self._line(said, links, kind, at, mark, marked_by)
        parts.clear()
        linked.clear()

    def _line(self, said: list[str], linked: int, kind: BlockKind, at: int, mark: str | None, marked_by: int) -> None:
        """Add a line of the words ``said``, of which ``linked`` are in links (-1: all)."""
        text = " ".join(said)
        words = len(said) if text.isascii() else len(said) + unspaced_words(text)
        if linked < 0 or linked > words:
            linked = words
        prose = sentence = False
        # Most lines of a page are the labels of its menus: what is so short, or all link, is not looked at.
        if words >= PROSE_WORDS and (linked * 2 < words or words > LINKED_WORDS):
            formed = shape(text, words=words)
            sentence, prose = formed.sentence, formed.prose and linked * 2 < words
        holder = self._containers[at]
        self._lines.append(PageLine(text, kind, at, words, linked, prose, sentence, mark, marked_by))
        holder.words += words
        holder.linked += linked
        if prose and mark is None:
            holder.prose += words


def _own(element: Element, tag: str) -> str | None:
    """Give what a block element is, as microdata, its class or its id say; where they say nothing, its tag."""
    names = ident = None
    for name, said in element.items():
        if name == "class":
            names = said
        elif name == "id":
            ident = said
        elif name == "itemprop" and said == "articleBody" and tag not in LINE_TAGS:
            return "body"
    own = mark_of(names) if names else None
    # Ids of headings are made of their words, by WordPress, Hugo and most of the rest.
    if own is None and ident and tag not in HEADINGS:
        own = mark_of(ident)
    if own is None:
        return _MARKS.get(tag)
    return None if own in _NO_LINES and tag in LINE_TAGS else own


def _is_menu(element: Element) -> bool:
    """Say whether what is marked as navigation is that for sure: no paragraph, line break, quote or headline in it."""
    return next(element.iterdescendants("p", "br", "h1", "article", "blockquote"), None) is None


def _is_open(element: Element) -> bool:
    """Say whether a menu or a button was never closed, so that the article lies in it."""
    return next(element.iterdescendants("h1", "article"), None) is not None
