"""Units: cruft inside a block goes by whole-line rules, and sentences that resemble it stay."""

from __future__ import annotations

import pytest
from cost import growth

from ingest import Cleaner

BEFORE = "The council voted on Tuesday to keep the old bridge open for another year, the mayor said."
AFTER = "Engineers had asked for more time to look at the northern pier before the summer traffic begins."
LAST = "The ferry to Corrin Isle will sail twice a day for as long as the work on the pier goes on."


@pytest.fixture(scope="module")
def cleaner() -> Cleaner:
    return Cleaner(site_rules=False)


@pytest.mark.parametrize(
    "cruft",
    [
        "Leave a Reply Your email address will not be published. Required fields are marked *",
        "© 2024 Riverside Courier. All rights reserved.",
        "About Derick Walton Check Also Floods close the coast road The rain began on Sunday and did not …",
        "(c) 2022, Northwire",
    ],
)
def test_cruft_at_the_end_of_one_line_goes(cleaner: Cleaner, cruft: str) -> None:
    text = f"{BEFORE} {AFTER} {BEFORE} {AFTER} {cruft}"
    assert (
        cleaner.clean(text, kind="text", title="Bridge stays open", language="en").text
        == text.removesuffix(cruft).strip()
    )


@pytest.mark.parametrize(
    "cruft",
    [
        "Support our journalism. Subscribe today.",
        "A freighter passes the old breakwater (Reuters)",
        "(Photo: Jane Doe. All rights reserved.)",
        "PARLIAMENT VOTES ON THE BUDGET AFTER A LONG NIGHT OF TALKS",
    ],
)
def test_cruft_between_sentences_goes(cleaner: Cleaner, cruft: str) -> None:
    text = f"{BEFORE} {AFTER} {cruft} {AFTER} {BEFORE}"
    article = cleaner.clean(text, kind="text", title="Bridge stays open", language="en")
    assert article.text == f"{BEFORE} {AFTER} {AFTER} {BEFORE}"


@pytest.mark.parametrize(
    "sentence",
    [
        "Read also the annexes before you sign, she said.",
        "Open Arms is a charity that saves people at sea and has two ships.",
        "She was named in the report (Reuters) and by three papers of the town.",
        "Photo albums will stay with the family, as the court decided.",
        "They subscribe today to three papers and read none of them at all.",
        "NATO and the EU said that they would look at the plan in the autumn.",
        "He told readers to leave a reply at the desk of the library before noon.",
    ],
)
@pytest.mark.parametrize("place", ["first", "middle", "last"])
def test_sentence_that_resembles_cruft_stays(cleaner: Cleaner, sentence: str, place: str) -> None:
    parts = {"first": [sentence, BEFORE, AFTER], "middle": [BEFORE, sentence, AFTER], "last": [BEFORE, AFTER, sentence]}
    text = " ".join([*parts[place], BEFORE, AFTER] if place != "last" else [BEFORE, AFTER, *parts[place]])
    article = cleaner.clean(text, kind="text", title="", language="en")
    assert article.text == text


def test_headline_with_an_unknown_end_stays(cleaner: Cleaner) -> None:
    """Where the next sentence begins behind a prompt's headline nothing tells: in doubt it stays."""
    text = f"{BEFORE} Read Also: Parliament votes on the budget {AFTER} {BEFORE}"
    assert "Engineers had asked" in cleaner.clean(text, kind="text", title="", language="en").text


def test_headline_before_a_quotation_goes(cleaner: Cleaner) -> None:
    rest = f"“We are glad of it,” the mayor said. {AFTER} {BEFORE}"
    article = cleaner.clean(
        f"{BEFORE} Read Also: Parliament votes on the budget {rest}", kind="text", title="", language="en"
    )
    assert article.text == f"{BEFORE} {rest}"
    assert article.related[0].title == "Parliament votes on the budget"


def test_paragraphs_are_not_looked_into(cleaner: Cleaner) -> None:
    """In a text with a paragraph a line every sentence of a paragraph is its own."""
    text = "\n".join([BEFORE, f"{AFTER} Support our journalism. {BEFORE}", AFTER, BEFORE, AFTER])
    assert "Support our journalism." in cleaner.clean(text, kind="text", title="", language="en").text


def test_second_cleaning_of_one_line_changes_nothing(cleaner: Cleaner) -> None:
    text = f"{BEFORE} Support our journalism. Subscribe today. {AFTER} {BEFORE} {AFTER} Leave a Reply Name Email"
    once = cleaner.clean(text, kind="text", title="", language="en")
    assert cleaner.clean(once.text, kind="text", title="", language="en").text == once.text


@pytest.mark.parametrize(
    "unit",
    [
        f"{BEFORE} {AFTER} ",
        "Support our journalism. Subscribe today. ",
        "Leave a Reply ",
        "Check Also Floods close the road ",
        "Name Email Website ",
        "A ship (Reuters) ",
        "© 2024 Courier. ",
        "▶ Watch ",
        "PARLIAMENT VOTES ON THE BUDGET AFTER TALKS ",
        "(a) ",
        "ADAn ",
        "- - - ",
    ],
    ids=lambda unit: unit[:12].strip(),
)
def test_one_long_line_takes_linear_time(cleaner: Cleaner, unit: str) -> None:
    def work(chars: int) -> None:
        cleaner.clean(unit * (chars // len(unit)), kind="text", title="", language="en")

    assert growth(work, 10_000, 40_000, allowed=10, floor=0.05) < 10


@pytest.mark.parametrize(
    "cruft",
    ["The old bridge at dusk. Photo: Jane Doering", "Photo: Jane Doering", "By Jane Doering jane@courier.example"],
)
def test_paragraph_glued_between_others_goes(cleaner: Cleaner, cruft: str) -> None:
    rest = f"{AFTER} {BEFORE} {LAST}"
    article = cleaner.clean(f"{BEFORE}{cruft}{rest}", kind="text", title="Bridge stays open", language="en")
    assert article.text == f"{BEFORE}{rest}"


@pytest.mark.parametrize("cruft", ["Follow us on Facebook"])
def test_cruft_at_the_end_of_a_paragraph_goes(cleaner: Cleaner, cruft: str) -> None:
    article = cleaner.clean(f"{BEFORE}\n{AFTER} {cruft}\n{LAST}", kind="text", title="Bridge stays open", language="en")
    assert article.text.split("\n\n") == [BEFORE, AFTER, LAST]
