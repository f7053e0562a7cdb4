"""Documents as rows of numbered tokens: what repeats is found by comparing numbers."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ingest.article import Block
from ingest.text.fold import fold

# A number is one token, whatever it says. Scripts without blanks between words: a character is a token.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(rf"\d+|[{_UNSPACED}]|[^\W\d_{_UNSPACED}]+|[^\s\w]|_+")
_UNSPACED_CHAR = re.compile(f"[{_UNSPACED}]")
# The edge of a block, any number, and a headline that comes back.
EDGE, NUMBER, HEADLINE = 0, 1, 2
# Of one document so much is looked at: a page of a book's size says no more about its site.
MAX_CHARS = 60_000


@dataclass(frozen=True, slots=True)
class TokenRow:
    """One document: ``ids`` are its tokens, with ``EDGE`` before its first block and behind each block; token ``n`` is
    ``text[starts[n]:ends[n]]``. ``inner`` has the tokens of those that are a headline."""

    text: str
    ids: array[int]
    starts: array[int]
    ends: array[int]
    inner: Mapping[int, tuple[int, ...]] = field(default_factory=dict)

    def whole(self, first: int, last: int) -> tuple[int, ...]:
        """Return the tokens ``[first, last)``, those of headlines one by one."""
        if not self.inner:
            return tuple(self.ids[first:last])
        return tuple(number for at in range(first, last) for number in self.inner.get(at, (self.ids[at],)))

    def said(self, first: int, last: int) -> str:
        """Return the text of the tokens ``[first, last)``, edges left out."""
        while first < last and self.ids[first] == EDGE:
            first += 1
        while first < last and self.ids[last - 1] == EDGE:
            last -= 1
        return self.text[self.starts[first] : self.ends[last - 1]] if first < last else ""


@dataclass(slots=True)
class Tokenizer:
    """Numbers tokens as they are met, so that the same documents in the same order have the same numbers."""

    words: list[str] = field(default_factory=lambda: ["", "0", "\0"])
    _known: dict[str, int] = field(default_factory=dict)

    def row(self, text: str, blocks: Iterable[Block]) -> TokenRow:
        """Return a document's tokens."""
        ids, starts, ends = array("I", [EDGE]), array("I", [0]), array("I", [0])
        known, words = self._known, self.words
        folded = fold(text)
        for block in blocks:
            if block.start > MAX_CHARS:
                break
            for found in _TOKEN.finditer(folded, block.start, min(block.end, MAX_CHARS)):
                word = found[0]
                number = known.get(word)
                if number is None:
                    number = NUMBER if word.isdecimal() else len(words)
                    known[word] = number
                    if number != NUMBER:
                        words.append(word)
                ids.append(number)
                starts.append(found.start())
                ends.append(found.end())
            if ids[-1] != EDGE:
                ids.append(EDGE)
                starts.append(block.end)
                ends.append(block.end)
        return TokenRow(text, ids, starts, ends)

    def is_word(self, number: int) -> bool:
        """True if a token is of letters."""
        return self.words[number][:1].isalpha()


def is_unspaced(word: str) -> bool:
    """True if a token is a character of a script without blanks."""
    return _UNSPACED_CHAR.match(word) is not None
