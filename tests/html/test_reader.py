"""Reading HTML: kinds and links of blocks, site selectors, the second reader, and pages made to break readers."""

from __future__ import annotations

import logging
import subprocess
import sys
import time

import pytest

from ingest.article import Page
from ingest.html.prune import ElementRule
from ingest.html.reader import ReaderName, read_html
from ingest.html.selectors import Selector
from ingest.options import READERS

SENTENCE = "The council voted on Tuesday to keep the old bridge open until the spring, officials said. "
PROSE = "".join(f"<p>{n}. {SENTENCE * 2}</p>" for n in range(1, 5))
MENU = "".join(f"<li><a href=/{n}>Section {n}</a></li>" for n in range(12))


def page(body: str, head: str = "<title>Bridge stays open</title>") -> str:
    return f"""<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8">{head}</head><body>
    <nav><ul>{MENU}</ul></nav><article><h1>Bridge stays open</h1>{body}</article><footer>Imprint</footer></body>"""


def blocks(read: Page) -> list[tuple[str, str]]:
    return [(block.kind, read.text[block.start : block.end]) for block in read.blocks]


def css(expression: str) -> Selector:
    return Selector.compile(expression, "css")


@pytest.mark.parametrize("reader", READERS)
def test_a_page_is_read_whole(reader: ReaderName) -> None:
    read = read_html(page(PROSE).encode(), url="https://example.com/bridge", reader=reader)
    served = "trafilatura" if reader == "trafilatura" else "fast"
    assert (read.kind, read.reader, read.encoding, read.notes) == ("html", served, "utf-8", ())
    assert read.source == read.text
    assert read.title == "Bridge stays open"
    assert read.metadata.language == "en"
    assert "Section 3" not in read.text
    assert "Imprint" not in read.text
    assert read.text == "\n".join(text for _, text in blocks(read))


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<h2>Why it matters</h2><p>It does.</p>", [("heading", "Why it matters"), ("paragraph", "It does.")]),
        ("<blockquote><p>Let it stand.</p></blockquote>", [("quote", "Let it stand.")]),
        ("<ul><li>First point made.</li><li>Second point made.</li></ul>",
         [("item", "First point made."), ("item", "Second point made.")]),
        ("<table><tr><th>Year</th><th>Cars</th></tr><tr><td>2023</td><td>4 100</td></tr></table>",
         [("table", "Year | Cars"), ("table", "2023 | 4 100")]),
        ("<p>One line,<br>\nthen   another.</p>", [("paragraph", "One line,"), ("paragraph", "then another.")]),
        ("<p>He said <q>never</q> and <b>left</b> the <i>room</i>.</p>",
         [("paragraph", "He said never and left the room.")]),
        ("<p>Call <code>run()</code> once.</p>", [("paragraph", "Call run() once.")]),
        ("<pre><code>a = {1: 2}\n\nb = (a)</code></pre>", [("code", "a = {1: 2}"), ("code", "b = (a)")]),
    ],
    ids=["heading", "quote", "list", "table", "break", "inline", "code in a sentence", "code"],
)  # fmt: skip
@pytest.mark.parametrize("reader", READERS)
def test_blocks_keep_their_kind(markup: str, expected: list[tuple[str, str]], reader: ReaderName) -> None:
    found = blocks(read_html(page(PROSE + markup + PROSE.replace("The", "Later the")), reader=reader))
    assert [block for block in found if block in expected] == expected


def test_link_density_is_the_share_of_letters_in_links() -> None:
    more = "<p>Read also: <a href=/a>Old mill to be sold in June</a></p>"
    cut = f"<p>{SENTENCE}<br>See <a href=/b>the full report of the council</a> for all that was said</p>"
    plain = "<p>Old mill to be sold in June, says the owner of the mill.</p>"
    read = read_html(page(PROSE + more + cut + plain + PROSE.replace("The", "Later the")), reader="trafilatura")
    density = {read.text[b.start : b.end]: b.link_density for b in read.blocks}
    assert density["Read also: Old mill to be sold in June"] == pytest.approx(21 / 30, abs=0.001)
    assert density["See the full report of the council for all that was said"] == pytest.approx(25 / 45, abs=0.001)
    assert density["Old mill to be sold in June, says the owner of the mill."] == 0.0
    assert density[SENTENCE.strip()] == 0.0


