"""A record of a finished run is shown from its trail and its source, as long as that is there."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from runs import lines, prose, write

from ingest.batch.pick.one_record import run_record
from ingest.batch.pick.run_settings import is_run
from ingest.batch.runner import run
from ingest.errors import UsageError
from ingest.explain import explain_trail, plain_text
from ingest.input_record import Defaults
from ingest.options import Options, Trail
from ingest.rules.edits.settle import replay

TEASER = "Read Also: Parliament votes on the budget"


def finished(tmp_path: Path, trail: Trail = "full") -> tuple[Path, Path]:
    """A RAW and its CLEAN, of every kind of place that a record may come from."""
    records = [{"id": f"story-{n}", "body": f"{prose(n)}\n\n{TEASER}"} for n in range(5)]
    raw = write(
        tmp_path / "raw",
        {
            "courier.example/a.txt": f"{prose('a')}\n\n{TEASER}\n",
            "courier.example/b.html": f"<html><body><h1>A wall</h1><p>{prose('b')}</p><p>{TEASER}</p></body></html>",
            "c.jsonl": "".join(json.dumps(record) + "\n" for record in records),
            "empty.txt": "",
        },
    )
    options = Options(language_engine="none", trail=trail)
    stated = Defaults(language="en", fields=(("text", "body"),))
    run(raw, tmp_path / "OUT", options, workers=1, stated=stated)
    return raw, tmp_path / "OUT"


@pytest.mark.parametrize("trail", ["full", "spans"])
def test_record_is_shown_over_its_source(tmp_path: Path, trail: Trail) -> None:
    _, clean = finished(tmp_path, trail)
    records = lines(clean / "articles.jsonl")
    assert len(records) == 7
    for record in records:
        for name in (record["name"], record["id"]):
            made = run_record(clean, name)
            assert (made.article.name, made.doubt) == (record["name"], "")
            assert made.page is not None
            assert TEASER in made.page.text
            assert replay(made.page, made.article.removed, made.article.repaired)[0] == record["text"]
            assert "en.read-also" in made.rules


def test_run_and_its_source_may_be_moved_together(tmp_path: Path) -> None:
    finished(tmp_path / "here")
    os.rename(tmp_path / "here", tmp_path / "there")
    assert run_record(tmp_path / "there" / "OUT", "story-3").page is not None


def test_source_that_is_gone_or_changed_leaves_the_trail(tmp_path: Path) -> None:
    raw, clean = finished(tmp_path)
    write(raw, {"courier.example/a.txt": prose("another")})
    made = run_record(clean, "courier.example/a.txt")
    assert (made.page, made.doubt) == (None, "the source is not what it was")
    shutil.rmtree(raw)
    made = run_record(clean, "story-3")
    assert made.page is None
    assert "no such file or folder" in made.doubt
    shown = "\n".join(plain_text(part) for part in explain_trail(made.article, made.rules))
    assert f"- {TEASER}\n      ^ en.read-also (read_also -> related)" in shown
    assert prose(3) not in shown


def test_trail_of_spans_is_told_by_offsets(tmp_path: Path) -> None:
    raw, clean = finished(tmp_path, "spans")
    shutil.rmtree(raw)
    made = run_record(clean, "story-3")
    (part,) = explain_trail(made.article, made.rules)
    assert plain_text(part).startswith("- (")
    assert "of the text)" in plain_text(part)


def test_run_without_a_trail_says_so(tmp_path: Path) -> None:
    _, clean = finished(tmp_path, "none")
    assert "recorded no trail" in run_record(clean, "story-3").doubt


@pytest.mark.parametrize(
    ("name", "says"),
    [
        (None, "name one of its records: c.jsonl"),
        ("story-33", "did you mean 'story-3'?"),
        ("empty.txt", "it was rejected as empty: nothing to read"),
        ("\x1b[2J", "no record is called '\\x1b[2J'"),
    ],
)
def test_name_that_no_record_has_is_a_wrong_call(tmp_path: Path, name: str | None, says: str) -> None:
    _, clean = finished(tmp_path)
    with pytest.raises(UsageError) as error:
        run_record(clean, name)
    assert says.replace("c.jsonl", "story-0") in str(error.value)


def test_folder_is_known_for_that_of_a_run(tmp_path: Path) -> None:
    raw, clean = finished(tmp_path)
    write(raw, {"run.json": '{"schema": "other"}'})
    assert (is_run(clean), is_run(raw), is_run(tmp_path / "nowhere")) == (True, False, False)
