"""The fast reader: what marks say and when they mislead, what an article's edges are, when another reader is asked."""

from __future__ import annotations

import json

import pytest

from ingest.article import Related
from ingest.html.dom import parse
from ingest.html.extract.class_names import mark_of
from ingest.html.extract.extractor import LowConfidence, Reading, read_fast
from ingest.html.reader import read_html

TITLE = "Bridge stays open until the spring"
LINES = [
    "The council voted on Tuesday to keep the old bridge open until the spring, officials said after the meeting.",
    "Engineers had asked for more time to look at the northern pier, which is the oldest part of the whole structure.",
    "The mayor said that the bridge would be closed to lorries while the work goes on, and that signs would be put up.",
    "A boatman who has rowed under it for forty years told the meeting that it had never looked better from below.",
    "Nobody spoke against the plan, though two members left before the vote, and one of them came back for her hat.",
    "The work is to begin in the first week of March, and to end before the herring come up the river in May.",
    "A new bridge was drawn up six years ago, and the drawings hang in the town hall, where visitors admire them.",
]
STORY = "".join(f"<p>{line}</p>" for line in LINES)
OTHER = "<p>The ferry sails again on Monday, and the captain has painted the funnel red, as it was in his youth.</p>"


def fast(body: str, head: str = "") -> Reading:
    parsed = parse(f"<html><head>{head}</head><body>{body}</body></html>".encode())
    assert parsed is not None
    return read_fast(parsed.root, TITLE, base="https://example.com/a")


def article(body: str = STORY, attributes: str = "class=entry-content") -> str:
    return f"<article><h1>{TITLE}</h1><div {attributes}>{body}</div></article>"


@pytest.mark.parametrize(
    ("names", "mark"),
    [
        ("c-article__relatedPosts", "related"),
        ("entry-content", "body"),
        ("entry-meta", "byline"),
        ("live-events__entry", None),
        ("story-body__caption", "caption"),
        ("article-body-wrapper", "body"),
        ("has-sidebar no-comments", None),
        ("field field-label-hidden", None),
        ("hidden", "hidden"),
        ("sr-only", "hidden"),
        ("action-bar", "page_control"),
        ("elementor-widget-container", None),
        ("widget widget_text", "nav"),
        ("widget Blog", None),
        ("cmp-text", None),
        ("factbox", "other"),
        ("grid grid--wide", None),
    ],
)
def test_classes_say_what_elements_are(names: str, mark: str | None) -> None:
    assert mark_of(names) == mark


@pytest.mark.parametrize(
    ("body", "there", "gone"),
    [
        (f"<div class=sliderBox>{article(STORY + '<div class=byline><p>Jane Roe, who writes of it.</p></div>')}</div>",
         LINES, "Jane Roe"),
        (article(f"{STORY}<div id=read-more>{STORY.replace('The', 'Then the')}</div>"), ["Then the council"], "Part"),
        (f"<article><h1>{TITLE}</h1>{STORY * 3}</article>" + f"<article><h2>Other</h2>{OTHER * 40}</article>",
         LINES, "ferry"),
        (f"<div class='widget Blog'><div class=date-outer>{article()}</div></div>", LINES, "Part"),
        (article(f"<div class=teaser><p>{LINES[0]}</p></div>" + "".join(f"<p>{one}</p>" for one in LINES[1:])),
         LINES, "Part"),
        (article(STORY + f"<div class=teaser><a href=/b>More</a>{OTHER}</div>"), LINES, "ferry"),
        (article(STORY + "<table><tr><td>x<script>var a = 'ferry'</script></td><td>y</td></tr></table>"), LINES,
         "ferry"),
        (f"<article><h1>{TITLE}</h1><h2>The council sees no reason to wait for the spring, and the boatmen are glad "
         f"of it</h2><div class=entry-content>{STORY}</div></article>", ["no reason to wait"], "Part"),
        (article(STORY + "<h3>The winners</h3>" + "<p>A boat</p>" * 6 + "<h3>The losers</h3>" + "<p>A ship</p>" * 6),
         ["The winners", "The losers", "A ship"], "Part"),
        (article(STORY * 2 + f"<div class=gallery>{OTHER * 60}</div>"), LINES, "ferry"),
        (article("<h2>First</h2>" + "<p>One step, then</p><p>Two steps</p>" * 20 + f"<p>{LINES[0]}</p>"),
         ["First", "Two steps"], "Part"),
    ],
    ids=["marks within a layout", "read more", "several articles", "blogger", "standfirst called a teaser",
         "teaser of another", "script in a table", "standfirst that is no sentence", "a list of names at the end",
         "long captions", "a body of lists"],
)  # fmt: skip
def test_article_is_found(body: str, there: list[str], gone: str) -> None:
    found = fast("<nav><a href=/1>Part 1</a></nav>" + body).text
    assert [line for line in there if line not in found] == []
    assert gone not in found


