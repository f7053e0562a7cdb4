"""What to write instead: advice for mistakes of rule files, made from the table of keys."""

from __future__ import annotations

from collections.abc import Collection

from ingest.errors import closest_word, nearest
from ingest.rules.grammar.keys import (
    EXAMPLES_KEYS,
    FILE_KEYS,
    RULE_KEYS,
    SECTION_KEYS,
    THEN_KEYS,
    WHERE_KEYS,
    names_of,
)

# Keys that people write one step too high or too low, by where they belong; a key of two places is of the first.
_HOMES = {
    "where": frozenset(names_of(WHERE_KEYS)),
    "then": frozenset(names_of(THEN_KEYS)),
    "examples": frozenset(names_of(EXAMPLES_KEYS)),
    "section": frozenset(names_of(SECTION_KEYS)),
}
_OF_RULES, _OF_FILES = frozenset(names_of(RULE_KEYS)), frozenset(names_of(FILE_KEYS))
# How mappings are written.
_LIKE = {
    "where": "where: {position: tail, max_chars: 200}",
    "section": "section: {start: ..., confirm: ..., end: page}",
    "examples": "examples: {removes: ['...'], keeps: ['...']}",
    "fields": "fields: {title: h1, authors: 'a[rel=author]'}",
    "seen": "seen: {documents: 48, of: 50, at: tail}",
    "a rule": "- {id: ..., kind: ..., line: ..., examples: ...}",
}


def advice_for_key(key: str, known: Collection[str]) -> str:
    """Return advice for a key that is not known where it stands: where it belongs, or the nearest that is known."""
    if set(known) == _OF_RULES:
        home = next((name for name, keys in _HOMES.items() if key in keys), None)
        if home:
            return f"it belongs in '{home}': {home}: {{{key}: ...}}"
    elif set(known) == _OF_FILES and key in _OF_RULES:
        return "it is a key of a rule: below rules:, '- ' before the first key of each rule, the others under that key"
    elif key in _OF_RULES and not closest_word(key, known):
        return "it is a key of the rule: write it on a line of its own, under 'kind'"
    return nearest(key, known)


def advice_for_mapping(whose: str, known: Collection[str]) -> str:
    """Return how a mapping is written."""
    if whose == "the file":
        return "begin it with a line rules: and write the list of rules below, '- ' before each"
    keys = f"keys: {', '.join(sorted(known))}"
    return f"write it like {_LIKE[whose]}; {keys}" if whose in _LIKE else keys
