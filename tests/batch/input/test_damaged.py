"""Files that are cut off, damaged, or have something behind their end, in every form that is read: whatever is whole
before the damage becomes a record, the rest is told, and no run ends of it."""

from __future__ import annotations

import csv
import gzip
import io
import itertools
import json
import random
import re
import subprocess
import sys
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from runs import check_sums, lines, names, options_in, output, prose, rejects, write

from ingest.batch import run
from ingest.batch.input import compression, csv_rows
from ingest.batch.input.load import Documents
from ingest.batch.input.members import gunzipped
from ingest.batch.input.scan import locate
from ingest.batch.limits import Limits
from ingest.batch.records import record_lines
from ingest.errors import RunError
from ingest.input_record import Refusal

DOCUMENTS = 16
WORDS = ["harbour", "council", "bridge", "winter", "plan", "decide", "spring", "member", "storm", "town", "region"]


@dataclass(frozen=True)
class File:
    """A file of records as it should be. ``ends`` says up to where each is whole, with what ends it, in ``plain``."""

    name: str
    plain: bytes
    ends: tuple[int, ...]


def texts(seed: int) -> list[str]:
    """Long enough that a file has several blocks of each packing."""
    rng = random.Random(seed)
    return [f"Number {n}. " + " ".join(rng.choices(WORDS, k=rng.randrange(5, 3000))) for n in range(DOCUMENTS)]


def joined(name: str, pieces: list[bytes], before: bytes = b"", after: bytes = b"") -> File:
    ends, size = [], len(before)
    for piece in pieces:
        size += len(piece)
        ends.append(size)
    return File(name, before + b"".join(pieces) + after, tuple(ends))


def a_lines() -> File:
    return joined("a.jsonl", [json.dumps({"text": text}).encode() + b"\n" for text in texts(1)])


def an_array() -> File:
    *most, last = [json.dumps({"text": text}).encode() for text in texts(2)]
    return joined("a.json", [piece + b",\n" for piece in most] + [last + b"]"], b"[\n", b"\n")


def a_table() -> File:
    def row(*cells: object) -> bytes:
        out = io.StringIO()
        csv.writer(out).writerow(cells)
        return out.getvalue().encode()

    # Every third text stands in quotes, over two lines.
    rows = [text if n % 3 else f'"{text}"\n{text}' for n, text in enumerate(texts(3))]
    return joined("a.csv", [row(n, text) for n, text in enumerate(rows)], row("n", "text"))


def an_archive() -> File:
    def record(text: str) -> bytes:
        http = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n" + text.encode()
        head = f"WARC-Target-URI: http://example.com/\r\nContent-Length: {len(http)}\r\n"
        return b"WARC/1.0\r\nWARC-Type: response\r\n" + head.encode() + b"\r\n" + http + b"\r\n\r\n"

    return joined("a.warc", [record(text) for text in texts(4)])


FILES = {file.name: file for file in (a_lines(), an_array(), a_table(), an_archive())}


def members(file: File) -> bytes:
    """Each record a gzip member, as archives are compression."""
    cuts = [0, *file.ends[:-1], len(file.plain)]
    return b"".join(gzip.compress(file.plain[a:b]) for a, b in itertools.pairwise(cuts))


def checked_frames(file: File) -> bytes:
    half = len(file.plain) // 2
    packer = zstandard.ZstdCompressor(write_checksum=True)
    return packer.compress(file.plain[:half]) + packer.compress(file.plain[half:])


PACKINGS: dict[str, tuple[str, Callable[[File], bytes]]] = {
    "plain": ("", lambda file: file.plain),
    "gzip": (".gz", lambda file: gzip.compress(file.plain, mtime=0)),
    "members": (".gz", members),
    "zstd": (".zst", lambda file: zstandard.compress(file.plain)),
    "frames": (".zst", checked_frames),
}


def readable(data: bytes, suffix: str) -> tuple[bytes, list[int], list[bool]]:
    """What can be unpacked, by feeding the libraries byte by byte; after each byte, how much of it that is, and whether
    a file that ends there is whole."""
    if not suffix:
        return data, list(range(1, len(data) + 1)), [True] * len(data)
    found, sizes, ended, opened = bytearray(), [], [], None
    for at in range(len(data)):
        if opened is None:
            opened = zlib.decompressobj(31) if suffix == ".gz" else zstandard.ZstdDecompressor().decompressobj()
        try:
            found += opened.decompress(data[at : at + 1])
        except (zlib.error, zstandard.ZstdError):
            break
        opened = None if opened.eof else opened
        sizes.append(len(found))
        ended.append(opened is None)
    return bytes(found), sizes, ended


