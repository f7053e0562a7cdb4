"""What a page shows beside its headline: elements that are called bylines or dates, and the texts around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import chain, islice
from typing import Literal

from ingest.html.dom import UNSEEN, Element, text_of, walk

MarkKind = Literal["byline", "date", ""]

# Classes and ids that CMSs give to bylines (WordPress, Drupal, Arc, Blox, Escenic, Kinja, Chorus and their kin).
_BYLINE = re.compile(
    r"(?:^|[-_ ]|(?<=[a-z]))(?:by-?lines?|authors?(?:-?names?)?|Authors?|By[Ll]ines?|autor(?:en|in|es)?|auteurs?|"
    r"autore|verfasser|writers?|reporter|contributors?)(?:$|[-_ A-Z\d])"
)
# And to the line that says when.
_DATE = re.compile(
    r"(?<![^-_ a-z])(?:[dD]ates?|[dD]atum|datetime|fecha|data|[tT]ime-?stamp|published(?:-?on)?|(?:entry|post)-meta|"
    r"dateline|posted-on)(?:$|[-_ A-Z\d])"
)
# Looked for first: one of these stands in every name that the patterns find, and few names have one.
_PARTS = re.compile(
    r"ut(?:hor|or|eur)|y[lL]ine|erfasser|riter|eporter|ontributor|at(?:e|um|a)|fecha|tamp|published|-meta|posted-on"
)
_BYLINE_PARTS = re.compile(r"ut(?:hor|or|eur)|y[lL]ine|erfasser|riter|eporter|ontributor")
# Addresses of the pages about authors.
_PROFILE = re.compile(r"/(?:authors?|editors|autor(?:en|es)?|auteurs?|staff)/[\w.-]")
# Where something else than the article stands: comments, other stories, pictures, what the reader may do. Looked for
# in lower case: ``re.I`` takes six times as long.
_ELSEWHERE = re.compile(
    r"comment|respons|related|recirc|teaser|promo|card-list|popular|trending|recommend|gallery|figure|caption|photo|"
    r"media-credit|footer|modal|popup|newsletter|carousel|opinions|columnists"
)
# The same, unless it is called a byline as well.
_BESIDE = re.compile(
    r"sidebar|widget(?<!elementor-widget)|latest|more-|image|picture|nav|menu|share|social|login|sign|rail"
)
_NOT_SHOWN = frozenset({"nav", "footer", "figure", "figcaption", "form", "aside"})
# Next to the headline an aside holds what stands aside of the text.
_NOT_SHOWN_NEAR = _NOT_SHOWN - {"aside"}
# Attributes that name an element, the most telling first.
_NAMING = {"class": 0, "id": 1, "data-testid": 2}
_LAYOUT = frozenset({"html", "body", "main"})
_MOST = 60
# So many elements follow a headline before its byline and its day do.
_NEAR = 100


@dataclass(slots=True)
class Marks:
    """Elements of a stretch of a page, in reading order: of bylines, by how they are marked (a link's relation, a
    class, the address it leads to), and of dates."""

    related: list[Element] = field(default_factory=list)
    classed: list[Element] = field(default_factory=list)
    profiles: list[Element] = field(default_factory=list)
    dates: list[Element] = field(default_factory=list)


class VisibleMetadata:
    """What a page shows of names and dates: near its headline, and in the rest of it, each looked for when asked for.

    Most pages need only the first, which is the shorter by far.
    """

    def __init__(self, root: Element, headings: list[Element], title: str | None) -> None:
        self._body = root.find("body")
        self.heading = _main(headings, title)
        self._around = {holder for heading in headings[:3] for holder in heading.iterancestors()}
        self._following = _following(self.heading) if self.heading is not None else iter(())

    @cached_property
    def near(self) -> Marks:
        """The elements close behind the headline that are about this article."""
        return self._kept(_marks(islice(self._following, _NEAR)), _NOT_SHOWN_NEAR)

    @cached_property
    def rest(self) -> Marks:
        """The elements further down, then those before the headline, that are about this article."""
        found = self.near and _marks(self._following)
        if self._body is not None:
            early = _marks(iter(self._body.iter().__next__, self.heading))
            found = Marks(
                found.related + early.related,
                found.classed + early.classed,
                found.profiles + early.profiles,
                found.dates + early.dates,
            )
        return self._kept(found, _NOT_SHOWN)

    @cached_property
    def further(self) -> list[Element]:
        """Those of ``rest`` that links to authors are: few pages have one, so that most need no ``rest``."""
        links = self._body.iter("a", "area") if self._body is not None else ()
        return self.rest.related if "rest" in self.__dict__ or any(map(_leads_to_author, links)) else []

    def _kept(self, found: Marks, away: frozenset[str]) -> Marks:
        lists = (found.related, found.classed, found.profiles, found.dates)
        return Marks(*([one for one in each[:_MOST] if self.is_here(one, away)] for each in lists))

    def is_here(self, element: Element, away: frozenset[str] = _NOT_SHOWN) -> bool:
        """Say whether an element is about this article: not in comments, other stories, pictures or footers.

        What is around the headline is not asked: layouts say "has-sidebar" at the very top.
        """
        for holder in chain((element,), element.iterancestors()):
            if holder in self._around or holder.tag in _LAYOUT:
                return True
            if holder.tag in away or _is_elsewhere(holder.get("class")) or _is_elsewhere(holder.get("id")):
                return False
        return True

    def is_of_card(self, element: Element) -> bool:
        """Say whether an element stands with a linked heading of its own: in a list of other stories."""
        holders = [one for one in islice(element.iterancestors(), 3) if one not in self._around]
        headings = (heading for one in holders for heading in one.iter("h2", "h3", "h4"))
        return any(next(heading.iter("a"), None) is not None for heading in islice(headings, 3))

    def lines(self) -> Iterator[str]:
        """Give the texts that follow the headline, within its holders, on one line each, up to a linked heading: that
        of another story."""
        for holder in _holders(self.heading):
            for sibling in holder.itersiblings():
                for text in _texts(sibling):
                    if text is None:
                        return
                    if line := " ".join(text.split()):
                        yield line


def _main(headings: list[Element], title: str | None) -> Element | None:
    """Give the main heading that says what the title says, else the first that says anything."""
    said = [(heading, text) for heading in headings[:5] if (text := text_of(heading))]
    same = (heading for heading, text in said if title and (text in title or title in text))
    return next(same, said[0][0] if said else None)


def _holders(heading: Element | None) -> Iterator[Element]:
    if heading is not None:
        yield heading
        yield from islice(heading.iterancestors(), 4)


def _following(heading: Element) -> Iterator[Element]:
    """Give the elements behind a heading, to the end of the page."""
    siblings = chain.from_iterable(holder.itersiblings() for holder in (heading, *heading.iterancestors()))
    return chain.from_iterable(sibling.iter() for sibling in siblings)


def _marks(elements: Iterable[Element]) -> Marks:
    found = Marks()
    for element in elements:
        mark: MarkKind = ""
        rank = 3
        # All attributes at once: that takes less than to ask for four of them.
        for name, said in element.items():
            if name in _NAMING:
                if _NAMING[name] < rank and (own := _mark_of(said)):
                    mark, rank = own, _NAMING[name]
            elif name == "href" and said:
                if _leads_to_author(element):
                    found.related.append(element)
                elif ("/au" in said or "/editors/" in said or "/staff/" in said) and _PROFILE.search(said):
                    found.profiles.append(element)
        if mark and element.tag not in _LAYOUT:
            (found.classed if mark == "byline" else found.dates).append(element)
    return found


def _leads_to_author(link: Element) -> bool:
    rel = link.get("rel")
    return rel is not None and "author" in rel.split()


def is_byline(element: Element) -> bool:
    """Say whether the class of an element is that of a byline."""
    return element.tag not in _LAYOUT and _mark_of(element.get("class")) == "byline"


# Class attributes are many, the different ones few.
@lru_cache(maxsize=1 << 14)
def _mark_of(names: str | None) -> MarkKind:
    if not names or not _PARTS.search(names):
        return ""
    if _BYLINE_PARTS.search(names) and _BYLINE.search(names):
        return "byline"
    return "date" if _DATE.search(names) else ""


@lru_cache(maxsize=1 << 14)
def _is_elsewhere(names: str | None) -> bool:
    if names is None or "hentry" in names:
        return False
    return _is_other(names) or (_BESIDE.search(names.lower()) is not None and _mark_of(names) != "byline")


@lru_cache(maxsize=1 << 14)
def _is_other(names: str | None) -> bool:
    # WordPress writes the tags and categories of a post into its class.
    return names is not None and "hentry" not in names and _ELSEWHERE.search(names.lower()) is not None


def _texts(element: Element) -> Iterator[str | None]:
    """Give the texts that an element shows of this article, None where another story begins."""
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
