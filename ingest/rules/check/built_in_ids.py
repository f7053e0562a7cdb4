"""Ids that stand in records and are of no rule file: what the reader and the repairs of a page do, and why."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from ingest.html.extract.class_names import READER_RULES, words_of
from ingest.text.repair.normalize import PAGE_REPAIRS
from ingest.vocabulary import KIND_MEANINGS

# Of the words of a class, so many are shown.
_SHOWN_WORDS = 12
_REPAIRS: Mapping[str, str] = {
    "encoding.ftfy": "Mojibake, HTML entities and the like, as ftfy mends them; curly quotes stay.",
    "encoding.nfc": "Letters and their accents joined to single characters (Unicode NFC), so that equal words compare.",
    "spacing.breaks": "Other line ends of Unicode (U+0085, U+2028, U+2029) become line feeds.",
    "spacing.invisible": "Soft hyphens, zero-width spaces, word joiners and byte order marks inside words go.",
    "spacing.run": "Several blanks become one.",
    "spacing.space": "No-break spaces, tabs and other odd blanks become ordinary ones.",
    "spacing.commas": "Paragraphs that a scraper joined by commas stand on lines of their own again.",
    "spacing.glued": "Paragraphs that a scraper joined by nothing stand on lines of their own again.",
    "spacing.literal": "Line breaks, tabs and quotes that were spelled as escapes, like \\n, are what they stand for.",
    "spacing.printed-list": "A list of paragraphs as Python or JSON prints it becomes paragraphs.",
    "spacing.tags": "Tags of HTML that were left in a text go; those of blocks become line breaks.",
    "spacing.wide": "Paragraphs that wide blanks separate stand on lines of their own again.",
    "spacing.wrapped": "Lines that were wrapped at a width are joined to paragraphs again.",
}


@cache
def built_in_reasons() -> Mapping[str, str]:
    """Return, by id, what every built-in removal and repair does, and why."""
    reasons = {id: _reader_reason(id.partition(".")[2]) for id in READER_RULES}
    return {**reasons, **{id: _REPAIRS[id] for id in PAGE_REPAIRS}}


def _reader_reason(kind: str) -> str:
    words = words_of(kind)
    listed = ", ".join(words[:_SHOWN_WORDS])
    more = f" and {len(words) - _SHOWN_WORDS} more" if len(words) > _SHOWN_WORDS else ""
    return (
        f"An element among the article's whose class, id or tag says what it is (classes like {listed}{more}); "
        f"the fast reader leaves it out. {KIND_MEANINGS[kind].says}"
    )
