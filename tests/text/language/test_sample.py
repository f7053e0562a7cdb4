"""The letters of a text, and samples of it."""

from __future__ import annotations

import time

import pytest

from ingest.text.language.sample import is_short, sample, spread_sample, windows


@pytest.mark.parametrize(
    ("text", "short"),
    [("a" * 99, True), ("a" * 100, False), ("東" * 39, True), ("東" * 40, False), ("1 2 3 " * 100, True)],
    ids=["99 letters", "100 letters", "39 characters", "40 characters", "figures"],
)
def test_short_text(text: str, short: bool) -> None:
    assert is_short(text) == short


def test_sample_ends_with_enough_letters() -> None:
    assert sample("a1 b2 c3 d4", 3) == "a1 b2 c"
    assert sample("abc", 5) == "abc"
    assert sample("कि की", 3) == "कि क"


def test_spread_sample_sees_the_beginning_the_middle_and_the_end() -> None:
    text = "first " * 100 + "middle " * 100 + "last " * 100
    seen = spread_sample(text, 90)
    assert {"first", "middle", "last"} == set(seen.split()) & {"first", "middle", "last"}
    assert len(seen) < 150
    assert spread_sample("short text", 90) == "short text"


def test_windows_begin_at_words() -> None:
    pieces = windows("alpha beta gamma delta " * 50, 5, 20)
    assert len(pieces) == 5
    assert {piece.split()[0] for piece in pieces} <= {"alpha", "beta", "gamma", "delta"}


@pytest.mark.parametrize("text", ["1" * 2_000_000, "\n" * 2_000_000, "東" * 2_000_000], ids=["figures", "lines", "han"])
def test_sample_of_a_long_text_looks_at_little_of_it(text: str) -> None:
    start = time.process_time()
    for _ in range(100):
        windows(text, 9, 120)
    assert time.process_time() - start < 1.5
