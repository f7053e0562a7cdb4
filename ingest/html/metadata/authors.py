"""Who wrote an article: what JSON-LD and meta elements state, and the bylines that the page shows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from ingest.html.dom import Element, text_of
from ingest.html.metadata.jsonld import are_organizations, node_names
from ingest.html.metadata.near_headline import MarkedElements, VisibleMetadata, is_byline
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
# What bylines say of others than the author, or of the day.
_OF_OTHERS = (
    r"updated|published|posted|stand|aktualisiert|publié|mis à jour|(?:photo(?:graph)?s?|pictures?|images?) by|"
    r"translated|übersetzt|illustrat|(?:medically |fact[- ]?)?(?:reviewed|checked|edited)"
)
_ENDS = re.compile(rf"\s*(?:(?<=\s){MONTH},?\s*\d|\d|\b(?:{_OF_OTHERS})\b|:\s|@)", re.I)
# "Redaktion: Ann Lee" below a broadcaster's text names who edited it.
_NO_BYLINE = re.compile(rf"\W*(?:(?:{_OF_OTHERS})\b|redaktion\s*:)", re.I)
_LABELED = re.compile(
    r"\W*(?:authors?|autore?s?|autorin|autorka|auteure?s?|yazan|penulis|автор|текст|written by|geschrieben von)\s*:"
    r"\s*\w",
    re.I,
)
_SIGNED = re.compile(rf"(?:by|von|par|por|door|av|di|af)(?:\s*:?$|\s*:?\s+\w)|{_LABELED.pattern}", re.I)
# Papers of Taiwan and China name the reporter in brackets or on a line of the text: "記者陳大文／台中報導".
_REPORTER = re.compile(
    r"[（(]?(?:記者|记者)\s*(?P<first>[一-鿿]{2,4})\s*[／/]\s*[一-鿿]{2,6}(?:報導|報道|报道)|"
    r"[（(](?P<bracketed>[一-鿿]{2,4})\s*[／/]\s*[一-鿿]{2,6}(?:報導|報道|报道)[）)]|"
    r"[（(]中央社記者(?P<agency>[一-鿿]{3})[一-鿿\d]{2,10}電[）)]|"
    r"本[报報](?:记者|記者)\s+(?P<own>[一-鿿]{2,4})(?=\s)"
)
_HAN = re.compile(r"[一-鿿]{2}")
_RIGHT = re.compile(r"(?:align\s*[:-]?\s*|^\s*|\s)right\b|\bauthor")
# "By Ann Lee, in", before the section's name.
_IN = re.compile(r",?\s+(?:in|on|am|le)$")
_MAX_SIGNATURE = 60
_SOURCE_LINE = re.compile(
    r"\W*(?:quellen?|sources?|fuentes?|fonte|kaynak|źródło|zdroj|bron|kilde|джерело|источник)\s*:\s*(?P<source>[^()]+)",
    re.I,
)
# A sentence, as in a box about the author: no byline.
_SENTENCE = re.compile(r"[^\W\d_A-Z]{3}[.!?](?=\s|$)")
# An element that holds more than these is no byline.
_MOST_PARTS = 200
# So many elements and names of a byline are looked at; a byline that names more people than this lists a team.
_MOST_TOGETHER, _TEAM = 12, 5
# So many elements marked as authors by microdata.
_MOST_MARKED_AUTHORS = 60
# So many lines below the headline may have the byline, and the agency.
_BYLINE_LINES, _AGENCY_LINES = 60, 20
# A line of more characters is text; after two of these the article has begun. A byline is no longer than this, and of
# one no longer than "Von" and a colon the name is on the next line.
_TEXT_CHARS, _TEXTS_BEFORE, _BYLINE_CHARS, _BY_ALONE = 150, 2, 120, 6
# An element with no more paragraphs than this is not the article's text.
_FEW_PARAGRAPHS = 2
# A pen name or initials are no longer than this; at most so many sign an article.
_INITIALS_CHARS, _MOST_INITIALS = 20, 4


def authors(stated: PageStatements, shown: VisibleMetadata, site: list[str]) -> tuple[str, ...]:
    """Return the names of an article's authors, each once.

    People take precedence over desks and the site (``site``: its names): first those of JSON-LD, with the agencies it
    names beside them, then of meta elements, then of the byline shown. A shown byline that names all whom JSON-LD
    names, and a few more, is believed, and so is one near the headline that names people where only a word or an
    organization is stated. The fallbacks: whoever is named by one word or by initials; the agency, desk or publisher
    that is stated to be the author; the agency that the page names as its source.
    """
    stated_names = next(
        (found for key in ("author", "creator") if (found := node_names(stated.article.get(key), stated.nodes))), []
    )
    metas = list(stated.all_metas("authors"))
    first = _without_slugs(names_in_bylines(stated_names, but=site))
    if any(map(is_person, first)) and not are_organizations(stated.article.get("author")):
        seen = _people_in_shown_bylines(stated, shown, site, near=True) if len(first) == 1 else ()
        more = {name.casefold() for name in seen} > {name.casefold() for name in first}
        return seen if more and len(seen) < _TEAM else first
    meta = _without_slugs(people_in_bylines(stated.meta("authors"), but=site) or people_in_bylines(metas, but=site))
    if any(map(is_person, meta)):
        return meta
    if any(not is_desk(name) and not name.islower() and not _is_category(name, stated) for name in first):
        return _people_in_shown_bylines(stated, shown, site, near=True) or _signed(stated, shown, site) or first
    desks = names_in_bylines([*stated_names, *metas], but=site)
    near = shown.heading is not None and bool(names_in_bylines([*stated_names, *metas]))
    seen = (
        _people_in_shown_bylines(stated, shown, site, near=near)
        or _signed(stated, shown, site)
        or _signature(stated, site)
        or _reporter(stated)
    )
    return (
        seen
        or meta
        or _initials(stated, shown, site)
        or desks[:1]
        or names_in_bylines([*stated_names, *metas])[:1]
        or tuple(name for name in stated_names[:1] if name in site)
        or _agency_below_headline(shown)
        or _sources(stated)
    )


def _without_slugs(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names that are not the last part of an address, as "ann-lee" is."""
    return tuple(name for name in names if not (name.islower() and "-" in name and " " not in name))


