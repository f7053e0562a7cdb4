#!/usr/bin/env python3
"""Clean the development texts at each ``--care``, and print what goes and what is lost as three points of a curve.

    python benchmarks/care.py --shared ../shared [--held-back]

The labelled texts and the wild ones (one line to hard-wrapped), site files off. "Gone" is the share of cruft that goes
(lines; of wild texts pieces, over all and as the mean over sources), "lost" the share of the article's lines (of wild
texts sentences) that goes with it. With ``--held-back`` the fifth of sites and the sources that nobody looks at.
"""

from __future__ import annotations

import argparse
import json
import runpy
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

from development import Row, by_ingest, is_held_back, rows

from ingest import Cleaner
from ingest.vocabulary import Care

WILD = ("wild_dev.jsonl.gz", "wild_scripts_dev.jsonl.gz")
# Labels of whole lines do not fit these.
OTHER_LAYOUTS = (("html-fragment", "wild_dev"), ("html-fragment", "wild_scripts_dev"), ("hard-wrapped", "wild_dev"))


def score_of_lines(cleaner: Cleaner, shared: Path, *, held_back: bool) -> Mapping[str, Mapping[str, float]]:
    """Return the scores of the labelled texts by scraper, "extracted" for all but bare tags."""
    paths = sorted((shared / "corpora/text").glob("*.jsonl.gz"))
    chosen = [row for path in paths for row in rows(path) if is_held_back(row) == held_back]
    read = by_ingest(cleaner)
    made = [{"id": row["id"], "scraper": row.get("scraper"), **read(row)} for row in chosen]
    with tempfile.TemporaryDirectory() as folder:
        predictions, corpus = Path(folder, "predictions.jsonl"), Path(folder, "corpus.jsonl")
        for path, written in ((predictions, made), (corpus, chosen)):
            path.write_text("".join(json.dumps(row) + "\n" for row in written), encoding="utf-8")
        tool = shared / "tools/score_text.py"
        call = [sys.executable, str(tool), str(predictions), str(corpus), "--bootstrap", "2", "--json"]
        done = subprocess.run(call, capture_output=True, check=True)
    scores: Mapping[str, Mapping[str, float]] = json.loads(done.stdout)
    return scores


def score_of_wild(cleaner: Cleaner, shared: Path, *, held_back: bool) -> Mapping[str, Any]:
    """Return the scores of the wild texts, those left out that its own tool leaves out of its first line."""
    tool = runpy.run_path(str(shared / "tools/predict_wild.py"))
    listed = (shared / "corpora/held_back.txt").read_text(encoding="utf-8").splitlines()
    back = {line.strip() for line in listed if line.strip() and not line.startswith("#")}
    corpora = [list(rows(shared / "corpora" / name)) for name in WILD]

    def skip(row: Row) -> bool:
        return (row["source"] in back) != held_back or (row["layout"], row["dataset"]) in OTHER_LAYOUTS

    made = []
    for row in (row for corpus in corpora for row in corpus if not skip(row)):
        article = cleaner.clean(str(row["text"]))
        made.append({"id": row["id"], "text": article.text, "title": article.title})
    scores: Mapping[str, Any] = tool["score"](made, corpora, skip)
    return scores


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--held-back", action="store_true", help="score what is held back")
    args = parser.parse_args()
    print("| care | text: gone | lost | bare tags: gone | lost | wild: gone | by source | lost |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|")
    for care in get_args(Care):
        cleaner = Cleaner(site_rules=False, care=care)
        lines = score_of_lines(cleaner, args.shared, held_back=args.held_back)
        wild = score_of_wild(cleaner, args.shared, held_back=args.held_back)
        of_sources = [source["cruft_gone"] for source in wild["by_source"].values() if source["pieces"]]
        gone_and_lost = [(lines[of]["cruft_gone"], lines[of]["article_lines_lost"]) for of in ("extracted", "tags")]
        cells = [f"{gone:.3f} | {lost:.4f}" for gone, lost in gone_and_lost]
        cells.append(f"{wild['all']['cruft_gone']:.3f} | {sum(of_sources) / max(1, len(of_sources)):.3f}")
        print(f"| `{care}` | {' | '.join(cells)} | {wild['all']['lost']:.4f} |", flush=True)


if __name__ == "__main__":
    main()
