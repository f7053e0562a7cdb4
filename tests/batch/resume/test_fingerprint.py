"""The key of a document: whatever may change its record changes the key, and nothing else does."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

import ingest
from ingest.article import Metadata, Note, RawDocument
from ingest.batch.resume.fingerprint import document_key

PAGE = RawDocument(b"<p>Rain fell.</p>", "a.html", "html", charset="utf-8", extra={"n": 1})
# For each field something else than the page has.
OTHER: dict[str, object] = {
    "data": b"<p>Rain fell!</p>",
    "name": "b.html",
    "kind": "text",
    "url": "https://example.com/a",
    "site": "example.com",
    "title": "Rain",
    "language": "en",
    "published": "2024-03-05",
    "charset": "windows-1251",
    "fetched_at": "2024-03-05T09:30:00Z",
    "extra": {"n": 2},
    "metadata": Metadata(authors=("Ann Lee",)),
    "notes": (Note("stated-field", "language: 'xx' is no language"),),
    "record": ingest.clean("Rain fell."),
    "group": "a.jsonl",
}


def test_every_field_of_a_document_is_tried() -> None:
    assert set(OTHER) == {field.name for field in fields(RawDocument)}


@pytest.mark.parametrize("name", OTHER)
def test_document_of_which_something_else_is_stated_has_another_key(name: str) -> None:
    assert document_key(replace(PAGE, **{name: OTHER[name]})) != document_key(PAGE)  # type: ignore[arg-type]


def test_title_that_is_stated_to_be_none_is_another_than_one_that_is_not_stated() -> None:
    assert document_key(replace(PAGE, title="")) != document_key(PAGE)


def test_text_and_the_bytes_of_it_have_keys_of_their_own() -> None:
    assert document_key(replace(PAGE, data="<p>Rain fell.</p>")) != document_key(PAGE)


def test_same_document_has_the_same_key() -> None:
    assert document_key(replace(PAGE, extra={"n": 1})) == document_key(PAGE)
