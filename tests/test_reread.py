"""The law of re-reading: a record read as input gives itself."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import ingest
from ingest.batch.runner import run
from ingest.options import Options

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
# Of 2,577 texts, those in which a second look at what is left found more when this was written; fewer is better.
IDEMPOTENCE_EXCEPTIONS = 6
TEXT = "The council voted on Tuesday to keep the old bridge open for another year, the mayor said."


def test_records_of_the_samples_read_as_input_give_the_same_file(tmp_path: Path) -> None:
    run(ROOT / "raw", tmp_path / "once", Options(), workers=2)
    run(tmp_path / "once" / "articles.jsonl", tmp_path / "twice", Options(), workers=1)
    once, twice = ((tmp_path / out / "articles.jsonl").read_bytes() for out in ("once", "twice"))
    assert once == twice


def test_record_with_more_to_take_out_is_cleaned_further() -> None:
    kept = ingest.Cleaner(keep=["read_also"]).clean(f"{TEXT}\nRead Also: Ferry sails", language="en", name="a")
    again = ingest.clean_record(kept.to_dict())
    assert (again["text"], again["id"], again["name"]) == (TEXT, kept.id, "a")
    assert [one["title"] for one in again["related"]] == ["Ferry sails"]  # type: ignore[attr-defined]
    assert [note["code"] for note in again["notes"]] == ["recleaned"]  # type: ignore[attr-defined]


def test_record_of_these_rules_is_itself_and_one_of_other_rules_is_looked_at() -> None:
    cleaner = ingest.Cleaner()
    record = cleaner.clean(f"{TEXT}\nRead Also: Ferry sails", language="en", name="a").to_dict()
    assert cleaner.clean_record(record) == record
    keeps = ingest.Cleaner(keep=["read_also"]).clean(f"{TEXT}\nRead Also: Ferry sails", language="en", name="a")
    assert keeps.made_by.rules_sha256 != record["made_by"]["rules_sha256"]  # type: ignore[index]
    assert ingest.Cleaner(keep=["read_also"]).clean_record(keeps.to_dict()) == keeps.to_dict()


def test_text_that_was_changed_since_is_read_as_text() -> None:
    record = ingest.clean(TEXT, language="en", name="a").to_dict()
    again = ingest.clean_record({**record, "text": f"{TEXT}\n\nRead Also: Ferry sails"})
    assert again["text"] == TEXT


def test_what_a_record_found_in_its_own_text_takes_no_line_of_it() -> None:
    lines = ["Inicio > Valle", "Valle", TEXT, TEXT.replace("old", "new")]
    article = ingest.clean("\n".join(lines), kind="text", title="Old bridge stays open", language="en", name="a")
    assert (article.section, article.text.partition("\n")[0]) == ("Valle", "Valle")
    assert ingest.clean_record(article.to_dict()) == article.to_dict()
    stated = ingest.clean_record({"text": article.text, "title": article.title, "language": "en", "section": "Valle"})
    assert stated["text"] == "\n\n".join(lines[2:])


def test_stories_and_captions_that_are_stated_stay_as_they_are() -> None:
    stated = {"related": ["Ferries", "Read more"], "captions": ["Enlarge"]}
    record = ingest.clean_record({"text": TEXT, "language": "en", **stated})
    assert [one["title"] for one in record["related"]] == stated["related"]  # type: ignore[attr-defined]
    assert [one["text"] for one in record["captions"]] == stated["captions"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("wrong", [{"text": 5}, {"blocks": "none"}, {"source": None}])
def test_record_that_is_broken_is_read_as_any_other(wrong: dict[str, object]) -> None:
    record = ingest.clean(TEXT, language="en", name="a").to_dict()
    if "text" in wrong:
        with pytest.raises(ingest.IngestError, match="'text' is a number"):
            ingest.clean_record(record | wrong)
    else:
        assert ingest.clean_record(record | wrong)["text"] == TEXT


@pytest.mark.slow
def test_records_of_the_development_corpora_give_themselves() -> None:
    if not SHARED.is_dir():
        pytest.skip("no ../shared beside the repository")
    sys.path.append(str(ROOT / "benchmarks"))
    import records

    changed, further = records.reread(ingest.Cleaner(), SHARED)
    assert changed == 0
    assert further <= IDEMPOTENCE_EXCEPTIONS
