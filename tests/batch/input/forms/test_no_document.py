"""What is skipped, and that it is counted; what only looks like it is read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from runs import check_sums, names, prose, write

from ingest.batch.input.forms.no_document import skip_reason
from ingest.batch.runner import run
from ingest.batch.summary import Summary
from ingest.input_record import NO_DEFAULTS, Defaults
from ingest.options import Options

OPTIONS = Options(language_engine="none")


def ran(raw: Path, clean: Path, stated: Defaults = NO_DEFAULTS) -> Summary:
    return run(raw, clean, OPTIONS, workers=1, stated=stated)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("page.html", None),
        ("robots.html", None),
        ("filesystem_files.html", None),
        ("story-file", None),
        ("a.txt.gz", None),
        ("backup.txt", None),
        ("crawl.part1.jsonl", None),
        (".htaccess", "hidden"),
        ("._page.html", "hidden"),
        ("Thumbs.db", "system"),
        ("robots.txt", "for-crawlers"),
        ("page.html~", "backup"),
        ("#page.html#", "backup"),
        ("page.html.bak", "backup"),
        ("page.html.crdownload", "backup"),
        ("page.meta.json", "side-file"),
        ("page_files", "page-parts"),
        ("page-Dateien", "page-parts"),
        ("other_files", None),
    ],
)
def test_names_tell_what_is_no_document(name: str, reason: str | None) -> None:
    assert skip_reason(name, ["page.html"]) == reason


def test_run_counts_what_it_skips(tmp_path: Path) -> None:
    raw = write(
        tmp_path / "raw",
        {
            "a.txt": prose("a"),
            "a.meta.json": "{}",
            "b.html": f"<p>{prose('b')}</p>",
            "b_files/saved_resource.html": "<p>An advert</p>",
            "b_files/x.css": "p {}",
            ".git/HEAD": "ref: refs/heads/main",
            ".git/config": "[core]",
            ".DS_Store": b"\0\0\0\1Bud1",
            "robots.txt": "User-agent: *",
            "a.txt~": prose("old"),
            "gone.meta.json": "{}",
            "crawl.orig/c.txt": prose("c"),
            "d.txt": "",
        },
    )
    summary = ran(raw, tmp_path / "OUT")
    check_sums(summary, tmp_path / "OUT")
    assert names(tmp_path / "OUT") == ["a.txt", "b.html", "crawl.orig/c.txt"]
    assert (summary.read, summary.rejects, summary.skipped) == (10, 1, 6)
    assert summary.skipped_by_reason == {"backup": 1, "for-crawlers": 1, "hidden": 2, "page-parts": 1, "side-file": 1}
    again = ran(raw, tmp_path / "OUT")
    check_sums(again, tmp_path / "OUT")
    assert (again.reused, again.skipped) == (3, 6)


def test_folder_of_a_run_gives_its_articles_only(tmp_path: Path) -> None:
    raw = write(tmp_path / "raw", {"a.txt": prose("a"), "empty.txt": ""})
    clean = tmp_path / "both" / "OUT"
    ran(raw, clean)
    write(clean, {"markdown/a.md": prose("a"), "report.html": "<p>report</p>"})
    write(tmp_path / "both", {"run.json": "{}", "rejects.jsonl": json.dumps({"text": prose("b")})})
    summary = ran(tmp_path / "both", tmp_path / "OUT2")
    assert summary.skipped_by_reason == {"hidden": 1, "run-output": 4}
    assert (summary.records, summary.rejects) == (2, 1)  # a run.json that is not ours is a record without text


@pytest.mark.parametrize("name", [".hidden.txt", "robots.txt", "a.txt~", "page.foo"])
def test_file_named_alone_is_read(tmp_path: Path, name: str) -> None:
    raw = write(tmp_path / "raw", {name: prose("a")})
    summary = ran(raw / name, tmp_path / "OUT")
    assert (summary.records, summary.skipped) == (1, 0)


def test_kind_has_files_of_any_name_read(tmp_path: Path) -> None:
    raw = write(tmp_path / "raw", {"a.foo": prose("a"), "b.log": prose("b"), ".hidden": prose("c")})
    assert ran(raw, tmp_path / "OUT").records == 0
    summary = ran(raw, tmp_path / "OUT", Defaults(kind="text"))
    assert (summary.records, summary.skipped) == (2, 1)


def test_folder_with_nothing_but_what_is_skipped_is_a_wrong_call(tmp_path: Path) -> None:
    raw = write(tmp_path / "raw", {".DS_Store": "x", ".git/HEAD": "x"})
    summary = ran(raw, tmp_path / "OUT")
    assert summary.error.startswith("there is nothing to read: 2 hidden skipped")
