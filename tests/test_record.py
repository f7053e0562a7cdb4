"""The record: every article satisfies its schema and comes back as the same bytes."""
# ruff: noqa: E501  (tables, a row a line)

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from copy import deepcopy
from pathlib import Path
from types import MappingProxyType
from typing import Any

import jsonschema
import pytest
from msgspec.structs import fields, replace

from ingest import Article, Cleaner, IngestError, RawDocument, api
from ingest.article import (
    ARTICLE_SCHEMA,
    TRAIL_TEXTS,
    ArticleBlock,
    Caption,
    Image,
    MadeBy,
    Note,
    Related,
    Removal,
    Repair,
    Source,
)
from ingest.record import article_schema, read_record, record_columns

ROOT = Path(__file__).parent.parent
RAW = ROOT / "raw"
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


@pytest.fixture(scope="module")
def every_field(article: Article) -> Article:
    return replace(
        article,
        name="n",
        site="example.com",
        canonical_url="c",
        copyright="© d",
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
        blocks=(ArticleBlock(kind="heading", start=0, end=1),),
        removed=(Removal("r", "nav", "t", path="/p"), Removal("r", "advert", "t", "title", 0, 1, to="related")),
        repaired=(Repair(rule="r", before="a", after="b", part="title", start=0, end=1),),
        quality={"words": 1, "share_removed": 0.5, "left_out": 0.0},
        notes=(Note("empty", "x"),),
        extra={"a": [1, 2.5, None, {"b": "c"}]},
    )


@pytest.mark.parametrize("raw", documents(), ids=lambda raw: raw.name)
@pytest.mark.parametrize("trail", ["full", "spans", "none"])
def test_record_of_a_sample_satisfies_the_schema_and_comes_back(cleaner: Cleaner, raw: RawDocument, trail: str) -> None:
    line = cleaner.clean(raw).encode(trail=trail)
    VALIDATOR.validate(json.loads(line))
    assert b"\n" not in line
    if trail != "spans":
        assert read_record(line).encode() == line
    if trail == "full":
        assert read_record(line) == cleaner.clean(raw)


def test_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(article_schema())
    assert article_schema()["title"] == ARTICLE_SCHEMA == "ingest.article/1"


def keys_in(record: object, at: str = "") -> dict[str, list[str]]:
    """Return the keys of all objects in a record, by where they stand."""
    if isinstance(record, list):
        return {place: keys for item in record for place, keys in keys_in(item, f"{at}[]").items()}
    if not isinstance(record, dict) or at in ("/extra", "/quality"):
        return {}
    inside = (keys_in(value, f"{at}/{key}").items() for key, value in record.items())
    return {at: list(record), **{place: keys for part in inside for place, keys in part}}


def test_schema_has_all_fields_that_are_written_in_their_order(every_field: Article) -> None:
    schema: Any = article_schema()

    def described(field: dict[str, Any], at: str) -> dict[str, list[str]]:
        if "items" in field:
            return described(field["items"], f"{at}[]")
        part = schema["$defs"][field["$ref"].rpartition("/")[2]] if "$ref" in field else field
        if "properties" not in part:
            return {}
        inside = (described(inner, f"{at}/{name}").items() for name, inner in part["properties"].items())
        return {at: list(part["properties"]), **{place: keys for found in inside for place, keys in found}}

    assert described(schema, "") == keys_in(json.loads(every_field.encode()))
    assert [field.name for field in fields(Article)] == list(schema["properties"])[1:]


def test_schema_lets_texts_of_the_trail_be_null_and_no_others(every_field: Article) -> None:
    record = every_field.to_dict(trail="spans")
    VALIDATOR.validate(record)
    nulls = {
        name: tuple(key for key, value in full.items() if value is not None and spans[key] is None)
        for name in ("removed", "repaired")
        for full, spans in zip(every_field.to_dict()[name], record[name], strict=True)  # type: ignore[call-overload]
    }
    assert nulls == TRAIL_TEXTS


@pytest.mark.parametrize("name", [*record_columns()])
def test_columns_are_of_the_types_that_are_written(every_field: Article, name: str) -> None:
    def fits(value: object, kind: object) -> bool:
        if value is None:
            return True
        if isinstance(kind, list):
            return isinstance(value, list) and all(fits(item, kind[0]) for item in value)
        if isinstance(kind, tuple):
            return (
                isinstance(value, dict)
                and [*value] == [key for key, _ in kind]
                and all(fits(value[key], part) for key, part in kind)
            )
        return isinstance(value, {"text": str, "integer": int, "map": dict, "json": dict}[str(kind)])

    value = every_field.to_dict()[name]
    assert value, "a field of this article has a value"
    assert fits(value, record_columns()[name])


