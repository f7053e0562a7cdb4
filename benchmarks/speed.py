#!/usr/bin/env python3
"""Measure speed side by side: ingest, the pipelines it is compared with, and how its cost grows. Writes the tables that
README shows.

    pip install -c constraints.txt -e '.[bench]'
    python benchmarks/speed.py [--only text|tags|made|html|growth] [--documents N] [--rounds N] [--out FILE]

All contenders run in one process and take turns over the same documents, so that a busy machine slows all of them;
the ratio is taken round by round. Times are CPU time of the process. Peak memory is of a process of its own for each.
Documents: of ``../shared/corpora`` if that is present ("text": what extractors made; "tags": the bare tags of
pages), else, and for "made", those that generate.py makes.
"""

from __future__ import annotations

import argparse
import gc
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import contenders
import growth
from contenders import Work

KINDS = ("text", "tags", "made", "html")
Times = dict[str, list[float]]


def measured(works: Mapping[str, Work], warming: list[str], documents: list[str], rounds: int) -> Times:
    """Return milliseconds of CPU a document for each contender and round; a round is a part of the documents.

    All work on other documents first: what is loaded for a language, or compiled once, is not a document's price.
    """
    for work in works.values():
        if isinstance(work, contenders.Ours):
            work.get_ready()
        for document in warming:
            work(document)
    gc.collect()
    gc.freeze()
    names = list(works)
    times: Times = {name: [] for name in names}
    for round_ in range(rounds):
        part = documents[round_::rounds]
        for name in names[round_ % len(names) :] + names[: round_ % len(names)]:
            gc.collect()
            began = time.process_time()
            for document in part:
                works[name](document)
            times[name].append(1000 * (time.process_time() - began) / len(part))
    return times


def table(times: Times, peaks: Mapping[str, float]) -> list[str]:
    """Return the rows of a table: the first contender is what the others are compared with."""
    first = next(iter(times))
    rows = ["| | ms CPU a document | times the first | spread | peak MB |", "|---|---:|---:|---|---:|"]
    for name, spent in times.items():
        ratios = sorted(own / base for own, base in zip(spent, times[first], strict=True))
        spread = f"{ratios[0]:.2f}–{ratios[-1]:.2f}" if name != first else ""
        peak = f"{peaks[name]:.0f}" if name in peaks else ""
        rows.append(
            f"| {name} | {statistics.median(spent):.2f} | {statistics.median(ratios):.2f} | {spread} | {peak} |"
        )
    return rows


def peak_of(kind: str, name: str, args: argparse.Namespace) -> float:
    """Return the peak memory in MB of a process that does nothing but one contender's work."""
    command = [sys.executable, __file__, "--peak", kind, name, "--shared", str(args.shared)]
    ran = subprocess.run([*command, "--documents", str(args.documents)], capture_output=True, text=True, check=True)
    return float(ran.stdout.split()[-1])


def print_peak(kind: str, name: str, args: argparse.Namespace) -> None:
    _, documents = contenders.corpus(kind, args.documents, args.shared)
    work = works_of(kind, name)[name]
    held = sum(map(len, documents)) / 1e6
    for document in documents:
        work(document)
    print(growth.peak() - held)


def works_of(kind: str, *names: str) -> dict[str, Work]:
    """Return the contenders that are installed."""
    works: dict[str, Work] = {}
    makers = contenders.HTML if kind == "html" else contenders.TEXT
    for name, make in makers.items():
        if names and name not in names:
            continue
        try:
            works[name] = make()
        except (ImportError, ValueError) as error:
            print(f"without {name}: {error}", file=sys.stderr)
    return works


def side_by_side(kind: str, args: argparse.Namespace) -> list[str]:
    warming, documents = contenders.corpus(kind, args.documents, args.shared)
    size = sum(len(document.encode()) for document in documents) / len(documents)
    works = works_of(kind)
    times = measured(works, warming, documents, args.rounds)
    peaks = {} if args.no_memory else {name: peak_of(kind, name, args) for name in works}
    return [
        f"{kind}: {len(documents)} documents, {size / 1000:.1f} KB each, {args.rounds} rounds",
        "",
        *table(times, peaks),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=(*KINDS, "growth"))
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--shared", type=Path, default=Path(__file__).parent.parent.parent / "shared")
    parser.add_argument("--no-memory", action="store_true", help="do not measure peak memory")
    parser.add_argument("--out", type=Path, help="write the tables here as well")
    parser.add_argument("--peak", nargs=2, metavar=("KIND", "NAME"), help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.peak:
        kind, name = args.peak
        print_peak(kind, name, args)
        return
    lines = [f"Python {platform.python_version()}, {contenders.versions()}."]
    for kind in KINDS:
        if args.only in (None, kind):
            lines += ["", *side_by_side(kind, args)]
    if args.only in (None, "growth"):
        lines += ["", *growth.table()]
    print("\n".join(lines))
    if args.out:
        args.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
