"""What earlier runs made is taken over where it would come out the same, and only there."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import metadata
from pathlib import Path

import pytest
from runs import check_sums, lines, options_in, output, prose, write

from ingest.batch import Limits, Output, ProgressSnapshot, Summary, run
from ingest.batch.clean_files import LEDGER
from ingest.batch.input.compression import Packing
from ingest.batch.resume import distributions
from ingest.batch.resume.previous_runs import PreviousRuns, RunSnapshot
from ingest.options import Options


@pytest.fixture
def options(tmp_path: Path) -> Options:
    return options_in(tmp_path)


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    pages = {f"{site}.example.com/{n}.txt": prose(f"{site} {n}") for site in ("one", "two") for n in range(6)}
    records = "\n".join(json.dumps({"text": prose(n), "id": f"line-{n}"}) for n in range(80))
    return write(tmp_path / "raw", pages | {"lines.jsonl": records, "empty.txt": ""})


def again(raw: Path, clean: Path, options: Options, **said: object) -> Summary:
    """Run into ``clean``, and see that the same comes out as from nothing."""
    summary = run(raw, clean, options, workers=2, **said)  # type: ignore[arg-type]
    nothing = clean.parent / "nothing"
    shutil.rmtree(nothing, ignore_errors=True)
    run(raw, nothing, options, workers=1, **said)  # type: ignore[arg-type]
    assert output(clean) == output(nothing)
    return summary


def test_run_again_takes_everything_over(tmp_path: Path, raw: Path, options: Options) -> None:
    assert run(raw, tmp_path / "clean", options).reused == 0
    summary = again(raw, tmp_path / "clean", options)
    check_sums(summary, tmp_path / "clean")
    assert (summary.reused, summary.records, summary.changed) == (92, 92, ())
    assert run(raw, tmp_path / "clean", options, output=Output(fresh=True)).reused == 0


def test_only_documents_that_changed_are_cleaned(tmp_path: Path, raw: Path, options: Options) -> None:
    run(raw, tmp_path / "clean", options)
    (raw / "one.example.com" / "3.txt").write_text(prose("another place"), encoding="utf-8")
    (raw / "one.example.com" / "1.txt").unlink()
    write(raw, {"added.txt": prose("added"), "two.example.com/2.txt.meta.json": '{"title": "T"}'})
    summary = again(raw, tmp_path / "clean", options)
    assert (summary.reused, summary.records) == (89, 92)


RULE = """\
about: A line of one site.
rules:
  - id: {id}
    kind: other
    line: '^members said.*'
    then: drop
    why: For a test.
    examples: {{removes: ["Members said so."], keeps: ["The members said so."]}}
"""


def test_site_file_concerns_its_site_only(tmp_path: Path, raw: Path, options: Options) -> None:
    run(raw, tmp_path / "clean", options)
    sites = tmp_path / "rules" / "sites"
    sites.mkdir()
    (sites / "one.example.com.yaml").write_text("site: one.example.com\n" + RULE.format(id="site.one.members"), "utf-8")
    summary = again(raw, tmp_path / "clean", options)
    assert (summary.reused, summary.records) == (86, 92)
    assert [Path(name).name for name in summary.changed] == ["one.example.com.yaml"]
    assert summary.removed == {"other": 6}


def test_language_file_concerns_its_language_only(tmp_path: Path, options: Options) -> None:
    records = [json.dumps({"text": prose(n), "language": ("de", "fr")[n % 2]}) for n in range(10)]
    raw = write(tmp_path / "raw", {"a.jsonl": "\n".join(records)})
    run(raw, tmp_path / "clean", options)
    (tmp_path / "rules" / "german.yaml").write_text("language: de\n" + RULE.format(id="de.members"), encoding="utf-8")
    summary = again(raw, tmp_path / "clean", options)
    assert (summary.reused, summary.removed) == (5, {"other": 5})


def test_rule_for_all_concerns_all(tmp_path: Path, raw: Path, options: Options) -> None:
    run(raw, tmp_path / "clean", options)
    (tmp_path / "rules" / "more.yaml").write_text(RULE.format(id="global.members"), encoding="utf-8")
    assert again(raw, tmp_path / "clean", options).reused == 0


@pytest.mark.parametrize(
    "options_changed", [{"keep": ("byline",)}, {"care": "low"}, {"trail": "none"}, {"max_removed": 0.5}]
)
def test_other_options_clean_everything_and_say_so(
    tmp_path: Path, raw: Path, options: Options, options_changed: dict[str, object]
) -> None:
    run(raw, tmp_path / "clean", options)
    changed = replace(options, **options_changed)  # type: ignore[arg-type]
    summary = again(raw, tmp_path / "clean", changed)
    assert (summary.reused, summary.changed) == (0, tuple(f"option {name}" for name in options_changed))


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Puts another version of a distribution before what is installed; its modules stay as they are."""

    def install(name: str) -> None:
        there = metadata.distribution(name)
        about = str(there.read_text("METADATA")).replace(f"\nVersion: {there.version}\n", "\nVersion: 99.9\n", 1)
        write(tmp_path / "installed" / f"{name.replace('-', '_')}-99.9.dist-info", {"METADATA": about})
        monkeypatch.syspath_prepend(tmp_path / "installed")
        distributions.installed.cache_clear()

    yield install
    distributions.installed.cache_clear()


