"""Measure memory and speed of finding duplicates, with different texts at different addresses.

``python benchmarks/duplicates.py [TEXTS]``
"""

from __future__ import annotations

import random
import resource
import sys
import time
from collections.abc import Callable

from msgspec.structs import replace

from ingest import clean
from ingest.batch.duplicates.near_duplicates import Originals
from ingest.batch.duplicates.versions import Versions


def main(texts: int) -> None:
    rng = random.Random(1)
    vocabulary = ["".join(rng.choices("abcdefghijklmnopqrstuvwxyz", k=rng.randint(2, 9))) for _ in range(20_000)]
    originals, versions, article = Originals(), Versions(), clean("", kind="text")

    def compare_text(number: int) -> bool:
        return originals.add(number, " ".join(rng.choices(vocabulary, k=400))) is not None

    def compare_address(number: int) -> bool:
        versions.add(number, replace(article, url=f"https://example.com/{number}", published="2024-03-05"))
        return False

    measure("texts of 400 words", compare_text, texts)
    measure("addresses", compare_address, texts)


def measure(what: str, compare: Callable[[int], bool], count: int) -> None:
    held, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    copies = sum(map(compare, range(count)))
    seconds = time.perf_counter() - began
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - held) * 1024
    print(f"{count:,} {what}, {copies} copies: {count / seconds:,.0f} a second, {grown / count:,.0f} bytes each")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
