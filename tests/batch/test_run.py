"""A run accounts for every input, whatever documents do to it; with real processes and real files."""

from __future__ import annotations

import errno
import gzip
import io
import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from runs import HANG_GUARD, HUNG, check_sums, lines, names, options_in, output, prose, rejects, write

from ingest.batch import Limits, ProgressSnapshot, run
from ingest.batch.workers import pool
from ingest.errors import RunError, UsageError
from ingest.options import Options


@pytest.fixture
def options(tmp_path: Path) -> Options:
    return options_in(tmp_path)


def test_run_is_the_same_bytes_for_any_number_of_workers(tmp_path: Path, options: Options) -> None:
    records = [json.dumps({"text": prose(n), "id": f"line-{n}", "n": n}) for n in range(150)]
    records[70] = '{"text": "broken'
    raw = write(
        tmp_path / "raw",
        {
            **{f"example.com/{n:03}.txt": prose(n) for n in range(60)},
            "lines.jsonl": "\n".join(records),
            "packed.jsonl.gz": gzip.compress("\n".join(records[:50]).encode()),
            "one.json": json.dumps([{"text": prose("one")}, {"text": 1}]),
            "page.html": f"<html><body><article><p>{prose('page')}</p></article></body></html>",
            "empty.txt": b" \n\n",
            "binary.html": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8,
            "paper.pdf": b"%PDF",
        },
    )
    one = run(raw, tmp_path / "one", options, workers=1)
    two = run(raw, tmp_path / "two", options, workers=2)
    for name in ("articles.jsonl", "rejects.jsonl"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    for summary, clean in ((one, tmp_path / "one"), (two, tmp_path / "two")):
        check_sums(summary, clean)
        assert rejects(clean) == {
            "binary.html": "binary",
            "empty.txt": "empty",
            "lines.jsonl#71": "bad-record",
            "one.json#2": "bad-record",
            "paper.pdf": "unsupported",
        }
    found = names(tmp_path / "one")
    assert found[:60] == [f"example.com/{n:03}.txt" for n in range(60)]
    assert found[60:209] == [f"line-{n}" for n in range(150) if n != 70]
    article = lines(tmp_path / "one" / "articles.jsonl")[60]
    assert (article["extra"], article["text"]) == ({"n": 0}, prose(0))


def test_document_that_takes_its_worker_down_is_rejected_alone(tmp_path: Path, options: Options) -> None:
    texts = {f"{n:02}.txt": prose(n) for n in range(40)}
    mark = tmp_path / "killed"
    asked = {"07": "CRASH", "21": "HANG", "22": "CRASH", "30": "RAISE", "35": f"KILL ONCE {mark} "}
    raw = write(tmp_path / "raw", texts | {f"{n}.txt": f"{prose(n)}\n\n{word}\n" for n, word in asked.items()})
    summary = run(raw, tmp_path / "clean", options, workers=2, limits=Limits(seconds=HUNG))
    check_sums(summary, tmp_path / "clean")
    assert rejects(tmp_path / "clean") == {
        "07.txt": "crashed",
        "21.txt": "timeout",
        "22.txt": "crashed",
        "30.txt": "failed",
    }
    assert names(tmp_path / "clean") == [name for name in texts if name not in rejects(tmp_path / "clean")]
    assert mark.exists()
    details = {reject["name"]: reject["detail"] for reject in lines(tmp_path / "clean" / "rejects.jsonl")}
    assert details["21.txt"] == f"more than {HUNG:g} seconds"
    assert details["30.txt"] == "ValueError: a finder of somebody else's"
    if os.name != "nt":
        assert details["07.txt"] == "its worker ended by SIGABRT, twice"


def test_rule_file_that_is_found_bad_when_it_is_read_ends_the_run(tmp_path: Path, options: Options) -> None:
    raw = write(tmp_path / "raw", {"a.txt": prose("a"), "b.txt": f"{prose('b')}\n\nSPOILT\n"})
    with pytest.raises(RunError, match=r"a worker could not go on: RuleError: rules/lang/de\.yaml:3:1: not YAML"):
        run(raw, tmp_path / "clean", options, workers=1)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_worker_that_stands_still_is_ended_from_outside(
    tmp_path: Path, options: Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "GRACE_SECONDS", HUNG)
    raw = write(tmp_path / "raw", {"a.txt": prose("a") + "\n\nSTOP\n", "b.txt": prose("b")})
    summary = run(raw, tmp_path / "clean", options, workers=1, limits=Limits(seconds=HUNG))
    check_sums(summary, tmp_path / "clean")
    assert rejects(tmp_path / "clean") == {"a.txt": "timeout"}


@pytest.mark.parametrize(
    ("said", "says"),
    [({"workers": -1}, "how many, or 0"), ({"limits": {"memory": 2000}}, "no document can be cleaned in 2000 bytes")],
    ids=["workers", "memory"],
)
def test_numbers_with_which_nothing_can_be_done_are_a_wrong_call(
    tmp_path: Path, options: Options, said: dict[str, Any], says: str
) -> None:
    raw = write(tmp_path / "raw", {"a.txt": prose("a")})
    with pytest.raises(UsageError, match=says):
        run(raw, tmp_path / "clean", options, **{name: _limits(value) for name, value in said.items()})
    assert not (tmp_path / "clean").exists()


def _limits(value: Any) -> Any:
    return Limits(**value) if isinstance(value, dict) else value


def test_folder_that_cannot_be_listed_is_a_wrong_call(
    tmp_path: Path, options: Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = write(tmp_path / "raw", {"a.txt": prose("a")})

    def forbidden(path: str) -> list[str]:  # root, who runs some suites, is never forbidden anything
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "listdir", forbidden)
    with pytest.raises(UsageError, match="cannot be read: Permission denied"):
        run(raw, tmp_path / "clean", options)


def test_finder_that_no_worker_can_import_is_a_wrong_call(tmp_path: Path, options: Options) -> None:
    raw = write(tmp_path / "raw", {"a.txt": prose("a")})
    local = replace(options, finders=(("misbehave", lambda view: ()),))
    with pytest.raises(UsageError, match="one cannot be sent to a worker"):
        run(raw, tmp_path / "clean", local)
    assert not (tmp_path / "clean").exists()


def test_long_line_is_rejected_and_the_next_is_read(tmp_path: Path, options: Options) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    with open(raw / "a.jsonl", "wb") as file:
        file.seek(100_000_000)  # a hole of zeros, which takes no room on the disk
        file.write(b"\n" + json.dumps({"text": prose("b")}).encode())
    with open(raw / "b.txt", "wb") as file:
        file.truncate(100_000_000)
    summary = run(raw, tmp_path / "clean", options, workers=1)
    check_sums(summary, tmp_path / "clean")
    assert rejects(tmp_path / "clean") == {"a.jsonl#1": "too-large", "b.txt": "too-large"}
    assert names(tmp_path / "clean") == ["a.jsonl#2"]


def test_documents_of_one_name_are_both_kept(tmp_path: Path, options: Options) -> None:
    raw = write(tmp_path / "raw", {"a.jsonl": "\n".join([json.dumps({"text": prose(1), "id": "x"})] * 2)})
    assert run(raw, tmp_path / "clean", options, workers=1).records == 2
    assert names(tmp_path / "clean") == ["x", "x"]


def test_standard_input_is_read(tmp_path: Path, options: Options, monkeypatch: pytest.MonkeyPatch) -> None:
    piped = "\n".join(json.dumps({"text": prose(n)}) for n in range(3)).encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(piped)))
    check_sums(run("-", tmp_path / "clean", options, workers=1), tmp_path / "clean")
    assert names(tmp_path / "clean") == ["-#1", "-#2", "-#3"]


