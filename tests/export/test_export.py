"""Records come out whole in every format, and none of them can do harm where it is opened."""

from __future__ import annotations

import csv
import json
import random
import shutil
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml
from runs import lines, write
from typer.testing import CliRunner

from ingest.batch import Output, run
from ingest.batch.duplicates.find import write_duplicates
from ingest.batch.records import record_lines
from ingest.cli.app import app
from ingest.errors import UsageError
from ingest.export import Format, export
from ingest.export.csv_file import safe_cell
from ingest.export.files import safe_name
from ingest.options import Options

WORDS = "council harbour winter storm bridge mill river school family night market train field garden wall"
EVIL = '=HYPERLINK("http://example.com","x")\n---\n\u2028title: no'


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A CLEAN with 15 records, of which one is a copy, one comes twice, and one has a harmful title and name."""
    folder = tmp_path_factory.mktemp("export")
    rng = random.Random(1)
    texts = ["\n\n".join(f"The {' '.join(rng.choices(WORDS.split(), k=30))}." for _ in range(3)) for _ in range(12)]
    records: list[dict[str, Any]] = [{"text": text, "id": f"n{n}", "rank": n} for n, text in enumerate(texts)]
    records.append({"text": texts[3].upper(), "id": "copy", "site": "other.example.com"})
    records.append({"text": texts[4] + "\n\nRead Also: Parliament votes", "id": "../../../evil", "title": EVIL})
    records = [{"language": "en", **record} for record in records]
    records.append(records[0])
    raw = write(folder / "raw", {"a.jsonl": "\n".join(map(json.dumps, records))})
    run(raw, folder / "clean", Options(language_engine="none"), workers=1, output=Output("gzip", shard_bytes=8000))
    return folder / "clean"


def records(clean: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in record_lines(clean)]


def test_parquet_holds_the_records(clean: Path) -> None:
    done = export(clean, "parquet")
    table = pq.read_table(done.path)
    removed = table.schema.field("removed").type.value_type
    assert [removed.field(at).name for at in range(removed.num_fields)][:4] == ["rule", "kind", "text", "in"]
    assert removed.field("start").type == pa.int64()
    rows = table.to_pylist(maps_as_pydicts="strict")
    for row in rows:
        row["extra"] = json.loads(row["extra"])
    assert rows == records(clean)
    assert any(row["removed"] for row in rows)
    assert done.records == len(rows) == 15


def test_csv_has_the_share_removed(clean: Path) -> None:
    with open(export(clean, "csv").path, newline="", encoding="utf-8") as file:
        shares = {row["name"]: row["share_removed"] for row in csv.DictReader(file)}
    assert shares == {record["name"]: str(record["quality"]["share_removed"]) for record in records(clean)}
    assert len(set(shares.values())) > 1


def test_csv_holds_no_formula(clean: Path) -> None:
    with open(export(clean, "csv").path, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    expected = records(clean)
    assert [row["text"] for row in rows] == [record["text"] for record in expected]
    assert [row["id"] for row in rows] == [record["id"] for record in expected]
    assert rows[13]["title"].startswith("'=HYPERLINK")
    assert json.loads(rows[5]["extra"]) == {"rank": 5}


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@a", "\t=1", "\r=1", "＝1"])
def test_cell_that_a_spreadsheet_would_run_is_quoted(cell: str) -> None:
    assert safe_cell(cell) == f"'{cell}"


def test_markdown_has_front_matter_that_says_what_the_record_says(clean: Path) -> None:
    folder = export(clean, "markdown").path
    found: dict[str, list[tuple[dict[str, object], str]]] = {}
    for path in folder.rglob("*.md"):
        _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
        fields = yaml.safe_load(front)
        found.setdefault(fields["id"], []).append((fields, body))
    for record in records(clean):
        for fields, body in found[record["id"]]:
            for name in ("title", "name", "site", "language", "url"):
                assert fields.get(name) == (record[name] or None)
            assert record["text"].split("\n\n")[0] in body
    assert sum(map(len, found.values())) == 15


@pytest.mark.parametrize("to", ["markdown", "text"])
def test_file_names_cannot_leave_the_folder(clean: Path, tmp_path: Path, to: Format) -> None:
    done = export(clean, to, tmp_path / "deep" / "out")
    files = [path for path in tmp_path.rglob("*") if path.is_file() and path.name != ".ingest-export"]
    assert len(files) == done.records == 15
    assert all(path.parent.parent == tmp_path / "deep" / "out" for path in files)


@pytest.mark.parametrize(
    "name",
    ["../../a", "/etc/passwd", "..", "a/../b", "C:\\a", "a\0b", "\u202etxt.exe", "x" * 500, "日本" * 200, "~", "."],
)
def test_safe_name_is_one_short_part_of_a_path(name: str, tmp_path: Path) -> None:
    safe = safe_name(name)
    assert not {"/", "\\", "\0", ":", "\u202e"} & set(safe)
    assert ".." not in safe
    assert len(safe.encode()) <= 80
    assert (tmp_path / f"{safe}-1.md").resolve().parent == tmp_path.resolve()


def test_duplicates_are_found_and_dropped(clean: Path, tmp_path: Path) -> None:
    found = write_duplicates(clean)
    copies = lines(clean / "duplicates.jsonl")
    all_records = records(clean)
    assert (found.records, found.exact) == (15, 3)
    assert {(copy["record"], copy["of_record"]) for copy in copies} == {(12, 3), (13, 4), (14, 0)}
    for copy in copies:
        assert all_records[copy["record"]]["id"] == copy["id"]
        assert all_records[copy["of_record"]]["id"] == copy["duplicate_of"]
    before = (clean / "duplicates.jsonl").read_bytes()
    write_duplicates(clean)
    assert (clean / "duplicates.jsonl").read_bytes() == before
    done = export(clean, "parquet", tmp_path / "a.parquet", drop_duplicates=True)
    assert (done.records, done.dropped) == (12, 3)


def test_duplicates_of_other_articles_are_not_used(clean: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="its duplicates are not known"):
        export(tmp_path, "csv", drop_duplicates=True)
    write_duplicates(clean)
    wrong = (clean / "duplicates.jsonl").read_text(encoding="utf-8").replace('"record": 12', '"record": 11')
    (clean / "duplicates.jsonl").write_text(wrong, encoding="utf-8")
    with pytest.raises(UsageError, match="of other articles"):
        export(clean, "csv", tmp_path / "a.csv", drop_duplicates=True)
    assert list(tmp_path.iterdir()) == []


def test_records_of_one_name_and_content_all_have_files(clean: Path, tmp_path: Path) -> None:
    write(tmp_path / "many", {"articles.jsonl": b"".join(line + b"\n" for line in [next(record_lines(clean))] * 5)})
    names = sorted(path.name.rpartition("-")[2] for path in export(tmp_path / "many", "text").path.glob("*/*.txt"))
    assert len(names) == 5
    assert names[:4] == ["2.txt", "3.txt", "4.txt", "5.txt"]


@pytest.mark.parametrize("out", [".", "..", "/"])
def test_export_to_a_folder_without_a_name_is_a_wrong_call(
    clean: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, out: str
) -> None:
    write(tmp_path / "mine", {"a.txt": "mine"})
    monkeypatch.chdir(tmp_path / "mine")
    with pytest.raises(UsageError, match="name another --out"):
        export(clean, "csv", Path(out))
    assert (tmp_path / "mine" / "a.txt").exists()


def test_export_replaces_only_what_an_export_wrote(clean: Path, tmp_path: Path) -> None:
    write(tmp_path / "mine", {"a.txt": "mine"})
    for to in ("markdown", "csv"):
        with pytest.raises(UsageError, match="no export has written"):
            export(clean, to, tmp_path / "mine")
    with pytest.raises(UsageError, match="no articles in it"):
        export(tmp_path / "mine", "csv")
    export(clean, "text", tmp_path / "theirs")
    export(clean, "text", tmp_path / "theirs")
    assert (tmp_path / "mine" / "a.txt").read_text() == "mine"


def story(n: int) -> str:
    rng = random.Random(n)
    return "\n\n".join(f"The {' '.join(rng.choices(WORDS.split(), k=30))}." for _ in range(3))


# Three versions of one address, of which the second is the newest; two of another, as old as each other, whose first is
# a copy of a story elsewhere; two front pages; one that stands alone.
VERSIONS = {
    "a-old": {"url": "https://example.com/a?utm_source=x", "published": "2024-03-05", "text": story(1)},
    "a-new": {"url": "http://www.example.com/a/", "published": "2024-03-07", "text": story(2)},
    "elsewhere": {"url": "https://example.org/syndicated", "published": "2024-01-01", "text": story(3)},
    "b-first": {"url": "https://example.com/b", "text": story(3).upper()},
    "a-mid": {"url": "https://example.com/a#top", "published": "2024-03-06", "text": story(1).upper()},
    "b-last": {"url": "https://example.com/b/", "text": story(4)},
    "front-1": {"url": "https://example.com/", "text": story(5)},
    "front-2": {"url": "https://example.com", "text": story(6)},
    "alone": {"url": "https://example.com/c?id=1", "text": story(7)},
    "copy-1": {"url": "https://example.net/1", "text": story(1)},
    "copy-2": {"url": "https://example.net/2", "text": story(1).lower()},
}


@pytest.fixture(scope="module", params=["plain", "zstd, sharded"])
def versions(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A CLEAN of VERSIONS, its duplicates found."""
    folder = tmp_path_factory.mktemp("versions")
    rows = [json.dumps({"id": id, "language": "en", "title": "", **record}) for id, record in VERSIONS.items()]
    raw = write(folder / "raw", {"a.jsonl": "\n".join(rows)})
    output = Output() if request.param == "plain" else Output("zstd", shard_bytes=3000)
    run(raw, folder / "clean", Options(language_engine="none"), workers=1, output=output)
    found = write_duplicates(folder / "clean")
    assert (found.records, found.exact, found.near, found.older) == (11, 4, 0, 3)
    assert (len(list((folder / "clean").glob("articles*"))) > 1) == (request.param != "plain")
    return folder / "clean"


