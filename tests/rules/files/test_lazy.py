"""Packaged rule files of languages: known at once, read when a document needs them."""

from __future__ import annotations

import gc
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ingest import Cleaner
from ingest.errors import RuleError
from ingest.lexicon.word_lists import packaged_rules
from ingest.rules.files.lazy import LazyRuleFile
from ingest.rules.finders.built_in import BUILT_IN_FINDERS
from ingest.rules.layers import RuleSet
from ingest.rules.load import load_rules, read_layer, rule_paths

HOME = packaged_rules()
OF_LANGUAGES = [path for path in rule_paths(HOME / "lang") if path.parent.name != "any"]


def late(rules: RuleSet) -> list[LazyRuleFile]:
    return [file for file in rules.files if isinstance(file, LazyRuleFile)]


def unread(rules: RuleSet) -> set[str]:
    return {file.language or "" for file in late(rules) if isinstance(file._content, bytes)}


@pytest.mark.parametrize("path", OF_LANGUAGES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_what_a_file_is_known_by_is_what_it_says(path: Path) -> None:
    checked = read_layer(path, HOME, BUILT_IN_FINDERS)
    known = LazyRuleFile(str(path), checked.path, path.parent.name, BUILT_IN_FINDERS)
    names = ("path", "language", "site", "rank", "sha256", "ids", "disable")
    assert {name: getattr(known, name) for name in names} == {name: getattr(checked, name) for name in names}
    assert known.ids == tuple(rule.id for rule in known.read().rules)


def test_languages_are_read_when_they_are_met() -> None:
    cleaner = Cleaner()
    every = {path.parent.name for path in OF_LANGUAGES}
    assert unread(cleaner.rules) == every
    cleaner.clean("Lesen Sie auch: Der Haushalt", language="de")
    assert unread(cleaner.rules) == every - {"de", "en"}  # plugins speak English everywhere
    assert len(cleaner.rules.rules) == len(cleaner.rules.ids) == len(set(cleaner.rules.ids))
    assert unread(cleaner.rules) == set()


def test_rules_apply_as_if_they_had_been_read() -> None:
    whole = RuleSet([file.read() for file in load_rules().files])
    rules = load_rules()
    for language in (None, "de", "en", "xx"):
        ours, theirs = rules.select(language, "latimes.com"), whole.select(language, "latimes.com")
        assert (ours.sha256, ours.rules()) == (theirs.sha256, theirs.rules())
    assert (rules.sha256, rules.ids, rules.languages) == (whole.sha256, whole.ids, whole.languages)


def test_own_rule_may_not_have_the_id_of_one_not_yet_read(tmp_path: Path) -> None:
    id = load_rules().ids[-1]
    (tmp_path / "a.yaml").write_text(
        f"site: a.example\nrules:\n  - {{id: {id}, kind: other, line: '^x$', origin: ftr}}\n"
    )
    rule = next(rule for rule in load_rules().rules if rule.id == id)
    with pytest.raises(RuleError, match=rf"a\.yaml:3:1: rule '{id}': the id is already in {rule.file}:{rule.line}"):
        load_rules([tmp_path])


def test_own_file_may_disable_a_rule_not_yet_read(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("disable: [de.comment-form]\n")
    line = "Schreibe einen Kommentar"
    assert Cleaner().clean(line, language="de", title="").text == ""
    assert Cleaner(rules=[tmp_path]).clean(line, language="de", title="").text == line


def test_rules_are_those_of_the_bytes_that_were_hashed(tmp_path: Path) -> None:
    place = tmp_path / "lang" / "xx" / "other.yaml"
    place.parent.mkdir(parents=True)
    place.write_text("rules:\n  - id: xx.a\n    kind: other\n    line: '^x$'\n")
    file = LazyRuleFile(str(place), "rules/lang/xx/other.yaml", "xx", ())
    place.write_text("rules:\n  - id: xx.b\n")
    assert file.read().ids == file.ids == ("xx.a",)
    assert file.read().sha256 == file.sha256


def test_ids_are_known_whatever_the_line_ends(tmp_path: Path) -> None:
    place = tmp_path / "lang" / "xx" / "other.yaml"
    place.parent.mkdir(parents=True)
    place.write_bytes(b"rules:\r\n  - id: xx.a\r\n    kind: other\r\n    line: '^x$'\r\n")
    file = LazyRuleFile(str(place), "rules/lang/xx/other.yaml", "xx", ())
    assert file.ids == file.read().ids == ("xx.a",)


def test_threads_that_read_at_once_get_the_same() -> None:
    rules = load_rules()
    with ThreadPoolExecutor(4) as threads:
        read = list(threads.map(LazyRuleFile.read, 4 * late(rules)))
    assert [file.ids for file in read] == [file.ids for file in 4 * late(rules)]
    assert gc.isenabled()


def test_file_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="cannot be read: No such file"):
        LazyRuleFile(str(tmp_path / "none.yaml"), "rules/lang/xx/none.yaml", "xx", ())
