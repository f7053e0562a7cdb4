"""Measure memory and speed of finding duplicates, with different texts: ``python benchmarks/duplicates.py [TEXTS]``."""

from __future__ import annotations

import random
import resource
import sys
import time

from ingest.batch.near_duplicates import Originals


def main(texts: int) -> None:
    rng = random.Random(1)
    vocabulary = ["".join(rng.choices("abcdefghijklmnopqrstuvwxyz", k=rng.randint(2, 9))) for _ in range(20_000)]
    originals = Originals()
    held, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    copies = sum(originals.add(n, " ".join(rng.choices(vocabulary, k=400))) is not None for n in range(texts))
    seconds = time.perf_counter() - began
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - held) * 1024
    rate, each = texts / seconds, grown / texts
    print(f"{texts:,} texts of 400 words, {copies} copies: {rate:,.0f} a second, {each:,.0f} bytes each")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
