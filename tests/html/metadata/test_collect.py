"""Metadata: what a page states, from which statement, and nothing that it does not state."""

from __future__ import annotations

import json
import time

import pytest

from ingest.article import Image, Metadata
from ingest.html.dom import parse
from ingest.html.metadata.collect import read_metadata
from ingest.text.language.codes import language_code
from ingest.text.names import names_in_bylines, people_in_bylines


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
        ("<title>Old bridge -Ann Lee - Site</title>", "<h1>Old bridge</h1>", "Old bridge"),
    ],
)
def test_the_title_is_the_headline_that_the_page_confirms(head: str, body: str, title: str) -> None:
    assert stated(head, body).title == title


SHORT = '<meta property="og:title" content="Lamps on the old bridge are lit">'


@pytest.mark.parametrize(
    ("head", "heading", "title"),
    [
        (SHORT, "Lamps on the old Lee bridge are lit again tonight", "Lamps on the old bridge are lit"),
        (SHORT, "Local news | Lamps on the old bridge are lit", "Lamps on the old bridge are lit"),
        (SHORT, "In the dark: Lamps on the old bridge are lit", "In the dark: Lamps on the old bridge are lit"),
        (SHORT, "The old bridge has lamps that are lit", "The old bridge has lamps that are lit"),
        (SHORT.replace("lit", "…"), "Lamps on the old bridge are lit again", "Lamps on the old bridge are lit again"),
    ],
    ids=["padded", "section", "theme", "reworded", "cut off"],
)
def test_words_put_in_for_search_engines_are_left_out(head: str, heading: str, title: str) -> None:
    head += f"<title>{heading} - Site</title>" + ld({"@type": "NewsArticle", "headline": heading})
    assert stated(head, f"<h1>{heading}</h1>").title == title


def test_two_statements_outweigh_a_heading_that_only_the_title_repeats() -> None:
    claim, heading = "Council lights the lamps of the bridge", "Bridge in Lee: why the council lights lamps again"
    social = f'<meta property="og:title" content="{claim}"><title>{heading}</title>'
    both = social + ld({"@type": "NewsArticle", "headline": claim})
    assert stated(both, f"<h1>{heading}</h1>").title == claim
    assert stated(social, f"<h1>{heading}</h1>").title == heading


def path_of(*names: str) -> dict[str, object]:
    items = [{"@type": "ListItem", "position": at, "name": name} for at, name in enumerate(names, 1)]
    return {"@type": "BreadcrumbList", "itemListElement": items}


@pytest.mark.parametrize(
    ("path", "section"),
    [
        (("Home", "Sport", "Rowing", "Bridge stays open"), "Sport"),
        (("Startseite", "Bridge stays open"), None),
        (("Home",), None),
        (("Home", "The Example", "Sport"), "Sport"),
    ],
    ids=["below the front page", "front page and article", "front page alone", "site's name twice"],
)
def test_section_is_the_first_step_below_the_front_page(path: tuple[str, ...], section: str | None) -> None:
    article = {name: value for name, value in ARTICLE.items() if name != "articleSection"}
    assert stated(ld(article, path_of(*path))).section == section
    assert stated(ld(ARTICLE, path_of(*path))).section == "Local"


BYLINE = '<p class="byline">By <a href="/author/ann">Ann Lee</a></p>'
FAR = "<p>text</p>" * 120


