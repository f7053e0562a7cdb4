"""Whether an inline element stands within a sentence: then it is part of the prose, whatever its class says it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ingest.html.dom import BLOCKS, UNSEEN, Element
from ingest.text.names import after_by
from ingest.text.shape import shape

# So many characters on either side tell whether a line is prose; more of a paragraph is not looked at.
_MOST_BESIDE = 600
# What a sentence, a label or a cell ends with: what follows is apart from it.
_APART = frozenset(".!?…:|·•—–>»。！？।؟")
# What goes on with a sentence that an element stands in; a dash or a bracket follows the place of a dateline.
_GOES_ON = frozenset(",;.:!?'’)-–—(，、。")
_SENTENCE_INSIDE = re.compile(r"\w{3}[.!?](?:\s|$)")
# A note on a word has so many words.
_NOTE_WORDS = 8
_CLOSERS = "\"'”’»)]"


def is_in_sentence(element: Element) -> bool:
    """True if an inline element stands within a sentence, at its beginning or at its end.

    >>> from lxml import html
    >>> page = html.fromstring("<p>The study's author, <i>Ann Lee</i>, said that the old piles had been eaten.</p>")
    >>> is_in_sentence(page[0])
    True
    """
    if next(element.iterdescendants(*BLOCKS), None) is not None:
        return False
    inside = " ".join("".join(element.itertext()).split())
    before = _joined(_pieces_before(element), from_end=True)
    behind = _joined(_pieces_behind(element))
    is_signed = bool(before) and after_by(f"{before} ") > len(before)
    # A note on a word is a sentence of its own.
    is_note = len(inside.split()) >= _NOTE_WORDS and _SENTENCE_INSIDE.search(inside) is not None
    if not inside or is_signed or is_note or not shape(f"{before} {inside} {behind}".strip()).prose:
        return False
    if behind and (behind[0].islower() or behind[0] in _GOES_ON):
        return not before or before[-1] not in "|·•"
    has_begun = bool(before) and before.rstrip(_CLOSERS)[-1:] not in _APART
    return has_begun and bool(behind)


def _joined(pieces: Iterable[str], *, from_end: bool = False) -> str:
    """Return pieces of text on one line, up to the limit; ``from_end``: they come in reverse order."""
    taken: list[str] = []
    size = 0
    for piece in pieces:
        taken.append(piece)
        size += len(piece)
        if size > _MOST_BESIDE:
            break
    text = "".join(reversed(taken) if from_end else taken)
    return " ".join(text.split())


def _pieces_behind(element: Element) -> Iterator[str]:
    """Yield the texts behind an element, to the end of its line."""
    node: Element | None = element
    while node is not None and node.tag not in BLOCKS:
        yield node.tail or ""
        for sibling in node.itersiblings():
            if sibling.tag in BLOCKS:
                return
            yield _inline_text(sibling)
            yield sibling.tail or ""
        node = node.getparent()


def _pieces_before(element: Element) -> Iterator[str]:
    """Yield the texts before an element from the nearest on, to the beginning of its line."""
    node: Element | None = element
    while node is not None and node.tag not in BLOCKS:
        for sibling in node.itersiblings(preceding=True):
            yield sibling.tail or ""
            if sibling.tag in BLOCKS:
                return
            yield _inline_text(sibling)
        node = node.getparent()
        if node is not None:
            yield node.text or ""


def _inline_text(element: Element) -> str:
    return "" if element.tag in UNSEEN else "".join(element.itertext())
