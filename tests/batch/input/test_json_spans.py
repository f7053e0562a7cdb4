"""Lines and array elements are found where they are, whatever the file looks like around them."""

from __future__ import annotations

import io
import json
import random
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import pytest

from ingest.batch.input import json_spans as spans
from ingest.batch.input.json_spans import ByteSpan, elements, is_array, lines


def _texts(find: Callable[[IO[bytes]], Iterator[ByteSpan]], data: bytes) -> list[tuple[int, bytes]]:
    return [(span.number, data[span.offset : span.offset + span.length]) for span in find(io.BytesIO(data))]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", []),
        (b"\n \n\t\r\n", []),
        (b"{}", [(1, b"{}")]),
        (b"{}\n", [(1, b"{}")]),
        (b"\n{}\r\n\n[\n", [(2, b"{}\r"), (4, b"[")]),
    ],
    ids=["nothing", "blank lines", "no line end", "one line", "blank lines count, and are none"],
)
def test_lines_are_counted_as_an_editor_does(data: bytes, expected: list[tuple[int, bytes]]) -> None:
    assert _texts(lines, data) == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"[]", []),
        (b" [ \n ] ", []),
        (b"[1]", [(1, b"1")]),
        (b'[{"a": [1, 2]}, {"b": {"c": 3}}]', [(1, b'{"a": [1, 2]}'), (2, b' {"b": {"c": 3}}')]),
        (rb'["a,]\"}", "\\"]', [(1, rb'"a,]\"}"'), (2, rb' "\\"')]),
        (b'\xef\xbb\xbf[{"a": "[,"}]', [(1, b'{"a": "[,"}')]),
        (b"[1,,2]", [(1, b"1"), (2, b""), (3, b"2")]),
    ],
    ids=["empty", "empty with spaces", "scalar", "nested", "strings and escapes", "byte order mark", "missing element"],
)
@pytest.mark.parametrize("block", [1, 2, 3, 1 << 20])
def test_array_elements_are_found(
    data: bytes, expected: list[tuple[int, bytes]], block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spans, "BLOCK", block)
    assert _texts(elements, data) == expected


@pytest.mark.parametrize(
    ("data", "number", "fault"),
    [
        (b'[{"a": 1}, {"b": "no end', 2, "the file ends before the array does"),
        (b'[{"a": 1},', 2, "the file ends before the array does"),
        (b'[{"a": 1}] {"b": 2}', 2, "text after the end of the array"),
    ],
    ids=["inside a string", "after a comma", "text behind"],
)
def test_broken_array_is_told_and_its_whole_elements_are_given(data: bytes, number: int, fault: str) -> None:
    *whole, last = elements(io.BytesIO(data))
    assert [(span.number, span.fault) for span in whole] == [(1, "")]
    assert (last.number, last.fault) == (number, fault)


def test_random_arrays_are_split_as_json_reads_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spans, "BLOCK", 7)
    dice = random.Random(5)
    for _ in range(200):
        values = [_value(dice, 3) for _ in range(dice.randrange(5))]
        data = json.dumps(values, ensure_ascii=False, indent=dice.choice([None, 1])).encode()
        assert [json.loads(text) for _, text in _texts(elements, data)] == values


def _value(dice: random.Random, depth: int) -> object:
    if depth and dice.random() < 0.5:
        several = [_value(dice, depth - 1) for _ in range(dice.randrange(4))]
        return several if dice.random() < 0.5 else {str(value): value for value in several}
    return dice.choice([1, None, "", 'a"b', "\\", "[{,}]", "Київ", "\n"])


@pytest.mark.parametrize(
    ("data", "array"),
    [(b"[]", True), (b"\xef\xbb\xbf \n[", True), (b"{}", False), (b"", False), (b"text [", False)],
)
def test_array_is_told_from_object(data: bytes, array: bool) -> None:
    assert is_array(io.BytesIO(data)) is array


def test_long_line_is_passed_over_without_being_held(tmp_path: Path) -> None:
    with open(tmp_path / "long.jsonl", "wb") as file:
        file.seek(100_000_000)  # a hole of zeros, which takes no room on the disk
        file.write(b"\n{}")
    tracemalloc.start()
    with open(tmp_path / "long.jsonl", "rb") as file:
        found = list(lines(file))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found == [ByteSpan(1, 0, 100_000_000), ByteSpan(2, 100_000_001, 2)]
    assert peak < 10_000_000
