"""A reference becomes the document it stands for, or says why it cannot."""

from __future__ import annotations

import faulthandler
import gzip
import json
from pathlib import Path

import pytest

from ingest.article import RawDocument
from ingest.batch.input.load import Documents
from ingest.batch.input.reference import Reference
from ingest.batch.input.scan import locate
from ingest.batch.limits import Limits
from ingest.batch.parts import Part
from ingest.batch.workers.worker import Setup, Worker
from ingest.input_record import Defaults, Refusal
from ingest.options import Options

LIMITS = Limits(max_bytes=1000)


def _read(raw: Path) -> list[RawDocument | tuple[str, str]]:
    """The documents in a folder, and in their place reason and detail of those that are none."""
    documents = Documents(str(raw), LIMITS)
    found: list[RawDocument | tuple[str, str]] = []
    for reference in locate(str(raw)).references(LIMITS):
        try:
            found.append(documents.read(reference))
        except Refusal as refusal:
            found.append((refusal.reason, refusal.detail))
    return found


def _record(tmp_path: Path, record: object) -> RawDocument | tuple[str, str]:
    (tmp_path / "a.jsonl").write_text(json.dumps(record), encoding="utf-8")
    (document,) = _read(tmp_path)
    return document


def test_record_gives_all_its_fields(tmp_path: Path) -> None:
    given = {"id": "7", "url": "u", "site": "s.org", "title": "T", "language": "uk", "published": "2024-03"}
    assert _record(tmp_path, given | {"text": "Київ", "rank": [1]}) == RawDocument(
        "Київ", "7", "text", url="u", site="s.org", title="T", language="uk", published="2024-03", extra={"rank": [1]}
    )


@pytest.mark.parametrize(
    ("record", "data", "kind", "extra"),
    [
        ({"html": "<p>"}, "<p>", "html", {}),
        ({"html": "<p>", "text": "t"}, "<p>", "html", {"text": "t"}),
        ({"html": " ", "text": "t"}, "t", "text", {"html": " "}),
        ({"html": None, "text": "t"}, "t", "text", {}),
        ({"html": ""}, "", "html", {}),
    ],
    ids=["html", "both", "blank html", "null html", "nothing in it"],
)
def test_record_is_read_from_html_or_text(
    tmp_path: Path, record: dict[str, object], data: str, kind: str, extra: dict[str, object]
) -> None:
    document = _record(tmp_path, record)
    assert isinstance(document, RawDocument)
    assert (document.data, document.kind, document.extra) == (data, kind, extra)


@pytest.mark.parametrize(
    ("record", "name"), [({"id": "x"}, "x"), ({"id": 12}, "12"), ({"id": ""}, "a.jsonl#1"), ({}, "a.jsonl#1")]
)
def test_record_is_named_by_its_id_or_its_place(tmp_path: Path, record: dict[str, object], name: str) -> None:
    document = _record(tmp_path, record | {"text": "t"})
    assert isinstance(document, RawDocument)
    assert document.name == name


@pytest.mark.parametrize(
    ("record", "detail"),
    [
        ({"title": "t", "body": "b"}, "it has neither 'html' nor 'text'; its keys: 'body', 'title'"),
        ({"html": None}, "it has neither 'html' nor 'text' ('html': null); its keys: 'html'"),
        ({}, "it has neither 'html' nor 'text'; its keys: none"),
        ({"text": 5}, "'text' is a number, not a string"),
        ({"html": ["<p>"]}, "'html' is an array, not a string"),
        ([1], "it is an array, not an object"),
        (None, "it is null, not an object"),
    ],
)
def test_record_of_wrong_types_says_what_and_where(tmp_path: Path, record: object, detail: str) -> None:
    assert _record(tmp_path, record) == ("bad-record", detail)


@pytest.mark.parametrize(
    ("line", "detail"),
    [
        (b'{"text": "no end', "not JSON: Unterminated string"),
        (b'{"text": "\xff"}', "not UTF-8 at byte 10"),
        (b'{"text": "a", "x": NaN}', "not JSON: NaN is not JSON"),
        (b'{"text": "a", "x": ' + b"[" * 400 + b"}", "not JSON"),
    ],
    ids=["broken", "not UTF-8", "not a number", "open brackets"],
)
def test_broken_line_is_refused_and_the_next_is_read(tmp_path: Path, line: bytes, detail: str) -> None:
    (tmp_path / "a.jsonl").write_bytes(line + b'\n{"text": "next"}')
    refused, document = _read(tmp_path)
    assert isinstance(refused, tuple)
    assert refused[0] == "bad-record"
    assert refused[1].startswith(detail)
    assert isinstance(document, RawDocument)


