"""Who wrote an article: what JSON-LD and meta elements state, and the bylines that the page shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from ingest.read.jsonld import names as names_of
from ingest.read.people import is_desk, is_person, names, people
from ingest.read.stated import Stated
from ingest.read.tree import UNSEEN, Element, elements_saying, text_of

# Classes and ids that CMSs give to bylines (WordPress, Drupal, Arc, Blox, Escenic, Kinja, Chorus and their kin).
_BYLINE = re.compile(
    r"(?:^|[-_ ]|(?<=[a-z]))(?:by-?lines?|authors?(?:-?names?)?|Authors?|By[Ll]ines?|autor(?:en|in|es)?|auteurs?|"
    r"autore|verfasser|writers?|reporter|contributors?)(?:$|[-_ A-Z\d])"
)
_MARKED = (
    "author", "byline", "autor", "auteur", "verfasser", "writer", "reporter", "contributor", "/editors/", "/staff/",
)  # fmt: skip
_NAME = re.compile(r"(?:^|[-_ ])(?:name|author-?name|byline-?name|fn)(?:$|[-_ ])|(?<=[a-z])Name(?:$|[-_ ])")
# Where the authors of something else stand: comments, other stories, pictures, what the reader may do.
_ELSEWHERE = re.compile(
    r"comment|respons|related|recirc|teaser|promo|card-list|sidebar|widget|popular|trending|recommend|latest|more-|"
    r"gallery|figure|caption|image|picture|photo|media-credit|footer|nav|menu|modal|popup|share|social|login|sign|"
    r"newsletter|rail|carousel|opinions|columnists",
    re.I,
)
# Addresses of the pages about authors.
_PROFILE = re.compile(r"/(?:authors?|editors|autor(?:en|es)?|auteurs?|staff)/[\w.-]")
_NOT_SHOWN = frozenset({"nav", "footer", "figure", "figcaption", "form", "aside"})
_ENDS = re.compile(r"\s*(?:\d|(?:updated|published|posted|stand|aktualisiert|publié|mis à jour)\b|:\s|@)", re.I)
_SIGNED = re.compile(r"(?:by|von|par|por|door|av|di|af)(?:\s*:?$|\s*:?\s+\w)", re.I)
_MOST = 60


def authors(stated: Stated, site: list[str]) -> tuple[str, ...]:
    """Give the names of an article's authors, each once.

    People come before desks and the site (``site``: its names): first those of JSON-LD, with the agencies it names
    beside them, then of meta elements, then of the byline shown. A shown byline that names all whom JSON-LD names,
    and a few more, is believed. Where nobody is named, the agency, desk or publisher that is stated to be the author.
    """
    said = names_of(stated.article.get("author")) or names_of(stated.article.get("creator"))
    metas = list(stated.all_metas("authors"))
    first = tuple(name for name in names(said, but=site) if not _is_slug(name))
    if any(not is_desk(name) for name in first):
        shown = _shown(stated, site) if len(first) == 1 else ()
        more = {name.casefold() for name in shown} > {name.casefold() for name in first}
        return shown if more and len(shown) < 5 else first
    meta = people(stated.meta("authors"), but=site) or people(metas, but=site)
    if any(is_person(name) for name in meta):
        return tuple(name for name in meta if not _is_slug(name)) or meta
    seen = _shown(stated, site) or _signed(stated, site)
    return seen or meta or first or names([*said, *metas])[:1] or tuple(name for name in said[:1] if name in site)


def _is_slug(name: str) -> bool:
    return name.islower() and "-" in name and " " not in name


def _shown(stated: Stated, site: list[str]) -> tuple[str, ...]:
    """Give the people in the first byline of the page that names any; of "Ann Lee, COURIER NEWS" only the first."""
    for group in _bylines(stated):
        texts = [text for element in group for text in _said(element)]
        found = [name for name in people(texts, but=site) if is_person(name)]
        if found := [name for name in found if not name.isupper()] or found:
            return tuple(found[:12])
    return ()


def _signed(stated: Stated, site: list[str]) -> tuple[str, ...]:
    """Give the people in a line under the headline that says "By", whatever its class."""
    for heading in stated.headings[:3]:
        texts = [*islice(_after(heading), 60)]
        for at, text in enumerate(texts):
            if _SIGNED.match(text) and len(text) < 120:
                found = people([text if len(text) > 6 else " ".join(texts[at : at + 2])], but=site)
                if found and all(map(is_person, found)):
                    return found
    return ()


def _bylines(stated: Stated) -> Iterator[list[Element]]:
    """Give elements that mark authors, by how surely they do, then in the order of the page; neighbours together."""
    around = {holder for heading in stated.headings[:3] for holder in heading.iterancestors()}
    around |= {*stated.root.iter("html", "body", "main")}
    yield [element for element in stated.marked.get("author", ()) if _is_here(element, around)][:12]
    candidates = [element for element in elements_saying(stated.root, _MARKED) if _is_marked(element)]
    found = [element for element in candidates[:_MOST] if _is_here(element, around)]
    linked = [element for element in found if "author" in (element.get("rel") or "").split()]
    classed = [
        element for element in found if _BYLINE.search(f"{element.get('class') or ''} {element.get('id') or ''}")
    ]
    for elements in (linked, classed):
        for at, element in enumerate(elements):
            holder = _holder(element)
            yield [one for one in elements[at : at + 12] if one is element or holder in islice(one.iterancestors(), 3)]
    yield from ([element] for element in found if _PROFILE.search(element.get("href") or ""))


def _is_marked(element: Element) -> bool:
    said = " ".join([element.get(name, "") for name in ("class", "id", "rel", "href")]).lower()
    return any(word in said for word in _MARKED)


def _holder(element: Element) -> Element | None:
    """Give the widest of the nearest holders that is a byline too, else the parent."""
    holders = [*islice(element.iterancestors(), 3)]
    return next((one for one in reversed(holders) if _BYLINE.search(one.get("class") or "")), element.getparent())


def _said(element: Element) -> list[str]:
    """Give the names that parts of a byline are marked as, else its text up to a date or a bar."""
    parts = [
        text_of(one)
        for one in element.iterdescendants("a", "span", "strong", "b", "p", "h3", "h4", "div")
        if _NAME.search(one.get("class") or "") or one.get("itemprop") == "name" or "author" in (one.get("href") or "")
    ]
    if exact := [part for part in parts if is_person(part)]:
        return exact
    links = [text_of(one) for one in element.iterdescendants("a")]
    if exact := [part for part in links if is_person(part)]:
        return exact
    text = element.get("content") or text_of(element)
    cut = _ENDS.search(text, 4)
    return [text[: cut.start()] if cut else text] if len(text) < 400 else []


def _is_here(element: Element, around: set[Element]) -> bool:
    """Say whether an element is about this article: not in comments, other stories, pictures or footers.

    What is ``around`` the headline is not asked: layouts say "has-sidebar" at the very top.
    """
    for holder in (element, *element.iterancestors()):
        if holder in around:
            return True
        if holder.tag in _NOT_SHOWN or _ELSEWHERE.search(f"{holder.get('class') or ''} {holder.get('id') or ''}"):
            return False
    return True


def _after(heading: Element) -> Iterator[str]:
    """Give the texts that follow a heading, within its holders, on one line each."""
    for holder in (heading, *islice(heading.iterancestors(), 4)):
        for sibling in holder.itersiblings():
            if sibling.tag not in UNSEEN:
                yield from (" ".join(str(text).split()) for text in sibling.itertext() if text.strip())
