#!/usr/bin/env python3
"""Make the table of languages, ingest/text/language/languages.tsv, out of CLDR.

    pip install -c constraints.txt -e '.[names]'
    python tools/make_language_names.py

A line a language: its code (ISO 639-1, of ISO 639-3 where that has none), its other codes (ISO 639-2 and 639-3, and
withdrawn ones), its names in English and in the language itself, in small letters.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import babel
from babel import Locale, UnknownLocaleError
from babel.core import get_global

TABLE = Path(__file__).parent.parent / "ingest" / "text" / "language" / "languages.tsv"
SOURCE = """\
# Made by tools/make_language_names.py; do not edit. Code, other codes, names in English and in the language itself.
# Codes and names: Unicode CLDR (package Babel {babel}), Unicode License.
"""
# CLDR writes out what the English commonly say in one word, or in another.
SHORT = {"fa": ("farsi",), "el": ("modern greek",), "zh": ("mandarin",), "nb": ("norsk bokmål",), "fil": ("tagalog",)}
OF_FEW_SPEAKERS = 2  # letters: a language with a longer code is listed only where CLDR has its own name for itself


def own_name(code: str) -> str | None:
    """Return what a language calls itself, None where CLDR does not know."""
    try:
        return Locale(code).languages.get(code)
    except (UnknownLocaleError, ValueError):
        return None


def main() -> None:
    english = Locale("en").languages
    others = defaultdict(set)
    for old, new in get_global("language_aliases").items():
        others[new.partition("_")[0]].add(old)
    lines = []
    for code in sorted((code for code in english if "_" not in code), key=lambda code: (len(code), code)):
        own = own_name(code)
        if own is None and len(code) > OF_FEW_SPEAKERS:
            continue
        # A code of two letters stays what it is, although CLDR counts some to a wider language.
        codes = sorted(other for other in others[code] if other not in english or len(other) > OF_FEW_SPEAKERS)
        names = dict.fromkeys(name.casefold() for name in (english[code], own, *SHORT.get(code, ())) if name)
        lines.append(f"{code}\t{' '.join(codes)}\t{'|'.join(names)}\n")
    TABLE.write_text(SOURCE.format(babel=babel.__version__) + "".join(lines), encoding="utf-8")
    print(f"{TABLE}: {len(lines)} languages")


if __name__ == "__main__":
    main()
