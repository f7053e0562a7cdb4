"""Mojibake, entities, composed letters: repairs by ftfy, which leave quotes curly.

This module and ``mojibake_gate`` import ftfy.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from ingest.text.repair.mojibake_gate import Gate, gate

if TYPE_CHECKING:
    from ftfy import TextFixerConfig


@cache
def _config() -> TextFixerConfig:
    # Loaded with the first text that needs it: ftfy takes 48 ms to import.
    from ftfy import TextFixerConfig

    return TextFixerConfig(
        # Quotes stay curly and full-width forms wide: changing them would alter the published text.
        uncurl_quotes=False,
        fix_character_width=False,
        # Lines are broken once, when bytes are decoded; a repair must not move them.
        fix_line_breaks=False,
        normalization="NFC",
        explain=False,
    )


@cache
def _gate() -> Gate:
    return gate()


def is_sound(text: str) -> bool:
    """True if there is nothing to repair in any line of a text. False also where that would take long to tell.

    >>> is_sound("Crème brûlée – “twice”"), is_sound("CrÃ¨me brÃ»lÃ©e")
    (True, False)
    """
    if text.isascii() and "&" not in text:
        return text.replace("\n", "").replace("\t", "").isprintable()
    return _gate().passes(text)


def mend_line(line: str) -> str:
    """Return one line with its encoding repaired; the same object where there is nothing to repair."""
    if is_sound(line):
        return line
    from ftfy import fix_text

    mended: str = fix_text(line, _config())
    return line if mended == line else mended


def rule_of(before: str, after: str) -> str:
    """Return the id of the repair that turned one text into the other."""
    return "encoding.nfc" if unicodedata.normalize("NFC", before) == after else "encoding.ftfy"
