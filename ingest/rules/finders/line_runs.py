"""Runs of lines that belong together whatever they say: other headlines between paragraphs, terms below the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.rules.edits.view import BlockView, PageView
from ingest.text.fold import fold

# A subhead stands alone; of two lines or more that are no sentences between paragraphs none is one.
_FEWEST, _MOST = 2, 6
# In so many places between paragraphs, they are the headlines of entries.
_LIVE_BLOG = 8
_HEADLINE_WORDS, _HEADLINE_CHARS = (8, 25), 200
# An item of a list, a speaker of an interview, a row of a table.
_LISTED = re.compile(r"[-•*·▪–—]|\(?\d{1,2}[.)]\s|\(?[a-z][.)]\s|[^\s:]+(?:\s[^\s:]+){0,2}:\s")
_SENTENCE_INSIDE = re.compile(r"[^\W\d_]{3}[.!?…]\s")
_OPENING = "“\"‘'«„[("
# Between paragraphs there are one line break or two.
_WIDE_GAP = 2
_TERM_WORDS = 3
_LETTERS = re.compile(r"[^\W\d_]{3,}")
# Languages change the ends of words: so much of a term's word must be in the text.
_STEM = 5
_PUNCTUATION = re.compile(r"[.:;!?,|/=\d]")
_NO_TERM = re.compile(r"^[-•*·▪–—>(\[]|\svs?\.?\s", re.IGNORECASE)
# How much of their words must be in the text: of lines, of a row.
_MOST_SAID, _HALF_SAID = 0.7, 0.5
# A row of terms on one line has so many words, all with capitals.
_ROW_WORDS = 5


def headline_run(view: PageView) -> Iterator[int]:
    """Yield the blocks of other headlines, or of captions, between two paragraphs: two or more of them, or one that has
    more blanks around it than paragraphs have. None in a live blog, whose entries have headlines of their own."""
    blocks = view.blocks
    runs = tuple(_runs_between_paragraphs(blocks))
    for run in runs if len(runs) <= _LIVE_BLOG else ():
        several = _FEWEST <= len(run) <= _MOST and all(_has_name(blocks[index]) for index in run)
        if several or (len(run) == 1 and _is_set_apart(blocks, run[0])):
            yield from run


def _runs_between_paragraphs(blocks: Sequence[BlockView]) -> Iterator[range]:
    """Yield the lines between two paragraphs that read as headlines."""
    start = 1
    while start < len(blocks):
        end = start
        while end < len(blocks) and _is_headline(blocks[end]):
            end += 1
        if end < len(blocks) and start < end and _stands_between(blocks[start - 1], blocks[end]):
            yield range(start, end)
        start = max(end, start + 1)


def _is_set_apart(blocks: Sequence[BlockView], at: int) -> bool:
    """True if more blanks are around a block than between paragraphs: a box was there, that they lie around."""
    around = blocks[at - 1 : at + 2]
    if around[-1].at - around[0].at != 2:
        return False
    here = min(_gap(before, after) for before, after in pairwise(around))
    usual = [_gap(before, after) for before, after in pairwise(blocks) if before.shape.prose and after.shape.prose]
    return here > max(_WIDE_GAP, min(usual, default=_WIDE_GAP))


def _gap(before: BlockView, after: BlockView) -> int:
    return after.in_page.start - before.in_page.end


def _stands_between(before: BlockView, after: BlockView) -> bool:
    return before.shape.prose and after.shape.prose and not before.text.rstrip().endswith((":", "："))


def _is_headline(block: BlockView) -> bool:
    text, shape = block.text, block.shape
    least, most = _HEADLINE_WORDS
    if shape.prose or shape.sentence or shape.truncated or not least <= shape.words <= most:
        return False
    if shape.chars > _HEADLINE_CHARS or text[-1] in ",;–—-" or _LISTED.match(text) or _SENTENCE_INSIDE.search(text):
        return False
    return text[0].isupper() or text[0].isdigit() or text[0] in _OPENING


def _has_name(block: BlockView) -> bool:
    """True if there is a capital or a digit in the middle, as there is none in lines of verse."""
    return any(word[0].isupper() or word[0].isdigit() for word in block.text.split()[1:])


def tail_terms(view: PageView) -> Iterator[int]:
    """Yield the blocks below the last paragraph that are the terms a story is filed under: short, one a line or a row
    of them, without marks, and most of their words in the text (or all of them in small letters)."""
    blocks = view.blocks
    last = max((index for index, block in enumerate(blocks) if block.shape.prose), default=None)
    if last is None or last + 1 >= len(blocks) or blocks[last].text.rstrip().endswith((":", "：")):
        return
    tail = range(last + 1, len(blocks))
    said = " ".join(block.folded for block in blocks[: last + 1])
    if sum(_is_row(blocks[index]) for index in tail) == 1 and _is_row(blocks[-1]):
        yield from (tail[-1:] if _share_said(blocks[-1:], said) >= _HALF_SAID else ())
    found = [index for index in tail if _is_term(blocks[index])]
    if len(found) >= _FEWEST and found[-1] - found[0] == len(found) - 1:
        terms = blocks[found[0] : found[-1] + 1]
        if all(term.shape.letters == "lower" for term in terms) or _share_said(terms, said) >= _MOST_SAID:
            yield from found


def _is_term(block: BlockView) -> bool:
    """True if a block may be a term; names of two sides ("Ardle vs Corrin") and entries of lists are none."""
    text, shape = block.text, block.shape
    short = shape.words <= _TERM_WORDS and not shape.sentence
    return short and bool(_LETTERS.search(text)) and not (_PUNCTUATION.search(text) or _NO_TERM.search(text))


def _is_row(block: BlockView) -> bool:
    words = block.text.split()
    if len(words) < _ROW_WORDS or block.shape.sentence or _PUNCTUATION.search(block.text):
        return False
    return all(word[0].isupper() for word in words) and block.shape.letters != "upper"


def _share_said(blocks: Sequence[BlockView], said: str) -> float:
    """Return the share of the words of some blocks whose stems are in a folded text."""
    words = [word for block in blocks for word in _LETTERS.findall(fold(block.text))]
    return sum(word[:_STEM] in said for word in words) / len(words) if words else 0.0
