"""Which encoding bytes are in that do not say, or do not say it truly: the one under which they read like a language.

Every encoding is read in turn, and what a reader of the language would find improbable is counted in bits. Damage does
not spoil that: a character that cannot be read is one improbable character, where a detector that wants the whole to
decode gives a page up for one bad byte.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain
from math import log2
from typing import NamedTuple

from ingest.text.decoding.encodings import CODECS, LETTERS, SCRIPTS, Rows, Script

_RUN = re.compile(rb"[\x80-\xff]+")
# Bits for a character that the language does not have, or that cannot be read: more than its rarest has (12.9). Two
# bytes can be any of 24,000 characters, and would else be the cheapest way to read what is no text at all.
_ODD, _ODD_PAIR = 14.0, 18.0
# Bits for an ASCII character, drawn from 128 alike. Two-byte encodings have such as second bytes, others as themselves.
_ASCII = 7.0
# How much worse than the best a declared encoding may read and be believed. Of 127 real texts in eight languages, one
# byte in ten damaged, the true encoding read up to 1.05 times as badly as the best, a false one 1.12 times or more as
# badly as the true one (60 characters; 1.18 from 200 on).
_DOUBT = 1.1


class _Table(NamedTuple):
    bits: dict[str, float]
    odd: float


def is_western(sample: bytes) -> bool:
    """True if letters beyond ASCII stand alone or in pairs, as in Latin scripts, and not in runs, as in all others."""
    runs = [len(run) for run in _RUN.findall(sample)]
    return sum(length for length in runs if length > 2) * 2 <= sum(runs)


def latin(sample: bytes) -> str:
    """Return the Latin encoding under which most of a sample's letters beyond ASCII belong to one language."""
    scores: dict[str, int] = {}
    for encoding, letters in LETTERS:
        read = sample.decode(CODECS[encoding][0], "replace").lower()
        scores[encoding] = max(scores.get(encoding, 0), sum(char in letters for char in read if char > "\x7f"))
    return max(scores, key=scores.__getitem__)


def likeliest(sample: bytes, declared: Sequence[str] = ()) -> str:
    """Return the encoding that a sample of text in no Latin script is in: a declared one unless it reads badly."""
    costs = {encoding: cross_entropy(sample, encoding) for encoding in dict.fromkeys((*declared, *_TABLES))}
    best = min(costs, key=costs.__getitem__)
    trusted = min(declared, key=costs.__getitem__, default=best)
    return trusted if costs[trusted] <= _DOUBT * costs[best] else best


def cross_entropy(sample: bytes, encoding: str, codec: str | None = None) -> float:
    """Return the bits it takes to tell each byte beyond ASCII, read as ``encoding`` in the language that fits best.

    ``codec``: which of its codecs reads, else the first. 4 to 7 for text of 200 characters in its own encoding.
    """
    read = Counter(sample.decode(codec or CODECS[encoding][0], "replace"))
    beyond = {char: count for char, count in read.items() if char > "\x7f"}
    told = min(
        sum(count * table.bits.get(char, table.odd) for char, count in beyond.items())
        for table in _TABLES.get(encoding) or chain.from_iterable(_TABLES.values())
    )
    ascii_bytes = len(sample.decode("ascii", "ignore"))
    taken = ascii_bytes - (read.total() - sum(beyond.values()))
    return (told - _ASCII * taken) / max(1, len(sample) - ascii_bytes)


def _table(script: Script) -> _Table:
    """Return how many bits each character of a script takes.

    The rank of a letter tells its share: the letter of rank r among n has the sum of 1/k for k from r to n, over n
    (Gusein-Zade 1988, on Russian; the "broken stick"). All others share what is left alike.
    """
    frequent = "".join(dict.fromkeys(script.frequent))
    others = [char for char in dict.fromkeys(_characters(script.others)) if char not in frequent]
    bits = {char: log2(len(others) / (1 - script.share)) for char in others}
    fallen = 0.0
    for rank in range(len(frequent), 0, -1):
        fallen += 1 / rank
        bits[frequent[rank - 1]] = -log2(script.share * fallen / len(frequent))
    return _Table(bits | {"\ufffd": _ODD}, _ODD_PAIR if isinstance(script.others, Rows) else _ODD)


def _characters(others: str | Rows) -> str:
    if isinstance(others, str):
        return others
    trails = [*range(0x40, 0x7F), *range(0xA1, 0xFF)]
    pairs = (bytes((lead, trail)) for lead in range(others.first, others.last + 1) for trail in trails)
    return "".join(pair.decode(others.codec, "ignore") for pair in pairs)


def _tables() -> dict[str, list[_Table]]:
    tables: dict[str, list[_Table]] = {}
    for script in SCRIPTS:
        table = _table(script)
        for encoding in script.encodings:
            tables.setdefault(encoding, []).append(table)
    return tables


_TABLES: Mapping[str, Sequence[_Table]] = _tables()
