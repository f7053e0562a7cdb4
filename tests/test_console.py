"""What a person sees of a run, on a terminal and in a log."""

from __future__ import annotations

import io

import pytest

from ingest.batch.summary import Detail, ProgressSnapshot, Slow, Summary
from ingest.cli.console import print_summary, watching


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


SUMMARY = Summary(
    read=1203,
    records=1200,
    reused=0,
    rejects=3,
    skipped=0,
    rejects_by_reason={"bad-record": 1, "empty": 2},
    reject_details=(Detail("empty", "nothing [to] read", 2), Detail("bad-record", "not \x1bJSON " + "x" * 300, 1)),
    rules={"en.x": 0},
    removed={"caption": 2, "share": 30},
    notes={},
    slowest=(Slow("a", 1.0),),
    rules_sha256="0",
    options={},
    versions={},
    workers=2,
    started="",
    finished="",
    seconds=10.0,
)


def test_log_gets_plain_lines() -> None:
    stream = io.StringIO()
    with watching(stream) as progress:
        progress(ProgressSnapshot(10, 10, {}, 5, 10, 6.0, 1))
    assert stream.getvalue() == "10 of about 20 read, 0 rejected, 2 a second, 1 worker, 0:00:06 left\n"


def test_terminal_gets_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    stream = Terminal()
    with watching(stream) as progress:
        progress(ProgressSnapshot(10, 10, {}, 5, 10, 6.0, 1))
    assert "10 of about 20 read, 0 rejected" in stream.getvalue()


def test_summary_says_why_there_are_rejects() -> None:
    stream = io.StringIO()
    print_summary(SUMMARY, "clean", stream)
    said = " ".join(stream.getvalue().split())
    assert "2 empty: nothing [to] read 1 bad-record: not \\x1bJSON xxx" in said
    assert said.count("x") < 200


def test_summary_says_what_became_of_what_was_read() -> None:
    stream = io.StringIO()
    print_summary(SUMMARY, "clean [bold]", stream)
    said = " ".join(stream.getvalue().split())
    for words in (
        "clean [bold]",
        "1,203 read in 10.0 s",
        "1,200 records",
        "3 rejects: 2 empty, 1 bad-record",
        "32 spans removed: 30 share, 2 caption",
    ):
        assert words in said
