"""An export holds every record that the run counted, once, or it is an error: nothing is lost on the way."""

from __future__ import annotations

import csv
import gzip
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import zstandard
from runs import write

from ingest.batch import Output, run
from ingest.batch.duplicates.find import write_duplicates
from ingest.batch.input.compression import Packing
from ingest.errors import RunError, UsageError
from ingest.export import FORMATS, Format, export
from ingest.export.export import check_written
from ingest.options import Options

COPY_EVERY = 250  # so that copies stand before, at and behind the edges of the batches that are written at once


def clean_of(folder: Path, count: int, packing: Packing = "", shard_bytes: int = 1_000_000_000) -> Path:
    """A CLEAN of ``count`` short records, of which some are copies of the first."""
    numbers = [0 if n % COPY_EVERY == COPY_EVERY - 1 else n for n in range(count)]
    records = [{"text": f"The council of place {of} kept bridge {of}.", "id": f"n{n}"} for n, of in enumerate(numbers)]
    raw = write(folder / "raw", {"a.jsonl": "\n".join(map(json.dumps, records))})
    run(
        raw,
        folder / "clean",
        Options(packaged=False, language_engine="none"),
        workers=1,
        output=Output(packing, shard_bytes=shard_bytes),
    )
    return folder / "clean"


def names_in(path: Path, to: Format) -> list[str]:
    """The names of the records in an export, in its order; of a folder of files, sorted."""
    if to == "parquet":
        return [str(name) for name in pq.read_table(path, columns=["name"]).column("name").to_pylist()]
    if to == "csv":
        with open(path, newline="", encoding="utf-8") as file:
            return [row["name"] for row in csv.DictReader(file)]
    files = [file for file in path.rglob("*") if file.suffix in (".md", ".txt")]
    if to == "markdown":
        return sorted(re.findall(r'^name: "(.*)"$', file.read_text("utf-8"), re.M)[0] for file in files)
    return sorted(file.name.partition("-")[0] for file in files)


def check_exports(clean: Path, count: int) -> None:
    write_duplicates(clean)
    everything = [f"n{n}" for n in range(count)]
    originals = [name for n, name in enumerate(everything) if n % COPY_EVERY != COPY_EVERY - 1]
    for to in FORMATS:
        for drop, expected in ((False, everything), (True, originals)):
            done = export(clean, to, drop_duplicates=drop)
            in_order = to in ("parquet", "csv")
            assert names_in(done.path, to) == (expected if in_order else sorted(expected)), (to, drop)
            assert (done.records, done.dropped) == (len(expected), count - len(expected))


@pytest.mark.parametrize("count", [499, 500, 501, 1003])
def test_export_holds_every_record(tmp_path: Path, count: int) -> None:
    check_exports(clean_of(tmp_path, count), count)


@pytest.mark.parametrize("count", [501, 1003])
@pytest.mark.parametrize("packing", ["gzip", "zstd"])
def test_export_of_packed_shards_holds_every_record(tmp_path: Path, packing: Packing, count: int) -> None:
    clean = clean_of(tmp_path, count, packing, shard_bytes=100_000)
    assert len(list(clean.glob("articles-*.jsonl.*"))) > 2
    check_exports(clean, count)


@pytest.mark.slow  # half a minute: a run, and eight exports that are read back
def test_export_of_twenty_thousand_holds_every_record(tmp_path: Path) -> None:
    check_exports(clean_of(tmp_path, 20_000), 20_000)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return clean_of(tmp_path_factory.mktemp("whole"), 7)


@pytest.fixture
def clean(tmp_path: Path, whole: Path) -> Path:
    """A CLEAN to tamper with, of which there is an export already."""
    write(tmp_path / "clean", {path.name: path.read_bytes() for path in whole.iterdir() if path.is_file()})
    export(tmp_path / "clean", "csv", tmp_path / "out")
    return tmp_path / "clean"


