"""An upper bound of the size of a compiled pattern, by its text: those that stay small need not be compiled to see."""

from __future__ import annotations

import re
from math import inf

# RE2 instructions for each character of a translated pattern. Most are one byte or two, which take as many; the worst
# found, a caseless class of all but a range of Cherokee letters, takes 17 for each character that it is written with.
_PER_CHAR = 32
# Categories take up to 1,500; repetition in a group multiplies; RE2 may refuse the name of a group.
_UNBOUNDED = re.compile(r"\\[pP]|\)\{|\(\?P")
# One part after the other, so that what looks like a class or a repeat count, and is none, is never taken for one.
_REPEATED_PARTS = re.compile(r"(\[(?:[^\]\\]|\\.)*\]|\\.|.)(?:\{(?:[0-9]+,)?([0-9]+),?\})?", re.DOTALL)


def most_instructions(core: str) -> float:
    """Return a number of instructions that a translated pattern cannot exceed; infinity where its text gives no bound.

    RE2 accepts all that the translator makes without categories, named groups and repeated groups.
    """
    if _UNBOUNDED.search(core):
        return inf
    return _PER_CHAR * (1 + sum(len(part) * (1 + int(times or 0)) for part, times in _REPEATED_PARTS.findall(core)))
