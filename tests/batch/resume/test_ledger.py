"""What a ledger names is done and whole; what was begun behind it is taken back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.batch.parts import Part, PartFiles
from ingest.batch.resume.ledger import Ledger, LedgerEntry, read_ledger


@pytest.fixture
def part(tmp_path: Path) -> Part:
    """A part of which an article and a reject are done."""
    part = Part(0, (), str(tmp_path / "00000000"))
    with PartFiles(part) as files:
        assert files.done == 0
        files.write_article(
            b'{"name":"a"}', LedgerEntry("a", 0.1, rules={"en.x": 2}, kinds={"other": 2}, notes=("no-body",))
        )
        files.write_reject(LedgerEntry("b", 0.2, "empty", "why", keys=("k",)))
    return part


def _texts(part: Part) -> tuple[str, str]:
    return Path(part.articles).read_text(encoding="utf-8"), Path(part.rejects).read_text(encoding="utf-8")


DONE = ('{"name":"a"}\n', '{"name": "b", "reason": "empty", "detail": "why"}\n')


def test_ledger_gives_back_what_was_entered(part: Part) -> None:
    first, second = read_ledger(part.ledger).entries
    assert (first.name, first.rules, first.kinds, list(first.notes)) == ("a", {"en.x": 2}, {"other": 2}, ["no-body"])
    assert (second.name, second.reason, second.seconds) == ("b", "empty", 0.2)
    assert (second.detail, second.keys, second.met) == ("why", ("k",), ())
    assert _texts(part) == DONE


@pytest.mark.parametrize(
    ("file", "torn"),
    [
        ("articles", b'{"name":"c", "text":"half'),
        ("rejects", b'{"name":"c"'),
        ("ledger", b'{"name":"c","seconds":0.1'),
        ("ledger", b"Timeout (0:00:01)!\nThread 0x1 (most recent call first):\n"),
    ],
    ids=["article", "reject", "entry", "what the watch wrote"],
)
def test_part_goes_on_behind_its_last_whole_entry(part: Part, file: str, torn: bytes) -> None:
    with open(getattr(part, file), "ab") as half:
        half.write(torn)
    with PartFiles(part) as files:
        assert files.done == 2
        files.write_article(b'{"name":"c"}', LedgerEntry("c", 0.3))
    assert [entry.name for entry in read_ledger(part.ledger).entries] == ["a", "b", "c"]
    assert _texts(part) == (DONE[0] + '{"name":"c"}\n', DONE[1])


@pytest.mark.parametrize("torn", [b"", b'{"name":"c","sec'], ids=["between entries", "within an entry"])
def test_document_that_hung_is_known(part: Part, torn: bytes) -> None:
    assert not read_ledger(part.ledger).hung
    with open(part.ledger, "ab") as ledger:
        ledger.write(torn + b"Timeout (0:00:01)!\nThread 0x1 (most recent call first):\n")
    ledger_read = read_ledger(part.ledger)
    assert ledger_read.hung
    assert len(ledger_read.entries) == 2


def test_name_that_says_timeout_is_not_taken_for_one(tmp_path: Path) -> None:
    part = Part(0, (), str(tmp_path / "0"))
    with PartFiles(part) as files:
        files.write_article(b"{}", LedgerEntry("Timeout (1)\nTimeout (2)", 0.0))
    assert not read_ledger(part.ledger).hung


def test_no_ledger_means_nothing_done(tmp_path: Path) -> None:
    assert read_ledger(str(tmp_path / "none")) == Ledger()


@pytest.mark.parametrize("file", ["articles", "rejects", "packed"])
def test_part_whose_removal_stops_halfway_counts_as_not_done(tmp_path: Path, file: str) -> None:
    """The ledger goes first: what it named would else pass for whole while its articles are gone."""
    part = Part(0, (), str(tmp_path / "00000000"), "gzip")
    with PartFiles(part) as files:
        files.write_article(b'{"name":"a"}', LedgerEntry("a"))
    part.write_packed()
    path = Path(getattr(part, file))
    path.unlink()
    path.mkdir()  # which no unlink removes
    with pytest.raises(OSError, match="00000000"):
        part.remove()
    assert read_ledger(part.ledger) == Ledger()


def test_reject_holds_any_name(tmp_path: Path) -> None:
    part = Part(0, (), str(tmp_path / "0"))
    with PartFiles(part) as files:
        files.write_reject(LedgerEntry('a"\n\u2028\udc80', 0.0, "failed", "Київ"))
    (line,) = Path(part.rejects).read_text(encoding="utf-8").splitlines()
    assert json.loads(line.replace("\\udc80", "")) == {"name": 'a"\n\u2028', "reason": "failed", "detail": "Київ"}
