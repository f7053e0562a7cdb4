"""The patterns of templates, as rule files have them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from ingest.rules.learn.templates.template import Slot, Template
from ingest.rules.learn.tokens import NUMBER, TokenRow

_SPECIAL = re.compile(r"[\\.+*?()|\[\]{}^$]")
# How many places are looked at, to see what lies between two words.
_LOOKED_AT = 20
_MOST_WORDS = 60


def pattern_of(
    template: Template,
    rows: Sequence[TokenRow],
    words: Sequence[str],
    *,
    whole: bool,
    anchor: Literal["start", "end"] | None,
) -> str:
    """Return the pattern of a template; ``whole`` if it is to stand for a whole line, ``anchor`` if it only stands at
    the start or the end of one."""
    out = ""
    gaps = _gaps(template, rows)
    for index, part in enumerate(template.parts):
        if index:
            out += gaps[index]
        out += _slot(part) if isinstance(part, Slot) else _word(part, words)
    if template.headlines:
        headlines = "|".join(r"\s*".join(_word(part, words) for part in parts) for parts in template.headlines)
        out += rf"(?:\s*(?:{headlines}))?"
    if whole:
        return f"^{out}$"
    # No word edge before it: that takes longer to compile than all the rest, and nothing ends in the first of these
    # words with all the others behind it but a sentence that was glued to them.
    before = "^" if anchor == "start" else ""
    if anchor == "end" or template.to_edge:
        return f"{before}{out}$"
    return before + out + ("" if template.headlines else _edge(template.parts[-1], words))


def _word(part: int, words: Sequence[str]) -> str:
    return r"\d+" if part == NUMBER else _SPECIAL.sub(lambda found: "\\" + found[0], words[part])


def _edge(part: int | Slot, words: Sequence[str]) -> str:
    return r"\b" if not isinstance(part, Slot) and _is_wordy(words[part]) else ""


def _is_wordy(word: str) -> bool:
    return word[:1].isalnum() or word[:1] == "_"


def _slot(slot: Slot) -> str:
    longest = max(slot.most, slot.words)
    most = longest if slot.least == slot.most > slot.words else min(_MOST_WORDS, longest + longest // 2 + 2)
    return rf"\S+?(?:\s+\S+?){{0,{most - 1}}}?" if most > 1 else r"\S+?"


def _gaps(template: Template, rows: Sequence[TokenRow]) -> list[str]:
    """Return what lies before each part but the first: blanks, nothing, or either."""
    parts = template.parts
    blank, none = [0] * len(parts), [0] * len(parts)
    for found in template.found[:_LOOKED_AT]:
        row = rows[found.row]
        for index, at in enumerate(_positions(template, row, found.first)):
            if index and at is not None:
                if row.ends[at - 1] == row.starts[at]:
                    none[index] += 1
                else:
                    blank[index] += 1
    return [
        r"\s*" if (blank[at] and none[at]) or not (blank[at] or none[at]) else r"\s+" if blank[at] else ""
        for at in range(len(parts))
    ]


def _positions(template: Template, row: TokenRow, first: int) -> list[int | None]:
    """Return the token at which each part begins in a document, as far as no slot is before it."""
    out: list[int | None] = []
    at: int | None = first
    for part in template.parts:
        out.append(at)
        if at is not None:
            at = (
                None
                if isinstance(part, Slot) and part.least != part.most
                else at + (part.least if isinstance(part, Slot) else 1)
            )
    return out
