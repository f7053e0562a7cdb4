"""The language of a text: stated, or detected, or unknown with a note."""

from __future__ import annotations

import re
import string
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from ingest.article import Note
from ingest.text.language import LanguageEngine

if TYPE_CHECKING:
    from ingest.text.language.langdetect_profiles import Profiles

# Measured on 254 texts in 22 languages: the first 500 letters and one trial give the labels of the full text
# (one differed) at a tenth of the cost. On 1,141 texts in 22 languages py3langid's label after 300 letters is
# langdetect's for 99.3 %; after 250 for 98.9 %, after 500 for 99.6 % at the price of langdetect.
SAMPLE_LETTERS = {"langdetect": 500, "fast": 300}
# py3langid's price is that of its letters: each is looked up in tables of 70 MB. After 100 letters it is this sure of
# four texts in five, and of these labels none differs from those after 300.
FAST_LETTERS, SURE = 100, 0.9
# Thresholds: a label with a lower probability is not believed. py3langid spreads its chances wider: of those 1,141 two
# are wrong above 0.5, and 26 below it; of langdetect's, none is below 0.8.
LEAST_PROBABILITY = {"langdetect": 0.8, "fast": 0.5}
SEED = 0
# Below these a guess is not worth having: about two sentences.
SHORT_LETTERS = 100
SHORT_UNSPACED = 40
_ASCII_LETTERS = string.ascii_letters.encode()
_ASCII_MARKS = bytes(code for code in range(128) if code not in _ASCII_LETTERS)
_UNSPACED_LETTERS = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")


@cache
def _profiles() -> Profiles:
    from ingest.text.language.langdetect_profiles import packaged_profiles

    return packaged_profiles(SEED)


def detect(text: str, engine: LanguageEngine = "langdetect") -> tuple[str, float] | None:
    """Return the language of a text (ISO 639-1) and its probability, None where there is nothing to go by."""
    if engine == "fast":
        from ingest.text.language.py3langid_engine import detect_by_py3langid as detect_fast

        return detect_fast(text)
    found = _profiles().detect(text)
    return (found[0].partition("-")[0], found[1]) if found else None


def load_engine(engine: LanguageEngine) -> None:
    """Load what the engine needs, so that no document waits for it."""
    if engine != "none":
        detect("The council voted on Tuesday to keep the old bridge open.", engine)


def sample(text: str, letters: int) -> str:
    """Return the beginning of a text that holds this many letters."""
    end = count = 0
    while count < letters and end < len(text):
        # As many characters as letters are missing, so none too many.
        start, end = end, end + letters - count
        plain, others = _letters(text[start:end])
        count += plain + sum(map(_is_letter, others))
    return text[:end]


def _letters(text: str) -> tuple[int, str]:
    """Return the number of a text's ASCII letters, and its other characters: by way of bytes, as most are ASCII."""
    others = text.encode("utf-8", "surrogatepass").translate(None, _ASCII_MARKS)
    rare = others.translate(None, _ASCII_LETTERS)
    return len(others) - len(rare), rare.decode("utf-8", "surrogatepass")


@lru_cache(4096)
def _is_letter(char: str) -> bool:
    """True if a character counts as a letter. Marks do: vowels of Hindi are marks."""
    return char.isalpha() or unicodedata.category(char)[0] == "M"


def is_short(text: str) -> bool:
    """True if a text has too few letters to detect its language."""
    plain, others = _letters(text)
    if plain >= SHORT_LETTERS:
        return False
    letters = plain + sum(map(str.isalpha, others))
    return letters < (SHORT_UNSPACED if len(_UNSPACED_LETTERS.findall(text)) * 2 > letters else SHORT_LETTERS)


def primary(tag: str | None) -> str | None:
    """Return the primary subtag of a BCP 47 tag: "pt" for "pt-BR"; None for what is no tag."""
    found = re.match(r"\s*([A-Za-z]{2,3})(?:[-_].*)?\s*$", tag or "")
    return found[1].lower() if found else None


def decide(
    stated: str | None, attribute: str | None, text: str, *, engine: LanguageEngine = "langdetect"
) -> tuple[str | None, Note | None]:
    """Return a document's language, and a note where it stays unknown.

    What the caller states takes precedence, then the detector, then the page's attribute where the text is short or
    the detector is not sure: attributes are wrong on 7 of 287 development pages.
    """
    if stated:
        return primary(stated) or stated, None
    fallback = primary(attribute)
    if engine == "none":
        return fallback, None
    piece = sample(text, SAMPLE_LETTERS[engine])
    if is_short(piece):
        letters = sum(map(str.isalpha, piece))
        return fallback, None if fallback else Note("language-unknown", f"{letters} letters are too few")
    found = detect(sample(piece, FAST_LETTERS), engine) if engine == "fast" else None
    if found is None or found[1] < SURE:
        found = detect(piece, engine)
    if found and found[1] >= LEAST_PROBABILITY[engine]:
        return found[0], None
    return fallback, None if fallback else Note("language-unknown", "no language stands out")
