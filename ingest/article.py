"""The nouns: what comes in, what is laid over it, and what goes out.

All are frozen and slotted; those that a document has dozens of are tuples, which are made in a third of the time.
Offsets are code points, half-open. See ``rules/edits/settle.py`` for the law
that turns a page and edits into an article's text, and ``record.py`` for the article as JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urlsplit

from ingest.vocabulary import Action, BlockKind, DocumentKind, TextPart


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
