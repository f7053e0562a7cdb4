"""What is learned from the documents of a group, and, first of all, what is not."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from made_site import NAMES, article, headline, sentence

from ingest import Cleaner, RawDocument
from ingest.article import Block
from ingest.input_record import document_of
from ingest.rules.check.examples import faults_of_examples
from ingest.rules.files.parse import read_rule_file
from ingest.rules.finders.built_in import BUILT_IN_FINDERS
from ingest.rules.layers import RuleSet
from ingest.rules.learn.groups import GroupKey, group_of
from ingest.rules.learn.mine import Proposal, mine
from ingest.rules.learn.write import learned_yaml
from ingest.rules.model import LEARNED, USER
from ingest.text.blocks import split_blocks

Make = Callable[[random.Random, int], str]
GROUP = GroupKey("site", "courier.example")


def documents(make: Make, many: int = 14) -> list[tuple[str, tuple[Block, ...]]]:
    texts = [make(random.Random(number), number) for number in range(many)]
    return [(text, split_blocks(text)) for text in texts]


def learned(make: Make, many: int = 14) -> list[Proposal]:
    return list(mine(documents(make, many)))


def pieces(proposals: list[Proposal]) -> str:
    return " | ".join(piece for proposal in proposals for piece in proposal.removes)


# ---- what is not learned


def plain(rnd: random.Random, number: int) -> str:
    return "\n".join(article(rnd))


def with_quotation(rnd: random.Random, number: int) -> str:
    said = ["“We will never give up the old ferry of this town.”"] if number % 4 == 0 else []
    return "\n".join([*article(rnd), *said, *article(rnd)])


def with_verdict(rnd: random.Random, number: int) -> str:
    said = ["Verdict: False"] if number % 5 == 0 else []
    return "\n".join([*article(rnd), *said, *article(rnd)])


def with_refrain(rnd: random.Random, number: int) -> str:
    refrain = ["And the river went on below the town."] * 3 if number == 4 else []
    return "\n".join([*article(rnd), *refrain, *article(rnd)])


def with_near_copies(rnd: random.Random, number: int) -> str:
    story = random.Random(99) if number < 5 else rnd
    return "\n".join([*article(story, 12), sentence(rnd)])


def with_column_heads(rnd: random.Random, number: int) -> str:
    title = "A letter from the western islands of the river" if number % 3 == 0 else headline(rnd)
    return "\n".join([title, *article(rnd)])


def with_formula(rnd: random.Random, number: int) -> str:
    said = " He denies the charge and is presumed innocent under the law" if number % 5 == 0 else ""
    return "\n".join([*article(rnd), f"{sentence(rnd)[:-1]}.{said}, says {rnd.choice(NAMES)}.", *article(rnd)])


def with_dateline(rnd: random.Random, number: int) -> str:
    return "\n".join([f"Farrowby, Northern Islands | COURIER PRESS | {sentence(rnd)}", *article(rnd)])


@pytest.mark.parametrize(
    "make",
    [
        plain, with_quotation, with_verdict, with_refrain, with_near_copies, with_column_heads, with_formula,
        with_dateline,
    ],
    ids=lambda make: make.__name__,
)  # fmt: skip
def test_what_articles_repeat_is_not_learned(make: Make) -> None:
    assert pieces(learned(make)) == ""


@pytest.mark.parametrize("many", [2, 3])
def test_small_groups_learn_only_what_is_outmost(many: int) -> None:
    def make(rnd: random.Random, number: int) -> str:
        inside = "Tell your friends about our daily puzzle page today."
        return "\n".join([*article(rnd), inside, *article(rnd), "Our office is open on all days but Sunday."])

    assert pieces(learned(make, many)).startswith("Our office is open")
    assert "puzzle" not in pieces(learned(make, many))


# ---- what is


def at_the_tail(rnd: random.Random, number: int) -> str:
    return "\n".join([*article(rnd), "Send your photographs to our picture desk before noon."])


def between(rnd: random.Random, number: int) -> str:
    return "\n".join([*article(rnd), "Tell your friends about our daily puzzle page today.", *article(rnd)])


def in_one_line(rnd: random.Random, number: int) -> str:
    return " ".join([*article(rnd), "Tell your friends about our daily puzzle page today.", *article(rnd)])


def with_a_name(rnd: random.Random, number: int) -> str:
    return " ".join([*article(rnd), f"You can follow {rnd.choice(NAMES)} on the page of our writers.", *article(rnd)])


def with_a_date(rnd: random.Random, number: int) -> str:
    day = f"{rnd.randint(1, 28)}.{rnd.randint(1, 12)}.20{rnd.randint(10, 26)}"
    return " ".join([f"Brought to you on {day} by the night desk.", *article(rnd)])


def with_a_headline(rnd: random.Random, number: int) -> str:
    return "\n".join([*article(rnd), f"People also look at this story: {headline(rnd)}", *article(rnd)])


def in_two_thirds(rnd: random.Random, number: int) -> str:
    return "\n".join(
        [*article(rnd), *(["Send your photographs to our picture desk before noon."] if number % 3 else [])]
    )


@pytest.mark.parametrize(
    "make",
    [at_the_tail, between, in_one_line, with_a_name, with_a_date, with_a_headline, in_two_thirds],
    ids=lambda make: make.__name__,
)
def test_furniture_is_learned_and_nothing_else_goes(make: Make) -> None:
    proposals = learned(make)
    assert len(proposals) == 1
    cleaner = Cleaner(site_rules=False)
    rules = read_rule_file(Path("x.yaml"), data=learned_yaml(GROUP, proposals).encode(), rank=LEARNED)
    cleaner.rules = RuleSet((*cleaner.rules.files, rules))
    for number in range(14):
        text = make(random.Random(number), number)
        gone = cleaner.clean(RawDocument(text, kind="text", site="courier.example", language="en", title="")).removed
        left_out = [removal.text for removal in gone if removal.rule.startswith("learned.")]
        assert len(left_out) == (number % 3 > 0 if make is in_two_thirds else 1)
        assert "\n".join(left_out) in text


def test_evidence_says_where_and_in_how_many_documents() -> None:
    (proposal,) = learned(in_two_thirds)
    assert (proposal.seen.documents, proposal.seen.of, proposal.seen.at) == (9, 14, "tail")


TITLES = [headline(random.Random(f"title {number}")) for number in range(3)]


def with_a_glued_prompt(rnd: random.Random, number: int) -> str:
    return " ".join([*article(rnd), f"People also look at this story: {TITLES[number % 3]}", *article(rnd)])


def with_a_frame(rnd: random.Random, number: int) -> str:
    return " ".join([*article(rnd), f"Look here {TITLES[number % 3]} tonight or later.", *article(rnd)])


def with_titles(make: Make) -> Make:
    """What is behind a prompt is the headline of another document, and stands there once."""

    def titled(rnd: random.Random, number: int) -> str:
        glued = make(rnd, number).replace(TITLES[number % 3], headline(random.Random(f"own {(number + 1) % 16}")))
        return f"{headline(random.Random(f'own {number}'))}\n{glued}"

    return titled


@pytest.mark.parametrize(
    ("make", "many"), [(with_a_glued_prompt, 16), (with_a_frame, 16), (with_titles(with_a_glued_prompt), 16)]
)
def test_headline_that_is_glued_into_a_text_goes_with_its_prompt(make: Make, many: int) -> None:
    proposals = learned(make, many)
    assert len(proposals) == 1
    patterns = [re.compile(proposal.pattern, re.IGNORECASE) for proposal in proposals]
    for number in range(many):
        text = make(random.Random(number), number)
        (found,) = [match[0] for pattern in patterns for match in pattern.finditer(text)]
        assert found.startswith(("People also look at", "Look here"))
        rest = text.replace(found, "")
        assert all(line in rest for line in article(random.Random(number)))
        assert not any(title in rest for title in TITLES)
        assert found.endswith(("tonight or later.", *TITLES, headline(random.Random(f"own {(number + 1) % 16}"))))


def with_a_series(rnd: random.Random, number: int) -> str:
    title = "A letter from the 12 western islands of the river" if number % 3 == 0 else headline(rnd)
    return "\n".join([title, *article(rnd)])


def test_first_line_that_comes_back_is_not_learned_whatever_number_is_in_it() -> None:
    assert pieces(learned(with_a_series)) == ""


# ---- the files


def test_file_passes_the_check_and_is_below_the_users_own_rules() -> None:
    data = learned_yaml(GROUP, [*learned(with_a_name), *learned(at_the_tail)]).encode()
    file = read_rule_file(Path("learned/x.yaml"), data=data, rank=USER)
    assert list(faults_of_examples(file, BUILT_IN_FINDERS)) == []
    assert (file.site, file.origin, file.rank) == ("courier.example", "learned", LEARNED)
    assert all(rule.seen and rule.why.startswith("in 14 of 14 documents of this site") for rule in file.rules)
    assert all(rule.examples for rule in file.rules)


def test_same_documents_give_the_same_bytes() -> None:
    assert learned_yaml(GROUP, learned(with_a_name)) == learned_yaml(GROUP, learned(with_a_name))


@pytest.mark.parametrize(
    ("key", "other"),
    [
        (GroupKey("site", "a.example"), GroupKey("file", "a.example")),
        (GroupKey("source", "A b"), GroupKey("source", "A-b")),
        (GroupKey("source", "новости"), GroupKey("source", "газета")),
    ],
    ids=["site and file", "marks", "no ASCII letters"],
)
def test_groups_have_names_of_their_own(key: GroupKey, other: GroupKey) -> None:
    assert key.slug != other.slug


@pytest.mark.parametrize(
    ("by", "name"),
    [
        (None, "a.example"),
        ("site", "a.example"),
        ("section", "Sports"),
        ("language", "en"),
        ("source", "wire"),
        ("tags", None),
    ],
)
def test_group_is_any_field_that_is_stated(by: str | None, name: str | None) -> None:
    document = document_of(
        {
            "text": "Rain fell.", "url": "https://a.example/x", "section": "Sports",
            "language": "en", "source": "wire", "tags": ["rain"],
        },
        "#1",
    )  # fmt: skip
    group = group_of(document, by, "a.jsonl")
    assert (group and group.name) == name
