"""The mistakes of people who write rules, made on purpose: what each is told."""
# ruff: noqa: E501  (tables, a row a line)

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from ingest.errors import Fault
from ingest.rules.check.check import Report, check
from ingest.rules.check.formats import fault_lines

ONE = "  - {id: a.b, kind: other, line: foo, examples: {removes: [foo], keeps: [bar]}}\n"
RULES = f"rules:\n{ONE}"


def rule(text: str) -> str:
    return f"rules:\n  - id: a.b\n    kind: other\n    {text}\n"


EXAMPLES = "examples: {removes: [foo], keeps: [bar]}"
# A file's name, what is in it, what is said of it, and the fix.
TRAPS = {
    "site file named for no host": ("sites/gullmoor.yaml", RULES, "'gullmoor' is no host name, so the file would apply to nothing", "name the file like example.com.yaml, or say site: example.com"),
    "site file named in words": ("sites/Gullmoor Gazette.yaml", RULES, "'gullmoor gazette' is no host name", "site: example.com"),
    "site file named with www": ("sites/www.gullmoor.example.yaml", RULES, "hosts are known without 'www.'", "gullmoor.example.yaml"),
    "site in words": ("a.yaml", f"site: Gullmoor Gazette\n{RULES}", "'gullmoor gazette' is no host name", "site: example.com"),
    "site file outside sites": ("gullmoor.example.yaml", RULES, "it applies to every document, but is named like the site 'gullmoor.example'", "put it in a folder sites/, named like gullmoor.example.yaml; or say site: gullmoor.example"),
    "fields outside sites": ("g.yaml", f"fields: {{title: h1}}\n{RULES}", "it applies to every document, but has fields", "say site: example.com"),
    "site rules outside sites": ("g.yaml", RULES.replace("a.b", "site.gullmoor.box"), "it applies to every document, but has the rule 'site.gullmoor.box'", "say site: example.com"),
    "empty file": ("a.yaml", "", "the file is empty: it has no rule", "write rules, or remove it"),
    "comma in a phrase": ("a.yaml", rule("phrases: [Reported by the robot, checked by humans]\n    examples: {removes: ['— Reported by the robot, checked by humans'], keeps: [bar]}"), "the example '— Reported by the robot, checked by humans' is not removed; the rule looks for 'Reported by the robot', 'checked by humans'", "the comma in [...] ends a phrase: write 'Reported by the robot, checked by humans' in quotes"),
    "long example": ("a.yaml", rule(f"line: ['^foo', '^bar']\n    examples: {{removes: [{'long ' * 20}end], keeps: [x]}}"), f"{'long ' * 20}end' is not removed; the rule looks for '^foo', '^bar'", "mend the rule, or the example"),
    "one blank too few": ("a.yaml", "rules:\n  - id: a.b\n    kind: other\n   line: foo\n", "this line begins in column 4", "begin it in column 5"),
    "tab": ("a.yaml", "rules:\n\t- id: a.b\n", "a tab at the beginning of a line", "blanks only"),
    "no colon": ("a.yaml", f"rules\n{ONE}", "no colon behind 'rules'", "write rules: ..."),
    "nothing to find": ("a.yaml", rule(EXAMPLES), "does not say what it finds", "exactly one of: line, span"),
    "two things to find": ("a.yaml", rule(f"line: a\n    span: b\n    {EXAMPLES}"), "says 2 things to find: line, span", "exactly one of: line, span"),
    "delete": ("a.yaml", rule(f"line: foo\n    then: delete\n    {EXAMPLES}"), "'delete' is no action", "did you mean drop? known: drop, keep"),
    "move to nothing": ("a.yaml", rule(f"line: foo\n    then: move\n    {EXAMPLES}"), "'move' is no action", "did you mean {move: FIELD}?"),
    "position unknown": ("a.yaml", rule(f"line: foo\n    where: {{position: end}}\n    {EXAMPLES}"), "'end' is no position", "known: body, head, tail"),
    "selector": ("a.yaml", rule(f"element: 'div..foo'\n    {EXAMPLES}"), "the selector 'div..foo' is no css", "like div.box, div#id"),
    "key misspelt": ("a.yaml", rule(f"lin: foo\n    {EXAMPLES}"), "rule 'a.b' has an unknown key 'lin'", "did you mean 'line'?"),
    "key beside the one meant": ("a.yaml", rule(f"line: foo\n    wher: {{position: tail}}\n    {EXAMPLES}"), "rule 'a.b' has an unknown key 'wher'", "did you mean 'where'?"),
    "condition outside where": ("a.yaml", rule(f"line: foo\n    position: tail\n    {EXAMPLES}"), "rule 'a.b' has an unknown key 'position'", "it belongs in 'where': where: {position: ...}"),
    "move outside then": ("a.yaml", rule(f"line: foo\n    move: related\n    {EXAMPLES}"), "rule 'a.b' has an unknown key 'move'", "it belongs in 'then': then: {move: ...}"),
    "action inside where": ("a.yaml", rule(f"line: foo\n    where: {{then: drop}}\n    {EXAMPLES}"), "'where' has an unknown key 'then'", "it is a key of the rule"),
    "rule without a list": ("a.yaml", "id: a.b\n", "the file has an unknown key 'id'", "below rules:, '- ' before the first key of each rule"),
    "rules not a list": ("a.yaml", "rules:\n  id: a.b\n", "a mapping stands where a list belongs", "one '- ' a line"),
    "file of rules alone": ("a.yaml", ONE.strip(), "the file is a list, not a mapping", "begin it with a line rules:"),
    "where in one word": ("a.yaml", rule(f"line: foo\n    where: tail\n    {EXAMPLES}"), "'where' is 'tail', not a mapping", "write it like where: {position: tail"),
    "phrase alone": ("a.yaml", rule(f"phrases: foo\n    {EXAMPLES}"), "'foo' stands where a list belongs", "write ['foo'], or one '- ' a line"),
    "example alone": ("a.yaml", rule("line: foo\n    examples: {removes: foo, keeps: [bar]}"), "'foo' stands where a list belongs", "write ['foo']"),
    "no examples": ("a.yaml", rule("line: foo"), "rule 'a.b' has no examples", "examples: {removes: ['...'], keeps: ['...']}"),
    "start misspelt": ("a.yaml", rule(f"section: {{strat: foo}}\n    {EXAMPLES}"), "'section' has an unknown key 'strat'", "did you mean 'start'?"),
    "nothing behind a key": ("a.yaml", rule(f"line:\n    {EXAMPLES}"), "rule 'a.b': the pattern is empty", "write what to look for"),
    "no kind": ("a.yaml", RULES.replace("other", "''"), "rule 'a.b': no kind is given", "known: advert"),
    "yes for true": ("a.yaml", rule(f"line: foo\n    where: {{sentence: yes}}\n    {EXAMPLES}"), "'yes' is neither true nor false", "write true"),
    "line replaced": ("a.yaml", rule(f"line: foo\n    then: {{replace: x}}\n    {EXAMPLES}"), "rule 'a.b' replaces what a line finds, which only goes or moves as a whole", "span:"),
    "look-ahead": ("a.yaml", rule(f"line: 'foo(?!bar)'\n    {EXAMPLES}"), "in the pattern 'foo(?!bar)': '(?!' is not known", "use where:"),
    "bracket open": ("a.yaml", rule(f"line: '(foo'\n    {EXAMPLES}"), "in the pattern '(foo': a '(' that nothing closes", r"write \("),
    "word alone": ("a.yaml", rule(f"words: kyiv\n    {EXAMPLES}"), "'kyiv' is no mapping, and no table beside the rule file", "words: {kyiv: Kyiv}"),
    "language in words": ("a.yaml", f"language: English\n{RULES}", "'English' is no code of a language, so the file would apply to nothing", "language: en"),
    "language that is none": ("lang/xx.yaml", RULES, "'xx' is no code of a language", "ISO 639-1"),
    "disabled id misspelt": ("a.yaml", "disable: [en.read-allso]\n", "disables 'en.read-allso', which no layer has", "did you mean 'en.read-also'?"),
    "confidence in other words": ("a.yaml", rule(f"line: foo\n    confidence: certain\n    {EXAMPLES}"), "'certain' is no confidence", "known: bold, sure"),
    "kind misspelt": ("a.yaml", RULES.replace("other", "captoin"), "'captoin' is no kind", "did you mean 'caption'?"),
}  # fmt: skip


