"""The record: every article satisfies its schema and comes back as the same bytes."""
# ruff: noqa: E501  (tables, a row a line)

from __future__ import annotations

import json
from dataclasses import fields, replace
from pathlib import Path

import jsonschema
import pytest

from ingest import Article, Cleaner, IngestError, RawDocument, api
from ingest.article import Block, Caption, Image, Note, Related, Removal, Repair
from ingest.record import ARTICLE_SCHEMA, article_schema, encode, read_record, to_dict

RAW = Path(__file__).parent.parent / "raw"
VALIDATOR = jsonschema.Draft202012Validator(article_schema())
PAGE = """The old bridge stays open
By Moira Tennant
Read Also: Parliament votes on the budget
The council voted on Tuesday to keep the old bridge open for another year.
A view of the old bridge (Lena Abruk/AFP)
Engineers had asked for more time to look at the northern\u00a0pier of the bridge.
© 2024 Riverside Media. All rights reserved.
"""


def documents() -> list[RawDocument]:
    found = []
    for path in sorted(path for path in RAW.rglob("*") if path.is_file()):
        name = path.relative_to(RAW).as_posix()
        if path.suffix == ".jsonl":
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
                said = json.loads(line)
                found.append(
                    RawDocument(
                        said.get("text") or said.get("html") or "",
                        name=f"{name}#{number}",
                        url=said.get("url"),
                        title=said.get("title"),
                        extra={"desk": said.get("desk")},
                    )
                )
        elif not path.name.endswith(".meta.json"):
            found.append(RawDocument(path.read_bytes(), name=name))
    return found


@pytest.fixture(scope="module")
def cleaner() -> Cleaner:
    return api._cleaner()


@pytest.fixture(scope="module")
def article(cleaner: Cleaner) -> Article:
    made = cleaner.clean(PAGE, language="en", url="https://example.com/a")
    assert made.removed
    assert made.repaired
    return made


@pytest.mark.parametrize("raw", documents(), ids=lambda raw: raw.name)
@pytest.mark.parametrize("trail", ["full", "spans", "none"])
def test_record_of_a_sample_satisfies_the_schema_and_comes_back(cleaner: Cleaner, raw: RawDocument, trail: str) -> None:
    line = encode(cleaner.clean(raw), trail=trail)
    VALIDATOR.validate(json.loads(line))
    assert b"\n" not in line
    if trail != "spans":
        assert encode(read_record(line), trail="full") == line


def test_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(article_schema())
    assert article_schema()["title"] == ARTICLE_SCHEMA == "ingest.article/1"


def test_schema_has_every_field_of_an_article() -> None:
    assert list(article_schema()["properties"]) == ["schema", *to_dict_keys()]  # type: ignore[call-overload]
    assert set(to_dict_keys()) == {field.name for field in fields(Article)}


def to_dict_keys() -> list[str]:
    return [key for key in to_dict(Cleaner(packaged=False).clean("a")) if key != "schema"]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("schema", "ingest.article/2"), ("text", None), ("name", 1), ("authors", [1]), ("blocks", [{"kind": "prose", "start": 0, "end": 1}]),
        ("removed", [{}]), ("quality", {"words": "many"}), ("notes", [{"code": "odd", "detail": ""}]), ("more", 1),
        ("blocks", [{"kind": "paragraph", "start": -1, "end": 1}]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_schema_refuses_other_shapes(article: Article, key: str, value: object) -> None:
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate({**article.to_dict(), key: value})


def test_article_comes_back_whole(article: Article) -> None:
    # Link density is no part of the record.
    assert read_record(encode(article)) == article


def test_every_field_comes_back(article: Article) -> None:
    full = replace(
        article,
        canonical_url="c",
        site_name="s",
        subtitle="u",
        authors=("a", "b"),
        author_bio="bio",
        published="2024-01-01",
        modified="2024-01-02",
        section="x",
        tags=("t",),
        dateline="d",
        captions=(Caption("c", "d"), Caption("e")),
        related=(Related("t", "u"), Related("v")),
        images=(Image("i", "c"),),
        blocks=(Block(0, 1, "heading"),),
        removed=(Removal("r", "nav", "t", path="/p"), Removal("r", "advert", "t", "title", 0, 1, to="related")),
        repaired=(Repair("r", "a", "b", 0, 1, "title"),),
        quality={"words": 1, "share_removed": 0.5},
        notes=(Note("empty", "x"),),
        extra={"a": [1, 2.5, None, {"b": "c"}]},
    )
    assert read_record(encode(full)) == full
    VALIDATOR.validate(full.to_dict())
    assert json.loads(full.to_json()) == full.to_dict()


@pytest.mark.parametrize(
    ("trail", "texts", "befores"),
    [("full", True, True), ("spans", None, None), ("none", [], [])],
    ids=["full", "spans", "none"],
)
def test_trail_says_as_much_as_asked(article: Article, trail: str, texts: object, befores: object) -> None:
    record = json.loads(encode(article, trail=trail))
    if trail == "none":
        assert (record["removed"], record["repaired"]) == ([], [])
        return
    assert [(cut["rule"], cut["start"], cut["end"]) for cut in record["removed"]] == [
        (cut.rule, cut.start, cut.end) for cut in article.removed
    ]
    assert all((cut["text"] is not None) == (trail == "full") for cut in record["removed"])
    assert all((mend["before"] is not None) == (trail == "full") for mend in record["repaired"])
    assert read_record(json.dumps(record)).text == article.text


@pytest.mark.parametrize(
    "line",
    [
        b"", b"{", b"[]", b"1", b"null", b'"a"', b"{}", b'{"schema": "ingest.article/2"}', b'{"schema": "ingest.article/1"}', b"\xff",
        b'{"schema": "ingest.article/1", "authors": 1}', b'{"a": "\\ud800"}',
    ],
    ids=repr,
)  # fmt: skip
def test_what_is_no_record_is_refused(line: bytes) -> None:
    with pytest.raises(IngestError, match="not a record"):
        read_record(line)


@pytest.mark.parametrize(
    "change",
    [{"source": {}}, {"notes": [{"code": "x"}], "made_by": None}, {"removed": [{"rule": "x"}]}, {"blocks": [1]}],
)
def test_record_of_another_shape_is_refused(article: Article, change: dict[str, object]) -> None:
    with pytest.raises(IngestError, match="not a record of schema"):
        read_record(json.dumps({**article.to_dict(), **change}))


def test_lone_surrogates_are_replaced(cleaner: Cleaner) -> None:
    raw = RawDocument(
        "A \ud800 text.",
        name="n\udfff",
        url="https://a.example/\ud800",
        title="t\ud800",
        extra={"k\ud800": ["v\ud800"]},
    )
    record = json.loads(encode(cleaner.clean(raw)))
    assert record["url"] == "https://a.example/\ufffd"
    assert record["title"] == "t\ufffd"
    assert record["extra"] == {"k\ufffd": ["v\ufffd"]}
    VALIDATOR.validate(record)


def test_record_is_a_line_to_whoever_splits_at_any_line_end(cleaner: Cleaner) -> None:
    made = cleaner.clean(
        "The council\u2028voted.\u2029It\u0085was late.", title="Late\u2028news\u0085here", name="a\x1cb\x0bc"
    )
    line = encode(made)
    assert line.decode().splitlines() == [line.decode()]
    assert read_record(line) == made
    assert made.title == "Late\u2028news\u0085here"