def rewrite(name: str, change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def tamper(clean: Path) -> None:
        (clean / name).write_bytes(change((clean / name).read_bytes()))

    return tamper


def without_line(data: bytes) -> bytes:
    lines = data.splitlines(keepends=True)
    return b"".join(lines[:3] + lines[4:])


def repack(pack: Callable[[bytes], bytes], ending: str) -> Callable[[Path], None]:
    """Two whole frames where there were three: no reader of the packing can notice."""

    def tamper(clean: Path) -> None:
        lines = (clean / "articles.jsonl").read_bytes().splitlines(keepends=True)
        (clean / "articles.jsonl").unlink()
        (clean / f"articles.jsonl{ending}").write_bytes(pack(b"".join(lines[:2])) + pack(b"".join(lines[4:])))

    return tamper


def unfinished(clean: Path) -> None:
    """As a run leaves it that is killed while it puts its results in place: the first thing to go is run.json."""
    (clean / "run.json").unlink()
    write(clean / ".parts" / "run-x", {"ready.json": "{}"})


TAMPERED: dict[str, tuple[Callable[[Path], None], str]] = {
    "line removed": (rewrite("articles.jsonl", without_line), "6 records"),
    "line added": (rewrite("articles.jsonl", lambda data: data + data.splitlines(keepends=True)[0]), "8 records"),
    "blank line added": (rewrite("articles.jsonl", lambda data: data + b"\n"), "record 8"),
    "no record added": (rewrite("articles.jsonl", lambda data: b'{"a": 1}\n' + data), "record 1"),
    "line cut off": (rewrite("articles.jsonl", lambda data: data[:-30]), "record 7"),
    "emptied": (rewrite("articles.jsonl", lambda data: b""), "0 records"),
    "frame of gzip removed": (repack(gzip.compress, ".gz"), "5 records"),
    "frame of zstd removed": (repack(zstandard.compress, ".zst"), "5 records"),
    "other count": (
        rewrite("run.json", lambda data: data.replace(b'"records": 7', b'"records": 9')),
        "run.json counts 9",
    ),
    "no count": (rewrite("run.json", lambda data: data.replace(b'"records"', b'"recrods"')), "run.json"),
    "run.json broken": (rewrite("run.json", lambda data: data[:20]), "run.json"),
    "unfinished": (unfinished, "cut off"),
}


def ingest(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ingest", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env={**os.environ, "NO_COLOR": "1"})


@pytest.mark.parametrize(("tamper", "says"), TAMPERED.values(), ids=TAMPERED)
def test_export_of_what_does_not_add_up_is_an_error(
    clean: Path, tmp_path: Path, tamper: Callable[[Path], None], says: str
) -> None:
    before = (tmp_path / "out").read_bytes()
    tamper(clean)
    for to in FORMATS:
        with pytest.raises(RunError, match=says) as error:
            export(clean, to, tmp_path / ("out" if to == "csv" else f"out.{to}"))
        assert str(error.value).startswith(str(clean))
        assert "\n  fix: " in str(error.value)
    with pytest.raises(RunError, match=says):
        write_duplicates(clean)
    assert (tmp_path / "out").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["clean", "out"]


@pytest.mark.parametrize("what", ["line removed", "line added", "other count"])
def test_export_of_what_does_not_add_up_exits_with_three(clean: Path, what: str) -> None:
    tamper, says = TAMPERED[what]
    tamper(clean)
    ran = ingest("export", clean, "--to", "csv")
    assert (ran.returncode, ran.stdout) == (3, "")
    assert says in ran.stderr
    assert "fix: " in ran.stderr
    assert not (clean / "articles.csv").exists()


def test_results_that_are_all_in_place_are_exported(clean: Path) -> None:
    """Killed behind the last step, a run leaves its own folder; what it has put in place is whole."""
    write(clean / ".parts" / "run-x", {"ready.json": "{}"})
    assert export(clean, "csv").records == 7


def test_articles_that_no_run_has_counted_are_exported(clean: Path) -> None:
    (clean / "run.json").unlink()
    ran = ingest("export", clean, "--to", "csv")
    assert ran.returncode == 0
    assert "7 records, which no run.json counts" in ran.stderr


@pytest.mark.parametrize(
    "copies",
    ['{"id": "x", "record": 700}\n', '{"id": "x"}\n', '{"id": "x", "rec', "[1]\n"],
    ids=["of no record", "without number", "cut off", "no object"],
)
def test_duplicates_that_do_not_fit_are_not_used(clean: Path, copies: str) -> None:
    (clean / "duplicates.jsonl").write_text(copies, encoding="utf-8")
    with pytest.raises(UsageError, match=f"fix: ingest duplicates {clean}"):
        export(clean, "csv", drop_duplicates=True)


def test_what_was_written_is_counted_against_what_was_read(tmp_path: Path) -> None:
    check_written(tmp_path, read=7, left_out=2, written=5)
    with pytest.raises(RunError, match=r"4 records were written, 7 were read and 2 of them left out\n  fix: "):
        check_written(tmp_path, read=7, left_out=2, written=4)
