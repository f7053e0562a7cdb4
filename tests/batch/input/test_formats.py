"""Tables, archives and packed files: every row and page is a document, and what is wrong with one costs that one."""

from __future__ import annotations

import datetime
import gzip
import io
import os
import random
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from runs import check_sums, lines, names, options_in, prose, rejects, write
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from ingest.article import RawDocument
from ingest.batch import Defaults, run
from ingest.batch.input.compression import MAX_RATIO
from ingest.batch.input.load import Documents
from ingest.batch.input.scan import locate
from ingest.batch.limits import Limits
from ingest.errors import UsageError
from ingest.input_record import Refusal, field_map

Read = list[RawDocument | tuple[str, str]]


def read(raw: Path, limits: Limits = Limits(), stated: Defaults = Defaults()) -> Read:  # noqa: B008  # both frozen
    """The documents in a folder, and in their place name and reason of those that are none."""
    documents = Documents(str(raw), limits, stated)
    found: Read = []
    for reference in locate(str(raw)).references(limits):
        try:
            found.append(documents.read(reference))
        except Refusal as refusal:
            found.append((reference.name, refusal.reason))
    return found


def texts(found: Read) -> list[object]:
    return [item.data if isinstance(item, RawDocument) else item for item in found]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_row_is_a_record(tmp_path: Path, delimiter: str) -> None:
    rows = [["id", "body", "link", "rank"], ["7", 'A "quote",\nand ; a line.', "u", ""], ["", "Second\t.", "", "3"]]
    quoted = ['"' + cell.replace('"', '""') + '"' for row in rows for cell in row]
    table = "\r\n".join(delimiter.join(quoted[at : at + 4]) for at in (0, 4, 8))
    write(tmp_path, {"a.csv": b"\xef\xbb\xbf" + table.encode()})
    first, second = read(tmp_path, stated=Defaults(fields=field_map("text=body,url=link")))
    assert first == RawDocument('A "quote",\nand ; a line.', "7", "text", url="u", extra={})
    assert second == RawDocument("Second\t.", "a.csv#2", "text", extra={"rank": "3"})


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("id,text\n1,a\n2\n3,c\n", ["a", ("a.csv#2", "bad-record"), "c"]),
        ('id,text\n1,"a\n2,b\n3,c\n', [("a.csv#1", "bad-record"), "b", "c"]),
        ("id,text\n1,a\n\n\n2,b", ["a", "b"]),
        ("id,text\n1," + "x" * 3000 + "\n2,b\n", [("a.csv#1", "too-large"), "b"]),
        ("id,text\n", [("a.csv", "empty")]),
        ("a,b\n1,2\n", [("a.csv#1", "bad-record")]),
        (b"id,text\n1,\xff\n2,b\n", [("a.csv#1", "bad-record"), "b"]),
    ],
    ids=["few cells", "open quote", "blank rows", "long", "only names", "other names", "not UTF-8"],
)
def test_broken_row_costs_that_row(tmp_path: Path, table: str | bytes, expected: list[object]) -> None:
    write(tmp_path, {"a.csv": table})
    assert texts(read(tmp_path, Limits(max_bytes=1000))) == expected


def test_parquet_row_is_a_record(tmp_path: Path) -> None:
    rows = [{"text": prose(n), "id": n, "day": datetime.date(2024, 3, 1), "more": {"n": [n, None]}} for n in range(200)]
    rows[3]["text"] = None
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "a.parquet", row_group_size=70)
    found = read(tmp_path)
    assert found[3] == ("a.parquet#4", "bad-record")
    expected = {"day": "2024-03-01", "more": {"n": [199, None]}}
    assert found[199] == RawDocument(prose(199), "199", "text", extra=expected)
    assert [item.name for item in found if isinstance(item, RawDocument)] == [str(n) for n in range(200) if n != 3]
    documents = Documents(str(tmp_path), Limits())
    references = list(locate(str(tmp_path)).references(Limits()))
    assert [documents.read(references[at]).name for at in (150, 10, 80, 79)] == ["150", "10", "80", "79"]


