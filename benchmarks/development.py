#!/usr/bin/env python3
"""Clean the development corpora and score the result with the scorers that came with them.

    python benchmarks/development.py --shared ../shared [--only text|manual|html|seeds] [--held-back] [--out DIR]

The site layer is off. Sites are split by a hash of their name: a fifth is held back, and scored alone with
``--held-back`` (look at its numbers, not at its pages).
"""

from __future__ import annotations

import argparse
import base64
import gzip
import json
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from ingest import Cleaner, RawDocument

Row = dict[str, object]


def rows(path: Path) -> Iterator[Row]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def is_held_back(row: Row) -> bool:
    """Say whether a row is of the fifth of sites that is not looked at."""
    host = (urlsplit(str(row.get("url") or "")).hostname or str(row["id"])).split(".")
    return zlib.crc32(".".join(host[-2:]).encode()) % 5 == 0


def predict(cleaner: Cleaner, row: Row) -> tuple[Row, float]:
    """Give a prediction and the CPU seconds it took."""
    data: str | bytes = str(row.get("html") or row.get("text") or "")
    if "html_b64" in row:
        data = base64.b64decode(str(row["html_b64"]))
    kind = "html" if "html" in row or "html_b64" in row else "text"
    began = time.process_time()
    article = cleaner.clean(RawDocument(data, name=str(row["id"]), kind=kind, url=str(row.get("url") or "") or None))
    spent = time.process_time() - began
    out: Row = {"id": row["id"], "scraper": row.get("scraper"), "text": article.text, "title": article.title}
    return {**out, "authors": list(article.authors), "date": article.published, "language": article.language}, spent


def run(tool: Path, corpora: list[Path], cleaner: Cleaner, out: Path, held_back: bool | None, extra: list[str]) -> None:
    """Predict the rows of some corpora and print what the scorer says of them."""
    out.mkdir(parents=True, exist_ok=True)
    spent, count = 0.0, 0
    predictions, chosen = out / "predictions.jsonl", out / "corpus.jsonl"
    with predictions.open("w", encoding="utf-8") as said, chosen.open("w", encoding="utf-8") as scored:
        for row in (row for path in corpora for row in rows(path)):
            if held_back is not None and is_held_back(row) != held_back:
                continue
            prediction, seconds = predict(cleaner, row)
            spent, count = spent + seconds, count + 1
            said.write(json.dumps(prediction, ensure_ascii=False) + "\n")
            scored.write(json.dumps(row, ensure_ascii=False) + "\n")
    order = [chosen, predictions] if tool.name == "score_html.py" else [predictions, chosen]
    subprocess.run([sys.executable, str(tool), *map(str, order), *extra], check=True)
    print(f"  {count} documents, {1000 * spent / max(1, count):.2f} ms CPU each", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--only", choices=("text", "manual", "html"))
    parser.add_argument("--datasets", help="of HTML: comma-separated names")
    parser.add_argument("--held-back", action="store_true", help="score the held-back fifth of sites")
    parser.add_argument("--all", action="store_true", help="score all sites, held back or not")
    parser.add_argument("--rules", action="append", default=[], help="a rule folder on top")
    parser.add_argument("--out", type=Path, default=Path("build/development"))
    parser.add_argument("--bootstrap", default="100")
    asked = parser.parse_args()
    cleaner = Cleaner(site_rules=False, rules=asked.rules)
    held_back = None if asked.all else asked.held_back
    corpora, tools = asked.shared / "corpora", asked.shared / "tools"
    if asked.only in (None, "text"):
        texts, out = sorted((corpora / "text").glob("*.jsonl.gz")), asked.out / "text"
        run(
            tools / "score_text.py",
            texts,
            cleaner,
            out,
            held_back,
            ["--bootstrap", asked.bootstrap, "--lines", str(out / "lines.tsv")],
        )
    if asked.only in (None, "manual"):
        out = asked.out / "manual"
        # Hand labels: few texts, so all of them are looked at.
        run(
            tools / "score_text.py",
            [corpora / "text_manual_dev.jsonl"],
            cleaner,
            out,
            None,
            ["--bootstrap", "0", "--lines", str(out / "lines.tsv")],
        )
    if asked.only in (None, "html"):
        for path in sorted((corpora / "html").glob("*.jsonl.gz")):
            name = path.name.removesuffix(".jsonl.gz")
            if asked.datasets is None or name in asked.datasets.split(","):
                out = asked.out / name
                run(
                    tools / "score_html.py",
                    [path],
                    cleaner,
                    out,
                    held_back,
                    ["--bootstrap", asked.bootstrap, "--pages", str(out / "pages.tsv")],
                )


if __name__ == "__main__":
    main()
