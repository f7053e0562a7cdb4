"""Which line of a plain text is its headline."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from urllib.parse import unquote, urlsplit

from ingest.rules.edits.view import BlockView
from ingest.stated.addresses import MAX_ADDRESS_CHARS

MAX_TITLE_CHARS = 250
MAX_TITLE_WORDS = 35
# So many blocks that no rule takes may be before the body: more are a menu, and a menu has no headline.
HEAD_BLOCKS = 6
# Many addresses spell the headline out. Words of four letters and more are compared by their first five, since
# languages inflect.
_SLUG_WORD = re.compile(r"[a-z]{4,}")
_STEM_CHARS = 5
# Fewer words in an address may name the section; fewer in a block are too few to tell.
_SLUG_WORDS, _TITLE_WORDS = 3, 2
# Addresses write umlauts and their like in ASCII, some as two letters, some as one: both are compared as one.
_ONE_LETTER = (("ue", "u"), ("oe", "o"), ("ae", "a"), ("ß", "ss"), ("ø", "o"), ("æ", "a"), ("ı", "i"), ("ł", "l"))


def title_candidates(blocks: tuple[BlockView, ...]) -> range:
    """Return the indices of the blocks that are candidates for the headline; none if none of them may be one."""
    body = next((index for index, block in enumerate(blocks) if block.position == "body"), 0)
    candidates = range(min(body + 1, len(blocks)))
    return candidates if any(_is_title(blocks[index]) for index in candidates) else range(0)


def guess_title(blocks: tuple[BlockView, ...], cruft: Collection[int], url: str | None = None) -> int | None:
    """Return the index of the block that is the headline, None if none surely is.

    It is the first block that no rule takes for cruft (``cruft`` holds the indices of those), at or just before
    the beginning of the body; it is short, does not end as a sentence of prose does, and prose follows. Where the
    page's address spells a headline out, it is about something that the address names.
    """
    candidates = [index for index in title_candidates(blocks) if index not in cruft]
    if not 0 < len(candidates) <= HEAD_BLOCKS:
        return None
    first = candidates[0]
    if not _is_title(blocks[first]) or not agrees(url, blocks[first].text):
        return None
    prose_follows = any(block.shape.prose for block in blocks[first + 1 :])
    return first if prose_follows else None


def agrees(url: str | None, text: str) -> bool:
    """True if a text may be the headline that an address spells out; also where the address or the text has too few
    words in Latin letters to tell.

    It rejects standfirsts and first subheads, which texts of scrapers that leave the headline out begin with: of the
    development texts' guesses 95 right and 7 wrong ones share a word with their address, 11 wrong ones do not.

    >>> agrees("https://courier.example/old-bridge-stays-open-another-year", "Council keeps the old bridge open")
    True
    >>> agrees("https://courier.example/old-bridge-stays-open-another-year", "Loud bang heard on the quay")
    False
    """
    slug, title = max(map(_stems, _path_segments(url)), key=len), _stems(text)
    return len(slug) < _SLUG_WORDS or len(title) < _TITLE_WORDS or not slug.isdisjoint(title)


def _path_segments(url: str | None) -> list[str]:
    try:
        return [unquote(part) for part in urlsplit((url or "")[:MAX_ADDRESS_CHARS]).path.split("/")]
    except ValueError:
        return [""]


def _stems(text: str) -> set[str]:
    """Return the beginnings of the longer words of a text, without diacritics."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(char))
    for letters, letter in _ONE_LETTER:
        plain = plain.replace(letters, letter)
    return {word[:_STEM_CHARS] for word in _SLUG_WORD.findall(plain)}


def _is_title(block: BlockView) -> bool:
    shape = block.shape
    if shape.truncated or shape.chars > MAX_TITLE_CHARS or not 2 <= shape.words <= MAX_TITLE_WORDS:
        return False
    ends_well = not shape.sentence or block.text.rstrip("\"'”’»)").endswith(("?", "!", "？", "！", "؟"))
    return ends_well and block.in_page.kind in ("paragraph", "heading")
