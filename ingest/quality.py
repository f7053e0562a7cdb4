"""Signals about a cleaned text, as numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache

from ingest.lexicon.word_lists import word_lists
from ingest.text.fold import fold
from ingest.text.shape import Shape, runs_on


def quality(
    texts: Sequence[str],
    shapes: Sequence[Shape],
    *,
    removed_chars: int,
    page_chars: int,
    prose_removed: float = 0.0,
    left_out: int = 0,
) -> dict[str, float]:
    """Return the signals of an article from its blocks.

    ``words`` and ``paragraphs`` count; ``share_removed`` is the share of the page's characters that went, menus and
    all, ``prose_removed`` what :func:`lost` gives, ``sentence_share`` the share of blocks that end as a sentence does,
    ``repetition`` that of characters in blocks that stood before (as in Gopher's quality rules, Rae et al. 2021,
    arXiv:2112.11446), and ``left_out`` is the number of characters that the reader of a page left out before any rule
    saw them.
    """
    copies = Counter(texts)
    chars = sum(map(len, texts))
    repeated = sum(len(text) * (count - 1) for text, count in copies.items())
    return {
        "words": sum(shape.words for shape in shapes),
        "paragraphs": len(texts),
        "share_removed": _share(removed_chars, page_chars),
        "prose_removed": prose_removed,
        "sentence_share": _share(sum(shape.sentence for shape in shapes), len(shapes)),
        "repetition": _share(repeated, chars),
        "left_out": left_out,
    }


def prose_blocks(texts: Sequence[str], shapes: Sequence[Shape]) -> tuple[bool, ...]:
    """Return, for each block of a page, whether it is prose: by its shape; where none is, if it runs on as prose does.

    For notes only: rules and the body go by the shape alone, which is stricter.
    """
    by_shape = tuple(shape.prose for shape in shapes)
    return by_shape if any(by_shape) else tuple(map(runs_on, texts, shapes))


def lost(prose_chars: int, left_chars: int) -> float:
    """Return how much of an article went: the characters of prose that went, as a share of these and all that is left.

    Labels that went count nowhere, as menus are most of a page, but labels that stay do: of a calendar whose only
    sentence is the notice above the comments, little is lost with it. On 2,030 texts and pages with a known article
    8 of the 9 that lost most of it are above 0.4, and 10 others; by the share of prose alone the same 8 and 17 others,
    by that of all characters all 9 and 130 others.
    """
    return _share(prose_chars, prose_chars + left_chars)


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


# A page that is no article has no more words, and says so in a line of no more.
_SHORT_WORDS, _LINE_WORDS = 120, 25


def no_article(lines: Sequence[str]) -> str | None:
    """Return what a short text says that is no article but an error, a wall against robots, a redirect: the section of
    ``rules/lexicon/no-article.txt`` and its phrase. None for any other text.

    >>> no_article(["404", "Sorry, the page you are looking for could not be found."])
    'error: page you are looking for'
    """
    if sum(len(line.split()) for line in lines) > _SHORT_WORDS:
        return None
    for line in map(fold, (line for line in lines if len(line.split()) <= _LINE_WORDS)):
        for section, phrase in _phrases():
            if phrase in line:
                return f"{section}: {phrase}"
    return None


@cache
def _phrases() -> tuple[tuple[str, str], ...]:
    lists = word_lists("no-article")
    return tuple((section, fold(phrase)) for section, listed in lists.items() for phrase in listed.words)