def common(a: bytes, b: bytes) -> int:
    """The length of what two begin with."""
    low, high = 0, min(len(a), len(b))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if a[:middle] == b[:middle] else (low, middle - 1)
    return low


Read = tuple[list[str], list[tuple[str, str]]]


def read(folder: Path) -> Read:
    """The texts of a folder's documents, and reason and detail of the rejects, as parent and worker read them."""
    documents = Documents(str(folder), Limits())
    found: list[str] = []
    refused: list[tuple[str, str]] = []
    references = list(locate(str(folder)).references(Limits()))
    places = [reference.place for reference in references]
    assert places == sorted(set(places)), "earlier runs are asked for places in this order"
    for reference in references:
        try:
            data = documents.read(reference).data
            found.append(data if isinstance(data, str) else data.decode("utf-8", "replace"))
        except Refusal as refusal:
            refused.append((refusal.reason, refusal.detail))
    assert "failed" not in dict(refused)
    return found, refused


Written = Callable[[str, bytes], Read]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Something that reads bytes as a file of a name."""

    def write_and_read(name: str, data: bytes) -> Read:
        (tmp_path / name).write_bytes(data)
        return read(tmp_path)

    return write_and_read


def some_places(dice: random.Random, size: int) -> list[int]:
    """Places in a file: near its ends, and anywhere."""
    places = [*range(1, 12), *range(size - 12, size), *(dice.randrange(1, size) for _ in range(20))]
    return sorted({place for place in places if 0 < place < size})


every_file = pytest.mark.parametrize("form", FILES)
every_packing = pytest.mark.parametrize("packing", PACKINGS)


@every_packing
@every_file
def test_file_cut_off_anywhere_gives_all_that_is_whole(written: Written, form: str, packing: str) -> None:
    file, (suffix, pack) = FILES[form], PACKINGS[packing]
    data = pack(file)
    expected, refused = written(form + suffix, data)
    assert (len(expected), refused) == (DOCUMENTS, [])
    _, sizes, ended = readable(data, suffix)
    for place in some_places(random.Random(f"cut {form} {packing}"), len(data)):
        whole = sum(end <= sizes[place - 1] for end in file.ends)
        found, refused = written(form + suffix, data[:place])
        assert found[:whole] == expected[:whole], f"cut off at {place}"
        assert whole <= len(found) <= whole + 1
        if suffix:
            told = [
                detail for _, detail in refused if re.search(rf"cut off at byte {place}\b|from byte \d+ on", detail)
            ]
            assert len(told) == (not ended[place - 1]), f"cut off at {place}: {refused}"


@every_packing
@every_file
def test_file_with_a_byte_turned_gives_all_before_it(written: Written, form: str, packing: str) -> None:
    file, (suffix, pack) = FILES[form], PACKINGS[packing]
    data, dice = pack(file), random.Random(f"turned {form} {packing}")
    expected, _ = written(form + suffix, data)
    for place in some_places(dice, len(data)):
        turned = bytearray(data)
        turned[place] ^= dice.randrange(1, 256)
        left, _, _ = readable(bytes(turned), suffix)
        whole = sum(end <= common(left, file.plain) for end in file.ends)
        found, refused = written(form + suffix, bytes(turned))
        assert found[:whole] == expected[:whole], f"a byte turned at {place}"
        assert len(found) >= DOCUMENTS or refused, f"a byte turned at {place}: something is missing, and not told"


@pytest.mark.parametrize(
    "behind",
    [
        b"garbage after the end",
        b"\0" * 70_000,
        b"\0" * 9 + b"x",
        b"\x1f\x8b\x08\0",
        b"\x28\xb5\x2f\xfd\xff",
        b'{"a": "',
    ],
    ids=["text", "padding", "padding and text", "a gzip member begins", "a zstd frame begins", "a record begins"],
)
@every_packing
@every_file
def test_what_stands_behind_the_end_costs_nothing_before_it(
    written: Written, form: str, packing: str, behind: bytes
) -> None:
    file, (suffix, pack) = FILES[form], PACKINGS[packing]
    expected, _ = written(form + suffix, pack(file))
    found, refused = written(form + suffix, pack(file) + behind)
    assert found == expected
    assert len(refused) == (0 if suffix and not behind.strip(b"\0") else 1)


def test_archive_goes_on_behind_a_damaged_member(written: Written) -> None:
    """Archives are packed record by record, so that each can be read without those before it."""
    file, dice = FILES["a.warc"], random.Random("members")
    cuts = [0, *file.ends]
    packed = [gzip.compress(file.plain[a:b], mtime=0) for a, b in itertools.pairwise(cuts)]
    expected, _ = written("a.warc.gz", b"".join(packed))
    for number in range(0, DOCUMENTS, 3):
        others = [text for at, text in enumerate(expected) if at != number]
        for place in {*range(10), *dice.sample(range(len(packed[number])), 8)} & set(range(len(packed[number]))):
            turned = bytearray(packed[number])
            turned[place] ^= dice.randrange(1, 256)
            data = b"".join([*packed[:number], bytes(turned), *packed[number + 1 :]])
            found, refused = written("a.warc.gz", data)
            assert [text for text in found if text in others] == others, f"{number}, byte {place}"
            assert found == expected or refused
            assert len(refused) <= 2


def test_checksum_that_is_wrong_is_told_and_reading_goes_on(written: Written) -> None:
    record = b'{"text": "%d"}\n'
    wrong = bytearray(gzip.compress(record % 1))
    wrong[-5] ^= 1
    found, refused = written("a.jsonl.gz", gzip.compress(record % 0) + bytes(wrong) + gzip.compress(record % 2))
    assert found == ["0", "1", "2"]
    ((reason, detail),) = refused
    assert (reason, "checksum" in detail) == ("unreadable", True)


@pytest.mark.parametrize(
    ("suffix", "data", "expected"),
    [
        ("gz", gzip.compress(b"A page.") + b"garbage", ["A page."]),
        ("zst", zstandard.compress(b"A page.") + b"garbage", ["A page."]),
        ("gz", gzip.compress(b"A page.")[:-9], []),
        ("gz", gzip.compress(b"A page.")[:-8], []),
        ("gz", gzip.compress(b"A page.")[:-8] + bytes(8), []),
        ("gz", gzip.compress(b"A page.")[:-8] + bytes(8) + b"garbage", []),
        ("zst", zstandard.compress(b"A page.")[:-1], []),
    ],
    ids=["behind", "behind zstd", "cut", "no checksum", "wrong checksum", "wrong checksum and behind", "cut zstd"],
)
def test_packed_page_is_read_if_it_is_whole(written: Written, suffix: str, data: bytes, expected: list[str]) -> None:
    found, refused = written(f"a.txt.{suffix}", data)
    assert found == expected
    assert [reason for reason, _ in refused] == ["unreadable"] * (not expected)


def test_last_line_is_kept_where_only_the_checksum_is_cut_off(written: Written) -> None:
    data = gzip.compress(b'{"text": "first"}\n{"text": "last"}')
    for place in range(len(data) - 8, len(data)):
        found, refused = written("a.jsonl.gz", data[:place])
        assert (found, len(refused)) == (["first", "last"], 1)


def test_skippable_frames_are_passed_over(written: Written) -> None:
    skipped = b"\x5a\x2a\x4d\x18" + (70_000).to_bytes(4, "little") + bytes(70_000)
    record = zstandard.compress(b'{"text": "one"}\n')
    assert written("a.jsonl.zst", skipped + record + skipped + record) == (["one", "one"], [])
    found, refused = written("a.jsonl.zst", record + skipped[:-1])
    assert (found, len(refused)) == (["one"], 1)


def test_quotes_that_nothing_closes_are_not_read_again_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each line of this leads to the end of the file; 24 KB took 2.2 seconds, and a megabyte an hour."""

    class Counted(io.BytesIO):
        lines = 0

        def readline(self, size: int | None = -1, /) -> bytes:
            self.lines += 1
            return super().readline(size)

    monkeypatch.setattr(csv_rows, "_AGAIN_AT_LEAST", 1000)
    rows = 20_000
    stream = Counted(b"id,text\n" + b'x","y\n' * rows)
    found = list(csv_rows.rows(stream, 1_000_000))
    assert stream.lines < 10 * rows
    assert found[-1].offset + found[-1].length == len(stream.getvalue())
    assert {span.reason for span in found if span.fault} == {"bad-record"}


