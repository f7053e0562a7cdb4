"""What crawlers and extractors call the fields of a record: the one table of it, and the ``--map`` that it gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

# Letters and digits only, small; of several in one record the first is meant. Of what Scrapy's tutorials, newspaper,
# news-please, trafilatura, goose, readability and schema.org write.
SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "html": (
        *("html", "rawhtml", "htmlcontent", "contenthtml", "htmlbody", "bodyhtml", "articlehtml", "pagehtml"),
        *("htmlsource", "pagesource", "htmltext", "rawpage"),
    ),
    "text": (
        *("text", "maintext", "articlebody", "articletext", "fulltext", "plaintext", "cleanedtext", "textcontent"),
        *("contenttext", "bodytext", "rawtext", "articlecontent", "newscontent", "pagecontent", "content", "body"),
        *("article", "story", "contents"),
    ),
    "url": (
        *("url", "link", "uri", "href", "pageurl", "articleurl", "sourceurl", "weburl", "requestedurl", "finalurl"),
        *("originalurl", "permalink", "address", "source"),
    ),
    "title": ("title", "headline", "articletitle", "newstitle", "pagetitle", "heading", "head"),
    "published": (
        *("published", "datepublished", "datepublish", "publisheddate", "publishdate", "publishedat"),
        *("publishedtime", "publishtime", "publicationdate", "publicationtime", "pubdate", "articledate", "date"),
    ),
}
_ALIKE = 0.75  # of difflib's ratio: two letters of "body" the wrong way round, not date_published and date_modified
_LONGEST = 50  # characters; what is longer is no name of a field


def meant(name: str) -> str | None:
    """Return the field of ours that crawlers mean by a name, if there is one.

    >>> meant("Article-Body"), meant("datePublished"), meant("rank")
    ('text', 'published', None)
    """
    return next((ours for ours, known in SYNONYMS.items() if _plain(name) in known), None)


def near(name: str, keys: Iterable[str]) -> str | None:
    """Return the key that a name may be a misspelling of, if there is one.

    >>> near("contnet", ["link", "content"]), near("date_published", ["date_modified"])
    ('content', None)
    """
    close = get_close_matches(name, [key for key in keys if _can_be_mapped(key)], n=1, cutoff=_ALIKE)
    return close[0] if close else None


def fitting(keys: Iterable[str], wrong: Iterable[tuple[str, str]] = ()) -> tuple[tuple[str, str], ...]:
    """Return pairs of our field and theirs that would read records with these keys, the commonest first.

    Those of a mapping that is ``wrong`` are mended or left out. With no page or text among them there are none.

    >>> fitting(["link", "body", "doc_id"]), fitting(["content"], [("text", "contnet")]), fitting(["rank"])
    ((('text', 'body'), ('url', 'link')), (('text', 'content'),), ())
    """
    keys = [key for key in keys if _can_be_mapped(key)]
    named = {_plain(key): key for key in reversed(keys)}  # of two that are spelled alike, the commoner
    pairs = [*_mended(keys, wrong)]
    for ours, known in SYNONYMS.items():
        done = {*keys, *(one for one, _ in pairs)}
        if ours in done or (ours == "text" and "html" in done):
            continue
        theirs = next((named[name] for name in known if name in named), None)
        if theirs is not None and theirs not in (other for _, other in pairs):
            pairs.append((ours, theirs))
    return tuple(pairs) if {"html", "text"} & {*keys, *(ours for ours, _ in pairs)} else ()


def _mended(keys: list[str], pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for ours, theirs in pairs:
        found = theirs if theirs in keys else near(theirs, keys)
        if found is not None:
            yield ours, found


def _plain(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold()))


def _can_be_mapped(key: str) -> bool:
    """True if a key can stand in ``--map``, whose pairs are parted by commas."""
    return 0 < len(key) <= _LONGEST and key.isprintable() and key == key.strip() and not {",", "="} & set(key)
