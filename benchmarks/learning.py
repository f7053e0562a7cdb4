"""Measure what learning costs, and that it spares articles.

    python benchmarks/learning.py growth [--documents 200000] [--sites 1000] [--workers 2]
    python benchmarks/learning.py controls [--shared ../shared] [--held-back]

``growth`` makes documents of many sites, of which each has furniture of its own, and cleans them, learns from them
(``rules suggest``), and does both (``run --learn``): seconds, CPU, and the memory of all processes together (Linux
only). ``controls`` learns from texts in which nothing is cruft, by site: articles as their authors wrote them, and
those of the labelled texts that have no piece of cruft. What is removed from them was learned wrongly.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from development import Row, is_held_back, rows

import ingest
from ingest.options import Options

_ONSETS, _NUCLEI, _CODAS = "bcdfghjklmnprstvz", "aeiou", ["", "l", "n", "r", "s", "t"]
_SYLLABLES = [onset + nucleus + coda for onset in _ONSETS for nucleus in _NUCLEI for coda in _CODAS]
_SENTENCES = 14
_TICK = 0.2  # seconds between looks at the memory of a run


def sentence(rnd: random.Random, words: int) -> str:
    """A sentence in words that nobody uses."""
    said = ("".join(rnd.choices(_SYLLABLES, k=rnd.randint(1, 3))) for _ in range(words))
    return " ".join(said).capitalize() + "."


def made(documents: int, sites: int) -> Iterator[dict[str, str]]:
    """Yield documents of sites, each with two pieces that the site has in most of them, in one of two layouts."""
    for number in range(documents):
        site = number % sites
        of_site, rnd = random.Random(f"site {site}"), random.Random(number)
        furniture = [sentence(of_site, 9), sentence(of_site, 12)]
        said = [sentence(rnd, rnd.randint(8, 20)) for _ in range(_SENTENCES)]
        if rnd.random() < 0.9:
            said.insert(rnd.randint(1, _SENTENCES), furniture[0])
        said.append(furniture[1])
        text = (" " if site % 3 else "\n").join(said)
        yield {"id": str(number), "url": f"https://site{site}.example/{number}", "text": text, "language": "en"}


class Spent(NamedTuple):
    """What a command has taken: ``seconds``, those of CPU in all its processes, and the most memory of these in MB."""

    seconds: float
    cpu: float
    memory: float


def measured(command: list[str]) -> Spent:
    """Return what a command takes; what its processes do shortly before they end is not seen."""
    began, peak = time.perf_counter(), 0.0
    cpu: dict[int, float] = {}
    with subprocess.Popen(command) as process:
        while process.poll() is None:
            pids = list(descendants(process.pid))
            peak = max(peak, sum(map(resident, pids)))
            cpu.update({pid: max(cpu.get(pid, 0.0), cpu_seconds(pid)) for pid in pids})
            time.sleep(_TICK)
    if process.returncode:
        raise SystemExit(process.returncode)
    return Spent(time.perf_counter() - began, sum(cpu.values()), peak)


def descendants(pid: int) -> Iterator[int]:
    """Yield a process, its children, and theirs."""
    yield pid
    with suppress(OSError):
        for path in Path(f"/proc/{pid}/task").glob("*/children"):
            for child in path.read_text().split():
                yield from descendants(int(child))


def resident(pid: int) -> float:
    """Return the memory of a process, in MB; what it shares with others counts for each."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
    return 0.0


def cpu_seconds(pid: int) -> float:
    """Return the seconds of CPU that a process has taken."""
    with suppress(OSError):
        user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
    return 0.0


def growth(documents: int, sites: int, workers: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder, "raw.jsonl")
        with raw.open("w", encoding="utf-8") as lines:
            lines.writelines(json.dumps(record) + "\n" for record in made(documents, sites))
        ran = [sys.executable, "-m", "ingest", "run", str(raw), str(Path(folder, "clean")), "--fresh", "--quiet"]
        mined = [sys.executable, "-m", "ingest", "rules", "suggest", str(raw), "--into", str(Path(folder, "rules"))]
        commands = {"cleaned": ran, "learned from": mined, "learned from and cleaned": [*ran, "--learn"]}
        spent: dict[str, Spent] = {}
        for what, command in commands.items():
            seconds, cpu, memory = spent[what] = measured([*command, "-w", str(workers)])
            print(f"{documents:,} documents of {min(documents, sites):,} sites {what}, {workers} workers: ", end="")
            print(f"{seconds:.0f} s, {cpu:.0f} s of CPU, {memory:.0f} MB", flush=True)
        print(f"learning took {spent['learned from'].cpu / spent['cleaned'].cpu:.2f} times the CPU of cleaning")


