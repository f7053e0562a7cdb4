"""Lines that a pattern nearly finds: a phrase with something beside it, or a slip; a pattern in the wrong place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from difflib import get_close_matches

from ingest.rules.edits.view import BlockView
from ingest.rules.matcher import LazyPattern, comparison_key
from ingest.rules.patterns.translate import Alternative, Pattern

# Shorter phrases are near to too much.
_LEAST_CHARS = 5
_CLOSE = 0.85
# Longer lines are not compared with phrases letter by letter.
_LONGEST_COMPARED = 120


def near_miss(pattern: Pattern, block: BlockView) -> str | None:
    """Return what a pattern nearly finds in a block in which it is not found, None if it is nothing near."""
    key = comparison_key(block.folded)
    if pattern.phrases:
        for phrase in pattern.phrases:
            if len(phrase) >= _LEAST_CHARS and f" {phrase} " in f" {key} ":
                return f"the phrase '{phrase}' is a part of the block, and must be all of it"
        if len(key) <= _LONGEST_COMPARED and (close := get_close_matches(key, pattern.phrases, 1, _CLOSE)):
            return f"the block is nearly the phrase '{close[0]}'"
    return _misplaced(pattern, block)


def _misplaced(pattern: Pattern, block: BlockView) -> str | None:
    """Return which anchor of a pattern keeps it from being found."""
    cores = [(one, one.core.removeprefix("^")) for one in pattern.alternatives if one.core.startswith("^")]
    if _is_found(pattern, cores, block):
        return "^: the pattern is found, but does not begin the block"
    ended = (one for one in pattern.alternatives if one.core.endswith("$") and not one.core.endswith("\\$"))
    if _is_found(pattern, [(one, one.core.removesuffix("$")) for one in ended], block):
        return "$: the pattern is found, but does not end the block"
    return None


def _is_found(pattern: Pattern, cores: Iterable[tuple[Alternative, str]], block: BlockView) -> bool:
    """True if any of some alternatives would be found with another core."""
    loose = tuple(replace(one, core=core, needs=(), prefixes=None) for one, core in cores if core)
    return LazyPattern(Pattern((), loose, pattern.case)).matches(block.text, block.folded)
