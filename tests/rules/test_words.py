"""Names that scraping lower-cased: what is repaired, and first of all what is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest import Cleaner
from ingest.article import Block
from ingest.rules.edits.view import BlockView
from ingest.rules.words import is_quoted
from ingest.text.fold import fold
from ingest.text.shape import shape

TURKEY = "The minister of Turkey came home after a visit of three days.\n\n"


@pytest.fixture(scope="module")
def cleaner() -> Cleaner:
    return Cleaner(only=["casing", "name"], language_engine="none")


def cleaned(cleaner: Cleaner, text: str, language: str = "en") -> str:
    return cleaner.clean(text, kind="text", language=language, title="").text


@pytest.mark.parametrize(
    "text",
    [
        "See kyiv.example.com, @kyiv, #kyiv and kyiv_2.png, or write to kyiv@example.com.",
        "A nice reading room, a mobile home and a polish for the turkey in march.",
        "He told us who may march, and it was nice of them to let us.",
        "Turkey won the cup in the rain.\n\nThe farmer sold a turkey to the man.",
        TURKEY + "The farmer sold one turkey here, and one turkey there, he said.",
        "The newyork office and the kyivan style are other words.",
    ],
    ids=["addresses", "words", "pronouns", "start-of-sentence", "more-often-a-word", "parts-of-words"],
)
def test_words_stay_words(cleaner: Cleaner, text: str) -> None:
    assert cleaned(cleaner, text) == text


def test_other_languages_keep_their_words(cleaner: Cleaner) -> None:
    text = "Auch in berlin und in paris wurde gestern lange darüber gesprochen, ob es so bleibt."
    assert cleaned(cleaner, text, "de") == text


@pytest.mark.parametrize(
    ("text", "gives"),
    [
        ("Trains to kyiv, kharkiv and (odesa) ran late.", "Trains to Kyiv, Kharkiv and (Odesa) ran late."),
        ("From new york city to the united states.", "From New York City to the United States."),
        ("The nato summit heard ukrainians on monday.", "The NATO summit heard Ukrainians on Monday."),
        ("They live in rio de janeiro and sao paulo.", "They live in Rio de Janeiro and Sao Paulo."),
        (TURKEY + "It was a first visit to turkey for him.", TURKEY + "It was a first visit to Turkey for him."),
        ("It said the US had told us what the us is.", "It said the US had told us what the US is."),
    ],
    ids=["kyiv", "several-words", "acronym", "particles", "shown", "the-us"],
)  # fmt: skip
def test_names_are_repaired(cleaner: Cleaner, text: str, gives: str) -> None:
    assert cleaned(cleaner, text) == gives
    assert cleaned(cleaner, gives) == gives


def test_evidence_that_goes_with_cruft_is_no_evidence_in_a_second_cleaning() -> None:
    every = Cleaner(language_engine="none")
    text = TURKEY + "One turkey came to the table, and it was large.\n\nA second turkey went out, and it was not.\n\n"
    once = every.clean(text + "Read Also: The last turkey", kind="text", language="en", title="").text
    assert cleaned(every, once) == once


def test_transliteration_serves_those_who_ask(cleaner: Cleaner) -> None:
    text = "Trains to Kiev ran late. “Kiev will stand,” he said, and had chicken Kiev near kiev."
    assert cleaned(cleaner, text).endswith("near Kiev.")
    asked = Cleaner(rules=["extra/transliteration.en.yaml"], language_engine="none")
    assert (
        cleaned(asked, text) == "Trains to Kyiv ran late. “Kiev will stand,” he said, and had chicken Kiev near Kyiv."
    )


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("He said Kiev.", False), ("He said “Kiev” twice.", True), ("He said “no” in Kiev.", False),
        ("“A first paragraph of Kiev", True), ("He's in the council's Kiev", False), ("‘It’s in Kiev’", True),
        ("„So“ sagte er in Kiev", False), ("„So in Kiev“", True), ('"So" in Kiev', False), ('"So in Kiev', True),
    ],
)  # fmt: skip
def test_quotation_is_what_stands_between_marks(text: str, quoted: bool) -> None:
    line = BlockView(0, Block(0, len(text)), text, shape(text), "body", fold(text))
    assert is_quoted(line, text.index("Kiev")) is quoted


RULES = r"""
rules:
  - {id: words.first, kind: casing, words: {kyiv: Kyiv}, where: {max_chars: 4}, origin: ftr}
  - {id: words.second, kind: casing, words: {kyiv: Kyiv}, origin: ftr}
"""


@pytest.mark.parametrize(
    ("text", "gives", "rule"),
    [("kyiv", "Kyiv", "words.first"), ("near kyiv", "near Kyiv", "words.second")],
    ids=["where the first applies", "where it does not"],
)
def test_each_rule_that_knows_a_name_may_repair_it(tmp_path: Path, text: str, gives: str, rule: str) -> None:
    (tmp_path / "rules.yaml").write_text(RULES, encoding="utf-8")
    own = Cleaner(rules=[tmp_path / "rules.yaml"], packaged=False, language_engine="none")
    article = own.clean(text, kind="text", language="en", title="")
    assert (article.text, [repair.rule for repair in article.repaired]) == (gives, [rule])


@pytest.mark.parametrize("sign", ["@", "#", "://"])
@pytest.mark.parametrize(("marks", "name"), [(150, "kyiv"), (250, "Kyiv")], ids=["near", "far off"])
def test_sign_of_an_address_counts_so_far_from_a_name_in_a_line_without_blanks(
    cleaner: Cleaner, sign: str, marks: int, name: str
) -> None:
    """If no end were set to how far is looked, a long line without blanks would take its square in time."""
    between = "、" * marks
    assert cleaned(cleaner, f"kyiv{between}{sign}") == f"{name}{between}{sign}"
    assert cleaned(cleaner, f"{sign}{between}kyiv") == f"{sign}{between}{name}"


def test_tables_are_sorted_and_hold_each_name_once() -> None:
    names = Path(__file__).parents[1].parent / "rules" / "names"
    seen: set[str] = set()
    for path in sorted(names.glob("*.tsv")):
        lines = path.read_text(encoding="utf-8").splitlines()
        assert any("CC BY 4.0" in line for line in lines)
        rows = [line.split("\t")[0].lower() for line in lines if not line.startswith("#")]
        assert len(rows) > 90
        assert not seen & set(rows)
        seen |= set(rows)
    assert {"kyiv", "new york", "turkey", "nice", "reading", "mobile", "polish", "march"} <= seen
    assert not {"of", "us", "who", "it", "may", "metro", "police"} & seen
