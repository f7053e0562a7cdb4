"""Which line of a plain text is its headline."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from urllib.parse import unquote, urlsplit

from ingest.rules.edits.view import BlockView

MAX_TITLE_CHARS = 250
MAX_TITLE_WORDS = 35
# How many lines that no rule takes may stand before the body: more are a menu, and a menu names no headline.
HEAD_LINES = 6
# Many addresses spell the headline out. Words of four letters and more, known by their first five: languages inflect.
_SLUG_WORD = re.compile(r"[a-z]{4,}")
_KNOWN_BY = 5
# Fewer words in an address may name the section, fewer in a line say too little.
_SLUG_WORDS, _LINE_WORDS = 3, 2
# Addresses write umlauts and their like in ASCII, some as two letters, some as one: compared as one.
_ONE_LETTER = (("ue", "u"), ("oe", "o"), ("ae", "a"), ("ß", "ss"), ("ø", "o"), ("æ", "a"), ("ı", "i"), ("ł", "l"))


def places(lines: tuple[BlockView, ...]) -> range:
    """Give the indices of the lines that are looked at for a headline; none where none of them may be one."""
    body = next((index for index, line in enumerate(lines) if line.position == "body"), 0)
    looked = range(min(body + 1, len(lines)))
    return looked if any(_is_title(lines[index]) for index in looked) else range(0)


def guess_title(lines: tuple[BlockView, ...], cruft: Collection[int], url: str | None = None) -> int | None:
    """Give the index of the line that is the headline, None if no line surely is.

    It is the first line that no rule takes for cruft (``cruft`` holds the indices of those), at or just before
    the beginning of the body; it is short, does not end as a sentence of prose does, and prose follows. Where the
    page's address spells a headline out, it is about something that the address names.
    """
    left = [index for index in places(lines) if index not in cruft]
    if not 0 < len(left) <= HEAD_LINES:
        return None
    first = left[0]
    if not _is_title(lines[first]) or not agrees(url, lines[first].text):
        return None
    prose_follows = any(line.shape.prose for line in lines[first + 1 :])
    return first if prose_follows else None


def agrees(url: str | None, text: str) -> bool:
    """Say whether a line may be the headline that an address spells out; True where the address or the line has too
    few words in Latin letters to tell.

    Standfirsts and first subheads, which scrapers that leave the headline out begin with, are told by it: of the
    development texts' guesses 95 right and 7 wrong ones share a word with their address, 11 wrong ones do not.

    >>> agrees("https://courier.example/old-bridge-stays-open-another-year", "Council keeps the old bridge open")
    True
    >>> agrees("https://courier.example/old-bridge-stays-open-another-year", "Loud bang heard on the quay")
    False
    """
    named, said = max(map(_words, _path(url)), key=len), _words(text)
    return len(named) < _SLUG_WORDS or len(said) < _LINE_WORDS or not named.isdisjoint(said)


def _path(url: str | None) -> list[str]:
    try:
        return [unquote(part) for part in urlsplit(url or "").path.split("/")]
    except ValueError:
        return [""]


def _words(text: str) -> set[str]:
    """Give the beginnings of the longer words of a text, without the marks of their letters."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(char))
    for two, one in _ONE_LETTER:
        plain = plain.replace(two, one)
    return {word[:_KNOWN_BY] for word in _SLUG_WORD.findall(plain)}


def _is_title(line: BlockView) -> bool:
    shape = line.shape
    if shape.truncated or shape.chars > MAX_TITLE_CHARS or not 2 <= shape.words <= MAX_TITLE_WORDS:
        return False
    ends_well = not shape.sentence or line.text.rstrip("\"'”’»)").endswith(("?", "!", "？", "！", "؟"))
    return ends_well and line.block.kind in ("paragraph", "heading")