@pytest.mark.parametrize(
    ("head", "body", "names"),
    [
        ("", f"<h1>x</h1>{BYLINE}", ("Ann Lee",)),
        ("", f"<h1>x</h1>{FAR}{BYLINE}", ("Ann Lee",)),
        ('<meta name=author content="Reuters">', f"<h1>x</h1>{BYLINE}", ("Ann Lee",)),
        ('<meta name=author content="Reuters">', f"<h1>x</h1>{FAR}{BYLINE}", ("Reuters",)),
        ("", f"<h1>x</h1><div class=related>{BYLINE}</div>", ()),
        ("", f"<h1>x</h1><div class='widget byline'>{BYLINE}</div>", ("Ann Lee",)),
        ("", f'<h1>x</h1><article class="hentry tag-gallery">{BYLINE}</article>', ("Ann Lee",)),
        ("", "<h1>x</h1><p class=byline>Updated by Ann Lee</p>", ()),
        ("", "<h1>x</h1><p class=byline>Ann Lee Updated May 5, 2024</p>", ("Ann Lee",)),
        ("", "<h1>x</h1><p class=byline>Ann Lee November 5, 2024</p>", ("Ann Lee",)),
        ("", "<h1>x</h1><p class=byline>More Posts</p>", ()),
        (
            "",
            f"<h1>x</h1>{FAR}<p class=author>Ann Baker, keeper of bees, who lives in Leeton, an isle. Writes.</p>",
            (),
        ),
        (
            "",
            "<h1>x</h1><p class=byline>Ann Lee, Bo Ek, Cy Day, Dee Oak, Ed Fir, Flo Elm, Gus Ash, Hal Yew Jr.</p>",
            ("Ann Lee", "Bo Ek", "Cy Day", "Dee Oak", "Ed Fir", "Flo Elm", "Gus Ash", "Hal Yew Jr."),
        ),
        ("", "<h1>x</h1><p class=byline>Autorin: Ann Lee</p>", ("Ann Lee",)),
        ("", "<h1>x</h1><p class=byline>Interview: Ann Lee, 5.3.2024</p>", ("Ann Lee",)),
        ("", "<h1>x</h1><span class=by><a href=/author/ann>Ann</a></span>", ("Ann",)),
        ("", f"<h1>x</h1>{FAR}<a href=/author/ann>Ann</a>", ()),
        ("", "<h1>x</h1><p class=author>Photograph by <a href=/a>Ann Lee</a></p><p>By Bo Ek</p>", ("Bo Ek",)),
        ("", "<h1>x</h1><a rel=author href=/a>Revised Edition</a>", ()),
        ("", "<h2>x</h2><p>By <b>Ann Lee</b></p><p>One.</p><p>Two.</p>", ("Ann Lee",)),
        ("", "<h2>x</h2><p>One.</p><p>Two.</p><p>Three.</p><p>By <b>Ann Lee</b></p>", ()),
        ("", "<h1>x</h1><p class=byline>Redaktion: <a href=/a>Ann Lee</a></p>", ()),
        ("", "<h1>x</h1><p>By LEE, in</p>", ("LEE",)),
        ("", "<h1>x</h1><a rel=author href=/a>flerche</a>", ("flerche",)),
        ("", "<h1>x</h1><p>APA, LEE</p>", ("APA",)),
        (ld(ARTICLE | {"author": "Newsteam"}), f"<h1>x</h1>{BYLINE}", ("Ann Lee",)),
        (ld(ARTICLE | {"author": "Newsteam"}), f"<h1>x</h1>{FAR}{BYLINE}", ("Newsteam",)),
        (ld(ARTICLE | {"author": {"@type": "Organization", "name": "Isle Echo"}}), f"<h1>x</h1>{BYLINE}", ("Ann Lee",)),
        (ld(ARTICLE | {"author": {"@type": "Organization", "name": "Isle Echo"}}), "<h1>x</h1>", ("Isle Echo",)),
        ('<meta name="twitter:data1" content="4 minutes">', "<h1>x</h1>", ()),
        ('<meta name=author content="admin">', "<h1>x</h1>", ()),
        ('<meta name=author content="example.com, Lee, Isle">', "<h1>x</h1>", ()),
        ('<meta name=author content="Ann Lee - https://example.com/ann">', "<h1>x</h1>", ("Ann Lee",)),
    ],
)
def test_a_byline_is_found_where_the_article_is(head: str, body: str, names: tuple[str, ...]) -> None:
    assert stated(head, body).authors == names


def test_each_author_may_have_a_block() -> None:
    blocks = "".join(
        f'<div class="byline"><address><a rel=author href="/{name}"><b>{name}</b> <b>Lee</b></a></address></div>'
        for name in ("Ann", "Bo")
    )
    said = ld(ARTICLE | {"author": {"@type": "Person", "name": "Bo Lee"}})
    assert stated(said, f"<h1>Bridge stays open</h1>{blocks}").authors == ("Ann Lee", "Bo Lee")


def test_authors_of_other_items_are_of_other_items() -> None:
    item = "<div itemscope><i itemprop=author>{}</i></div>"
    assert stated("", "<h1>x</h1>" + item.format("Ann Lee") + item.format("Bo Ek")).authors == ("Ann Lee",)
    assert stated("", "<h1>x</h1><p><b itemprop=author>al;bek</b></p>").authors == ("al", "bek")


@pytest.mark.parametrize(
    ("end", "names"),
    [
        ('<p style="text-align: right"><b>Ann Lee</b></p>', ("Ann Lee",)),
        ("<p><em>Example-Redaktion</em></p>", ("Example-Redaktion",)),
        ("<p>(dpa)</p>", ("dpa",)),
        ("<p>Example / The Echo</p>", ("The Echo",)),
        ("<p>Isle / The Echo</p>", ()),
        ("<p>/ The Echo</p>", ()),
        ("<p>(Quelle: AFP/dpa)</p>", ("AFP", "dpa")),
        ("<p align=right>Source: Ann Lee</p>", ()),
        ("<p><b>Ann Lee</b></p>", ()),
        ("<p>(Revised Edition)</p>", ()),
        ('<p class="copyright">Bo Ek</p>', ()),
    ],
)
def test_who_signs_below_the_text(end: str, names: tuple[str, ...]) -> None:
    assert stated("", f"<h1>x</h1><article><p>One.</p><p>Two.</p><p>Three.</p>{end}</article>").authors == names


