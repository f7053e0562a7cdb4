"""What the tools that people scrape with write is read, every field of it in its place.

trafilatura and Scrapy run here, with the files their own command lines write. newspaper4k and news-please do not: their
records are spelled as their sources spell them (see ``ingest/field_synonyms.py``).
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from runs import HANG_GUARD, lines, prose, write

from ingest.batch.runner import run
from ingest.field_synonyms import PRESETS, renamed
from ingest.input_record import Defaults
from ingest.options import Options
from ingest.stated.fields import STATED_FIELDS

PAGE = f"""\
<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Harbour wall: council votes | Courier</title>
<meta property="og:title" content="Harbour wall: council votes"><meta property="og:site_name" content="Courier">
<meta name="author" content="Ann Lee"><meta property="article:published_time" content="2024-03-21T10:00:00+01:00">
<link rel="canonical" href="https://www.courier.example/harbour"><meta property="article:tag" content="harbour">
<meta property="article:section" content="Local"></head><body><article><h1>Harbour wall: council votes</h1>
{"".join(f"<p>{paragraph}</p>" for paragraph in prose("harbour").split(chr(10) * 2))}</article></body></html>
"""
TITLE, URL = "Harbour wall: council votes", "https://www.courier.example/harbour"
SPIDER = """
import scrapy

class Stories(scrapy.Spider):
    name = "stories"
    start_urls = [{url!r}]

    def parse(self, response):
        yield {{
            "link": "https://www.courier.example/harbour",
            "headline": response.css("h1::text").getall(),
            "content": "\\n\\n".join(response.css("p::text").getall()),
            "date": "2024-03-21",
            "author": "Ann Lee",
            "rank": 3,
        }}
