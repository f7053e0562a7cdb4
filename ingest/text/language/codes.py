"""Language codes as documents state them."""

from __future__ import annotations

import re

_MISNAMED = {"iw": "he", "in": "id", "ji": "yi", "jp": "ja", "cz": "cs", "gr": "el", "ua": "uk", "dk": "da"}


def language_code(tag: str) -> str | None:
    """Return the primary language of a BCP 47 tag or a locale, None where it names none.

    >>> language_code("en-GB"), language_code("pt_BR"), language_code("html")
    ('en', 'pt', None)
    """
    found = re.match(r"\s*([a-z]{2,3})(?![a-z])", tag, re.I)
    code = found[1].lower() if found else ""
    return _MISNAMED.get(code, code) or None