def test_who_is_stated_comes_before_a_source_and_a_signature_before_a_category() -> None:
    text = "<h1>x</h1><a rel='category tag' href=/n>News</a><article><p>One.</p><p>Two.</p><p>Three.</p>{}</article>"
    own = ld(ARTICLE | {"author": {"@type": "Organization", "name": "The Example"}})
    assert stated(own, text.format("<p>(Source: AFP)</p>")).authors == ("The Example",)
    assert stated(ld(ARTICLE | {"author": "News"}), text.format("<p>Example / The Echo</p>")).authors == ("The Echo",)
    assert stated(ld(ARTICLE | {"author": "Lee"}), text.format("<p>Example / The Echo</p>")).authors == ("Lee",)


def test_json_ld_refers_to_people() -> None:
    person = {"@type": "Person", "@id": "#ann", "name": "Ann Lee"}
    page = {"@type": "WebPage", "author": {"@id": "#ann"}, "datePublished": "2024-03-05"}
    found = stated(ld({"@graph": [page, person]}))
    assert (found.authors, found.published) == (("Ann Lee",), "2024-03-05")
    assert stated(ld({"@graph": [{"@type": "Article", "author": [{"@id": "#bo"}]}, person]})).authors == ()


@pytest.mark.parametrize(
    ("body", "published", "modified"),
    [
        ('<p class="date">5 March 2024</p>', "2024-03-05", None),
        ('<p class="post-date" data-timestamp="1709629200">5 hours ago</p>', "2024-03-05T09:00:00Z", None),
        ("<p>LEE, 5. März 2024</p>", "2024-03-05", None),
        ("<p>The Example • 05.03.2024</p>", "2024-03-05", None),
        ("<p>Updated: March 5, 2024</p>", "2024-03-05", "2024-03-05"),
        ("<p>Updated March 6, 2024</p><p>Published March 5, 2024</p>", "2024-03-05", "2024-03-06"),
        ('<div><h3><a href="/b">Mill</a></h3><p class="date">5 March 2024</p></div>', None, None),
        (f'{FAR}<p class="date">5 March 2024</p>', None, None),
        (f"<p>{'The council met. ' * 20}</p><p>{'It voted. ' * 20}</p><p>5 March 2024</p>", None, None),
        ("<p>Event: 5 March 2024</p>", None, None),
        ("<p>© 2024 The Example</p>", None, None),
        ("<p>05/03/2024</p>", None, None),
    ],
)
def test_the_day_is_shown_beside_the_headline(body: str, published: str | None, modified: str | None) -> None:
    found = stated("", f"<h1>Bridge stays open</h1>{body}")
    assert (found.published, found.modified) == (published, modified)


def test_days_and_months_in_numbers_are_told_by_the_language() -> None:
    body = "<h1>Bridge</h1><p>05/03/2024</p>"
    assert stated("", body, '<html lang="fr">').published == "2024-03-05"
    assert stated("", body, '<html lang="en">').published is None


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (ld(ARTICLE | {"isAccessibleForFree": False}), "isAccessibleForFree: false"),
        (ld(ARTICLE | {"isAccessibleForFree": "http://schema.org/False"}), "isAccessibleForFree: false"),
        (ld(ARTICLE | {"hasPart": [{"isAccessibleForFree": "False"}]}), "isAccessibleForFree: false"),
        ('<meta property="article:content_tier" content="metered">', "article:content_tier: metered"),
        (ld(ARTICLE | {"isAccessibleForFree": True, "hasPart": {"isAccessibleForFree": False}}), None),
        ('<meta property="article:content_tier" content="free">', None),
        (ld(ARTICLE), None),
    ],
)
def test_a_page_states_that_its_text_is_not_free(head: str, said: str | None) -> None:
    assert stated(head).paywalled == said


