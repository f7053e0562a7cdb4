"""Articles as CSV, a row each, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from ingest.record import record_columns

# What was removed stays in the JSONL; of signals and notes there are columns of their own.
_NOT_COLUMNS = ("schema", "blocks", "removed", "repaired", "quality", "notes", "source", "made_by")
_COLUMN_TYPES = {name: kind for name, kind in record_columns().items() if name not in _NOT_COLUMNS}
TEXT_COLUMNS = tuple(name for name, kind in _COLUMN_TYPES.items() if kind == "text" and name != "text")
LIST_COLUMNS = tuple(name for name, kind in _COLUMN_TYPES.items() if kind == ["text"])  # joined by "; "
JSON_COLUMNS = tuple(name for name in _COLUMN_TYPES if name not in (*TEXT_COLUMNS, *LIST_COLUMNS, "text"))
COLUMNS = (*TEXT_COLUMNS, *LIST_COLUMNS, "text", *JSON_COLUMNS, "words", "share_removed", "notes")
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
        """Write records, as plain dicts."""
        for record in records:
            self._writer.writerow([safe_cell(cell) for cell in row_of(record)])
            self.written += 1

    def close(self) -> None:
        self._file.close()


def row_of(record: Mapping[str, object]) -> list[str]:
    """Return the cells of a record, in the order of ``COLUMNS``."""
    cells = {name: str(record[name] or "") for name in (*TEXT_COLUMNS, "text")}
    cells |= {name: "; ".join(_strings(record[name])) for name in LIST_COLUMNS}
    cells |= {name: _json_cell(record[name]) for name in JSON_COLUMNS}
    quality, notes = record["quality"], record["notes"]
    signals = quality if isinstance(quality, Mapping) else {}
    cells["words"] = str(int(signals["words"])) if "words" in signals else ""
    cells["share_removed"] = str(signals.get("share_removed", ""))
    cells["notes"] = " ".join(note["code"] for note in notes) if isinstance(notes, list) else ""
    return [cells[name] for name in COLUMNS]


def _json_cell(value: object) -> str:
    return "" if value in (None, [], {}) else json.dumps(value, ensure_ascii=False)


def _strings(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []


def safe_cell(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: an apostrophe is put before what looks like one.

    >>> safe_cell("=HYPERLINK(1)"), safe_cell("a = b")
    ("'=HYPERLINK(1)", 'a = b')
    """
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
