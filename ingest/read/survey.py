"""A page's lines with where they stand: what each element holds, how much of it links, what its classes say."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.article import BlockKind
from ingest.read.blocks import _KINDS, _cells
from ingest.read.marks import mark_of
from ingest.read.shape import PROSE_WORDS, count_words, shape, unspaced_words
from ingest.read.tree import BLOCKS, Element, length_of

# Elements that hold nothing of an article, whatever their class.
_PASSED_TAGS = (
    "script style template iframe object svg math canvas select textarea title nav button noscript input label map "
    "audio video embed option datalist progress meter dialog link meta head picture img source"
)
_PASSED = frozenset(_PASSED_TAGS.split())
# What of it the page shows nonetheless.
_SHOWN = frozenset({"nav", "button", "label", "dialog"})
_INLINE, _BLOCK, _BREAK, _LABEL, _NOTHING = range(5)
_ROLES = {
    **dict.fromkeys(BLOCKS, _BLOCK),
    **dict.fromkeys(_PASSED, _NOTHING),
    **dict.fromkeys(_SHOWN, _LABEL),
    "br": _BREAK,
    "code": _INLINE,  # in a sentence; of its own it stands in a <pre>
}
# A line with more words may be a paragraph, though most of it links.
LINKED_WORDS = 20
# What elements are whose class says nothing.
_MARKS = {"footer": "nav", "aside": "related", "form": "newsletter", **dict.fromkeys(_SHOWN, "nav")}
# Rows and cells are named for what a table lists, not for what they are; a line is no body.
_UNMARKED = frozenset({"html", "body", "main", "tr", "td", "th", "tbody", "thead", "article"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
LINES = frozenset({"p", "li", *HEADINGS, "ul", "ol", "header"})


@dataclass(slots=True)
class Holder:
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
class Found:
    """One line: its holder, its words and those in links, whether it reads as prose, and the cruft mark over it.

    Whether it ends as a sentence is said only of one long enough to be prose.
    """

    text: str
    kind: BlockKind
    holder: int
    words: int
    linked: int
    prose: bool
    sentence: bool
    mark: str | None
    marked_by: int


@dataclass(slots=True)
class Survey:
    """The lines and block elements of a page in reading order; ``lines[holder.first:holder.last]`` are a holder's.

    ``shown`` counts the characters of the page, those of menus and buttons too, which are no lines here.
    """

    lines: list[Found] = field(default_factory=list)
    holders: list[Holder] = field(default_factory=list)
    shown: int = 0


class Surveyor:
    """Walks a tree once."""

    def __init__(self) -> None:
        self.survey = Survey()
        self._parts: list[str] = []
        self._linked: list[str] = []
        self._bodies = 0

    def walk(self, root: Element) -> Survey:
        self._visit(root, -1, "paragraph", None, -1)
        survey = self.survey
        survey.shown += sum(len(line.text) + 1 for line in survey.lines)
        for index in range(len(survey.holders) - 1, 0, -1):
            one = survey.holders[index]
            over = survey.holders[one.parent]
            over.words += one.words
            over.prose += one.prose
            over.linked += one.linked
        return survey

    def _visit(
        self, element: Element, parent: int, kind: BlockKind, mark: str | None, marked_by: int, link: bool = False
    ) -> None:
        """Read a block element; the line before it is flushed by the caller."""
        survey = self.survey
        at = len(survey.holders)
        tag = element.tag
        own = None if tag in _UNMARKED else _own(element, tag)
        if tag in LINES and own in ("body", "nav", "page_control", "paywall", "cookie", "gallery"):
            own = None
        if own is None and tag in _MARKS:
            own = _MARKS[tag]
        first = len(survey.lines)
        holder = Holder(element, parent, own, 0, 0, 0, first, first)
        survey.holders.append(holder)
        if own == "nav" and not self._bodies and _is_menu(element):
            # As of <nav>: four elements in ten of a page are its menus'. Within an article it is read, and removed.
            survey.shown += length_of(element)
            return
        if own == "body":
            self._bodies += 1
        elif own is not None and own != "standfirst" and mark is None:
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
        holder.last = len(survey.lines)

    def _inside(self, element: Element, at: int, kind: BlockKind, mark: str | None, marked_by: int, link: bool) -> None:
        parts, linked = self._parts, self._linked
        text = element.text
        if text and (parts or not text.isspace()):
            parts.append(text)
            if link:
                linked.append(text)
        for child in element:
            tag = child.tag
            role = _ROLES.get(tag, _INLINE)
            if role is _INLINE:
                own = mark_of(names) if tag != "a" and (names := child.get("class")) else None
                if own and own not in ("body", "standfirst"):
                    # An inline mark is a block of its own: a credit or a date within the caption's div.
                    if parts:
                        self._flush(at, kind, mark, marked_by)
                    self._apart(child, at, kind, own, mark, marked_by, link)
                elif len(child):
                    self._inside(child, at, kind, mark, marked_by, link or tag == "a")
                elif (text := child.text) and (parts or not text.isspace()):
                    parts.append(text)
                    if link or tag == "a":
                        linked.append(text)
            elif role is _BLOCK:
                if parts:
                    self._flush(at, kind, mark, marked_by)
                self._visit(child, at, kind, mark, marked_by, link)
            elif role is _BREAK:
                if parts:
                    self._flush(at, kind, mark, marked_by)
            elif role is _LABEL and _is_open(child):
                if parts:
                    self._flush(at, kind, mark, marked_by)
                self._visit(child, at, kind, mark, marked_by, link)
            elif role is _LABEL:
                self.survey.shown += length_of(child)
            tail = child.tail
            if tail and (parts or not tail.isspace()):
                parts.append(tail)
                if link:
                    linked.append(tail)

    def _apart(
        self, child: Element, at: int, kind: BlockKind, own: str, mark: str | None, marked_by: int, link: bool
    ) -> None:
        index = len(self.survey.holders)
        holder = Holder(child, at, own, first=len(self.survey.lines))
        self.survey.holders.append(holder)
        if mark is None:
            mark, marked_by = own, index
        self._inside(child, index, kind, mark, marked_by, link)
        if self._parts:
            self._flush(index, kind, mark, marked_by)
        holder.last = len(self.survey.lines)

    def _flush(self, at: int, kind: BlockKind, mark: str | None, marked_by: int) -> None:
        if kind == "code":
            self._listing(at, mark, marked_by)
            return
        words = "".join(self._parts).split()
        self._parts.clear()
        if self._linked:
            linked = count_words("".join(self._linked))
            self._linked.clear()
        else:
            linked = 0
        if words:
            self._line(words, linked, kind, at, mark, marked_by)

    def _listing(self, at: int, mark: str | None, marked_by: int) -> None:
        text = "".join(self._parts)
        self._parts.clear()
        self._linked.clear()
        for row in text.split("\n"):
            if words := row.split():
                self._line(words, 0, "code", at, mark, marked_by)

    def _line(self, said: list[str], linked: int, kind: BlockKind, at: int, mark: str | None, marked_by: int) -> None:
        text = " ".join(said)
        words = len(said) if text.isascii() else len(said) + unspaced_words(text)
        prose = sentence = False
        # Most lines of a page are the labels of its menus: what is so short, or all link, is not looked at.
        if words >= PROSE_WORDS and (linked * 2 < words or words > LINKED_WORDS):
            formed = shape(text, words=words)
            sentence, prose = formed.sentence, formed.prose and linked * 2 < words
        holder = self.survey.holders[at]
        linked = min(linked, words)
        self.survey.lines.append(Found(text, kind, at, words, linked, prose, sentence, mark, marked_by))
        holder.words += words
        holder.linked += linked
        if prose and mark is None:
            holder.prose += words


def _own(element: Element, tag: str) -> str | None:
    """Give what a block element says that it is: by microdata, its class, its id."""
    of = element.get
    if tag not in LINES and of("itemprop") == "articleBody":
        return "body"
    if (names := of("class")) and (own := mark_of(names)):
        return own
    # Ids of headings are made of their words, by WordPress, Hugo and most of the rest.
    return mark_of(name) if tag not in HEADINGS and (name := of("id")) else None


def _is_menu(element: Element) -> bool:
    """Say whether what is marked as navigation is that for sure: no paragraph, line break, quote or headline in it."""
    return next(element.iterdescendants("p", "br", "h1", "article", "blockquote"), None) is None


def _is_open(element: Element) -> bool:
    """Say whether a menu or a button was never closed, so that the article lies in it."""
    return next(element.iterdescendants("h1", "article"), None) is not None
