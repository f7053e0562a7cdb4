"""The edges of an article and what of it is linked: no line of its text is lost, and what is left out is listed."""

from __future__ import annotations

import pytest

from ingest.html.reader import read_html

TITLE = "Bridge stays open until the spring"
LINES = [
    "The council voted on Tuesday to keep the old bridge open until the spring, officials said after the meeting.",
    "Engineers had asked for more time to look at the northern pier, which is the oldest part of the whole structure.",
    "The mayor said that the bridge would be closed to lorries while the work goes on, and that signs would be put up.",
]
STORY = "".join(f"<p>{line}</p>" for line in LINES)
SENTENCE = "The harbour master denied before the board that the boats had been left alone on the night of the storm"

THREE = "".join(f"<p>{word}, {SENTENCE}.</p>" for word in ("First", "Then", "Last"))


def page(body: str) -> str:
    return f"<html><head><title>{TITLE}</title></head><body><article><h1>{TITLE}</h1>{body}</article></body></html>"


@pytest.mark.parametrize(
    ("body", "line"),
    [
        (f"<h3>1. Who pays</h3>{STORY}<h3>2. Who waits</h3>{STORY}", "1. Who pays"),
        (f"<p><b>Who pays</b></p>{STORY}<p><b>Who waits</b></p>{STORY}", "Who pays"),
        (f"<p><b>Outlook</b><br>{LINES[0]}</p>{STORY}", "Outlook"),
        (f"<p>Nobody was hurt.</p>{STORY}", "Nobody was hurt."),
        (f"Nobody was hurt.{STORY}", "Nobody was hurt."),
        (f"{STORY}<p>Nobody knew.</p>", "Nobody knew."),
        (f"{STORY}<p><a href=/live>{SENTENCE}.</a></p>{STORY}", f"{SENTENCE}."),
        (f"{STORY}<p><a href=/live><em>“{SENTENCE}.”</em></a></p>{STORY}", f"“{SENTENCE}.”"),
        (f"<p><a href=/live>{SENTENCE}.</a></p>{STORY}", f"{SENTENCE}."),
        (f"{STORY}<p>The board thanked these two people:</p><ul><li><a href=/a>Ann Lee</a></ul>{STORY}", "Ann Lee"),
        (f"{STORY}<p><a href=/r>The log can be read here.</a></p>{STORY}", "The log can be read here."),
        (f"{STORY}<pre><code><i class=comment>// light it</i>\nlamp.on()</code></pre>{STORY}", "// light it"),
        (f"{STORY}<pre><b class=lineno>1</b>lamp.on()</pre>{STORY}", "lamp.on()"),
        (f"{STORY}<h2>Lamps<i class=mw-editsection>[<a href=/e>edit</a>]</i></h2>{STORY}", "Lamps"),
        (f"{STORY}<h2>Lamps</h2><ul><li>One<li>Two</ul>", "Lamps"),
        (f"<section><h2>Lamps</h2>{STORY}</section>", "Lamps"),
        (f"{STORY}<p><a name=part2>{SENTENCE}.</a></p>", f"{SENTENCE}."),
        (f"{STORY}<div id=how-to-share-a-bridge><h3>How to share a bridge</h3>{STORY}</div>", "How to share a bridge"),
    ],
    ids=["first heading", "first bold line", "bold line in a paragraph", "short first sentence",
         "text without paragraph", "short last sentence", "linked paragraph", "linked quotation", "linked lead",
         "linked names", "short linked sentence", "comment in code", "numbered code", "heading to edit",
         "heading of a list", "only heading", "anchor", "slug"],
)  # fmt: skip
def test_line_of_the_article_is_read(body: str, line: str) -> None:
    assert line in read_html(page(body)).text.split("\n")


@pytest.mark.parametrize(
    ("body", "left_out"),
    [
        (f"<p>Our staff</p>{STORY}", "Our staff"),
        (f"<h2>{TITLE} today</h2>{STORY}<h2>Who waits</h2>{STORY}", f"{TITLE} today"),
        (f"{STORY}<p>To top</p>", "To top"),
        (f"{STORY}<p><a href=/b>The ferry sails again on Monday</a></p>", "The ferry sails again on Monday"),
        (f"{STORY}<div><p><a href=/b>{SENTENCE}.</a></p></div>", f"{SENTENCE}."),
        (f"{STORY}<p>Read more:</p><ul><li><a href=/a>Ann Lee</a></ul>{STORY}", "Ann Lee"),
        (f"{STORY}<nav>The rest of this story is for those who have paid for it.</nav>{STORY}",
         "The rest of this story is for those who have paid for it."),
    ],
    ids=["label", "headline", "label behind", "other story", "card of another story", "list of stories", "menu"],
)  # fmt: skip
def test_line_that_is_left_out_is_listed(body: str, left_out: str) -> None:
    read = read_html(page(body))
    assert left_out not in read.text
    assert [cut.text for cut in read.removed] == [left_out]


@pytest.mark.parametrize("tag", ["div", "blockquote", "div><font", "section"])
@pytest.mark.parametrize("count", [20, 120, 400])
def test_blocks_that_are_not_closed_lose_nothing(tag: str, count: int) -> None:
    lines = [f"{number}. {LINES[number % 3]}" for number in range(count)]
    read = read_html(page("".join(f"<{tag}>{line}" for line in lines)))
    assert [line for line in lines if line not in read.text] == []


@pytest.mark.parametrize(
    ("below", "is_read"),
    [
        (f"<h4>More of today</h4><div class=x1>{THREE}</div>", False),
        (f"<div class=comment-list><p>Well.</p></div><div class=x1>{THREE}</div>", False),
        (f"<div class=x1>{THREE}</div>", True),
        (f"<div class=x1><h3>What comes next</h3>{THREE}</div>", True),
    ],
    ids=["behind a label", "behind comments", "the last paragraph", "behind a heading as the article's"],
)
def test_what_stands_below_the_paragraphs_at_home_is_foreign_unless_it_goes_on(below: str, is_read: bool) -> None:
    read = read_html(page(f"<div class=w><div class=x0>{STORY}<h3>Costs</h3>{STORY}</div>{below}</div>"))
    assert (SENTENCE in read.text) is is_read
    assert is_read or any(SENTENCE in cut.text for cut in read.removed)
