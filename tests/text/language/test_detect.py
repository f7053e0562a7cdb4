"""Language, days, fields, quality: what is said of a text, and what is left unsaid."""
# ruff: noqa: E501  (tables, a row a line)

from __future__ import annotations

import time
from pathlib import Path

import pytest

from ingest.article import Caption, Metadata, Related
from ingest.fields import Moving, author_names, caption, moved_fields, related
from ingest.quality import quality
from ingest.text.dates import day_in
from ingest.text.language.detect import decide, detect, is_short, primary, sample
from ingest.text.shape import shape

CLEAN = Path(__file__).parents[2] / "clean"
ENGLISH = (CLEAN / "en-1.txt").read_text(encoding="utf-8")
UKRAINIAN = (CLEAN / "uk-1.txt").read_text(encoding="utf-8")

# ---------------------------------------------------------------- language


@pytest.mark.parametrize("path", sorted(CLEAN.glob("*.txt")), ids=lambda path: path.stem)
def test_language_of_an_article(path: Path) -> None:
    assert decide(None, None, path.read_text(encoding="utf-8")) == (path.stem[:2], None)


@pytest.mark.parametrize(
    ("stated", "attribute", "text", "language", "noted"),
    [
        ("uk", "en", ENGLISH, "uk", False),
        ("pt-BR", None, ENGLISH, "pt", False),
        ("EN_us", None, UKRAINIAN, "en", False),
        ("und", None, ENGLISH, "und", False),
        (None, "de", ENGLISH, "en", False),
        (None, "de", "Kurz.", "de", False),
        (None, "de-AT", "", "de", False),
        (None, None, "Short.", None, True),
        (None, None, "", None, True),
        (None, None, "1234 " * 100, None, True),
        (None, "not a tag!", "Short.", None, True),
    ],
    ids=[
        "stated stands", "region", "underscore", "undetermined", "attribute is wrong", "attribute of a short text", "of none",
        "short", "empty", "figures", "no tag",
    ],
)  # fmt: skip
def test_language_is_decided(
    stated: str | None, attribute: str | None, text: str, language: str | None, noted: bool
) -> None:
    found, note = decide(stated, attribute, text)
    assert found == language
    assert (note is not None and note.code == "language-unknown") == noted


def test_language_engine_none_believes_the_attribute() -> None:
    assert decide(None, "de", ENGLISH, engine="none") == ("de", None)
    assert decide(None, None, ENGLISH, engine="none")[0] is None


def test_mixed_text_is_not_guessed_at_random() -> None:
    mixed = "\n".join(line for pair in zip(ENGLISH.split("\n"), UKRAINIAN.split("\n"), strict=False) for line in pair)
    assert len({decide(None, None, mixed) for _ in range(5)}) == 1


def test_detecting_is_deterministic_whatever_came_before() -> None:
    alone = detect(ENGLISH)
    for path in CLEAN.glob("*.txt"):
        detect(path.read_text(encoding="utf-8"))
    assert detect(ENGLISH) == alone


@pytest.mark.parametrize(
    ("text", "short"),
    [("a" * 99, True), ("a" * 100, False), ("東" * 39, True), ("東" * 40, False), ("1 2 3 " * 100, True)],
    ids=["99 letters", "100 letters", "39 characters", "40 characters", "figures"],
)
def test_short_text(text: str, short: bool) -> None:
    assert is_short(text) == short


def test_sample_ends_with_enough_letters() -> None:
    assert sample("a1 b2 c3 d4", 3) == "a1 b2 c"
    assert sample("abc", 5) == "abc"
    assert sample("कि की", 3) == "कि क"


@pytest.mark.parametrize(
    ("tag", "language"),
    [("pt-BR", "pt"), (" EN ", "en"), ("zh_Hans", "zh"), ("english", None), ("", None), (None, None)],
)
def test_primary_subtag(tag: str | None, language: str | None) -> None:
    assert primary(tag) == language