def test_source_that_disappears_halfway_is_accounted_for(tmp_path: Path, options: Options) -> None:
    raw = write(tmp_path / "raw", {f"{n:03}.txt": prose(n) for n in range(300)})

    def remove_the_rest(standing: ProgressSnapshot) -> None:
        for path in raw.iterdir():
            path.unlink()

    summary = run(raw, tmp_path / "clean", options, workers=1, progress=remove_the_rest)
    check_sums(summary, tmp_path / "clean")
    assert 0 < summary.read <= 300
    assert set(summary.rejects_by_reason) == {"unreadable"}


@pytest.mark.parametrize(
    ("raw", "clean", "says"),
    [
        ("gone", "clean", "no such file or folder"),
        ("empty", "clean", "there is nothing to read"),
        ("raw", "raw", "one lies in the other"),
        ("raw", "raw/clean", "one lies in the other"),
        ("raw/sub", "raw", "one lies in the other"),
        ("raw/sub/a.txt", "raw", "one lies in the other"),
        ("link", "raw/clean", "one lies in the other"),
    ],
)
def test_wrong_call_says_so_and_writes_nothing(
    tmp_path: Path, options: Options, raw: str, clean: str, says: str
) -> None:
    write(tmp_path, {"raw/sub/a.txt": prose("a")})
    (tmp_path / "empty" / "folder").mkdir(parents=True)
    (tmp_path / "link").symlink_to("raw")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(UsageError, match=says):
        run(tmp_path / raw, tmp_path / clean, options)
    assert sorted(tmp_path.rglob("*")) == before