def test_parquet_of_one_large_group_is_decoded_once_and_held_in_pieces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many writers make groups of a million rows; a worker reads some, passes over those of others, and goes on."""
    rng, count = random.Random(1), 6000
    rows = [{"text": rng.randbytes(2500).hex(), "id": str(n)} for n in range(count)]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "a.parquet")
    opened: list[object] = []
    iter_batches = pq.ParquetFile.iter_batches

    def counted(*arguments: Any, **named: Any) -> Any:
        opened.append(named)
        return iter_batches(*arguments, **named)

    monkeypatch.setattr(pq.ParquetFile, "iter_batches", counted)
    documents, before, held = Documents(str(tmp_path), Limits()), pa.total_allocated_bytes(), []
    references = list(locate(str(tmp_path)).references(Limits()))
    for at in (n for n in range(count) if n // 64 % 2):
        assert documents.read(references[at]).data == rows[at]["text"]
        held.append(pa.total_allocated_bytes() - before)
    assert len(opened) == 1
    assert max(held) < 15_000_000 < (tmp_path / "a.parquet").stat().st_size


@pytest.mark.parametrize("at", [0.1, 0.5])
def test_parquet_with_damage_in_it_is_unreadable_from_there(tmp_path: Path, at: float) -> None:
    rows = [{"text": prose(n), "id": str(n)} for n in range(300)]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "a.parquet", row_group_size=100, compression="zstd")
    data = bytearray((tmp_path / "a.parquet").read_bytes())
    where = int(at * len(data))
    data[where : where + 200] = bytes(200)
    (tmp_path / "a.parquet").write_bytes(data)
    found = read(tmp_path)
    assert {item[1] for item in found if isinstance(item, tuple)} <= {"unreadable", "bad-record"}
    assert len(found) == 300


def test_parquet_row_that_is_no_text_costs_that_row(tmp_path: Path) -> None:
    texts = pa.array([b"one", b"caf\xe9", b"three"]).view(pa.string())
    pq.write_table(pa.table({"text": texts}), tmp_path / "a.parquet")
    assert [item if isinstance(item, tuple) else item.data for item in read(tmp_path)] == [
        "one",
        ("a.parquet#2", "bad-record"),
        "three",
    ]


def test_parquet_that_is_none_is_unreadable(tmp_path: Path) -> None:
    write(tmp_path, {"a.parquet": b"PAR1 and no more", "b.parquet.gz": gzip.compress(b"PAR1")})
    assert read(tmp_path) == [("a.parquet#1", "unreadable"), ("b.parquet.gz#1", "unsupported")]


def archive(*pages: tuple[str, str, bytes], packed: bool) -> bytes:
    file = io.BytesIO()
    writer = WARCWriter(file, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("a.warc", {"software": "tests"}))
    for status, kind, body in pages:
        http = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
        headers = {"WARC-Date": "2024-03-01T10:00:00Z"}
        record = writer.create_warc_record(
            "http://example.com/a", "response", io.BytesIO(body), http_headers=http, warc_headers_dict=headers
        )
        writer.write_record(record)
    return file.getvalue()


@pytest.mark.parametrize("packed", [False, True])
def test_archive_gives_its_pages(tmp_path: Path, packed: bool) -> None:
    page = "<p>Привет".encode("cp1251")
    pages = [("200 OK", "text/html; charset=windows-1251", page), ("404 Not Found", "text/html", b"no")]
    data = archive(*pages, ("200 OK", "image/png", b"\x89PNG"), packed=packed)
    name = "a.warc.gz" if packed else "a.warc"
    write(tmp_path, {name: data})
    first, missing, picture = read(tmp_path)
    when = "2024-03-01T10:00:00Z"
    url = "http://example.com/a"
    assert first == RawDocument(page, f"{name}#2", "html", url=url, charset="windows-1251", fetched_at=when)
    assert [missing, picture] == [(f"{name}#3", "unsupported"), (f"{name}#4", "unsupported")]


def test_archive_that_is_cut_off_gives_what_is_whole(tmp_path: Path) -> None:
    data = archive(("200 OK", "text/html", b"<p>one"), ("200 OK", "text/html", b"<p>two"), packed=False)
    write(tmp_path, {"a.warc": data[:-20], "b.warc": b"no archive at all"})
    assert texts(read(tmp_path)) == [b"<p>one", ("a.warc#3", "unreadable"), ("b.warc#1", "bad-record")]


def test_zstd_is_read_over_frames_and_its_end_is_missed(tmp_path: Path) -> None:
    packer = zstandard.ZstdCompressor()
    rows = [b'{"text": "%d"}\n' % n for n in range(3000)]
    frames = packer.compress(b"".join(rows[:1000])) + packer.compress(b"".join(rows[1000:]))
    write(tmp_path, {"a.jsonl.zst": frames, "b.jsonl.zst": frames[:-9], "c.txt.zst": packer.compress(b"c")})
    found = texts(read(tmp_path))
    assert found[:3000] == [str(n) for n in range(3000)]
    assert found[-2:] == [(f"b.jsonl.zst#{len(found) - 3001}", "unreadable"), b"c"]
    documents = Documents(str(tmp_path), Limits())
    references = list(locate(str(tmp_path / "a.jsonl.zst")).references(Limits()))
    assert [documents.read(references[at]).data for at in (2500, 3, 2999)] == ["2500", "3", "2999"]


@pytest.mark.parametrize("suffix", ["gz", "zst"])
def test_compression_bomb_is_rejected_where_it_is_met(tmp_path: Path, suffix: str) -> None:
    packer = zstandard.ZstdCompressor().compressobj()
    zeros, out = bytes(10_000_000), io.BytesIO()
    start = b'{"text": "first"}\n'
    if suffix == "gz":
        with gzip.GzipFile(fileobj=out, mode="wb") as file:
            file.write(start)
            for _ in range(12):
                file.write(zeros)
    else:
        out.write(packer.compress(start))
        for _ in range(12):
            out.write(packer.compress(zeros))
        out.write(packer.flush())
    assert len(out.getvalue()) * MAX_RATIO < 120_000_000
    write(tmp_path, {f"a.jsonl.{suffix}": out.getvalue(), f"b.txt.{suffix}": out.getvalue()})
    assert texts(read(tmp_path)) == [
        "first",
        (f"a.jsonl.{suffix}#2", "unreadable"),
        (f"b.txt.{suffix}", "too-large"),
    ]


def test_run_reads_every_form(tmp_path: Path) -> None:
    raw = write(
        tmp_path / "raw",
        {
            "a.csv": f'text\n"{prose("csv")}"\n',
            "c.jsonl.zst": zstandard.compress(b'{"text": "' + prose("zst").replace("\n", "\\n").encode() + b'"}'),
            "d.warc.gz": archive(("200 OK", "text/plain", prose("warc").encode()), packed=True),
            "e.csv.gz": gzip.compress(b"text\n1,2\n"),
        },
    )
    pq.write_table(pa.Table.from_pylist([{"text": prose("parquet")}]), raw / "b.parquet")
    summary = run(raw, tmp_path / "clean", options_in(tmp_path), workers=1)
    check_sums(summary, tmp_path / "clean")
    assert names(tmp_path / "clean") == ["a.csv#1", "b.parquet#1", "c.jsonl.zst#1", "d.warc.gz#2"]
    assert rejects(tmp_path / "clean") == {"e.csv.gz#1": "bad-record"}
    found = [article["text"].split()[3] for article in lines(tmp_path / "clean" / "articles.jsonl")]
    assert found == ["csv", "parquet", "zst", "warc"]


@pytest.mark.parametrize(
    ("said", "says"), [("text", "says nothing"), ("text=", "says nothing"), ("txt=a", "mean 'text'")]
)
def test_map_that_says_nothing_is_a_wrong_call(said: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        field_map(said)


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ("body=text", "did you mean 'text=body'?"),
        ("headline=h1", "did you mean 'title'?"),
        ("date_publish=d", "did you mean 'published'?"),
        ("txt=a", "did you mean 'text'?"),
    ],
)
def test_map_of_a_field_that_is_not_ours_says_which_is_meant(said: str, says: str) -> None:
    with pytest.raises(UsageError) as error:
        field_map(said)
    assert says in str(error.value)


def test_paths_cannot_leave_raw(tmp_path: Path) -> None:
    write(tmp_path, {"secret.txt": "secret", "raw/a.txt": "a"})
    os.symlink("../secret.txt", tmp_path / "raw" / "b.txt")
    os.symlink("..", tmp_path / "raw" / "c")
    write(tmp_path, {"raw/d.jsonl": '{"text": "d", "id": "../../etc"}'})
    assert texts(read(tmp_path / "raw")) == [b"a", ("b.txt", "outside"), ("c", "outside"), "d"]
