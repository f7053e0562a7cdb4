"""Fields of the record from text alone, in fifteen languages: what stands around an article fills them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
import yaml

from ingest import Article, Cleaner, RawDocument
from ingest.fields import caption, described_pictures

ROOT = Path(__file__).parent
PAGES = {page["language"]: page for page in yaml.safe_load((ROOT / "fields.yaml").read_text(encoding="utf-8"))}
FIELDS = ("authors", "published", "dateline", "section", "tags", "credit", "related", "bio", "copyright")


@cache
def cleaner() -> Cleaner:
    return Cleaner(site_rules=False)


@cache
def article(language: str) -> Article:
    page = PAGES[language]
    prose = [line for line in (ROOT / "clean" / f"{language}-1.txt").read_text(encoding="utf-8").split("\n") if line]
    title, first, rest = prose[0], prose[1:4], prose[4:]
    *breadcrumb, dateline = page["head"]
    lines = [breadcrumb[0], title, *breadcrumb[1:], dateline, *first, *page["body"], *rest, *page["tail"]]
    return cleaner().clean(RawDocument("\n\n".join(lines), kind="text", language=language))


def found(article: Article, field: str) -> object:
    match field:
        case "credit":
            return next((caption.credit for caption in article.captions if caption.credit), None)
        case "related":
            return article.related[0].title if article.related else None
        case "bio":
            return article.author_bio
        case "authors" | "tags":
            return list(getattr(article, field))
    value = getattr(article, field)
    return value if value is None else str(value)


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("language", sorted(PAGES))
def test_line_around_an_article_fills_its_field(language: str, field: str) -> None:
    got, page = found(article(language), field), PAGES[language]
    if field == "bio":
        assert str(got).startswith(page["bio"])
    elif field == "copyright":
        assert "2026" in str(got)
    elif field == "dateline":
        assert page["dateline"] in str(got)
        assert not str(got).startswith("【")
    else:
        assert got == page[field]


@pytest.mark.parametrize("language", sorted(PAGES))
def test_editors_note_stays_in_the_text(language: str) -> None:
    note = PAGES[language]["body"][-1]
    assert note in article(language).text
    without = Cleaner(site_rules=False, drop=["editor_note"]) if language == "en" else None
    if without:
        assert note not in without.clean(RawDocument(article(language).text, kind="text", language="en")).text


@pytest.mark.parametrize("language", sorted(PAGES))
def test_nothing_of_the_furniture_stays(language: str) -> None:
    page = PAGES[language]
    furniture = [*page["head"][:-1], *page["body"][:-1], *page["tail"]]
    kept = article(language).text.split("\n\n")
    assert [line for line in furniture if line in kept] == []


def test_captions_hold_credits_and_no_buttons() -> None:
    said = ["Photo: Jane Doe", "Enlarge", "AFP", "The old bridge at dusk"]
    pictures = "".join(f"<figure><img src='a.jpg'><figcaption>{each}</figcaption></figure>" for each in said)
    prose = "<p>The council voted on Tuesday to keep the old bridge open for another year, the mayor said.</p>"
    page = f"<html><body><article><h1>Old bridge</h1>{prose}{pictures}{prose}</article></body></html>"
    captions = cleaner().clean(page, kind="html", language="en").captions
    assert [(one.text, one.credit) for one in captions] == [
        ("Photo: Jane Doe", "Jane Doe"),
        ("AFP", None),
        ("The old bridge at dusk", None),
    ]


def test_short_headline_behind_a_label_is_a_story() -> None:
    text = "The council voted on Tuesday to keep the old bridge open for another year.\n\nRead also: Ferry sails"
    related = cleaner().clean(text, kind="text", language="en").related
    assert [one.title for one in related] == ["Ferry sails"]


@pytest.mark.parametrize("text", ["AFP", "(AFP)", "© Reuters", "Photo: Jane Doe", "The old bridge at dusk."])
def test_caption_that_describes_or_credits_a_picture_is_one(text: str) -> None:
    assert described_pictures([caption(text)], frozenset()) == (caption(text),)


@pytest.mark.parametrize("text", ["Enlarge", "View gallery »", "courier.example"])
def test_button_is_no_caption(text: str) -> None:
    assert described_pictures([caption(text)], frozenset()) == ()
