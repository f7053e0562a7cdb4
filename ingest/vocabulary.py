"""The closed vocabularies of records and rules: kinds of documents, blocks, cruft and repairs, actions, codes of notes.

A module of its own, which imports nothing: the command line names the kinds in its help, and loads no records for that.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, get_args

DocumentKind = Literal["html", "text"]
DOCUMENT_KINDS: tuple[DocumentKind, ...] = get_args(DocumentKind)
BlockKind = Literal["paragraph", "heading", "quote", "item", "caption", "table", "code"]
TextPart = Literal["text", "title"]
Action = Literal["drop", "move", "copy", "replace", "keep"]
# What a rule may say of itself, and what users ask for: at more care fewer rules serve (``rules/care.py``).
Confidence = Literal["sure", "bold"]
Care = Literal["high", "normal", "low"]


class KindMeaning(NamedTuple):
    """What a kind of cruft or of repair is: one sentence, and an example as it stands on a page."""

    says: str
    example: str


# The kinds, and what each means: `ingest rules kinds`, the table in rules/README.md and the schema are made from this.
CRUFT_MEANINGS: dict[str, KindMeaning] = {
    "comment_form": KindMeaning("The form in which a reader writes a comment.", "Leave a Reply"),
    "comments": KindMeaning("Readers' comments, their heading and count, and calls to comment.", "12 Comments"),
    "read_also": KindMeaning(
        "A link to one other story, between paragraphs.", "Read Also: Parliament votes on the budget"
    ),
    "related": KindMeaning("A box or list of links to other stories, with its heading.", "You May Also Like"),
    "author_box": KindMeaning("The box about the author, with name, life and links.", "Jane Doe writes about bridges."),
    "byline": KindMeaning("The line that says who wrote the article.", "By Jane Doe"),
    "date": KindMeaning("The day or hour of publication, or of the last change.", "Published: 3 May 2024, 10:15"),
    "dateline": KindMeaning(
        "The place (and agency) before the first sentence; it stays by default.", "KYIV (Reuters) -"
    ),
    "caption": KindMeaning(
        "What stands below a picture and says what it shows.", "A ship passes the old breakwater (AP)"
    ),
    "credit": KindMeaning("Who made or owns a picture, without saying what it shows.", "Photo: Jane Doe/Reuters"),
    "share": KindMeaning("Buttons to share the article, and calls to follow the site.", "Share on Facebook"),
    "newsletter": KindMeaning(
        "Boxes and calls to sign up for a newsletter or for alerts.", "Sign up for our newsletter"
    ),
    "advert": KindMeaning("Advertisements, their labels, and appeals for money.", "Advertisement"),
    "copyright": KindMeaning(
        "The line that claims the rights in the text, or its licence.", "© 2024 Riverside Courier"
    ),
    "site_tail": KindMeaning(
        "The site's name or section at an end of the headline.", "Bridge stays open - The Courier"
    ),
    "title": KindMeaning("The headline again, in the text; it has a field of its own.", "Bridge stays open"),
    "nav": KindMeaning("Menus, breadcrumbs, footers, and links to the parts of a site.", "Home » News » Local"),
    "tags": KindMeaning("The terms that a story is filed under, and their label.", "Tags: bridge, council"),
    "editor_note": KindMeaning("What the newsroom says it changed, and why; it stays by default.", "Correction: ..."),
    "teaser": KindMeaning("An announcement of the story itself, or of one that is still written.", "More to follow."),
    "source_note": KindMeaning(
        "Where the text came from: its source, address, who reported or edited.", "Source: Reuters"
    ),
    "paywall": KindMeaning("What a wall says to those who have not paid or signed in.", "Subscribe to read on"),
    "cookie": KindMeaning("Consent bars, and what they say about cookies and data.", "We use cookies"),
    "video_embed": KindMeaning("What is left of a player of video or sound.", "Watch: The bridge from above"),
    "social_embed": KindMeaning(
        "A post from a social network inside the article, or what is left of it.", "@courier, May 3"
    ),
    "page_control": KindMeaning("Buttons, counters and hints of the page itself.", "3 min read"),
    "other": KindMeaning(
        "Cruft of no other kind, like a paragraph that extraction gave twice.", "(the same line again)"
    ),
}
REPAIR_MEANINGS: dict[str, KindMeaning] = {
    "encoding": KindMeaning("Characters that were decoded wrongly, or written in an odd form.", "â€œGoodâ€\u009d"),
    "spacing": KindMeaning("Blanks, invisible characters and line breaks that scraping put or left.", "two  blanks"),
    "casing": KindMeaning("Names in small letters that have capitals.", "kyiv"),
    "name": KindMeaning("Names as a house style spells them.", "Kiev"),
}
CRUFT_KINDS = tuple(CRUFT_MEANINGS)
REPAIR_KINDS = tuple(REPAIR_MEANINGS)
KINDS = CRUFT_KINDS + REPAIR_KINDS
KIND_MEANINGS = CRUFT_MEANINGS | REPAIR_MEANINGS

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
    "no-article",  # an error page, a wall against robots, a redirect: what it says
    "no-body",  # no prose found; or nothing was left
    "paywalled",  # the page says that its text is not free to read, or nothing but that: what was scraped may be a part
    "recleaned",  # a record of ours was read, and more was taken out: what was before is in the record that was read
    "several-articles",  # the page holds other articles, too
    "site-config",  # what a site config changed in the page's source, or what of it was not believed
    "stated-field",  # what was stated of the document has no meaning as that field; it is in extra
    "stated-text",  # the text is the one that the page states for machines
    "truncated-input",  # the parser gave up before the end
    "undecodable-bytes",  # bytes that fit no encoding, replaced by U+FFFD
    "unsettled",  # rounds ran out before the page came to rest
)