def test_properties_are_read_of_rdfa_too() -> None:
    said = '<span property="schema:datePublished" content="2024-03-05T09:30:00Z"></span>'
    assert stated("", said, '<html prefix="schema: http://schema.org/">').published == "2024-03-05T09:30:00Z"


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
        (["Perry Bay Jr.", "Ann L."], ("Perry Bay Jr.", "Ann L.")),
        (["Ann Lee ann@example.com", "Bo Ek @boek"], ("Ann Lee", "Bo Ek")),
        (["Ann Lee The Isle", "Ann Lee", "Ann Leest"], ("Ann Lee", "Ann Leest")),
        (["Ann Lee and Bo Ek For The Isle"], ("Ann Lee", "Bo Ek")),
        (["Ein Kommentar von Ann Lee"], ("Ann Lee",)),
        (["Ann Lee/dpa"], ("Ann Lee",)),
        (["Ann Lee with AFP", "Bo Ek mit dpa", "Cy Day with Di Oak"], ("Ann Lee", "Bo Ek", "Cy Day with Di Oak")),
        (["Ann Lee on March 5, 2024", "Von Bo Ek am 5. März", "Cy Day — 5 May"], ("Ann Lee", "Bo Ek", "Cy Day")),
        (["Ann Lee / Staff reporter", "Bo Ek/Cy Day"], ("Ann Lee", "Bo Ek", "Cy Day")),
        (["anonymous", "Copyright Isle GmbH & Co. KG – all rights reserved"], ()),
        (
            ["Ann Lee Updated 3h ago", "Bo Ek Published 5 March 2024", "Cy Day 3 hours ago"],
            ("Ann Lee", "Bo Ek", "Cy Day"),
        ),
        (["Analysis by Ann Lee", "Skrevet av Bo Ek", "Reporter: Cy Day"], ("Ann Lee", "Bo Ek", "Cy Day")),
        (["Von unserer Redakteurin Ann Lee", "dal nostro inviato Bo Ek"], ("Ann Lee", "Bo Ek")),
        (["Our Foreign Isle"], ("Our Foreign Isle",)),
        (["Ann Lee, enviada especial", "Bo Ek, a Leeton"], ("Ann Lee", "Bo Ek")),
        (["Ann Lee | Leeton", "BO EK · LEETON", "Leeton | Cy Day"], ("Ann Lee", "BO EK", "Leeton", "Cy Day")),
        (
            ["Ann Lee – BBC", "Bo Ek - Leeton", "Ann-Marie Ek", "Cy Day - Di Oak"],
            ("Ann Lee", "Bo Ek", "Ann-Marie Ek", "Cy Day - Di Oak"),
        ),
        (["記者李明／島報導", "김철수 기자", "記者"], ("李明", "김철수", "記者")),
        (["Letters To The Editor"], ("Letters To The Editor",)),
        (["Crime and accidents"], ("Crime and accidents",)),
    ],
)
def test_people_are_names(said: list[str], names: tuple[str, ...]) -> None:
    assert people_in_bylines(said, but=["the example"]) == names


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("AFP, NEW LEE", ("AFP",)),
        ("LEETON, AFP", ("AFP",)),
        ("AFP/LEETON", ("AFP",)),
        ("LEETON (Reuters)", ("Reuters",)),
        ("By Reuters in Leeton", ("Reuters",)),
        ("dpa/al", ("dpa",)),
        ("AFP, Ann Lee", ("AFP", "Ann Lee")),
        ("Ann Lee und dpa", ("Ann Lee", "dpa")),
        ("Ann Lee | AFP", ("Ann Lee", "AFP")),
        ("Ann Lee and Sid Oak", ("Ann Lee", "Sid Oak")),
        ("ANN LEE, AFP", ("ANN LEE",)),
        ("Lee (AP)", ("Lee",)),
    ],
)
def test_beside_an_agency_a_place_in_capitals_is_no_name(said: str, found: tuple[str, ...]) -> None:
    assert names_in_bylines([said]) == found


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("en", "en"),
        ("EN-us", "en"),
        ("pt_BR", "pt"),
        ("zh-Hans", "zh"),
        ("iw", "he"),
        ("fil", "fil"),
        ("english", "en"),
        ("html", None),
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


@pytest.mark.parametrize(
    "body",
    [
        "<h1>x</h1>" + "<div class=byline>By Ann</div>" * 10_000,
        "<h1>x</h1>" + "<div class=author>" * 200 + "<p>Ann Lee</p>" * 10_000,
        "<h1>x</h1>" + "<p class=date>today</p>" * 10_000,
        "<h1>x</h1>" + "<a href=/author/x>x</a>" * 10_000,
        "<h1>x</h1>" + "<b itemprop=author>Ann</b>" * 10_000,
        "<article>" + "<time>x</time>" * 10_000,
        "<h1>x" * 200 + "<p>y</p>" * 10_000,
        "<h1>x</h1>" * 10_000,
        "".join(f'<meta name="author" content="Ann Lee {n}th">' for n in range(10_000)),
        "<h1>x</h1><p>By " + "Ann, " * 20_000,
        "<figure><img src=/long-name.jpg></figure>" * 10_000,
    ],
    ids=["bylines", "nested", "dates", "links", "marked", "times", "deep", "headings", "metas", "line", "figures"],
)
def test_pages_made_to_be_slow_are_not(body: str) -> None:
    began = time.process_time()
    stated("", body)
    assert time.process_time() - began < 4
