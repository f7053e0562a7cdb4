"""Input that means harm, or might as well: each gives an article with a note, soon, and never an exception."""

from __future__ import annotations

import time
from functools import cache

import pytest
from cost import growth

from ingest import Cleaner, RawDocument

PROSE = "The council met on Tuesday evening and kept the old bridge open for another year. "
DEEP = "<html><body>" + "<div>" * 100_000 + f"<p>{PROSE * 3}</p>" + "</div>" * 100_000


@cache
def cleaner() -> Cleaner:
    return Cleaner()


CASES: list[tuple[str, bytes | str, str | None]] = [
    ("nothing", b"", "empty"),
    ("blanks", " \n\t\n ", "empty"),
    ("binary", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 50, "binary"),
    ("invalid utf-8", PROSE.encode() * 3 + b"\xff\xfe\x80 caf\xe9" + "é".encode() * 50, "undecodable-bytes"),
    ("nul bytes", (PROSE * 3 + "\0\0").encode(), None),
    ("lone surrogates", PROSE * 3 + "\ud800 end", None),
    ("deep html", DEEP, "truncated-input"),
    ("unclosed html", "<p><b><i><a href=x>" * 5000 + PROSE * 3, None),
    ("adjoining comments", "<!--a-->" * 40 + PROSE * 3, None),
    ("a WordPress post", f"<!-- wp:paragraph -->\n<p>{PROSE}</p>\n<!-- /wp:paragraph -->\n\n" * 200, None),
    ("only scripts", "<html><body><script>var a = 1;</script></body></html>", "no-body"),
    ("entities", "<html><body><p>" + "&amp;lt;" * 20_000 + PROSE * 3 + "</p></body></html>", None),
    ("one long line", PROSE * 12_000, None),
    ("one long word", "a" * 1_000_000, "no-body"),
    ("many blank lines", "\n" * 1_000_000 + PROSE, None),
    ("many short lines", "Home\n" * 50_000 + PROSE * 3, None),
    ("many section starts", "Check Also\nLeave a Reply\n" * 10_000 + PROSE * 3, None),
    ("many spaces", " " * 1_000_000 + PROSE, None),
    ("combining marks", "a" + "\u0301" * 200_000 + " " + PROSE, None),
    ("many matches in a line", "(Lesen Sie auch: x) " * 20_000, None),
    ("many words to mend", "kyiv " * 100_000, None),
    ("mojibake", ("cafÃ© â€œquoteâ€\x9d " * 3000) + PROSE, None),
]


@pytest.mark.parametrize(("data", "code"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_hostile_input_gives_an_article_soon(data: bytes | str, code: str | None) -> None:
    cleaner().clean("warm", language="en")
    began = time.process_time()
    article = cleaner().clean(RawDocument(data))
    assert time.process_time() - began < 15
    assert article.to_json()
    if code:
        assert code in [note.code for note in article.notes]


@pytest.mark.parametrize(
    "make", [lambda n: PROSE * n, lambda n: (PROSE + "\n") * n, lambda n: "Home\n" * n], ids=["line", "lines", "labels"]
)
def test_time_grows_with_length_and_not_faster(make) -> None:  # type: ignore[no-untyped-def]
    def work(count: int) -> None:
        cleaner().clean(make(count), language="en", kind="text")

    work(200)
    assert growth(work, 200, 200 * 16, allowed=32, floor=0.002) < 32
