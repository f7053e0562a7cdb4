"""Headlines of other stories that come back, as one token each: what is around different ones is seen to be alike."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ingest.rules.learn.templates.template import Occurrence, Slot, Template
from ingest.rules.learn.tokens import HEADLINE, TokenRow


def condensed(rows: Sequence[TokenRow], headlines: Iterable[Template]) -> list[TokenRow]:
    """Return documents in which each place of some templates is one token, ``HEADLINE``."""
    places: dict[int, list[Occurrence]] = {}
    for template in headlines:
        for found in template.found:
            places.setdefault(found.row, []).append(found)
    return [_condensed(row, sorted(places[number])) if number in places else row for number, row in enumerate(rows)]


def _condensed(row: TokenRow, places: Sequence[Occurrence]) -> TokenRow:
    ids, starts, ends = array("I"), array("I"), array("I")
    inner: dict[int, tuple[int, ...]] = {}
    at = 0
    for _, first, last in places:
        ids += row.ids[at:first]
        starts += row.starts[at:first]
        ends += row.ends[at:first]
        inner[len(ids)] = tuple(row.ids[first:last])
        ids.append(HEADLINE)
        starts.append(row.starts[first])
        ends.append(row.ends[last - 1])
        at = last
    return TokenRow(row.text, ids + row.ids[at:], starts + row.starts[at:], ends + row.ends[at:], inner)


def with_slots(template: Template, rows: Sequence[TokenRow]) -> Template:
    """Return a template with a slot where it has a headline."""
    if HEADLINE not in template.parts:
        return template
    words = max(
        len(rows[found.row].said(at, at + 1).split())
        for found in template.found
        for at in range(found.first, found.last)
        if rows[found.row].ids[at] == HEADLINE
    )
    parts = tuple(Slot(1, 1, words) if part == HEADLINE else part for part in template.parts)
    return replace(template, parts=parts)
