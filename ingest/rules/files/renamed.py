"""Ids that packaged rules had before: they stay known wherever an id is taken."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def read_renamed(folder: Path) -> Mapping[str, str]:
    """Return the present id for each earlier id, of the rules in a folder: its ``renamed.tsv``, empty without one.

    A line is an earlier id, a tab, and the id that the rule has now; lines with ``#`` are comments.
    """
    path = folder / "renamed.tsv"
    if not path.is_file():
        return {}
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = (line.partition("\t") for line in lines if line and not line.startswith("#"))
    return {old: new for old, _, new in rows}
