"""Pieces of patterns that have a name: ``{month}`` in a pattern stands for what the file's ``define:`` says it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from ingest.errors import nearest
from ingest.lexicon.word_lists import word_lists
from ingest.rules.patterns.translate import PatternError

PIECE_NAME = re.compile(r"[a-z][a-z0-9_-]*")
# Pieces may be made of pieces, and each may double the last: no pattern may grow beyond this, in characters.
MAX_EXPANDED = 20_000
# Linear: each step takes what it has looked at. A class that is not closed is taken to the end.
_PLACES = re.compile(r"\\[pP]\{[^{}]*\}?|\\.|\[\^?\]?(?:\\.|[^\]\\])*(?:\]|\Z)|\{([a-z][a-z0-9_-]*)\}", re.DOTALL)


class Expanded(NamedTuple):
    """A pattern with its pieces put in; ``places`` are, for each, its start and end here, and both as written."""

    text: str
    places: tuple[tuple[int, int, int, int], ...] = ()

    def written_at(self, at: int) -> int:
        """Return where an offset of the text stands in the pattern as written; of a piece, where its name begins."""
        shift = 0
        for start, end, written_start, written_end in self.places:
            if at < start:
                break
            if at < end:
                return written_start
            shift = written_end - end
        return at + shift


def expand(written: str, pieces: Mapping[str, str]) -> Expanded:
    """Return a pattern with its pieces put in. Counts (``{2,5}``), classes and what is escaped are no names.

    Raises:
        PatternError: a name that is not known, or a pattern that would be longer than ``MAX_EXPANDED``.
    """
    parts: list[str] = []
    places: list[tuple[int, int, int, int]] = []
    size = end = 0
    for found in _PLACES.finditer(written):
        if not (name := found[1]):
            continue
        if name not in pieces:
            fix = nearest(name, pieces) if pieces else "a '{' that is meant as such is written '\\{'"
            raise PatternError(f"no piece above is named '{name}'", found.start(), fix)
        before, piece = written[end : found.start()], pieces[name]
        start = size + len(before)
        size, end = start + len(piece), found.end()
        if size > MAX_EXPANDED:
            raise PatternError(f"with its pieces the pattern is longer than {MAX_EXPANDED}", found.start(), "split it")
        parts += (before, piece)
        places.append((start, size, found.start(), end))
    return Expanded("".join([*parts, written[end:]]), tuple(places))


def piece_of(alternatives: Iterable[str]) -> str:
    """Return the piece that stands for any of some patterns."""
    return f"(?:{'|'.join(alternatives)})"


@cache
def shared_pieces() -> Mapping[str, str]:
    """Return the pieces that every rule file may name, by the lists of ``rules/lexicon/slots.txt``."""
    return {name: piece_of(listed.words) for name, listed in word_lists("slots").items()}
