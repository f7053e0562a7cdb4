"""The lists of words in ``rules/lexicon/``: how they are read, and that each says what it is for and proves it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.html.extract.class_names import mark_of
from ingest.lexicon.word_lists import WordList, packaged_rules, parse_word_lists, word_lists
from ingest.text.names import is_agency, is_desk, is_person, people_in_bylines
from ingest.vocabulary import CRUFT_KINDS

LISTS = sorted((packaged_rules() / "lexicon").glob("*.txt"))
CLASS_NAMES = word_lists("class-names")
# What each section of people.txt is for, asked of one example.
PEOPLE: dict[str, Callable[[str], bool]] = {
    "agencies": is_agency,
    "desks": is_desk,
    "desks without blanks": is_desk,
    "roles": lambda byline: (
        len(people_in_bylines([byline])[0].split()) == 2 and byline not in people_in_bylines([byline])
    ),
    "before roles": lambda byline: people_in_bylines([byline]) == ("Ann Lee",),
    "accounts": lambda name: people_in_bylines([name]) == (),
    "particles": is_person,
    "not in names": lambda label: not is_person(label),
}


def test_sections_are_read_with_reasons_and_examples() -> None:
    text = "# Of the file.\n\n[a b]\n# One.\n# Two.\n+ is so\n- is not\nword\ntwo words\n  \n[empty]\n"
    assert parse_word_lists(text) == {
        "a b": WordList(("word", "two words"), "One. Two.", ("is so",), ("is not",)),
        "empty": WordList(()),
    }


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_sections_have_reasons_and_no_word_twice(path: Path) -> None:
    sections = word_lists(path.stem)
    assert [name for name, listed in sections.items() if not (listed.words and listed.why)] == []
    counted = Counter((name, word) for name, listed in sections.items() for word in listed.words)
    assert [word for word, count in counted.items() if count > 1] == []


def test_class_names_are_of_kinds() -> None:
    counted = Counter(word for listed in CLASS_NAMES.values() for word in listed.words)
    assert [word for word, count in counted.items() if count > 1] == []
    assert set(CLASS_NAMES) - {*CRUFT_KINDS, "gallery", "hidden"} == {"body", "standfirst", "none"}
    odd = [
        word
        for listed in CLASS_NAMES.values()
        for word in listed.words
        if not word.removeprefix("=").removesuffix("*").isalnum() or word != word.lower()
    ]
    assert odd == []


@pytest.mark.parametrize("section", CLASS_NAMES)
def test_class_names_find_their_examples(section: str) -> None:
    listed = CLASS_NAMES[section]
    assert listed.found or listed.not_found
    assert [name for name in listed.found if mark_of(name) != section] == []
    assert [name for name in listed.not_found if mark_of(name) == section] == []


def test_every_class_name_is_found_by_itself() -> None:
    # Words of layout, and those that a longer meaning takes, would never be found.
    wrong = [
        (word, section, mark_of(word.strip("=*")))
        for section, listed in CLASS_NAMES.items()
        for word in listed.words
        if mark_of(word.strip("=*")) != (None if section == "none" else section)
    ]
    assert wrong == []


def test_words_around_names_find_their_examples() -> None:
    sections = word_lists("people")
    assert set(PEOPLE) == set(sections)
    for name, listed in sections.items():
        assert listed.found, name
        assert [example for example in listed.found if not PEOPLE[name](example)] == [], name
        assert [example for example in listed.not_found if PEOPLE[name](example)] == [], name
