"""What documents of a group have in common: the runs of four tokens that stand in several, near copies left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from ingest.rules.learn.tokens import EDGE, TokenRow

RUN = 4
# Documents are compared by so many of their rare runs, those with the smallest hashes (Broder 1997).
_SKETCH = 48
# Two documents with this share of a sketch in common tell one story.
_COPY = 0.3
# Compared by all their runs: stories that stand in a great part of a group.
_WHOLE_COPY = 0.6
# Runs in more documents than this do not tell copies: they are the site's, or too many would be compared.
_MOST_COMPARED = 40


class TokenAt(NamedTuple):
    """A token of a document: the document's number in the group, and the token's in it."""

    row: int
    at: int


def runs_of(row: TokenRow) -> list[int]:
    """Return the hash of the run that begins at each token; 0 where it would reach over the edge of a block.

    Of a block of one token the run is that token with both edges.
    """
    ids = row.ids
    hashes = [hash(run) or 1 for run in zip(ids, ids[1:], ids[2:], ids[3:], strict=False)]
    hashes += [0] * (len(ids) - len(hashes))
    edges = [at for at, number in enumerate(ids) if number == EDGE]
    for first, last in pairwise(edges):
        # An edge may be the first or the last token of a run, never inside.
        for at in range(max(first + 1, last - RUN + 2), last + 1):
            if at < len(hashes):
                hashes[at] = 0
        if last - first == 2:
            hashes[first] = hash((EDGE, ids[first + 1], EDGE, EDGE)) or 1
    return hashes


def originals(runs: Sequence[list[int]]) -> list[int]:
    """Return the numbers of the documents that are no near copies of an earlier one."""
    together = Counter(run for row in runs for run in set(row))
    most = max(3, len(runs) // 10)
    kept: list[int] = []
    rare_index: dict[int, list[int]] = {}
    all_index: dict[int, list[int]] = {}
    for number, row in enumerate(runs):
        distinct = set(row) - {0}
        rare = sorted(run for run in distinct if together[run] <= most)[:_SKETCH]
        whole = sorted(distinct)[:_SKETCH]
        if _is_copy(rare, rare_index, _COPY) or _is_copy(whole, all_index, _WHOLE_COPY):
            continue
        kept.append(number)
        for sketch, index in ((rare, rare_index), (whole, all_index)):
            for run in sketch:
                index.setdefault(run, []).append(number)
    return kept


def _is_copy(sketch: Sequence[int], index: dict[int, list[int]], share: float) -> bool:
    met: Counter[int] = Counter()
    for run in sketch:
        met.update(index.get(run, ())[:_MOST_COMPARED])
    return bool(met) and max(met.values()) >= max(2, share * len(sketch))


def repeated_runs(runs: Sequence[list[int]], least: int) -> dict[int, list[TokenAt]]:
    """Return the runs that stand in ``least`` documents or more, each with its first place in every one."""
    seen = bytearray(1 << 22)
    again: set[int] = set()
    mask = len(seen) - 1
    for row in runs:
        for run in set(row):
            if seen[run & mask]:
                again.add(run)
            else:
                seen[run & mask] = 1
    again.discard(0)
    places: dict[int, list[TokenAt]] = {}
    for number, row in enumerate(runs):
        here: set[int] = set()
        for at, run in enumerate(row):
            if run in again and run not in here:
                here.add(run)
                places.setdefault(run, []).append(TokenAt(number, at))
    return {run: found for run, found in places.items() if len(found) >= least}
