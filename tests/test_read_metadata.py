"""Metadata: what a page states, from which statement, and nothing that it does not state."""

from __future__ import annotations

import json

import pytest

from ingest.article import Image, Metadata
from ingest.read.metadata import read_metadata
from ingest.read.people import people
from ingest.read.tree import parse
from ingest.read.values import language_code, rfc3339


def stated(head: str, body: str = "", html: str = "<html>", url: str | None = "https://example.com/a/b") -> Metadata:
    parsed = parse(f"{html}<head>{head}</head><body>{body}<p>x</p></body></html>".encode())
    assert parsed is not None
    return read_metadata(parsed.root, url)


def ld(*nodes: object) -> str:
    return "".join(f'<script type="application/ld+json">{json.dumps(node)}</script>' for node in nodes)


def test_a_page_that_states_nothing_has_no_metadata() -> None:
    assert stated("", url=None) == Metadata()


ARTICLE = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Bridge stays open",
    "alternativeHeadline": "Council votes for a year more",
    "author": [{"@type": "Person", "name": "Ann Lee"}, {"@type": "Person", "name": "Bo &amp; Ek"}],
    "publisher": {"@type": "Organization", "name": "The Example"},
    "datePublished": "2024-03-05T09:30:00+02:00",
    "dateModified": "2024-03-06",
    "articleSection": ["Local", "Politics"],
    "keywords": "bridge, council, Bridge",
    "image": {"@type": "ImageObject", "url": "/i.jpg", "caption": "The bridge"},
}


def test_json_ld_states_an_article() -> None:
    assert stated(ld({"@graph": [{"@type": "WebSite", "name": "x"}, ARTICLE]}), html='<html lang="en-GB">') == Metadata(
        title="Bridge stays open",
        subtitle="Council votes for a year more",
        authors=("Ann Lee", "Bo", "Ek"),
        published="2024-03-05T09:30:00+02:00",
        modified="2024-03-06",
        section="Local",
        tags=("bridge", "council"),
        language="en",
        url="https://example.com/a/b",
        site_name="The Example",
        images=(Image("https://example.com/i.jpg", "The bridge"),),
    )


def test_meta_elements_state_an_article() -> None:
    head = """<title>Bridge | The Example</title><base href="https://example.org/"><link rel="canonical" href="/c">
    <meta property="og:title" content="Bridge &amp;amp; mill"><meta name="Author" content="by Ann Lee">
    <meta property="article:published_time" content="2024-03-05 09:30">
    <meta property="og:site_name" content="The Example">
    <meta property="article:tag" content="bridge"><meta property="article:tag" content="mill">
    <meta property="article:section" content="Local"><meta property="og:image" content="i.jpg">
    <meta http-equiv="Content-Language" content="de-AT">"""
    assert stated(head, url=None) == Metadata(
        title="Bridge & mill",
        authors=("Ann Lee",),
        published="2024-03-05T09:30",
        section="Local",
        tags=("bridge", "mill"),
        language="de",
        canonical_url="https://example.org/c",
        site_name="The Example",
        images=(Image("https://example.org/i.jpg"),),
    )


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>Bridge stays open - The Example</title>", "<h1>Bridge stays open</h1>", "Bridge stays open"),
        ("<title>Open – for now</title>", "", "Open – for now"),
        ('<meta property="og:title" content="Bridge stays">', "<h1>Local news</h1>", "Bridge stays"),
        ('<meta property="og:title" content="News in Lee: a bridge">', "<h1>News</h1>", "News in Lee: a bridge"),
        ("<title>The Example</title>", "<h1>Bridge stays</h1>", "Bridge stays"),
        ("<title>Bridge stays</title>", "<h1>More</h1><h1>Shop</h1>", "Bridge stays"),
        (ld({"@type": "Article", "headline": "Said here"}) + "<title>And there</title>", "", "Said here"),
        ("", "<h1>Bridge  <b>stays</b></h1>", "Bridge stays"),
    ],
)
def test_the_title_is_the_headline_that_the_page_confirms(head: str, body: str, title: str) -> None:
    assert stated(head, body).title == title


@pytest.mark.parametrize(
    "node",
    [
        {"@type": "ItemList", "itemListElement": [ARTICLE]},
        {"@type": "WebPage", "hasPart": ARTICLE},
        {"@type": "Organization", "name": "x"},
        "text",
        [],
        None,
        {"@type": ["NewsArticle"], "headline": 5, "author": {"name": None}, "datePublished": {"a": 1}, "image": [None]},
    ],
)
def test_json_ld_about_other_things_states_nothing(node: object) -> None:
    assert stated(ld(node), url=None) == Metadata()


