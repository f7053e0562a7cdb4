"""Plain text to a page: every line that is not blank is a block."""

from __future__ import annotations

import re

from ingest.article import Block, Page
from ingest.text.decoding.decode import Decoded
from ingest.vocabulary import BlockKind

_LINE_MARKS: tuple[tuple[re.Pattern[str], BlockKind], ...] = (
    (re.compile(r"#{1,6} "), "heading"),
    (re.compile(r"(?:[-*+•‣▪◦·–] |\d{1,3}[.)] )"), "item"),
    (re.compile(r"> "), "quote"),
    (re.compile(r"\|.*\|$"), "table"),
)

# The first characters of lines that may have one of these marks: other lines are not looked at further.
_MARK_STARTS = frozenset("#-*+•‣▪◦·–>|0123456789٠١٢٣٤٥٦٧٨٩")


def split_blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of a text: its lines that are not blank, without the blanks around them.

    A Markdown or typographic mark at the start of a line tells the block's kind and stays in its text.
    """
    blocks, at = [], 0
    for line in text.split("\n"):
        words = line.strip()
        if words:
            start = at if len(words) == len(line) else at + line.index(words[0])
            kind = _kind_of_line(words) if words[0] in _MARK_STARTS else "paragraph"
            blocks.append(Block(start, start + len(words), kind))
        at += len(line) + 1
    return tuple(blocks)


def _kind_of_line(line: str) -> BlockKind:
    for mark, kind in _LINE_MARKS:
        if mark.match(line):
            return kind
    return "paragraph"


def read_text(decoded: Decoded) -> Page:
    """Return the page of a plain text, before repairs."""
    return Page(
        kind="text",
        source=decoded.text,
        text=decoded.text,
        blocks=split_blocks(decoded.text),
        encoding=decoded.encoding,
        notes=decoded.notes,
    )
