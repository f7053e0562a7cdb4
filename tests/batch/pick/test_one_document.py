"""One document is read as a run reads it, from whatever a run reads."""

from __future__ import annotations

import gzip
import io
import json
import time
from pathlib import Path

import pytest
from runs import lines, prose, write

from ingest.batch.pick.one_document import defaults_of, one_document
from ingest.batch.runner import run
from ingest.cleaner import Cleaner
from ingest.errors import UsageError
from ingest.options import Options, Stated

RECORDS = [{"id": f"story-{n}", "text": prose(n), "url": f"https://example.com/{n}"} for n in range(1, 4)]
LINES = "".join(json.dumps(record) + "\n" for record in RECORDS)
OPTIONS = Options(language_engine="none")


def text_of(raw: Path | str, record: str | None = None, stated: Stated = Stated(), **more: object) -> str:  # noqa: B008
    document = one_document(str(raw), stated, defaults_of(stated), record=record, **more)  # type: ignore[arg-type]
    return document.data if isinstance(document.data, str) else document.data.decode()


@pytest.mark.parametrize("record", ["2", "story-2", "crawl.jsonl#2"])
def test_record_is_picked_by_number_or_name(tmp_path: Path, record: str) -> None:
    write(tmp_path, {"crawl.jsonl": LINES})
    assert text_of(tmp_path / "crawl.jsonl", record) == prose(2)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jsonl.gz", gzip.compress(LINES.encode())),
        ("a.json", json.dumps(RECORDS)),
        ("a.csv", "id,text\n" + "".join(f'story-{n},"{prose(n)}"\n' for n in range(1, 4))),
        ("a.tsv", "id\ttext\n" + "".join(f'story-{n}\t"{prose(n)}"\n' for n in range(1, 4))),
        ("feed", LINES),
    ],
)
def test_every_form_is_picked_from(tmp_path: Path, name: str, data: str | bytes) -> None:
    write(tmp_path, {name: data})
    assert text_of(tmp_path / name, "3") == text_of(tmp_path / name, "story-3") == prose(3)


def test_number_is_before_a_name_that_is_one(tmp_path: Path) -> None:
    records = [{"id": "2", "text": prose("a")}, {"id": "7", "text": prose("b")}]
    write(tmp_path, {"a.json": json.dumps(records)})
    assert text_of(tmp_path / "a.json", "2") == prose("b") == text_of(tmp_path / "a.json", "7")


def test_document_of_a_folder_is_picked_by_name(tmp_path: Path) -> None:
    raw = write(tmp_path / "raw", {"sub/a.txt": prose("a"), "b.jsonl": LINES, ".DS_Store": "x"})
    assert text_of(raw, "sub/a.txt") == prose("a")
    assert text_of(raw, "story-3") == prose(3)


def test_file_of_one_record_needs_no_name(tmp_path: Path) -> None:
    write(tmp_path, {"a.jsonl": json.dumps(RECORDS[0]), "a.txt.gz": gzip.compress(b"Text.")})
    assert text_of(tmp_path / "a.jsonl") == prose(1)
    assert text_of(tmp_path / "a.txt.gz") == "Text."


@pytest.mark.parametrize(
    ("record", "says"),
    [
        (None, "3 documents are in it\n  fix: name one: --record 'story-1', or --record 1; story-1, story-2, story-3"),
        ("story-9", "no document is called 'story-9'\n  fix: did you mean 'story-"),
        ("4", "no document is called '4'\n  fix: some names: story-1"),
    ],
)
def test_what_cannot_be_picked_is_a_wrong_call_that_names_some(tmp_path: Path, record: str | None, says: str) -> None:
    write(tmp_path, {"crawl.jsonl": LINES})
    with pytest.raises(UsageError) as error:
        text_of(tmp_path / "crawl.jsonl", record)
    assert says in str(error.value)


def test_record_that_is_none_says_why(tmp_path: Path) -> None:
    write(tmp_path, {"a.jsonl": '{"body": "x"}\n'})
    with pytest.raises(UsageError, match=r"a\.jsonl#1: bad-record: it has neither"):
        text_of(tmp_path / "a.jsonl")


def test_many_records_are_not_counted_to_their_end(tmp_path: Path) -> None:
    write(tmp_path, {"a.jsonl": LINES * 100_000})
    began = time.process_time()
    with pytest.raises(UsageError, match="more than 1,000 documents"):
        text_of(tmp_path / "a.jsonl")
    assert text_of(tmp_path / "a.jsonl", "1500") == prose(3)
    assert time.process_time() - began < 2


def test_standard_input_holds_one_document_or_many() -> None:
    assert text_of("-", stdin=io.BytesIO(b"A text.")) == "A text."
    assert text_of("-", "story-2", stdin=io.BytesIO(LINES.encode())) == prose(2)
    with pytest.raises(UsageError, match="3 documents"):
        text_of("-", stdin=io.BytesIO(LINES.encode()))


def test_what_is_said_of_one_document_comes_before_what_it_says(tmp_path: Path) -> None:
    write(tmp_path, {"a.jsonl": json.dumps({**RECORDS[0], "title": "Its own", "language": "en"})})
    stated = Stated(url="https://other.org/x", title="Said", language="de")
    document = one_document(str(tmp_path / "a.jsonl"), stated, defaults_of(stated))
    assert (document.url, document.title, document.language) == ("https://other.org/x", "Said", "en")


def test_one_document_is_what_a_run_makes_of_it(tmp_path: Path) -> None:
    raw = write(
        tmp_path / "raw",
        {
            "courier.example/a.txt": prose("a") + "\n\nRead Also: Parliament votes on the budget\n",
            "courier.example/a.txt.meta.json": '{"url": "https://courier.example/a", "published": "2024-03-21"}',
            "courier.example/b.html": f"<html><body><p>{prose('b')}</p></body></html>",
            "c.md": f"---\ntitle: A story\nlanguage: en\n---\n{prose('c')}",
            "d.jsonl": LINES,
        },
    )
    run(raw, tmp_path / "OUT", OPTIONS, workers=1)
    cleaner, stated = Cleaner(OPTIONS), Stated()
    records = lines(tmp_path / "OUT" / "articles.jsonl")
    assert len(records) == 6
    for record in records:
        named = one_document(str(raw), stated, defaults_of(stated), record=record["name"])
        assert json.loads(cleaner.clean(named).encode()) == record
    alone = one_document(str(raw / "courier.example" / "a.txt"), stated, defaults_of(stated))
    made = json.loads(cleaner.clean(alone).encode())
    within = next(record for record in records if record["name"] == "courier.example/a.txt")
    assert made == {**within, "name": "a.txt", "id": made["id"]}  # the id is made of the name, too