def test_wrong_lengths_do_not_unpack_an_archive_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of each record the length leads into the next but one, too far to go back to what is still at hand."""
    opened: list[object] = []

    def counted(*arguments: Any) -> Any:
        opened.append(arguments)
        return gunzipped(*arguments)

    monkeypatch.setattr(compression, "gunzipped", counted)
    body = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n" + b"x" * 1_500_000
    head = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: %d\r\n\r\n" % (len(body) + 700_000)
    write(tmp_path, {"a.warc.gz": gzip.compress((head + body + b"\r\n\r\n") * 40, 1)})
    found = list(locate(str(tmp_path)).references(Limits()))
    assert len(found) > 10
    assert {reference.reason for reference in found} <= {"bad-record", "unreadable"}
    assert len(opened) < 15


LENGTHS = {
    "of 19 digits": b"9" * 19,
    "of 4,301 digits": b"9" * 4301,
    "behind the end": b"1000000000",
    "negative": b"-5",
    "no digits": b"many",
    "digits and more": b"12x",
    "none": b"",
    "too short": b"10",
    "nothing": b"0",
    "into the next": b"500",
}


@pytest.mark.parametrize("suffix", ["", ".gz"])
@pytest.mark.parametrize("length", LENGTHS.values(), ids=LENGTHS)
def test_length_that_is_wrong_costs_that_record(written: Written, suffix: str, length: bytes) -> None:
    def record(text: bytes, length: bytes | None = None) -> bytes:
        http = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n" + text
        size = b"%d" % len(http) if length is None else length
        head = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a/\r\nContent-Length: " + size
        return head + b"\r\n\r\n" + http + b"\r\n\r\n"

    data = record(b"one" * 99) + record(b"two" * 99, length) + record(b"three" * 99) + record(b"four" * 99)
    found, refused = written(f"a.warc{suffix}", gzip.compress(data) if suffix else data)
    assert found == ["one" * 99, "three" * 99, "four" * 99]
    ((reason, detail),) = refused
    assert reason == "bad-record"
    assert "Content-Length" in detail


@pytest.mark.parametrize(
    ("data", "detail"),
    [
        (b"no archive\r\n" * 3, "not a WARC record"),
        (b"WARC/1.0\r\nWARC-Type: response\r\n", "its header has no end"),
        (b"WARC/1.0\r\n" + b"X: y\r\n" * 20_000 + b"\r\n", "its header has no end"),
        (b"WARC/1.0\r\nContent-Length: 0\r\n\r\n\r\n\r\n", "its WARC-Type is ''"),
        (b"WARC/1.0\r\nWARC-Type: respons\r\nContent-Length: 0\r\n\r\n\r\n\r\n", "its WARC-Type is 'respons'"),
    ],
    ids=["other lines", "no end", "long header", "no type", "another type"],
)
def test_what_is_no_record_of_an_archive_is_passed_over(written: Written, data: bytes, detail: str) -> None:
    file = FILES["a.warc"]
    expected, _ = written("a.warc", file.plain)
    cut = file.ends[3]
    found, refused = written("a.warc", file.plain[:cut] + data + file.plain[cut:])
    assert found == expected
    ((reason, said),) = refused
    assert reason == "bad-record"
    assert said.startswith(detail)


def test_page_without_an_address_costs_that_record(written: Written) -> None:
    data = FILES["a.warc"].plain.replace(b"WARC-Target-URI: http://example.com/\r\n", b"", 1)
    found, ((reason, _),) = written("a.warc", data)
    assert (len(found), reason) == (DOCUMENTS - 1, "bad-record")


def test_blank_lines_between_records_end_nothing(written: Written) -> None:
    file = FILES["a.warc"]
    data = b"".join(file.plain[a:b] + b"\r\n" * 9 for a, b in itertools.pairwise([0, *file.ends]))
    found, refused = written("a.warc", data)
    assert (len(found), refused) == (DOCUMENTS, [])


def parquet(rows: int, **said: Any) -> bytes:
    dice, out = random.Random(rows), io.BytesIO()
    table = pa.table({"text": [dice.randbytes(100).hex() for _ in range(rows)], "n": list(range(rows))})
    pq.write_table(table, out, use_dictionary=False, compression="zstd", data_page_size=8_000, **said)
    return out.getvalue()


def test_parquet_cut_off_or_turned_anywhere_is_accounted_for(written: Written) -> None:
    data, dice = parquet(100, row_group_size=40), random.Random("parquet")
    expected, refused = written("a.parquet", data)
    assert (len(expected), refused) == (100, [])
    for place in some_places(dice, len(data)):
        found, refused = written("a.parquet", data[:place])
        assert (found, len(refused)) == ([], 1)
    footer = int.from_bytes(data[-8:-4], "little") + 8
    for place in [*some_places(dice, len(data)), *(len(data) - dice.randrange(1, footer) for _ in range(300))]:
        turned = bytearray(data)
        turned[place] ^= dice.randrange(1, 256)
        found, refused = written("a.parquet", bytes(turned))
        assert len(found) + len(refused) == 100 or (found, len(refused)) == ([], 1)
    found, refused = written("a.parquet", data + b"garbage")
    assert (found, len(refused)) == ([], 1)


def alone(file: Path, group: int) -> list[str]:
    """The texts of a row group, row by row as far as it can be read."""
    found: list[str] = []
    with suppress(OSError, pa.ArrowException):
        for batch in pq.ParquetFile(file).iter_batches(1, row_groups=[group]):
            found += batch.column("text").to_pylist()
    return found


def test_parquet_gives_the_rows_before_damage_and_the_next_group(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To the row, not to the rows decoded together; and the way to it is not gone again for each that follows."""
    data = bytearray(parquet(4000, row_group_size=3000))
    where = len(data) // 2
    data[where : where + 200] = bytes(200)
    write(tmp_path, {"a.parquet": bytes(data)})
    before = alone(tmp_path / "a.parquet", 0)
    behind = alone(tmp_path / "a.parquet", 1)
    opened = []
    iter_batches = pq.ParquetFile.iter_batches

    def counted(*arguments: Any, **named: Any) -> Any:
        opened.append(named)
        return iter_batches(*arguments, **named)

    monkeypatch.setattr(pq.ParquetFile, "iter_batches", counted)
    found, refused = read(tmp_path)
    assert 0 < len(before) < 3000
    assert len(before) % 64
    assert (len(behind), found) == (1000, before + behind)
    assert len(refused) == 3000 - len(before)
    assert len(opened) == 3