def test_record_nested_too_deep_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(b'{"text": "a", "x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}")
    with pytest.raises(Refusal, match="bad-record"):
        Documents(str(tmp_path), Limits()).read(Reference("a.json", "record", length=200_020))


def test_half_of_a_surrogate_pair_becomes_a_replacement_character(tmp_path: Path) -> None:
    line = rb'{"text": "\ud83d\ude00 \ud83d.", "more": [{"\udc00": "\udfff"}]}'
    (tmp_path / "a.jsonl").write_bytes(line)
    (document,) = _read(tmp_path)
    assert isinstance(document, RawDocument)
    assert (document.data, document.extra) == ("😀 \ufffd.", {"more": [{"\ufffd": "\ufffd"}]})


def test_loose_file_takes_the_fields_of_its_side_file(tmp_path: Path) -> None:
    raw = tmp_path / "example.com"
    raw.mkdir()
    (raw / "a.html").write_bytes(b"<p>\xff")
    (raw / "a.html.meta.json").write_text('{"title": "T", "url": "u", "more": 1}', encoding="utf-8")
    (raw / "b.txt.gz").write_bytes(gzip.compress(b"b"))
    assert _read(raw) == [
        RawDocument(b"<p>\xff", "a.html", "html", url="u", site="example.com", title="T", extra={"more": 1}),
        RawDocument(b"b", "b.txt.gz", "text", site="example.com"),
    ]


def test_fault_of_a_side_file_names_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"a")
    (tmp_path / "a.meta.json").write_text("[1]", encoding="utf-8")
    assert _read(tmp_path) == [("bad-record", "a.meta.json: it is an array, not an object")]


def test_what_is_stated_of_all_yields_to_what_a_record_says(tmp_path: Path) -> None:
    raw = tmp_path / "example.com"
    raw.mkdir()
    (raw / "a.jsonl").write_text('{"text": "a", "site": "own.org", "language": "de"}\n{"text": "b"}', encoding="utf-8")
    (raw / "b.txt").write_text("<p>c", encoding="utf-8")
    documents = Documents(str(raw), LIMITS, Defaults(kind="html", site="all.org", language="en"))
    found = [documents.read(reference) for reference in locate(str(raw)).references(LIMITS)]
    assert [(document.kind, document.site, document.language) for document in found] == [
        ("text", "own.org", "de"),
        ("text", "all.org", "en"),
        ("html", "all.org", "en"),
    ]


def test_packed_file_that_grows_too_large_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(b"a" * 1_000_000))
    assert _read(tmp_path) == [("too-large", "more than 1000 bytes")]


def test_packed_lines_are_read_forwards_and_backwards(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(b"".join(b'{"text": "%d"}\n' % n for n in range(50))))
    documents = Documents(str(tmp_path), LIMITS)
    references = list(locate(str(tmp_path)).references(LIMITS))
    for n in (3, 40, 7):
        assert documents.read(references[n]).data == str(n)


def test_file_that_changed_under_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b'{"text": "a"}\n{"text": "b"}')
    references = list(locate(str(tmp_path)).references(LIMITS))
    (tmp_path / "a.jsonl").write_bytes(b'{"text": "a"}\n')
    documents = Documents(str(tmp_path), LIMITS)
    documents.read(references[0])
    with pytest.raises(Refusal, match="unreadable: the file became shorter"):
        documents.read(references[1])
    (tmp_path / "a.jsonl").unlink()
    with pytest.raises(Refusal, match="unreadable: No such file"):
        Documents(str(tmp_path), LIMITS).read(references[0])


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_way_to_a_record_in_a_packed_file_is_not_its_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    """Else a worker that begins far inside of a large file would be out of time with every record of it."""
    raw = tmp_path / "raw"
    raw.mkdir()
    rows = [json.dumps({"text": f"This is number {n} of them."}) for n in range(500)]
    if form == "csv":
        rows = ["text", *(f"This is number {n} of them." for n in range(500))]
    (raw / f"a.{form}.gz").write_bytes(gzip.compress("\n".join(rows).encode()))
    references = list(locate(str(raw)).references(LIMITS))
    worker = Worker(Setup(str(raw), Options(packaged=False, language_engine="none"), LIMITS, Defaults()))
    at: list[int] = []

    def watch(*arguments: object, **named: object) -> None:
        assert worker._documents._stream is not None
        at.append(worker._documents._stream.tell())

    monkeypatch.setattr(faulthandler, "dump_traceback_later", watch)
    part = Part(0, (references[400], references[10]), str(tmp_path / "part"))
    assert worker.clean(part)
    assert at == [references[400].offset, references[10].offset]
    assert [json.loads(line)["text"] for line in Path(part.articles).read_text(encoding="utf-8").splitlines()] == [
        "This is number 400 of them.",
        "This is number 10 of them.",
    ]