MIXED = {f"{n}.txt": prose(n) for n in range(4)} | {
    f"{n}.html": f"<h1>Harbour {n}</h1><p>{prose(n)}</p>" for n in range(3)
}


@pytest.mark.parametrize(
    ("name", "reused"),
    [
        *((name, 4) for name in ("lxml", "cssselect", "htmldate", "charset-normalizer", "courlan", "trafilatura")),
        *((name, 0) for name in ("sentencex", "ftfy", "google-re2", "msgspec")),
        *((name, 7) for name in ("py3langid", "langdetect", "pyarrow", "certifi", "rich", "zstandard")),
    ],
)
def test_version_concerns_the_records_that_depend_on_it(
    tmp_path: Path, options: Options, install: Callable[[str], None], name: str, reused: int
) -> None:
    """``options`` detect no language, so that its engines are as unused as what reads Parquet."""
    raw = write(tmp_path / "raw", MIXED)
    run(raw, tmp_path / "clean", options, workers=1)
    install(name)
    summary = run(raw, tmp_path / "clean", options, workers=1)
    assert (summary.reused, summary.changed) == (reused, () if reused == 7 else (name,))
    assert summary.versions.get(name) == (None if reused == 7 else "99.9")
    assert run(raw, tmp_path / "clean", options, workers=1).reused == 7


def test_reader_concerns_pages_only(tmp_path: Path, options: Options) -> None:
    raw = write(tmp_path / "raw", MIXED)
    run(raw, tmp_path / "clean", options)
    summary = again(raw, tmp_path / "clean", replace(options, reader="fast"))
    assert (summary.reused, "option reader" in summary.changed) == (4, True)


@pytest.mark.parametrize("packing", ["", "gzip", "zstd"])
def test_run_that_was_cut_off_goes_on(tmp_path: Path, raw: Path, options: Options, packing: Packing) -> None:
    clean, how = tmp_path / "clean", Output(packing, shard_bytes=20_000)

    def interrupt(standing: ProgressSnapshot) -> None:
        if standing.read > 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(raw, clean, options, workers=1, output=how, progress=interrupt)
    assert again(raw, clean, options, output=how).reused > 20
    assert again(raw, clean, options, output=how).reused == 92
    assert sorted(output(clean))[0].startswith("articles-0000000000.jsonl")
    assert not (clean / ".parts").exists()


def test_run_that_was_cut_off_goes_on_beside_one_of_other_options_that_came_further(
    tmp_path: Path, raw: Path, options: Options
) -> None:
    clean = tmp_path / "clean"
    for chosen, most in ((replace(options, trail="none"), 60), (options, 20)):

        def interrupt(standing: ProgressSnapshot, most: int = most) -> None:
            if standing.read > most:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            run(raw, clean, chosen, workers=1, progress=interrupt)
    assert again(raw, clean, options).reused > 20


def test_run_that_was_cut_off_before_its_first_part_was_done_goes_on(tmp_path: Path, options: Options) -> None:
    pages = {f"{n:02}.txt": prose(n) + ("\n\nHANG" if n == 0 else "") for n in range(60)}
    raw, clean = write(tmp_path / "raw", pages), tmp_path / "clean"

    def interrupt(standing: ProgressSnapshot) -> None:
        assert not standing.read
        if len(list(clean.glob(".parts/run-*/*.ledger"))) > 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(raw, clean, options, workers=2, limits=Limits(seconds=0), progress=interrupt)
    write(raw, {"00.txt": prose(0)})
    assert again(raw, clean, options).reused > 3


