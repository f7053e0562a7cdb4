"""YAML that is none: what was meant, at its own place, and never an exception."""
# ruff: noqa: E501  (tables, a row a line)

from __future__ import annotations

import random

import pytest

from ingest.errors import RuleError
from ingest.rules.grammar.keys import ALL_NAMES
from ingest.rules.grammar.yaml_nodes import read_nodes

HEAD = "about: x\nrules:\n  - id: a.b\n    kind: other\n"
# What is written, where the slip is, what is said of it, and the fix.
SLIPS = {
    "one blank too few": (f"{HEAD}   line: x\n", "5:4", "this line begins in column 4, and nothing above it does", "begin it in column 5"),
    "one blank too many": ("rules:\n  - id: a.b\n     kind: other\n", "3:6", "this line begins in column 6", "begin it in column 5"),
    "entry one blank too few": (f"{HEAD} - id: a.c\n", "5:2", "this line begins in column 2", "begin it in column 3"),
    "tab": ("rules:\n\t- id: a.b\n", "2:1", "a tab at the beginning of a line", "blanks only"),
    "tab inside a rule": (f"{HEAD}\tline: x\n", "5:1", "a tab at the beginning of a line", "blanks only"),
    "no colon": ("about: x\nrules\n  - id: a.b\n", "2:6", "no colon behind 'rules'", "write rules: ..."),
    "no colon before a value": (f"{HEAD}    line x\n    why: y\n", "5:9", "no colon behind 'line'", "write line: x"),
    "no blank behind a colon": (f"{HEAD}    line:x\n    why: y\n", "5:9", "no blank behind the colon of 'line'", "write line: x"),
    "no blank behind a dash": ("rules:\n  -id: a.b\n    kind: x\n", "2:3", "no blank behind the '-'", "write '- '"),
    "quote open": ("about: 'x\nrules: []\n", "1:8", "a quote that nothing closes", "close it"),
    "apostrophe": ("about: 'it's mine'\n", "1:11", "the text goes on behind its closing quote", "write ' as ''"),
    "backslash in double quotes": (f'{HEAD}    line: "\\d+"\n', "5:12", "a backslash in double quotes", "single quotes instead"),
    "colon inside a text": (f"{HEAD}    why: A label: and more\n", "5:17", "a colon and a blank inside a text", "'A label: and more'"),
    "colon inside an example": (f"{HEAD}    examples:\n      keeps:\n        - Photo: Jane: x\n", "7:16", "a colon and a blank inside a text", "single quotes"),
    "class unquoted": (f"{HEAD}    line: [a-z]+ foo\n", "5:11", "a value that begins with [ is a list in YAML", "'[a-z]+ foo'"),
    "count unquoted": (f"{HEAD}    line: {{2,3}}x\n", "5:11", "a value that begins with { is a mapping in YAML", "single quotes"),
    "handle unquoted": (f"{HEAD}    line: @foo\n", "5:11", "a value that begins with @ is reserved in YAML", "'@foo'"),
    "bar unquoted": (f"{HEAD}    line: |foo\n", "5:11", "a value that begins with | is a block of lines in YAML", "'|foo'"),
    "list open": (f"{HEAD}    phrases: [a, b\n  - id: c\n", "5:14", "a list that nothing closes", "close it with ]"),
    "hash in a list": (f"{HEAD}    phrases: [a, #b]\n", "5:18", "a # behind a blank begins a comment", "single quotes"),
    "control character": ("about: x\nrules: \x07\n", "2:8", "a control character (U+0007)", "remove it"),
}  # fmt: skip


@pytest.mark.parametrize("name", SLIPS)
def test_slip_is_named_where_it_is_with_its_fix(name: str) -> None:
    text, place, what, fix = SLIPS[name]
    with pytest.raises(RuleError) as error:
        read_nodes(text, "f.yaml", ALL_NAMES)
    (fault,) = error.value.faults
    assert f"{fault.line}:{fault.column}" == place, fault
    assert what in fault.what
    assert fix in fault.fix


def test_text_that_is_no_yaml_is_a_fault_whatever_it_is() -> None:
    chance = random.Random(7)
    texts = [text for text, *_ in SLIPS.values()]
    refused = 0
    for _ in range(3000):
        text = list(chance.choice(texts))
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(text) + 1)
            text[at : at + chance.randint(0, 2)] = chance.choice("'\"[]{}:-#*&!|>%@` \t\n,?abx\x07é")
        try:
            read_nodes("".join(text), "f.yaml", ALL_NAMES)
        except RuleError as error:
            refused += 1
            (fault,) = error.faults
            assert fault.line >= 1
            assert fault.column >= 1
            assert fault.fix
    assert refused > 1000