# ---------------------------------------------------------------- fields


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        ("The old bridge at dusk (Reuters)", "Reuters"),
        ("The old bridge (JANE DOE/AP)", "JANE DOE/AP"),
        ("The old bridge (Reuters) (DEFENCE PRESS SERVICE/)", "Reuters, DEFENCE PRESS SERVICE"),
        ("The old bridge. Photo: Neil Gow", "Neil Gow"),
        ("The old bridge. Foto: Neil Gow.", "Neil Gow"),
        ("The old bridge", None),
        ("(Reuters)", None),
        ("The bridge (right) at dusk", None),
    ],
)
def test_credit_of_a_caption(text: str, credit: str | None) -> None:
    assert caption(text) == Caption(text, credit)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("By Jane Doe", ("Jane Doe",)),
        ("by: Jane Doe and John Roe", ("Jane Doe", "John Roe")),
        ("Jane Doe, John Roe; Ann Lee", ("Jane Doe", "John Roe", "Ann Lee")),
        ("Jane Doe | ", ("Jane Doe",)),
        ("By Jane Doe, Staff Writer", ("Jane Doe",)),
        ("Jane Doe, Jane Doe", ("Jane Doe",)),
        ("Sandy Anderson", ("Sandy Anderson",)),
        ("", ()),
    ],
)
def test_names_of_a_byline(text: str, expected: tuple[str, ...]) -> None:
    assert author_names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The ferry sails", Related("The ferry sails")),
        ("- The ferry sails", Related("The ferry sails")),
        ("[The ferry sails](https://a.example/f)", Related("The ferry sails", "https://a.example/f")),
        ('[The ferry](https://a.example/f_(x) "title")', Related("The ferry", "https://a.example/f_(x)")),
        ("[not a link] (really)", Related("[not a link] (really)")),
    ],
)
def test_related_story(text: str, expected: Related) -> None:
    assert related(text) == expected


def test_what_the_page_states_stands_first() -> None:
    moved = [Moving("authors", "By A B", "A B", "byline"), Moving("published", "9 March 2026", "9 March 2026", "date")]
    assert moved_fields(moved, Metadata()) == {"authors": ("A B",), "published": "2026-03-09"}
    assert moved_fields(moved, Metadata(authors=("C",), published="2020")) == {}


def test_moved_spans_are_taken_once_in_reading_order() -> None:
    moved = [Moving("related", text, text, "related") for text in ("b story", "a story", "b story", " ")]
    assert [one.title for one in moved_fields(moved, Metadata())["related"]] == ["b story", "a story"]


@pytest.mark.parametrize(
    "text",
    ["(ab)" * 20_000 + "x", "a" + "\u3000" * 20_000 + "b", "photo by " * 20_000, "[a](" * 20_000, "a, " * 20_000, "1 de " * 20_000, '[a](b "' * 20_000],
    ids=["brackets", "blanks", "labels", "links", "commas", "days", "titles"],
)  # fmt: skip
def test_fields_of_hostile_text_take_linear_time(text: str) -> None:
    start = time.process_time()
    caption(text)
    related(text)
    author_names(text)
    day_in(text)
    assert time.process_time() - start < 1.5


def test_thousands_of_moved_spans_take_linear_time() -> None:
    moved = [Moving(to, f"story {n}", f"story {n}", "x") for n in range(20_000) for to in ("related", "captions")]
    start = time.process_time()
    assert len(moved_fields(moved, Metadata())["related"]) == 20_000
    assert time.process_time() - start < 1.5


# ---------------------------------------------------------------- quality


def test_quality_counts() -> None:
    texts = ["One two three four.", "Five six", "One two three four."]
    found = quality(
        texts, [shape(text) for text in texts], removed_chars=25, page_chars=100, prose_removed=0.2, left_out=7
    )
    assert found == {
        "words": 10,
        "paragraphs": 3,
        "share_removed": 0.25,
        "prose_removed": 0.2,
        "sentence_share": 0.6667,
        "repetition": round(19 / 46, 4),
        "left_out": 7,
    }


def test_quality_of_nothing() -> None:
    assert set(quality([], [], removed_chars=0, page_chars=0).values()) == {0}
