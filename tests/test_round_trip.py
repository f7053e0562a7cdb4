"""Whatever comes in goes out: over every reader and every writer, records in = records + rejects + skipped, and the
articles are the same whichever way they came and went."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import random
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml
import zstandard
from integrations.test_scrapy_pipeline import runspider
from runs import lines, write
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from ingest.arrow import clean_batch
from ingest.batch import Output, run
from ingest.batch.duplicates.find import write_duplicates
from ingest.cleaner import Cleaner
from ingest.export import Exported, Format, export
from ingest.export.csv_file import safe_cell
from ingest.options import Options
from ingest.vocabulary import DocumentKind

RULES = """\
about: A cross-link.
rules:
  - id: global.cross-link
    kind: read_also
    line: '^Read Also: .*'
    then: {move: related}
    why: So that cleaning does something.
    examples: {removes: ["Read Also: Parliament votes"], keeps: ["Read on."]}
"""
BATCH = 500  # rows that an export writes at once
EDGES = [BATCH - 1, BATCH, BATCH + 1, 2 * BATCH + 3]
GOOD = 50
# What names may hold: any alphabet, what looks like a path, a formula or a quoted cell, what ends a line for some.
IDS = ("n{}", "Київ: новини {}", "港の話/{}", "../../{}", 'a "quoted"; one, {}', "e\u0301te\u2028{}", "🐟 {}", "=1+{}")
WORDS = ("council", "harbour", "winter", "storm", "bridge", "mill", "river", "school", "market", "train", "wall")
KEYS = ("id", "url", "language", "html", "text")
PICTURE = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"

Scraped = dict[str, str]
Told = Counter[tuple[object, ...]]


@lru_cache
def corpus(good: int) -> tuple[Scraped, ...]:
    """Scraped records of which ``good`` become articles. Of the others half have an empty text and half are broken, in
    the way of the form in which they come: here there is neither text nor page. Some come twice, some share an id."""
    made: list[Scraped] = []
    while sum(map(is_good, made)) < good:
        made.append(scraped(len(made), made[-1] if made else {}))
    return tuple(made)


def scraped(number: int, before: Scraped) -> Scraped:
    stated = {"id": IDS[number % len(IDS)].format(number), "url": f"https://example.com/{number}", "language": "en"}
    rng = random.Random(number)
    prose = "\n\n".join(f"The {' '.join(rng.choices(WORDS, k=20))} of {number}." for _ in range(3))
    text = f"{prose}\n\nRead Also: Parliament votes {number}"
    paragraphs = f"<p>{prose}</p>".replace("\n\n", "</p><p>")
    page = f"<html><body><article><h1>Історія {number}</h1>{paragraphs}</article></body></html>"
    match number % 12:
        case 3:
            return {**stated, "text": ""}
        case 6:
            return stated
        case 9:
            return {**stated, "html": page}
        case 10:
            return before  # once more
        case 11:
            return {**stated, "id": before["id"], "text": text}
    return {**stated, "text": text}


def is_good(record: Scraped) -> bool:
    return bool(record.get("html") or record.get("text"))


def is_broken(record: Scraped) -> bool:
    return "html" not in record and "text" not in record


def kind(record: Scraped) -> DocumentKind:
    return "html" if "html" in record else "text"


@pytest.fixture(scope="module")
def options(tmp_path_factory: pytest.TempPathFactory) -> Options:
    rules = write(tmp_path_factory.mktemp("rules"), {"global.yaml": RULES})
    return Options(rules=(str(rules),), packaged=False, language_engine="none")


@lru_cache
def expected(good: int, options: Options, *keys: str) -> Told:
    """What a corpus must give: its good records, each cleaned by itself, without a reader or a writer."""
    cleaner = Cleaner(options)
    articles = [
        cleaner.clean(one[kind(one)], kind=kind(one), name=one["id"], url=one["url"], language=one["language"])
        for one in corpus(good)
        if is_good(one)
    ]
    return told([article.to_dict() for article in articles], *keys)


def told(records: Iterable[Mapping[str, object]], *keys: str) -> Told:
    """What records say, each as often as it comes."""
    return Counter(tuple(record[key] for key in keys or ("name", "id", "url", "title", "text")) for record in records)


def of_run(clean: Path, read: int, rejected: int) -> list[dict[str, Any]]:
    """The records of a CLEAN, as its files hold them, of which ``run.json`` must give a full account."""
    said = json.loads((clean / "run.json").read_text(encoding="utf-8"))
    assert said["read"] == read
    assert said["read"] == said["records"] + said["rejects"] + said.get("skipped", 0)
    assert said["rejects"] + said.get("skipped", 0) == rejected
    found = [record for file in sorted(clean.glob("articles*")) for record in unpacked(file)]
    assert len(found) == said["records"]
    assert len(lines(clean / "rejects.jsonl")) == said["rejects"]
    return found


def unpacked(file: Path) -> list[dict[str, Any]]:
    data = file.read_bytes()
    if file.suffix == ".gz":
        data = gzip.decompress(data)
    elif file.suffix == ".zst":
        data = zstandard.ZstdDecompressor().stream_reader(io.BytesIO(data), read_across_frames=True).read()
    return [json.loads(line) for line in data.split(b"\n") if line]


# The forms in which records come. What is broken is broken in the way of the form.


def as_jsonl(records: Iterable[Scraped]) -> bytes:
    said = ((json.dumps(record, ensure_ascii=False), is_broken(record)) for record in records)
    return "\n".join(line[:-1] if broken else line for line, broken in said).encode()


def as_array(records: Iterable[Scraped]) -> bytes:
    return json.dumps([7 if is_broken(record) else record for record in records], indent=1).encode()


def as_csv(records: Iterable[Scraped]) -> bytes:
    file = io.StringIO()
    rows = ([record["id"]] if is_broken(record) else [record.get(key, "") for key in KEYS] for record in records)
    csv.writer(file).writerows([KEYS, *rows])
    return file.getvalue().encode()


def as_batch(records: Iterable[Scraped]) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist(list(records), pa.schema([(key, pa.string()) for key in KEYS]))


def as_parquet(records: Iterable[Scraped]) -> bytes:
    file = io.BytesIO()
    pq.write_table(pa.Table.from_batches([as_batch(records)]), file, row_group_size=70)
    return file.getvalue()


def as_warc(records: Iterable[Scraped], *, packed: bool = False) -> bytes:
    file = io.BytesIO()
    writer = WARCWriter(file, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("a.warc", {"software": "tests"}))
    for record in records:
        media = {"html": "text/html", "text": "text/plain"}[kind(record)]
        status = "404 Not Found" if is_broken(record) else "200 OK"
        head = StatusAndHeaders(status, [("Content-Type", f"{media}; charset=utf-8")], protocol="HTTP/1.1")
        body = io.BytesIO(record.get(kind(record), "gone").encode())
        writer.write_record(writer.create_warc_record(record["url"], "response", body, http_headers=head))
    return file.getvalue()


def as_files(records: Iterable[Scraped]) -> Iterator[tuple[str, bytes]]:
    """Loose files of any name, with side files that state what a file cannot."""
    for number, record in enumerate(records):
        name = f"{number:04} Київ é.{'html' if kind(record) == 'html' else 'txt'}"
        yield name, PICTURE if is_broken(record) else record[kind(record)].encode()
        stated = {key: value for key, value in record.items() if key not in ("html", "text")}
        yield f"{name}.meta.json", json.dumps(stated).encode()


FORMS: dict[str, Callable[[Sequence[Scraped]], dict[str, bytes]]] = {
    "files": lambda records: dict(as_files(records)),
    "jsonl": lambda records: {"a.jsonl": as_jsonl(records)},
    "jsonl.gz": lambda records: {"a.jsonl.gz": gzip.compress(as_jsonl(records))},
    "jsonl.zst": lambda records: {"a.jsonl.zst": zstandard.compress(as_jsonl(records))},
    "array": lambda records: {"a.json": as_array(records)},
    "csv": lambda records: {"a.csv": as_csv(records)},
    "csv.gz": lambda records: {"a.csv.gz": gzip.compress(as_csv(records))},
    "parquet": lambda records: {"a.parquet": as_parquet(records)},
    "warc": lambda records: {"a.warc": as_warc(records)},
    "warc.gz": lambda records: {"a.warc.gz": as_warc(records, packed=True)},
}


def mixed(records: Sequence[Scraped]) -> dict[str, bytes]:
    """One corpus of which each form holds a part."""
    parts = {form: records[at :: len(FORMS)] for at, form in enumerate(FORMS)}
    return {f"{form}/{name}": data for form, part in parts.items() for name, data in FORMS[form](part).items()}


@pytest.mark.parametrize("form", [*FORMS, "mixed"])
def test_every_reader_gives_the_same_articles(tmp_path: Path, options: Options, form: str) -> None:
    records = corpus(GOOD)
    raw = write(tmp_path / "raw", (FORMS | {"mixed": mixed})[form](records))
    run(raw, tmp_path / "clean", options, workers=2 if form == "mixed" else 1)
    found = of_run(tmp_path / "clean", len(records), len(records) - GOOD)
    # An archive has no ids: there a record is named by its place.
    keys = ("url", "title", "text") if form in ("warc", "warc.gz", "mixed") else ()
    assert told(found, *keys) == expected(GOOD, options, *keys)


def test_standard_input_gives_the_same_articles(tmp_path: Path, options: Options) -> None:
    records = corpus(GOOD)
    command = [sys.executable, "-m", "ingest", "run", "-", str(tmp_path / "clean"), "--rules", *options.rules]
    command += ["--no-packaged-rules", "--language-engine", "none", "--quiet"]
    ran = subprocess.run(command, input=as_jsonl(records), capture_output=True, timeout=600)
    assert ran.returncode == 0, ran.stderr
    found = of_run(tmp_path / "clean", len(records), len(records) - GOOD)
    assert told(found) == expected(GOOD, options)


@pytest.mark.parametrize("form", ["jsonl.zst", "csv", "parquet"])
@pytest.mark.parametrize("good", [BATCH + 1, pytest.param(2 * BATCH + 3, marks=pytest.mark.slow)])
def test_many_records_come_in_by_every_table(tmp_path: Path, options: Options, form: str, good: int) -> None:
    records = corpus(good)
    run(write(tmp_path / "raw", FORMS[form](records)), tmp_path / "clean", options, workers=1)
    found = of_run(tmp_path / "clean", len(records), len(records) - good)
    assert told(found) == expected(good, options)


OUTPUTS = {
    "plain": (Output(), 1),
    "gzip": (Output("gzip"), 1),
    "zstd": (Output("zstd"), 1),
    "sharded": (Output(shard_bytes=20_000), 2),
    "sharded gzip": (Output("gzip", shard_bytes=20_000), 2),
    "sharded zstd": (Output("zstd", shard_bytes=20_000), 2),
}


@pytest.mark.parametrize(("output", "files"), OUTPUTS.values(), ids=OUTPUTS)
def test_every_packing_holds_the_same_articles_in_order(
    tmp_path: Path, options: Options, output: Output, files: int
) -> None:
    records = corpus(GOOD)
    raw = write(tmp_path / "raw", FORMS["jsonl"](records))
    run(raw, tmp_path / "clean", options, workers=2, output=output)
    found = of_run(tmp_path / "clean", len(records), len(records) - GOOD)
    assert [record["name"] for record in found] == [record["id"] for record in records if is_good(record)]
    assert told(found) == expected(GOOD, options)
    assert min(len(list((tmp_path / "clean").glob("articles*"))), 2) == files


@pytest.fixture(scope="module")
def cleaned(tmp_path_factory: pytest.TempPathFactory, options: Options) -> Callable[[int, str], Path]:
    """Gives a CLEAN with so many records, packed as asked for; made once."""
    folder = tmp_path_factory.mktemp("cleaned")

    def clean(good: int, packing: str) -> Path:
        made = folder / f"{good}-{packing}"
        if not made.exists():
            raw = write(folder / f"raw-{good}", FORMS["jsonl"](corpus(good)))
            run(raw, made, options, workers=1, output=OUTPUTS[packing][0])
        return made

    return clean


def of_parquet(done: Exported) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(done.path).to_pylist()
    return rows


def of_csv(done: Exported) -> list[dict[str, Any]]:
    with open(done.path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def of_markdown(done: Exported) -> list[dict[str, Any]]:
    files = [path.read_text(encoding="utf-8").split("---\n", 2) for path in done.path.rglob("*.md")]
    return [yaml.load(front, Loader=yaml.CSafeLoader) | {"text": body.strip()} for _, front, body in files]


def of_text(done: Exported) -> list[dict[str, Any]]:
    return [{"text": path.read_text(encoding="utf-8")} for path in done.path.rglob("*.txt")]


EXPORTS: dict[Format, tuple[Callable[[Exported], list[dict[str, Any]]], tuple[str, ...]]] = {
    "parquet": (of_parquet, ("name", "id", "url", "title", "text")),
    "csv": (of_csv, ("name", "id", "text")),
    "markdown": (of_markdown, ("name", "id")),
    "text": (of_text, ("text",)),
}


def in_form(records: list[dict[str, Any]], to: Format) -> list[dict[str, Any]]:
    """Records as an export writes what is compared of them."""
    if to == "csv":
        return [{key: safe_cell(record[key] or "") for key in ("name", "id", "text")} for record in records]
    if to == "text":
        return [{"text": "\n\n".join(filter(None, (one["title"], one["text"]))) + "\n"} for one in records]
    return records


@pytest.mark.parametrize("to", EXPORTS)
@pytest.mark.parametrize("good", EDGES)
def test_every_export_holds_all_articles(
    cleaned: Callable[[int, str], Path], tmp_path: Path, good: int, to: Format
) -> None:
    clean, records = cleaned(good, "plain"), corpus(good)
    kept = of_run(clean, len(records), len(records) - good)
    done = export(clean, to, tmp_path / "out")
    read, keys = EXPORTS[to]
    assert (done.records, done.dropped) == (good, 0)
    assert told(read(done), *keys) == told(in_form(kept, to), *keys)


@pytest.mark.parametrize("to", EXPORTS)
@pytest.mark.parametrize("packing", ["gzip", "zstd", "sharded", "sharded zstd"])
def test_export_reads_every_packing(
    cleaned: Callable[[int, str], Path], tmp_path: Path, packing: str, to: Format
) -> None:
    done = export(cleaned(BATCH + 1, packing), to, tmp_path / "out")
    read, keys = EXPORTS[to]
    kept = lines(cleaned(BATCH + 1, "plain") / "articles.jsonl")
    assert done.records == len(kept)
    assert told(read(done), *keys) == told(in_form(kept, to), *keys)


@pytest.mark.parametrize("to", EXPORTS)
def test_export_accounts_for_the_duplicates_that_it_drops(
    cleaned: Callable[[int, str], Path], tmp_path: Path, to: Format
) -> None:
    clean = shutil.copytree(cleaned(2 * BATCH + 3, "plain"), tmp_path / "clean")
    found = write_duplicates(clean)
    done = export(clean, to, tmp_path / "out", drop_duplicates=True)
    assert found.records == done.records + done.dropped == 2 * BATCH + 3
    assert done.dropped > 0
    assert len(EXPORTS[to][0](done)) == done.records > BATCH


@pytest.mark.parametrize("how", ["columns", "lines"])
@pytest.mark.parametrize("good", [GOOD, BATCH + 1])
def test_batch_gives_a_row_for_every_row(options: Options, how: str, good: int) -> None:
    records = corpus(good)
    if how == "lines":
        column = pa.array(as_jsonl(records).split(b"\n"), pa.binary())
        out = clean_batch(pa.RecordBatch.from_arrays([column], ["line"]), options, lines="line")
    else:
        out = clean_batch(as_batch(records), options)
    rows = out.to_pylist()
    found = [row for row in rows if not row["rejected"]]
    assert (len(rows), len(found)) == (len(records), good)
    assert told(found) == expected(good, options)


SPIDER = """\
import json, pathlib
import scrapy

