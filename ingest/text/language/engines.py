"""The engines that detect languages, each with what was measured of it (``benchmarks/language.py``)."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from ingest.text.language import LanguageEngine
from ingest.text.language.fasttext_engine import fasttext_languages, guess_by_fasttext
from ingest.text.language.py3langid_engine import guess_by_py3langid, py3langid_languages

if TYPE_CHECKING:
    from ingest.text.language.langdetect_profiles import Profiles

SEED = 0
Guesses = tuple[tuple[str, float], ...]  # languages (ISO 639) and their probabilities, the likeliest first


class DetectionEngine(NamedTuple):
    """An engine, and how far it can be believed.

    ``letters`` is how long its sample is, ``least`` the probability under which no guess of it counts, and ``sure`` the
    one from which its guess needs no second look.
    """

    guess: Callable[[str], Guesses]
    languages: Callable[[], frozenset[str]]
    letters: int
    least: float
    sure: float


@cache
def _profiles() -> Profiles:
    from ingest.text.language.langdetect_profiles import packaged_profiles

    return packaged_profiles(SEED)


@cache
def _langdetect_languages() -> frozenset[str]:
    return frozenset(name.partition("-")[0] for name in _profiles().languages)


def _guess_by_langdetect(text: str) -> Guesses:
    found = _profiles().detect(text)
    return ((found[0].partition("-")[0], found[1]),) if found else ()


# langdetect is sure of nearly all it says, right or wrong.
_ENGINES = {
    "fasttext": DetectionEngine(guess_by_fasttext, fasttext_languages, letters=300, least=0.5, sure=0.8),
    "langdetect": DetectionEngine(_guess_by_langdetect, _langdetect_languages, letters=500, least=0.8, sure=0.8),
    "fast": DetectionEngine(guess_by_py3langid, py3langid_languages, letters=300, least=0.5, sure=0.9),
}


def detection_engine(name: Literal["fasttext", "langdetect", "fast"]) -> DetectionEngine:
    """Return the engine of a name."""
    return _ENGINES[name]


def load_engine(name: LanguageEngine) -> None:
    """Load what the engine needs, so that no document waits for it."""
    if name != "none":
        engine = detection_engine(name)
        engine.languages()
        engine.guess("The council voted on Tuesday to keep the old bridge open.")
