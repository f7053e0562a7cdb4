"""The command line as a user meets it: what it prints, where, and how it exits."""

from __future__ import annotations

import gzip
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import jsonschema
import pytest
from runs import HANG_GUARD

from ingest.vocabulary import KINDS

ROOT = Path(__file__).parent.parent
FIVE_FAULTS = """\
rules:
  - id: Demo Rule
    kind: read_more
    lin: '^read also'
  - id: demo.pattern
    kind: related
    line: '(?=never)'
    examples: {removes: ['x'], keeps: ['y']}
  - id: demo.examples
    kind: share
    line: '^share this'
"""


def ingest(*arguments: str | Path, stdin: bytes = b"", cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "ingest", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        cwd=cwd,
        env={**os.environ, "NO_COLOR": "1", "COLUMNS": "120"},
        timeout=HANG_GUARD,
    )


def test_clean_writes_only_the_result_to_standard_output() -> None:
    ran = ingest("clean", "--language", "en", stdin=b"The council met.\n\nRead Also: Parliament votes\n")
    assert (ran.returncode, ran.stdout) == (0, b"The council met.\n")
    assert b"note: no-body" in ran.stderr


def test_clean_formats(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Heading\n\nThe council met on Tuesday and kept the bridge open.\n\n- item\n", encoding="utf-8")
    assert ingest("clean", page, "--format", "markdown").stdout.decode().startswith("# ")
    record = json.loads(ingest("clean", page, "--format", "json").stdout)
    assert record["name"] == "page.md"


@pytest.mark.parametrize(
    ("trail", "texts"), [("full", ["Read Also: Parliament votes"]), ("spans", [None]), ("none", [])]
)
def test_clean_trail_says_as_much_as_asked(trail: str, texts: list[str | None]) -> None:
    ran = ingest(
        "clean",
        "--language",
        "en",
        "--trail",
        trail,
        "--format",
        "json",
        stdin=b"The council met.\n\nRead Also: Parliament votes\n",
    )
    assert [cut["text"] for cut in json.loads(ran.stdout)["removed"]] == texts


@pytest.mark.parametrize(
    ("options", "left"),
    [(["--keep", "read_also"], True), (["--only", "share"], True), (["--only", "read_also"], False)],
)
def test_kinds_are_kept_and_singled_out(options: list[str], left: bool) -> None:
    ran = ingest("clean", "--language", "en", *options, stdin=b"The council met.\n\nRead Also: Parliament votes\n")
    assert (b"Read Also" in ran.stdout) == left


def test_explain_is_readable_without_colour() -> None:
    ran = ingest("explain", "--language", "en", stdin=b"The council met.\n\nRead Also: Parliament votes\n")
    shown = ran.stdout.decode().splitlines()
    assert shown[:2] == ["  The council met.", "- Read Also: Parliament votes"]
    assert shown[2].startswith("      ^ en.read-also (read_also -> related): ")


def test_explain_shows_what_rules_see_of_blocks() -> None:
    stdin = b"The council met.\n\nRead Also: Parliament votes\n"
    shown = ingest("explain", "--blocks", "--language", "en", stdin=stdin).stdout.decode().splitlines()
    assert shown[1] == "      = block 1: body, paragraph, 16 chars, 3 words, no prose, ends as a sentence"
    assert shown[4].startswith("      = block 2: body, paragraph, 27 chars, ")
    assert sum("unit: " in line for line in shown) == 0


def test_explain_shows_the_units_of_a_long_line(tmp_path: Path) -> None:
    page = tmp_path / "a.txt"
    page.write_text(
        "The council voted on Tuesday to keep the bridge. Read Also: Parliament votes. " * 9, encoding="utf-8"
    )
    shown = ingest("explain", "--blocks", "--language", "en", page).stdout.decode().splitlines()
    assert "      = unit: The council voted on Tuesday to keep the bridge." in shown


def test_explain_gives_the_reason_of_what_is_built_in(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    line = "The council voted on Tuesday to keep the old bridge open for another year, the mayor said."
    box = "<div class='related-posts'><ul><li>Floods close the coast road</li></ul></div>"
    body = f"<h1>Bridge stays open</h1><p>{line}</p>{box}" + f"<p>{line} Twice.</p>" * 3
    page.write_text(f"<html><body><article>{body}</article></body></html>", encoding="utf-8")
    shown = ingest("explain", "--reader", "fast", "--language", "en", page).stdout.decode()
    assert re.search(r"\^ reader\.related \(related -> related\): An element .* at /html", shown), shown


def test_explain_takes_what_clean_takes() -> None:
    stdin = "Café plans\n\nThe council met.\n\nRead Also: Parliament votes\n".encode("latin-1")
    options = ["--title", "Café plans", "--charset", "latin-1", "--language-engine", "none", "--max-removed", "0.5"]
    ran = ingest("explain", "--language", "en", "--reader", "fast", *options, stdin=stdin)
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert "- Read Also: Parliament votes" in ran.stdout.decode().splitlines()


def test_sizes_are_taken_with_their_units(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text("The council met on Tuesday and went home.\n", encoding="utf-8")
    (tmp_path / "raw" / "b.txt").write_text("The council met on Tuesday and went home.\n" * 50, encoding="utf-8")
    sizes = ["--max-bytes", "1.5KiB", "--memory", "1 GB", "--shard-bytes", "500MB"]
    assert ingest("run", "raw", "OUT", "-q", "-w", "1", *sizes, cwd=tmp_path).returncode == 0
    (reject,) = map(json.loads, (tmp_path / "OUT" / "rejects.jsonl").read_text(encoding="utf-8").splitlines())
    assert (reject["name"], reject["detail"]) == ("b.txt", "2100 bytes, the limit is 1536")


def test_explain_strikes_and_colours_where_asked() -> None:
    ran = ingest("explain", "--color", "--language", "en", stdin=b"Read Also: Parliament votes\n")
    assert b"\x1b[" in ran.stdout


def test_suggest_says_that_it_has_nothing_to_propose(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The council met on Tuesday and went home.\n", encoding="utf-8")
    ran = ingest("rules", "suggest", tmp_path, "-w", "1")
    assert (ran.returncode, ran.stdout) == (0, b"")
    assert ran.stderr.startswith(b"nothing to propose")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["run", "nowhere", "OUT"], 2, "nowhere"),
        (["run", "empty", "OUT"], 2, "empty"),
        (["run", "raw", "raw/clean"], 2, "raw"),
        (["run", "raw", "taken"], 3, "taken"),
        (["run", "raw"], 2, "CLEAN"),
        (["run", "raw", "OUT", "--rules", "nowhere"], 2, "nowhere"),
        (["run", "raw", "OUT", "--keep", "captoin"], 2, "caption"),
        (["run", "raw", "OUT", "--max-removed", "7"], 2, "share"),
        (["run", "raw", "OUT", "--max-bytes", "2 parsecs"], 2, "'--max-bytes': '2 parsecs' is no size"),
        (["run", "raw", "OUT", "--max-bytes", "0"], 2, "'--max-bytes': '0' is too small"),
        (["run", "raw", "OUT", "--shard-bytes", "0MB"], 2, "'--shard-bytes': '0MB' is too small"),
        (["run", "raw", "OUT", "--memory", "1MB"], 2, "16000000 or more"),
        (["clean", "--reader", "lynx", "raw/a.txt"], 2, "'lynx'"),
        (["clean", "nowhere.txt"], 2, "nowhere.txt"),
        (["clean", "--rules", "faulty.yaml", "raw/a.txt"], 2, "faulty.yaml:2:9"),
        (["rules", "show", "en.read-alos"], 2, "en.read-also"),
        (["rules", "show", "reader.relatde"], 2, "reader.related"),
        (["rules", "show", "en.read"], 2, "' or 'en.read"),
        (["rules", "list", "--language", "klingon"], 2, "'klingon' is no language"),
        (["rules", "list", "--kind", "captoin"], 2, "did you mean 'caption'"),
        (["rules", "why", "en.read-also", "nowhere.txt"], 2, "nowhere.txt"),
        (["rules", "why", "en.read-alos", "raw/a.txt"], 2, "en.read-also"),
        (["rules", "why", "en.read-also", "raw/a.txt", "--line", "Menu"], 2, "explain --blocks"),
        (["rules", "new", "no host"], 2, "is no host"),
        (["clean", "--care", "most", "raw/a.txt"], 2, "'most'"),
        (["rules", "check", "nowhere"], 2, "nowhere"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, list) else None,
)
def test_wrong_calls_say_what_and_how_to_fix(tmp_path: Path, arguments: list[str], code: int, said: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text("The council met on Tuesday and went home.\n", encoding="utf-8")
    (tmp_path / "taken").write_text("a file, not a folder", encoding="utf-8")
    (tmp_path / "faulty.yaml").write_text(FIVE_FAULTS, encoding="utf-8")
    ran = ingest(*arguments, cwd=tmp_path)
    error = ran.stderr.decode()
    assert ran.returncode == code, error
    assert said in error
    assert "Traceback" not in error
    assert ran.stdout == b""


def test_rules_check_names_all_faults_with_their_place(tmp_path: Path) -> None:
    path = tmp_path / "faulty.yaml"
    path.write_text(FIVE_FAULTS, encoding="utf-8")
    ran = ingest("rules", "check", path)
    said = ran.stderr.decode()
    assert ran.returncode == 1
    assert said.count(f"{path.as_posix()}:") >= 5
    assert said.count("  fix: ") >= 5
    for place in (":2:9:", ":3:11:", ":4:5:", ":7:12:", ":9:5:"):
        assert place in said, said


def test_rules_check_of_the_packaged_rules_passes() -> None:
    ran = ingest("rules", "check")
    assert ran.returncode == 0, ran.stderr.decode()


def test_rules_why_asks_about_one_line(tmp_path: Path) -> None:
    page = tmp_path / "a.txt"
    page.write_text("The council met.\n\nRead Also: Parliament votes\n\nRead Also: Rain\n", encoding="utf-8")
    ran = ingest("rules", "why", "en.read-also", page, "--language", "en", "--line", "parliament votes")
    shown = ran.stdout.decode().splitlines()
    assert shown[0].startswith("en.read-also (read_also, line, move related) in rules/")
    assert shown[-2:] == ["block 2 (body): fires; it goes to the field 'related'", "      Read Also: Parliament votes"]
    assert "Rain" not in ran.stdout.decode()


def test_rules_kinds_says_what_each_is() -> None:
    rows = [line.split("\t") for line in ingest("rules", "kinds").stdout.decode().splitlines()]
    assert [row[0] for row in rows] == list(KINDS)
    assert all(len(row) == 4 for row in rows)
    assert int({row[0]: row[3] for row in rows}["caption"]) > 10
    assert ingest("rules", "show", "source_note").stdout.decode().startswith("# a kind\nsource_note: Where the text")


@pytest.mark.parametrize("id", ["reader.related", "encoding.nfc", "spacing.wrapped"])
def test_rules_show_answers_for_what_is_built_in(id: str) -> None:
    assert ingest("rules", "show", id).stdout.decode().startswith(f"# built in\n{id}: ")


def test_rules_check_writes_what_programs_read(tmp_path: Path) -> None:
    path = tmp_path / "faulty.yaml"
    path.write_text(FIVE_FAULTS, encoding="utf-8")
    ran = ingest("rules", "check", path, "--format", "json")
    assert (ran.returncode, ran.stderr) == (1, b"")
    report = json.loads(ran.stdout)
    assert (report["files"], report["faults"][0]["line"]) == (1, 2)
    ran = ingest("rules", "check", path, "--format", "github")
    assert ran.stdout.decode().count("::error file=") == len(report["faults"])


def heed() -> None:
    """Heed SIGINT: a suite that a shell runs in the background hands on that it is ignored."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def test_rules_check_watches_a_file_until_interrupted(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text("rules:\n\t- id: a.b\n", encoding="utf-8")
    watching = subprocess.Popen(
        [sys.executable, "-u", "-m", "ingest", "rules", "check", str(path), "--watch", "--format", "github"],
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=heed,  # noqa: PLW1509  # it takes no lock
    )
    assert watching.stdout is not None
    assert "a tab at the beginning" in watching.stdout.readline()
    assert watching.stdout.readline() == "1 file, 0 rules, 0 examples: 1 fault\n"
    path.write_text("about: mended\ndisable: [en.read-also]\n", encoding="utf-8")
    assert watching.stdout.readline() == "1 file, 0 rules, 0 examples: all as they say\n"
    watching.send_signal(signal.SIGINT)
    assert watching.wait(timeout=HANG_GUARD) == 0


def test_rules_new_writes_a_file_that_checks(tmp_path: Path) -> None:
    assert ingest("rules", "new", "https://www.example.com/news", cwd=tmp_path).returncode == 0
    path = tmp_path / "my-rules" / "sites" / "example.com.yaml"
    assert ingest("rules", "check", path).returncode == 0
    first = path.read_text(encoding="utf-8").splitlines()[0]
    schema = path.parent / first.removeprefix("# yaml-language-server: $schema=")
    jsonschema.Draft202012Validator.check_schema(json.loads(schema.read_text(encoding="utf-8")))
    again = ingest("rules", "new", "example.com", cwd=tmp_path)
    assert (again.returncode, b"there already" in again.stderr) == (2, True)


def test_rules_list_selects(tmp_path: Path) -> None:
    assert ingest("rules", "new", "example.com", cwd=tmp_path).returncode == 0
    everything = ingest("rules", "list").stdout.decode().splitlines()
    english = ingest("rules", "list", "--language", "en").stdout.decode().splitlines()
    site = ingest(
        "rules", "list", "--rules", tmp_path / "my-rules", "--url", "https://news.example.com/a"
    ).stdout.decode()
    assert 0 < len(english) < len(everything)
    assert "site.example-com.author-box" in site
    assert "site.example-com" not in "\n".join(everything)


@pytest.mark.parametrize("which", ["article", "rules"])
def test_schema_is_a_schema(which: str) -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(ingest("schema", which).stdout))


def test_strict_run_exits_with_one_when_something_is_rejected(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text("The council met on Tuesday and went home.\n", encoding="utf-8")
    (tmp_path / "raw" / "b.txt").write_bytes(b"")
    assert ingest("run", "raw", "OUT", "-q", "-w", "1", cwd=tmp_path).returncode == 0
    assert ingest("run", "raw", "OUT", "-q", "-w", "1", "--strict", cwd=tmp_path).returncode == 1
    counted = json.loads((tmp_path / "OUT" / "run.json").read_text(encoding="utf-8"))
    assert counted["read"] == counted["records"] + counted["rejects"] == 2


def many(tmp_path: Path, count: int = 3000) -> None:
    rows = (json.dumps({"text": f"The council of {n} met on Tuesday and went home.\n\n" * 4}) for n in range(count))
    (tmp_path / "raw.jsonl").write_text("\n".join(rows), encoding="utf-8")


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_interrupted_run_says_so_and_goes_on(tmp_path: Path) -> None:
    many(tmp_path)
    command = [sys.executable, "-m", "ingest", "run", "raw.jsonl", "OUT"]
    running = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, preexec_fn=heed)  # noqa: PLW1509  # it takes no lock
    while running.poll() is None and not list((tmp_path / "OUT").glob(".parts/run-*/*.ledger")):
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=HANG_GUARD)
    assert (running.returncode, b"goes on from here" in said, b"Traceback" in said) == (130, True, False)
    assert ingest("run", "raw.jsonl", "OUT", "-q", cwd=tmp_path).returncode == 0
    assert json.loads((tmp_path / "OUT" / "run.json").read_bytes())["read"] == 3000


INTERRUPTED_AT_START = """\
import os, signal, sys
from multiprocessing import forkserver

connect = forkserver.connect_to_new_process

def interrupted(fds):
    started = connect(fds)
    os.kill(os.getpid(), signal.SIGINT)
    return started

signal.signal(signal.SIGINT, signal.default_int_handler)
forkserver.connect_to_new_process = interrupted
from ingest.cli import main
main()
"""


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_run_interrupted_while_a_worker_starts_says_only_so(tmp_path: Path) -> None:
    many(tmp_path, 50)
    command = [sys.executable, "-c", INTERRUPTED_AT_START, "run", "raw.jsonl", "OUT", "-w", "1"]
    ran = subprocess.run(command, cwd=tmp_path, stderr=subprocess.PIPE, timeout=HANG_GUARD)
    assert ran.returncode == 130
    assert ran.stderr == b"ingest: interrupted\n  fix: run the same again, and it goes on from here\n"


@pytest.mark.skipif(os.name == "nt", reason="pipes of POSIX")
@pytest.mark.parametrize("closed", [False, True], ids=["reader gone", "closed"])
def test_run_whose_reader_is_gone_comes_to_its_end(tmp_path: Path, closed: bool) -> None:
    many(tmp_path, 50)
    command = [sys.executable, "-m", "ingest", "run", "raw.jsonl", "OUT", "-w", "1"]
    if closed:
        ran = subprocess.run(command, cwd=tmp_path, stdout=subprocess.PIPE, preexec_fn=lambda: os.close(2))
        assert (ran.returncode, ran.stdout) == (0, b"")
    else:
        reader, writer = os.pipe()
        os.close(reader)
        assert subprocess.run(command, cwd=tmp_path, stderr=writer).returncode == 0
        os.close(writer)
    assert json.loads((tmp_path / "OUT" / "run.json").read_bytes())["records"] == 50


def test_run_reads_standard_input(tmp_path: Path) -> None:
    rows = b'{"id": "one", "text": "The council met on Tuesday and went home."}\n'
    assert ingest("run", "-", "OUT", "-q", "-w", "1", cwd=tmp_path, stdin=rows).returncode == 0
    assert json.loads((tmp_path / "OUT" / "articles.jsonl").read_bytes())["name"] == "one"


COUNCIL = "The council met on Tuesday evening and kept the old bridge open for another year."
POST = f"<!-- wp:paragraph -->\n<p>{COUNCIL}</p>\n<!-- /wp:paragraph -->\n\n" * 40


@pytest.mark.parametrize(
    ("document", "kind", "text"),
    [(POST, "html", COUNCIL), ("<!--a-->" * 40 + COUNCIL, "text", COUNCIL)],
    ids=["a post in block markup", "forty comments"],
)
def test_comments_before_a_document_hold_nothing_up(document: str, kind: str, text: str, tmp_path: Path) -> None:
    raw = document.encode()
    record = json.loads(ingest("clean", "--format", "json", stdin=raw).stdout)
    assert text.encode() in ingest("explain", stdin=raw).stdout
    assert ingest("run", "-", "OUT", "-q", "-w", "1", cwd=tmp_path, stdin=raw).returncode == 0
    for made in (record, json.loads((tmp_path / "OUT" / "articles.jsonl").read_bytes())):
        assert (made["source"]["kind"], text in made["text"]) == (kind, True)


def test_clean_and_explain_pick_one_record_of_many(tmp_path: Path) -> None:
    rows = [{"id": f"n{n}", "body": f"{COUNCIL}\n\nRead Also: Parliament votes {n}"} for n in range(3)]
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))
    options = ["--map", "text=body", "--language", "en"]
    picked = ingest("clean", tmp_path / "a.jsonl.gz", "--record", "2", "--format", "json", *options)
    assert json.loads(picked.stdout)["name"] == "n1"
    explained = ingest("explain", tmp_path / "a.jsonl.gz", "--record", "n2", *options)
    assert "- Read Also: Parliament votes 2" in explained.stdout.decode().splitlines()
    original = ingest("clean", tmp_path / "a.jsonl.gz", "--record", "n2", "--original", *options)
    assert original.stdout.decode().rstrip("\n") == rows[2]["body"]
    wrong = ingest("clean", tmp_path / "a.jsonl.gz", *options)
    assert (wrong.returncode, wrong.stdout) == (2, b"")
    assert b"3 documents are in it\n  fix: name one: --record 'n0', or --record 1" in wrong.stderr


def test_explain_shows_a_record_of_a_finished_run(tmp_path: Path) -> None:
    raw = tmp_path / "raw" / "courier.example" / "a.txt"
    raw.parent.mkdir(parents=True)
    raw.write_text(f"{COUNCIL}\n\nRead Also: Parliament votes\n", encoding="utf-8")
    assert ingest("run", "raw", "OUT", "-q", "-w", "1", "--language", "en", cwd=tmp_path).returncode == 0
    shown = ingest("explain", "OUT", "courier.example/a.txt", cwd=tmp_path)
    assert (shown.returncode, shown.stderr) == (0, b"")
    assert shown.stdout.decode().splitlines()[:2] == [f"  {COUNCIL}", "- Read Also: Parliament votes"]
    assert shown.stdout == ingest("explain", raw, "--language", "en").stdout
    assert ingest("explain", "OUT", "--language", "en", cwd=tmp_path).returncode == 2
    raw.unlink()
    gone = ingest("explain", "OUT", "courier.example/a.txt", cwd=tmp_path)
    assert gone.returncode == 0
    assert gone.stdout.decode().startswith("- Read Also: Parliament votes\n      ^ en.read-also")
    assert b"only what was removed is shown" in gone.stderr
    assert ingest("explain", "OUT", "courier.example/a.txt", "--original", cwd=tmp_path).returncode == 2


@pytest.mark.parametrize("command", ["run", "clean", "explain", "rules new", "rules check"])
def test_help_teaches(command: str) -> None:
    ran = ingest(*command.split(), "--help")
    assert ran.returncode == 0
    assert len(ran.stdout.decode().split()) > 25


def test_version() -> None:
    assert ingest("--version").stdout.startswith(b"ingest ")
