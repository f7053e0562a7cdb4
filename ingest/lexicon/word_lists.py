"""Lists of words, read from the packaged files ``rules/lexicon/*.txt``: sections, words and their examples."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

# "de: von, autor": words of a language; "any" is none of its own.
_OF_LANGUAGE = re.compile(r"(?:[a-z]{2}|any): ")


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


def any_word(name: str, *sections: str) -> str:
    """Return the pattern that finds any word of sections of a packaged list, as a group."""
    words = dict.fromkeys(word for section in sections for word in word_lists(name)[section].words)
    return f"(?:{'|'.join(map(re.escape, words))})"


def shortest_parts(name: str, *sections: str) -> str:
    """Return the pattern that finds what any word of the sections holds: those words that hold no other of them."""
    words = {word for section in sections for word in word_lists(name)[section].words}
    shortest = sorted(word for word in words if not any(other in word for other in words - {word}))
    return "|".join(map(re.escape, shortest))


def parse_word_lists(text: str) -> Mapping[str, WordList]:
    r"""Return the sections of a list.

    ``[name]`` begins one; ``#`` says why, ``+`` and ``-`` are examples. Every other line is a word or several; or the
    words of a language, commas between them, of which those count once that several languages have.

    >>> parse_word_lists("[by]\n# Before names.\n+ By\n- Lee\nby\nde: von, autor\nnl: door, von\n")
    {'by': WordList(words=('by', 'von', 'autor', 'door'), why='Before names.', found=('By',), not_found=('Lee',))}
    """
    lists: dict[str, dict[str, list[str]]] = {}
    section: dict[str, list[str]] = {}
    for line in map(str.strip, text.splitlines()):
        if line.startswith("["):
            section = lists[line.strip("[]")] = {"": [], "#": [], "+": [], "-": []}
        elif section and (language := _OF_LANGUAGE.match(line)):
            listed = map(str.strip, line[language.end() :].split(","))
            section[""] += [word for word in dict.fromkeys(listed) if word not in section[""]]
        elif line and section:
            mark, _, rest = line.partition(" ") if line.startswith(("# ", "+ ", "- ")) else ("", "", line)
            section[mark].append(rest.strip())
    return {
        name: WordList(tuple(parts[""]), " ".join(parts["#"]), tuple(parts["+"]), tuple(parts["-"]))
        for name, parts in lists.items()
    }
