"""How sure rules are of what they find, and which of them serve a user who wants more care, or less."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ingest.rules.model import FTR, Rule
from ingest.rules.patterns.translate import Alternative, Pattern
from ingest.vocabulary import Care

# A pattern that asks for so many letters or digits is known by its words: "subscribe" is, "foto:" is not.
SURE_LETTERS = 8
# From here on, scripts that write a word in one or two characters: Chinese, Japanese, Korean.
_DENSE = "⺀"


def serving(rules: Iterable[Rule], care: Care) -> tuple[Rule, ...]:
    """Return what of some rules serves at a care, in their order.

    At "low" all; at "normal" all but the bold; at "high" the sure and, of those that say neither, what they know by its
    words. Guards always serve.
    """
    if care == "low":
        return tuple(rules)
    timid = (rule for rule in rules if rule.confidence != "bold" or rule.action == "keep")
    return tuple(timid) if care == "normal" else tuple(rule for one in timid if (rule := _sure_part(one)))


def _sure_part(rule: Rule) -> Rule | None:
    """Return a rule with those of its phrases and patterns that are known by their words, None if it has none.

    What somebody wrote for a site, or gave for a run, was written with its pages in view.
    """
    if rule.confidence == "sure" or rule.action == "keep" or rule.rank >= FTR or rule.find in ("words", "element"):
        return rule
    if rule.section is not None:
        start = _known_by_words(rule.section.start)
        return replace(rule, section=replace(rule.section, start=start)) if start else None
    pattern = _known_by_words(rule.pattern) if rule.pattern is not None else None
    return replace(rule, pattern=pattern) if pattern else None


def _known_by_words(pattern: Pattern) -> Pattern:
    """Return a pattern without the alternatives that know too few letters; phrases are known to the last."""
    sure = tuple(one for one in pattern.alternatives if _fewest_letters(one) >= SURE_LETTERS)
    return Pattern(pattern.phrases, sure, pattern.case, shown=pattern.shown)


def _fewest_letters(alternative: Alternative) -> int:
    """Return how many letters and digits whatever an alternative matches has at least, of those that are known."""
    return min(map(_weight, alternative.needs), default=0)


def _weight(text: str) -> int:
    return sum(2 if char >= _DENSE else 1 for char in text if char.isalnum())