def test_what_goes_has_a_removal_and_a_field() -> None:
    more = "<p><a href=/ferry>The ferry sails again on Monday</a></p>"
    box = "<div class=author-box><p>Jane Roe has written of rivers for ten years.</p></div>"
    picture = "<figure><img src=a><figcaption>The bridge at dusk (Reuters)</figcaption></figure>"
    found = fast(article(picture + STORY + more + "<p>Let it stand.</p>" + box))
    assert [(cut.rule, cut.to, cut.text) for cut in found.removed] == [
        ("reader.caption", "captions", "The bridge at dusk (Reuters)"),
        ("reader.related", "related", "The ferry sails again on Monday"),
        ("reader.author_box", "author_bio", "Jane Roe has written of rivers for ten years."),
    ]
    assert found.related == (Related("The ferry sails again on Monday", "https://example.com/ferry"),)
    assert all(cut.path for cut in found.removed)


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("The clerk, <span class=author>Ann Lee</span>, of the harbour board, said that worms had eaten the pier.",
         "The clerk, Ann Lee, of the harbour board, said that worms had eaten the pier."),
        ("<b class=styles_date__3xY>On Monday</b> the pilots told the board that nobody had lit the lamps.",
         "On Monday the pilots told the board that nobody had lit the lamps."),
        ("The letter was read out to the whole board by its clerk <span class='sc-ad-61'>Bo Ek</span>.",
         "The letter was read out to the whole board by its clerk Bo Ek."),
        ("The levy<span hidden>A levy is a sum that all who moor must pay.</span> was spoken of at length.",
         "The levy was spoken of at length."),
        ("The levy<i style='display: none'>all who moor</i> was spoken of at length by the whole board.",
         "The levy was spoken of at length by the whole board."),
        ("The levy <b class=tooltip>of May<i class=tooltiptext>A sum that all pay.</i></b> was spoken of at length.",
         "The levy of May was spoken of at length."),
        ("The old bridge stays open all winter, said the mayor. <span class=date>5 March 2024</span>",
         "The old bridge stays open all winter, said the mayor."),
        ("<span class=byline>By Ann Lee</span> The old bridge stays open all winter, said the mayor on Tuesday.",
         "The old bridge stays open all winter, said the mayor on Tuesday."),
        ("<span aria-hidden=true>T</span>he old bridge stays open all winter, said the mayor on Tuesday.",
         "The old bridge stays open all winter, said the mayor on Tuesday."),
    ],
    ids=["author", "generated class", "last word", "hidden", "own style", "tooltip", "date behind", "byline before",
         "drop cap"],
)  # fmt: skip
def test_inline_element_in_a_sentence_is_prose_unless_it_is_hidden(line: str, read: str) -> None:
    assert read_html(f"<html><body>{article(f'{STORY}<p>{line}</p>{STORY}')}").text.split("\n")[len(LINES)] == read


