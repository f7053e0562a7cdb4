"""Articles as CSV, a row each, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

TEXT_COLUMNS = (
    *("name", "id", "url", "canonical_url", "site", "site_name", "title", "subtitle", "author_bio", "published"),
    *("modified", "section", "language", "dateline", "copyright"),
)
LIST_COLUMNS = ("authors", "tags")  # joined by "; "
JSON_COLUMNS = ("captions", "related", "images", "extra")
COLUMNS = (*TEXT_COLUMNS, *LIST_COLUMNS, "text", *JSON_COLUMNS, "words", "notes")
# What a spreadsheet takes for a formula, ASCII and full width (OWASP, "CSV Injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class CsvSink:
    """A CSV file in UTF-8 with the names of the columns in the first row. What was removed is in the JSONL only."""

    def __init__(self, path: Path) -> None:
        self._file = open(path, "w", encoding="utf-8", errors="replace", newline="")  # noqa: SIM115  # close() closes it
        self._writer = csv.writer(self._file)
        self._writer.writerow(COLUMNS)
        self.written = 0

    def write(self, records: Iterable[Mapping[str, object]]) -> None:
        for record in records:
            self._writer.writerow([safe_cell(cell) for cell in row_of(record)])
            self.written += 1

    def close(self) -> None:
        self._file.close()


def row_of(record: Mapping[str, object]) -> list[str]:
    """Return the cells of a record, in the order of ``COLUMNS``."""
    cells = {name: str(record[name] or "") for name in (*TEXT_COLUMNS, "text")}
    cells |= {name: "; ".join(_strings(record[name])) for name in LIST_COLUMNS}
    cells |= {name: json.dumps(record[name], ensure_ascii=False) if record[name] else "" for name in JSON_COLUMNS}
    quality, notes = record["quality"], record["notes"]
    cells["words"] = str(int(quality.get("words", 0))) if isinstance(quality, Mapping) else ""
    cells["notes"] = " ".join(note["code"] for note in notes) if isinstance(notes, list) else ""
    return [cells[name] for name in COLUMNS]


def _strings(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []


def safe_cell(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: an apostrophe is put before what looks like one.

    >>> safe_cell("=HYPERLINK(1)"), safe_cell("a = b")
    ("'=HYPERLINK(1)", 'a = b')
    """
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
