"""What a name tells, and what is looked at where it tells nothing."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from ingest.batch.input.scan import locate
from ingest.batch.limits import DEFAULT_LIMITS

PAGE = b"<!doctype html><html><body><p>The council met on Tuesday.</p></body></html>"
TEXT = b"The council met on Tuesday and kept the bridge open.\n"
RECORD = b'{"text": "The council met on Tuesday."}\n'
XHTML = b'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml"><p>a</p></html>'


def seen(raw: Path, *, any_file: bool = False) -> list[tuple[str, str]]:
    found = locate(str(raw), any_file=any_file).references(DEFAULT_LIMITS)
    return [(reference.name, reference.reason or reference.skipped or reference.form) for reference in found]


@pytest.mark.parametrize(
    ("name", "data", "form"),
    [
        ("a.html?utm=x", PAGE, "html"),
        ("a.html@utm=x", PAGE, "html"),
        ("a.html?v=1.2", PAGE, "html"),
        ("a.php?id=2.html", PAGE, "html"),
        ("a", PAGE, "any"),
        ("a", TEXT, "any"),
        ("index.html.1", PAGE, "any"),
        ("a.php", PAGE, "any"),
        ("a.asp", PAGE, "any"),
        ("a.aspx?id=3", PAGE, "any"),
        ("a.php", TEXT, "any"),
        ("a.ece", PAGE, "any"),
        ("a.shtml", PAGE, "html"),
        ("a.xhtml", PAGE, "html"),
        ("a.xml", XHTML, "any"),
        ("a.markdown", TEXT, "text"),
        ("a.text", TEXT, "text"),
        ("a.mhtml", b"", "mhtml"),
        ("a.mht", b"", "mhtml"),
        ("a.gz", gzip.compress(TEXT), "any"),
        ("a.php.gz", gzip.compress(PAGE), "any"),
    ],
)
def test_loose_file_is_told_by_name_or_content(tmp_path: Path, name: str, data: bytes, form: str) -> None:
    (tmp_path / name).write_bytes(data)
    assert seen(tmp_path) == [(name, form)]


@pytest.mark.parametrize("name", ["a.jl", "a.jsonlines", "a.ndjson", "a.JSONL", "a", "feed.1", "a.jl?token=x"])
def test_json_lines_have_many_names(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(RECORD * 2)
    assert seen(tmp_path) == [(f"{name}#1", "record"), (f"{name}#2", "record")]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("s.css", b"p {color: red}"),
        ("s.css?ver=5.8", b"p {color: red}"),
        ("icon@2x.css", b"p {color: red}"),
        ("s.js", b"let a = 1"),
        ("s.js.map", b'{"version": 3}'),
        ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(50)),
        ("a", b"\x89PNG\r\n\x1a\n" + bytes(50)),
        ("feed.xml", b'<?xml version="1.0"?><rss><channel/></rss>'),
        ("feed.xml", b"<rss><channel/></rss>"),
        ("feed", b"<?xml version='1.0'?>\n<!-- made -->\n<urlset></urlset>"),
        ("a.svg", b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'),
        ("a.php", b"<?php echo 'a'; ?>"),
    ],
)
def test_what_is_no_document_is_refused_in_a_folder_and_read_alone(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    assert seen(tmp_path) == [(name, "unsupported")]
    alone = [(found.removesuffix("#1"), form) for found, form in seen(tmp_path / name)]
    assert alone in ([(name, "any")], [(name, "record")])
    assert seen(tmp_path, any_file=True) == [(name, "any")]


def test_refusal_says_what_was_found(tmp_path: Path) -> None:
    for name, data in {"a.xml": b"<rss></rss>", "b.php": b"<?php 1 ?>", "c": bytes(99), "d.css": b"a {}"}.items():
        (tmp_path / name).write_bytes(data)
    details = [reference.detail for reference in locate(str(tmp_path)).references(DEFAULT_LIMITS)]
    assert [detail.split(" is not one")[0] for detail in details] == [
        "XML that is no page",
        "a program, not the page that it makes",
        "no text, and its name has no suffix that tells what it is",
        "'.css'",
    ]


def test_packed_file_without_suffix_that_is_broken_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "a.gz").write_bytes(b"not packed at all")
    assert seen(tmp_path) == [("a.gz", "unreadable")]