def _people_in_shown_bylines(
    stated: PageStatements, shown: VisibleMetadata, site: list[str], *, near: bool = False
) -> tuple[str, ...]:
    """Return the people in the first byline of the page that names any; of "Ann Lee, COURIER NEWS" only the first.

    With ``near`` only bylines close to the headline count: where a desk is stated, those below are of editors and of
    other stories.
    """
    for group in _bylines(stated, shown, near=near):
        texts = [text for element in group for text in _byline_texts(element)]
        people = [name for name in people_in_bylines(texts, but=site) if is_person(name)]
        if people := [name for name in people if not name.isupper()] or people:
            return tuple(people[:_MOST_TOGETHER])
    return ()


def _signed(stated: PageStatements, shown: VisibleMetadata, site: list[str]) -> tuple[str, ...]:
    """Return the people in a line under the headline that says "By", whatever its class; where no heading is the
    headline, in one of the first paragraphs."""
    if shown.heading is not None:
        texts = [*islice(shown.lines(), _BYLINE_LINES)]
    else:
        texts = [*map(text_of, _paragraphs(stated)[:3])]
    long = [at for at, text in enumerate(texts) if len(text) > _TEXT_CHARS]
    for at, text in enumerate(texts[: long[_TEXTS_BEFORE] if len(long) > _TEXTS_BEFORE else None]):
        if len(text) < _BYLINE_CHARS and _SIGNED.match(text):
            line = text if len(text) > _BY_ALONE else " ".join(texts[at : at + 2])
            people = people_in_bylines([_IN.sub("", line)], but=site)
            if people and all(is_person(name) or name.isupper() for name in people):
                return people
    return ()


