"""Text to a page: every line that says something is a block."""

from __future__ import annotations

import re

from ingest.article import Block, Page
from ingest.text.decoding.decode import Decoded
from ingest.vocabulary import BlockKind

_MARKS: tuple[tuple[re.Pattern[str], BlockKind], ...] = (
    (re.compile(r"#{1,6} "), "heading"),
    (re.compile(r"(?:[-*+•‣▪◦·–] |\d{1,3}[.)] )"), "item"),
    (re.compile(r"> "), "quote"),
    (re.compile(r"\|.*\|$"), "table"),
)


# What a line begins with that has one of these marks: most lines are not looked at further.
_MARKED = frozenset("#-*+•‣▪◦·–>|0123456789٠١٢٣٤٥٦٧٨٩")


def split_blocks(text: str) -> tuple[Block, ...]:
    """Give the blocks of a text: its lines, without the blanks around them; blank lines are none.

    A Markdown or typographic mark at the start of a line tells the block's kind and stays in its text.
    """
    blocks, at = [], 0
    for line in text.split("\n"):
        said = line.strip()
        if said:
            start = at if len(said) == len(line) else at + line.index(said[0])
            blocks.append(Block(start, start + len(said), _kind(said) if said[0] in _MARKED else "paragraph"))
        at += len(line) + 1
    return tuple(blocks)


def _kind(line: str) -> BlockKind:
    for mark, kind in _MARKS:
        if mark.match(line):
            return kind
    return "paragraph"


def read_text(decoded: Decoded) -> Page:
    """Give the page of a plain text, before repairs."""
    return Page(
        kind="text",
        source=decoded.text,
        text=decoded.text,
        blocks=split_blocks(decoded.text),
        encoding=decoded.encoding,
        notes=decoded.notes,
    )
