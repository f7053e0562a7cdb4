"""The law of the fast reader: a sentence inside the element of the article is in its text or in what was removed."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Iterator

import pytest
from corpora import SHARED, needs_shared

from ingest.html.dom import parse
from ingest.html.extract.extractor import read_fast, select
from ingest.html.extract.line_index import LineIndexer

ROOT_PAGE = """<html><body><div class=all><p class=kicker>Harbour, where the boats lie all winter.</p>
<h1>Bridge stays open until the spring</h1><p>By Ann Lee</p>
<nav>More of this story is for those who have paid for it.</nav>
<div class=share><p>Send this story to a friend who has not yet read it.</p></div>{story}<p>Short.</p>
<aside><p>The ferry sails again on Monday, and its funnel is red.</p></aside><p>Go on</p></div></body></html>"""
LINES = [f"{n}. The council voted on Tuesday to keep the old bridge open until the spring." for n in range(4)]


def lost(data: bytes) -> list[str]:
    """Return the sentences inside the article's element that are neither read nor listed as removed."""
    parsed = parse(data)
    if parsed is None:
        return []
    index = LineIndexer().walk(parsed.root)
    chosen = select(index)
    inside = index.lines[chosen.first : chosen.end]
    title = None if chosen.headline is None else index.lines[chosen.headline].text
    reading = read_fast(parsed.root)
    said = " ".join([reading.text, *(cut.text for cut in reading.removed), title or ""])
    said = " ".join(said.split())
    return [line.text for line in inside if line.sentence and " ".join(line.text.split()) not in said]


def test_sentence_is_read_or_listed() -> None:
    markup = ROOT_PAGE.format(story="".join(f"<p>{line}</p>" for line in LINES))
    assert lost(markup.encode()) == []
    reading = read_fast(parse(markup.encode()).root)  # type: ignore[union-attr]
    assert {cut.rule for cut in reading.removed} >= {"reader.nav", "reader.share", "reader.related", "reader.other"}


def pages() -> Iterator[tuple[str, bytes]]:
    for path in sorted((SHARED / "corpora" / "html").glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                yield row["id"], base64.b64decode(row["html_b64"]) if "html_b64" in row else row["html"].encode()


@pytest.mark.slow
@needs_shared("corpora/html")
def test_sentence_of_a_development_page_is_read_or_listed() -> None:
    assert {name: sentences for name, data in pages() if (sentences := lost(data))} == {}
