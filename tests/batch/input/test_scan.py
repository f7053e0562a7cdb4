"""Everything in RAW becomes a reference: a document, or a reject that says why it is none."""

from __future__ import annotations

import errno
import gzip
import io
import os
import random
from pathlib import Path

import pytest
import zstandard

from ingest.batch.input.reference import Reference
from ingest.batch.input.scan import domain, locate, spool
from ingest.batch.limits import Limits
from ingest.errors import UsageError

LIMITS = Limits(max_bytes=1000)


def _write(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    return folder


def _references(raw: Path, limits: Limits = LIMITS) -> list[Reference]:
    return list(locate(str(raw)).references(limits))


def _seen(raw: Path) -> list[tuple[str, str]]:
    """Name and form of each document, or name and reason: why it is refused, or skipped."""
    return [(reference.name, reference.reason or reference.skipped or reference.form) for reference in _references(raw)]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, []),
        ({"b.txt": b"b", "a/z.html": b"z", "a.md": b"a"}, [("a/z.html", "html"), ("a.md", "text"), ("b.txt", "text")]),
        ({"A.HTM": b"a", "b.txt.gz": b"b"}, [("A.HTM", "html"), ("b.txt.gz", "text")]),
        (
            {"a.pdf": b"%PDF", "b.css": b"b {color: red}", ".DS_Store": b"x"},
            [(".DS_Store", "hidden"), ("a.pdf", "unsupported"), ("b.css", "unsupported")],
        ),
        ({"a.txt": b"x" * 1001, "b.txt": b"x" * 1000}, [("a.txt", "too-large"), ("b.txt", "text")]),
        ({"a.jsonl": b'{}\n\n{"a": 1}\n'}, [("a.jsonl#1", "record"), ("a.jsonl#3", "record")]),
        ({"a.jsonl.gz": b"{}\n{}"}, [("a.jsonl.gz#1", "record"), ("a.jsonl.gz#2", "record")]),
        ({"a.jsonl": b"x" * 1001 + b"\n{}"}, [("a.jsonl#1", "too-large"), ("a.jsonl#2", "record")]),
        ({"a.jsonl": b"\n"}, [("a.jsonl", "empty")]),
        ({"a.json": b'{"text": "a"}'}, [("a.json", "record")]),
        ({"a.json": b"[{}, {}]"}, [("a.json#1", "record"), ("a.json#2", "record")]),
        ({"a.json": b"[]", "b.json": b""}, [("a.json", "empty"), ("b.json", "record")]),
        ({"a.json": b"[{}, {"}, [("a.json#1", "record"), ("a.json#2", "bad-record")]),
        ({"a.html": b"a", "a.html.meta.json": b"{}"}, [("a.html", "html")]),
        ({"a.meta.json": b"{}", "b.txt": b"b"}, [("a.meta.json", "side-file"), ("b.txt", "text")]),
    ],
    ids=[
        "nothing",
        "any depth, by name",
        "suffixes in capitals and packed",
        "other suffixes",
        "size limit",
        "lines",
        "packed lines",
        "a long line",
        "blank lines alone",
        "one object",
        "array",
        "no objects",
        "array that breaks off",
        "side file",
        "side file of nothing",
    ],
)
def test_files_become_references(tmp_path: Path, files: dict[str, bytes], expected: list[tuple[str, str]]) -> None:
    assert _seen(_write(tmp_path, files)) == expected


def test_packed_file_that_is_broken_is_a_reject(tmp_path: Path) -> None:
    whole = gzip.compress(b'{"text": "a"}\n' * 3)
    (tmp_path / "cut.jsonl.gz").write_bytes(whole[:-12])
    (tmp_path / "not.jsonl.gz").write_bytes(b"{}")
    assert [reason for _, reason in _seen(tmp_path)][-2:] == ["unreadable", "unreadable"]


