"""A template: what several documents say in the same words, with slots where they differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from ingest.rules.learn.tokens import EDGE, TokenRow

# A slot holds at most so many tokens: a headline.
LONGEST_SLOT = 30
# This share of the documents must say the next word for it to belong to a template.
AGREEMENT = 0.7
SENTENCE_ENDS = '.!?…:;。！？।॥؟۔»”")]|'
FULL_STOPS = (".", "。", "।", "۔")
# What a prompt ends with that has a headline behind it.
PROMPT_ENDS = ":>»|"
_NO_BEGINNING = frozenset(",.;:!?…)]}»”’%-–—/&'")


@dataclass(frozen=True, slots=True)
class Slot:
    """A part that differs: from ``least`` to ``most`` tokens, with up to ``words`` words, if these may be more."""

    least: int
    most: int
    words: int = 0


class Occurrence(NamedTuple):
    """Where a template stands: tokens ``[first, last)`` of a document."""

    row: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Template:
    """``parts`` are numbers of tokens, and slots; ``found`` is where all of it stands, once a document.

    ``to_edge``: the last slot reaches to the end of its block. ``headlines`` are what may follow what is found, as
    numbers of tokens, the longest first.
    """

    parts: tuple[int | Slot, ...]
    found: tuple[Occurrence, ...]
    to_edge: bool = False
    headlines: tuple[tuple[int, ...], ...] = ()


def begins(row: TokenRow, at: int) -> bool:
    """True if a token may begin something: no small letter, no mark that closes."""
    if row.ids[at] == EDGE:
        return True
    char = row.text[row.starts[at]]
    return not char.islower() and char not in _NO_BEGINNING


def last_char(row: TokenRow, last: int) -> str:
    """Return the last character of what ends before a token."""
    return row.text[row.ends[last - 1] - 1]
