"""A run that learns: rules first, then records; with real processes and real files."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from made_site import NAMES, article
from runs import lines, options_in, write

import ingest
from ingest import Cleaner, RawDocument
from ingest.batch import Defaults, run
from ingest.batch.pick.one_record import run_record
from ingest.options import Options

PROMPT = "Tell your friends about our daily puzzle page today."


@pytest.fixture
def options(tmp_path: Path) -> Options:
    return options_in(tmp_path)


def document(number: int, source: str = "a", text: str = "") -> str:
    rnd = random.Random(f"{source}{number}")
    said = [*article(rnd), PROMPT, f"You can follow {rnd.choice(NAMES)} on the page of our writers.", *article(rnd)]
    return json.dumps({"id": f"{source}{number}", "text": text or "\n".join(said), "source": source, "language": "en"})


def raw_of(folder: Path, many: int = 14) -> Path:
    return write(folder / "raw", {"a.jsonl": "\n".join(document(number) for number in range(many))})


def written(clean: Path) -> dict[str, bytes]:
    files = [clean / "articles.jsonl", clean / "rejects.jsonl", *sorted((clean / "learned").glob("*"))]
    return {path.relative_to(clean).as_posix(): path.read_bytes() for path in files}


def test_what_a_file_repeats_is_learned_and_goes(tmp_path: Path, options: Options) -> None:
    summary = run(raw_of(tmp_path), tmp_path / "clean", options, learn=True)
    assert (summary.read, summary.records, summary.rejects) == (14, 14, 0)
    assert sorted(path.name for path in (tmp_path / "clean").iterdir()) == [
        ".ledger", "articles.jsonl", "learned", "rejects.jsonl", "run.json",
    ]  # fmt: skip
    for record in lines(tmp_path / "clean" / "articles.jsonl"):
        gone = [removal for removal in record["removed"] if removal["rule"].startswith("learned.a-jsonl-")]
        assert len(gone) == 2
        assert "puzzle" not in record["text"]
        assert "writers" not in record["text"]
        assert record["text"].count("\n\n") == 7
    assert sum(count for rule, count in summary.rules.items() if rule.startswith("learned.")) == 28
    (file,) = (tmp_path / "clean" / "learned").iterdir()
    assert "why: 'in 14 of 14 documents of this group, in the body'" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("given", [False, True], ids=["learned", "given"])
def test_record_is_shown_with_its_learned_rules(tmp_path: Path, given: bool) -> None:
    raw, clean, none = raw_of(tmp_path), tmp_path / "clean", Options(language_engine="none")
    run(raw, clean, none, learn=True)
    if given:
        options = Options(language_engine="none", rules=(str(clean / "learned"),))
        run(raw, clean, options, stated=Defaults(group="file"))
    made = run_record(clean, "a3")
    assert made.doubt == ""
    gone = [removal.rule for removal in made.article.removed if removal.rule.startswith("learned.")]
    assert len(gone) == 2
    assert all(made.rules[rule].seen for rule in gone)


def test_workers_make_no_difference(tmp_path: Path, options: Options) -> None:
    raw = raw_of(tmp_path, 80)
    run(raw, tmp_path / "one", options, learn=True, workers=1)
    run(raw, tmp_path / "two", options, learn=True, workers=2)
    assert written(tmp_path / "one") == written(tmp_path / "two")


def test_what_rules_in_force_take_is_not_learned_again(tmp_path: Path) -> None:
    options = Options(language_engine="none")
    known = "Leave a Reply\nYour email address will not be published."
    rows = [
        json.dumps({"id": f"d{n}", "text": f"{json.loads(document(n))['text']}\n{known}", "language": "en"})
        for n in range(14)
    ]
    run(write(tmp_path / "raw", {"a.jsonl": "\n".join(rows)}), tmp_path / "clean", options, learn=True)
    (file,) = (tmp_path / "clean" / "learned").iterdir()
    text = file.read_text(encoding="utf-8").lower()
    assert "puzzle" in text
    assert "reply" not in text
    assert "email" not in text
    assert all("Reply" not in record["text"] for record in lines(tmp_path / "clean" / "articles.jsonl"))


def test_groups_learn_apart(tmp_path: Path, options: Options) -> None:
    rows = [document(number, source) for number in range(8) for source in "ab"]
    # The prompt of one, in a text of the other, is nothing that the other repeats.
    rows += [document(number, "c", "\n".join([*article(random.Random(number)), PROMPT])) for number in range(1)]
    raw = write(tmp_path / "raw", {"all.jsonl": "\n".join(rows)})
    run(raw, tmp_path / "clean", options, learn=True, stated=Defaults(group="source"))
    texts = {record["name"]: record["text"] for record in lines(tmp_path / "clean" / "articles.jsonl")}
    assert {name for name, text in texts.items() if "puzzle" in text} == {"c0"}
    assert len(list((tmp_path / "clean" / "learned").iterdir())) == 2


def test_second_run_takes_all_over_and_changed_groups_are_cleaned_anew(tmp_path: Path, options: Options) -> None:
    rows = [document(number, source) for number in range(8) for source in "ab"]
    raw, stated = write(tmp_path / "raw", {"all.jsonl": "\n".join(rows)}), Defaults(group="source")
    run(raw, tmp_path / "clean", options, learn=True, stated=stated)
    before = written(tmp_path / "clean")
    again = run(raw, tmp_path / "clean", options, learn=True, stated=stated)
    assert (again.reused, again.changed) == (16, ())
    assert written(tmp_path / "clean") == before
    write(tmp_path / "raw", {"all.jsonl": "\n".join([*rows, document(8, "b")])})
    more = run(raw, tmp_path / "clean", options, learn=True, stated=stated)
    assert (more.read, more.reused) == (17, 8)


@pytest.mark.parametrize("moment", ["spool", "learned"])
def test_run_killed_while_it_learns_and_run_again_gives_the_same_bytes(tmp_path: Path, moment: str) -> None:
    raw, none = raw_of(tmp_path, 300), Options(language_engine="none")
    run(raw, tmp_path / "whole", none, learn=True)
    clean = tmp_path / "clean"
    arguments = ["run", str(raw), str(clean), "--learn", "--language-engine", "none", "--quiet", "-w", "2"]
    killed = subprocess.Popen([sys.executable, "-m", "ingest", *arguments], start_new_session=True)
    while killed.poll() is None and not list(clean.glob(f".parts/run-*/{moment}")):
        time.sleep(0.005)
    assert killed.poll() is None
    os.killpg(killed.pid, signal.SIGKILL)
    killed.wait()
    run(raw, clean, none, learn=True)
    assert written(clean) == written(tmp_path / "whole")


def test_one_more_document_changes_hardly_a_rule(tmp_path: Path) -> None:
    rows = [json.loads(document(number, f"s{source}")) for source in range(60) for number in range(12)]
    before, after = (
        {line.strip() for path in ingest.learn(records, group="source").glob("*.yaml") for line in rule_ids(path)}
        for records in (rows, [*rows, json.loads(document(12, "s3"))])
    )
    assert len(before) >= 100
    assert len(before ^ after) <= 0.01 * len(before)


def rule_ids(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("  - id: ")]


def test_rules_that_were_learned_serve_elsewhere(tmp_path: Path, options: Options) -> None:
    rows = [json.dumps({"url": f"https://courier.example/{n}", **json.loads(document(n))}) for n in range(14)]
    run(write(tmp_path / "raw", {"a.jsonl": "\n".join(rows)}), tmp_path / "clean", options, learn=True)
    cleaner = Cleaner(rules=[tmp_path / "clean" / "learned"])
    text = json.loads(document(99))["text"]
    assert "puzzle" in cleaner.clean(RawDocument(text, kind="text", site="other.example", language="en")).text
    assert "puzzle" not in cleaner.clean(RawDocument(text, kind="text", site="courier.example", language="en")).text


def test_file_of_a_person_in_the_folder_of_learned_rules_stays(tmp_path: Path, options: Options) -> None:
    raw = raw_of(tmp_path)
    own = tmp_path / "clean" / "learned" / "mine.yaml"
    write(own.parent, {"mine.yaml": "about: mine\n", "old.yaml": "about: old\norigin: learned\nrules: []\n"})
    run(raw, tmp_path / "clean", options, learn=True)
    assert own.read_text(encoding="utf-8") == "about: mine\n"
    assert not (own.parent / "old.yaml").exists()


def test_run_that_does_not_learn_leaves_learned_rules_alone(tmp_path: Path, options: Options) -> None:
    raw = raw_of(tmp_path)
    run(raw, tmp_path / "clean", options, learn=True)
    summary = run(raw, tmp_path / "clean", options)
    assert len(list((tmp_path / "clean" / "learned").iterdir())) == 1
    assert all("puzzle" in record["text"] for record in lines(tmp_path / "clean" / "articles.jsonl"))
    assert summary.reused == 0


def test_document_that_cannot_be_read_is_a_reject_and_the_others_are_learned_from(
    tmp_path: Path, options: Options
) -> None:
    rows = [*(document(number) for number in range(14)), '{"text": "broken']
    raw = write(tmp_path / "raw", {"a.jsonl": "\n".join(rows), "empty.txt": ""})
    summary = run(raw, tmp_path / "clean", options, learn=True)
    assert (summary.records, summary.rejects) == (14, 2)
    assert len(list((tmp_path / "clean" / "learned").iterdir())) == 1
