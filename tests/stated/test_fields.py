"""What is stated of a document: every door understands the same, and says what it does not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import ingest
from ingest.article import Caption, Image, Metadata, RawDocument, Related
from ingest.batch.runner import run
from ingest.errors import UsageError
from ingest.input_record import Defaults
from ingest.options import Options
from ingest.stated.fields import STATED_FIELDS, merged, normalized, read_fields

TEXT = "The council voted on Tuesday to keep the old bridge open for another year, the mayor said."


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("language", "English", "en"),
        ("language", "eng", "en"),
        ("language", "українська", "uk"),
        ("language", "en-US", "en"),
        ("site", "https://www.example.com/", "example.com"),
        ("site", "Example.com:8080", "example.com"),
        ("url", ["https://example.com/a"], "https://example.com/a"),
        ("title", {"name": "Bridge stays open"}, "Bridge stays open"),
        ("published", "2024-03-05T09:30:00+0200", "2024-03-05T09:30:00+02:00"),
        ("modified", "Tue, 05 Mar 2024 10:00:00 GMT", "2024-03-05T10:00:00Z"),
        ("section", ["Local"], "Local"),
        ("site_name", {"name": "The Courier"}, "The Courier"),
        ("authors", "By Ann Lee and Bo Ek", ["Ann Lee", "Bo Ek"]),
        ("authors", "Ann Lee; Bo Ek", ["Ann Lee", "Bo Ek"]),
        ("authors", [{"name": "Ann Lee"}, "Bo Ek"], ["Ann Lee", "Bo Ek"]),
        ("authors", '["Ann Lee"]', ["Ann Lee"]),
        ("tags", "bridges, rivers", ["bridges", "rivers"]),
        ("tags", [2024], ["2024"]),
        ("images", "https://example.com/a.jpg", [{"url": "https://example.com/a.jpg", "caption": None}]),
        ("captions", ["The bridge. (Reuters)"], [{"text": "The bridge. (Reuters)", "credit": "Reuters"}]),
        ("related", [{"title": "Ferry", "url": "u"}], [{"title": "Ferry", "url": "u"}]),
        ("dateline", "KYIV", "KYIV"),
    ],
)
def test_stated_field_is_the_records(field: str, value: object, expected: object) -> None:
    record = ingest.clean_record({"text": TEXT, field: value})
    assert (record[field], record["extra"]) == (expected, {})
    assert [note for note in record["notes"] if note["code"] == "stated-field"] == []  # type: ignore[attr-defined]


def test_object_that_says_more_is_in_extra_as_well() -> None:
    image = {"url": "https://example.com/a.jpg", "width": 300}
    record = ingest.clean_record({"text": TEXT, "images": [image]})
    assert record["images"] == [{"url": "https://example.com/a.jpg", "caption": None}]
    assert (record["extra"], record["notes"]) == ({"images": [image]}, ingest.clean_record({"text": TEXT})["notes"])


WRONG: list[tuple[str, object]] = [
    ("language", "xx"),
    ("language", "klingon"),
    ("language", ["en", "de"]),
    ("site", "The Example Courier"),
    ("url", "no url"),
    ("url", True),
    ("published", "yesterday"),
    ("published", "None"),
    ("modified", {"at": 1}),
    ("section", ["Local", "Sport"]),
    ("authors", 7),
    ("images", [{"width": 300}]),
    ("title", ["One", "Two"]),
]


@pytest.mark.parametrize(("field", "value"), WRONG)
def test_value_without_a_meaning_is_kept_under_extra_and_noted(field: str, value: object) -> None:
    record = ingest.clean_record({"text": TEXT, field: value})
    without = ingest.clean_record({"text": TEXT})
    assert record["extra"] == {field: value}
    (note,) = [note for note in record["notes"] if note["code"] == "stated-field"]  # type: ignore[attr-defined]
    assert note["detail"].startswith(f"{field}: ")
    assert record[field] == without[field]


@pytest.mark.parametrize(("field", "value"), WRONG)
def test_run_and_side_file_take_values_as_the_library_does(field: str, value: object, tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.jsonl").write_text(json.dumps({"text": TEXT, field: value}), encoding="utf-8")
    (tmp_path / "raw" / "b.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "raw" / "b.meta.json").write_text(json.dumps({field: value}), encoding="utf-8")
    run(tmp_path / "raw", tmp_path / "out", Options(packaged=False, language_engine="none"), workers=1)
    lines = (tmp_path / "out" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["extra"] for line in lines] == [{field: value}] * 2


@pytest.mark.parametrize(
    ("stated", "value"), [("language", "xx"), ("language", ""), ("site", "The Courier"), ("site", "")]
)
def test_what_is_stated_of_a_whole_run_must_have_a_meaning(stated: str, value: str) -> None:
    with pytest.raises(UsageError, match=f"{stated}: '{value}' is no"):
        Defaults(**{stated: value})  # type: ignore[arg-type]


def test_argument_without_a_meaning_is_noted_and_the_language_detected() -> None:
    article = ingest.clean(f"{TEXT} {TEXT}", language="xx", site="The Courier")
    assert (article.language, article.site, article.extra) == ("en", None, {"language": "xx", "site": "The Courier"})


@pytest.mark.parametrize("empty", [None, "", [], {}, " "])
@pytest.mark.parametrize("field", STATED_FIELDS)
def test_empty_value_states_nothing(field: str, empty: object) -> None:
    read = read_fields({field: empty})
    assert (read.of_document, read.metadata, read.extra, read.notes) == ({}, Metadata(), {}, ())


def test_normalized_document_is_returned_as_it_is() -> None:
    raw = RawDocument(TEXT, language="en", site="example.com", published="2024-03-05")
    assert normalized(raw) is raw
    stated = normalized(RawDocument(TEXT, language="xx", metadata=Metadata(modified="never")))
    assert normalized(stated) is stated


def test_stated_stands_before_found() -> None:
    stated = Metadata(authors=("Ann Lee",), images=(Image("u"),))
    found = Metadata(authors=("Bo Ek",), section="Local", captions=(Caption("A"),), related=(Related("B"),))
    assert merged(stated, found) == Metadata(
        authors=("Ann Lee",), images=(Image("u"),), section="Local", captions=(Caption("A"),), related=(Related("B"),)
    )


def test_stated_stories_stand_before_those_of_the_text() -> None:
    text = f"{TEXT}\nRead Also: Ferry sails\nRead Also: Tower falls"
    record = ingest.clean_record({"text": text, "language": "en", "related": ["Tower falls"]})
    assert [one["title"] for one in record["related"]] == ["Tower falls", "Ferry sails"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("record", [None, "text", [("text", "t")]])
def test_what_is_no_record_is_a_wrong_call(record: object) -> None:
    with pytest.raises(TypeError, match="a mapping with 'html' or 'text'"):
        ingest.clean_record(record)  # type: ignore[arg-type]


def test_record_without_content_says_what_it_has() -> None:
    with pytest.raises(ingest.IngestError, match="its keys: 'body'"):
        ingest.clean_record({"body": TEXT})