def test_parquet_that_says_more_rows_than_it_holds_is_refused(written: Written) -> None:
    out = io.BytesIO()
    pq.write_table(pa.table({"text": pa.nulls(2_000_000, pa.string())}), out)
    found, refused = written("a.parquet", out.getvalue())
    assert found == []
    ((reason, detail),) = refused
    assert (reason, "2000000 rows" in detail) == ("unreadable", True)


@pytest.mark.parametrize("suffix", ["gz", "zst"])
@pytest.mark.parametrize("how", ["cut", "behind", "checksum"])
def test_records_of_a_run_are_read_whole_or_not_at_all(tmp_path: Path, suffix: str, how: str) -> None:
    """Unlike what strangers wrote: half of a run, exported, would look like all of it."""
    lines = b'{"name": "a"}\n{"name": "b"}\n'
    data = gzip.compress(lines) if suffix == "gz" else zstandard.ZstdCompressor(write_checksum=True).compress(lines)
    articles = tmp_path / f"articles.jsonl.{suffix}"
    articles.write_bytes(data)
    assert len(list(record_lines(tmp_path))) == 2
    at = -8 if suffix == "gz" else -4
    wrong = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
    articles.write_bytes({"cut": data[:at], "behind": data + b"garbage", "checksum": wrong}[how])
    with pytest.raises(RunError, match=f"articles.jsonl.{suffix}: cannot be read: .*byte"):
        list(record_lines(tmp_path))