def test_readme_shows_the_table_of_the_record() -> None:
    ran = subprocess.run(
        [sys.executable, "tools/record_table.py"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = readme[readme.index("| field | what it holds |") :].partition("\n\n")[0] + "\n"
    assert shown == ran.stdout, "python tools/record_table.py --write"


def test_descriptions_name_the_signals(article: Article) -> None:
    schema: Any = article_schema()
    for name in article.quality:
        assert f"`{name}`" in schema["properties"]["quality"]["description"]


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
    assert read_record(article.encode()) == article


def test_every_field_comes_back(every_field: Article) -> None:
    line = every_field.encode()
    assert read_record(line) == every_field
    assert read_record(line).encode() == line
    VALIDATOR.validate(every_field.to_dict())
    assert json.loads(every_field.to_json()) == every_field.to_dict()


def test_numbers_stay_what_they_were(every_field: Article) -> None:
    numbers = read_record(every_field.encode()).quality
    assert [(name, repr(value)) for name, value in numbers.items()] == [
        ("words", "1"),
        ("share_removed", "0.5"),
        ("left_out", "0.0"),
    ]


@pytest.mark.parametrize("copied", [lambda one: pickle.loads(pickle.dumps(one)), deepcopy], ids=["pickle", "deepcopy"])
def test_article_survives_a_copy(every_field: Article, copied: Any) -> None:
    assert copied(every_field) == every_field
    assert [type(span) for span in copied(every_field).removed] == [Removal, Removal]


def test_small_nouns_are_values() -> None:
    spans = [Removal("r", "nav", "t"), Removal("r", "nav", "t"), Removal("r", "nav", "t", path="/p")]
    assert len({*spans, Note("empty"), Note("empty", "")}) == 3
    with pytest.raises(AttributeError):
        spans[0].text = "other"  # type: ignore[misc]


@pytest.mark.parametrize("trail", ["full", "spans", "none"])
def test_extra_may_be_any_mapping_of_any_values(article: Article, trail: str) -> None:
    kept = object()
    assert replace(article, extra=MappingProxyType({"a": kept})).to_dict(trail=trail)["extra"] == {"a": kept}
    told = replace(article, extra=MappingProxyType({"a": MappingProxyType({"b": 1})}))
    assert json.loads(told.encode(trail=trail))["extra"] == {"a": {"b": 1}}
    with pytest.raises(TypeError, match="object"):
        replace(article, extra={"a": kept}).encode()


def test_record_of_a_later_version_is_read(article: Article) -> None:
    record: Any = article.to_dict()
    later = {
        "mood": "calm", **record,
        "removed": [{**record["removed"][0], "kind": "quiz", "score": 0.5}],
        "notes": [{"code": "odd", "detail": "", "level": 2}],
        "source": {**record["source"], "device": "x"},
    }  # fmt: skip
    made = read_record(json.dumps(later))
    assert made == replace(article, removed=made.removed, notes=(Note("odd"),))
    assert (made.removed[0].kind, made.removed[0].text) == ("quiz", article.removed[0].text)


def test_record_of_an_earlier_version_is_read() -> None:
    made = Article(name="a", id="b", text="", source=Source("text", "0" * 64, 0), made_by=MadeBy("0.1.0", "", "plain"))
    known = ("schema", "name", "id", "text", "source", "made_by")
    assert read_record(json.dumps({key: made.to_dict()[key] for key in known})) == made


@pytest.mark.parametrize(
    ("trail", "texts", "befores"),
    [("full", True, True), ("spans", None, None), ("none", [], [])],
    ids=["full", "spans", "none"],
)
def test_trail_says_as_much_as_asked(article: Article, trail: str, texts: object, befores: object) -> None:
    record = json.loads(article.encode(trail=trail))
    if trail == "none":
        assert (record["removed"], record["repaired"]) == ([], [])
        return
    assert [(cut["rule"], cut["start"], cut["end"]) for cut in record["removed"]] == [
        (cut.rule, cut.start, cut.end) for cut in article.removed
    ]
    assert all((cut["text"] is not None) == (trail == "full") for cut in record["removed"])
    assert all((mend["before"] is not None) == (trail == "full") for mend in record["repaired"])
    made = read_record(json.dumps(record))
    assert made.text == article.text
    if trail == "spans":
        assert {cut.text for cut in made.removed} | {mend.before for mend in made.repaired} == {""}


@pytest.mark.parametrize(
    "line",
    [
        b"", b"{", b"[]", b"1", b"null", b'"a"', b"{}", b'{"schema": "ingest.article/2"}', b'{"schema": "ingest.article/1"}', b"\xff",
        b'{"schema": "ingest.article/1", "authors": 1}', b'{"a": "\\ud800"}', '{"a": "\ud800"}', b'{"a": "\xff"}',
        b'{"a":' * 100_000,
    ],
    ids=lambda line: repr(line)[:60],
)  # fmt: skip
def test_what_is_no_record_is_refused(line: bytes | str) -> None:
    with pytest.raises(IngestError, match="not a record"):
        read_record(line)


def changed(record: object, path: tuple[str | int, ...], value: object) -> object:
    """Return a copy of a record with another value at ``path``."""
    key, *rest = path
    if isinstance(record, list):
        return [
            changed(item, tuple(rest), value) if rest else value if at == key else item
            for at, item in enumerate(record)
        ]
    assert isinstance(record, dict)
    return {**record, key: changed(record[key], tuple(rest), value) if rest else value}


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        (("schema",), "ingest.article/2", ""), (("schema",), None, ""),
        (("text",), None, "$.text"), (("name",), 1, "$.name"), (("title",), 2, "$.title"),
        (("authors",), "Moira Tennant", "$.authors"), (("authors",), [1], "$.authors[0]"), (("tags",), {}, "$.tags"),
        (("blocks",), [1], "$.blocks[0]"), (("blocks", 0, "start"), "zero", "$.blocks[0].start"),
        (("blocks", 0, "start"), -1, "$.blocks[0].start"), (("blocks", 0, "end"), 1.5, "$.blocks[0].end"),
        (("blocks", 0, "kind"), "prose", "$.blocks[0].kind"),
        (("removed",), [{"rule": "x"}], "$.removed[0]"), (("removed", 0, "text"), 1, "$.removed[0].text"),
        (("removed", 0, "in"), "margin", "$.removed[0].in"), (("repaired", 0, "before"), [], "$.repaired[0].before"),
        (("removed",), 1, "$.removed"), (("repaired",), [None], "$.repaired[0]"),
        (("quality", "words"), "many", "$.quality"), (("quality",), [], "$.quality"), (("notes",), [{"detail": ""}], "$.notes[0]"),
        (("extra",), [], "$.extra"), (("source",), {}, "$.source"), (("source", "bytes"), None, "$.source.bytes"),
        (("source", "sha256"), "a hash", "$.source.sha256"), (("made_by",), None, "$.made_by"),
    ],
    ids=lambda value: ".".join(map(str, value)) if isinstance(value, tuple) else repr(value),
)  # fmt: skip
def test_record_of_another_shape_is_refused_and_where(
    article: Article, path: tuple[str | int, ...], value: object, where: str
) -> None:
    with pytest.raises(IngestError, match="not a record of schema") as refused:
        read_record(json.dumps(changed(article.to_dict(), path, value)))
    assert where in str(refused.value)