"""
NEWSPAPER4K = {
    "url": URL,
    "read_more_link": "",
    "language": "en",
    "title": TITLE,
    "top_image": "https://www.courier.example/wall.jpg",
    "meta_img": "",
    "images": ["https://www.courier.example/logo.png"],
    "movies": [],
    "keywords": ["harbour"],
    "meta_keywords": [],
    "tags": ["harbour"],
    "authors": ["Ann Lee"],
    "publish_date": "2024-03-21T10:00:00+01:00",
    "summary": "",
    "meta_description": "The council has voted.",
    "meta_lang": "en",
    "meta_favicon": "",
    "meta_site_name": "Courier",
    "canonical_link": URL,
    "text": prose("harbour"),
}
NEWS_PLEASE = {
    "authors": ["Ann Lee"],
    "date_download": "2024-03-22 08:00:00",
    "date_modify": "None",
    "date_publish": "2024-03-21 10:00:00",
    "description": "The council has voted.",
    "filename": "harbour.json",
    "image_url": "https://www.courier.example/wall.jpg",
    "language": "en",
    "localpath": None,
    "maintext": prose("harbour"),
    "source_domain": "www.courier.example",
    "text": None,
    "title": TITLE,
    "title_page": None,
    "title_rss": None,
    "url": URL,
}
DOLMA = {
    "id": "harbour-1",
    "text": prose("harbour"),
    "source": "news",
    "added": "2024-04-01T00:00:00.000Z",
    "created": "2024-03-21T00:00:00.000Z",
    "version": "v0",
    "metadata": {"url": URL, "title": TITLE, "language": "en"},
}


def record_of(raw: Path, clean: Path, tool: str) -> dict[str, Any]:
    summary = run(raw, clean, Options(language_engine="none"), workers=1, stated=Defaults(preset=tool))
    assert (summary.records, summary.rejects, summary.skipped) == (1, 0, 0)
    (record,) = lines(clean / "articles.jsonl")
    return record


def check_fields(record: Mapping[str, Any], expected: Mapping[str, object]) -> None:
    """Every field that an input record may state is in its place."""
    assert "The council of harbour met on Tuesday" in record["text"]
    assert {name: record[name] for name in expected if name in STATED_FIELDS} == {
        name: value for name, value in expected.items() if name in STATED_FIELDS
    }


@pytest.mark.parametrize(
    ("options", "name", "tool"),
    [
        (["--json"], "a.json", "trafilatura"),
        (["--xml"], "a.xml", ""),
        (["--markdown"], "a.md", ""),
        ([], "a.txt", ""),
    ],
)
def test_output_of_trafilatura_is_read(tmp_path: Path, options: list[str], name: str, tool: str) -> None:
    command = [str(Path(sys.executable).with_name("trafilatura")), *options, "--with-metadata"]
    written = subprocess.run(command, input=PAGE.encode(), capture_output=True, check=True, timeout=HANG_GUARD).stdout
    raw = write(tmp_path / "raw", {name: written})
    expected = {
        "url": URL,
        "site": "courier.example",
        "title": TITLE,
        "published": "2024-03-21",
        "authors": ["Ann Lee"],
        "tags": ["harbour"],
        "section": "Local",
        "site_name": "Courier",
    }
    record = record_of(raw, tmp_path / "OUT", tool)
    check_fields(record, expected)
    assert "---" not in record["text"]


def test_feeds_of_scrapy_are_read(tmp_path: Path) -> None:
    page, feeds = write(tmp_path, {"page.html": PAGE}) / "page.html", tmp_path / "feeds"
    write(tmp_path, {"spider.py": SPIDER.format(url=page.as_uri())})
    command = [sys.executable, "-m", "scrapy", "runspider", "spider.py", "-s", "LOG_LEVEL=ERROR"]
    for suffix in ("json", "jl", "jsonlines", "csv"):
        command += ["-o", f"{feeds / suffix}/items.{suffix}"]
    subprocess.run(command, cwd=tmp_path, check=True, timeout=HANG_GUARD)
    expected = {"url": URL, "title": TITLE, "published": "2024-03-21", "authors": ["Ann Lee"]}
    for folder in feeds.iterdir():
        record = record_of(folder, tmp_path / "OUT" / folder.name, "scrapy")
        check_fields(record, expected)
        assert str(record["extra"]["rank"]) == "3"


@pytest.mark.parametrize(
    ("tool", "record", "expected"),
    [
        (
            "newspaper4k",
            NEWSPAPER4K,
            {"url": URL, "title": TITLE, "language": "en", "published": "2024-03-21T10:00:00+01:00"},
        ),
        ("news-please", NEWS_PLEASE, {"url": URL, "title": TITLE, "language": "en"}),
        ("dolma", DOLMA, {"url": URL, "title": TITLE, "language": "en"}),
    ],
)
def test_record_of_a_tool_is_read(
    tmp_path: Path, tool: str, record: Mapping[str, object], expected: Mapping[str, object]
) -> None:
    raw = write(tmp_path / "raw", {"a.jsonl": json.dumps(record)})
    check_fields(record_of(raw, tmp_path / "OUT", tool), expected)


ALL_FIELDS = (
    *("html", "text", "id", "url", "site", "title", "language", "published", "authors", "tags", "section"),
    *("subtitle", "modified", "canonical_url", "site_name", "images", "captions"),
)


@pytest.mark.parametrize(
    ("tool", "record", "expected"),
    [
        (
            "newspaper4k",
            NEWSPAPER4K,
            {
                "canonical_url": URL,
                "site_name": "Courier",
                "tags": ["harbour"],
                "images": "https://www.courier.example/wall.jpg",
                "keywords": ["harbour"],
                "top_image": ["https://www.courier.example/logo.png"],
            },
        ),
        (
            "news-please",
            NEWS_PLEASE,
            {
                "text": prose("harbour"),
                "site": "www.courier.example",
                "published": "2024-03-21 10:00:00",
                "images": "https://www.courier.example/wall.jpg",
                "date_modify": "None",
            },
        ),
        ("dolma", DOLMA, {"id": "harbour-1", "published": "2024-03-21T00:00:00.000Z", "source": "news"}),
        ("trafilatura", {"author": "Ann Lee; Bob Ray", "source": URL}, {"authors": ["Ann Lee", "Bob Ray"], "url": URL}),
        (
            "scrapy",
            {"bodyHtml": ["<p>a</p>"], "headLine": ["b"], "Author": ["c", "d"], "source": "BBC"},
            {"html": "<p>a</p>", "title": "b", "authors": ["c", "d"], "source": "BBC"},
        ),
        ("scrapy", {"text": "", "content": "a", "title": None}, {"text": "a"}),
    ],
)
def test_preset_knows_every_field(tool: str, record: Mapping[str, object], expected: Mapping[str, object]) -> None:
    found = renamed(record, tool, ALL_FIELDS)
    assert expected.items() <= found.items()
    assert not [key for key, value in found.items() if key in ALL_FIELDS and value in (None, "", "None")]


@pytest.mark.parametrize("tool", PRESETS)
def test_preset_loses_nothing(tool: str) -> None:
    record = {"text": "t", "maintext": "m", "content": "c", "url": "u", "source": "s", "metadata": {"url": "v"}, "x": 1}
    found = renamed(record, tool, ALL_FIELDS)
    kept: Callable[[Mapping[str, object]], set[str]] = lambda values: {repr(value) for value in values.values()}  # noqa: E731
    assert kept(record) <= kept(found) | {repr({"url": "v"})}


def test_complaint_names_the_tool(tmp_path: Path) -> None:
    raw = write(tmp_path / "raw", {"a.jsonl": json.dumps({**NEWS_PLEASE, "text": None})})
    summary = run(raw, tmp_path / "OUT", Options(language_engine="none"), workers=1)
    assert "fix: --from news-please" in summary.error
