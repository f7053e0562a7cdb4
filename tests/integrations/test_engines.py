"""Ray and Spark, really run on this machine, give the records that a run gives."""

from __future__ import annotations

import gzip
import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from made_site import article
from runs import HANG_GUARD, lines, prose, write
from test_arrow import told_apart

from ingest.batch import Defaults, run
from ingest.options import Options

pytestmark = pytest.mark.slow

ENVIRONMENT = {**os.environ, "RAY_ENABLE_UV_RUN_RUNTIME_ENV": "0", "PYSPARK_PYTHON": sys.executable}
PLACES = ["example.com", "news.example.org", None]


def records() -> list[dict[str, object]]:
    made: list[dict[str, object]] = [
        {"id": f"n{n:04}", "text": f"{prose(n)}\n\nRead Also: Parliament votes {n}", "site": PLACES[n % 3], "rank": n}
        for n in range(600)
    ]
    for n in range(0, 600, 20):
        made[n]["title"] = "A café\u2028and a\u0085pier"
    made[17]["text"] = ""
    made[300]["text"] = None
    return made


@pytest.mark.parametrize("form", ["parquet", "jsonl"])
@pytest.mark.parametrize("engine", ["ray", "spark"])
def test_engine_gives_the_records_of_a_run(tmp_path: Path, engine: str, form: str) -> None:
    source = tmp_path / "in"
    if form == "parquet":
        source.mkdir()
        for at in range(4):
            pq.write_table(pa.Table.from_pylist(records()[at * 150 : (at + 1) * 150]), source / f"{at}.parquet")
    else:
        # With what ends a line for some readers and not for JSON, with blank lines, and one that is not UTF-8.
        said = [json.dumps(record, ensure_ascii=False).encode() for record in records()]
        said[40] = said[40].replace(b"caf\xc3\xa9", b"caf\xe9")
        write(source, {"a.jsonl.gz": gzip.compress(b"\n\n".join(said[:300])), "b.jsonl": b"\r\n".join(said[300:])})
    run(source, tmp_path / "clean", Options(), workers=2)
    arguments = [str(source), str(tmp_path / "out"), "--format", form]
    command = [sys.executable, "-m", f"ingest.integrations.{engine}", *arguments]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=HANG_GUARD, env=ENVIRONMENT)
    assert ran.returncode == 0, ran.stderr[-3000:]
    assert "600 rows read" in ran.stderr
    broken = form == "jsonl"
    assert f"{1 + broken} bad-record, 1 empty, {598 - broken} records" in ran.stderr
    rows = pq.read_table(tmp_path / "out").to_pylist()
    found, reasons = told_apart(rows)
    expected = {record["id"]: record for record in lines(tmp_path / "clean" / "articles.jsonl")}
    assert {record["id"]: record for record in found} == expected
    assert reasons == {"n0017": "empty", "n0300": "bad-record"} | ({"": "bad-record"} if broken else {})
    assert len(expected) == 598 - broken


@pytest.mark.parametrize(("engine", "by"), [("ray", None), ("spark", "desk")], ids=["ray by site", "spark by a field"])
def test_engine_learns_what_a_run_learns(tmp_path: Path, engine: str, by: str | None) -> None:
    said = [
        {
            "id": f"n{n:03}", "site": f"s{n % 3}.example", "desk": f"desk {n % 4}", "language": "en",
            "text": "\n".join([*article(random.Random(n)), f"Tell the people of town {n % 12} about our puzzle page."]),
        }
        for n in range(240)
    ]  # fmt: skip
    source = write(tmp_path / "in", {"a.jsonl": "\n".join(map(json.dumps, said))}) / "a.jsonl"
    run(source, tmp_path / "clean", Options(), learn=True, stated=Defaults(group=by))
    arguments = [str(source), str(tmp_path / "out"), "--learn", *(["--group", by] if by else [])]
    command = [sys.executable, "-m", f"ingest.integrations.{engine}", *arguments]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=HANG_GUARD, env=ENVIRONMENT)
    assert ran.returncode == 0, ran.stderr[-3000:]
    found, _ = told_apart(pq.read_table(tmp_path / "out").to_pylist())
    texts = {record["name"]: record["text"] for record in found}
    assert texts == {record["name"]: record["text"] for record in lines(tmp_path / "clean" / "articles.jsonl")}
    assert len(texts) == 240
    assert not any("puzzle" in str(text) for text in texts.values())


@pytest.mark.parametrize("engine", ["ray", "spark"])
def test_engine_that_makes_no_record_exits_with_two(tmp_path: Path, engine: str) -> None:
    source = write(tmp_path / "in", {"a.jsonl": '{"body": "b"}\n{"body": "c"}\n'}) / "a.jsonl"
    command = [sys.executable, "-m", f"ingest.integrations.{engine}", str(source), str(tmp_path / "out")]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=HANG_GUARD, env=ENVIRONMENT)
    assert ran.returncode == 2, ran.stderr[-3000:]
    assert f"{source}: none of its rows became a record\n  fix: " in ran.stderr
    details = [row["rejected"]["detail"] for row in pq.read_table(tmp_path / "out").to_pylist()]
    assert details == ["it has neither 'html' nor 'text'; its keys: 'body'"] * 2
