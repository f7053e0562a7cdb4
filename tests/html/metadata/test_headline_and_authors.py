"""Titles that are no site's name, and authors that are the article's: no field is invented."""

from __future__ import annotations

import pytest

from ingest.html.dom import parse
from ingest.html.metadata.collect import read_metadata
from ingest.text.names import people_in_bylines

TEXT = "<p>The council voted on Tuesday to keep the old bridge open until the spring, officials said after it.</p>" * 3


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>Lamps of the pier - tidewheel</title>",
         f"<h1><a href=/>tidewheel</a></h1><article><h2><a href=/lamps>Lamps of the pier</a></h2>{TEXT}</article>",
         "Lamps of the pier"),
        ("<title>The Quay</title><meta property=og:site_name content='The Quay'>"
         "<meta property=og:title content='The Quay'>",
         f"<aside><h2>Most read</h2></aside><article><h2>Lamps of the pier</h2>{TEXT}</article>", "Lamps of the pier"),
        ("<title>Lamps of the pier - The Quay</title>",
         f"<div class=related-box><h1>Ferry sails</h1></div><h1>Lamps of the pier</h1>{TEXT}", "Lamps of the pier"),
        ("<title>News - Lamps of the pier</title>", f"<h1>Lamps of the pier</h1>{TEXT}", "Lamps of the pier"),
    ],
    ids=["only main heading is the site", "og:title is the site", "heading of a box", "section before the headline"],
)  # fmt: skip
def test_title_is_the_headline(head: str, body: str, title: str) -> None:
    parsed = parse(f"<html><head>{head}</head><body>{body}</body></html>".encode())
    assert parsed is not None
    assert read_metadata(parsed.root).title == title


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ('<script type="application/ld+json">{"@type": "NewsArticle", "author": {"@type": "Person", "givenName": "Ann",'
         f' "familyName": "Lee"}}}}</script><h1>Lamps of the pier</h1>{TEXT}', ("Ann Lee",)),
        (f"<h1>Lamps of the pier</h1><div><span>Autor: Ana Perić</span></div>{TEXT}", ("Ana Perić",)),
        (f"<h1>Lamps of the pier</h1>{TEXT}<p><b>Yazan</b>: <a href=/y>Yusuf Can</a><br>TQ</p>", ("Yusuf Can",)),
        (f"<h1>燈塔亮了</h1>{TEXT}<p>橋將開放到春天。（陳大文／台中報導）</p>", ("陳大文",)),
        (f"<h1>Lamps of the pier</h1>{TEXT}<p>The clerk, <span class=author>Ann Lee</span>, said it was dark.</p>",
         ()),
        (f"<h1>Lamps of the pier</h1>{TEXT}<div class=testimonial>Fine.<div class=author>Ann Lee</div></div>", ()),
    ],
    ids=["given name", "label near the headline", "label below", "Chinese reporter", "in a sentence", "testimonial"],
)  # fmt: skip
def test_authors_are_the_articles(body: str, names: tuple[str, ...]) -> None:
    title = "燈塔亮了" if "燈塔" in body else "Lamps of the pier"
    parsed = parse(f"<html><head><title>{title}</title></head><body>{body}</body></html>".encode())
    assert parsed is not None
    assert read_metadata(parsed.root).authors == names


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By Ann Lee Harbour Correspondent", ("Ann Lee",)),
        ("Story by Ann Lee; photographs by Bo Ek", ("Ann Lee",)),
        ("Ann van der Lee Editor", ("Ann van der Lee",)),
        ("Letters To The Editor", ("Letters To The Editor",)),
    ],
)
def test_roles_and_pictures_are_no_names(byline: str, names: tuple[str, ...]) -> None:
    assert people_in_bylines([byline]) == names
