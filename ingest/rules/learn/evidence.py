"""What is seen of a template in the documents of a group: where it stands, how much of it, and what is around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.rules.learn.templates.template import SENTENCE_ENDS, Slot, Template, begins, last_char
from ingest.rules.learn.tokens import EDGE, NUMBER, Tokenizer, TokenRow, is_unspaced

At = Literal["head", "tail", "edge", "body"]

# So many tokens that no template has may lie between a piece and the edge of its document: a headline, a caption.
_NEAR_EDGE = 30
# ... and so many where nothing but a mark is outside of it.
_OUTMOST = 2
# The share of the places that must be so: at the edge, a block of its own, begun and ended well.
MOST_PLACES = 0.7
ALIGNED = 0.9
# Fewer words than this are a label, or chance.
_LABEL_WORDS = 4
# A headline of so many words may have a number in it; with fewer it is "3 min read".
_HEADLINE_WORDS = 6
# What is first in a document is its headline, if it is of so many tokens at most.
_LONGEST_TITLE = 36
_OPENING, _CLOSING = '“"«„‘「『', '”"»“’」』'
# What may stand before a unit: how a sentence ends, and the marks of lists.
_BEFORE = SENTENCE_ENDS + "}*•▪■"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was seen of a template: in how many documents of how many, and where.

    ``words`` counts what is always the same; ``widest`` is the longest slot, in tokens. The others are shares of its
    places: ``edge``, near the first or last word of the document, and ``outmost``, with nothing outside of it that is
    no template; ``lines``, a whole block; ``well_begun`` and ``well_ended``, where a unit begins and ends; ``quoted``,
    in quotation marks; ``first``, in the document's first block, where that is no longer than a headline; ``opens``
    and ``closes``, its first and last words; ``capital``, begun with no small letter; ``closed``, ended by a mark, the
    block, or another template; ``dateline``, before the first sentence of a block. ``ends_sentence``: it ends with a
    full stop or its like; ``headline``: it has no such end, no slot, and if it is short no number.
    """

    documents: int
    of: int
    at: At
    edge: float
    words: int
    slots: int
    widest: int
    lines: float
    well_begun: float
    well_ended: float
    quoted: float
    first: float
    ends_sentence: bool
    headline: bool
    numbers: bool
    opens: float
    closes: float
    capital: float
    closed: float
    dateline: float
    outmost: float

    @property
    def is_block(self) -> bool:
        return self.lines >= ALIGNED

    @property
    def is_label(self) -> bool:
        """True if it is of so few words that only its place tells what it is."""
        return self.words < _LABEL_WORDS

    @property
    def share(self) -> float:
        return self.documents / self.of


def evidence_of(templates: Sequence[Template], rows: Sequence[TokenRow], tokenizer: Tokenizer) -> list[Evidence]:
    """Return what was seen of each template."""
    taken = [bytearray(len(row.ids)) for row in rows]
    for template in templates:
        for found in template.found:
            taken[found.row][found.first : found.last] = b"\1" * (found.last - found.first)
    before = [_free_before(row, marks) for row, marks in zip(rows, taken, strict=True)]
    return [_evidence(template, rows, tokenizer, taken, before) for template in templates]


def _free_before(row: TokenRow, marks: bytearray) -> list[int]:
    """Return, for each token of a document, how many before it are in no template; and the number of all these."""
    free, counts = 0, []
    for number, mark in zip(row.ids, marks, strict=True):
        counts.append(free)
        free += number != EDGE and not mark
    return [*counts, free]


def _evidence(
    template: Template,
    rows: Sequence[TokenRow],
    tokenizer: Tokenizer,
    taken: Sequence[bytearray],
    before: Sequence[list[int]],
) -> Evidence:
    head = tail = either = lines = begun = ended = quoted = first = opens = closes = capital = closed = datelines = (
        outmost
    ) = 0
    for found in template.found:
        row, marks, free = rows[found.row], taken[found.row], before[found.row]
        at_head = free[found.first] <= _NEAR_EDGE
        at_tail = free[-1] - free[found.last] <= _NEAR_EDGE
        head, tail, either = head + at_head, tail + at_tail, either + (at_head or at_tail)
        starts_block, ends_block = row.ids[found.first - 1] == EDGE, row.ids[found.last] == EDGE
        first += found.last <= row.ids.index(EDGE, 1) <= _LONGEST_TITLE
        lines += starts_block and ends_block
        begun += _begins_well(row, marks, found.first)
        ended += _ends_well(row, marks, found.last)
        outmost += min(free[found.first], free[-1] - free[found.last]) <= _OUTMOST
        opens += found.first <= 1
        closes += found.last >= len(row.ids) - 1
        capital += begins(row, found.first)
        end = last_char(row, found.last)
        closed += ends_block or bool(marks[found.last]) or end in SENTENCE_ENDS
        datelines += starts_block and not ends_block and end in "-–—|"
        quoted += _is_quoted(row, found.first, found.last)
    many = len(template.found)
    fixed = [part for part in template.parts if not isinstance(part, Slot)]
    words = _count_words(fixed, tokenizer)
    ends_sentence = tokenizer.words[fixed[-1]] in SENTENCE_ENDS
    return Evidence(
        documents=many,
        of=len(rows),
        at="head"
        if head >= MOST_PLACES * many
        else "tail"
        if tail >= MOST_PLACES * many
        else "edge"
        if either >= MOST_PLACES * many
        else "body",
        edge=either / many,
        words=words,
        slots=len(template.parts) - len(fixed),
        widest=max((max(part.most, part.words) for part in template.parts if isinstance(part, Slot)), default=0),
        lines=lines / many,
        well_begun=begun / many,
        well_ended=ended / many,
        quoted=quoted / many,
        first=first / many,
        ends_sentence=ends_sentence,
        headline=len(fixed) == len(template.parts)
        and not ends_sentence
        and (NUMBER not in fixed or words >= _HEADLINE_WORDS),
        numbers=NUMBER in fixed,
        opens=opens / many,
        closes=closes / many,
        capital=capital / many,
        closed=closed / many,
        dateline=datelines / many,
        outmost=outmost / many,
    )


def _count_words(fixed: Sequence[int], tokenizer: Tokenizer) -> int:
    """Return how many words are always the same; of scripts without blanks, a character is half a word."""
    halves = 0
    for number in fixed:
        if tokenizer.is_word(number):
            halves += 1 if is_unspaced(tokenizer.words[number]) else 2
    return halves // 2


def _begins_well(row: TokenRow, marks: bytearray, first: int) -> bool:
    if row.ids[first - 1] == EDGE:
        return True
    if row.text[row.starts[first]].islower():
        return False
    return bool(marks[first - 1]) or row.text[row.ends[first - 1] - 1] in _BEFORE


def _ends_well(row: TokenRow, marks: bytearray, last: int) -> bool:
    if row.ids[last] == EDGE or marks[last]:
        return True
    return begins(row, last)


def _is_quoted(row: TokenRow, first: int, last: int) -> bool:
    """True if a piece is in quotation marks, whether these are part of it or around it."""
    inner = row.text[row.starts[first]] in _OPENING and any(
        row.text[row.starts[at]] in _CLOSING for at in range(max(first + 1, last - 3), last)
    )
    around = row.text[row.ends[first - 1] - 1 : row.ends[first - 1]] in tuple(_OPENING) and any(
        row.ids[at] != EDGE and row.text[row.starts[at]] in _CLOSING for at in (last - 1, min(last, len(row.ids) - 1))
    )
    return inner or around
