"""A batch in, a batch out: the same records as a run makes, whoever owns the machines."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import pyarrow as pa
import pytest
from runs import lines, prose, write

from ingest.arrow import arrow_schema, clean_batch, plain_schema
from ingest.batch import run
from ingest.cleaner import Cleaner
from ingest.input_record import Defaults
from ingest.options import Options

OPTIONS = Options(language_engine="none", keep=("caption",))
RECORDS = [
    {"id": "a", "text": f"{prose('A')}\n\nRead Also: Parliament votes", "language": "en", "rank": 1},
    {"id": "b", "html": f"<article><h1>B</h1><p>{prose('B')}</p></article>", "url": "https://news.example.com/b"},
    {"id": "c", "text": ""},
    {"id": "d", "title": "no text"},
    {"id": "e", "text": prose("E"), "title": "", "published": "2024-03-01", "site": "example.com"},
]


def local(tmp_path: Path) -> tuple[list[dict[str, object]], dict[str, str]]:
    """What ``ingest run`` makes of them: records, and reasons by name."""
    raw = write(tmp_path / "raw", {"a.jsonl": "\n".join(map(json.dumps, RECORDS))})
    run(raw, tmp_path / "clean", OPTIONS, workers=1)
    rejects = {reject["name"]: reject["reason"] for reject in lines(tmp_path / "clean" / "rejects.jsonl")}
    rejects["d"] = rejects.pop("a.jsonl#4")  # which has a place there, and only an id here
    return lines(tmp_path / "clean" / "articles.jsonl"), rejects


def told_apart(rows: list[dict[str, object]]) -> tuple[list[dict[str, object]], dict[object, object]]:
    """The records among rows that came out of a batch, and the reasons of the others."""
    records, reasons = [], {}
    for row in rows:
        rejected = row.pop("rejected")
        if rejected is None:
            records.append({**row, "extra": json.loads(str(row["extra"])), "quality": dict(row["quality"])})  # type: ignore[call-overload]
        else:
            reasons[row["name"]] = rejected["reason"]  # type: ignore[index]
    return records, reasons


@pytest.mark.parametrize("how", ["columns", "lines", "options"])
def test_batch_gives_the_records_of_a_run(tmp_path: Path, how: str) -> None:
    cleaner = pickle.loads(pickle.dumps(Cleaner(OPTIONS)))
    if how == "lines":
        batch = pa.RecordBatch.from_pylist([{"value": json.dumps(record)} for record in RECORDS])
        out = clean_batch(batch, cleaner, lines="value")
    else:  # a table has all columns in all rows, null where a record has no such field
        columns = [(name, pa.int64() if name == "rank" else pa.string()) for name in KEYS]
        batch = pa.RecordBatch.from_pylist(RECORDS, pa.schema(columns))
        out = clean_batch(batch, OPTIONS if how == "options" else cleaner)
    assert out.schema == arrow_schema(rejected=True)
    assert out.num_rows == len(RECORDS)
    records, reasons = told_apart(out.to_pylist())
    assert (records, reasons) == local(tmp_path)


KEYS = ("id", "text", "html", "url", "title", "published", "site", "language", "rank")


def test_batch_reads_fields_by_other_names() -> None:
    batch = pa.RecordBatch.from_pylist([{"body": prose("A"), "link": "https://example.com/a"}])
    (row,) = clean_batch(batch, OPTIONS, stated=Defaults(fields=(("text", "body"), ("url", "link")))).to_pylist()
    assert (row["url"], row["site"], row["name"]) == ("https://example.com/a", "example.com", "https://example.com/a")


@pytest.mark.parametrize("lines", [None, "text"])
def test_row_that_is_no_text_costs_that_row(lines: str | None) -> None:
    written = [b'{"text": "one two"}', b'{"text": "caf\xe9"}', b'{"text": "three"}']
    batch = pa.RecordBatch.from_arrays([pa.array(written).view(pa.string())], ["text"])
    rejected = [row["rejected"] for row in clean_batch(batch, OPTIONS, lines=lines).to_pylist()]
    assert (rejected[0], rejected[2]) == (None, None)
    assert rejected[1] == {"reason": "bad-record", "detail": "not UTF-8 at byte 13"}


def test_empty_batch_has_the_schema() -> None:
    empty = pa.RecordBatch.from_pylist([], pa.schema([("text", pa.string())]))
    assert clean_batch(empty, OPTIONS).schema == arrow_schema(rejected=True)


def test_plain_schema_says_what_the_schema_says() -> None:
    said = dict(plain_schema())
    assert list(said) == arrow_schema(rejected=True).names
    assert (said["text"], said["authors"], said["quality"]) == ("text", ["text"], "map")
    assert said["blocks"] == [(("kind", "text"), ("start", "integer"), ("end", "integer"))]
