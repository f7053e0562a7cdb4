"""What a page shows near its headline: elements whose names mark bylines or dates, and the lines of text below it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, islice
from typing import Literal

from ingest.html.dom import BLOCKS, UNSEEN, Element, text_of, walk
from ingest.html.running_text import is_in_sentence
from ingest.lexicon.word_lists import any_word, shortest_parts
from ingest.text.memo import memoized

MarkKind = Literal["byline", "date", ""]

# What classes and ids must hold to mark a byline or a day; with a quick look for parts that any such name has.
_BYLINE = re.compile(rf"(?:^|[-_ ]|(?<=[a-z])){any_word('near-headline', 'byline')}(?:$|[-_ A-Z\d])")
_DATE = re.compile(rf"(?<![^-_ a-z]){any_word('near-headline', 'date')}(?:$|[-_ A-Z\d])")
_ANY_PART = re.compile(shortest_parts("near-headline", "byline", "date"))
_BYLINE_PARTS = re.compile(shortest_parts("near-headline", "byline"))
# Addresses of the pages about authors.
_PROFILE = re.compile(r"/(?:authors?|editors|autor(?:en|es)?|auteurs?|staff)/[\w.-]")
# Names of elements that hold something else than the article: comments, other stories, pictures, buttons. Looked for
# in lower case: ``re.I`` takes six times as long.
_ELSEWHERE = re.compile(any_word("near-headline", "elsewhere"))
# The same, unless the name is a byline's as well. Elementor calls every element a widget.
_BESIDE = re.compile(rf"{any_word('near-headline', 'beside')}(?<!elementor-widget)")
_NOT_SHOWN = frozenset({"nav", "footer", "figure", "figcaption", "form", "aside"})
# Near the headline an <aside> holds the byline or the day.
_NOT_SHOWN_NEAR = _NOT_SHOWN - {"aside"}
# Attributes that name an element, the most telling first.
_NAMING = {"class": 0, "id": 1, "data-testid": 2}
_LAYOUT_TAGS = frozenset({"html", "body", "main"})
# More marked elements of one sort are a list.
_MOST_MARKED = 60
# Among so many elements after the headline are its byline and its day.
_NEAR = 100


@dataclass(slots=True)
class MarkedElements:
    """Elements of a part of a page, in reading order: those of bylines, by how they are marked (``rel=author``, a class
    or id, the address of a profile), and those of dates."""

    related: list[Element] = field(default_factory=list)
    classed: list[Element] = field(default_factory=list)
    profiles: list[Element] = field(default_factory=list)
    dates: list[Element] = field(default_factory=list)


class VisibleMetadata:
    """The names and dates that a page shows: near its headline, and in the rest of it. Both are lazy.

    Most pages need only the part near the headline, which is the shorter by far.
    """

    def __init__(self, root: Element, headings: list[Element], title: str | None) -> None:
        self._body = root.find("body")
        self.heading = _main(headings, title)
        self._around = {around for heading in headings[:3] for around in heading.iterancestors()}
        self._following = _following(self.heading) if self.heading is not None else iter(())

    @cached_property
    def near(self) -> MarkedElements:
        """Return the elements close behind the headline that are about this article."""
        return self._of_article(_collect_marks(islice(self._following, _NEAR)), _NOT_SHOWN_NEAR)

    @cached_property
    def rest(self) -> MarkedElements:
        """Return the elements further down, then those before the headline, that are about this article."""
        marks = self.near and _collect_marks(self._following)  # behind those of ``near``: the iterator is one
        if self._body is not None:
            early = _collect_marks(iter(self._body.iter().__next__, self.heading))
            marks = MarkedElements(
                marks.related + early.related,
                marks.classed + early.classed,
                marks.profiles + early.profiles,
                marks.dates + early.dates,
            )
        return self._of_article(marks, _NOT_SHOWN)

    @cached_property
    def further(self) -> list[Element]:
        """Return the links to authors of ``rest``: few pages have any, so that most need no ``rest``."""
        links = self._body.iter("a", "area") if self._body is not None else ()
        return self.rest.related if "rest" in self.__dict__ or any(map(_leads_to_author, links)) else []

    def _of_article(self, marks: MarkedElements, excluded: frozenset[str]) -> MarkedElements:
        """Return those of the elements that are about this article."""
        lists = (marks.related, marks.classed, marks.profiles, marks.dates)
        return MarkedElements(
            *([each for each in elements[:_MOST_MARKED] if self.is_here(each, excluded)] for elements in lists)
        )

    def is_here(self, element: Element, excluded: frozenset[str] = _NOT_SHOWN) -> bool:
        """True if an element is about this article: not in a sentence, in comments, other stories, pictures or footers.

        Names of elements around the headline do not count: layouts have "has-sidebar" at the very top.
        """
        if element.tag not in BLOCKS and is_in_sentence(element):
            return False
        for around in chain((element,), element.iterancestors()):
            if around in self._around or around.tag in _LAYOUT_TAGS:
                return True
            if around.tag in excluded or _is_elsewhere(around.get("class")) or _is_elsewhere(around.get("id")):
                return False
        return True

    def is_of_card(self, element: Element) -> bool:
        """True if an element is in a card with a linked heading of its own: in a list of other stories."""
        cards = [around for around in islice(element.iterancestors(), 3) if around not in self._around]
        headings = (heading for card in cards for heading in card.iter("h2", "h3", "h4"))
        return any(next(heading.iter("a"), None) is not None for heading in islice(headings, 3))

    def lines(self) -> Iterator[str]:
        """Yield the texts behind the headline, within the elements around it, on one line each, up to a linked heading:
        that of another story."""
        for element in _heading_and_around(self.heading):
            for sibling in element.itersiblings():
                for text in _texts_of_article(sibling):
                    if text is None:
                        return
                    if line := " ".join(text.split()):
                        yield line


def _main(headings: list[Element], title: str | None) -> Element | None:
    """Return the main heading that is part of the title, or has it as a part; else the first that is not empty."""
    candidates = [(heading, text) for heading in headings[:5] if (text := text_of(heading))]
    same = (heading for heading, text in candidates if title and (text in title or title in text))
    return next(same, candidates[0][0] if candidates else None)


def _heading_and_around(heading: Element | None) -> Iterator[Element]:
    if heading is not None:
        yield heading
        yield from islice(heading.iterancestors(), 4)


def _following(heading: Element) -> Iterator[Element]:
    """Return an iterator of the elements behind a heading, to the end of the page."""
    siblings = chain.from_iterable(around.itersiblings() for around in (heading, *heading.iterancestors()))
    return chain.from_iterable(sibling.iter() for sibling in siblings)


def _collect_marks(elements: Iterable[Element]) -> MarkedElements:
    """Return those of the elements that names or links mark as bylines or dates."""
    marks = MarkedElements()
    for element in elements:
        mark: MarkKind = ""
        rank = len(_NAMING)
        # All attributes at once: that takes less than to ask for four of them.
        for name, value in element.items():
            if name in _NAMING:
                if _NAMING[name] < rank and (own := _mark_of(value)):
                    mark, rank = own, _NAMING[name]
            elif name == "href" and value:
                if _leads_to_author(element):
                    marks.related.append(element)
                elif ("/au" in value or "/editors/" in value or "/staff/" in value) and _PROFILE.search(value):
                    marks.profiles.append(element)
        if mark and element.tag not in _LAYOUT_TAGS:
            (marks.classed if mark == "byline" else marks.dates).append(element)
    return marks


def is_elsewhere(element: Element) -> bool:
    """True if the class or id of an element names something else than the article: comments, other stories."""
    return element.tag not in _LAYOUT_TAGS and (_is_other(element.get("class")) or _is_other(element.get("id")))


def _leads_to_author(link: Element) -> bool:
    rel = link.get("rel")
    return rel is not None and "author" in rel.split()


def is_byline(element: Element) -> bool:
    """True if the class of an element is that of a byline."""
    return element.tag not in _LAYOUT_TAGS and _mark_of(element.get("class")) == "byline"


# Class attributes are many, the different ones few.
@memoized(1 << 20)
def _mark_of(names: str | None) -> MarkKind:
    if not names or not _ANY_PART.search(names):
        return ""
    if _BYLINE_PARTS.search(names) and _BYLINE.search(names):
        return "byline"
    return "date" if _DATE.search(names) else ""


@memoized(1 << 20)
def _is_elsewhere(names: str | None) -> bool:
    if names is None or "hentry" in names:
        return False
    return _is_other(names) or (_BESIDE.search(names.lower()) is not None and _mark_of(names) != "byline")


@memoized(1 << 20)
def _is_other(names: str | None) -> bool:
    # WordPress writes the tags and categories of a post into its class.
    return names is not None and "hentry" not in names and _ELSEWHERE.search(names.lower()) is not None


def _texts_of_article(element: Element) -> Iterator[str | None]:
    """Yield the texts that an element shows of this article, None where another story begins."""
    for event, node in (steps := walk(element)):
        if event == "end":
            if node.tail and node is not element:
                yield node.tail
        elif node.tag in UNSEEN or node.tag in _NOT_SHOWN_NEAR or _is_other(node.get("class")):
            steps.skip_subtree()
        elif node.tag in ("h2", "h3", "h4") and next(node.iter("a"), None) is not None:
            yield None
        elif node.text:
            yield node.text
