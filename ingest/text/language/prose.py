"""What of a document its language is told from: all that reads as prose, in any layout."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ingest.text.shape import Shape

# A line of fewer words is a label or a name, which may be in any language.
_LINE_WORDS = 5


class _Seen(Protocol):
    """A block with its shape and its position: head, body or tail."""

    @property
    def text(self) -> str: ...
    @property
    def shape(self) -> Shape: ...
    @property
    def position(self) -> str: ...


def spoken_prose(blocks: Sequence[_Seen]) -> str:
    """Return the text of the body; of all blocks that may be prose, if most of these lie outside.

    The body is found by sentences that end. Hard-wrapped lines, and paragraphs without full stops, lie outside of it:
    of such a text it may be a quotation at the end.
    """
    body = [block.text for block in blocks if block.position == "body"]
    outside = [block for block in blocks if block.position != "body" and block.shape.words >= _LINE_WORDS]
    inside = sum(map(len, body))
    if sum(block.shape.chars for block in outside) <= inside:
        return "\n".join(body)
    lines = {id(block) for block in outside if not _is_list_of_names(block.text)}
    if sum(block.shape.chars for block in outside if id(block) in lines) <= inside:
        return "\n".join(body)
    return "\n".join(block.text for block in blocks if block.position == "body" or id(block) in lines)


def _is_list_of_names(text: str) -> bool:
    """True if most words of a line begin with a capital or a digit, as in a menu on one line or a row of a table."""
    words = text.split()
    return 2 * sum(word[0].isupper() or word[0].isdigit() for word in words) > len(words)
