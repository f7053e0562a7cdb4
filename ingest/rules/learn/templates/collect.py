"""The templates of a group: all that repeats, the most frequent first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from ingest.rules.learn.repeats import RUN, TokenAt, repeated_runs
from ingest.rules.learn.templates.condense import with_slots
from ingest.rules.learn.templates.frames import framed
from ingest.rules.learn.templates.grow import Grower, grown
from ingest.rules.learn.templates.headlines import with_headlines
from ingest.rules.learn.templates.template import (
    AGREEMENT,
    FULL_STOPS,
    LONGEST_SLOT,
    PROMPT_ENDS,
    SENTENCE_ENDS,
    Occurrence,
    Slot,
    Template,
    last_char,
)
from ingest.rules.learn.tokens import EDGE, Tokenizer, TokenRow

# A word of which fewer are to be expected in a slot's length of any text tells where a slot ends.
_EXPECTED = 0.25
# Of a template that stands everywhere, so many places are enough to see how it goes on.
_VOTERS = 1000
# A headline that fills a slot is in fewer documents than what it stands beside.
_PART_OF = 0.6
# In groups of so many documents, what is in few of them has no slots.
_LARGE = 30
_ENDS = frozenset(SENTENCE_ENDS)


def templates_of(
    rows: Sequence[TokenRow], runs: Sequence[list[int]], tokenizer: Tokenizer, least: int
) -> list[Template]:
    """Return what repeats in ``least`` documents or more, the most frequent first; no token is in two of them."""
    slots = least if len(rows) < _LARGE else max(least, len(rows) // 50)
    grower = Grower(rows, [bytearray(len(row.ids)) for row in rows], _rare(rows, len(tokenizer.words)), least, slots)
    seeds = _seeds(rows, runs, tokenizer, least)
    found = list(_allgrown(grower, seeds, frozenset()))
    fillers = frozenset(place for template in _fillers(found, rows) for place in _places(template))
    if fillers:
        # What fills slots is no template: without it these are seen whole.
        grower = Grower(rows, [bytearray(len(row.ids)) for row in rows], grower.rare, least, slots)
        found = list(_allgrown(grower, seeds, fillers))
    closed = [_closed(template, rows, grower.taken) for template in framed(found, tokenizer)]
    whole = (with_slots(template, rows) for template in with_headlines(closed, rows, grower.taken))
    return [template for template in whole if not all(isinstance(part, Slot) for part in template.parts)]


def _seeds(
    rows: Sequence[TokenRow], runs: Sequence[list[int]], tokenizer: Tokenizer, least: int
) -> list[list[TokenAt]]:
    """Return the places of each run that repeats, the most frequent first."""

    def rank(places: list[TokenAt]) -> tuple[bool, int, TokenAt]:
        # Numbers and marks last: a date is in many templates; what begins with the end of another sentence is longer.
        row, at = places[0]
        ids = rows[row].ids[at : at + RUN]
        ends = tokenizer.words[ids[0]] in _ENDS
        return ends or sum(map(tokenizer.is_word, ids)) < 2, -len(places), places[0]

    return sorted(repeated_runs(runs, least).values(), key=rank)


def _allgrown(grower: Grower, seeds: Sequence[list[TokenAt]], fillers: frozenset[TokenAt]) -> Iterator[Template]:
    for places in seeds:
        free = [
            place
            for place in places
            if place not in fillers and not _is_taken(grower.taken[place.row], grower.rows[place.row], place.at)
        ]
        if len(free) < grower.least:
            continue
        template = grown(grower, free[:_VOTERS])
        if template is None:
            continue
        for found in template.found:
            grower.taken[found.row][found.first : found.last] = b"\1" * (found.last - found.first)
        yield template


def _places(template: Template) -> Iterator[TokenAt]:
    for found in template.found:
        for at in range(found.first, found.last):
            yield TokenAt(found.row, at)


def _fillers(templates: Sequence[Template], rows: Sequence[TokenRow]) -> Iterator[Template]:
    """Yield the headlines that mostly stand beside a more frequent template: they are what differs in that one."""
    begun: dict[TokenAt, int] = {}
    ended: dict[TokenAt, int] = {}
    for number, template in enumerate(templates):
        for found in template.found:
            begun[TokenAt(found.row, found.first)] = number
            ended[TokenAt(found.row, found.last)] = number
    for template in templates:
        row, _, last = template.found[0]
        if any(isinstance(part, Slot) for part in template.parts) or last_char(rows[row], last) in SENTENCE_ENDS:
            continue
        many = len(template.found)
        for beside, is_open in (
            (Counter(ended.get(TokenAt(row, first), -1) for row, first, _ in template.found), _ends_open),
            (Counter(begun.get(TokenAt(row, last), -1) for row, _, last in template.found), _begins_open),
        ):
            number, together = max(beside.items(), key=lambda item: (item[1], -item[0]))
            if number < 0 or together < AGREEMENT * many:
                continue
            other = templates[number]
            if many <= _PART_OF * len(other.found) and is_open(rows[other.found[0].row], other.found[0]):
                yield template
                break


def _ends_open(row: TokenRow, found: Occurrence) -> bool:
    char = last_char(row, found.last)
    return char in PROMPT_ENDS or char not in SENTENCE_ENDS


def _begins_open(row: TokenRow, found: Occurrence) -> bool:
    return row.text[row.starts[found.first]].islower()


def _closed(template: Template, rows: Sequence[TokenRow], taken: Sequence[bytearray]) -> Template:
    """Return a prompt with the headline behind it as a slot, where that ends its block or is before a template."""
    if template.to_edge or not template.found:
        return template
    lengths = []
    for found in template.found:
        row, marks = rows[found.row], taken[found.row]
        if row.text[row.ends[found.last - 1] - 1] not in PROMPT_ENDS:
            return template
        at = found.last
        while at - found.last <= LONGEST_SLOT and row.ids[at] != EDGE and not marks[at]:
            at += 1
        # What ends in a full stop is the next sentence.
        lengths.append(0 if row.said(found.last, at)[-1:] in FULL_STOPS else at - found.last)
    fits = [found for found, length in zip(template.found, lengths, strict=True) if 0 < length <= LONGEST_SLOT]
    if len(fits) < 0.8 * len(lengths):
        return template
    closed = []
    for found, length in zip(template.found, lengths, strict=True):
        if 0 < length <= LONGEST_SLOT:
            marks = taken[found.row]
            marks[found.last : found.last + length] = b"\1" * length
            closed.append(Occurrence(found.row, found.first, found.last + length))
    slot = Slot(1, max(length for length in lengths if length <= LONGEST_SLOT))
    return Template((*template.parts, slot), tuple(closed), to_edge=True)


def _rare(rows: Sequence[TokenRow], many: int) -> bytearray:
    """Return, for each token, whether one is not to be expected in a slot's length of any text."""
    counts = Counter[int]()
    for row in rows:
        counts.update(row.ids)
    most = sum(counts.values()) / LONGEST_SLOT * _EXPECTED
    rare = bytearray(many)
    for number, count in counts.items():
        rare[number] = number != EDGE and count <= most
    return rare


def _is_taken(marks: bytearray, row: TokenRow, at: int) -> bool:
    run = row.ids[at : at + RUN]
    return any(marks[at + offset] for offset, number in enumerate(run) if number != EDGE)