def test_older_versions_name_the_newest(versions: Path) -> None:
    named = records(versions)
    found = lines(versions / "duplicates.jsonl")
    assert [line["record"] for line in found] == sorted(line["record"] for line in found)
    for line in found:
        assert (named[line["record"]]["id"], named[line["of_record"]]["id"]) == (line["id"], line["duplicate_of"])
    pairs = [(line["reason"], named[line["record"]]["name"], named[line["of_record"]]["name"]) for line in found]
    assert pairs == [
        ("address", "a-old", "a-new"),
        ("text", "b-first", "elsewhere"),
        ("address", "b-first", "b-last"),
        ("text", "a-mid", "a-old"),
        ("address", "a-mid", "a-new"),
        ("text", "copy-1", "a-old"),
        ("text", "copy-2", "a-old"),
    ]
    assert {line["similarity"] for line in found if line["reason"] == "address"} == {None}


@pytest.mark.parametrize("to", ["parquet", "csv", "markdown", "text"])
@pytest.mark.parametrize(
    ("chosen", "dropped", "older"),
    [
        ({"latest": True}, set(), {"a-old", "a-mid", "b-first"}),
        ({"drop_duplicates": True}, {"b-first", "a-mid", "copy-1", "copy-2"}, set()),
        # Of the text of a-old, which is an older version, the first copy that is none stays.
        ({"latest": True, "drop_duplicates": True}, {"copy-2"}, {"a-old", "a-mid", "b-first"}),
    ],
    ids=["latest", "duplicates", "both"],
)
def test_export_keeps_the_latest_versions(
    versions: Path, tmp_path: Path, to: Format, chosen: dict[str, bool], dropped: set[str], older: set[str]
) -> None:
    done = export(versions, to, tmp_path / "out", **chosen)
    assert (done.records, done.dropped, done.older) == (11 - len(dropped | older), len(dropped), len(older))
    if to == "csv":
        with open(done.path, newline="", encoding="utf-8") as file:
            assert [row["name"] for row in csv.DictReader(file)] == [n for n in VERSIONS if n not in dropped | older]
    elif to == "parquet":
        names = pq.read_table(done.path).column("name").to_pylist()
        assert names == [name for name in VERSIONS if name not in dropped | older]
    else:
        assert sum(path.suffix in (".md", ".txt") for path in done.path.rglob("*")) == done.records


def test_latest_versions_that_are_not_known_are_an_error(versions: Path, tmp_path: Path) -> None:
    clean = shutil.copytree(versions, tmp_path / "clean")
    found = (clean / "duplicates.jsonl").read_text(encoding="utf-8")
    (clean / "duplicates.jsonl").write_text(found.replace('"address"', '"adress"'), encoding="utf-8")
    with pytest.raises(UsageError, match="fix: ingest duplicates"):
        export(clean, "csv", tmp_path / "a.csv", latest=True)
    (clean / "duplicates.jsonl").unlink()
    with pytest.raises(UsageError, match="its duplicates are not known"):
        export(clean, "csv", tmp_path / "a.csv", latest=True)


def test_command_counts_the_versions_that_it_leaves_out(versions: Path, tmp_path: Path) -> None:
    ran = CliRunner().invoke(app, ["duplicates", str(versions)])
    assert "11 records: 4 exact copies, 0 near ones, 3 older versions of an address" in ran.output
    arguments = ["export", str(versions), "--to", "csv", "--out", str(tmp_path / "a.csv"), "--latest"]
    ran = CliRunner().invoke(app, arguments)
    assert ran.output.endswith("a.csv: 8 records, 3 older versions left out\n")
