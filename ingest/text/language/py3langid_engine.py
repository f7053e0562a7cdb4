"""The fast language engine. The one module that imports py3langid, which the extra ``fast`` installs."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from typing import Any

from ingest.errors import UsageError
from ingest.text.language.sample import spread_sample

# py3langid's price is that of its letters: each is looked up in tables of 70 MB. After 100 letters it is this sure of
# four texts in five, and of these labels none differs from those after 300.
FAST_LETTERS, SURE = 100, 0.9


def require_py3langid() -> None:
    """Check that py3langid is installed.

    Raises:
        UsageError: the package is not installed.
    """
    if find_spec("py3langid") is None:
        fix = "pip install 'ingest[fast]', or choose langdetect"
        raise UsageError(f"language_engine: 'fast' needs the package py3langid\n  fix: {fix}")


@cache
def _identifier() -> Any:
    require_py3langid()
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    # An instance of our own: the package's global one is shared with whatever else runs in the process.
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@cache
def py3langid_languages() -> frozenset[str]:
    """Return the languages that py3langid knows (ISO 639-1)."""
    return frozenset(map(str, _identifier().nb_classes))


def guess_by_py3langid(text: str) -> tuple[tuple[str, float], ...]:
    """Return the likeliest language of a text (ISO 639-1) and its probability.

    Raises:
        UsageError: the package is not installed.
    """
    language, chance = _identifier().classify(spread_sample(text, FAST_LETTERS))
    if chance < SURE:
        language, chance = _identifier().classify(text)
    return ((str(language), float(chance)),)
