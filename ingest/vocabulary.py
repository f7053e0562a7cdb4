"""The closed vocabularies of records and rules: kinds of documents, blocks, cruft and repairs, actions, codes of notes.

A module of its own, which imports nothing: the command line names the kinds in its help, and loads no records for that.
"""

from __future__ import annotations

from typing import Literal, get_args

DocumentKind = Literal["html", "text"]
DOCUMENT_KINDS: tuple[DocumentKind, ...] = get_args(DocumentKind)
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

# What these say belongs to the article as published; they are recognized and noted, and stay.
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
    "recleaned",  # a record of ours was read, and more was taken out: what was before is in the record that was read
    "stated-field",  # what was stated of the document has no meaning as that field; it is in extra
    "stated-text",  # the text is the one that the page states for machines
    "truncated-input",  # the parser gave up before the end
    "undecodable-bytes",  # bytes that fit no encoding, replaced by U+FFFD
    "unsettled",  # rounds ran out before the page came to rest
)
