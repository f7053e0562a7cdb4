"""trafilatura's XML as a record."""

from __future__ import annotations

import time

import pytest

from ingest.batch.input.forms.doc_xml import record_in_xml
from ingest.input_record import Refusal

XML = """\
<doc sitename="Example Courier" title="The wall &amp; the sea" author="Ann Lee; Bob Ray" url="https://example.com/a">
  <main>
    <head rend="h2">What it costs</head>
    <p>Members had looked at <hi rend="#b">four</hi> plans,<lb/>and at <ref target="x">none</ref> of them twice.</p>
    <list rend="ul"><item>Nine million.</item><item>Twelve <del>or</del> more.</item></list>
    <table><row><cell>a</cell><cell>b</cell></row></table>
    <quote>It is a wall.</quote>
  </main>
  <comments><p>First!</p></comments>
</doc>
"""


def test_document_gives_its_fields_and_paragraphs() -> None:
    record = record_in_xml(XML.encode())
    assert record["text"] == (
        "What it costs\n\nMembers had looked at four plans, and at none of them twice.\n\n"
        "- Nine million.\n\n- Twelve or more.\n\na b\n\nIt is a wall."
    )
    assert {**record, "text": ""} == {
        "sitename": "Example Courier",
        "title": "The wall & the sea",
        "author": "Ann Lee; Bob Ray",
        "url": "https://example.com/a",
        "text": "",
    }


@pytest.mark.parametrize(
    "data",
    [
        b"<doc><main><p>a</p>",
        b"<doc><main>\xff</main></doc>",
        b'<?xml version="1.0" encoding="nonsense"?><doc><main/></doc>',
        b'<!DOCTYPE d [<!ENTITY a "b">]><doc><main>&a;</main></doc>',
        b"",
    ],
    ids=["cut off", "no UTF-8", "no encoding", "entities", "empty"],
)
def test_what_is_no_such_document_is_refused(data: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        record_in_xml(data)
    assert refused.value.reason == "bad-record"


def test_depth_costs_nothing() -> None:
    began = time.process_time()
    record = record_in_xml(b"<doc><main>" + b"<p>" * 100_000 + b"deep" + b"</p>" * 100_000 + b"</main></doc>")
    assert record["text"] == "deep"
    assert time.process_time() - began < 3