def test_packed_shards_hold_the_same_lines(tmp_path: Path, raw: Path, options: Options) -> None:
    from ingest.batch.clean_files import article_files
    from ingest.batch.input.compression import unpacked_lines

    run(raw, tmp_path / "clean", options)
    expected = (tmp_path / "clean" / "articles.jsonl").read_bytes().splitlines()
    for packing in ("", "gzip", "zstd"):
        run(raw, tmp_path / "clean", options, output=Output(packing, shard_bytes=30_000))
        files = article_files(tmp_path / "clean")
        assert len(files) > 2
        assert [line for file in files for line in unpacked_lines(str(file))] == expected
    assert run(raw, tmp_path / "clean", options).reused == 92
    assert [file.name for file in article_files(tmp_path / "clean")] == ["articles.jsonl"]


@pytest.mark.parametrize("damage", ["line", "cut", "ledger", "gone"])
def test_what_is_damaged_is_cleaned_again(tmp_path: Path, raw: Path, options: Options, damage: str) -> None:
    clean = tmp_path / "clean"
    run(raw, clean, options)
    if damage == "line":  # as a loss of power may leave it: the right size, other bytes
        data = bytearray((clean / "articles.jsonl").read_bytes())
        data[100:200] = bytes(100)
        (clean / "articles.jsonl").write_bytes(data)
    elif damage == "cut":
        (clean / "articles.jsonl").write_bytes((clean / "articles.jsonl").read_bytes()[:5000])
    elif damage == "ledger":
        (clean / LEDGER).write_bytes((clean / LEDGER).read_bytes()[:9000] + b"\0\0\0")
    else:
        (clean / "articles.jsonl").unlink()
    assert again(raw, clean, options).reused < 92


@pytest.mark.parametrize("packing", ["gzip", "zstd"])
def test_packed_articles_that_are_damaged_are_cleaned_again(
    tmp_path: Path, raw: Path, options: Options, packing: Packing
) -> None:
    clean, how = tmp_path / "clean", Output(packing)
    run(raw, clean, options, output=how)
    (file,) = clean.glob("articles.jsonl.*")
    data = bytearray(file.read_bytes())
    middle = len(data) // 2
    data[middle:] = bytes(len(data) - middle)
    file.write_bytes(data)
    summary = again(raw, clean, options, output=how)
    assert summary.reused < summary.records == 92


@pytest.mark.parametrize("moved", range(4))
def test_publication_that_was_cut_off_is_brought_to_its_end(
    tmp_path: Path, raw: Path, options: Options, moved: int
) -> None:
    clean = tmp_path / "clean"
    run(raw, clean, options)
    before = output(clean)
    work = clean / ".parts" / "run-x"
    work.mkdir(parents=True)
    names = ["articles.jsonl", "rejects.jsonl", LEDGER, "run.json"]
    (work / "ready.json").write_text(json.dumps({"files": names}), encoding="utf-8")
    for name in names[moved:]:  # what had not been moved yet
        (clean / name).rename(work / name)
    (clean / "articles-0000000000.jsonl").write_text("of a run before\n", encoding="utf-8")
    assert run(raw, clean, options).reused == 92
    assert output(clean) == before


def test_past_gives_articles_by_place_in_order(tmp_path: Path, raw: Path, options: Options) -> None:
    run(raw, tmp_path / "clean", options)
    past = PreviousRuns([RunSnapshot(tmp_path / "clean").articles()])
    found = [past.at(place) for place in [("added.txt", 0), ("lines.jsonl", 2), ("lines.jsonl", 99), ("two", 0)]]
    assert [earlier and earlier.entry.name for earlier in found] == [None, "line-1", None, None]
    earlier = past.at(("two.example.com/4.txt", 0))
    assert earlier is not None
    assert earlier.entry.site == "two.example.com"


def test_rejects_are_tried_again(tmp_path: Path, raw: Path, options: Options) -> None:
    write(raw, {"loud.txt": prose("a") + "\n\nRAISE"})
    run(raw, tmp_path / "clean", options)
    summary = again(raw, tmp_path / "clean", options)
    assert summary.rejects_by_reason == {"empty": 1, "failed": 1}
    assert [reject["name"] for reject in lines(tmp_path / "clean" / "rejects.jsonl")] == ["empty.txt", "loud.txt"]
