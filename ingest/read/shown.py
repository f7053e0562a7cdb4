"""What a page shows beside its headline: elements that are called bylines or dates, and the texts around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Literal

from ingest.read.tree import UNSEEN, Element, walk

Mark = Literal["byline", "date", ""]

# Classes and ids that CMSs give to bylines (WordPress, Drupal, Arc, Blox, Escenic, Kinja, Chorus and their kin).
_BYLINE = re.compile(
    r"(?:^|[-_ ]|(?<=[a-z]))(?:by-?lines?|authors?(?:-?names?)?|Authors?|By[Ll]ines?|autor(?:en|in|es)?|auteurs?|"
    r"autore|verfasser|writers?|reporter|contributors?)(?:$|[-_ A-Z\d])"
)
# And to the line that says when.
_DATE = re.compile(
    r"(?:^|[-_ ]|(?<=[a-z]))(?:(?:pub|publish|published|post|entry|article|story|news|created?|meta)?[-_]?"
    r"(?:dates?|datum|datetime|fecha|data|timestamp)|Date|Datum|time-?stamp|published(?:-?on)?|entry-meta|post-meta|"
    r"dateline|posted-on)(?:$|[-_ A-Z\d])"
)
# Addresses of the pages about authors.
_PROFILE = re.compile(r"/(?:authors?|editors|autor(?:en|es)?|auteurs?|staff)/[\w.-]")
# Where something else than the article stands: comments, other stories, pictures, what the reader may do.
_ELSEWHERE = re.compile(
    r"comment|respons|related|recirc|teaser|promo|card-list|popular|trending|recommend|gallery|figure|caption|photo|"
    r"media-credit|footer|modal|popup|newsletter|carousel|opinions|columnists",
    re.I,
)
# The same, unless it is called a byline as well.
_BESIDE = re.compile(
    r"sidebar|(?<!elementor-)widget|latest|more-|image|picture|nav|menu|share|social|login|sign|rail", re.I
)
_NOT_SHOWN = frozenset({"nav", "footer", "figure", "figcaption", "form", "aside"})
_LAYOUT = frozenset({"html", "body", "main"})
_MOST = 60
# Elements of a layout between a headline and the line that says when.
_NEAR = 80


@dataclass(slots=True)
class Shown:
    """Elements of a page's body in reading order: of bylines, by how they are marked (a link's relation, a class, the
    address it leads to), and of dates; ``early`` holds those that stand before the main heading, ``far`` those well behind it."""

    related: list[Element] = field(default_factory=list)
    classed: list[Element] = field(default_factory=list)
    profiles: list[Element] = field(default_factory=list)
    dates: list[Element] = field(default_factory=list)
    around: set[Element] = field(default_factory=set)
    early: set[Element] = field(default_factory=set)
    far: set[Element] = field(default_factory=set)

    def is_here(self, element: Element) -> bool:
        """Say whether an element is about this article: not in comments, other stories, pictures or footers.

        What is ``around`` the headline is not asked: layouts say "has-sidebar" at the very top.
        """
        away = _NOT_SHOWN if element in self.early or element in self.far else _NOT_SHOWN - {"aside"}
        for holder in (element, *element.iterancestors()):
            if holder in self.around:
                return True
            if holder.tag in away or _is_elsewhere(holder.get("class")) or _is_elsewhere(holder.get("id")):
                return False
        return True

    def first(self, elements: list[Element]) -> list[Element]:
        """Give the elements that are about this article, those behind the headline before those that precede it."""
        here = [element for element in elements[:_MOST] if self.is_here(element)]
        return sorted(here, key=self.early.__contains__)


def shown(root: Element, headings: list[Element]) -> Shown:
    """Give what a page shows of names and dates, in one pass; ``headings`` are those that may be the headline."""
    body = root.find("body")
    found = Shown(around={holder for heading in headings for holder in heading.iterancestors()})
    found.around.update(root.iter("html", "body", "main"))
    marked: list[Element] = []
    heading = headings[0] if headings else None
    last = 1 << 30
    for at, element in enumerate(body.iter() if body is not None else ()):
        if element is heading:
            found.early = set(marked)
            last = at + _NEAR
        of = element.get
        if mark := _mark_of(of("class")) or _mark_of(of("id")) or _mark_of(of("data-testid")):
            if element.tag in _LAYOUT:
                continue
            (found.classed if mark == "byline" else found.dates).append(element)
            marked.append(element)
            if at > last:
                found.far.add(element)
        if href := of("href"):
            rel = of("rel")
            if rel and "author" in rel.split():
                found.related.append(element)
            elif _PROFILE.search(href):
                found.profiles.append(element)
            else:
                continue
            marked.append(element)
            if at > last:
                found.far.add(element)
    return found


def is_byline(element: Element) -> bool:
    """Say whether the class of an element is that of a byline."""
    return element.tag not in _LAYOUT and _mark_of(element.get("class")) == "byline"


# Class attributes are many, the different ones few.
@lru_cache(maxsize=1 << 14)
def _mark_of(names: str | None) -> Mark:
    if not names:
        return ""
    return "byline" if _BYLINE.search(names) else "date" if _DATE.search(names) else ""


@lru_cache(maxsize=1 << 14)
def _is_elsewhere(names: str | None) -> bool:
    # WordPress writes the tags and categories of a post into its class.
    if names is None or "hentry" in names:
        return False
    beside = _BESIDE.search(names) is not None and _BYLINE.search(names) is None
    return beside or _ELSEWHERE.search(names) is not None


def texts_after(heading: Element) -> Iterator[str]:
    """Give the texts that follow a heading, within its holders, on one line each."""
    for holder in (heading, *islice(heading.iterancestors(), 4)):
        for sibling in holder.itersiblings():
            if sibling.tag not in UNSEEN:
                yield from (line for text in _texts(sibling) if (line := " ".join(text.split())))


def _texts(element: Element) -> Iterator[str]:
    """Give the texts that an element shows."""
    for event, node in (steps := walk(element)):
        if event == "end":
            if node.tail and node is not element:
                yield node.tail
        elif node.tag in UNSEEN:
            steps.skip_subtree()
        elif node.text:
            yield node.text
