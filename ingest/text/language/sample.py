"""The letters of a text: how many there are, and a sample that holds so many of them."""

from __future__ import annotations

import re
import string
import unicodedata
from functools import lru_cache

# Under these a guess is not worth having: about two sentences.
SHORT_LETTERS = 100
SHORT_UNSPACED = 40
_ASCII_LETTERS = string.ascii_letters.encode()
_ASCII_MARKS = bytes(code for code in range(128) if code not in _ASCII_LETTERS)
_UNSPACED_LETTERS = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")
_BLANK = re.compile(r"\s")
# A window begins at a word, if one begins this soon.
_LONGEST_WORD = 30
# Of a text this many times as long as its sample, the sample is taken in three places.
_LONG = 1.5


def sample(text: str, letters: int) -> str:
    """Return the beginning of a text that holds this many letters."""
    end = count = 0
    while count < letters and end < len(text):
        # As many characters as letters are missing, so none too many.
        start, end = end, end + letters - count
        plain, others = letters_of(text[start:end])
        count += plain + sum(map(_is_letter, others))
    return text[:end]


def spread_sample(text: str, letters: int) -> str:
    """Return about this many letters: of a long text from its beginning, its middle and its end.

    So a quotation in another language does not decide for the whole, wherever it stands.
    """
    if len(text) <= letters * _LONG:
        return sample(text, letters)
    return "\n".join(windows(text, 3, letters // 3))


def windows(text: str, many: int, letters: int) -> list[str]:
    """Return ``many`` pieces of this many letters each, the first at the beginning and the last near the end."""
    # A window of prose has a fifth more characters than letters.
    last = max(len(text) - letters * 5 // 4, 0)
    pieces = []
    for at in range(many):
        start = last * at // max(many - 1, 1)
        if start and (blank := _BLANK.search(text, start, start + _LONGEST_WORD)):
            start = blank.end()
        # Of figures and marks there may be no end: a window looks at four characters for each letter.
        pieces.append(sample(text[start : start + letters * 4], letters))
    return pieces


def letters_of(text: str) -> tuple[int, str]:
    """Return the number of a text's ASCII letters, and its other characters: by way of bytes, as most are ASCII."""
    others = text.encode("utf-8", "surrogatepass").translate(None, _ASCII_MARKS)
    rare = others.translate(None, _ASCII_LETTERS)
    return len(others) - len(rare), rare.decode("utf-8", "surrogatepass")


@lru_cache(4096)  # single characters: half a megabyte
def _is_letter(char: str) -> bool:
    """True if a character counts as a letter. Marks do: vowels of Hindi are marks."""
    return char.isalpha() or unicodedata.category(char)[0] == "M"


def is_short(text: str) -> bool:
    """True if a text has too few letters to detect its language."""
    plain, others = letters_of(text)
    if plain >= SHORT_LETTERS:
        return False
    letters = plain + sum(map(str.isalpha, others))
    return letters < (SHORT_UNSPACED if len(_UNSPACED_LETTERS.findall(text)) * 2 > letters else SHORT_LETTERS)
