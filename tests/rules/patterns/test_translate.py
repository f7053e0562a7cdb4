"""The pattern language: what is outside it, said with place and remedy; and the fold that patterns are matched on."""

from __future__ import annotations

import unicodedata

import pytest

from ingest.rules.matcher import fault_of
from ingest.rules.patterns.translate import BLOCK_MARK, Alternative, PatternError, literal, translate
from ingest.text.fold import fold, fold_cased, is_word

OUTSIDE = [
    ("", 0, "empty"),
    ("foo(?=bar)", 3, "'(?='"),
    ("foo(?!bar)", 3, "'(?!'"),
    ("(?<=a)b", 0, "'(?<'"),
    ("(?i)foo", 0, "'(?i'"),
    ("(?P<name>x)", 0, "a group named 'name'"),
    ("(?P=value)", 0, "'(?P'"),
    (r"(a)\1", 3, r"'\1'"),
    (r"a\Bb", 1, r"'\B'"),
    (r"\Afoo", 0, r"'\A'"),
    (r"foo\z", 3, r"'\z'"),
    (r"foo\Q.\E", 3, r"'\Q'"),
    ("foo\\", 3, "'\\'"),
    (r"a.\b.b", 2, r"\b inside"),
    (r"(?:a|\bb)c", 5, r"\b inside"),
    (r"foo\b{2}", 5, "a repeated anchor"),
    ("^*foo", 1, "a repeated anchor"),
    ("*foo", 0, "repeats nothing"),
    ("a|+b", 2, "repeats nothing"),
    ("a**", 2, "a repetition of a repetition"),
    ("a{2}{3}", 4, "a repetition of a repetition"),
    ("a{,3}", 1, "not a repetition"),
    ("a{x}", 1, "not a repetition"),
    ("a{2", 1, "not a repetition"),
    ("a{" + "9" * 5000 + "}", 1, "not a repetition"),
    ("a{1001}", 1, "outside 0..1000"),
    ("a{3,2}", 1, "outside 0..1000"),
    ("(foo", 0, "nothing closes"),
    ("foo)", 3, "closes nothing"),
    ("[foo", 0, "nothing closes"),
    ("[]", 0, "nothing closes"),
    ("[z-a]", 0, "runs backwards"),
    (r"[\w-z]", 0, "runs backwards or is none"),
    ("[[:alpha:]]", 1, "POSIX"),
    (r"[\W_]", 0, "negated shorthand"),
    (r"\pL", 0, "without braces"),
    (r"\p{L", 0, "without braces"),
    (r"\p{Lu}x", 0, "matches any letter"),
    (r"a[\p{Ll}]", 2, "matches any letter"),
    (r"\x{D800}", 0, "without a code point"),
    (r"\x{110000}", 0, "without a code point"),
    (r"\x{1_0}", 0, "without a code point"),
    (r"\xg0", 0, "without a code point"),
    ("a*", 0, "matches the empty text"),
    ("^$", 0, "matches the empty text"),
    ("foo|", 0, "matches the empty text"),
    ("(?:a|b?)", 0, "matches the empty text"),
    (".*", 0, "matches the empty text"),
    ("^.*$", 0, "matches the empty text"),
    (r"\b", 0, "matches the empty text"),
    (r"x{0}", 0, "matches the empty text"),
    (r"\b:foo", 0, "never a word character"),
    (r"foo:\b", 0, "never a word character"),
    ("(" * 60 + "a" + ")" * 60, 50, "nested deeper"),
]


@pytest.mark.parametrize(("pattern", "at", "said"), OUTSIDE, ids=[pattern[:20] or "empty" for pattern, _, _ in OUTSIDE])
def test_pattern_outside_the_language_is_refused(pattern: str, at: int, said: str) -> None:
    with pytest.raises(PatternError) as error:
        translate(pattern)
    assert said in str(error.value)
    assert error.value.at == at
    assert error.value.fix or "nested" in said


@pytest.mark.parametrize(
    ("pattern", "case"),
    [
        (r"\p{Lu}", True),
        (r"\p{Greek}+", False),
        (r"a\b ", False),
        (r" \bfoo", False),
        ("[]x]", False),
        (r"[^\w]", False),
    ],
)
def test_pattern_inside_the_language_is_taken(pattern: str, case: bool) -> None:
    assert all(fault_of(alternative, case=case) is None for alternative in translate(pattern, case=case))


