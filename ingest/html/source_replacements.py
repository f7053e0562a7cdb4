"""Replacements that a site config makes in the source of a page, before it is parsed."""

from __future__ import annotations

from collections.abc import Sequence


def replaced(text: str, replacements: Sequence[tuple[str, str]], most: int) -> tuple[str, int]:
    """Return the source after the (old, new) replacements, made one after the other, and how many changed it.

    One that would make the source longer than ``most`` characters is left out: site configs come from strangers.
    """
    changes = 0
    for old, new in replacements:
        count = text.count(old) if old else 0
        if count and len(text) + count * (len(new) - len(old)) <= most:
            text = text.replace(old, new)
            changes += 1
    return text, changes
