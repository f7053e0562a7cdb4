"""Which lines the rules know for labels, wherever they stand."""

from __future__ import annotations

from ingest import Cleaner
from ingest.rules.engine.known_labels import known_labels


def test_buttons_and_shares_are_known_and_headlines_are_not() -> None:
    selection = Cleaner(site_rules=False).rules.select("en", None)
    labels = ["Share on Facebook", "Leave a comment", "Most Popular", "Last updated on"]
    stories = [
        "Ferry sails again after nine weeks",
        "Council keeps the old bridge open",
        "Read also: Ferry sails again",
    ]
    assert known_labels(selection, [*labels, *stories, ""]) == set(labels)
    assert known_labels(selection, []) == set()


def test_disabled_rule_knows_no_label() -> None:
    assert known_labels(Cleaner(packaged=False).rules.select("en", None), ["Share on Facebook"]) == set()
