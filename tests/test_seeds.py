"""The five articles that the project began with: what must go, what must stay, where it lands."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest
from corpora import SHARED, needs_shared

from ingest import Article, Cleaner, RawDocument
from ingest.rules.edits.settle import replay

pytestmark = needs_shared("seeds")
NAMES = ("000", "001", "002", "003", "004")


def labels() -> dict[str, dict[str, Any]]:
    rows = (SHARED / "seeds.labels.jsonl").read_text(encoding="utf-8").splitlines()
    return {row["id"][:3]: row for row in map(json.loads, rows)}


@cache
def seed(name: str) -> tuple[list[str], Article]:
    path = next((SHARED / "seeds").glob(f"{name}_*.txt"))
    data = path.read_bytes()
    article = Cleaner().clean(RawDocument(data, name=path.name))
    return data.decode().split("\n"), article


@pytest.mark.parametrize("name", NAMES)
def test_seed_loses_its_cruft_and_nothing_else(name: str) -> None:
    lines, article = seed(name)
    kept = article.text.split("\n\n")
    dropped = [line for line in labels()[name]["lines"] if str(line["label"]).startswith("drop")]
    assert len(dropped) == {"000": 1, "001": 3, "002": 0, "003": 4, "004": 7}[name]
    for line in dropped:
        assert lines[line["n"] - 1].strip() not in kept
    stay = [lines[line["n"] - 1].strip() for line in labels()[name]["lines"] if line["label"] in ("keep", "dateline")]
    repaired = {line["n"]: line for line in labels()[name]["case"]}
    for number, repair in repaired.items():
        line = lines[number - 1].strip()
        start, end = repair["span"]
        stay[stay.index(line)] = line[:start] + repair["to"] + line[end:]
    assert kept == stay


def test_seed_titles() -> None:
    assert [seed(name)[1].title for name in NAMES] == [
        None,
        "Russian forces retreat from crucial areas in Ukraine’s northeast",
        "Russia Announces Troop Withdrawal from Eastern Kharkiv Ukraine",
        seed("003")[0][0].strip(),
        seed("004")[0][0].strip(),
    ]


def test_seed_fields() -> None:
    lines, article = seed("004")
    assert [caption.text for caption in article.captions] == [lines[n - 1].strip() for n in (3, 22, 33)]
    assert [related.title for related in article.related] == [lines[43].strip()]
    assert article.copyright == lines[40].strip()
    assert [related.title for related in seed("000")[1].related] == [seed("000")[0][3].strip()]
    assert [related.title for related in seed("001")[1].related] == [
        seed("001")[0][42].removeprefix("Read Also: ").strip()
    ]
    assert [related.title for related in seed("003")[1].related] == [seed("003")[0][46].strip()]
    assert seed("003")[1].author_bio is None
    assert seed("002")[1].dateline == "Kharkiv"


def test_seed_quotes_stay_curly() -> None:
    assert "‘Tide turning’" in seed("001")[1].text
    for name in NAMES:
        lines, article = seed(name)
        assert not any(repair.rule.startswith("encoding") for repair in article.repaired), lines[0]


@pytest.mark.parametrize("name", NAMES)
def test_seed_trail_replays(name: str) -> None:
    path = next((SHARED / "seeds").glob(f"{name}_*.txt"))
    raw = RawDocument(path.read_bytes(), name=path.name)
    cleaner = Cleaner()
    page = cleaner.read(raw)
    article = cleaner.clean_page(page, raw)
    moved = next((cut.text for cut in article.removed if cut.to == "title"), None)
    assert replay(page, article.removed, article.repaired, title=moved) == (article.text, article.title)
