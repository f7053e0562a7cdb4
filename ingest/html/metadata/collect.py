"""The metadata of a page: from JSON-LD, meta elements, marked elements, in this precedence. Little is guessed here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from ingest.article import Image, Metadata
from ingest.html.dom import Element, absolute, text_of
from ingest.html.metadata.authors import authors
from ingest.html.metadata.headline import headline
from ingest.html.metadata.jsonld import breadcrumbs, node_names, strings
from ingest.html.metadata.near_headline import VisibleMetadata
from ingest.html.metadata.published import publication_times
from ingest.html.metadata.statements import PageStatements, collect
from ingest.text.language.codes import language_code

_STANDFIRST_CLASS = re.compile(
    r"(?:^|[-_ ])(?:stand-?first|sub-?headline|sub-?heading|sub-?title|untertitel|dek|deck|sottotitolo|bajada|"
    r"subtitulo|sous-?titre|chapo|ingress)(?:$|[-_ ])",
    re.I,
)
# A subtitle has more characters than a label, and fewer than a text.
_LABEL_CHARS, _TEXT_CHARS = 8, 600
# A breadcrumb with as many characters is a headline.
_SECTION_CHARS = 60
# A longer tag is a sentence; of more tags the rest is left out.
_TAG_CHARS, _MOST_TAGS = 100, 50
# A shorter file name, as "1.jpg", tells no picture from others.
_FILE_NAME_CHARS = 6
_HOST = re.compile(r"https?://(?:www\.|m\.|amp\.)?([\w-]+)\.", re.I)


def read_metadata(root: Element, url: str | None = None, fetched_at: str | None = None) -> Metadata:
    """Return the metadata of a page; relative addresses are resolved against ``url`` or the page's base."""
    return metadata_of(collect(root, url), url, fetched_at)


def metadata_of(stated: PageStatements, url: str | None = None, fetched_at: str | None = None) -> Metadata:
    """Return the metadata in what a page states; of several statements the one nearest to the article is believed.

    JSON-LD of the article comes first, then meta elements, then elements marked by ``itemprop`` or shown as a time;
    for titles and authors see ``headline`` and ``authors``.
    """
    base = absolute(stated.base, url) or url
    article = stated.article
    site = [
        name
        for name in (*stated.meta("site_name"), *node_names(article.get("publisher"), stated.nodes))
        if "://" not in name
    ]
    title = headline(stated)
    language = _language(stated)
    shown = VisibleMetadata(stated.root, stated.headings, title)
    published, modified = publication_times(stated, shown, url, language, fetched_at)
    return Metadata(
        title=title,
        subtitle=_subtitle(stated, title),
        authors=authors(stated, shown, [*site, *_hosts_of(url, *stated.links.get("canonical", ()))]),
        published=published,
        modified=modified,
        section=_section(stated, title, site),
        tags=_tags([*strings(article.get("keywords"))] or stated.meta("tags")),
        language=language,
        url=url,
        canonical_url=_canonical(stated, base),
        site_name=site[0] if site else None,
        images=_image(stated, base),
        paywalled=_paywalled(stated),
    )


def _hosts_of(*addresses: str | None) -> Iterator[str]:
    """Yield the names of the hosts in addresses: "example" of "https://www.example.co.uk/a"."""
    for address in addresses:
        if found := _HOST.match(address or ""):
            yield found[1]


def _subtitle(stated: PageStatements, title: str | None) -> str | None:
    """Return the line under the headline: stated, or shown near it with a class that says so."""
    candidates = strings(stated.article.get("alternativeHeadline"))
    if not stated.article:
        candidates += [text_of(element) for element in stated.marked.get("alternativeheadline", ())[:1]]
    for heading in stated.headings[:3]:
        near = islice(heading.itersiblings(), 3)
        candidates += [text_of(each) for each in near if _STANDFIRST_CLASS.search(each.get("class") or "")]
    fitting = (text for text in candidates if _LABEL_CHARS < len(text) < _TEXT_CHARS)
    # What repeats the headline is for search engines: "bridge, spring, council - Bridge stays open | The Courier".
    said = _letters(title or "") or None
    return next((text for text in fitting if said is None or said not in _letters(text)), None)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _section(stated: PageStatements, title: str | None, site: list[str]) -> str | None:
    """Return the section that is stated, else the first step below the front page in the breadcrumbs."""
    sections = [*strings(stated.article.get("articleSection")), *stated.meta("section")]
    steps = breadcrumbs(stated.nodes)[1:]
    path = [name for name in steps if name != title and name not in site and len(name) < _SECTION_CHARS]
    return next(iter([*sections, *path[:1]]), None)


def _language(stated: PageStatements) -> str | None:
    xml = "{http://www.w3.org/XML/1998/namespace}lang"
    own = [stated.root.get(name) or "" for name in ("lang", "xml:lang", xml)]
    tags = [*own, *stated.meta("language"), *strings(stated.article.get("inLanguage"))]
    return next((code for tag in tags if (code := language_code(tag))), None)


def _tags(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the tags in lists of them, each once, whatever its case."""
    tags = [" ".join(tag.split()) for text in texts for tag in re.split(r"[,;،、]", text)]
    by_key: dict[str, str] = {}
    for tag in tags:
        if 0 < len(tag) <= _TAG_CHARS:
            by_key.setdefault(tag.casefold(), tag)
    return tuple(by_key.values())[:_MOST_TAGS]


def _paywalled(stated: PageStatements) -> str | None:
    """Return the statement that the article, or a part of it, is not free to read."""
    parts = stated.article.get("hasPart")
    nodes = [
        stated.article,
        *(part for part in (parts if isinstance(parts, list) else [parts]) if isinstance(part, dict)),
    ]
    is_free = [node["isAccessibleForFree"] for node in nodes if "isAccessibleForFree" in node]
    # The article's own statement comes first: of a free article a part may be for members.
    if is_free and str(is_free[0]).rpartition("/")[2].lower() in ("false", "no", "0"):
        return "isAccessibleForFree: false"
    tier = next((tier for tier in stated.metas.get("article:content_tier", ()) if tier in ("locked", "metered")), None)
    return tier and f"article:content_tier: {tier}"


def _canonical(stated: PageStatements, base: str | None) -> str | None:
    addresses = [*stated.links.get("canonical", ()), *stated.meta("address")]
    return next((full for href in addresses if (full := absolute(href, base))), None)


def _image(stated: PageStatements, base: str | None) -> tuple[Image, ...]:
    """Return the lead image, with the caption that is stated, or shown with the same picture."""
    images = stated.article.get("image")
    first = images[0] if isinstance(images, list) and images else images
    caption = next(iter(strings(first.get("caption"))), None) if isinstance(first, dict) else None
    own = strings(first.get("url") or first.get("contentUrl")) if isinstance(first, dict) else strings(first)
    for address in [*own, *stated.meta("image")]:
        if full := absolute(address, base):
            return (Image(full, caption or _caption(stated.root, full)),)
    return ()


def _caption(root: Element, address: str) -> str | None:
    """Return the caption of the figure that shows a picture: the same file name, whatever its size and host."""
    name = address.partition("?")[0].rpartition("/")[2]
    if len(name) < _FILE_NAME_CHARS:
        return None
    for figure in islice(root.iter("figure"), 20):
        images = figure.iter("img", "source")
        if any(name in (image.get("src") or "") or name in (image.get("srcset") or "") for image in images):
            return next((text for caption in figure.iter("figcaption") if (text := text_of(caption))), None)
    return None
