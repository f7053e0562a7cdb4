"""Where the article's prose begins and ends: a heuristic from shape alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ingest.text.shape import Shape

# Found on the development texts: 30 words lose fewer article lines than 10, 20 or 60, and a cost of 3 is where more
# begins to cut lists off. (benchmarks/development.py --only text scores the whole.)
# A paragraph's score is its words, up to this many: one long comment must not outweigh an article.
_PARAGRAPH_WORDS = 30
# The cost of a line that is no sentence: three menu entries outweigh a short sentence.
_LABEL_COST = 3


def find_body(shapes: Sequence[Shape]) -> tuple[int, int]:
    """Return the first block of the body and the one after its last; (0, 0) where there is no prose.

    The body is the run of blocks with the highest score, so it begins and ends with prose, and reaches over subheads,
    lists and short lines wherever enough prose follows. A block's score does not depend on its neighbours.
    """
    return heaviest(map(_block_weight, shapes))


def heaviest(weights: Iterable[int]) -> tuple[int, int]:
    """Return where the run with the greatest sum begins and ends, half-open; (0, 0) where no weight is above zero.

    Kadane 1977, as told by Bentley, "Programming Pearls", 1984.
    """
    best, first, last = 0, 0, 0
    total, start = 0, 0
    for index, weight in enumerate(weights):
        if total <= 0:
            total, start = 0, index
        total += weight
        if total > best:
            best, first, last = total, start, index + 1
    return first, last


def _block_weight(shape: Shape) -> int:
    if shape.prose:
        return min(shape.words, _PARAGRAPH_WORDS)
    return 0 if shape.sentence else -_LABEL_COST
