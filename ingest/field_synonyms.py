"""What crawlers and extractors call the fields of a record: the one table of it, the ``--map`` that it gives, and the
presets of ``--from``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
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
# The same of what is not suggested for --map, where a wrong field would be worse than none.
_FURTHER_SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "uid", "guid", "uuid", "docid", "articleid", "itemid"),
    "site": ("site", "hostname", "host", "domain", "sourcedomain", "sitedomain"),
    "language": ("language", "lang", "languagecode", "inlanguage", "locale"),
    "authors": ("authors", "author", "byline", "writers", "writer", "creator", "authorname", "authornames"),
    "tags": ("tags", "keywords", "topics", "tag"),
    "section": ("section", "category", "categories", "articlesection", "rubric", "channel"),
    "subtitle": ("subtitle", "subheadline", "standfirst", "subheading", "dek", "lead", "alternativeheadline"),
    "modified": (
        *("modified", "datemodified", "datemodify", "lastmodified", "updated", "updatedat", "dateupdated"),
        *("modifiedat", "lastupdated", "updatedate", "modifieddate"),
    ),
    "canonical_url": ("canonicalurl", "canonical", "canonicallink"),
    "site_name": ("sitename", "publisher", "publication", "sourcename", "newspaper", "outlet"),
    "images": ("images", "image", "imageurl", "imageurls", "topimage", "leadimage", "mainimage", "thumbnail"),
    "fetched_at": ("fetchedat", "crawledat", "scrapedat", "downloadedat", "datedownload", "crawldate", "scrapedate"),
    "captions": ("captions", "imagecaptions", "imagecaption", "caption"),
}


@dataclass(frozen=True, slots=True)
class Preset:
    """What one tool calls the fields of ours: of each the names to try, in order; ``metadata.url`` is a key within
    another. ``nothing`` are the strings by which the tool says that it has no value, ``separator`` is what it writes
    between the items of a list that it writes as one string. ``wraps``: it writes single values as lists of one.
    By its ``marks``, keys that no other tool writes together, its records are known.
    """

    names: Mapping[str, tuple[str, ...]]
    nothing: tuple[str, ...] = ()
    separator: str = ""
    wraps: bool = False
    marks: tuple[str, ...] = ()


LIST_FIELDS = ("authors", "tags", "images", "captions")
PRESETS: Mapping[str, Preset] = {
    # Scrapy writes what the spider calls its fields, and an ItemLoader writes each value as a list.
    # A "source" there is as often the name of a newspaper as an address.
    "scrapy": Preset(
        {**SYNONYMS, "url": SYNONYMS["url"][:-2], **_FURTHER_SYNONYMS},
        wraps=True,
    ),
    # newspaper4k 0.9.4, ``settings.article_json_fields`` and ``Article.to_json``.
    "newspaper4k": Preset(
        {
            "canonical_url": ("canonical_link",),
            "language": ("language", "meta_lang"),
            "site_name": ("meta_site_name",),
            "authors": ("authors",),
            "tags": ("tags", "meta_keywords"),
            "published": ("publish_date",),
            "images": ("top_image", "meta_img"),
        },
        marks=("publish_date", "meta_lang", "canonical_link"),
    ),
    # news-please 1.6, ``NewsArticle.get_serializable_dict``, which writes dates with ``str``.
    "news-please": Preset(
        {
            "text": ("maintext", "text"),
            "title": ("title", "title_page", "title_rss"),
            "site": ("source_domain",),
            "authors": ("authors",),
            "published": ("date_publish",),
            "modified": ("date_modify",),
            "fetched_at": ("date_download",),
            "images": ("image_url",),
        },
        nothing=("None", "NULL"),
        marks=("maintext", "date_publish", "source_domain"),
    ),
    # trafilatura 2.3: its JSON, the attributes of its XML, and the front matter of its Markdown and text.
    "trafilatura": Preset(
        {
            "url": ("source", "url"),
            "site": ("hostname",),
            "site_name": ("source-hostname", "sitename"),
            "authors": ("author",),
            "published": ("date",),
            "section": ("categories",),
            "tags": ("tags",),
            "images": ("image",),
        },
        separator=";",
        marks=("source-hostname", "fingerprint", "filedate"),
    ),
    # Dolma 1.x: id, text, source, added, created, and a free ``metadata``.
    "dolma": Preset(
        {
            "url": ("url", "metadata.url", "metadata.source_url", "metadata.uri"),
            "title": ("title", "metadata.title", "metadata.headline"),
            "site": ("site", "metadata.domain", "metadata.hostname", "metadata.source_domain"),
            "site_name": ("site_name", "metadata.sitename", "metadata.publisher"),
            "language": ("language", "metadata.language", "metadata.lang"),
            "authors": ("authors", "metadata.authors", "metadata.author"),
            "published": ("published", "metadata.published", "created"),
            "fetched_at": ("fetched_at", "added"),
            "tags": ("tags", "metadata.tags", "metadata.keywords"),
        },
        marks=("added", "created", "source"),
    ),
}
# By which front matter is known: our fields, and what trafilatura and site generators call them.
FRONT_MATTER_NAMES = frozenset(
    {*SYNONYMS, *_FURTHER_SYNONYMS, "author", "date", "hostname", "sitename", "categories", "keywords"}
    - {"html", "text"}
)
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


def preset_of(keys: Iterable[str]) -> str | None:
    """Return the tool that records with these keys are from, None if they show none.

    >>> preset_of(["maintext", "date_publish", "source_domain", "url"]), preset_of(["text", "url"])
    ('news-please', None)
    """
    present = set(keys)
    return next((tool for tool, preset in PRESETS.items() if preset.marks and present.issuperset(preset.marks)), None)


def renamed(record: Mapping[str, object], tool: str, fields: Iterable[str]) -> dict[str, object]:
    """Return a record of a tool with its keys called by our names, as far as they are among ``fields``.

    Of several keys for one field the first that holds something is taken. The others pass through, and what a field of
    ours held before takes the key of what displaces it.

    >>> renamed({"maintext": "Rain fell.", "text": None, "rank": 3}, "news-please", ["text"])
    {'rank': 3, 'text': 'Rain fell.'}
    """
    preset, fields = PRESETS[tool], tuple(fields)
    plain = {_plain(key): key for key in reversed([*record])}  # of two that are spelled alike, the first
    found = {ours: one for ours in fields if (one := _first_value(record, plain, preset.names.get(ours, ()), preset))}
    taken = {key for key, _ in found.values()}
    out: dict[str, object] = {}
    for key, value in record.items():
        if key not in taken and not (key in fields and _says_nothing(value, preset)):
            out[found[key][0] if key in found else key] = value
    return {**out, **{ours: _as_field(ours, value, preset) for ours, (_, value) in found.items()}}


def _first_value(
    record: Mapping[str, object], plain: Mapping[str, str], names: Iterable[str], preset: Preset
) -> tuple[str, object] | None:
    """Return the first of some keys that holds something, and what it holds; of a key within another the whole name."""
    for name in names:
        outer, dot, inner = name.partition(".")
        key = plain.get(_plain(outer), "")
        value = record.get(key)
        if dot:
            key, value = name, value.get(inner) if isinstance(value, Mapping) else None
        if not _says_nothing(value, preset):
            return key, value
    return None


def _says_nothing(value: object, preset: Preset) -> bool:
    return value is None or value == "" or (isinstance(value, str) and value in preset.nothing)


def _as_field(ours: str, value: object, preset: Preset) -> object:
    if preset.wraps and ours not in LIST_FIELDS and isinstance(value, list) and len(value) == 1:
        return value[0]
    if preset.separator and ours in LIST_FIELDS and isinstance(value, str):
        return [item.strip() for item in value.split(preset.separator) if item.strip()]
    return value


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
