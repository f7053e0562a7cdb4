"""The report counts what the records say, shows documents as text whatever they hold, and needs nothing else."""

from __future__ import annotations

import hashlib
import json
import re
from base64 import b64encode
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from dirty_folder import EVIL, dirty_records
from runs import write
from typer.testing import CliRunner

from ingest.batch import run
from ingest.cli.app import app
from ingest.errors import UsageError
from ingest.options import Options
from ingest.report.report import write_report
from ingest.rules.check.check import check


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A CLEAN of 60 records of three sites and one that means harm, and two rejects."""
    folder = tmp_path_factory.mktemp("report")
    raw = write(folder / "raw", {"crawl.jsonl": "\n".join(map(json.dumps, dirty_records(60)))})
    run(raw, folder / "clean", Options(language_engine="none"), workers=1)
    return folder / "clean"


@pytest.fixture(scope="module")
def html(clean: Path) -> str:
    return write_report(clean).path.read_text(encoding="utf-8")


def data_of(html: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    held: dict[str, Any] = json.loads(found[1])
    return held


def text_of(html: str) -> str:
    """What is said above the browser, as a reader sees it."""
    above = html[html.index("<body>") : html.index('<script type="application/json"')]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", above)).split())


def test_totals_are_those_of_the_run(clean: Path, html: str) -> None:
    summary = json.loads((clean / "run.json").read_bytes())
    said = text_of(html)
    assert f"records {summary['records']:,} of {summary['read']:,} read" in said
    assert f"rejects {summary['rejects']:,} " in said
    assert f"spans removed {sum(summary['removed'].values()):,} " in said
    for kind, count in summary["removed"].items():
        assert f"{kind} {count:,}" in said


def test_removed_spans_stand_where_they_stood(html: str) -> None:
    data = data_of(html)
    document = next(one for one in data["documents"] if one["n"] == "courier-0")
    shown = [
        ["".join(piece if isinstance(piece, str) else piece[2] for piece in pieces), pieces]
        for _, pieces in document["parts"]
    ]
    at = next(number for number, (text, _) in enumerate(shown) if text.startswith("Read Also"))
    assert 0 < at < len(shown) - 1
    number, came, _ = shown[at][1][0]
    rule, field, _ = document["edits"][number]
    assert (came, field) == (0, "related")
    assert data["rules"][rule]["id"] == "en.read-also"
    assert data["rules"][rule]["why"]


def test_document_whose_source_is_gone_lists_what_was_removed(clean: Path, tmp_path: Path) -> None:
    moved = tmp_path / "clean"
    moved.mkdir()
    for path in clean.iterdir():
        if path.is_file():
            (moved / path.name).write_bytes(path.read_bytes())
    data = data_of(write_report(moved, documents=5).path.read_text(encoding="utf-8"))
    assert len(data["documents"]) == 5
    assert all(one["doubt"] and one["edits"] for one in data["documents"])


def test_what_repeats_comes_with_a_rule_that_passes_its_check(html: str, tmp_path: Path) -> None:
    files = re.findall(r"<summary>A rule file for it: (.*?)</summary><pre.*?><code>(.*?)</code>", html, re.DOTALL)
    assert [name for name, _ in files] == ["my-rules/courier-example.yaml"]
    path = tmp_path / "courier-example.yaml"
    path.write_text(unescape(files[0][1]), encoding="utf-8")
    report = check([path])
    assert report.faults == ()
    assert report.examples >= 2


def test_what_documents_say_is_no_markup(html: str) -> None:
    assert EVIL in [one["t"] for one in data_of(html)["documents"]]
    assert len(re.findall("<script", html)) == 2
    assert not re.search(r"<img|<iframe|<link|<object|onerror=['\"]|\sstyle=|href=\"(?!#)|\ssrc=\"", html)
    assert "\u202e" not in html


def test_policy_allows_the_script_and_style_of_the_package_alone(html: str) -> None:
    found = re.search(r'http-equiv="Content-Security-Policy" content="(.*?)"', html)
    assert found is not None
    style = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    script = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    digests = [f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in (*script, *style)]
    assert found[1] == (
        f"default-src 'none'; script-src {digests[0]}; style-src {digests[1]}; base-uri 'none'; form-action 'none'"
    )


def test_same_records_give_the_same_report(clean: Path, html: str, tmp_path: Path) -> None:
    assert write_report(clean, tmp_path / "again.html").path.read_text(encoding="utf-8") == html


@pytest.mark.parametrize("most", [0, 7])
def test_so_many_documents_are_shown_and_all_are_counted(clean: Path, tmp_path: Path, most: int) -> None:
    done = write_report(clean, tmp_path / "few.html", documents=most)
    html = done.path.read_text(encoding="utf-8")
    assert (done.shown, len(data_of(html)["documents"])) == (most, most)
    assert f"{most} of {done.records} documents, the worst first" in text_of(html)


def test_worst_documents_are_always_shown(clean: Path, tmp_path: Path) -> None:
    shown = data_of(write_report(clean, tmp_path / "few.html", documents=4).path.read_text(encoding="utf-8"))
    assert shown["documents"][0]["n"] == "gutted"
    assert [note[0] for note in shown["documents"][0]["notes"] if note[2]] != []


def test_report_of_no_run_is_a_wrong_call(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no articles in it"):
        write_report(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_report_of_the_command_line(clean: Path, tmp_path: Path) -> None:
    ran = CliRunner().invoke(app, ["report", str(clean), "--out", str(tmp_path / "r.html"), "--documents", "3"])
    assert ran.exit_code == 0
    assert "r.html: 62 records, 3 of them shown whole" in ran.output
