"""Lists of words, read from the packaged files ``rules/lexicon/*.txt``: sections, words and their examples."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path


def packaged_rules() -> Path:
    """Return the folder of the packaged rules: inside the wheel, or the repository's own in an editable install."""
    house = Path(__file__).parent.parent
    inside = house / "_rules"
    return inside if inside.is_dir() else house.parent / "rules"


@dataclass(frozen=True, slots=True)
class WordList:
    """A section: its words in the order of the file, why it is there, and examples that it finds, or must not find."""

    words: tuple[str, ...]
    why: str = ""
    found: tuple[str, ...] = ()
    not_found: tuple[str, ...] = ()


@cache
def word_lists(name: str) -> Mapping[str, WordList]:
    """Return the sections of a packaged list by their names, in the order of the file."""
    return parse_word_lists((packaged_rules() / "lexicon" / f"{name}.txt").read_text(encoding="utf-8"))


def parse_word_lists(text: str) -> Mapping[str, WordList]:
    r"""Return the sections of a list.

    ``[name]`` begins one; ``#`` says why, ``+`` and ``-`` are examples, every other line is a word or several.

    >>> parse_word_lists("[share]\n# Buttons.\n+ share-bar\n- shareholder\nshare\n")
    {'share': WordList(words=('share',), why='Buttons.', found=('share-bar',), not_found=('shareholder',))}
    """
    lists: dict[str, dict[str, list[str]]] = {}
    section: dict[str, list[str]] = {}
    for line in map(str.strip, text.splitlines()):
        if line.startswith("["):
            section = lists[line.strip("[]")] = {"": [], "#": [], "+": [], "-": []}
        elif line and section:
            mark, _, rest = line.partition(" ") if line.startswith(("# ", "+ ", "- ")) else ("", "", line)
            section[mark].append(rest.strip())
    return {
        name: WordList(tuple(parts[""]), " ".join(parts["#"]), tuple(parts["+"]), tuple(parts["-"]))
        for name, parts in lists.items()
    }
