"""The files of CLEAN, by name."""

from __future__ import annotations

from pathlib import Path

LEDGER = ".ledger"


def article_files(folder: Path) -> list[Path]:
    """Return the files that hold a folder's articles, in order: one, or several, named by the number of their first."""
    files = [path for path in folder.glob("articles*") if is_articles(path.name)]
    return sorted(files, key=lambda path: path.name.partition(".")[0])


def is_articles(name: str) -> bool:
    """True if this is the name of a file of articles."""
    stem, _, ending = name.partition(".")
    number = stem.removeprefix("articles")
    return ending in ("jsonl", "jsonl.gz", "jsonl.zst") and (not number or (number[0] == "-" and number[1:].isdigit()))