def _is_category(name: str, stated: PageStatements) -> bool:
    """True if a word is the category of the article: the account that posts all of a category is called so, too."""
    links = (link for link in stated.root.iter("a") if "category" in (link.get("rel") or "").split())
    return " " not in name and any(text_of(link).casefold() == name.casefold() for link in islice(links, 20))


def _agency_below_headline(shown: VisibleMetadata) -> tuple[str, ...]:
    """Return the agency that a line under the headline names."""
    texts = [*islice(shown.lines(), _AGENCY_LINES)]
    return next((names_in_bylines([text]) for text in texts if is_agency(text.partition(",")[0])), ())


def _signature(stated: PageStatements, site: list[str]) -> tuple[str, ...]:
    """Return the people who sign below the text, to the right, or the desk that does, in italics or brackets too; of
    "The Example / The Echo", signed by the site and the paper it has the story from, the latter."""
    for paragraph in _last_paragraphs(stated):
        text = text_of(paragraph)
        if _SOURCE_LINE.match(text):
            continue
        names = names_in_bylines([text.strip(" ()[]")], but=site)
        signed = people_in_bylines(_byline_texts(paragraph), but=site) if _LABELED.match(text) else ()
        if signed and all(map(is_person, signed)):
            return signed
        is_apart = _is_on_the_right(paragraph) or (_is_slanted(paragraph, text) and all(map(is_desk, names)))
        if names and is_apart and all(is_person(name) or is_desk(name) for name in names):
            return names
        first, slash, rest = text.partition("/")
        own = slash and names_in_bylines([first]) and not names_in_bylines([first], but=site)
        if own and (others := names_in_bylines([rest], but=site)):
            return others
    return ()


def _reporter(stated: PageStatements) -> tuple[str, ...]:
    """Return the reporter whom a Chinese text names in its first or last line."""
    body = stated.root.find("body")
    title = " ".join(stated.all_metas("title")) or stated.root.findtext("head/title") or ""
    found = _REPORTER.search(text_of(body)) if body is not None and _HAN.search(title) else None
    return tuple(filter(None, found.groups()))[:1] if found else ()


def _sources(stated: PageStatements) -> tuple[str, ...]:
    """Return the agencies in a line below the text that says "Source:"; other names in it are of where the facts or a
    picture are from."""
    sources = [match["source"] for p in _last_paragraphs(stated) if (match := _SOURCE_LINE.match(text_of(p)))]
    return tuple(name for text in sources for name in names_in_bylines([text]) if is_agency(name))


def _last_paragraphs(stated: PageStatements) -> list[Element]:
    """Return the short ones of the last four paragraphs of the article."""
    return [paragraph for paragraph in _paragraphs(stated)[-4:] if len(text_of(paragraph)) < _MAX_SIGNATURE]


def _paragraphs(stated: PageStatements) -> list[Element]:
    """Return the paragraphs of the element that has the most of the page's, if it has more than two."""
    paragraphs = [*stated.root.iter("p")]
    counts = Counter(paragraph.getparent() for paragraph in paragraphs)
    parent, count = max(counts.items(), key=lambda counted: counted[1], default=(None, 0))
    return [paragraph for paragraph in paragraphs if paragraph.getparent() is parent] if count > _FEW_PARAGRAPHS else []


def _is_on_the_right(paragraph: Element) -> bool:
    """True if a paragraph is aligned to the right, or has the class of an author."""
    attributes = " ".join(paragraph.get(name) or "" for name in ("style", "class", "align"))
    return _RIGHT.search(attributes.lower()) is not None


def _is_slanted(paragraph: Element, text: str) -> bool:
    """True if a paragraph is all in italics or in brackets."""
    bracketed = text.startswith(("(", "[")) and text.endswith((")", "]"))
    return bracketed or (len(paragraph) == 1 and paragraph[0].tag in ("em", "i") and text_of(paragraph[0]) == text)


