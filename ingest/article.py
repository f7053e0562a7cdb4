"""The nouns: what comes in, what is laid over it, and what goes out.

All are frozen and slotted; those that a document has dozens of are tuples, which are made in a third of the time.
Offsets are code points, half-open. See ``rules/edits/settle.py`` for the law
that turns a page and edits into an article's text, and ``record.py`` for the article as JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

DocumentKind = Literal["html", "text"]
BlockKind = Literal["paragraph", "heading", "quote", "item", "caption", "table", "code"]
TextPart = Literal["text", "title"]
Action = Literal["drop", "move", "copy", "replace", "keep"]

CRUFT_KINDS = (
    "comment_form",
    "comments",
    "read_also",
    "related",
    "author_box",
    "byline",
    "date",
    "dateline",
    "caption",
    "credit",
    "share",
    "newsletter",
    "advert",
    "copyright",
    "site_tail",
    "title",
    "nav",
    "tags",
    "editor_note",
    "teaser",
    "source_note",
    "paywall",
    "cookie",
    "video_embed",
    "social_embed",
    "page_control",
    "other",
)
REPAIR_KINDS = ("encoding", "spacing", "casing", "name")
KINDS = CRUFT_KINDS + REPAIR_KINDS

# What these say belongs to the article as published; they are recognised and noted, and stay.
KEPT_BY_DEFAULT = frozenset({"dateline", "editor_note"})

NOTE_CODES = (
    "binary",  # the input is not text
    "element-limit",  # an element rule matched more elements than are looked at
    "empty",  # nothing to read
    "fallback-reader",  # the main reader refused the page
    "kept-whole",  # over --max-removed: the document was passed through untouched
    "language-unknown",  # too little text, or no clear winner
    "live-blog",  # the page says that it is one
    "match-limit",  # a pattern matched more often in one block than is looked at
    "more-pages",  # the article goes on on another page
    "mostly-removed",  # more of the prose went than is usual
    "no-body",  # no prose found; or nothing was left
    "paywalled",  # the page says that its text is not free to read, so what was scraped may be a part
    "several-articles",  # the page holds other articles, too
    "site-config",  # what a site config changed in the page's source, or what of it was not believed
    "stated-text",  # the text is the one that the page states for machines
    "truncated-input",  # the parser gave up before the end
    "undecodable-bytes",  # bytes that fit no encoding, replaced by U+FFFD
    "unsettled",  # rounds ran out before the page came to rest
)


@dataclass(frozen=True, slots=True)
class RawDocument:
    """One document as it was scraped. ``charset`` is what HTTP said; ``title=""`` states there is none."""

    data: bytes | str
    name: str = ""
    kind: DocumentKind | None = None
    url: str | None = None
    site: str | None = None
    title: str | None = None
    language: str | None = None
    published: str | None = None
    charset: str | None = None
    fetched_at: str | None = None
    extra: Mapping[str, object] = field(default_factory=dict)


def site_of(raw: RawDocument) -> str | None:
    """Return the host whose rules apply to a document, without "www."; None where neither site nor URL names one."""
    if raw.site:
        return raw.site.lower().removeprefix("www.")
    try:
        host = urlsplit(raw.url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


@dataclass(frozen=True, slots=True)
class Note:
    """Something a reader of the article should know; ``code`` is one of ``NOTE_CODES``."""

    code: str
    detail: str = ""


class Block(NamedTuple):
    """A paragraph or its like: ``text[start:end]`` of the page (or, in an article, of its text).

    ``link_density`` is the share of the block's characters inside links, None where unknown.
    """

    start: int
    end: int
    kind: BlockKind = "paragraph"
    link_density: float | None = None


@dataclass(frozen=True, slots=True)
class Image:
    url: str
    caption: str | None = None


@dataclass(frozen=True, slots=True)
class Caption:
    text: str
    credit: str | None = None


@dataclass(frozen=True, slots=True)
class Related:
    title: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says about itself. Unknown is None or empty; times are RFC 3339, as precise as the source.

    ``paywalled`` is the statement by which the text is not free to read, None where there is none.
    """

    title: str | None = None
    subtitle: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    modified: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    language: str | None = None
    url: str | None = None
    canonical_url: str | None = None
    site_name: str | None = None
    images: tuple[Image, ...] = ()
    paywalled: str | None = None


