"""What a site config puts for what in the source of a page, before it is parsed."""

from __future__ import annotations

from collections.abc import Sequence


def replaced(text: str, replacements: Sequence[tuple[str, str]], most: int) -> tuple[str, int]:
    """Give the source after the replacements, one after the other, and how many found something.

    One that would make the source longer than ``most`` characters is left out: site configs come from strangers.
    """
    done = 0
    for find, put in replacements:
        count = text.count(find) if find else 0
        if count and len(text) + count * (len(put) - len(find)) <= most:
            text = text.replace(find, put)
            done += 1
    return text, done
