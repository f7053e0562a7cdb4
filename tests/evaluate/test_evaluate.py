"""Labeled texts: what goes and what is lost is counted where it was labeled, and labels that do not fit are told."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from dirty_folder import EVIL
from runs import prose
from typer.testing import CliRunner

from ingest import Cleaner
from ingest.cli.app import app
from ingest.errors import UsageError
from ingest.evaluate.labels import labeled_texts
from ingest.evaluate.score import Evaluation, evaluate
from ingest.evaluate.written import evaluation_page, evaluation_text

ALSO = "Read Also: Parliament votes on the budget"
TEXT = f"{prose('Vell')}\n\n{ALSO}\n\nOur cellar door is open on Sundays"
LABELS = ["keep", "skip", "keep", "skip", "keep", "skip", "drop", "skip", "drop"]


def scored(tmp_path: Path, *records: dict[str, Any]) -> Evaluation:
    path = tmp_path / "labeled.jsonl"
    path.write_text("\n".join(json.dumps({"language": "en", **record}) for record in records), encoding="utf-8")
    return evaluate(labeled_texts(path), Cleaner(language_engine="none"))


def test_lines_are_counted_by_what_became_of_them(tmp_path: Path) -> None:
    found = scored(tmp_path, {"id": "a", "text": TEXT, "labels": LABELS})
    assert (found.total.cruft, found.total.gone, found.total.article, found.total.lost) == (2, 1, 3, 0)
    assert dict(found.rules) == {("en.read-also", True): 1}
    assert found.texts[0].left == ["Our cellar door is open on Sundays"]


def test_what_is_taken_of_the_article_is_lost_by_its_rule(tmp_path: Path) -> None:
    wrong = [*LABELS[:6], "keep", "skip", "drop"]
    found = scored(tmp_path, {"id": "good", "text": TEXT, "labels": LABELS}, {"id": "b", "text": TEXT, "labels": wrong})
    assert (found.total.lost, [score.name for score in found.texts]) == (1, ["b", "good"])
    assert found.texts[0].lost_texts == [(ALSO, "en.read-also")]
    assert found.kinds["read_also", False] == 1


@pytest.mark.parametrize("before", ["", "two   blanks\u00a0here and \u200bthere\t\t"], ids=["as it is", "mended"])
def test_spans_stand_where_the_input_has_them(tmp_path: Path, before: str) -> None:
    text = f"{before}{TEXT}"
    start = text.index(ALSO)
    found = scored(tmp_path, {"id": "a", "text": text, "cruft": [[start, start + len(ALSO)]]})
    assert (found.total.cruft, found.total.gone, found.total.article, found.total.lost) == (1, 1, 4, 0)


@pytest.mark.parametrize(
    ("labels", "says"),
    [
        ({}, "no labels"),
        ({"labels": ["keep"]}, "1 labels for 9 lines"),
        ({"labels": [*LABELS[:8], "cruft"]}, "'cruft' is no label"),
        ({"cruft": [[5, 2]]}, "is no span"),
        ({"cruft": [[0, 5], [3, 8]]}, "is no span"),
        ({"cruft": [["a", 2]]}, "is no span"),
    ],
)
def test_labels_that_do_not_fit_are_told(tmp_path: Path, labels: dict[str, Any], says: str) -> None:
    with pytest.raises(UsageError, match=re.escape(says)):
        scored(tmp_path, {"id": "a", "text": TEXT, **labels})


def test_evaluation_is_written_worst_first_and_as_text(tmp_path: Path) -> None:
    labels = [*LABELS, "drop"]
    found = scored(tmp_path, {"id": EVIL, "text": f"{TEXT}\n{EVIL} it", "labels": labels})
    said = evaluation_text(found)
    assert said.startswith("1 text: gone 0.3333 (1 of 3 stretches of cruft), lost 0.0000 (0 of 3 of the article)")
    html = evaluation_page(found, "labeled")
    assert not re.search(r"<script|<img|\u202e", html)
    assert "&lt;script&gt;" in html


def test_evaluate_of_the_command_line(tmp_path: Path) -> None:
    scored(tmp_path, {"id": "a", "text": TEXT, "labels": LABELS})
    page = tmp_path / "e.html"
    ran = CliRunner().invoke(app, ["evaluate", str(tmp_path / "labeled.jsonl"), "--html", str(page)])
    assert ran.exit_code == 0, ran.output
    assert "gone 0.5000 (1 of 2 stretches of cruft)" in ran.output
    assert "cellar door" in page.read_text(encoding="utf-8")
