"""Functions that remember what they gave, in so many bytes: ``functools.lru_cache`` counts entries, however long."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial, update_wrapper
from sys import getsizeof
from types import ModuleType
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

# What a dictionary takes for an entry, beside its key and its value.
_ENTRY_BYTES = 100
# What takes a greater part of the room than this is not kept: it would push the others out.
_SHARES = 16


class Memory(dict[K, V], Generic[K, V]):
    """What was found, by what it was found for: strings, numbers, None, or tuples of these.

    When what is kept takes ``limit`` bytes, it begins anew. Safe to share between threads; those that keep something
    in the same moment may miscount it, until it begins anew.
    """

    __slots__ = ("_left", "limit")

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._left = self.limit = limit

    def keep(self, given: K, found: V) -> None:
        """Keep what was found, if it is not too long to be kept."""
        size = _ENTRY_BYTES + size_of(given) + size_of(found)
        if size * _SHARES <= self.limit:
            if size > self._left:
                self.clear()
                self._left = self.limit
            self._left -= size
            self[given] = found


class Memo(Memory[K, V]):
    """What a function gave."""

    __slots__ = ("_function",)

    def __init__(self, function: Callable[[K], V], limit: int) -> None:
        super().__init__(limit)
        self._function = function

    def __missing__(self, given: K) -> V:
        found = self._function(given)
        self.keep(given, found)
        return found


def memoized(limit: int) -> Callable[[Callable[[K], V]], Callable[[K], V]]:
    """Return a decorator for pure functions of one argument; what they gave takes ``limit`` bytes at most.

    >>> squared = memoized(1 << 12)(lambda number: number * number)
    >>> squared(3), squared(3)
    (9, 9)
    """

    def remembering(function: Callable[[K], V]) -> Callable[[K], V]:
        # Straight into the dictionary: a function around it would take as long again.
        return update_wrapper(partial(Memo(function, limit).__getitem__), function)

    return remembering


def forget(module: ModuleType, *names: str) -> None:
    """Empty what functions of another's module remember: thousands of texts of a document that is done with."""
    for name in names:
        # Another version may have no such function, or remember nothing in it.
        if clear := getattr(getattr(module, name, None), "cache_clear", None):
            clear()


def size_of(value: object) -> int:
    """Return the bytes that a value takes, with what is in it if it is a tuple."""
    return getsizeof(value) + (sum(map(getsizeof, value)) if isinstance(value, tuple) else 0)