@pytest.mark.parametrize("side", ["page.html.meta.json", "page.meta.json"])
def test_side_file_is_named_in_full_or_without_suffix(tmp_path: Path, side: str) -> None:
    _write(tmp_path, {"sub/page.html": b"a", f"sub/{side}": b"{}"})
    (reference,) = _references(tmp_path)
    assert (reference.path, reference.side) == ("sub/page.html", f"sub/{side}")


@pytest.mark.parametrize(
    ("name", "site"),
    [
        ("example.com", "example.com"),
        ("News.Example.co.uk", "news.example.co.uk"),
        ("point.md", "point.md"),
        ("xn--e1afmkfd.xn--p1ai", "xn--e1afmkfd.xn--p1ai"),
        ("2024", None),
        ("2024.01", None),
        ("v1.2", None),
        ("example.com.bak", None),
        ("page.html", None),
        ("a b.com", None),
        (".hidden", None),
    ],
)
def test_folder_named_like_a_domain_is_a_site(name: str, site: str | None) -> None:
    assert domain(name) == site


def test_nearest_domain_folder_gives_the_site(tmp_path: Path) -> None:
    raw = tmp_path / "example.com"
    _write(raw, {"a.txt": b"a", "sub/b.txt": b"b", "other.org/2024/c.jsonl": b"{}"})
    found = {reference.name: reference.site for reference in _references(raw)}
    assert found == {"a.txt": "example.com", "sub/b.txt": "example.com", "other.org/2024/c.jsonl#1": "other.org"}


@pytest.mark.parametrize(
    ("folders", "typed", "site"),
    [
        ("example.com/2024", "example.com/2024/a.txt", "example.com"),
        ("example.com/other.org", "example.com/other.org/a.txt", "other.org"),
        ("2024", "2024/a.txt", None),
    ],
)
def test_file_named_alone_has_the_site_of_a_folder_in_its_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folders: str, typed: str, site: str | None
) -> None:
    _write(tmp_path, {f"{folders}/a.txt": b"a"})
    monkeypatch.chdir(tmp_path)
    assert [reference.site for reference in _references(Path(typed))] == [site]
    monkeypatch.chdir(tmp_path / folders)
    near = site if folders.endswith(site or "-") else None
    assert [reference.site for reference in _references(Path("a.txt"))] == [near]