@pytest.mark.parametrize(
    ("body", "is_read"),
    [
        (f"<div hidden>{OTHER}</div>", False),
        ("<p style='visibility:hidden'>The ferry sails again on Monday, the captain said to the town.</p>", False),
        (f"<style>@media print {{ b {{ color: red }} }} .new, .o {{ display: none }}</style><div class=o>{OTHER}</div>",
         False),
        (f"<style>@media print {{ .old {{ display: none }} }}</style><div class=old>{OTHER}</div>", True),
        (f"<div style='content-visibility: hidden'>{OTHER}</div>", True),
        (f"<div hidden=until-found>{OTHER}</div>", True),
        (f"<div style='display:none'>{OTHER}{''.join(f'<p>Then, {line}</p>' for line in LINES[:3])}</div>", True),
    ],
    ids=["attribute", "invisible", "style sheet", "print only", "drawn later", "found by search",
         "unfolded by a button"],
)  # fmt: skip
def test_hidden_text_is_no_prose_unless_it_is_shown_later(body: str, is_read: bool) -> None:
    page = read_html(f"<html><body>{article(STORY + body + STORY)}</body></html>")
    assert ("The ferry sails again" in page.text) is is_read
    assert is_read or [cut.rule for cut in page.removed] == ["reader.page_control"]


def test_links_in_scripts_without_blanks_are_counted_as_their_words_are() -> None:
    line = "<li><a href=/b>フェリーが月曜日にふたたび運航を始めることになった</a></li>"
    assert "フェリー" not in fast(article(STORY + f"<ul>{line * 5}</ul>")).text


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (article(), None),
        (STORY, LowConfidence.NO_HEADLINE),
        (article(OTHER), LowConfidence.LITTLE_TEXT),
        (article() + f"<div class=related>{'<p><a href=/b>What else was said that day</a></p>' * 5}{STORY * 2}</div>",
         LowConfidence.MORE_ELSEWHERE),
    ],
    ids=["article", "no headline", "little text", "more under a mark"],
)  # fmt: skip
def test_low_confidence_has_a_reason(body: str, reason: LowConfidence | None) -> None:
    assert fast(body).low_confidence is reason


def test_front_page_is_its_links() -> None:
    found = fast("".join(f"<h3><a href=/{n}>Story number {n} of today</a></h3>" for n in range(9)))
    assert found.text.count("Story number") == 9


# ---- what a page states of itself


def stated(node: dict[str, object]) -> str:
    return f'<title>{TITLE}</title><script type="application/ld+json">{json.dumps(node)}</script>'


def test_text_that_a_page_does_not_show_is_taken_from_what_it_states() -> None:
    head = stated({"@type": "NewsArticle", "headline": TITLE, "articleBody": "\n".join(LINES)})
    read = read_html(f"<html><head>{head}</head><body><h1>{TITLE}</h1><div id=app>Loading the page</div></body></html>")
    assert read.text.split("\n") == LINES
    assert (read.reader, [note.code for note in read.notes]) == ("stated", ["stated-text"])
    shown = read_html(f"<html><head>{head}</head><body>{article()}</body></html>")
    assert (shown.reader, shown.notes) == ("fast", ())


@pytest.mark.parametrize(
    ("url", "next_", "noted"),
    [
        ("https://example.com/a/bridge", "/a/bridge/2", "https://example.com/a/bridge/2"),
        ("https://example.com/a/bridge.html", "bridge-2.html", "https://example.com/a/bridge-2.html"),
        ("https://example.com/a/bridge", "?page=2", "https://example.com/a/bridge?page=2"),
        ("https://example.com/a/bridge", "/a/ferry", None),
        ("https://example.com/a/bridge", "/a/bridge-opens", None),
    ],
)
def test_article_that_goes_on_is_noted(url: str, next_: str, noted: str | None) -> None:
    read = read_html(f"<html><head><link rel=next href='{next_}'></head><body>{article()}</body></html>", url=url)
    assert next((note.detail for note in read.notes if note.code == "more-pages"), None) == noted


def test_live_blog_is_noted() -> None:
    head = stated({"@type": "LiveBlogPosting", "headline": TITLE})
    read = read_html(f"<html><head>{head}</head><body>{article()}</body></html>")
    assert [note.code for note in read.notes] == ["live-blog"]


def test_several_articles_are_noted() -> None:
    two = f"<article><h1>{TITLE}</h1>{STORY * 2}</article><article><h2>The ferry</h2>{OTHER * 20}</article>"
    read = read_html(f"<html><head><title>{TITLE}</title></head><body>{two}</body></html>")
    assert [(note.code, note.detail) for note in read.notes] == [("several-articles", "2 on the page")]
    assert "ferry" not in read.text
