"""The headlines behind what is glued into a text: where one ends is known of those that come back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from ingest.rules.learn.templates.template import (
    FULL_STOPS,
    LONGEST_SLOT,
    PROMPT_ENDS,
    SENTENCE_ENDS,
    Occurrence,
    Slot,
    Template,
    begins,
    last_char,
)
from ingest.rules.learn.tokens import EDGE, NUMBER, TokenRow

# What two documents have behind a template is a headline if it is of so many tokens.
_LEAST_TOKENS = 5
# Where the next sentences begin alike by chance, it is with so many tokens at most; then the others have left before.
_CHANCE, _MORE = 2, 1.5
_MOST_HEADLINES = 60
_Tokens = tuple[int, ...]


class _Followed(NamedTuple):
    """What follows a place: its ``tokens``, those of known headlines one by one, and for each length of them the token
    of the document that comes next; -1 inside of a headline."""

    tokens: _Tokens
    next_at: tuple[int, ...]


def with_headlines(
    templates: Sequence[Template], rows: Sequence[TokenRow], taken: Sequence[bytearray]
) -> list[Template]:
    """Return templates, with the headlines that follow those which end openly, as far as they come back in the group.

    In a text on one line nothing tells where the headline ends and the next sentence begins, but that it is the same in
    another document, and the next sentence is not.
    """
    opening = [number for number, template in enumerate(templates) if _ends_openly(template, rows)]
    behind = {number: [_behind(rows, taken, found) for found in templates[number].found] for number in opening}
    counts: Counter[_Tokens] = Counter()
    for followed in behind.values():
        for tokens, _ in followed:
            counts.update(tokens[:length] for length in range(1, len(tokens) + 1))
    known = {*_titles(rows), *(said for template in templates for said in _fillers_of(template, rows))}
    for tokens in known:
        # A headline that is seen elsewhere, with both its ends, need not come back here.
        counts[tokens] += 2
    out = list(templates)
    for number, followed in behind.items():
        out[number] = _extended(templates[number], followed, counts, rows, taken)
    return out


def _titles(rows: Sequence[TokenRow]) -> Iterator[_Tokens]:
    """Yield the first blocks of documents that are no sentences: their own headlines."""
    for row in rows:
        end = row.ids.index(EDGE, 1) if len(row.ids) > 1 else 0
        tokens = row.whole(1, end)
        if _LEAST_TOKENS <= len(tokens) <= LONGEST_SLOT and last_char(row, end) not in FULL_STOPS:
            yield tokens


def _fillers_of(template: Template, rows: Sequence[TokenRow]) -> Iterator[_Tokens]:
    """Yield what fills the slot of a template that has one slot for whole headlines."""
    wide = [at for at, part in enumerate(template.parts) if isinstance(part, Slot) and part.least < part.most]
    if len(wide) != 1:
        return
    (at,) = wide
    before = sum(part.least if isinstance(part, Slot) else 1 for part in template.parts[:at])
    after = sum(part.least if isinstance(part, Slot) else 1 for part in template.parts[at + 1 :])
    for row, first, last in template.found:
        tokens = rows[row].whole(first + before, last - after)
        if _LEAST_TOKENS <= len(tokens) <= LONGEST_SLOT:
            yield tokens


def _ends_openly(template: Template, rows: Sequence[TokenRow]) -> bool:
    if template.to_edge:
        return False
    row, _, last = template.found[0]
    if rows[row].ids[last - 1] == NUMBER:  # behind an hour the article begins
        return False
    char = last_char(rows[row], last)
    return char in PROMPT_ENDS or char not in SENTENCE_ENDS


def _behind(rows: Sequence[TokenRow], taken: Sequence[bytearray], found: Occurrence) -> _Followed:
    """Return what is behind a place, up to the end of its block or to another template."""
    row, marks = rows[found.row], taken[found.row]
    tokens: list[int] = []
    next_at = [found.last]
    at = found.last
    while at < len(row.ids) and len(tokens) < LONGEST_SLOT and row.ids[at] != EDGE and not marks[at]:
        inner = row.whole(at, at + 1)
        at += 1
        tokens += inner
        next_at += [-1] * (len(inner) - 1) + [at]
    return _Followed(tuple(tokens), tuple(next_at))


def _extended(
    template: Template,
    followed: Sequence[_Followed],
    counts: Counter[_Tokens],
    rows: Sequence[TokenRow],
    taken: Sequence[bytearray],
) -> Template:
    headlines: Counter[_Tokens] = Counter()
    for found, behind in zip(template.found, followed, strict=True):
        if length := _length(behind, counts, rows[found.row]):
            headlines[behind.tokens[:length]] += 1
    for tokens in list(headlines):
        # Where two sentences begin alike, one of them goes on.
        ends = [
            _may_end(behind.next_at[len(tokens)], rows[found.row])
            for found, behind in zip(template.found, followed, strict=True)
            if behind.tokens[: len(tokens)] == tokens
        ]
        if not all(ends):
            del headlines[tokens]
    chosen = sorted(headlines, key=lambda tokens: (-headlines[tokens], tokens))[:_MOST_HEADLINES]
    known = tuple(sorted(chosen, key=lambda tokens: (-len(tokens), tokens)))
    if not known:
        return template
    places = []
    for found, (tokens, next_at) in zip(template.found, followed, strict=True):
        length = next((len(each) for each in known if tokens[: len(each)] == each), 0)
        last = max(found.last, next_at[length])
        taken[found.row][found.last : last] = b"\1" * (last - found.last)
        places.append(found._replace(last=last))
    return replace(template, found=tuple(places), headlines=known)


def _length(behind: _Followed, counts: Counter[_Tokens], row: TokenRow) -> int:
    """Return how many of the tokens behind a place are a headline that is seen again; 0 if that is not known."""
    tokens, next_at = behind
    length = max((length for length in range(1, len(tokens) + 1) if counts[tokens[:length]] > 1), default=0)
    nearby = [end for end in range(max(_LEAST_TOKENS, length - _CHANCE), length + 1) if _may_end(next_at[end], row)]
    left = (end for end in nearby if counts[tokens[:end]] >= _MORE * counts[tokens[:length]])
    return next(left, max(nearby, default=0))


def _may_end(next_at: int, row: TokenRow) -> bool:
    return next_at >= 0 and begins(row, next_at) and last_char(row, next_at) not in ",;-–—("
