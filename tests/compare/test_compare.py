"""Two runs over one input: what goes in one only is told by kind, rule and site, and nothing else is."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from dirty_folder import EVIL, dirty_records
from runs import write
from typer.testing import CliRunner

from ingest.batch import run
from ingest.cli.app import app
from ingest.compare.differences import ChangedSpan, Differences, differences_of
from ingest.compare.pairs import pairs
from ingest.compare.written import difference_page
from ingest.options import Options

RULE = """\
site: courier.example
rules:
  - id: site.courier-example.desk
    kind: other
    line: '^ring the courier desk\\b.*$'
    why: The desk's number stands below every story.
    examples: {removes: ['Ring the Courier desk any day'], keeps: ['The desk rang the courier.']}
"""


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with three runs: as it is, with a rule more and a kind kept, and over an input with a document less."""
    folder = tmp_path_factory.mktemp("compare")
    records = dirty_records(30)
    raw = write(folder / "raw", {"crawl.jsonl": "\n".join(map(json.dumps, records))})
    fewer = write(folder / "fewer", {"crawl.jsonl": "\n".join(map(json.dumps, [*records[10:], *records[1:10]]))})
    write(folder / "rules", {"sites/courier.example.yaml": RULE})
    plain = Options(language_engine="none")
    more = Options(language_engine="none", rules=(str(folder / "rules"),), keep=("share",))
    run(raw, folder / "a", plain, workers=1)
    run(raw, folder / "b", more, workers=1)
    run(fewer, folder / "c", plain, workers=1)
    return folder


@pytest.fixture(scope="module")
def found(runs: Path) -> Differences:
    return differences_of(runs / "a", runs / "b")


def test_same_run_differs_in_nothing(runs: Path) -> None:
    same = differences_of(runs / "a", runs / "a")
    assert (same.different, same.both, dict(same.kinds)) == (0, 32, {})


def test_spans_are_counted_by_what_became_of_them(found: Differences) -> None:
    assert dict(found.rules) == {("site.courier-example.desk", "goes"): 10, ("en.share", "stays"): 11}
    assert dict(found.kinds) == {("other", "goes"): 10, ("share", "stays"): 11}
    assert dict(found.sites) == {("courier.example", "goes"): 10, ("valley.example", "stays"): 11}
    assert found.fields["text"] == found.changed == found.different == 21


def test_examples_name_text_rule_and_document(found: Differences) -> None:
    (first, *others) = found.examples["site.courier-example.desk", "goes"]
    assert (first.text[:21], first.name, len(others)) == ("Ring the Courier desk", "courier-0", 2)


def test_order_of_the_input_makes_no_difference_and_what_is_missing_is_told(runs: Path) -> None:
    other = differences_of(runs / "a", runs / "c")
    assert (other.only_old, other.only_new, other.changed) == (["courier-0"], [], 0)
    assert all(
        pair.new is None or pair.old is None or pair.old.name == pair.new.name for pair in pairs(runs / "a", runs / "c")
    )


def test_other_rule_for_the_same_text_changes_no_document(runs: Path, tmp_path: Path) -> None:
    shutil.copytree(runs / "a", tmp_path / "d")
    path = tmp_path / "d" / "articles.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"en.read-also"', b'"de.read-also"'))
    other = differences_of(runs / "a", tmp_path / "d")
    assert other.different == 0
    assert dict(other.rules) == {("de.read-also", "other rule"): 10}


def test_page_of_differences_has_no_script_and_no_markup_of_documents() -> None:
    found = Differences(only_old=[EVIL])
    found._add_span(ChangedSpan("goes", "en.x", "share", EVIL, EVIL), EVIL)
    html = difference_page(found, Path(EVIL), Path("b"))
    assert "script-src 'none'" in html
    assert not re.search(r"<script|<img|\sstyle=|href=\"(?!#)|\u202e", html)
    assert html.count("&lt;img src=x onerror=alert(2)&gt;") >= 4


@pytest.mark.parametrize(("budget", "code"), [([], 0), (["--budget", "21"], 0), (["--budget", "20"], 1)])
def test_budget_decides_the_exit_code(runs: Path, tmp_path: Path, budget: list[str], code: int) -> None:
    page = tmp_path / "c.html"
    ran = CliRunner().invoke(app, ["compare", str(runs / "a"), str(runs / "b"), "--html", str(page), *budget])
    assert ran.exit_code == code, ran.output
    assert "21 documents differ, 11 are the same." in ran.output
    assert "site.courier-example.desk" in page.read_text(encoding="utf-8")
