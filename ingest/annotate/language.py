"""The language of a text: stated, or detected, or said to be unknown. The one module that imports langdetect."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from ingest.article import Note

if TYPE_CHECKING:
    from langdetect.detector_factory import DetectorFactory

# Measured on 254 texts in 22 languages: the first 500 letters and one trial give the labels of the full text
# (one differed) at a tenth of the cost. See DESIGN and its reference on performance.
SAMPLE_LETTERS = 500
TRIALS = 1
SEED = 0
# Below these a guess is not worth having: about two sentences.
SHORT_LETTERS = 100
SHORT_UNSPACED = 40
LEAST_PROBABILITY = 0.8
_UNSPACED = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")


@cache
def _factory() -> DetectorFactory:
    # An instance of our own: the package's global one is shared with whatever else runs in the process.
    from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory

    factory = DetectorFactory()
    factory.load_profile(PROFILES_DIRECTORY)
    factory.set_seed(SEED)
    return factory


def detect(text: str) -> tuple[str, float] | None:
    """Give the language of a text (ISO 639-1) and its probability, None where there is nothing to go by."""
    from langdetect.lang_detect_exception import LangDetectException

    detector = _factory().create()
    detector.n_trial = TRIALS
    detector.append(text)
    try:
        ranked = detector.get_probabilities()
    except LangDetectException:
        return None
    return (ranked[0].lang.partition("-")[0], ranked[0].prob) if ranked else None


def sample(text: str, letters: int = SAMPLE_LETTERS) -> str:
    """Give the beginning of a text that holds this many letters."""
    count = 0
    for at, char in enumerate(text):
        # Marks count: vowels of Hindi are marks.
        count += char.isalpha() or unicodedata.category(char)[0] == "M"
        if count == letters:
            return text[: at + 1]
    return text


def is_short(text: str) -> bool:
    """Say whether a text has too few letters to tell its language by."""
    letters = sum(map(str.isalpha, text))
    return letters < (SHORT_UNSPACED if len(_UNSPACED.findall(text)) * 2 > letters else SHORT_LETTERS)


def primary(tag: str | None) -> str | None:
    """Give the primary subtag of a BCP 47 tag: "pt" for "pt-BR"; None for what is none."""
    found = re.match(r"\s*([A-Za-z]{2,3})(?:[-_].*)?\s*$", tag or "")
    return found[1].lower() if found else None


def decide(
    stated: str | None, attribute: str | None, text: str, *, engine: str = "langdetect"
) -> tuple[str | None, Note | None]:
    """Give a document's language, and a note where it stays unknown.

    What the caller states stands. Else the detector speaks, and the page's attribute where the text is short
    or the detector is not sure: attributes are wrong on 7 of 287 development pages.
    """
    if stated:
        return primary(stated) or stated, None
    said = primary(attribute)
    piece = sample(text)
    if engine == "none":
        return said, None
    if is_short(piece):
        return said, None if said else Note("language-unknown", f"{sum(map(str.isalpha, piece))} letters are too few")
    found = detect(piece)
    if found and found[1] >= LEAST_PROBABILITY:
        return found[0], None
    return said, None if said else Note("language-unknown", "no language stands out")
