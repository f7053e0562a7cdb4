"""When a page was published: which of its statements are believed, and which need a second witness."""

from __future__ import annotations

import json

import pytest

from ingest import Cleaner
from ingest.article import Metadata
from ingest.html.dom import parse
from ingest.html.metadata.collect import read_metadata
from ingest.html.metadata.htmldate_guess import guessed_day
from ingest.html.metadata.witnesses import Claim, believed

URL = "https://example.com/news/bridge"
META = '<meta property="article:published_time" content="{}">'
LINE = '<p class="date">{}</p>'


def read(head: str, body: str = "", url: str = URL, fetched_at: str | None = None, language: str = "en") -> Metadata:
    page = f'<html lang="{language}"><head>{head}</head><body><h1>Bridge stays open</h1>{body}<p>x</p></body></html>'
    parsed = parse(page.encode())
    assert parsed is not None
    return read_metadata(parsed.root, url, fetched_at)


def ld(**node: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **node})}</script>'


@pytest.mark.parametrize(
    ("head", "published"),
    [
        (META.format("1709629200"), "2024-03-05T09:00:00Z"),
        (META.format("1709629200123"), "2024-03-05T09:00:00Z"),
        (META.format("2024-03-05 09:30:00"), "2024-03-05T09:30:00"),
        (META.format("Tue, 05 Mar 2024 10:00:00 GMT"), "2024-03-05T10:00:00Z"),
        (META.format("Tuesday, March 5, 2024 - 10:30"), "2024-03-05T10:30"),
        (META.format("2024-02-31T10:15"), None),
        (META.format("05/03/2024"), None),
        (ld(datePublished=1709629200), "2024-03-05T09:00:00Z"),
        (ld(datePublished={"@type": "Date", "@value": "2024-03-05"}), "2024-03-05"),
        (ld(datePublished=[None, "soon", "2024-03-05"]), "2024-03-05"),
        (ld(datePublished={"a": 1}), None),
    ],
)
def test_stated_times_are_read_in_every_form(head: str, published: str | None) -> None:
    assert read(head).published == published


def test_stated_numbers_are_told_by_the_language() -> None:
    assert read(META.format("05/03/2024"), language="fr").published == "2024-03-05"


@pytest.mark.parametrize(
    ("head", "body", "url", "published"),
    [
        # one witness
        (META.format("1935-08-14"), "", URL, None),
        ("", LINE.format("London, 14 August 1935"), URL, None),
        ("", "", "https://example.com/1935/08/14/bridge", None),
        (META.format("2035-03-01T08:00:00Z"), "", URL, None),
        ("", LINE.format("3 June 2042, Tollen"), URL, None),
        (META.format("1970-01-01"), "", URL, None),
        # what is stated twice for machines is one witness
        (META.format("1985-03-04") + ld(datePublished="1985-03-04"), "", URL, None),
        # two witnesses
        (META.format("1985-03-04T10:00:00Z"), LINE.format("4 March 1985"), URL, "1985-03-04T10:00:00Z"),
        (META.format("1985-03-04"), "", "https://example.com/1985/03/04/bridge", "1985-03-04"),
        ("", LINE.format("4 March 1985"), "https://example.com/1985/03/04/bridge", "1985-03-04"),
        (META.format("2035-03-01"), LINE.format("1 March 2035"), URL, "2035-03-01"),
        # another day is no witness, and what is plausible is believed before what is not
        (META.format("1935-08-14"), LINE.format("5 March 2024"), URL, "2024-03-05"),
        (META.format("1970-01-01T00:00:00Z"), LINE.format("5 March 2024"), URL, "2024-03-05"),
        (META.format("0001-01-01T00:00:00Z") + '<meta name="date" content="2024-03-05">', "", URL, "2024-03-05"),
        (META.format("1970-01-01") + '<meta name="date" content="2024-03-05">', "", URL, "2024-03-05"),
        # a page that shows its database's zero
        (META.format("1970-01-01"), LINE.format("1 January 1970"), URL, None),
        (META.format("1970-01-01"), "", "https://example.com/1970/01/01/bridge", "1970-01-01"),
    ],
)
def test_odd_day_needs_a_second_witness(head: str, body: str, url: str, published: str | None) -> None:
    assert read(head, body, url).published == published


