"""Signals about a cleaned text, as numbers. Nothing is decided by them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ingest.read.shape import Shape, runs_on


def quality(
    texts: Sequence[str], shapes: Sequence[Shape], *, removed_chars: int, page_chars: int, left_out: int = 0
) -> dict[str, float]:
    """Give the signals of an article from its blocks.

    ``words`` and ``paragraphs`` count; ``share_removed`` is the share of the page's characters that went,
    ``sentence_share`` that of blocks that end as a sentence does, ``repetition`` that of characters in blocks
    that stood before (as in Gopher's quality rules, Rae et al. 2021, arXiv:2112.11446), and ``left_out`` is the
    number of characters that the reader of a page left out before any rule saw them.
    """
    copies = Counter(texts)
    chars = sum(map(len, texts))
    repeated = sum(len(text) * (count - 1) for text, count in copies.items())
    return {
        "words": sum(shape.words for shape in shapes),
        "paragraphs": len(texts),
        "share_removed": _share(removed_chars, page_chars),
        "sentence_share": _share(sum(shape.sentence for shape in shapes), len(shapes)),
        "repetition": _share(repeated, chars),
        "left_out": left_out,
    }


def prose_of(texts: Sequence[str], shapes: Sequence[Shape]) -> tuple[bool, ...]:
    """Return, for each block of a page, whether it is prose: by its shape; where none is, if it runs on as prose does.

    For notes only: rules and the body go by the shape alone, which is stricter.
    """
    by_shape = tuple(shape.prose for shape in shapes)
    return by_shape if any(by_shape) else tuple(map(runs_on, texts, shapes))


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0
