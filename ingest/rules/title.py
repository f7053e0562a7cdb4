"""Which line of a plain text is its headline."""

from __future__ import annotations

from collections.abc import Collection

from ingest.rules.sheet import Line

MAX_TITLE_CHARS = 250
MAX_TITLE_WORDS = 35
# How many lines that no rule takes may stand before the body: more are a menu, and a menu names no headline.
HEAD_LINES = 6


def places(lines: tuple[Line, ...]) -> range:
    """Give the indices of the lines that are looked at for a headline; none where none of them may be one."""
    body = next((index for index, line in enumerate(lines) if line.position == "body"), 0)
    looked = range(min(body + 1, len(lines)))
    return looked if any(_is_title(lines[index]) for index in looked) else range(0)


def guess_title(lines: tuple[Line, ...], cruft: Collection[int]) -> int | None:
    """Give the index of the line that is the headline, None if no line surely is.

    It is the first line that no rule takes for cruft (``cruft`` holds the indices of those), at or just before
    the beginning of the body; it is short, does not end as a sentence of prose does, and prose follows.
    """
    left = [index for index in places(lines) if index not in cruft]
    if not 0 < len(left) <= HEAD_LINES:
        return None
    first = left[0]
    if not _is_title(lines[first]):
        return None
    prose_follows = any(line.shape.prose for line in lines[first + 1 :])
    return first if prose_follows else None


def _is_title(line: Line) -> bool:
    shape = line.shape
    if shape.truncated or shape.chars > MAX_TITLE_CHARS or not 2 <= shape.words <= MAX_TITLE_WORDS:
        return False
    ends_well = not shape.sentence or line.text.rstrip("\"'”’»)").endswith(("?", "!", "？", "！", "؟"))
    return ends_well and line.block.kind in ("paragraph", "heading")