def _initials(stated: PageStatements, shown: VisibleMetadata, site: list[str]) -> tuple[str, ...]:
    """Return the authors whom the page marks by one word: a pen name, initials."""
    for elements in (stated.marked.get("author", []), shown.near.related, shown.near.profiles, shown.further):
        texts = [text for each in elements[:_MOST_TOGETHER] if shown.is_here(each) for text in _byline_texts(each)[:1]]
        if names := [
            name
            for name in people_in_bylines(texts, but=site)
            if len(name) <= _INITIALS_CHARS and (" " not in name or is_person(name))
        ]:
            return tuple(names[:_MOST_INITIALS])
    return ()


def _bylines(stated: PageStatements, shown: VisibleMetadata, *, near: bool) -> Iterator[list[Element]]:
    """Yield groups of elements that mark authors: the surest sort first, then in the order of the page."""
    marked = [element for element in stated.marked.get("author", ())[:_MOST_MARKED_AUTHORS] if shown.is_here(element)]
    yield [element for element in marked[:_MOST_TOGETHER] if _scope(element) is _scope(marked[0])]
    yield from _groups(shown.near)
    if not near:
        yield from _groups(shown.rest)


def _groups(marks: MarkedElements) -> Iterator[list[Element]]:
    """Yield each element that marks an author, with those behind it in the same byline or in one next to it."""
    for elements in (marks.related, marks.classed):
        for at, element in enumerate(elements):
            byline = _byline_around(element)
            bylines = [byline, *_bylines_beside(byline)]
            yield [
                other
                for other in elements[at : at + _MOST_TOGETHER]
                if other is element or any(around in bylines for around in islice(other.iterancestors(), 3))
            ]
    yield from ([element] for element in marks.profiles)


def _scope(element: Element) -> Element | None:
    """Return the microdata item that an element is a property of."""
    return next((around for around in element.iterancestors() if around.get("itemscope") is not None), None)


def _byline_around(element: Element) -> Element | None:
    """Return the widest of the three innermost elements around this one that is a byline too, else the parent."""
    ancestors = [*islice(element.iterancestors(), 3)]
    return next((around for around in reversed(ancestors) if is_byline(around)), element.getparent())


def _bylines_beside(byline: Element | None) -> list[Element]:
    """Return the elements behind a byline that are bylines too: some pages have one block for each author."""
    if byline is None or not is_byline(byline):
        return []
    return [each for each in islice(byline.itersiblings(), 20) if each.get("class") == byline.get("class")]


def _byline_texts(element: Element) -> list[str]:
    """Return the texts of a byline's parts that are marked as names, else its text up to a date or a bar."""
    if next(islice(element.iter(), _MOST_PARTS, None), None) is not None:
        return []
    text = element.get("content") or text_of(element)
    if len(text) > MAX_BYLINE or _NO_BYLINE.match(text):
        return []
    parts = [
        text_of(part)
        for part in element.iterdescendants("a", "span", "strong", "b", "p", "h3", "h4", "div")
        if _is_marked_as_name(part)
    ]
    if exact := _people(parts):
        return exact
    if exact := _people([text_of(link) for link in element.iterdescendants("a")]):
        return exact
    if _SENTENCE.search(text, _MAX_SIGNATURE):
        return []
    cut = _ENDS.search(text, max(4, after_by(text)))
    return [text[: cut.start()] if cut else text]


def _is_marked_as_name(part: Element) -> bool:
    """True if a part of a byline is marked as a name."""
    is_property = part.get("itemprop") == "name" or "author" in (part.get("href") or "")
    return is_property or _NAME.search(part.get("class") or "") is not None


def _people(parts: list[str]) -> list[str]:
    return [
        name for part in parts if not _NO_BYLINE.match(part) for name in people_in_bylines([part]) if is_person(name)
    ]
