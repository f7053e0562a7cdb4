#!/usr/bin/env python3
"""Measure a folder of FiveFilters site configs: what is in it, what it costs, and what it does to real pages.

    python benchmarks/ftr.py FOLDER --shared ../shared

Scores are of the development pages whose host has a file, without and with ``--ftr FOLDER``.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

from development import Row, by_ingest, rows

from ingest import Cleaner, RawDocument
from ingest.article import site_of
from ingest.html.selectors import fault_of_selector
from ingest.rules.ftr.folder import FtrFolder


def count(folder: Path) -> FtrFolder:
    """Print what the folder holds, and how long it takes to list and to read it."""
    fault_of_selector("xpath", "//p")  # loads lxml
    began = time.perf_counter()
    configs = FtrFolder(folder, fault_of_selector)
    listed = time.perf_counter()
    read = [configs.read(key) for key in configs.paths]
    done = time.perf_counter()
    rules = [rule for config in read for rule in config.file.rules]
    print(f"{len(read)} files listed in {1000 * (listed - began):.0f} ms, read in {1000 * (done - listed):.0f} ms")
    print(
        f"{len(rules)} rules with {sum(len(rule.selectors) for rule in rules)} selectors, "
        f"{sum(len(paths) for config in read for paths in (config.file.fields or {}).values())} field selectors, "
        f"{sum(len(config.file.replacements) for config in read)} replacements of source"
    )
    print(f"{sum(len(config.faults) for config in read)} faults:")
    for config in read:
        for fault in config.faults:
            print(f"  {Path(fault.file).name}:{fault.line}: {fault.what[:100]}")
    return configs


def score(shared: Path, out: Path, pages: list[tuple[str, Row]], cleaner: Cleaner, name: str) -> None:
    """Clean the pages, and print the scores of each data set."""
    spent, reading = 0.0, by_ingest(cleaner)
    for dataset in sorted({dataset for dataset, _ in pages}):
        corpus, predicted = out / f"{dataset}.jsonl", out / f"{dataset}.{name}.jsonl"
        with corpus.open("w", encoding="utf-8") as golds, predicted.open("w", encoding="utf-8") as predictions:
            for row in (row for of, row in pages if of == dataset):
                began = time.process_time()
                prediction = {"id": row["id"], **reading(row)}
                spent += time.process_time() - began
                golds.write(json.dumps(row, ensure_ascii=False) + "\n")
                predictions.write(json.dumps(prediction, ensure_ascii=False) + "\n")
        print(f"== {name}: {dataset}", flush=True)
        tool = shared / "tools" / "score_html.py"
        subprocess.run([sys.executable, str(tool), str(corpus), str(predicted), "--bootstrap", "0"], check=True)
    print(f"== {name}: {1000 * spent / max(1, len(pages)):.2f} ms CPU a page", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--out", type=Path, default=Path("build/ftr"))
    args = parser.parse_args()
    configs = count(args.folder)
    args.out.mkdir(parents=True, exist_ok=True)
    pages = [
        (path.name.removesuffix(".jsonl.gz"), row)
        for path in sorted((args.shared / "corpora" / "html").glob("*.jsonl.gz"))
        for row in rows(path)
        if configs.serving(site_of(RawDocument("", url=str(row.get("url") or "")))) in configs.paths
    ]
    print(f"{len(pages)} pages of hosts with a file")
    score(args.shared, args.out, pages, Cleaner(), "without")
    score(args.shared, args.out, pages, Cleaner(ftr=args.folder), "with")


if __name__ == "__main__":
    main()
