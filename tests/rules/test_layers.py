"""Which rules apply: layers, what disables them, whom a site file serves, and the hash of what applied."""
# ruff: noqa: E501  (tables, a row a line)

from __future__ import annotations

from pathlib import Path

import pytest

import ingest
from ingest import Cleaner
from ingest.errors import RuleError, UsageError
from ingest.lexicon.word_lists import packaged_rules
from ingest.rules.finders.built_in import BUILT_IN_FINDERS
from ingest.rules.layers import SITES_KEPT, RuleSet
from ingest.rules.load import load_rules, read_layer, rule_paths
from ingest.rules.model import GLOBAL, LANGUAGE, SITE, USER, RuleFile


def write(path: Path, *ids: str, head: str = "", body: str = "line: '^{id}$'") -> Path:
    """A rule file with a rule for each id, which drops the line that says it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rules = "".join(f"  - {{id: {id}, kind: other, {body.replace('{id}', id)}, origin: ftr}}\n" for id in ids)
    path.write_text(head + ("rules:\n" + rules if rules else ""), encoding="utf-8")
    return path


@pytest.fixture
def home(tmp_path: Path) -> RuleSet:
    """A packaged folder: any language, two languages, three sites."""
    root = tmp_path / "home"
    write(root / "lang" / "any" / "other.yaml", "global.a", "global.b")
    write(root / "lang" / "uk" / "other.yaml", "uk.a")
    tail = "phrases: ['{id}'], where: {position: [head, tail]}"
    write(root / "lang" / "en.yaml", "en.body")
    (root / "lang" / "en.yaml").write_text(
        (root / "lang" / "en.yaml").read_text()
        + f"  - {{id: en.tail, kind: other, {tail.replace('{id}', 'en tail')}, origin: ftr}}\n"
        + "  - {id: en.pattern, kind: other, line: '^x', where: {position: tail}, origin: ftr}\n"
        + "  - {id: en.title, kind: other, phrases: [x], where: {in: title, position: head}, origin: ftr}\n"
        + "  - {id: en.section, kind: other, section: {start: {phrases: [x]}}, where: {position: tail}, origin: ftr}\n"
    )
    write(root / "sites" / "example.com.yaml", "site.com", head="disable: [global.b, uk.a]\n")
    write(root / "sites" / "news.example.com.yaml", "site.news")
    write(root / "sites" / "other.example.yaml", "site.other")
    return RuleSet(read_layer(path, root, BUILT_IN_FINDERS) for path in rule_paths(root))


def ids(rules: RuleSet, language: str | None = None, site: str | None = None) -> list[str]:
    return [rule.id for rule in rules.select(language, site).rules()]


PLUGINS = ["en.tail", "en.section"]


@pytest.mark.parametrize(
    ("language", "site", "expected"),
    [
        (None, None, ["global.a", "global.b", *PLUGINS]),
        ("uk", None, ["global.a", "global.b", "uk.a", *PLUGINS]),
        ("xx", None, ["global.a", "global.b", *PLUGINS]),
        ("en", None, ["global.a", "global.b", "en.body", "en.tail", "en.pattern", "en.title", "en.section"]),
        ("uk", "example.com", ["global.a", *PLUGINS, "site.com"]),
        ("uk", "www.example.com", ["global.a", *PLUGINS, "site.com"]),
        ("uk", "news.example.com", ["global.a", "global.b", "uk.a", *PLUGINS, "site.news"]),
        ("uk", "m.news.example.com", ["global.a", "global.b", "uk.a", *PLUGINS, "site.news"]),
        ("uk", "badexample.com", ["global.a", "global.b", "uk.a", *PLUGINS]),
        ("uk", "com", ["global.a", "global.b", "uk.a", *PLUGINS]),
        (None, "other.example", ["global.a", "global.b", *PLUGINS, "site.other"]),
    ],
    ids=[
        "unknown language", "language", "language without rules", "English", "site disables", "subdomain", "longest suffix",
        "subdomain of the longest", "no suffix of a name", "a suffix alone", "site without language",
    ],
)  # fmt: skip
def test_rules_that_apply(home: RuleSet, language: str | None, site: str | None, expected: list[str]) -> None:
    assert sorted(ids(home, language, site)) == sorted(expected)


def test_rank_follows_the_folder(home: RuleSet) -> None:
    assert {rule.id: rule.rank for rule in home.rules if rule.id in ("global.a", "uk.a", "site.com")} == {
        "global.a": GLOBAL,
        "uk.a": LANGUAGE,
        "site.com": SITE,
    }


def test_hash_covers_only_what_applied(home: RuleSet, tmp_path: Path) -> None:
    def hashes(rules: RuleSet) -> dict[tuple[str | None, str | None], str]:
        asked = [(None, None), ("uk", None), ("uk", "example.com"), ("uk", "other.example")]
        return {key: rules.select(*key).sha256 for key in asked}

    before = hashes(home)
    assert len(set(before.values())) == len(before)
    root = tmp_path / "home"
    write(root / "sites" / "example.com.yaml", "site.com", "site.more", head="disable: [global.b]\n")
    after = hashes(RuleSet(read_layer(path, root, BUILT_IN_FINDERS) for path in rule_paths(root)))
    assert [key for key in before if before[key] != after[key]] == [("uk", "example.com")]
    write(root / "lang" / "uk" / "other.yaml", "uk.b")
    last = hashes(RuleSet(read_layer(path, root, BUILT_IN_FINDERS) for path in rule_paths(root)))
    assert [key for key in after if after[key] != last[key]] == [
        ("uk", None),
        ("uk", "example.com"),
        ("uk", "other.example"),
    ]


def test_languages_without_rules_share_one_selection(home: RuleSet) -> None:
    # Records state what they like: memory must not grow with it.
    assert home.select("tlh", None) is home.select("x-y", None) is home.select(None, None)
    assert len(home._bases) == 1


def test_compiled_sites_are_bounded(tmp_path: Path) -> None:
    rules = RuleSet([RuleFile(f"{n}.yaml", (), site=f"s{n}.example", rank=SITE) for n in range(2 * SITES_KEPT)])
    chosen = [rules.select(None, f"s{n}.example") for n in range(2 * SITES_KEPT)]
    assert len(rules._sites) == SITES_KEPT
    assert rules.select(None, f"s{2 * SITES_KEPT - 1}.example") is chosen[-1]


# ---------------------------------------------------------------- the user's own

TEXT = "own\nlang\nsite\nThe council voted on Tuesday to keep the old bridge open for another year."


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "mine"
    write(folder / "a.yaml", "own")
    write(folder / "lang" / "uk.yaml", "lang")
    write(folder / "deep" / "b.yml", "site", head="site: Example.com\n")
    return folder


@pytest.mark.parametrize(
    ("language", "site", "gone"),
    [
        ("en", None, {"own"}),
        ("uk", None, {"own", "lang"}),
        ("en", "www.example.com", {"own", "site"}),
        ("uk", "news.example.com", {"own", "lang", "site"}),
    ],
    ids=["every document", "language", "site", "both"],
)
def test_own_rules_apply_as_they_say(own: Path, language: str, site: str | None, gone: set[str]) -> None:
    article = Cleaner(rules=[own], packaged=False).clean(TEXT, language=language, site=site, title="")
    assert {cut.text for cut in article.removed} == gone


@pytest.mark.parametrize(("language", "fires"), [("uk", True), ("en", False)])
def test_site_file_with_a_language_asks_for_both(tmp_path: Path, language: str, fires: bool) -> None:
    path = write(tmp_path / "a.yaml", "own", head="site: example.com\nlanguage: uk\n")
    article = Cleaner(rules=[path], packaged=False).clean(TEXT, language=language, site="example.com", title="")
    assert ([cut.text for cut in article.removed] == ["own"]) == fires


def test_own_rules_are_of_the_last_layer(own: Path) -> None:
    rules = load_rules([own], packaged=False)
    assert {rule.rank for rule in rules.rules} == {USER}


def test_one_file_may_be_given(own: Path) -> None:
    assert [rule.id for rule in load_rules([own / "a.yaml"], packaged=False).rules] == ["own"]


def test_own_file_may_disable_a_packaged_rule(tmp_path: Path) -> None:
    path = write(tmp_path / "mine.yaml", head="disable: [any.copyright]\n")
    line = "© 2024 Riverside Media. All rights reserved."
    assert ingest.clean(line, language="xx", title="").copyright == line
    assert Cleaner(rules=[path]).clean(line, language="xx", title="").copyright is None


@pytest.mark.parametrize(
    ("made", "said"), [(None, "neither a folder nor a file"), ("", "has no .yaml file")], ids=["missing", "empty"]
)
def test_path_without_rules_is_a_wrong_call(tmp_path: Path, made: str | None, said: str) -> None:
    path = tmp_path / "mine"
    if made is not None:
        path.mkdir()
    with pytest.raises(UsageError, match=said):
        load_rules([path])


def test_ids_are_unique_over_files(own: Path) -> None:
    write(own / "z.yaml", "own", "new")
    with pytest.raises(RuleError, match=r"z\.yaml:2:1: rule 'own': the id is already in .*a\.yaml:2"):
        load_rules([own], packaged=False)


def test_disabling_what_is_not_there_is_a_fault(own: Path) -> None:
    write(own / "z.yaml", head="disable: [en.nothing]\n")
    with pytest.raises(RuleError, match="which no layer has"):
        load_rules([own], packaged=False)


def test_faults_of_all_files_are_told_together(own: Path) -> None:
    write(own / "y.yaml", "Y")
    write(own / "z.yaml", "Z")
    with pytest.raises(RuleError) as error:
        load_rules([own], packaged=False)
    assert [Path(fault.file).name for fault in error.value.faults] == ["y.yaml", "z.yaml"]


def test_sites_can_be_left_out(own: Path) -> None:
    assert {rule.id for rule in load_rules([own], packaged=False, sites=False).rules} == {"own", "lang"}


def test_packaged_rules_stand_in_the_repository() -> None:
    assert (packaged_rules() / "lang" / "any" / "title.yaml").is_file()


def test_hosts_that_the_same_files_serve_share_what_is_compiled() -> None:
    files = [RuleFile("a.yaml", (), site="s.example", rank=SITE), RuleFile("a.yaml", (), site="b.s.example", rank=USER)]
    rules = RuleSet(files)
    chosen = rules.select(None, "s.example")
    assert all(rules.select(None, f"{'a' * n}.s.example") is chosen for n in range(1, 200))
    assert rules.select(None, "b.s.example") is rules.select(None, "c.b.s.example") is not chosen
    assert len(rules._sites) == 2
