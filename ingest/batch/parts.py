"""The input in chunks, as workers get it, each with what earlier runs made of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ingest.batch.earlier import Past
from ingest.batch.ledger import Part
from ingest.batch.packed import Packing
from ingest.batch.reference import Reference

PART_DOCUMENTS = 64
PART_BYTES = 1_000_000


def parts_of(
    references: Iterable[Reference], past: Past, stem: Callable[[int], str], packing: Packing = ""
) -> Iterator[Part]:
    """Give the input in parts whose files begin with ``stem`` of their number.

    The cuts depend on the input only, for packed frames and shards are cut with them.
    """
    first = 0
    for number, chunk in enumerate(_chunks(references)):
        found = {at: past.at(reference.place) for at, reference in enumerate(chunk) if not reference.reason}
        earlier = {at: one for at, one in found.items() if one is not None}
        yield Part(number, tuple(chunk), stem(number), packing, earlier, first)
        first += len(chunk)


def _chunks(references: Iterable[Reference]) -> Iterator[list[Reference]]:
    """Give small chunks first, so that all workers have work at once, and at most about a second's work."""
    chunk: list[Reference] = []
    number, size = 0, 0
    for reference in references:
        chunk.append(reference)
        size += 0 if reference.reason else reference.length
        if size >= PART_BYTES or len(chunk) >= min(PART_DOCUMENTS, 2 ** (number // 4)):
            yield chunk
            chunk, number, size = [], number + 1, 0
    if chunk:
        yield chunk
