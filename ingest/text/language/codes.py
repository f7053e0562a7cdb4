"""Languages as documents and people state them, to their codes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).with_name("languages.tsv")
# With what a tag (BCP 47), a locale, a list or a bracket says beyond: "en-GB", "pt_BR", "en, fr", "English (UK)".
_QUALIFIED = re.compile(r"([^\W\d_]+)(?:[-_.@,;]| \().")
# Codes of countries that are taken for codes of languages, and are those of none.
_MISNAMED = {"jp": "ja", "cz": "cs", "gr": "el", "ua": "uk", "dk": "da", "cn": "zh"}
UNDETERMINED = "und"  # ISO 639-2: it is stated that no language can be told, so that none is looked for
_LONGEST = 40  # characters; no name of a language is longer


def language_code(stated: str) -> str | None:
    """Return the code of a language, None where none is named: ISO 639-1, or 639-3 where it has no shorter one.

    It may be stated as a tag or locale, by any code of ISO 639, or by its name in English or in the language itself.

    >>> [language_code(said) for said in ("en-GB", "pt_BR", "eng", "English", "Français", "ua", "html", "xx")]
    ['en', 'pt', 'en', 'en', 'fr', 'uk', None, None]
    """
    said = stated[: _LONGEST + 1].strip().casefold()
    if len(said) > _LONGEST:
        return None
    if said in _table():
        return _table()[said]
    qualified = _QUALIFIED.match(said)
    return _table().get(qualified[1]) if qualified else None


@cache
def _table() -> Mapping[str, str]:
    """Return the codes of languages by all that they are called."""
    found: dict[str, str] = {UNDETERMINED: UNDETERMINED, **_MISNAMED}
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            code, codes, names = line.split("\t")
            for called in (code, *codes.split(), *names.split("|")):
                found.setdefault(called, code)
    return found
