"""Ids that packaged rules had before are still known."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from ingest import Cleaner
from ingest.errors import RuleError
from ingest.lexicon.word_lists import packaged_rules
from ingest.rules.check.check import check, source_of
from ingest.rules.files.renamed import read_renamed
from ingest.rules.load import load_rules

LINE = "© 2024 Riverside Media. All rights reserved."


def test_table_leads_from_no_rule_to_a_rule() -> None:
    ids, renamed = set(load_rules().ids), read_renamed(packaged_rules())
    assert len(renamed) > 100
    assert [(old, new) for old, new in renamed.items() if old in ids or new not in ids] == []


def test_folder_without_a_table_renamed_nothing(tmp_path: Path) -> None:
    assert read_renamed(tmp_path) == {}


def test_earlier_id_is_disabled_with_a_hint(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("disable: [global.copyright]\n")
    assert Cleaner().clean(LINE, language="xx", title="").copyright == LINE
    assert Cleaner(rules=[tmp_path]).clean(LINE, language="xx", title="").copyright is None
    (tmp_path / "sites").mkdir()
    (tmp_path / "a.yaml").rename(tmp_path / "sites" / "courier.example.yaml")
    of_site = Cleaner(rules=[tmp_path]).clean(LINE, language="xx", title="", site="courier.example")
    assert of_site.copyright is None
    report = check([tmp_path])
    assert report.faults == ()
    assert [(hint.what, hint.fix) for hint in report.hints] == [
        ("disables 'global.copyright', which is now 'any.copyright'", "write any.copyright")
    ]


def test_earlier_id_of_a_rule_that_is_not_loaded_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("disable: [global.copyright]\n")
    with pytest.raises(RuleError, match="which no layer has"):
        load_rules([tmp_path], packaged=False)


def test_rule_of_ones_own_may_have_an_earlier_id(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(
        "disable: [global.copyright]\nrules:\n  - {id: global.copyright, kind: other, line: '^x$', origin: ftr}\n"
    )
    rules = load_rules([tmp_path])
    assert rules.select(None, None).disabled == {"global.copyright"}
    assert rules.hints == ()


def test_rule_is_shown_by_its_earlier_id() -> None:
    shown = source_of(load_rules(), "global.copyright").split("\n")
    assert shown[0] == "# global.copyright is now any.copyright"
    assert shown[2] == "  - id: any.copyright"


def test_name_of_a_rule_has_one_kind_in_all_languages() -> None:
    kinds = defaultdict(set)
    for rule in load_rules(sites=False).rules:
        kinds[rule.id.partition(".")[2]].add(rule.kind)
    assert {name: found for name, found in kinds.items() if len(found) > 1} == {}


def test_rules_lie_where_their_ids_and_kinds_say() -> None:
    rules = [rule for rule in load_rules(sites=False).rules if rule.file.startswith("rules/lang/")]
    assert len(rules) > 1000
    assert [rule.id for rule in rules if rule.file != f"rules/lang/{rule.id.partition('.')[0]}/{rule.kind}.yaml"] == []
