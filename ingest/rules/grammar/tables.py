"""The tables of rules/README.md, made from the grammar and the kinds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ingest.rules.grammar.keys import EXAMPLE_KEYS, FILE_KEYS, RULE_KEYS, SECTION_KEYS, WHERE_KEYS, Key
from ingest.vocabulary import KIND_MEANINGS


def readme_tables() -> Mapping[str, str]:
    """Return the tables by the name under which they stand in the README (``<!-- table: NAME -->``)."""
    kinds = [f"| `{kind}` | {meaning.says} | {meaning.example} |" for kind, meaning in KIND_MEANINGS.items()]
    return {
        "file": _table("what it says", FILE_KEYS),
        "rule": _table("what it says", RULE_KEYS),
        "section": _table("what it says", SECTION_KEYS),
        "where": _table("what it asks of the block", WHERE_KEYS),
        "example": _table("what it is", EXAMPLE_KEYS),
        "kinds": "\n".join(["| kind | what it is | like |", "|---|---|---|", *kinds]),
    }


def _table(heading: str, keys: Iterable[Key]) -> str:
    return "\n".join([f"| key | {heading} |", "|---|---|", *(f"| `{key.name}` | {key.says} |" for key in keys)])
