"""What is built in has a reason, as every rule has one."""

from __future__ import annotations

from ingest import Cleaner
from ingest.rules.check.built_in_ids import built_in_reasons


def test_every_id_that_stands_in_no_file_has_a_reason() -> None:
    cleaner = Cleaner()
    assert set(built_in_reasons()) == set(cleaner.rule_ids) - set(cleaner.rules.ids)
    assert all(len(reason) > 20 and reason.endswith(".") for reason in built_in_reasons().values())