@pytest.mark.parametrize("case", [False, True])
def test_mark_of_a_block_is_translated_as_any_group(case: bool) -> None:
    (kept,) = translate(f"^{BLOCK_MARK}1{BLOCK_MARK}2", case=case)
    (inner,) = translate(f"^(?:{BLOCK_MARK})1{BLOCK_MARK}2", case=case)
    assert (
        kept.core
        == inner.core.replace("(?:", "", 1).replace(")1", "1")
        == f"^{BLOCK_MARK}1{BLOCK_MARK}2".replace("[-", r"[\-")
    )


@pytest.mark.parametrize("pattern", [r"\p{Nope}", r"[\p{}]"], ids=["unknown script", "no name"])
def test_what_re2_refuses_is_told(pattern: str) -> None:
    assert any(fault_of(alternative, case=False) for alternative in translate(pattern))


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("Foo", [Alternative("foo")]),
        (r"\bfoo\b|bar", [Alternative("foo", True, True), Alternative("bar")]),
        ("foo.*", [Alternative("foo", grow_right=True)]),
        (".*?foo", [Alternative("foo", grow_left=True)]),
        (".*foo", [Alternative("^.*foo")]),
        (".*foo.*", [Alternative("foo", grow_left=True, grow_right=True)]),
        ("–", [Alternative("-")]),
    ],
    ids=["folded", "edges", "to the end", "from the start", "last one", "whole block", "dash"],
)  # fmt: skip
def test_pattern_becomes_what_the_matcher_takes(pattern: str, expected: list[Alternative]) -> None:
    assert list(translate(pattern)) == expected


def test_phrase_asks_for_edges_only_where_it_has_words() -> None:
    assert literal("C++") == Alternative(r"c\+\+", edge_left=True, edge_right=False)
    assert literal("Kyiv", case=True) == Alternative("Kyiv", True, True)


# ---------------------------------------------------------------- the fold

ASSIGNED = [
    chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000 and unicodedata.category(chr(code)) != "Cn"
]


def test_fold_is_one_to_one_for_every_character() -> None:
    assert [char for char in ASSIGNED if len(fold(char)) != 1] == []
    assert [char for char in ASSIGNED if len(fold_cased(char)) != 1] == []


def test_fold_does_not_depend_on_neighbours() -> None:
    text = "".join(ASSIGNED)
    assert fold(text) == "".join(map(fold, ASSIGNED))
    assert fold_cased(text) == "".join(map(fold_cased, ASSIGNED))


def test_fold_is_done_once() -> None:
    text = "".join(ASSIGNED)
    assert fold(fold(text)) == fold(text)
    assert fold(fold_cased(text)) == fold(text)


def test_fold_keeps_what_is_a_word() -> None:
    changed = [char for char in ASSIGNED if is_word(char) != is_word(fold(char))]
    # The modifier apostrophe is a letter to Unicode, and an apostrophe to whoever types one.
    assert changed == ["\u02bc"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("KYIV", "kyiv"),
        ("КИЇВ", "київ"),
        ("İSTANBUL", "istanbul"),
        ("ISTANBUL", "ıstanbul"),
        ("ΟΔΟΣ", "οδος"),
        ("STRAẞE", "straße"),
        ("\u212a", "k"),
        ("“a” ‘b’", "\"a\" 'b'"),
        ("a–b—c", "a-b-c"),
        ("a\u00a0b\u2009c", "a b c"),
        ("٣۳३", "333"),
    ],
)
def test_look_alikes_are_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("é", "e\u0301"), ("ß", "ss"), ("东", "東"), ("«", '"'), ("ё", "е")])
def test_letters_of_their_own_are_not_one(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_repetitions_in_repetitions_are_translated_in_little_memory() -> None:
    pattern = "a{4}"
    for _ in range(20):
        pattern = f"(?:{pattern}){{4}}"
    (alternative,) = translate(f"^{pattern}$")
    assert max(map(len, alternative.needs)) <= 64
