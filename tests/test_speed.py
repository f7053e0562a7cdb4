"""Promises about speed, as ratios in one process: they fail when a ratio falls by more than the margin stated here."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import pytest

from ingest import Cleaner
from ingest.rules.matcher import Engine

sys.path.append(str(Path(__file__).parent.parent / "benchmarks"))

import contenders
import generate
import growth

# A shared machine is noisy: what is asked for is this share of what is promised.
MARGIN = 0.75
# Measured over made texts, 8.4 to 9.3 in blocks of twelve, and how far it may fall: to the six that are promised.
NAIVE_RATIO, NAIVE_MARGIN = 8.7, 0.7
BLOCKS = 100  # at most


def cpu(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


@pytest.fixture(scope="module")
def cleaner() -> Cleaner:
    made = Cleaner()
    made.warm()
    return made


@pytest.mark.slow
def test_text_is_cleaned_several_times_as_fast_as_by_a_naive_pipeline(cleaner: Cleaner) -> None:
    ours, theirs = contenders.Ours("langdetect"), contenders.naive()
    texts = generate.texts(20 + BLOCKS * 12)
    for text in islice(texts, 20):
        ours(text)
        theirs(text)
    # The least of each, in turns, over as many blocks as it takes: where others' work fills the caches both are slower,
    # and we by more. With six processes that copy memory the medians of fifteen ratios were 6.1 to 6.9.
    least, naive = float("inf"), float("inf")
    while naive <= least * NAIVE_RATIO * NAIVE_MARGIN and (part := list(islice(texts, 12))):
        least = min(least, cpu(lambda part=part: [ours(text) for text in part]))  # type: ignore[misc]
        naive = min(naive, cpu(lambda part=part: [theirs(text) for text in part]))  # type: ignore[misc]
    assert naive > least * NAIVE_RATIO * NAIVE_MARGIN


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["lines", "one line", "html"])
def test_time_grows_with_the_length_of_a_document(cleaner: Cleaner, kind: str) -> None:
    spent = []
    for size in (16, 256):
        document = next(iter((generate.pages if kind == "html" else generate.texts)(1, paragraphs=size)))
        document = document.replace("\n", " ") if kind == "one line" else document
        how = "html" if kind == "html" else "text"
        spent.append(min(cpu(lambda d=document, h=how: cleaner.clean(d, kind=h)) for _ in range(4)))  # type: ignore[misc]
    # Promised: twenty times for sixteen times the length.
    assert spent[1] < 20 / MARGIN * spent[0]


@pytest.mark.slow
def test_time_for_a_line_hardly_grows_with_the_rules(tmp_path: Path) -> None:
    lines = [line for text in generate.texts(40, seed=1) for line in text.split("\n")]
    spent = []
    for count in (50, 5_000):
        patterns = growth.patterns(count, tmp_path)
        engine = Engine(patterns)
        found = [engine.hits(line) for line in lines]
        spent.append(min(cpu(lambda e=engine: [e.hits(line) for line in lines]) for _ in range(4)))  # type: ignore[misc]
        if count == 50:
            alone = [Engine([pattern]) for pattern in patterns]
            assert found == [frozenset(at for at, one in enumerate(alone) if one.hits(line)) for line in lines]
    # Promised: three times for a hundred times the rules.
    assert spent[1] < 3 / MARGIN * spent[0]


@pytest.mark.slow
def test_many_rules_find_what_each_finds_alone(tmp_path: Path) -> None:
    patterns = growth.patterns(5_000, tmp_path)
    engine = Engine(patterns)
    lines = [line for text in generate.texts(5, seed=1) for line in text.split("\n")][:60]
    # Lines that hold what some of the rules look for: the texts alone hold little of it.
    lines += [f"{pattern.phrases[0]}." for pattern in patterns[3::500]]
    lines += [f"So, {pattern.alternatives[0].needs[0]} (12)" for pattern in patterns[2::500]]
    lines += [f"{pattern.alternatives[0].needs[0]} » x" for pattern in patterns[0::500]]
    found = [engine.hits(line) for line in lines]
    assert sum(map(len, found)) >= 20
    for index, pattern in enumerate(patterns):
        alone = Engine([pattern])
        wrong = [line for line, hits in zip(lines, found, strict=True) if (index in hits) != bool(alone.hits(line))]
        assert wrong == []


@pytest.mark.slow
def test_memory_stays_flat_over_many_documents() -> None:
    half, whole = growth.memory_of(20_000)
    assert whole < 150
    assert whole < half + 3


@pytest.mark.slow
def test_import_loads_neither_extractor_nor_matcher_nor_rich() -> None:
    import subprocess

    code = "import ingest, ingest.cli.app, sys; print([m for m in sys.argv[1:] if m in sys.modules])"
    heavy = ["trafilatura", "lxml", "bs4", "ftfy", "langdetect", "py3langid", "rich", "re2", "yaml", "pyarrow"]
    ran = subprocess.run([sys.executable, "-c", code, *heavy], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


@pytest.mark.slow
def test_memory_stays_flat_over_documents_of_one_long_line() -> None:
    half, whole = growth.memory_of(5_000, "line")
    assert whole < 150
    assert whole < half + 3
