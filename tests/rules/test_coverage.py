"""The table of languages and kinds, and the page of the documentation that shows it."""

from __future__ import annotations

from pathlib import Path

from ingest.rules.coverage import COMMON, coverage
from ingest.rules.load import load_rules
from ingest.rules.model import Rule

PAGE = Path(__file__).parents[2] / "docs" / "rules-table.md"


def rule(id: str, kind: str, folder: str = "lang") -> Rule:
    return Rule(id=id, kind=kind, find="line", file=f"rules/{folder}/{id.partition('.')[0]}/{kind}.yaml")


def test_page_is_current() -> None:
    table = coverage(load_rules().rules)
    assert PAGE.read_text(encoding="utf-8").endswith(f"\n\n{table}\n"), "ingest rules list --table makes it"


def test_kinds_are_counted_by_language() -> None:
    rules = [rule("any.menu", "nav"), rule("de.nav", "nav"), rule("de.more", "nav"), rule("fr.byline", "byline")]
    kinds = coverage([*rules, rule("site.a", "nav", "sites")]).split("\n\n")[0].split("\n")
    assert kinds == ["| kind | any | de | fr |", "|---|---:|---:|---:|", "| byline |  |  | 1 |", "| nav | 1 | 2 |  |"]


def test_common_names_say_where_they_are_missing() -> None:
    languages = [f"l{number}" for number in range(COMMON)]
    rules = [rule(f"{language}.share", "share") for language in languages]
    rules += [rule("any.share", "share"), rule("xx.nav", "nav")]
    names = coverage(rules).split("\n\n")[1].split("\n")
    assert names[2:] == [f"| share | share | {COMMON} | xx |"]