def test_folders_above_a_user_are_no_sites(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "john.doe"
    _write(home, {"a.txt": b"a", "news/a.txt": b"a", "example.com/a.txt": b"a"})
    monkeypatch.setenv("HOME", str(home))
    found = [_references(home / folder / "a.txt")[0].site for folder in ("", "news", "example.com")]
    assert found == [None, None, "example.com"]


def test_links_are_followed_inside_raw_only(tmp_path: Path) -> None:
    raw = _write(tmp_path / "raw", {"sub/a.txt": b"a"})
    _write(tmp_path, {"secret.txt": b"s", "elsewhere/b.txt": b"b"})
    (raw / "inside.txt").symlink_to("sub/a.txt")
    (raw / "leaves.txt").symlink_to(tmp_path / "secret.txt")
    (raw / "leaves").symlink_to(tmp_path / "elsewhere")
    (raw / "loop").symlink_to(".")
    (raw / "nowhere.txt").symlink_to("gone.txt")
    (raw / "self.txt").symlink_to("self.txt")
    (raw / "sub" / "a.meta.json").symlink_to(tmp_path / "secret.txt")
    assert _seen(raw) == [
        ("inside.txt", "text"),
        ("leaves", "outside"),
        ("leaves.txt", "outside"),
        ("nowhere.txt", "unreadable"),
        ("self.txt", "unreadable"),
        ("sub/a.txt", "outside"),
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_pipe_in_raw_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert _seen(tmp_path) == [("pipe.txt", "unreadable")]


@pytest.mark.skipif(os.name == "nt", reason="file names are always Unicode there")
def test_file_name_that_is_not_unicode_can_be_read_and_written(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_bytes(b"a")
    (reference,) = _references(tmp_path)
    assert reference.name == "caf\\xe9.txt"
    assert (tmp_path / reference.path).read_bytes() == b"a"


def test_single_file_is_read_with_its_side_file(tmp_path: Path) -> None:
    _write(tmp_path, {"a.txt": b"a", "a.txt.meta.json": b"{}", "b.txt": b"b"})
    (reference,) = _references(tmp_path / "a.txt")
    assert (reference.name, reference.side, reference.length) == ("a.txt", "a.txt.meta.json", 1)


def test_raw_that_is_not_there_is_a_wrong_call(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file or folder"):
        locate(str(tmp_path / "gone"))


@pytest.mark.parametrize(
    ("piped", "expected"),
    [
        (b"A headline\n\nA paragraph.", [("-", "any")]),
        (b'{"text": "a"}\n{"text": "b"}\n', [("-#1", "record"), ("-#2", "record")]),
        (b'\n {"text": "a"}', [("-#2", "record")]),
        (b'{\n "text": "a"\n}', [("-", "record")]),
        (b"[Reuters] - A paragraph.", [("-", "any")]),
        (b'[\n {"text": "a"},\n {"text": "b"}\n]', [("-#1", "record"), ("-#2", "record")]),
    ],
    ids=["document", "lines", "one line", "object over several lines", "text in brackets", "array"],
)
def test_standard_input_is_lines_or_one_document(tmp_path: Path, piped: bytes, expected: list[tuple[str, str]]) -> None:
    raw = spool(io.BytesIO(piped), str(tmp_path))
    assert [(reference.name, reference.form) for reference in raw.references(LIMITS)] == expected


def test_standard_input_with_nothing_in_it_is_a_wrong_call(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="standard input is empty"):
        spool(io.BytesIO(b""), str(tmp_path))


@pytest.mark.parametrize("closed", ["", "b"])
def test_folder_that_cannot_be_listed_is_one_reject(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, closed: str
) -> None:
    _write(tmp_path, {"a.txt": b"a", "b/c.txt": b"c", "d.txt": b"d"})
    listdir = os.listdir

    def forbidden(path: str) -> list[str]:  # root, who runs some suites, is never forbidden anything
        if Path(path) == tmp_path / closed:
            raise PermissionError(errno.EACCES, "Permission denied")
        return listdir(path)

    monkeypatch.setattr(os, "listdir", forbidden)
    found = locate(str(tmp_path)).references(LIMITS)
    seen = [(reference.path, reference.reason) for reference, _ in zip(found, range(9), strict=False)]
    assert seen == ([("a.txt", None), ("b", "unreadable"), ("d.txt", None)] if closed else [("", "unreadable")])


def test_size_is_what_there_is_to_read(tmp_path: Path) -> None:
    _write(tmp_path, {"a.txt": b"12345", "b.jsonl": b"{}", "c.pdf": b"123"})
    assert locate(str(tmp_path)).size() == 10
    _write(tmp_path, {"d.txt.gz": b"d", ".DS_Store": b"skipped"})
    assert locate(str(tmp_path)).size() == 10 + (tmp_path / "d.txt.gz").stat().st_size
    _write(tmp_path, {"e.jsonl.gz": b"{}"})
    size = 10 + sum((tmp_path / name).stat().st_size for name in ("d.txt.gz", "e.jsonl.gz"))
    assert locate(str(tmp_path)).size() == size


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
def test_records_of_a_packed_file_are_together_as_large_as_it_is(tmp_path: Path, suffix: str) -> None:
    rng = random.Random(1)
    data = b"".join(b'{"text": "%s"}\n' % rng.randbytes(500).hex().encode() for _ in range(6000))
    _write(tmp_path, {f"a.jsonl{suffix}": data if suffix == ".gz" else zstandard.compress(data)})
    sizes = [reference.size for reference in locate(str(tmp_path)).references(LIMITS)]
    whole = locate(str(tmp_path)).size()
    assert sum(sizes) == pytest.approx(whole, rel=0.01)
    assert sum(sizes[:3000]) == pytest.approx(whole / 2, rel=0.4)  # a stream reads ahead
