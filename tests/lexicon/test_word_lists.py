"""The lists of words in ``rules/lexicon/``: how they are read, and that each says what it is for and proves it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
import re2

from ingest.fields import caption
from ingest.html.extract.class_names import mark_of
from ingest.html.metadata.near_headline import _is_elsewhere as is_elsewhere
from ingest.html.metadata.near_headline import _mark_of as marked
from ingest.lexicon.word_lists import (
    WordList,
    any_word,
    packaged_rules,
    parse_word_lists,
    shortest_parts,
    word_lists,
)
from ingest.quality import no_article
from ingest.rules.finders.byline_words import is_by, is_byline_word, is_date_word, is_published, is_tag_label
from ingest.rules.patterns.pieces import shared_pieces
from ingest.text.names import after_by, is_agency, is_desk, is_person, people_in_bylines
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


def in_section(name: str, section: str) -> Callable[[str], bool]:
    return lambda word: word.casefold() in word_lists(name)[section].words


# The same of the other lists: what their examples are asked.
OTHERS: dict[str, dict[str, Callable[[str], bool]]] = {
    "dates": {
        "weekdays": is_date_word,
        "published": is_published,
        "beside days": is_date_word,
        **{part: in_section("dates", part) for part in ("before hours", "behind hours", "of a length", "around days")},
    },
    "bylines": {
        "by": is_by,
        "in bylines": is_byline_word,
        "tag labels": is_tag_label,
        **{part: lambda line: after_by(line) > 0 for part in ("by before names", "before by", "labels before names")},
    },
    "credits": {
        "labels at the end": lambda text: caption(text).credit == "Jane Doe",
        "labels": lambda text: caption(f"The old bridge at dusk ({text})").credit == "Jane Doe",
    },
    "near-headline": {
        "byline": lambda names: marked(names) == "byline",
        "date": lambda names: marked(names) == "date",
        "elsewhere": is_elsewhere,
        "beside": is_elsewhere,
    },
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


def test_slots_find_their_examples() -> None:
    for name, listed in word_lists("slots").items():
        piece = shared_pieces()[name]
        finds = re2.compile(rf"{'' if '{Lu}' in piece else '(?i)'}^(?:{piece})$").search
        assert listed.found, name
        assert listed.not_found, name
        assert [example for example in listed.found if not finds(example)] == [], name
        assert [example for example in listed.not_found if finds(example)] == [], name


@pytest.mark.parametrize(("name", "section"), [(name, section) for name in OTHERS for section in OTHERS[name]])
def test_words_by_language_find_their_examples(name: str, section: str) -> None:
    assert set(OTHERS[name]) == set(word_lists(name))
    listed, asks = word_lists(name)[section], OTHERS[name][section]
    assert listed.found
    assert [example for example in listed.found if not asks(example)] == []
    assert [example for example in listed.not_found if asks(example)] == []


def test_words_of_a_language_are_taken_apart_and_once() -> None:
    listed = parse_word_lists("[by]\nde: von, autor\nnl: door, von\nany: a cura di\nhu: szerző\n")
    assert listed["by"].words == ("von", "autor", "door", "a cura di", "szerző")


def test_patterns_of_lists_hold_their_words() -> None:
    assert re.fullmatch(any_word("bylines", "by", "by before names"), "a cura di")
    found = re.compile(shortest_parts("near-headline", "byline"))
    assert [word for word in word_lists("near-headline")["byline"].words if not found.search(word)] == []


@pytest.mark.parametrize("section", word_lists("no-article"))
def test_pages_that_are_no_article_say_so(section: str) -> None:
    listed = word_lists("no-article")[section]
    assert [line for line in listed.found if not (no_article([line]) or "").startswith(section)] == []
    assert [line for line in listed.not_found if no_article([line])] == []
    assert no_article([listed.found[0], *["The council voted to keep the bridge open for another year."] * 12]) is None