def test_folder_that_cannot_be_written_ends_the_run(tmp_path: Path, options: Options) -> None:
    raw = write(tmp_path, {"raw/a.txt": prose("a"), "clean": "a file stands where the folder should be"}) / "raw"
    with pytest.raises(RunError, match="clean: cannot be written"):
        run(raw, tmp_path / "clean", options)


def test_second_run_into_one_folder_stops(tmp_path: Path, options: Options) -> None:
    raw = write(tmp_path / "raw", {"a.txt": prose("a")})
    refused = []

    def run_again(standing: ProgressSnapshot) -> None:
        with pytest.raises(RunError, match="another run is writing here") as error:
            run(raw, tmp_path / "clean", options)
        refused.append(error)

    check_sums(run(raw, tmp_path / "clean", options, workers=1, progress=run_again), tmp_path / "clean")
    assert refused
    check_sums(run(raw, tmp_path / "clean", options, workers=1), tmp_path / "clean")


def test_interrupted_run_leaves_the_earlier_one_whole(tmp_path: Path, options: Options) -> None:
    raw = write(tmp_path / "raw", {f"{n:03}.txt": prose(n) for n in range(50)})
    run(raw, tmp_path / "clean", options, workers=1)
    before = output(tmp_path / "clean")
    (raw / "000.txt").write_text(prose("another place"), encoding="utf-8")

    def interrupt(standing: ProgressSnapshot) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(raw, tmp_path / "clean", options, workers=2, progress=interrupt)
    assert output(tmp_path / "clean") == before


SCRIPT = """\
import signal
import sys
from pathlib import Path
from ingest.batch import Limits, run
from runs import misbehave
from ingest.options import Options

def progress(standing):
    if standing.read:
        print("going", flush=True)

if __name__ == "__main__":
    # A suite that a shell runs in the background hands on that SIGINT is ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    raw, clean, rules = sys.argv[1:]
    finders = (("misbehave", misbehave),)
    options = Options(rules=(rules,), packaged=False, language_engine="none", finders=finders)
    run(raw, clean, options, workers=2, limits=Limits(seconds=0), progress=progress)
"""


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM", "SIGKILL"])
def test_run_that_is_ended_leaves_no_worker_and_can_be_run_again(tmp_path: Path, options: Options, number: str) -> None:
    raw = write(tmp_path / "raw", {"a.txt": prose("a"), "b.txt": prose("b") + "\n\nHANG\n", "c.txt": prose("c")})
    clean = tmp_path / "clean"
    (tmp_path / "script.py").write_text(SCRIPT, encoding="utf-8")
    command = [sys.executable, *map(str, (tmp_path / "script.py", raw, clean, tmp_path / "rules"))]
    path = os.pathsep.join([str(Path(__file__).parents[1]), *filter(None, sys.path)])
    process = subprocess.Popen(
        command, env={**os.environ, "PYTHONPATH": path}, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"going\n"
    process.send_signal(getattr(signal, number))
    # The pipe ends when the last process that holds it has: a worker that stayed would keep it open.
    process.communicate(timeout=HANG_GUARD)
    assert process.returncode != 0
    assert not (clean / "articles.jsonl").exists()
    assert [path.name for path in clean.iterdir()] == [".parts"]  # what is done, for the next run
    write(raw, {"b.txt": prose("b")})
    summary = run(raw, clean, options, workers=2)
    check_sums(summary, clean)
    assert (summary.records, summary.rejects) == (3, 0)
    assert summary.reused >= 1


def test_summary_counts_every_rule_and_says_what_it_ran_on(tmp_path: Path, options: Options) -> None:
    raw = write(tmp_path / "raw", {f"{n:02}.txt": prose(n) for n in range(12)})
    summary = run(raw, tmp_path / "clean", options, workers=1)
    assert summary.rules["global.misbehave"] == 0
    assert summary.versions["python"]
    assert summary.options["finders"] == [["misbehave", "runs.misbehave"]]
    assert len(summary.slowest) == 10
    assert [slow.seconds for slow in summary.slowest] == sorted(
        (slow.seconds for slow in summary.slowest), reverse=True
    )
    assert summary.started <= summary.finished
    assert len(summary.rules_sha256) == 64


def test_progress_ends_with_everything_read(tmp_path: Path, options: Options) -> None:
    raw = write(tmp_path / "raw", {"a.txt": prose("a"), "b.txt": ""})
    told: list[ProgressSnapshot] = []
    run(raw, tmp_path / "clean", options, workers=1, progress=told.append)
    last = told[-1]
    assert (last.read, last.records, last.rejects, last.rejects_by_reason) == (2, 1, 1, {"empty": 1})
    assert last.bytes_done == (raw / "a.txt").stat().st_size
