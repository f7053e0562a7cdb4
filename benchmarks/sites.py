#!/usr/bin/env python3
"""Measure the packaged site files on the development pages of their sites, without and with them.

    python benchmarks/sites.py --shared ../shared

Of texts: lines of cruft left, and article lines lost. Of HTML pages: precision and recall of the words of the gold.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from pathlib import Path

from development import Row, by_ingest, rows

from ingest import Cleaner, RawDocument
from ingest.article import site_of


def of_sites(folder: Path, sites: set[str]) -> dict[str, list[Row]]:
    """Return the rows of a folder's corpora by site."""
    by_site: dict[str, list[Row]] = {}
    for path in sorted(folder.glob("*.jsonl.gz")):
        for row in rows(path):
            host = site_of(RawDocument("", url=str(row.get("url") or ""))) or ""
            for site in sites:
                if host == site or host.endswith("." + site):
                    by_site.setdefault(site, []).append(row)
    return by_site


def lines(row: Row, cleaned: str) -> tuple[int, int]:
    """Return how many lines of cruft remain of a text, and how many lines of the article do not."""
    remaining = {line.strip() for line in cleaned.split("\n")}
    labels = row["labels"]
    assert isinstance(labels, list)
    labeled = list(zip(str(row["text"]).split("\n"), labels, strict=True))
    cruft = sum(label == "drop" and line.strip() in remaining for line, label in labeled)
    lost = sum(label == "keep" and bool(line.strip()) and line.strip() not in remaining for line, label in labeled)
    return cruft, lost


def words(row: Row, cleaned: str) -> tuple[int, int, int]:
    """Return how many words are right, given, and wanted."""
    wanted = Counter(re.findall(r"\w+", str(row["gold_text"]).lower()))
    given = Counter(re.findall(r"\w+", cleaned.lower()))
    return (wanted & given).total(), given.total(), wanted.total()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    args = parser.parse_args()
    cleaners = (Cleaner(site_rules=False), Cleaner())
    sites = {file.site for file in cleaners[1].rules.files if file.site}
    texts = of_sites(args.shared / "corpora" / "text", sites)
    pages = of_sites(args.shared / "corpora" / "html", sites)
    for site in sorted(sites):
        results = []
        for reading in map(by_ingest, cleaners):
            counts = [lines(row, str(reading(row)["text"])) for row in texts.get(site, ())]
            scores = [words(row, str(reading(row)["text"])) for row in pages.get(site, ()) if row.get("gold_text")]
            right, given, wanted = (sum(score[at] for score in scores) for at in range(3))
            share = f"P {right / max(1, given):.3f} R {right / max(1, wanted):.3f}"
            results.append(f"left {sum(c for c, _ in counts)} lost {sum(k for _, k in counts)}, {share}")
        print(
            f"{site}: {len(texts.get(site, ()))} texts, {len(pages.get(site, ()))} pages: {results[0]} -> {results[1]}"
        )


if __name__ == "__main__":
    main()