Groups = Mapping[str, list[Row]]


def gold_texts(shared: Path, held_back: bool) -> Groups:
    """Return the articles of the page corpora as their authors wrote them, by host."""
    found: dict[str, list[Row]] = defaultdict(list)
    for path in sorted((shared / "corpora" / "html").glob("*.jsonl.gz")):
        for row in rows(path):
            host = urlsplit(str(row.get("url") or "")).hostname
            if host and row.get("gold_text") and is_held_back(row) == held_back:
                found[host].append({"id": row["id"], "text": row["gold_text"], "site": host})
    return found


def labelled_texts(shared: Path, held_back: bool) -> Groups:
    """Return the labelled texts by source; those without a piece of cruft are marked as ``control``."""
    names = (shared / "corpora" / "held_back.txt").read_text(encoding="utf-8").splitlines()
    found: dict[str, list[Row]] = defaultdict(list)
    for path in sorted((shared / "corpora").glob("wild*dev.jsonl.gz")):
        for row in rows(path):
            if (row["source"] in names) == held_back:
                record: Row = {
                    "id": row["id"],
                    "text": row["text"],
                    "source": row["source"],
                    "control": not _has_cruft(row),
                }
                found[str(row["source"])].append(record)
    return found


def _has_cruft(row: Row) -> bool:
    lines = row.get("lines")
    return bool(row.get("pieces")) or (
        isinstance(lines, list) and any(line["label"] in ("drop", "partial") for line in lines)
    )


def learned_away(records: Iterable[Row], group: str) -> tuple[int, list[tuple[str, str]]]:
    """Return how many rules are learned from records, and what they remove of the controls: rule and text."""
    records = list(records)
    with tempfile.TemporaryDirectory() as folder:
        ingest.learn(records, group=group, into=folder, options=Options(site_rules=False))
        paths = list(Path(folder).glob("*.yaml"))
        rules = sum(path.read_text(encoding="utf-8").count("\n  - id: ") for path in paths)
        if not paths:
            return 0, []
        cleaner = ingest.Cleaner(rules=paths, site_rules=False)
        gone = []
        for record in records:
            if record.get("control", True):
                site, source = str(record.get("site") or ""), str(record.get("source") or "")
                raw = ingest.RawDocument(str(record["text"]), kind="text", site=site or None, group=source or None)
                removed = cleaner.clean(raw).removed
                gone += [(cut.rule, cut.text) for cut in removed if cut.rule.startswith("learned.")]
    return rules, gone


def controls(shared: Path, held_back: bool) -> None:
    for what, groups, by in (
        ("gold texts", gold_texts(shared, held_back), "site"),
        ("labelled texts without cruft", labelled_texts(shared, held_back), "source"),
    ):
        several = {name: records for name, records in groups.items() if len(records) > 1}
        texts = sum(bool(record.get("control", True)) for records in several.values() for record in records)
        rules, gone = 0, list[tuple[str, str]]()
        for records in several.values():
            of_group, removed = learned_away(records, by)
            rules, gone = rules + of_group, gone + removed
        print(f"{what}: {texts:,} of {len(several):,} groups, {rules:,} rules learned, {len(gone):,} pieces removed")
        for rule, text in [] if held_back else gone[:40]:
            print(f"  {rule}: {' '.join(text.split())[:120]}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("growth", "controls"))
    parser.add_argument("--documents", type=int, default=200_000)
    parser.add_argument("--sites", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--held-back", action="store_true", help="of what was not written on: numbers only")
    args = parser.parse_args()
    if args.what == "growth":
        growth(args.documents, args.sites, args.workers)
    else:
        controls(args.shared, args.held_back)


if __name__ == "__main__":
    main()
