"""What stands inside a block and is no sentence of it."""

from __future__ import annotations

import pytest

import ingest

LEAD = "The council voted on Tuesday to keep the old bridge open for another year, and the ferry with it."
PROSE = " ".join([LEAD, *["Nobody wants to pay for the bridge, and nobody wants to see it go, the council heard."] * 8])


@pytest.mark.parametrize(
    "cruft",
    [
        "Published: 5 March 2026, 10:15 Updated: 6 March 2026, 08:16",
        'window.shown = window.shown || []; window.shown.push({place: "below"});',
        "Level of trust Level of trust Level of trust Level of trust",
    ],
    ids=["labelled dates", "code", "said over"],
)
def test_form_is_taken_from_the_middle_of_a_text_on_one_line(cruft: str) -> None:
    article = ingest.clean(f"{PROSE} {cruft} {LEAD}", language="en", title="")
    assert article.text == f"{PROSE} {LEAD}"
    assert {removal.text for removal in article.removed} == {cruft}


@pytest.mark.parametrize(
    "prose",
    [
        "She said: on 5 March 2026, at 10:15, the bridge was closed.",
        "He sang it again, never again, never again, and then no more.",
        "The rule is simple: if (as they say) it rains; stay at home.",
        "Write to the harbour master (quay@harbour.example) before the end of May.",
    ],
)
def test_sentence_with_the_same_words_is_kept(prose: str) -> None:
    text = f"{PROSE} {prose} {LEAD}"
    assert ingest.clean(text, language="en", title="").text == text


def test_code_that_an_article_shows_is_kept() -> None:
    text = f"{PROSE}\n\nThis one line is all that it takes:\n\ndocument.title = document.title.trim();\n\n{LEAD}"
    assert ingest.clean(text, language="en", title="").text == text


def test_foot_needs_an_address_or_rights() -> None:
    items = "▶ The ferry sails at ten. ▶ The bridge is open at noon."
    assert ingest.clean(f"{PROSE} {items}", language="en", title="").text == f"{PROSE} {items}"
    foot = "▶ Morning news by mail ▶ Pictures of the day"
    assert ingest.clean(f"{PROSE} lee@courier.example {foot}", language="en", title="").text == PROSE
