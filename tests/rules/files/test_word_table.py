"""Tables of words beside rule files: what they hold, and every fault with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.errors import RuleError
from ingest.rules.files.parse import read_rule_file
from ingest.rules.files.word_table import entry_changed_again
from ingest.rules.model import LANGUAGE, RuleFile

RULE = """\
rules:
  - id: demo.names
    kind: casing
    words: {name}
    examples:
      removes: [{{text: near kyiv, gives: near Kyiv}}]
      keeps: [near it]
"""


def read(folder: Path, table: str, name: str = "names.tsv") -> RuleFile:
    (folder / "names.tsv").write_text(table, encoding="utf-8")
    (folder / "en.yaml").write_text(RULE.format(name=name), encoding="utf-8")
    return read_rule_file(folder / "en.yaml", rank=LANGUAGE)


def test_table_is_read_beside_its_rule_file(tmp_path: Path) -> None:
    file = read(tmp_path, "# a comment\nKyiv\nNew York\n\nthe us\tthe US\r\n")
    assert file.rules[0].words == {"kyiv": "Kyiv", "new york": "New York", "the us": "the US"}


def test_hash_covers_the_table(tmp_path: Path) -> None:
    assert read(tmp_path, "Kyiv\n").sha256 != read(tmp_path, "Kyiv\nLviv\n").sha256


@pytest.mark.parametrize(
    ("table", "line", "said"),
    [
        ("Kyiv\nSt. Paul\n", 2, "not one word or several"),
        ("Kyiv\nLviv\nkyiv\tKYIV\n", 3, "is there twice"),
        ("kyiv\t\n", 1, "becomes ''"),
        ("Kyiv\ta\tb\n", 1, "becomes"),
    ],
)
def test_fault_of_a_table_is_named_with_its_line(tmp_path: Path, table: str, line: int, said: str) -> None:
    with pytest.raises(RuleError, match=said) as raised:
        read(tmp_path, table)
    assert [(Path(fault.file).name, fault.line) for fault in raised.value.faults] == [("names.tsv", line)]


@pytest.mark.parametrize("name", ["../names.tsv", "names.txt", "missing.tsv", "/names.tsv"])
def test_nothing_else_is_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "names.tsv").write_text("Kyiv\n", encoding="utf-8")
    with pytest.raises(RuleError, match=r"no table beside the rule file|cannot be read"):
        read(tmp_path / "inner", "Kyiv\n", name)


def test_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "secret.tsv").write_text("Kyiv\n", encoding="utf-8")
    (tmp_path / "inner" / "link.tsv").symlink_to(tmp_path / "secret.tsv")
    with pytest.raises(RuleError, match="no table beside"):
        read(tmp_path / "inner", "Kyiv\n", "link.tsv")


@pytest.mark.parametrize(
    ("words", "again"),
    [
        ({"kyiv": "Kyiv", "new york": "New York"}, None),
        ({"Kiev": "Kyiv", "chicken Kiev": "chicken Kiev"}, None),
        ({"a": "b", "b": "c"}, "a"),
        ({"rio de janeiro": "Rio de Janeiro", "de": "De"}, "rio de janeiro"),
        ({"x": "new york x", "new york": "New York"}, "x"),
    ],
)
def test_entry_that_would_never_rest_is_found(words: dict[str, str], again: str | None) -> None:
    assert entry_changed_again(words) == again


@pytest.mark.parametrize("key", ["shown", "quoted"])
def test_conditions_of_names_go_with_words_only(tmp_path: Path, key: str) -> None:
    rule = "rules:\n  - {id: a.b, kind: share, line: '^x$', where: {KEY: true}, examples: {removes: [x], keeps: [y]}}\n"
    rule = rule.replace("KEY", key)
    (tmp_path / "a.yaml").write_text(rule, encoding="utf-8")
    with pytest.raises(RuleError, match="go with words"):
        read_rule_file(tmp_path / "a.yaml", rank=LANGUAGE)
