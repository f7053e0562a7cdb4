#!/usr/bin/env python3
"""What the finding of edges is worth: cruft that rules find in a text as it is, and with its edges told by lines.

    python benchmarks/edges.py --shared ../shared

Cleans the wild development texts as they are, and once more with a line break at every labelled edge, and prints what
share of the pieces went either way, by layout; sources that rules are written on and those held back apart. The share
of both is what the finding of edges is worth. Site layer off.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

from ingest import Cleaner

Row = dict[str, Any]
CORPORA = ("wild_dev.jsonl.gz", "wild_scripts_dev.jsonl.gz")


def rows_of(shared: Path) -> Iterable[Row]:
    """Yield the rows of the wild corpora."""
    for name in CORPORA:
        with gzip.open(shared / "corpora" / name, "rt", encoding="utf-8") as file:
            yield from map(json.loads, file)


def cut_at(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return a text with an empty line at both edges of every span.

    >>> cut_at("One. Read also: two. Three.", [(5, 20)]).splitlines()
    ['One. ', '', 'Read also: two.', '', ' Three.']
    """
    parts, at = [], 0
    for start, end in spans:
        parts += [text[at:start], text[start:end]]
        at = end
    return "\n\n".join(part for part in (*parts, text[at:]) if part.strip())


def pieces_of(scorer: Any, row: Row) -> list[tuple[int, int]]:
    """Return the spans of cruft of a row, in order."""
    dropped, _ = scorer.spans_of(row)
    return sorted((start, end) for start, end, _ in dropped)


def gone(scorer: Any, row: Row, text: str) -> tuple[int, int]:
    """Return how many pieces of a row are gone in a cleaned text, and how many there are."""
    states = [unit[-1] for unit in scorer.score_doc(scorer.Doc(row), text) if unit[0] == "drop"]
    return states.count("gone"), len(states)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    shared = parser.parse_args().shared
    sys.path.append(str(shared / "tools"))
    score_wild = import_module("score_wild")
    cleaner = Cleaner(site_rules=False)
    back = set((shared / "corpora" / "held_back.txt").read_text(encoding="utf-8").split("\n"))
    found: Counter[tuple[str, str]] = Counter()
    cut: Counter[tuple[str, str]] = Counter()
    pieces: Counter[tuple[str, str]] = Counter()
    for row in rows_of(shared):
        key = ("held back" if row["source"] in back else "written on", row["layout"])
        as_it_is, many = gone(score_wild, row, cleaner.clean(row["text"]).text)
        at_edges, _ = gone(score_wild, row, cleaner.clean(cut_at(row["text"], pieces_of(score_wild, row))).text)
        found[key] += as_it_is
        cut[key] += at_edges
        pieces[key] += many
    print(f"{'':34}{'pieces':>8}{'gone':>8}{'cut':>8}{'share':>8}")
    for key in sorted(pieces):
        share = f"{found[key] / cut[key]:8.2f}" if cut[key] else ""
        said = f"{found[key] / max(1, pieces[key]):8.3f}{cut[key] / max(1, pieces[key]):8.3f}"
        print(f"{': '.join(key):34}{pieces[key]:8}{said}{share}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
