"""What tests of cost share: CPU of a piece of work, and how it grows, on machines that do other things as well."""

from __future__ import annotations

import time
from collections.abc import Callable


def cpu(work: Callable[[], object]) -> float:
    """Seconds of CPU that ``work`` takes once."""
    began = time.process_time()
    work()
    return time.process_time() - began


def growth(work: Callable[[int], object], small: int, large: int, *, allowed: float, floor: float = 0.02) -> float:
    """How many times as much CPU ``work(large)`` takes as ``work(small)``: the least of up to six tries, in turns.

    What else a machine does makes either slower for a while, and so moves a single ratio by a factor of two or three;
    what really grows faster than ``allowed`` does so in every try. Below ``floor`` seconds one would measure noise.
    """
    least = float("inf")
    for _ in range(6):
        before = cpu(lambda: work(small))
        least = min(least, cpu(lambda: work(large)) / max(before, floor))
        if least < allowed:
            break
    return least
