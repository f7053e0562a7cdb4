"""What a run costs: ``python benchmarks/batch.py [DOCUMENTS]``, with one worker, with two, again, and one document."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import time
from pathlib import Path

from ingest.batch import run
from ingest.options import Options

PROSE = (
    "The council of {0} met on Tuesday to decide how the old harbour should be rebuilt after the winter storms.",
    "Members said they had looked at {0} plans, and that none of them was cheap enough for the town to pay alone.",
    "A decision is expected in the spring, when the regional government has said what it will give to {0}.",
)


def timed(what: str, raw: Path, clean: Path, workers: int) -> float:
    """Give how long a run takes, in seconds, and say so."""
    began = time.perf_counter()
    summary = run(raw, clean, Options(language_engine="none"), workers=workers)
    seconds = time.perf_counter() - began
    rate = summary.read / seconds
    print(f"{what}: {summary.read:,} documents, {summary.reused:,} taken over, {seconds:.2f} s, {rate:,.0f} a second")
    return seconds


def main(documents: int) -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        raw, one = folder / "raw.jsonl", folder / "one.jsonl"
        text = "\n\n".join(PROSE * 4)
        records = [json.dumps({"text": text.format(n), "id": str(n)}) + "\n" for n in range(documents)]
        raw.write_text("".join(records), encoding="utf-8")
        one.write_text(records[0], encoding="utf-8")
        timed("one document", one, folder / "start", 1)
        alone = timed("one worker", raw, folder / "alone", 1)
        pair = timed("two workers", raw, folder / "pair", 2)
        timed("two workers, again", raw, folder / "pair", 2)
        print(f"two workers are {alone / pair:.2f} times as fast as one")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5_000)