class Edit(NamedTuple):
    """What a rule proposes for ``[start, end)`` of the page text, or of the page title.

    ``after`` is what a replacement puts there; ``to`` names the field a move or copy fills, ``value``
    the part of the span that belongs in it (None: all of it). ``rank`` grows with the layer: global 0,
    language 1, site config 2, site 3, the user's own 4. ``anchor`` is where a section starts: a guard there cancels
    it all.
    """

    rule: str
    kind: str
    action: Action
    start: int
    end: int
    part: TextPart = "text"
    after: str = ""
    to: str | None = None
    value: str | None = None
    rank: int = 0
    anchor: tuple[int, int] | None = None

    @property
    def takes(self) -> bool:
        """True if the span is not in the article."""
        return self.action in ("drop", "move")


class Removal(NamedTuple):
    """A span that is not in the article; ``start`` and ``end`` are None for an element, which has a ``path``."""

    rule: str
    kind: str
    text: str
    part: TextPart = "text"
    start: int | None = None
    end: int | None = None
    path: str | None = None
    to: str | None = None


class Repair(NamedTuple):
    """A span that reads otherwise in the article. ``encoding.*`` and ``spacing.*`` are offset in the
    decoded input, all others in the page text."""

    rule: str
    before: str
    after: str
    start: int
    end: int
    part: TextPart = "text"


@dataclass(frozen=True, slots=True)
class Page:
    """A document as read, before any rule: what edits are laid over.

    ``source`` is the decoded input (of HTML: what the reader gave); ``repairs`` turn it into ``text``, and
    ``blocks`` partition the text's lines. ``title`` is the headline as the page states it, None if it states none.
    ``left_out`` counts the characters of an HTML page that the reader left out.
    """

    kind: DocumentKind
    source: str
    text: str
    blocks: tuple[Block, ...]
    title: str | None = None
    metadata: Metadata = Metadata()
    repairs: tuple[Repair, ...] = ()
    removed: tuple[Removal, ...] = ()
    captions: tuple[Caption, ...] = ()
    related: tuple[Related, ...] = ()
    encoding: str | None = None
    reader: str = "plain"
    left_out: int = 0
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """Where an article came from: the bytes as they came in."""

    kind: DocumentKind
    sha256: str
    bytes: int
    encoding: str | None = None
    fetched_at: str | None = None


@dataclass(frozen=True, slots=True)
class MadeBy:
    """What made an article. ``rules_sha256`` covers the layers that applied to this document."""

    version: str
    rules_sha256: str
    reader: str


@dataclass(frozen=True, slots=True)
class Article:
    """A clean article, and everything that was taken out of it or changed. The fields are the record's."""

    name: str
    id: str
    text: str
    source: Source
    made_by: MadeBy
    blocks: tuple[Block, ...] = ()
    url: str | None = None
    canonical_url: str | None = None
    site: str | None = None
    site_name: str | None = None
    title: str | None = None
    subtitle: str | None = None
    authors: tuple[str, ...] = ()
    author_bio: str | None = None
    published: str | None = None
    modified: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    language: str | None = None
    dateline: str | None = None
    captions: tuple[Caption, ...] = ()
    related: tuple[Related, ...] = ()
    copyright: str | None = None
    images: tuple[Image, ...] = ()
    removed: tuple[Removal, ...] = ()
    repaired: tuple[Repair, ...] = ()
    quality: Mapping[str, float] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    extra: Mapping[str, object] = field(default_factory=dict)

    def to_dict(self) -> dict[str, object]:
        """Give the record, ``ingest.article/1``, as plain dicts, lists, strings and numbers."""
        from ingest.record import to_dict

        return to_dict(self)

    def to_json(self) -> str:
        """Give the record as one line of JSON, without the line end."""
        from ingest.record import encode

        return encode(self).decode()