@pytest.mark.parametrize("key", ["schema", "name", "id", "text", "source", "made_by"])
def test_record_that_lacks_what_each_has_is_refused(article: Article, key: str) -> None:
    record = {name: value for name, value in article.to_dict().items() if name != key}
    with pytest.raises(IngestError, match="not a record of schema"):
        read_record(json.dumps(record))


def test_lone_surrogates_are_replaced(cleaner: Cleaner) -> None:
    raw = RawDocument(
        "A \ud800 text.",
        name="n\udfff",
        url="https://a.example/\ud800",
        title="t\ud800",
        extra={"k\ud800": ["v\ud800"]},
    )
    record = json.loads(cleaner.clean(raw).encode())
    assert record["url"] == "https://a.example/\ufffd"
    assert record["title"] == "t\ufffd"
    assert record["extra"] == {"k\ufffd": ["v\ufffd"]}
    VALIDATOR.validate(record)


def test_record_is_a_line_to_whoever_splits_at_any_line_end(cleaner: Cleaner) -> None:
    made = cleaner.clean(
        "The council\u2028voted.\u2029It\u0085was late.", title="Late\u2028news\u0085here", name="a\x1cb\x0bc"
    )
    line = made.encode()
    assert line.decode().splitlines() == [line.decode()]
    assert read_record(line) == made
    assert made.title == "Late\u2028news\u0085here"
