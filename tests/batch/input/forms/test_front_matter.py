"""Front matter: ours, trafilatura's, a site generator's; and what only looks like it."""

from __future__ import annotations

import time
from pathlib import Path

import msgspec
import pytest

import ingest
from ingest.batch.input.forms.front_matter import front_matter
from ingest.batch.input.load import Documents
from ingest.batch.input.scan import locate
from ingest.batch.limits import DEFAULT_LIMITS
from ingest.export.files import markdown_file

TRAFILATURA = """\
---
title: "The wall: a story"
author: Ann Lee
url: https://example.com/a
hostname: example.com
date: "2024-03-21"
categories: ['Local']
---
The council met on Tuesday.
"""


def test_fields_are_read_by_our_names() -> None:
    found = front_matter(TRAFILATURA.encode())
    assert found is not None
    assert found.text == b"The council met on Tuesday.\n"
    expected = {"title": "The wall: a story", "site": "example.com", "published": "2024-03-21"}
    assert expected.items() <= found.fields.items()


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("title: The wall", "The wall"),
        ("title: The wall: a story", "The wall: a story"),  # no YAML, but older tools write it
        ("title: 'no'\ndraft: no", "no"),
        ("TITLE: x\ntitle: 1.10", "1.10"),
    ],
)
def test_values_are_strings(said: str, title: str) -> None:
    found = front_matter(f"---\r\n{said}\r\n---\r\nText.".encode())
    assert found is not None
    assert found.fields["title"] == title


@pytest.mark.parametrize(
    "text",
    [
        "",
        "---",
        "---\ntitle: a",
        "---\nA paragraph between two lines.\n---\nAnother.",
        "---\nwords: many\n---\nText.",
        "---\n- title\n---\nText.",
        "Text.\n---\ntitle: a\n---\n",
        "---\ntitle: &a b\nx: *a\nnot a line\n---\nText.",
        "----\ntitle: a\n----\n",
        "---\n" + "title: a\n" * 600 + "---\nText.",
        "---\n" + "x: " + "a" * 70_000 + "\ntitle: a\n---\nText.",
        "---\ntitle: \udcff\n---\nText.",
    ],
)
def test_what_is_no_front_matter_stays_in_the_text(text: str) -> None:
    assert front_matter(text.encode("utf-8", "surrogateescape")) is None


def test_hostile_front_matter_takes_no_long_time() -> None:
    began = time.process_time()
    for text in ("---\n" * 500_000, "---\nx: " + "[" * 60_000 + "\n---\n", "---\n" + "a:\n" * 400 + "---\n"):
        assert front_matter(text.encode()) is None
    assert time.process_time() - began < 3


def test_our_own_export_is_read_back(tmp_path: Path) -> None:
    article = ingest.clean(
        "The wall: a “story”\n\nThe council met on Tuesday and kept the old bridge open.\n\n"
        "A decision is expected in the spring, when all has been counted.",
        title="The wall: a “story”",
        url="https://example.com/a",
        language="en",
        name="sub/wall.txt",
    )
    article = msgspec.structs.replace(article, published="2024-03-21", site="example.com")
    (tmp_path / "a.md").write_text(markdown_file(article), encoding="utf-8")
    (reference,) = locate(str(tmp_path)).references(DEFAULT_LIMITS)
    read = ingest.Cleaner().clean(Documents(str(tmp_path), DEFAULT_LIMITS).read(reference))
    for field in ("title", "url", "site", "language", "published", "name", "text"):
        assert getattr(read, field) == getattr(article, field), field