@pytest.mark.parametrize("name", TRAPS)
def test_mistake_is_told_once_with_its_fix(tmp_path: Path, name: str) -> None:
    path, text, what, fix = TRAPS[name]
    (tmp_path / path).parent.mkdir(exist_ok=True)
    (tmp_path / path).write_text(text, encoding="utf-8")
    report = check([tmp_path])
    (fault,) = report.faults
    assert what in fault.what
    assert fix in fault.fix
    assert str(report).endswith(": 1 fault")


@pytest.mark.parametrize(
    ("path", "head"),
    [
        ("sites/gullmoor.example.yaml", ""),
        ("sites/gullmoor.yaml", "site: gullmoor.example\n"),
        ("sites/пошта.укр.yaml", ""),
        ("own/gullmoor.example.yaml", "site: gullmoor.example\n"),
        ("intranet.yaml", "site: localhost\n"),
        ("my-own.yaml", ""),
        ("rules.v2.yaml", ""),
        ("rules.en.yaml", "language: en\n"),
        ("lang/en.yaml", ""),
    ],
)
def test_file_in_its_place_is_right(tmp_path: Path, path: str, head: str) -> None:
    (tmp_path / path).parent.mkdir(exist_ok=True)
    (tmp_path / path).write_text(head + RULES, encoding="utf-8")
    assert str(check([tmp_path])) == "1 file, 1 rule, 2 examples: all as they say"