@pytest.mark.parametrize(
    ("stated", "fetched_at", "published"),
    [
        ("2024-03-05", "2024-03-05T10:00:00Z", "2024-03-05"),
        ("2024-03-07", "2024-03-05T10:00:00Z", "2024-03-07"),
        ("2024-03-08", "2024-03-05T10:00:00Z", None),
        ("2024-03-08", None, "2024-03-08"),
        ("2024-03-08", "not a time", "2024-03-08"),
        ("2035-03-01", "2035-03-01", "2035-03-01"),
    ],
)
def test_nothing_is_published_after_it_was_fetched(stated: str, fetched_at: str | None, published: str | None) -> None:
    assert read(META.format(stated), fetched_at=fetched_at).published == published
    page = f"<html><head>{META.format(stated)}</head><body><h1>x</h1><p>The ferry ran aground.</p></body></html>"
    assert Cleaner().clean(page, kind="html", fetched_at=fetched_at).published == published


def test_change_needs_a_second_witness_as_well() -> None:
    changed = '<meta property="article:modified_time" content="{}">'
    assert read(changed.format("2042-03-01")).modified is None
    assert read(changed.format("2024-03-01")).modified == "2024-03-01"
    assert read(changed.format("1709629200")).modified == "2024-03-05T09:00:00Z"


def test_time_of_other_stories_is_not_that_of_the_article() -> None:
    beside = '<aside><a href="/b"><time datetime="2024-03-05">5 March</time> Mill burns</a></aside>'
    assert read("", f"<article><h1>x</h1><p>One.</p></article>{beside}").published is None
    assert read("", f"<main><h1>x</h1><p>One.</p>{beside}</main>").published is None
    assert read("", '<main><h1>x</h1><time datetime="2024-03-05T10:00">5 March</time></main>').published == (
        "2024-03-05T10:00"
    )


@pytest.mark.parametrize(
    "odd",
    [
        "<script>var lock = {'expire': '2026-01-31T00:00:00'}</script>",
        '<aside><time datetime="2024-03-05">5 March 2024</time></aside>',
        "<nav><a href='/archive'>2024-03-05</a></nav>",
        "<footer>2024-03-05</footer>",
    ],
    ids=["expiry in a script", "beside", "menu", "footer"],
)
def test_day_of_another_thing_is_not_guessed(odd: str) -> None:
    parsed = parse(f"<html><body><h1>Ferry aground</h1><p>The ferry ran aground.</p>{odd}</body></html>".encode())
    assert parsed is not None
    assert guessed_day(parsed.root, None, "2028-12-31") is None


def test_guess_leaves_the_page_as_it_is() -> None:
    parsed = parse(b"<html><body><p>One.<script>var a = 1</script> Two.</p><aside>Three.</aside></body></html>")
    assert parsed is not None
    before = list(parsed.root.itertext())
    guessed_day(parsed.root, None, "2028-12-31")
    assert list(parsed.root.itertext()) == before


def test_first_plausible_claim_is_believed_without_looking_at_others() -> None:
    looked = iter([Claim("2024-03-05", "stated"), Claim("2024-03-06", "shown")])
    first = believed(looked, None)
    assert first is not None
    assert first.time == "2024-03-05"
    assert next(looked).time == "2024-03-06"
    assert believed([], None) is None


@pytest.mark.parametrize(
    ("url", "fetched_at", "published"),
    [
        ("https://example.com/2024/03/05/bridge", None, "2024-03-05"),
        ("https://example.com/2024/03/05/bridge", "2024-03-05T10:00:00Z", "2024-03-05"),
        ("https://example.com/2024/03/05/bridge", "2024-03-01T10:00:00Z", None),
        ("https://example.com/2042/03/05/bridge", None, None),
        ("https://example.com/2024/03/51234", None, None),
        (None, None, None),
    ],
)
def test_text_takes_the_day_of_its_address(url: str | None, fetched_at: str | None, published: str | None) -> None:
    text = "The council met on Tuesday evening and kept the old bridge open for another year.\n\nIt voted late."
    assert Cleaner().clean(text, kind="text", url=url, fetched_at=fetched_at).published == published


def test_day_that_a_text_shows_comes_before_that_of_its_address() -> None:
    text = "Posted on 14 April 2026, 08:12\n\nThe council met on Tuesday evening and kept the old bridge open."
    article = Cleaner().clean(text, kind="text", language="en", url="https://example.com/2026/04/13/bridge")
    assert article.published == "2026-04-14"