@pytest.mark.parametrize("text", ["{", "", "[" * 50_000, '{"a": nul}', "<!-- x -->", "\x00"])
def test_broken_json_ld_is_passed_over(text: str) -> None:
    assert stated(f'<script type="application/ld+json">{text}</script>', url=None) == Metadata()


@pytest.mark.parametrize("wrapped", ["<!--{}-->", "//<![CDATA[\n{}\n//]]>", "{};", "\n{}\n"])
def test_wrapped_json_ld_is_read(wrapped: str) -> None:
    text = wrapped.replace("{}", json.dumps(ARTICLE))
    assert stated(f'<script type="application/ld+json">{text}</script>').title == "Bridge stays open"


def test_the_statement_with_an_hour_is_preferred_on_the_same_day() -> None:
    head = ld(ARTICLE | {"datePublished": "2024-03-05"}) + '<meta name="date" content="2024-03-05T07:00Z">'
    assert stated(head).published == "2024-03-05T07:00Z"
    other = ld(ARTICLE | {"datePublished": "2024-03-05"}) + '<meta name="date" content="2024-03-07T07:00Z">'
    assert stated(other).published == "2024-03-05"
    assert stated("", '<time itemprop="datePublished" datetime="2024-03-05">5 March</time>').published == "2024-03-05"


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ("2024-03-05", "2024-03-05"),
        ("2024-3-5", "2024-03-05"),
        ("2024-03", "2024-03"),
        ("2024-03-05T09:30", "2024-03-05T09:30"),
        ("2024-03-05T09:30:00Z", "2024-03-05T09:30:00Z"),
        ("2024-03-05T09:30:00.000Z", "2024-03-05T09:30:00Z"),
        ("2024-03-05 9:30 UTC", "2024-03-05T09:30Z"),
        ("2024-03-05T09:30:00+0530", "2024-03-05T09:30:00+05:30"),
        ("2024-03-05T09:30:00-03", "2024-03-05T09:30:00-03:00"),
        ("2024-03-05T99:30", "2024-03-05"),
        ("Tue, 05 Mar 2024 10:00:00 +0100", "2024-03-05T10:00:00+01:00"),
        ("2024-13-05", None),
        ("0000-00-00", None),
        ("5 March 2024", None),
        ("today", None),
        ("", None),
        ("20240305", None),
        ("1" * 10_000, None),
    ],
)
def test_moments_are_as_precise_as_they_were_said(said: str, moment: str | None) -> None:
    assert rfc3339(said) == moment


@pytest.mark.parametrize(
    ("said", "names"),
    [
        (["By Ann Lee"], ("Ann Lee",)),
        (["Von Ann Lee und Bo Ek"], ("Ann Lee", "Bo Ek")),
        (["Ann Lee, Bo Ek and Cy Day"], ("Ann Lee", "Bo Ek", "Cy Day")),
        (["Ann Lee; Bo Ek | Cy Day"], ("Ann Lee", "Bo Ek", "Cy Day")),
        (["Ann Lee", "ANN LEE", "ann lee"], ("Ann Lee",)),
        (["Lee, Ann"], ("Lee, Ann",)),
        (["The Example", "Ann Lee"], ("Ann Lee",)),
        (["https://example.com/ann", "ann@example.com", "@ann", "example.com", "—", "(Image: Lee)"], ()),
        (["Byron Band"], ("Byron Band",)),
        (["Ángel de la Cruz y Vega"], ("Ángel de la Cruz y Vega",)),
        (["李 明"], ("李 明",)),
        (["x" * 200], ()),
    ],
)
def test_people_are_names(said: list[str], names: tuple[str, ...]) -> None:
    assert people(said, but=["the example"]) == names


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("en", "en"),
        ("EN-us", "en"),
        ("pt_BR", "pt"),
        ("zh-Hans", "zh"),
        ("iw", "he"),
        ("fil", "fil"),
        ("english", None),
        ("", None),
    ],
)
def test_languages_are_primary_subtags(said: str, code: str | None) -> None:
    assert language_code(said) == code


def test_addresses_are_http_and_absolute() -> None:
    head = (
        '<link rel=canonical href="javascript:alert(1)"><meta property="og:image" content="data:image/png;base64,xx">'
    )
    found = stated(head + '<meta property="og:url" content="http://[bad">')
    assert (found.canonical_url, found.images) == (None, ())