def damaged_folder(folder: Path) -> Path:
    """A folder with files of each form that are cut off or followed by garbage, and two good ones."""
    files: dict[str, str | bytes] = {
        "good.txt": prose("good"),
        "z/good.jsonl": json.dumps({"text": prose("also good")}),
    }
    for form, file in FILES.items():
        for name, (suffix, pack) in PACKINGS.items():
            data = pack(file)
            files[f"{name}/cut-{form}{suffix}"] = data[: len(data) * 9 // 10]
            files[f"{name}/behind-{form}{suffix}"] = data + b"garbage"
    data = parquet(200)
    files |= {"cut.parquet": data[:-9], "turned.parquet": data[:9000] + bytes(200) + data[9200:]}
    head = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: %s\r\n\r\n"
    files |= {"19.warc": head % (b"9" * 19), "4301.warc": head % (b"9" * 4301), "nan.warc": head % b"nan"}
    return write(folder, files)


def test_command_line_ends_well_on_a_folder_of_damaged_files(tmp_path: Path) -> None:
    raw, clean = damaged_folder(tmp_path / "raw"), tmp_path / "clean"
    rules = write(tmp_path / "rules", {"one.yaml": RULES})
    command = [
        sys.executable,
        "-m",
        "ingest",
        "run",
        str(raw),
        str(clean),
        "--no-packaged-rules",
        "--rules",
        str(rules),
    ]
    ran = subprocess.run([*command, "--language-engine", "none"], capture_output=True, text=True)
    assert (ran.returncode, "Traceback" in ran.stderr) == (0, False)
    summary = json.loads((clean / "run.json").read_text(encoding="utf-8"))
    assert summary["read"] == summary["records"] + summary["rejects"]
    assert summary["records"] == len(names(clean)) > 500
    assert {"good.txt", "z/good.jsonl#1"} <= set(names(clean))
    assert "failed" not in summary["rejects_by_reason"]
    told = {reject["name"].partition("#")[0] for reject in lines(clean / "rejects.jsonl")}
    told |= {"plain/cut-a.csv"}  # of a plain row that is cut off nobody can tell
    assert {path.relative_to(raw).as_posix() for path in raw.rglob("*-a.*")} <= told


RULES = """\
about: One rule.
rules:
  - {id: global.also, kind: read_also, line: '^read also: .+', then: drop, why: For a test., examples: {removes:
    ["Read also: a"], keeps: ["b"]}}
"""


@pytest.mark.slow
def test_runs_over_damaged_files_keep_their_laws(tmp_path: Path) -> None:
    """One worker or two, the same bytes; again, everything is taken over; and whole files give what they lacked."""
    raw, clean, options = damaged_folder(tmp_path / "raw"), tmp_path / "clean", options_in(tmp_path)
    first = run(raw, clean, options, workers=2)
    check_sums(first, clean)
    before = output(clean)
    run(raw, tmp_path / "one", options, workers=1)
    assert output(tmp_path / "one") == before
    again = run(raw, clean, options, workers=2)
    assert (again.reused, again.records) == (first.records, first.records)
    assert output(clean) == before
    for form, file in FILES.items():
        for name, (suffix, pack) in PACKINGS.items():
            for how in ("cut", "behind"):
                (raw / name / f"{how}-{form}{suffix}").write_bytes(pack(file))
    mended = run(raw, clean, options, workers=2)
    check_sums(mended, clean)
    assert mended.reused >= first.records - 1  # the row that was cut off
    assert sum("-a." in name for name in names(clean)) == 2 * DOCUMENTS * len(FILES) * len(PACKINGS)
    assert not [name for name in rejects(clean) if "-a." in name]


def test_whatever_a_parser_raises_is_that_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What none of the known errors of readers is, as a release of one may bring it."""
    raw = write(tmp_path / "raw", {"a.txt": prose("a"), "b.csv": "text\nb\n", "c.txt": prose("c")})

    def broken(*arguments: object, **named: object) -> None:
        raise OverflowError("a number of the file")

    monkeypatch.setattr(csv, "reader", broken)
    summary = run(raw, tmp_path / "clean", options_in(tmp_path), workers=1)
    check_sums(summary, tmp_path / "clean")
    assert names(tmp_path / "clean") == ["a.txt", "c.txt"]
    assert rejects(tmp_path / "clean") == {"b.csv#1": "failed"}
