"""A portion takes some of the documents, gives their records as a whole run does, and replaces no other run's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from runs import names, prose, write

from ingest.batch import run
from ingest.batch.input.reference import Portion, Reference
from ingest.errors import UsageError
from ingest.options import Options

OPTIONS = Options(language_engine="none")
REFERENCES = [Reference(f"{number:02}.txt", skipped="hidden" if number % 4 == 0 else "") for number in range(40)]


def taken(portion: Portion) -> list[str]:
    return [reference.path for reference in portion.of(lambda: iter(REFERENCES)) if not reference.skipped]


def test_limit_takes_the_first_and_counts_no_skipped_files() -> None:
    assert taken(Portion(limit=4)) == ["01.txt", "02.txt", "03.txt", "05.txt"]


def test_sample_is_the_same_each_time_in_the_order_of_the_input_and_another_by_seed() -> None:
    chosen = taken(Portion(sample=10))
    assert len(chosen) == 10
    assert chosen == sorted(chosen) == taken(Portion(sample=10))
    assert chosen != taken(Portion(sample=10, seed=1))
    assert set(chosen) < set(taken(Portion(sample=11)))
    assert taken(Portion(limit=3, sample=10)) == chosen[:3]
    assert len(taken(Portion(sample=100))) == 30


def test_trial_gives_records_of_the_whole_run_and_replaces_no_other(tmp_path: Path) -> None:
    rows = [{"id": f"n{number}", "text": prose(f"place {number}")} for number in range(12)]
    raw = write(tmp_path / "raw", {"a.jsonl": "\n".join(map(json.dumps, rows))})
    clean = tmp_path / "clean"
    first = run(raw, clean, OPTIONS, workers=1, portion=Portion(sample=5))
    assert (first.read, first.records, dict(first.portion)) == (5, 5, {"sample": 5, "seed": 0})
    again = run(raw, clean, OPTIONS, workers=1, portion=Portion(sample=5))
    assert (again.records, again.reused) == (5, 5)
    tried = set((clean / "articles.jsonl").read_bytes().splitlines())
    with pytest.raises(UsageError, match="holds 5 records of another run"):
        run(raw, clean, OPTIONS, workers=1, portion=Portion(limit=3))
    whole = run(raw, clean, OPTIONS, workers=1)
    assert (whole.records, whole.reused, dict(whole.portion)) == (12, 5, {})
    assert tried < set((clean / "articles.jsonl").read_bytes().splitlines())
    with pytest.raises(UsageError, match="holds 12 records of another run"):
        run(raw, clean, OPTIONS, workers=1, portion=Portion(sample=5))
    assert len(names(clean)) == 12
    assert list(json.loads((clean / "run.json").read_bytes())["rules"].values()) == sorted(
        whole.rules.values(), reverse=True
    )
