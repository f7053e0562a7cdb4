"""What is remembered has a bound in bytes: of each memory, of all of them over documents made to fill them."""

from __future__ import annotations

import ast
import gc
import random
import string
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest import Cleaner
from ingest.rules.matcher import Engine
from ingest.rules.patterns.translate import Pattern, translate
from ingest.text.language.langdetect_profiles import packaged_profiles
from ingest.text.memo import Memory, memoized

HOUSE = Path(__file__).parents[2] / "ingest"
MB = 1 << 20


def held(memory: dict[object, object]) -> int:
    """The bytes of a dictionary, and of what is in it."""
    parts = [one for entry in memory.items() for one in entry]
    parts += [one for part in parts if isinstance(part, tuple) for one in part]
    return sys.getsizeof(memory) + sum({id(part): sys.getsizeof(part) for part in parts}.values())


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (lambda at: f"{at}", str.upper),
        (lambda at: f"{at}" * 40, str.upper),
        (lambda at: f"{at} город " * (at % 70), str.upper),
        (lambda at: (f"{at}", "b" * (at % 900)), lambda pair: pair[0] == pair[1]),
        (lambda at: f"{at} a b c d e", lambda text: tuple(text.split())),
        (lambda at: at, chr),
    ],
    ids=["short", "long", "of all lengths", "pairs", "tuples", "numbers"],
)
def test_memory_takes_no_more_than_its_limit(given: Callable[[int], object], found: Callable[[object], object]) -> None:
    limit = 1 << 16
    memory: Memory[object, object] = Memory(limit)
    most = 0
    for at in range(3_000):
        memory.keep(given(at), found(given(at)))
        if at % 10 == 0:
            most = max(most, held(memory))
    assert limit / 4 < most <= limit


def test_function_is_asked_once_for_what_is_kept() -> None:
    asked: list[str] = []

    @memoized(1 << 12)
    def upper(text: str) -> str:
        """Return it in capitals."""
        asked.append(text)
        return text.upper()

    long = "a" * (1 << 12)
    assert [upper("a"), upper("a"), upper(long), upper(long), upper("a")] == ["A", "A", long.upper(), long.upper(), "A"]
    assert asked == ["a", long, long]
    assert (upper.__name__, upper.__doc__) == ("upper", "Return it in capitals.")


def test_short_texts_that_an_engine_knows_are_bounded() -> None:
    engine = Engine([Pattern(translated=translate(f"^(read|see) {name}\\b")) for name in string.ascii_lowercase[:20]])
    most = 0
    for at in range(4_000):
        engine.hits(f"read c, says number {at} of the lines")
        if at % 50 == 0:
            most = max(most, held(engine._known))  # type: ignore[arg-type]
    assert 0 < most <= engine._known.limit <= MB // 2
    assert engine.hits("read c, says number 1 of the lines") == {2}


# Closed sets: single characters; n-grams that langdetect knows; the cleaners of one process.
BY_COUNT = {"text/language/sample.py": 1, "text/language/langdetect_profiles.py": 1, "arrow.py": 1}


def test_nothing_that_a_document_brings_is_remembered_by_count() -> None:
    by_count, without = {}, []
    for path in sorted(HOUSE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        calls = [
            node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == "lru_cache"
        ]
        if calls:
            by_count[path.relative_to(HOUSE).as_posix()] = len(calls)
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and {"cache", "lru_cache"} & set(
                map(ast.unparse, node.decorator_list)
            ):
                given = {ast.unparse(arg.annotation) if arg.annotation else "" for arg in node.args.args}
                without += [f"{path.name}: {node.name}"] if given - {"bool"} else []
    assert by_count == BY_COUNT
    # By options of a run; by name of an installed distribution, of a packaged list; by class and command; by file.
    assert without == [
        "in_force.py: cleaner_of",
        "distributions.py: installed",
        "word_lists.py: word_lists",
        "options.py: declared",
        "page.py: _asset",
    ]


def test_characters_that_texts_bring_are_bounded() -> None:
    profiles = packaged_profiles(0)
    for first in range(0x20000, 0x40000, 4_096):
        profiles.detect("".join(map(chr, range(first, first + 4_096))))
    assert 0 < held(profiles._normal) <= profiles._normal.limit <= MB  # type: ignore[arg-type]


# ---------------------------------------------------------------- documents made to fill what is remembered

_RANDOM = random.Random(1)
_WORDS = ("the", "council", "voted", "tuesday", "keep", "old", "bridge", "open", "another", "year", "engineers", "look")
PROSE = "<p>The council voted on Tuesday to keep the old bridge open for another year, the mayor said.</p>" * 4
# More than is remembered anywhere in one piece.
LONG = 70_000


def words(chars: int = LONG) -> str:
    """Words of so many characters or a little more, like no others."""
    return f"{_RANDOM.getrandbits(64):x} {' '.join(_RANDOM.choices(_WORDS, k=chars // 4))}"


def page(inside: str, head: str = "") -> str:
    return f"<html><head>{head}</head><body><h1>Bridge to stay</h1>{inside}<article>{PROSE}</article></body></html>"


KINDS: dict[str, tuple[str, Callable[[], str]]] = {
    "lines": ("auto", lambda: f"{words()}."),
    "neighbours": ("auto", lambda: f"{words(60)}\n{words()}\n"),
    "classes": ("auto", lambda: page(f"<div class='{words()}'>{PROSE}</div>")),
    "ids": ("auto", lambda: page(f"<div id='{words()}'>{PROSE}</div>")),
    "titles": ("auto", lambda: page("", f"<title>{words()}</title><meta property='og:title' content='{words()}'>")),
}  # fmt: skip


@pytest.fixture(scope="module")
def cleaners() -> dict[str, Cleaner]:
    return {reader: Cleaner(reader=reader) for reader in ("auto", "trafilatura")}


def long_texts() -> int:
    """The characters of all long texts that something in this process still holds."""
    gc.collect()
    found: dict[int, int] = {}
    holders: list[object] = gc.get_objects()
    while holders:
        inside = gc.get_referents(*holders)
        found.update((id(one), len(one)) for one in inside if isinstance(one, str | bytes) and len(one) > LONG // 2)
        # What holds nothing but texts is not among the objects that the collector knows.
        holders = [one for one in inside if isinstance(one, dict | tuple) and not gc.is_tracked(one)]
    return sum(found.values())


@pytest.mark.parametrize("kind", KINDS)
def test_no_long_text_is_remembered(cleaners: dict[str, Cleaner], kind: str) -> None:
    reader, make = KINDS[kind]
    url = f"http://a.example/{words()}"
    cleaners[reader].clean(make(), url=url)
    before = long_texts()
    for _ in range(5):
        cleaners[reader].clean(make(), url=url)
    assert long_texts() - before <= LONG
