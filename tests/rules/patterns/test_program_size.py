"""What a pattern's text tells of its size: never less than RE2 makes of it."""
# ruff: noqa: E501  (tables, a row a line)

from __future__ import annotations

import random
from math import inf

import pytest
import re2

from ingest.lexicon.word_lists import packaged_rules
from ingest.rules.finders.built_in import BUILT_IN_FINDERS
from ingest.rules.load import read_layer, rule_paths
from ingest.rules.matcher import MAX_PROGRAM, fault_of
from ingest.rules.patterns.program_size import most_instructions
from ingest.rules.patterns.translate import Alternative, PatternError, translate

PIECES = [
    *"ak1éſßИβ漢😀-«{}|*+?.",
    *("(?:", ")", "(?:", ")", "^", "$", r"\b", "ss", " ", r"\.", r"\[", r"\\", r"\{2}", r"\t", r"\x{10400}", "(?P<value>"),
    *("[a-z]", "[^()]", "[^a]", r"[\]a-]", "[^K-Å]", "[àéîøů]", "[{2}x]", r"[\s\d]", "[^\u13a9-\u2d1e]", "[\u13fd-\U000ea78b]"),
    *("{2,40}", "{3}", "{2,}", "{0,300}", "{1000}", r"\d", r"\s", r"\D", r"\S", r"\w", r"\p{L}"),
]  # fmt: skip


def instructions(alternative: Alternative, case: bool) -> int:
    options = re2.Options()
    options.case_sensitive = case
    return int(re2.compile(alternative.core, options).programsize)


@pytest.mark.parametrize(
    "path", rule_paths(packaged_rules()), ids=lambda path: path.relative_to(packaged_rules()).as_posix()
)
def test_packaged_patterns_are_not_larger(path: object) -> None:
    rules = read_layer(path, packaged_rules(), BUILT_IN_FINDERS).rules  # type: ignore[arg-type]
    patterns = [rule.pattern for rule in rules if rule.pattern]
    for pattern in patterns:
        for alternative in pattern.alternatives:
            assert instructions(alternative, pattern.case) <= most_instructions(alternative.core)


@pytest.mark.parametrize("case", [False, True])
def test_patterns_of_all_kinds_are_not_larger_and_those_that_are_small_are_taken(case: bool) -> None:
    draw = random.Random(7)
    told = 0
    for _ in range(6_000):
        pattern = "".join(draw.choices(PIECES, k=draw.randint(1, 10)))
        try:
            alternatives = translate(pattern, case=case)
        except PatternError:
            continue
        for alternative in alternatives:
            most = most_instructions(alternative.core)
            if most <= MAX_PROGRAM:
                told += 1
                assert fault_of(alternative, case=case) is None, pattern
            if most < inf:
                assert fault_of(alternative, case=case) or instructions(alternative, case) <= most, pattern
    assert told > 500


@pytest.mark.parametrize(
    "core",
    [
        ".{1000}",
        "[^()]{2,500}",
        "(?:a{2}){2}",
        r"[\p{L}]",
        r"[^\P{L}]",
        "(?P<value>a)",
        "a" * 1000,
        r"[\]{x]{900,}",
        r"\[a{1000}[\]b]{2,}",
    ],
)
def test_re2_is_asked_of_what_may_be_large(core: str) -> None:
    assert most_instructions(core) > MAX_PROGRAM


@pytest.mark.parametrize("core", [r"^(?:(?:[\-*•‣▪●·>]|#{1,6}) )?(?:read more|more) .{2,40}$", r"\({2}[0-9]{4}\)"])
def test_re2_is_not_asked_of_common_patterns(core: str) -> None:
    assert most_instructions(core) <= MAX_PROGRAM
