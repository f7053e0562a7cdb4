"""Texts to compare ways of doing the same thing on: ours, and where they are at hand those of the shared corpora.

``../shared`` lies beside a checkout or does not: it is no part of the repository, and no test may count on it.
"""

from __future__ import annotations

import gzip
import json
import random
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"


def needs_shared(part: str) -> pytest.MarkDecorator:
    """The mark of a test that is skipped where this part of ``../shared`` is not at hand."""
    return pytest.mark.skipif(
        not (SHARED / part).exists(), reason=f"needs ../shared/{part}, which is no part of the repository"
    )


@cache
def own_texts() -> tuple[str, ...]:
    """The clean texts of fifteen languages and the raw samples."""
    paths = [*sorted((ROOT / "tests" / "clean").glob("*.txt")), *sorted((ROOT / "raw").rglob("*.txt"))]
    return tuple(path.read_text(encoding="utf-8", errors="replace") for path in paths)


@cache
def all_texts() -> tuple[str, ...]:
    """``own_texts`` and, where they are at hand, the 1,141 noisy texts of the shared corpora."""
    texts = list(own_texts())
    for path in sorted((SHARED / "corpora" / "text").glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            texts += [json.loads(line)["text"] for line in lines]
    return tuple(texts)


def pieces(count: int, longest: int, seed: int = 0) -> list[str]:
    """Stretches of all texts, cut anywhere."""
    choice = random.Random(seed)
    out = []
    for _ in range(count):
        text = choice.choice(all_texts())
        start = choice.randrange(max(1, len(text)))
        out.append(text[start : start + choice.randrange(1, longest)])
    return out
