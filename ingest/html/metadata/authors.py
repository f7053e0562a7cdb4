"""Who wrote an article: what JSON-LD and meta elements state, and the bylines that the page shows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from ingest.html.dom import Element, text_of
from ingest.html.metadata.jsonld import are_organisations, node_names
from ingest.html.metadata.near_headline import Marks, VisibleMetadata, is_byline
from ingest.html.metadata.statements import PageStatements
from ingest.text.names import (
    MAX_BYLINE,
    MONTH,
    after_by,
    is_agency,
    is_desk,
    is_person,
    names_in_bylines,
    people_in_bylines,
)

_NAME = re.compile(r"(?:^|[-_ ])(?:name|author-?name|byline-?name|fn)(?:$|[-_ ])|(?<=[a-z])Name(?:$|[-_ ])")
# What a byline says of others, or of the day.
_OTHERS = (
    r"updated|published|posted|stand|aktualisiert|publié|mis à jour|(?:photo(?:graph)?s?|pictures?|images?) by|"
    r"translated|übersetzt|illustrat|(?:medically |fact[- ]?)?(?:reviewed|checked|edited)"
)
_ENDS = re.compile(rf"\s*(?:(?<=\s){MONTH},?\s*\d|\d|\b(?:{_OTHERS})\b|:\s|@)", re.I)
# "Redaktion: Ann Lee" below a broadcaster's text names who edited it.
_NO_BYLINE = re.compile(rf"\W*(?:(?:{_OTHERS})\b|redaktion\s*:)", re.I)
_SIGNED = re.compile(r"(?:by|von|par|por|door|av|di|af)(?:\s*:?$|\s*:?\s+\w)", re.I)
_RIGHT = re.compile(r"(?:align\s*[:-]?\s*|^\s*|\s)right\b|\bauthor")
# "By Ann Lee, in", before the section's name.
_IN = re.compile(r",?\s+(?:in|on|am|le)$")
_MAX_SIGNATURE = 60
_SOURCE = re.compile(
    r"\W*(?:quellen?|sources?|fuentes?|fonte|kaynak|źródło|zdroj|bron|kilde|джерело|источник)\s*:\s*(?P<said>[^()]+)",
    re.I,
)
# What a box about the author says of them is no byline.
_SENTENCE = re.compile(r"[^\W\d_A-Z]{3}[.!?](?=\s|$)")
# An element that holds more than these is no byline.
_MOST_PARTS = 200


def authors(stated: PageStatements, shown: VisibleMetadata, site: list[str]) -> tuple[str, ...]:
    """Give the names of an article's authors, each once.

    People come before desks and the site (``site``: its names): first those of JSON-LD, with the agencies it names
    beside them, then of meta elements, then of the byline shown. A shown byline that names all whom JSON-LD names,
    and a few more, is believed, and one near the headline that names people where only a word or an organisation is
    stated. Where nobody is named in full, whoever is named by one word or by initials; then the agency, desk or
    publisher that is stated to be the author; then the agency that the page names as its source.
    """
    said = next(
        (found for key in ("author", "creator") if (found := node_names(stated.article.get(key), stated.nodes))), []
    )
    metas = list(stated.all_metas("authors"))
    first = _without_slugs(names_in_bylines(said, but=site))
    if any(map(is_person, first)) and not are_organisations(stated.article.get("author")):
        seen = _shown(stated, shown, site, near=True) if len(first) == 1 else ()
        more = {name.casefold() for name in seen} > {name.casefold() for name in first}
        return seen if more and len(seen) < 5 else first
    meta = _without_slugs(people_in_bylines(stated.meta("authors"), but=site) or people_in_bylines(metas, but=site))
    if any(map(is_person, meta)):
        return meta
    if any(not is_desk(name) and not name.islower() and not _is_category(name, stated) for name in first):
        return _shown(stated, shown, site, near=True) or _signed(stated, shown, site) or first
    desks = names_in_bylines([*said, *metas], but=site)
    near = shown.heading is not None and bool(names_in_bylines([*said, *metas]))
    seen = _shown(stated, shown, site, near=near) or _signed(stated, shown, site) or _signature(stated, site)
    return (
        seen
        or meta
        or _initials(stated, shown, site)
        or desks[:1]
        or names_in_bylines([*said, *metas])[:1]
        or tuple(name for name in said[:1] if name in site)
        or _agency(shown)
        or _sources(stated)
    )


def _without_slugs(found: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in found if not (name.islower() and "-" in name and " " not in name))


def _shown(stated: PageStatements, shown: VisibleMetadata, site: list[str], *, near: bool = False) -> tuple[str, ...]:
    """Give the people in the first byline of the page that names any; of "Ann Lee, COURIER NEWS" only the first.

    ``near``: only of one close to the headline. Where a desk is stated, those below are of editors and other stories.
    """
    for group in _bylines(stated, shown, near=near):
        texts = [text for element in group for text in _said(element)]
        found = [name for name in people_in_bylines(texts, but=site) if is_person(name)]
        if found := [name for name in found if not name.isupper()] or found:
            return tuple(found[:12])
    return ()


def _signed(stated: PageStatements, shown: VisibleMetadata, site: list[str]) -> tuple[str, ...]:
    """Give the people in a line under the headline that says "By", whatever its class; where no heading is the
    headline, in one of the first paragraphs."""
    texts = [*islice(shown.lines(), 60)] if shown.heading is not None else [*map(text_of, _paragraphs(stated)[:3])]
    long = [at for at, text in enumerate(texts) if len(text) > 150]
    for at, text in enumerate(texts[: long[2] if len(long) > 2 else None]):
        if len(text) < 120 and _SIGNED.match(text):
            line = text if len(text) > 6 else " ".join(texts[at : at + 2])
            found = people_in_bylines([_IN.sub("", line)], but=site)
            if found and all(is_person(name) or name.isupper() for name in found):
                return found
    return ()


def _is_category(name: str, stated: PageStatements) -> bool:
    """Say whether a word is what the page files its article under, as an account that posts all of it is called."""
    links = (link for link in stated.root.iter("a") if "category" in (link.get("rel") or "").split())
    return " " not in name and any(text_of(link).casefold() == name.casefold() for link in islice(links, 20))


def _agency(shown: VisibleMetadata) -> tuple[str, ...]:
    """Give the agency that a line under the headline names."""
    texts = [*islice(shown.lines(), 20)]
    return next((names_in_bylines([text]) for text in texts if is_agency(text.partition(",")[0])), ())


def _signature(stated: PageStatements, site: list[str]) -> tuple[str, ...]:
    """Give the people that sign below the text, to the right, or the desk that does, in italics or brackets too; of
    "The Example / The Echo", signed by the site and the paper it has the story from, the latter."""
    for one in _last_paragraphs(stated):
        text = text_of(one)
        if _SOURCE.match(text):
            continue
        found = names_in_bylines([text.strip(" ()[]")], but=site)
        aside = _is_aside(one) or (_is_slanted(one, text) and all(map(is_desk, found)))
        if found and aside and all(is_person(name) or is_desk(name) for name in found):
            return found
        first, slash, rest = text.partition("/")
        own = slash and names_in_bylines([first]) and not names_in_bylines([first], but=site)
        if own and (others := names_in_bylines([rest], but=site)):
            return others
    return ()


def _sources(stated: PageStatements) -> tuple[str, ...]:
    """Give the agencies in a line below the text that says "Source:": whence the facts or a picture are, if they are
    of others."""
    said = [found["said"] for one in _last_paragraphs(stated) if (found := _SOURCE.match(text_of(one)))]
    return tuple(name for text in said for name in names_in_bylines([text]) if is_agency(name))


def _last_paragraphs(stated: PageStatements) -> list[Element]:
    """Give the short ones among the last paragraphs of the element that holds the most."""
    return [one for one in _paragraphs(stated)[-4:] if len(text_of(one)) < _MAX_SIGNATURE]


def _paragraphs(stated: PageStatements) -> list[Element]:
    """Give the paragraphs of the element that holds the most, if it holds more than two."""
    paragraphs = [*stated.root.iter("p")]
    held = Counter(one.getparent() for one in paragraphs)
    holder, count = max(held.items(), key=lambda one: one[1], default=(None, 0))
    return [one for one in paragraphs if one.getparent() is holder] if count > 2 else []


def _is_aside(one: Element) -> bool:
    said = f"{one.get('style') or ''} {one.get('class') or ''} {one.get('align') or ''}".lower()
    return _RIGHT.search(said) is not None


def _is_slanted(one: Element, text: str) -> bool:
    bracketed = text.startswith(("(", "[")) and text.endswith((")", "]"))
    return bracketed or (len(one) == 1 and one[0].tag in ("em", "i") and text_of(one[0]) == text)


def _initials(stated: PageStatements, shown: VisibleMetadata, site: list[str]) -> tuple[str, ...]:
    """Give those whom the page marks as its authors by one word: a pen name, initials."""
    for elements in (stated.marked.get("author", []), shown.near.related, shown.near.profiles, shown.further):
        texts = [said for one in elements[:12] if shown.is_here(one) for said in _said(one)[:1]]
        if found := [
            name
            for name in people_in_bylines(texts, but=site)
            if len(name) <= 20 and (" " not in name or is_person(name))
        ]:
            return tuple(found[:4])
    return ()


def _bylines(stated: PageStatements, shown: VisibleMetadata, *, near: bool) -> Iterator[list[Element]]:
    """Give elements that mark authors, by how surely they do, then in the order of the page; neighbours together."""
    marked = [element for element in stated.marked.get("author", ())[:60] if shown.is_here(element)]
    yield [element for element in marked[:12] if _scope(element) is _scope(marked[0])]
    yield from _groups(shown.near)
    if not near:
        yield from _groups(shown.rest)


def _groups(marks: Marks) -> Iterator[list[Element]]:
    for elements in (marks.related, marks.classed):
        for at, element in enumerate(elements):
            holder = _holder(element)
            beside = _kin(holder)
            yield [
                one
                for one in elements[at : at + 12]
                if one is element or any(each is holder or each in beside for each in islice(one.iterancestors(), 3))
            ]
    yield from ([element] for element in marks.profiles)


def _scope(element: Element) -> Element | None:
    """Give what microdata says that the property of an element is of."""
    return next((holder for holder in element.iterancestors() if holder.get("itemscope") is not None), None)


def _holder(element: Element) -> Element | None:
    """Give the widest of the nearest holders that is a byline too, else the parent."""
    holders = [*islice(element.iterancestors(), 3)]
    return next((one for one in reversed(holders) if is_byline(one)), element.getparent())


def _kin(holder: Element | None) -> list[Element]:
    """Give the neighbours of a byline that are bylines too: one block for each author."""
    if holder is None or not is_byline(holder):
        return []
    return [one for one in islice(holder.itersiblings(), 20) if one.get("class") == holder.get("class")]


def _said(element: Element) -> list[str]:
    """Give the names that parts of a byline are marked as, else its text up to a date or a bar."""
    if next(islice(element.iter(), _MOST_PARTS, None), None) is not None:
        return []
    text = element.get("content") or text_of(element)
    if len(text) > MAX_BYLINE or _NO_BYLINE.match(text):
        return []
    parts = [
        text_of(one)
        for one in element.iterdescendants("a", "span", "strong", "b", "p", "h3", "h4", "div")
        if _NAME.search(one.get("class") or "") or one.get("itemprop") == "name" or "author" in (one.get("href") or "")
    ]
    if exact := _people(parts):
        return exact
    if exact := _people([text_of(one) for one in element.iterdescendants("a")]):
        return exact
    if _SENTENCE.search(text, _MAX_SIGNATURE):
        return []
    cut = _ENDS.search(text, max(4, after_by(text)))
    return [text[: cut.start()] if cut else text]


def _people(parts: list[str]) -> list[str]:
    return [
        name for part in parts if not _NO_BYLINE.match(part) for name in people_in_bylines([part]) if is_person(name)
    ]
