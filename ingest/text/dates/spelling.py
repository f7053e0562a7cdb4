"""One spelling of a text, in which dates are searched: small letters without accents, ASCII digits."""

from __future__ import annotations

import re
import unicodedata

# Accents and points of Latin, Greek, Cyrillic, Hebrew and Arabic letters, nuktas, and characters that show nothing.
# The vowel signs of the Indic scripts stay: in Hindi they alone tell June from January.
_MARKS = re.compile(
    "[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u093c\u09bc\u0a3c\u0b3c\u00ad\u200b-\u200f\u202a-\u202e\u2066-\u2069]"
)
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")
# One letter of several: dotless i, the yeh and kaf of Arabic and Persian keyboards; dashes and the minus sign.
_SAME = str.maketrans("ıيىك‐‑‒–—―−", "iییک-------")
# A letter, or a vowel sign of a script from Devanagari to Khmer, but no full stop and no sign of abbreviation there.
LETTER = (
    r"(?:[^\W\d_]|[\u0900-\u0963\u0971-\u0d7f\u0d80-\u0df3\u0e30-\u0e3a\u0e47-\u0e4e\u0eb0-\u0ebd\u102b-\u103e"
    r"\u17b4-\u17d3])"
)


def plain(text: str) -> str:
    """Return a text as dates are searched in it: small letters without accents, ASCII digits and dashes.

    >>> plain("13 Φεβρουαρίου ٢٠٢٤")
    '13 φεβρουαριου 2024'
    """
    text = unicodedata.normalize("NFKC", text).casefold()
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFD", text)))
    return _OTHER_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), text.translate(_SAME))