def test_layout_tables_are_read_through() -> None:
    markup = f"<html><body><table><tr><td>menu</td><td>{PROSE}</td></tr></table></body></html>"
    assert {kind for kind, text in blocks(read_html(markup)) if "council" in text} == {"paragraph"}


# ---- what a site file may say


def test_element_rules_prune_before_extraction() -> None:
    markup = page(
        PROSE + '<div class="promo"><p>Try our app for a month.</p></div><p class="cap">A bridge. Photo: Lee</p>'
    )
    rules = (
        ElementRule("s.promo", "advert", css(".promo"), "drop"),
        ElementRule("s.cap", "caption", css(".cap"), "move", "captions"),
    )
    read = read_html(markup, elements=rules)
    assert [(r.rule, r.kind, r.text, r.to) for r in read.removed] == [
        ("s.promo", "advert", "Try our app for a month.", None),
        ("s.cap", "caption", "A bridge. Photo: Lee", "captions"),
    ]
    assert [caption.text for caption in read.captions] == ["A bridge. Photo: Lee"]
    assert "Try our app" not in read.text
    assert "Photo: Lee" not in read.text


def test_field_selectors_override_what_the_page_states() -> None:
    head = '<title>x</title><meta property="og:title" content="Stated"><meta name="author" content="Ann Lee">'
    markup = page(
        '<div class="h">The real one</div><div class="who">By Bo Ek and Cy Day</div><i>News</i>' + PROSE, head
    )
    fields = {
        "title": (css(".absent"), css(".h")),
        "authors": (css(".who"),),
        "section": (Selector.compile("string(//i)", "xpath"),),
        "published": (css("time"),),
    }
    read = read_html(markup, fields=fields)
    assert read.title == "The real one"
    assert read.metadata.authors == ("Bo Ek", "Cy Day")
    assert read.metadata.section == "News"


def test_a_body_selector_restricts_the_page() -> None:
    two = f"<div id=a>{PROSE}</div><div id=b>{PROSE.replace('council', 'board')}</div>"
    read = read_html(page(two), fields={"body": (css("#b, #b p"),)})
    assert "board" in read.text
    assert "council" not in read.text
    assert read.text.count("1. The board") == 1
    missed = read_html(page(two), fields={"body": (css("#c"),)})
    assert "council" in missed.text
    assert [note.code for note in missed.notes] == ["fallback-reader"]


# ---- what is no page


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("Rain fell.", "Rain fell."),
        ("<p>Rain fell.</p><p>It stopped.</p>", "Rain fell.\nIt stopped."),
        ("Rain <b>fell</b>.<br/>It stopped.", "Rain fell.\nIt stopped."),
        ("<frameset><frame src=a><noframes>No frames here.</noframes></frameset>", "No frames here."),
        ("<p>Tom &amp; Jerry &lt;3 caf&eacute;", "Tom & Jerry <3 café"),
    ],
)
@pytest.mark.parametrize("reader", READERS)
def test_fragments_are_read(markup: str, text: str, reader: ReaderName) -> None:
    assert read_html(markup, reader=reader).text == text


def test_what_the_extractor_refuses_the_soup_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    import trafilatura

    monkeypatch.setattr(trafilatura, "bare_extraction", lambda *_, **__: None)
    markup = "<h2>Rain</h2><p>It fell.<br>Then <b>stopped</b>.</p><ul><li>one<ul><li>two</ul></ul><script>x</script>"
    read = read_html(
        markup + "<pre>a\nb</pre><table><tr><td>c</td></tr></table><figcaption>d</figcaption><div>loose</div>",
        reader="trafilatura",
    )
    assert read.reader == "soup"
    assert [note.code for note in read.notes] == ["fallback-reader"]
    assert blocks(read) == [
        ("heading", "Rain"), ("paragraph", "It fell."), ("paragraph", "Then stopped."),
        ("item", "one"), ("item", "two"), ("code", "a"), ("code", "b"), ("table", "c"), ("caption", "d"),
    ]  # fmt: skip
    assert read_html("<div>Only loose</div>text <i>here</i>", reader="trafilatura").text == "Only loose\ntext here"


def _raise(error: Exception) -> None:
    raise error