def test_rules_that_are_given_twice_are_told_once(tmp_path: Path) -> None:
    entries = "".join(ONE.replace("a.b", f"a.b{n}") for n in range(9))
    for folder, extra in (("one", ""), ("two", "# later\n")):
        (tmp_path / folder / "sites").mkdir(parents=True)
        text = f"{extra}rules:\n{entries}"
        (tmp_path / folder / "sites" / "gullmoor.example.yaml").write_text(text, encoding="utf-8")
    (fault,) = check([tmp_path / "one", tmp_path / "two"]).faults
    assert (fault.what.partition(":")[0], fault.fix) == ("its rules are given twice", "give one of the two")


def test_id_of_another_file_is_told_with_its_place(tmp_path: Path) -> None:
    for name in ("one", "two"):
        other = ONE.replace("a.b", f"a.{name}")
        (tmp_path / f"{name}.yaml").write_text(f"rules:\n{other}{ONE}", encoding="utf-8")
    (fault,) = check([tmp_path]).faults
    assert re.search(r"the id is already in .*one\.yaml:3$", fault.what), fault


REPORT = Report(
    1, 2, 3, (Fault("a, b.yaml", 4, 5, "100% wrong\nhere", "mend it"),), (Fault("b.yaml", 1, 1, "old", "new"),)
)


def test_faults_are_written_for_people_programs_and_github() -> None:
    assert fault_lines(REPORT, "text") == "a, b.yaml:4:5: 100% wrong\nhere\n  fix: mend it\nb.yaml:1:1: old\n  fix: new"
    assert fault_lines(REPORT, "github") == (
        "::error file=a%2C b.yaml,line=4,col=5::100%25 wrong%0Ahere%0Afix: mend it\n"
        "::notice file=b.yaml,line=1,col=1::old%0Afix: new"
    )
    assert json.loads(fault_lines(REPORT, "json")) == {
        "files": 1,
        "rules": 2,
        "examples": 3,
        "faults": [{"file": "a, b.yaml", "line": 4, "column": 5, "what": "100% wrong\nhere", "fix": "mend it"}],
        "hints": [{"file": "b.yaml", "line": 1, "column": 1, "what": "old", "fix": "new"}],
    }
