"""The samples in raw/, and what the main job makes of them in clean/."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from ingest.batch.runner import run
from ingest.options import Options
from ingest.record import article_schema

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("samples")
    run(ROOT / "raw", out, Options())
    return out


@pytest.mark.parametrize("name", ["articles.jsonl", "rejects.jsonl"])
def test_samples_come_out_as_committed(made: Path, name: str) -> None:
    now, then = (folder.joinpath(name).read_text(encoding="utf-8").splitlines() for folder in (made, ROOT / "clean"))
    assert now == then, "the samples come out otherwise: look at the difference, then `make run` and commit clean/"


def test_samples_validate_and_add_up(made: Path) -> None:
    validator = jsonschema.Draft202012Validator(article_schema())
    records = [json.loads(line) for line in (made / "articles.jsonl").open(encoding="utf-8")]
    for record in records:
        validator.validate(record)
    rejects = (made / "rejects.jsonl").read_text(encoding="utf-8").splitlines()
    counted = json.loads((made / "run.json").read_text(encoding="utf-8"))
    assert counted["read"] == counted["records"] + counted["rejects"]
    assert (counted["records"], counted["rejects"]) == (len(records), len(rejects))
    assert len(records) >= 12


def test_samples_reject_what_is_empty(made: Path) -> None:
    rejects = [json.loads(line) for line in (made / "rejects.jsonl").open(encoding="utf-8")]
    assert [(row["name"], row["reason"]) for row in rejects] == [("empty.txt", "empty")]
