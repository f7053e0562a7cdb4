"""How large a pattern can get once it is compiled, by its text: RE2 need not be asked about those that stay small."""

from __future__ import annotations

import re
from math import inf

# RE2 instructions for each character of a translated pattern. Most are one byte or two, which take as many; the worst
# found, a caseless class of all but a range of Cherokee letters, takes 17 for each character that it is written with.
_EACH = 32
# Categories take up to 1,500; what is repeated in a group multiplies; RE2 may mind how groups are named.
_NOT_KNOWN = re.compile(r"\\[pP]|\)\{|\(\?P")
# One after the other, so that what looks like a class or a number of times, and is none, is never taken for one.
_PARTS = re.compile(r"(\[(?:[^\]\\]|\\.)*\]|\\.|.)(?:\{(?:[0-9]+,)?([0-9]+),?\})?", re.DOTALL)


def most_instructions(core: str) -> float:
    """Give a number of instructions that a translated pattern cannot exceed; infinity where its text does not tell.

    What the translator makes without categories, named groups and repeated groups is always taken by RE2.
    """
    if _NOT_KNOWN.search(core):
        return inf
    return _EACH * (1 + sum(len(part) * (1 + int(times or 0)) for part, times in _PARTS.findall(core)))
