"""Templates whose slot was taken for a part of them: the same frame around one headline, and around another."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.rules.learn.templates.template import LONGEST_SLOT, Occurrence, Slot, Template
from ingest.rules.learn.tokens import Tokenizer

# A frame has so many words in all, with at least these on each side of what differs.
_LEAST_WORDS, _LEAST_BEFORE, _LEAST_AFTER = 4, 2, 1


def framed(templates: Sequence[Template], tokenizer: Tokenizer) -> list[Template]:
    """Return templates, those of one frame as one with a slot: "See also {} today." for what is found with two
    headlines, each in several documents, in the place of the first of them."""
    by_ends: dict[tuple[object, ...], list[int]] = {}
    for number, template in enumerate(templates):
        if len(template.parts) > _LEAST_WORDS and not template.to_edge:
            key = (*template.parts[:_LEAST_BEFORE], *template.parts[-_LEAST_AFTER:])
            by_ends.setdefault(key, []).append(number)
    merged: dict[int, Template | None] = {}
    for numbers in by_ends.values():
        alike = [templates[number] for number in numbers]
        if len(alike) > 1 and (frame := _frame(alike, tokenizer)) is not None:
            merged.update(dict.fromkeys(numbers[1:]))
            merged[numbers[0]] = frame
    out = (merged.get(number, template) for number, template in enumerate(templates))
    return [template for template in out if template is not None]


def _frame(alike: Sequence[Template], tokenizer: Tokenizer) -> Template | None:
    """Return the template of which some are instances; None if too little of it would always be the same."""
    parts = [template.parts for template in alike]
    shortest = min(map(len, parts))
    before = _common(parts, range(shortest))
    after = _common(parts, range(-1, before - shortest - 1, -1))
    fixed = [*parts[0][:before], *parts[0][len(parts[0]) - after :]]
    if before < _LEAST_BEFORE or after < _LEAST_AFTER or any(isinstance(part, Slot) for part in fixed):
        return None
    if sum(tokenizer.is_word(part) for part in fixed if not isinstance(part, Slot)) < _LEAST_WORDS:
        return None
    if any(isinstance(part, Slot) for each in parts for part in each):
        return None
    lengths = [len(each) - before - after for each in parts]
    if min(lengths) < 1 or max(lengths) > LONGEST_SLOT:
        return None
    first: dict[int, Occurrence] = {}
    for found in sorted(place for template in alike for place in template.found):
        first.setdefault(found.row, found)
    slot = Slot(min(lengths), max(lengths))
    return Template(
        (*parts[0][:before], slot, *parts[0][len(parts[0]) - after :]), tuple(first[row] for row in sorted(first))
    )


def _common(parts: Sequence[tuple[int | Slot, ...]], places: range) -> int:
    """Return in how many places from the first all have the same."""
    for number, at in enumerate(places):
        if any(each[at] != parts[0][at] for each in parts):
            return number
    return len(places)