class Item(scrapy.Item):
    name, id, url, language, title, html, text, site = (scrapy.Field() for _ in range(8))

class Records(scrapy.Spider):
    name = "records"

    async def start(self):
        for record in json.loads(pathlib.Path("records.json").read_text("utf-8")):
            yield record if self.settings["FORM"] == "dict" else Item(record)

    def closed(self, reason):
        stats = self.crawler.stats.get_stats().items()
        counts = {key: value for key, value in stats if key.startswith(("ingest", "item_"))}
        pathlib.Path("counts.json").write_text(json.dumps(counts), "utf-8")
"""


@pytest.mark.slow
@pytest.mark.parametrize("form", ["dict", "item"])
def test_scrapy_gives_an_article_or_a_reject_for_every_item(tmp_path: Path, options: Options, form: str) -> None:
    records = corpus(GOOD)
    said = [{**record, "text": 7} if is_broken(record) else record for record in records]
    write(tmp_path, {"spider.py": SPIDER, "records.json": json.dumps(said)})
    chosen = {"rules": options.rules, "packaged": False, "language_engine": "none"}
    ran, found = runspider(tmp_path, f"INGEST_OPTIONS={json.dumps(chosen)}", f"FORM={form}", "LOG_LEVEL=ERROR")
    assert (ran.returncode, ran.stderr) == (0, "")
    counts = json.loads((tmp_path / "counts.json").read_text(encoding="utf-8"))
    rejected = sum(count for key, count in counts.items() if key.startswith("ingest/rejected/"))
    assert counts["ingest/articles"] == counts["item_scraped_count"] == len(found) == GOOD
    assert rejected == counts["item_dropped_count"] == len(records) - GOOD
    keys = ("name", "id", "url", "title", "text") if form == "dict" else ("name", "url", "title", "text")
    assert told(found, *keys) == expected(GOOD, options, *keys)
    if form == "item":
        assert Counter(one["id"] for one in found) == Counter(one["id"] for one in records if is_good(one))


@pytest.mark.slow
@pytest.mark.parametrize("form", ["jsonl", "parquet"])
@pytest.mark.parametrize("engine", ["ray", "spark"])
def test_engine_gives_a_row_for_every_row(tmp_path: Path, options: Options, engine: str, form: str) -> None:
    if not find_spec("pyspark" if engine == "spark" else "ray"):
        pytest.skip(f"{engine} is not installed\n  fix: pip install 'ingest[{engine}]'")
    if engine == "spark" and not shutil.which("java"):
        pytest.skip("spark: there is no java\n  fix: install Java 17")
    records = corpus(BATCH + 1)
    written, half = {"jsonl": as_jsonl, "parquet": as_parquet}[form], len(records) // 2
    write(tmp_path / "in", {f"a.{form}": written(records[:half]), f"b.{form}": written(records[half:])})
    command = [sys.executable, "-m", f"ingest.integrations.{engine}", str(tmp_path / "in"), str(tmp_path / "out")]
    command += ["--format", form, "--rules", *options.rules, "--language-engine", "none"]
    environment = {**os.environ, "RAY_ENABLE_UV_RUN_RUNTIME_ENV": "0", "PYSPARK_PYTHON": sys.executable}
    ran = subprocess.run(command, capture_output=True, text=True, timeout=1800, env=environment)
    assert ran.returncode == 0, ran.stderr[-3000:]
    assert f"{len(records):,} rows read" in ran.stderr
    rows = pq.read_table(tmp_path / "out").to_pylist()
    found = [row for row in rows if not row["rejected"]]
    assert (len(rows), len(found)) == (len(records), BATCH + 1)
    assert told(found) == expected(BATCH + 1, Options(rules=options.rules, language_engine="none"))
