"""Measure what a run costs, on a quiet machine: ``python benchmarks/batch.py [DOCUMENTS]``. Start-up is promised to
take less than a second, and two workers to be 1.6 times as fast as one."""

from __future__ import annotations

import json
import shutil
import subprocess
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


def start_up(raw: Path, clean: Path) -> float:
    """Return how long the command takes on one document, in seconds, beyond what a bare interpreter takes."""

    def least(*arguments: str) -> float:
        spent = []
        for _ in range(5):
            began = time.perf_counter()
            subprocess.run([sys.executable, *arguments], check=True)
            spent.append(time.perf_counter() - began)
        return min(spent)

    return least("-m", "ingest", "run", str(raw), str(clean), "--fresh", "--quiet", "-w", "1") - least("-c", "pass")


def timed(what: str, raw: Path, clean: Path, workers: int) -> float:
    """Return how long a run takes, in seconds; print that, and the CPU time of the parent process."""
    began, before = time.perf_counter(), time.process_time()
    summary = run(raw, clean, Options(language_engine="none"), workers=workers)
    seconds, own = time.perf_counter() - began, time.process_time() - before
    counts = f"{summary.read:,} documents, {summary.reused:,} taken over"
    print(f"{what}: {counts}, {seconds:.2f} s, {summary.read / seconds:,.0f} a second; the parent's CPU {own:.2f} s")
    return seconds


def main(documents: int) -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        raw, one = folder / "raw.jsonl", folder / "one.jsonl"
        text = "\n\n".join(PROSE * 4)
        records = [json.dumps({"text": text.format(n), "id": str(n)}) + "\n" for n in range(documents)]
        raw.write_text("".join(records), encoding="utf-8")
        one.write_text(records[0], encoding="utf-8")
        print(f"start-up: {start_up(one, folder / 'start'):.2f} s (promised: under 1)")
        alone = timed("one worker", raw, folder / "alone", 1)
        pair = timed("two workers", raw, folder / "pair", 2)
        timed("two workers, again", raw, folder / "pair", 2)
        print(f"two workers are {alone / pair:.2f} times as fast as one (promised: 1.6)")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
