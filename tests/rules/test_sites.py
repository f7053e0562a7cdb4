"""The packaged site files, each on a page or text of our own in the manner of its site."""

from __future__ import annotations

import pytest

from ingest import Cleaner

PROSE = [
    "The old ferry returned to the harbour on Monday, a year after it had been taken out of service.",
    "Engineers had replaced both of its engines, and the council had paid for them in three rates.",
    "Passengers said that they were glad to be back on the water, and that the bridge had been slow.",
]
PAGES = {
    "latimes.com": '<div class="promo-wrapper"><h3><a href="/b">The ferry returns to the harbour</a></h3>'
    '<p class="x">A story that is teased.</p></div>'
    '<div class="author-info"><p class="author-bio-text">Jane Doe covers ferries for us.</p></div>',
    "occupydemocrats.com": '<div class="nnr-ab-wrap "><div class="bio">Jane Doe covers ferries for us.</div></div>',
    "cbssports.com": '<div class="latest-news-box"><ul><li><h3><a href="/b">A teaser</a></h3><h4>A story, teased.</h4>'
    "</li></ul></div>",
    "dagbladet.no": '<div class="under-article"><article><p>Another article that stands below, in full, all of it.</p>'
    '</article></div><div class="column aiArticleSummary"><ul><li>A summary that nobody wrote.</li></ul></div>',
}
TEXTS = {
    "latimes.com": ["Facebook", "More to Read", "Business", "How to cross the harbour", "March 1, 2024"],
    "occupydemocrats.com": ["BACK AFLOAT: The old ferry returns to the harbour", "FARES: Who pays for the engines"],
    "srf.ch": ["Willkommen zurück", "Bitte melden Sie sich an, um einen Kommentar zu erfassen.", "Mobilnummer ändern"],
    "thegatewaypundit.com": [
        "You can email Jane Doe here, and read more of Jane Doe's articles here.", "Trending on TGP", "A mug, 15oz",
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def cleaner() -> Cleaner:
    return Cleaner(language_engine="none")


@pytest.mark.parametrize("site", sorted(PAGES))
def test_site_file_leaves_the_article_of_a_page(cleaner: Cleaner, site: str) -> None:
    paragraphs = "".join(f"<p>{text}</p>" for text in PROSE)
    page = f"<html><body><article><h1>The ferry is back</h1>{paragraphs}</article>{PAGES[site]}</body></html>"
    article = cleaner.clean(page, url=f"https://www.{site}/a", kind="html", language="en")
    assert article.text.split("\n\n") == PROSE
    assert any(cut.rule.startswith("site.") for cut in article.removed)


@pytest.mark.parametrize("site", sorted(TEXTS))
def test_site_file_leaves_the_article_of_a_text(cleaner: Cleaner, site: str) -> None:
    text = "\n".join([*PROSE, *TEXTS[site]])
    article = cleaner.clean(text, url=f"https://{site}/a", kind="text", language="en", title="")
    assert article.text.split("\n\n") == PROSE
    assert cleaner.clean(article.text, url=f"https://{site}/a", kind="text", title="").text == article.text


@pytest.mark.parametrize("site", sorted({*PAGES, *TEXTS}))
def test_site_file_serves_no_other_site(cleaner: Cleaner, site: str) -> None:
    served = {rule.id for rule in cleaner.rules.select("en", site).rules()}
    others = {rule.id for rule in cleaner.rules.select("en", f"not-{site}").rules()}
    assert {id for id in served - others if id.startswith("site.")}
    assert not {id for id in others if id.startswith("site.")}


def test_element_that_moves_fills_its_field(cleaner: Cleaner) -> None:
    paragraphs = "".join(f"<p>{text}</p>" for text in PROSE)
    page = f"<html><body><article>{paragraphs}</article>{PAGES['latimes.com']}</body></html>"
    article = cleaner.clean(page, url="https://latimes.com/a", kind="html")
    assert article.author_bio == "Jane Doe covers ferries for us."
    assert [link.url for link in article.related] == ["https://latimes.com/b"]
