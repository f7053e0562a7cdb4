"""What serves at which care: guards always, bold rules at low only, at high what is known by its words."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from ingest import Cleaner
from ingest.rules.care import serving
from ingest.rules.model import GLOBAL, LEARNED, SITE, USER, Rule, Section
from ingest.rules.patterns.translate import Pattern, translate
from ingest.vocabulary import Care, Confidence

LEAD = "The council voted on Tuesday to keep the old bridge open for another year, and the ferry with it."
TAIL_LINE = f"{LEAD}\n\n{LEAD.replace('Tuesday', 'Friday')}\n\nCouncil news in brief"


def found(pattern: str) -> Pattern:
    return Pattern(translated=translate(pattern))


def line(pattern: Pattern, confidence: Confidence | None = None, rank: int = GLOBAL, action: str = "drop") -> Rule:
    return Rule("a", "other", "line", pattern, confidence=confidence, rank=rank, action=action)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rule", "cares"),
    [
        (line(Pattern(phrases=("video",))), "high normal low"),
        (line(found("^subscribe to .*")), "high normal low"),
        (line(found("^阅读全文.*")), "high normal low"),
        (line(found("^foto: .*")), "normal low"),
        (line(found(r"^\p{L}+$")), "normal low"),
        (line(found("^foto: .*"), "sure"), "high normal low"),
        (line(found("^subscribe to .*"), "bold"), "low"),
        (line(found("^subscribe to .*"), "bold", USER), "low"),
        (line(found("^foto: .*"), rank=SITE), "high normal low"),
        (line(found("^foto: .*"), rank=LEARNED), "normal low"),
        (line(found("^foto: .*"), "bold", action="keep"), "high normal low"),
        (Rule("a", "other", "finder", finder="menu"), "normal low"),
        (Rule("a", "other", "finder", finder="menu", confidence="sure"), "high normal low"),
        (Rule("a", "related", "section", section=Section(found("^more from the archive"))), "high normal low"),
        (Rule("a", "related", "section", section=Section(found("^more"))), "normal low"),
        (Rule("a", "casing", "words", words={"kyiv": "Kyiv"}), "high normal low"),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{value.find} {value.confidence}",
)
def test_rule_serves_at(rule: Rule, cares: str) -> None:
    assert " ".join(care for care in get_args(Care) if serving([rule], care)) == cares


def test_high_care_takes_of_a_rule_what_it_knows_by_its_words() -> None:
    rule = line(Pattern(("more",), translate("^foto: .*|^subscribe to .*")))
    (part,) = serving([rule], "high")
    assert part.pattern is not None
    assert (part.pattern.phrases, len(part.pattern.alternatives)) == (("more",), 1)
    assert serving([rule], "normal") == (rule,)


def test_low_care_takes_lines_that_normal_leaves_and_says_so() -> None:
    texts = {care: Cleaner(care=care).clean(TAIL_LINE, language="en", title="") for care in get_args(Care)}
    assert [cut.rule for cut in texts["low"].removed] == ["any.tail-line"]
    assert texts["normal"].text == texts["high"].text == TAIL_LINE
    assert len({article.made_by.rules_sha256 for article in texts.values()}) == 3


def test_learned_rules_keep_the_care(tmp_path: Path) -> None:
    assert Cleaner(care="low", packaged=False).with_learned(tmp_path).rules.care == "low"


def test_what_a_page_states_of_itself_serves_at_high_care() -> None:
    sure = {rule.id for rule in Cleaner(site_rules=False).rules.rules if rule.confidence == "sure"}
    assert {"any.stated-author", "any.headline", "en.byline", "de.byline", "fr.published"} <= sure
