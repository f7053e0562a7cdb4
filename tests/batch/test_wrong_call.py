"""A run of which nothing becomes a record, or whose --map names what no record has, says so, and harms no records."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from runs import check_sums, lines, options_in, output, prose, rejects, write

from ingest.batch import Defaults, Limits, Output, ProgressSnapshot, Summary, run
from ingest.batch.resume.ledger import LedgerEntry
from ingest.batch.summary import COMMONEST, MOST, Tally
from ingest.batch.wrong_call import STOP_AFTER
from ingest.input_record import field_map
from ingest.options import Options

OPTIONS = Options(packaged=False, language_engine="none")
GOOD = {"text": prose("the good"), "link": "https://example.com/a"}


def jsonl(folder: Path, *records: Mapping[str, object]) -> Path:
    return write(folder, {"a.jsonl": "\n".join(map(json.dumps, records))})


def clean(raw: Path, to: Path, map: str = "", **more: Any) -> Summary:
    return run(raw, to, OPTIONS, **{"workers": 1, "stated": Defaults(fields=field_map(map)), **more})


def ingest(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ingest", *map(str, arguments)]
    environment = {**os.environ, "NO_COLOR": "1", "COLUMNS": "200"}
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, env=environment)


@pytest.mark.parametrize(
    ("record", "fix"),
    [
        ({"doc_id": 1, "link": "u", "body": "b", "crawl": "c"}, "--map text=body,url=link"),
        ({"raw_html": "<p>b", "source": "u", "Headline": "h"}, "--map html=raw_html,url=source,title=Headline"),
        ({"html_content": "<p>b", "content": "b"}, "--map html=html_content"),
        ({"maintext": "b", "date_publish": "d", "url": "u"}, "--map text=maintext,published=date_publish"),
        (
            {"articleBody": "b", "uri": "u", "datePublished": "d"},
            "--map text=articleBody,url=uri,published=datePublished",
        ),
        ({"Article Text": "b"}, "--map 'text=Article Text'"),
        ({"article": "b", "title": "t"}, "--map text=article"),
        ({"rank": 1, "link": "u"}, "name the key that holds the page or the text: "),
        ({"bo,dy": "b"}, "name the key that holds the page or the text: "),
        ({"text": None, "link": "u"}, "see what rejects.jsonl says"),
        ({"text": "", "link": "u"}, "see what rejects.jsonl says"),
    ],
    ids=lambda value: ",".join(value) if isinstance(value, dict) else None,
)
def test_run_of_none_says_which_map_would_fit(tmp_path: Path, record: dict[str, object], fix: str) -> None:
    summary = clean(jsonl(tmp_path / "raw", record, record), tmp_path / "clean")
    check_sums(summary, tmp_path / "clean")
    assert summary.error.startswith("none of 2 documents became a record\n")
    assert f"\n  fix: {fix}" in summary.error
    assert (summary.complete, summary.aside) == (True, False)


def test_map_that_is_proposed_reads_the_records(tmp_path: Path) -> None:
    raw = jsonl(tmp_path / "raw", {"link": "https://example.com/a", "body": prose("a"), "headline": "The harbour"})
    proposed = clean(raw, tmp_path / "clean").error.partition("fix: --map ")[2]
    summary = clean(raw, tmp_path / "clean", proposed)
    (article,) = lines(tmp_path / "clean" / "articles.jsonl")
    assert (article["url"], article["title"], article["text"]) == ("https://example.com/a", "The harbour", prose("a"))
    assert (summary.error, summary.warning) == ("", "")


def test_keys_come_with_the_commonest_first(tmp_path: Path) -> None:
    records = [{"z": 1, "body": "b"}, {"a": 1, "body": "b"}, {"body": "b", "z": 2}]
    error = clean(jsonl(tmp_path / "raw", *records), tmp_path / "clean").error
    assert "\n  keys of its records, commonest first: 'body', 'z', 'a'\n" in error
    assert "\n  2 bad-record: it has neither 'html' nor 'text'; its keys: 'body', 'z'\n" in error


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"a.txt": "", "b.txt": " "}, "2 empty: nothing to read"),
        ({"a.css": "a", "b.txt": ""}, "1 unsupported: '.css' is not one of"),
        ({"a.jsonl": '{"text": "broken\n{"text": 5}\n{"te'}, "1 bad-record: 'text' is a number, not a string"),
    ],
    ids=["empty", "unsupported", "broken"],
)
def test_command_line_exits_with_two_and_says_why(tmp_path: Path, files: dict[str, str], says: str) -> None:
    raw = write(tmp_path / "raw", files)
    ran = ingest("run", raw, "OUT", "-w", "1", cwd=tmp_path)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert f"ingest: {raw}: none of " in ran.stderr
    assert ran.stderr.count(says) == 1
    assert f"OUT{os.sep}rejects.jsonl" in ran.stderr
    quiet = ingest("run", raw, "OUT", "-w", "1", "-q", "--strict", "--keep-going", cwd=tmp_path)
    assert (quiet.returncode, quiet.stderr.count(says)) == (2, 1)


def test_rejects_name_keys_that_can_be_printed(tmp_path: Path) -> None:
    wild = {"\x1b[2Jname\n": 1, "\u202egnp": 1, "x" * 10_000: 1, "ключ": 1}
    many = {f"key {n:05}": n for n in range(20_000)}
    raw = jsonl(tmp_path / "raw", wild, many)
    ran = ingest("run", raw, "OUT", "-w", "1", cwd=tmp_path)
    details = [reject["detail"] for reject in lines(tmp_path / "OUT" / "rejects.jsonl")]
    assert all(detail.isprintable() and len(detail) <= 500 for detail in details)
    assert "'ключ'" in details[0]
    assert r"'\x1b[2Jname\n'" in details[0]
    assert "and 19," in details[1]
    assert all(line.isprintable() and len(line) < 2000 for line in ran.stderr.splitlines())


def bad(count: int) -> list[dict[str, object]]:
    return [{"body": prose(n), "n": n} for n in range(count)]


@pytest.mark.parametrize("workers", [1, 2])
def test_run_stops_where_the_first_thousand_become_no_record(tmp_path: Path, workers: int) -> None:
    raw = jsonl(tmp_path / "raw", *bad(STOP_AFTER + 300), GOOD)
    summary = clean(raw, tmp_path / "clean", workers=workers)
    check_sums(summary, tmp_path / "clean")
    assert STOP_AFTER <= summary.read < STOP_AFTER + 64
    assert (summary.records, summary.complete) == (0, False)
    assert "; or --keep-going, if the rest is better" in summary.error
    names = [f"a.jsonl#{n}" for n in range(1, summary.read + 1)]
    assert [reject["name"] for reject in lines(tmp_path / "clean" / "rejects.jsonl")] == names


def test_run_stops_at_the_same_document_though_later_ones_were_done_before(tmp_path: Path) -> None:
    raw = jsonl(tmp_path / "raw", {"text": "HANG", "n": 0}, *bad(STOP_AFTER + 300))
    found = []
    for workers in (1, 2):  # while the first document hangs, a second worker comes to the end
        to = tmp_path / f"clean{workers}"
        summary = run(raw, to, options_in(tmp_path), workers=workers, limits=Limits(seconds=1))
        found.append((summary.read, summary.rejects_by_reason, output(to)))
    assert found[0] == found[1]
    assert found[0][0] < STOP_AFTER + 64


def test_run_that_is_to_keep_going_does(tmp_path: Path) -> None:
    raw = jsonl(tmp_path / "raw", *bad(STOP_AFTER + 300), GOOD)
    summary = clean(raw, tmp_path / "clean", keep_going=True)
    check_sums(summary, tmp_path / "clean")
    assert (summary.read, summary.records, summary.complete) == (STOP_AFTER + 301, 1, True)
    assert (summary.error, summary.warning) == ("", "")


@pytest.mark.parametrize("keep_going", [False, True])
def test_run_without_more_to_read_was_not_stopped(tmp_path: Path, keep_going: bool) -> None:
    summary = clean(jsonl(tmp_path / "raw", *bad(STOP_AFTER)), tmp_path / "clean", keep_going=keep_going)
    assert (summary.read, summary.complete) == (STOP_AFTER, True)
    assert summary.error.startswith("none of 1,000 documents became a record\n")


def test_files_of_other_kinds_do_not_stop_a_run(tmp_path: Path) -> None:
    files = {f"a/{n}.css": "p {}" for n in range(STOP_AFTER + 100)}
    summary = clean(write(tmp_path / "raw", {**files, "b.txt": prose("b")}), tmp_path / "clean")
    assert (summary.records, summary.rejects, summary.error) == (1, STOP_AFTER + 100, "")


def everything(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.mark.parametrize("count", [3, STOP_AFTER + 300], ids=["at the end", "stopped"])
@pytest.mark.parametrize("how", [Output(), Output("gzip", shard_bytes=2000), Output(fresh=True)], ids=str)
def test_records_of_an_earlier_run_stay_where_a_run_makes_none(tmp_path: Path, count: int, how: Output) -> None:
    to = tmp_path / "clean"
    good = jsonl(tmp_path / "good", *[{**GOOD, "id": str(n)} for n in range(9)])
    clean(good, to, output=how)
    before = everything(to)
    summary = clean(jsonl(tmp_path / "bad", *bad(count)), to, output=how)
    assert (summary.records, summary.aside) == (0, True)
    assert everything(to) == before
    assert sorted(path.name for path in to.iterdir() if path.is_dir()) == ["rejected"]
    set_aside = json.loads((to / "rejected" / "run.json").read_bytes())
    assert set_aside == json.loads(json.dumps(summary.to_dict()))
    assert len(lines(to / "rejected" / "rejects.jsonl")) == summary.rejects == summary.read >= min(count, STOP_AFTER)
    assert clean(good, to).records == 9
    assert not (to / "rejected").exists()


def test_command_line_says_that_records_stay(tmp_path: Path) -> None:
    clean(jsonl(tmp_path / "good", GOOD), tmp_path / "OUT")
    ran = ingest("run", jsonl(tmp_path / "bad", *bad(2)), "OUT", "-q", "-w", "1", cwd=tmp_path)
    assert ran.returncode == 2
    assert f"OUT stays as it was; rejects.jsonl and run.json of this run are in OUT{os.sep}rejected\n" in ran.stderr


def test_a_run_of_none_replaces_another(tmp_path: Path) -> None:
    clean(jsonl(tmp_path / "one", *bad(2)), tmp_path / "clean")
    summary = clean(jsonl(tmp_path / "two", *bad(5)), tmp_path / "clean")
    check_sums(summary, tmp_path / "clean")
    assert (summary.read, summary.aside) == (5, False)


def test_run_of_none_does_not_cost_the_records_of_one_that_was_cut_off(tmp_path: Path) -> None:
    raw, to = jsonl(tmp_path / "raw", *bad(50)), tmp_path / "clean"

    def interrupt(snapshot: ProgressSnapshot) -> None:
        if snapshot.read > 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        clean(raw, to, "text=body", progress=interrupt)
    assert clean(raw, to).error
    assert rejects(to)
    summary = clean(raw, to, "text=body")
    check_sums(summary, to)
    assert summary.reused > 20


def test_run_that_takes_all_over_is_none_of_these(tmp_path: Path) -> None:
    raw, to = jsonl(tmp_path / "raw", *bad(150)), tmp_path / "clean"
    for reused in (0, 150):
        summary = clean(raw, to, "text=body", workers=2)
        assert (summary.reused, summary.error, summary.warning) == (reused, "", "")


RECORD = {"body": prose("a"), "link": "https://example.com/a"}


@pytest.mark.parametrize(
    ("map", "records", "says", "fix"),
    [
        ("text=contnet", 0, "no record has 'contnet', which --map names: did you mean 'content'?", "text=content"),
        ("text=content,url=lnk", 3, "no record has 'lnk', which --map names: did you mean 'link'?", "url=link"),
        ("text=content,url=uri", 3, "no record has 'uri', which --map names\n", "text=content,url=link"),
        ("text=content,title=kicker", 3, "no record has 'kicker', which --map names\n", "text=content,url=link"),
    ],
)
def test_map_of_a_name_that_no_record_has_is_an_error(
    tmp_path: Path, map: str, records: int, says: str, fix: str
) -> None:
    raw, to = (
        jsonl(tmp_path / "raw", *[{"content": prose(n), "link": f"https://example.com/{n}"} for n in range(3)]),
        tmp_path / "clean",
    )
    summary = clean(raw, to, map)
    assert summary.records == records
    assert says in summary.error
    assert fix in summary.error.partition("fix: --map ")[2]
    assert json.loads((to / "rejected" / "run.json" if records else to / "run.json").read_bytes())["error"]
    assert not list(to.glob("articles*")) or not records


def test_map_of_a_name_that_no_record_has_is_a_warning_for_who_keeps_going(tmp_path: Path) -> None:
    raw = jsonl(tmp_path / "raw", *[{**GOOD, "id": str(n)} for n in range(30)])
    command = ("run", raw, "OUT", "-w", "1", "--no-packaged-rules", "--map", "url=lnk")
    ran = ingest(*command, cwd=tmp_path)
    assert (ran.returncode, "OUT stays as it was" in ran.stderr) == (2, True)
    ran = ingest(*command, "--keep-going", cwd=tmp_path)
    assert (ran.returncode, "warning: no record has 'lnk', which" in ran.stderr) == (0, True)
    assert "30 of them taken over" in ran.stderr
    assert len(lines(tmp_path / "OUT" / "articles.jsonl")) == 30


def test_run_stops_where_a_name_of_map_is_misspelt(tmp_path: Path) -> None:
    raw = jsonl(tmp_path / "raw", *[{"text": f"Bridge {n}.", "link": "u"} for n in range(STOP_AFTER + 300)])
    summary = clean(raw, tmp_path / "clean", "url=lnk")
    assert (summary.read < STOP_AFTER + 64, summary.complete) == (True, False)
    assert f"stopped after these {summary.read:,} documents" in summary.error
    # What resembles no key may come in a later record.
    rare = jsonl(
        tmp_path / "rare", *[{"text": f"Bridge {n}."} for n in range(STOP_AFTER + 300)], {**GOOD, "kicker": "T"}
    )
    summary = clean(rare, tmp_path / "clean", "title=kicker")
    assert (summary.read, summary.error) == (STOP_AFTER + 301, "")


def many(folder: Path, count: int) -> Path:
    """Records of which each has one of two names, in parts and workers of their own."""
    return jsonl(folder, *[{("body", "content")[n // 64 % 2]: prose(n)} for n in range(count)])


def test_map_of_names_that_some_records_have_is_right(tmp_path: Path) -> None:
    summary = clean(many(tmp_path / "raw", 400), tmp_path / "clean", "text=body,text=content", workers=2)
    assert (summary.records, summary.error) == (400, "")


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_column_with_nothing_in_it_is_there(tmp_path: Path, form: str) -> None:
    raw = write(tmp_path / "raw", {"a.csv": f'link,text\n,"{prose("a")}"\n'})
    if form == "parquet":
        (raw / "a.csv").unlink()
        table = pa.table({"link": pa.array([None], pa.string()), "text": [prose("a")]})
        pq.write_table(table, raw / "a.parquet")
    summary = clean(raw, tmp_path / "clean", "url=link")
    assert (summary.records, summary.error) == (1, "")


def test_map_is_not_asked_of_files_that_are_no_records(tmp_path: Path) -> None:
    raw = write(tmp_path / "raw", {"a.txt": prose("a"), "b.html": f"<p>{prose('b')}"})
    summary = clean(raw, tmp_path / "clean", "text=body,url=link")
    assert (summary.records, summary.error) == (2, "")


def test_details_that_differ_in_numbers_are_one() -> None:
    tally = Tally(())
    for n in range(5):
        tally.add(LedgerEntry(f"a{n}", 0.0, "bad-record", f"not JSON: at char {n}"))
    for _ in range(3):
        tally.add(LedgerEntry("b", 0.0, "too-large", "more than 20 bytes"))
    assert [(one.count, one.detail) for one in tally.details] == [(5, "not JSON: at char …"), (3, "more than 20 bytes")]


def test_details_and_keys_are_counted_in_bounded_memory() -> None:
    tally = Tally(())
    for n in range(2 * MOST):
        word = "".join(chr(97 + int(digit)) for digit in str(n))
        tally.add(LedgerEntry(word, 0.0, "failed", word, keys=(f"{word}-key",)))
        tally.add(LedgerEntry("b", 0.0, "empty", "nothing to read", keys=("body",)))
    assert len(tally.keys) <= MOST
    assert len(tally.details) == COMMONEST
    assert (tally.keys[0], tally.details[0].count) == ("body", 2 * MOST)


def test_run_json_accounts_for_everything(tmp_path: Path) -> None:
    raw = write(tmp_path / "raw", {"a.txt": prose("a"), "b.txt": "", "c.css": "", "d.jsonl": '{"body": "b"}'})
    clean(raw, tmp_path / "clean")
    said = json.loads((tmp_path / "clean" / "run.json").read_bytes())
    assert (said["read"], said["records"], said["rejects"], said["skipped"]) == (4, 1, 3, 0)
    assert said["read"] == said["records"] + said["rejects"] + said["skipped"]
    assert sum(one["count"] for one in said["reject_details"]) == said["rejects"]
    assert (said["complete"], said["aside"], said["error"]) == (True, False, "")
