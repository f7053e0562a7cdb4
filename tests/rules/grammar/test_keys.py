"""The grammar of rule files: each key declared once, with a sentence, and read into a field of its noun."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

import pytest

from ingest.rules.grammar.keys import EXAMPLE_KEYS, FILE_KEYS, RULE_KEYS, SECTION_KEYS, SEEN_KEYS, WHERE_KEYS, Key
from ingest.rules.grammar.schema import rules_schema
from ingest.rules.model import Example, RuleFile, Section, Seen, Where
from ingest.vocabulary import CRUFT_KINDS, KIND_MEANINGS, KINDS, REPAIR_KINDS

ALL = (*FILE_KEYS, *RULE_KEYS, *SEEN_KEYS, *SECTION_KEYS, *WHERE_KEYS, *EXAMPLE_KEYS)


@pytest.mark.parametrize("key", ALL, ids=lambda key: key.name)
def test_key_has_a_sentence_and_a_schema(key: Key) -> None:
    assert len(key.says) > 10
    assert not key.says.endswith(".")
    assert "|" not in key.says
    assert key.takes.schema


@pytest.mark.parametrize(("keys", "noun"), [(WHERE_KEYS, Where), (SECTION_KEYS, Section), (SEEN_KEYS, Seen)])
def test_keys_and_fields_of_a_noun_are_the_same(keys: tuple[Key, ...], noun: type) -> None:
    assert {key.field or key.name for key in keys} == {field.name for field in fields(noun)}


@pytest.mark.parametrize(
    ("keys", "noun", "own"), [(FILE_KEYS, RuleFile, ("define",)), (EXAMPLE_KEYS, Example, ("text",))]
)
def test_keys_have_a_field_of_their_noun(keys: tuple[Key, ...], noun: type, own: tuple[str, ...]) -> None:
    names = {key.field or key.name for key in keys} - set(own)
    assert names <= {field.name for field in fields(noun)}


def described(schema: object) -> Iterator[bool]:
    """Of every key in a schema, whether it is described."""
    if isinstance(schema, dict):
        for key, value in schema.items():
            if key == "properties":
                yield from ("description" in each for each in value.values())
            yield from described(value)
    elif isinstance(schema, list | tuple):
        for value in schema:
            yield from described(value)


def test_schema_describes_every_key() -> None:
    every = list(described(rules_schema()))
    assert len(every) > 60
    assert all(every)


def test_every_kind_has_a_sentence_and_an_example() -> None:
    assert tuple(KIND_MEANINGS) == KINDS == CRUFT_KINDS + REPAIR_KINDS
    assert len(KINDS) == 31
    for meaning in KIND_MEANINGS.values():
        assert meaning.says.endswith(".")
        assert 0 < len(meaning.example) < 60
        assert "|" not in meaning.says + meaning.example
