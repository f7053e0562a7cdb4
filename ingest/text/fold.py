r"""Folded text: a normalization that keeps the length, position by position: case and look-alikes are folded.

Patterns are matched on folded text, so that ``\d``, ``\s`` and caselessness mean the same for every script
while the matcher itself stays byte-wise and linear. Offsets in the folded text are offsets in the text.
"""

from __future__ import annotations

import re
import unicodedata

from ingest.text.non_ascii import non_ascii_chars

# Decimal digits and blanks of every script in the Basic Multilingual Plane: a wider class costs 80 times the scan.
_DIGITS_AND_BLANKS = re.findall(r"\d|[^\S ]", "".join(map(chr, range(128, 0x10000))))
_FOLDED = {char: str(unicodedata.decimal(char)) if char.isdecimal() else " " for char in _DIGITS_AND_BLANKS}
# Typographic variants that a rule author cannot be expected to list. Guillemets stay: they are used as arrows.
_FOLDED |= dict.fromkeys("‘’‚‛ʼ", "'") | dict.fromkeys("“”„‟", '"') | dict.fromkeys("‐‑‒–—―−", "-")
# The characters that news text is full of are folded by ``str.replace``, ten times as fast as a table; the others
# only in texts that hold one.
_COMMON_FOLDS = [(char, _FOLDED.pop(char)) for char in "’‘“”„–—\u00a0"]
_RARE = re.compile("[" + "".join(_FOLDED) + "]")
# Texts longer than this are searched for the other characters first.
_LONG = 500
# Letters whose lower case is longer than one, depends on its neighbours, or has a variant of its own.
_BEFORE_LOWER = (("İ", "i"), ("Σ", "σ"))
_AFTER_LOWER = (("ς", "σ"), ("ı", "i"), ("ſ", "s"))
# Small letters that are to RE2 the same as another, caseless: symbols and old forms of Greek, Cyrillic and Latin ones.
VARIANTS = frozenset(
    "\u00b5\u0345\u03d0\u03d1\u03d5\u03d6\u03f0\u03f1\u03f5\u1e9b\u1fbe\u1fd3\u1fe3\ufb05\ufb06"
) | frozenset(map(chr, range(0x1C80, 0x1C89)))


def fold_cased(text: str) -> str:
    """Return the folded text that keeps case: digits, blanks, quotes and dashes in their ASCII form."""
    if text.isascii():
        return text
    rare = len(text) < _LONG or _RARE.search(non_ascii_chars(text))
    for char, folded in _COMMON_FOLDS:
        text = text.replace(char, folded)
    return _RARE.sub(lambda match: _FOLDED[match[0]], text) if rare else text


def fold(text: str) -> str:
    """Return the caseless folded text: as ``fold_cased``, and every letter in one case.

    >>> fold("İSTANBUL – “Київ” ٣")
    'istanbul - "київ" 3'
    """
    if text.isascii():
        return text.lower()
    for char, folded in _BEFORE_LOWER:
        text = text.replace(char, folded)
    text = fold_cased(text.lower() if len(text) < _LONG else _lower(text))
    for char, folded in _AFTER_LOWER:
        text = text.replace(char, folded)
    return text


def _lower(text: str) -> str:
    """Return a text in lower case, as ``str.lower`` does: that takes three times as long for a text that is not ASCII,
    but mostly is."""
    rare = non_ascii_chars(text)
    if len(rare) * 4 > len(text):
        return text.lower()
    lower = text.encode("utf-8", "surrogatepass").lower().decode("utf-8", "surrogatepass")
    for char in set(rare):
        if (low := char.lower()) != char:
            lower = lower.replace(char, low)
    return lower


def is_word(char: str) -> bool:
    r"""True if a character belongs to ``\w``: letters, marks, numbers and the underscore, in every script."""
    return char == "_" or unicodedata.category(char)[0] in "LMN"