@pytest.mark.parametrize("error", [RecursionError(), IndexError("pop"), AttributeError("x"), ValueError("y")])
def test_an_extractor_that_breaks_is_a_note(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    import trafilatura

    monkeypatch.setattr(trafilatura, "bare_extraction", lambda *_, **__: _raise(error))
    read = read_html(page(PROSE), reader="trafilatura")
    assert (read.reader, read.notes[0].detail) == ("soup", type(error).__name__)
    assert "council" in read.text


EMPTY = {
    "empty": b"",
    "blank": b" \r\n ",
    "nul": b"\0\0",
    "mark": b"\xef\xbb\xbf",
    "comment": b"<!-- nothing -->",
    "doctype": b"<!DOCTYPE html>",
    "script": b"<html><head><title>T</title><script>var a = 1;</script></head><body><script>b()</script></body></html>",
    "frames": b"<frameset cols='*,*'><frame src=a><frame src=b></frameset>",
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("data", EMPTY.values(), ids=EMPTY)
def test_nothing_to_read_is_a_note(data: bytes, reader: ReaderName) -> None:
    read = read_html(data, reader=reader)
    assert (read.text, read.blocks) == ("", ())
    assert {note.code for note in read.notes} & {"empty", "no-body"}


HOSTILE = {
    "deep divs": "<p>start</p>" + "<div>" * 100_000 + "deep" + "</div>" * 100_000,
    "deep lists": ("<ul><li>" + SENTENCE) * 900,
    "deep tables": ("<table><tr><td>" + SENTENCE) * 300,
    "deep quotes": ("<blockquote>" + SENTENCE) * 900,
    "deep links": ("<div><a href=x>a link</a>" + SENTENCE) * 1_900,
    "unclosed fonts": ("<p><font size=2>" + SENTENCE) * 1_500,
    "nuls": "<p>a\0b " + SENTENCE * 5 + "\0</p>",
    "surrogate": "<p>a\ud800b " + SENTENCE * 5,
    "brackets": "<" * 1_000_000,
    "ampersands": "<p>" + "&" * 1_000_000,
    "quotes": PROSE + "<p title='" + "a" * 1_000_000,
    "one paragraph": "<p>" + SENTENCE * 100_000,
    "big script": page("<script>" + "x=1;" * 2_600_000 + "</script>" + PROSE),
    "deep json": page('<script type="application/ld+json">' + "[" * 100_000 + "</script>" + PROSE),
    "wide json": page('<script type="application/ld+json">[' + '{"@graph":[]},' * 50_000 + "{}]</script>" + PROSE),
    "metas": "<head>" + "<meta name=keywords content='a,b'>" * 20_000 + "</head>" + PROSE,
    "number": page("&#0;&#xD800;&#x110000;&#99999999999;" + PROSE),
    "svg": page("<svg><title>x</title><p>in</p></svg><math><p>m</p></math>" + PROSE),
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("markup", HOSTILE.values(), ids=HOSTILE)
def test_hostile_pages_end_soon_with_a_page(markup: str, reader: ReaderName) -> None:
    start = time.process_time()
    read = read_html(markup, url="https://example.com/", reader=reader)
    assert time.process_time() - start < 5
    assert read.text
    assert all(block.start < block.end for block in read.blocks)
    assert read.text.count("\n") == len(read.blocks) - 1


@pytest.mark.parametrize("name", ["deep divs", "deep lists"])
def test_a_page_too_deep_is_noted(name: str) -> None:
    assert "truncated-input" in {note.code for note in read_html(HOSTILE[name]).notes}


def test_the_same_page_reads_the_same() -> None:
    markup = page(PROSE, "<title>Bridge</title>")
    assert read_html(markup) == read_html(markup)
    assert read_html(markup.encode()).blocks == read_html(markup).blocks


def test_the_extractor_is_quiet(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    with caplog.at_level(logging.DEBUG):
        read_html("<html><body><script>x</script></body></html>")
        read_html("<p>x")
    assert not caplog.records
    assert capfd.readouterr() == ("", "")


def test_reading_loads_no_extractor_until_it_reads() -> None:
    code = (
        "import sys, ingest.html.reader; print(sorted({'trafilatura', 'lxml', 'bs4', 'htmldate'} & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said == "[]\n"


def test_day_is_not_made_of_a_copyright_year() -> None:
    page = "<h1>Ferry aground</h1><p>The ferry ran aground on a sand bank and waited for the tide.</p>"
    assert read_html(page + "<footer>© 2021 The Courier</footer>").metadata.published is None
    year = "<html><head><meta itemprop=copyrightYear content=2021></head><body>"
    assert read_html(f"{year}{page}</body></html>").metadata.published is None
    shown = read_html(page.replace("<p>", "<p class='date'>5 March 2021</p><p>", 1))
    assert shown.metadata.published == "2021-03-05"
