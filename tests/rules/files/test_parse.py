"""Rule files: what is wrong with one, all of it, where, and how to mend it."""
# ruff: noqa: E501  (tables, a row a line)

from __future__ import annotations

import gc
import re
from pathlib import Path

import jsonschema
import pytest
import yaml

from ingest.errors import RuleError
from ingest.lexicon.word_lists import packaged_rules
from ingest.rules.check.examples import faults_of_examples
from ingest.rules.files.parse import MAX_FILE_BYTES
from ingest.rules.finders.built_in import BUILT_IN_FINDERS
from ingest.rules.grammar.schema import rules_schema
from ingest.rules.load import read_layer, rule_paths
from ingest.rules.model import RuleFile

FIVE_FAULTS = r"""about: Five things are wrong here.
rules:
  - id: en.read-also
    kind: read_also
    matc: '^read also'
    line: '^read (also: .+'
    examples:
      removes: ['Read also: x']
  - id: En.Advert
    kind: advret
    phrases: [Advertisement]
    where: {position: top}
    examples: {removes: [Advertisement], keeps: [Advertise here.]}
"""


def read(tmp_path: Path, text: str | bytes, name: str = "rules.yaml") -> RuleFile:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_layer(path, None, BUILT_IN_FINDERS)


def faults(tmp_path: Path, text: str | bytes, name: str = "rules.yaml") -> list[str]:
    """The faults of a file, one a line, without its folder and without the fixes."""
    with pytest.raises(RuleError) as error:
        read(tmp_path, text, name)
    return [str(fault).split("\n")[0].removeprefix(f"{tmp_path}/") for fault in error.value.faults]


def test_all_faults_of_a_file_are_told_with_place_and_fix(tmp_path: Path) -> None:
    with pytest.raises(RuleError) as error:
        read(tmp_path, FIVE_FAULTS)
    told = [(fault.line, fault.column, fault.what) for fault in error.value.faults]
    assert told == [
        (3, 5, "rule 'en.read-also' has no example that it keeps"),
        (5, 5, "rule 'en.read-also' has an unknown key 'matc'"),
        (6, 18, "rule 'en.read-also': in the pattern '^read (also: .+': a '(' that nothing closes"),
        (9, 9, "rule 'En.Advert': the id is not written as ids are"),
        (10, 11, "rule 'En.Advert': 'advret' is no kind"),
        (12, 23, "rule 'En.Advert': 'top' is no position"),
    ]
    assert all(fault.fix for fault in error.value.faults)
    assert "did you mean 'advert'?" in str(error.value)
    assert str(error.value).startswith(f"{tmp_path}/rules.yaml:3:5: ")


def rule(**keys: str) -> str:
    """A rule that is right but for ``keys``; an empty value takes a key out."""
    written = {
        "id": "a.b",
        "kind": "other",
        "line": "'foo'",
        "examples": "{removes: [foo], keeps: [bar]}",
        **{key.rstrip("_"): value for key, value in keys.items()},
    }
    lines = [f"{key}: {value}" for key, value in written.items() if value]
    return "rules:\n  - " + "\n    ".join(lines) + "\n"


SINGLE = {
    "no id": (rule(id=""), "has no id"),
    "id in capitals": (rule(id="A.b"), "rule 'A.b': the id is not written as ids are"),
    "id of a page repair": (rule(id="spacing.dash"), "has an id of the repairs of a page"),
    "no kind": (rule(kind=""), "has no kind"),
    "kind unknown": (rule(kind="cruft"), "'cruft' is no kind"),
    "nothing to find": (rule(line=""), "does not say what it finds"),
    "two things to find": (rule(span="foo"), "says 2 things to find: line, span"),
    "phrases beside a line": (rule(phrases="[foo]"), "things to find"),
    "unknown key": (rule(pattern="foo"), "unknown key 'pattern'"),
    "bad pattern": (rule(line="'foo('"), "in the pattern 'foo(': a '(' that nothing closes"),
    "pattern too large": (rule(line=r"'\w{200}'"), "in the pattern"),
    "empty pattern": (rule(line="''"), "empty"),
    "pattern of nothing": (rule(line="'a*'"), "matches the empty text"),
    "no patterns": (rule(line="[]"), "finds nothing"),
    "no phrases": (rule(line="", phrases="[]"), "finds nothing"),
    "phrase without letters": (rule(line="{phrases: ['***']}"), "no letters or digits"),
    "phrases not a list": (rule(line="{phrases: foo}"), "'foo' stands where a list belongs"),
    "no example": (rule(examples=""), "has no examples"),
    "no example that it keeps": (rule(examples="{removes: [foo]}"), "has no example that it keeps"),
    "example of nothing": (rule(examples="{removes: [' '], keeps: [bar]}"), "says nothing"),
    "example with empty text": (rule(examples="{removes: [{text: ''}], keeps: [bar]}"), "without a text"),
    "example without text": (rule(examples="{removes: [{gives: a}], keeps: [bar]}"), "without a text"),
    "examples not a mapping": (rule(examples="[foo]"), "'examples' is a list, not a mapping"),
    "then unknown": (rule(then="delete"), "'delete' is no action"),
    "then of two": (rule(then="{move: tags, replace: x}"), "{move, replace} is no action"),
    "move to no field": (rule(then="{move: body}"), "'body' is no field to move to"),
    "line that replaces": (rule(then="{replace: bar}"), "replaces what a line finds"),
    "replacement found again": (rule(line="", span="foo", then="{replace: food}"), "finds its own replacement"),
    "replacement with a line break": (rule(line="", span="foo", then='{replace: "a\\nb"}'), "a line break"),
    "replacement with odd blanks": (rule(line="", span="foo", then="{replace: 'a  b'}"), "odd blanks"),
    "where unknown": (rule(where="{length: 3}"), "'where' has an unknown key 'length'"),
    "position unknown": (rule(where="{position: top}"), "'top' is no position"),
    "number that is none": (rule(where="{max_chars: many}"), "'many' is not a whole number"),
    "negative number": (rule(where="{max_chars: -1}"), "'-1' is not a whole number"),
    "share above one": (rule(where="{min_link_density: 1.5}"), "'1.5' is not a share"),
    "flag that is none": (rule(case="yes"), "'yes' is neither true nor false"),
    "neighbour unknown": (rule(where="{after: cruft}"), "'cruft' is no neighbour"),
    "neighbour with a bad pattern": (rule(where="{after: {patterns: '('}}"), "nothing closes"),
    "section without start": (rule(line="", section="{end: page}"), "a section without 'start'"),
    "section key unknown": (rule(line="", section="{start: foo, stop: bar}"), "unknown key 'stop'"),
    "section in the title": (rule(line="", section="{start: foo}", where="{in: title}"), "in the title"),
    "words without a mapping": (rule(line="", words="[kyiv]"), "words without a mapping"),
    "words changed again": (rule(line="", words="{kiev: kyiv, kyiv: Kyiv}"), "which the rule changes again"),
    "words changed again inside": (rule(line="", words="{kiev: in kyiv, kyiv: Kyiv}"), "which the rule changes again"),
    "word twice": (rule(line="", words="{kyiv: Kyiv, kyiv: KYIV}"), "the word 'kyiv' is there twice"),
    "finder unknown": (rule(line="", finder="magic"), "'magic' is no finder"),
    "selector bad": (rule(line="", element="'div['"), "is no css"),
    "xpath bad": (rule(line="", element="{xpath: '//div['}"), "is no xpath"),
    "xpath bad beside good css": (rule(line="", element="{xpath: '//div[', css: div}"), "is no xpath"),
    "selector syntax unknown": (rule(line="", element="{jquery: div}"), "'jquery' is no syntax of selectors"),
    "selector a list of lists": (rule(line="", element="[[div]]"), "a selector that is neither text nor a mapping"),
    "no selectors": (rule(line="", element="[]"), "finds nothing"),
    "origin unknown": (rule(origin="me"), "'me' is no origin"),
    "rules not a list": ("rules: {a: b}\n", "a mapping stands where a list belongs"),
    "rule not a mapping": ("rules: [foo]\n", "a rule is 'foo', not a mapping"),
    "file not a mapping": ("- foo\n", "the file is a list, not a mapping"),
    "file key unknown": ("rule: []\n", "the file has an unknown key 'rule'"),
    "field unknown": ("site: a.example\nfields: {heading: h1}\n", "unknown key 'heading'"),
    "id twice": (rule() + rule().removeprefix("rules:\n"), "the id is already in line 2"),
}  # fmt: skip


@pytest.mark.parametrize("name", SINGLE)
def test_fault_is_told_alone_with_a_fix(tmp_path: Path, name: str) -> None:
    text, said = SINGLE[name]
    with pytest.raises(RuleError) as error:
        read(tmp_path, text)
    assert any(said in fault.what for fault in error.value.faults), str(error.value)
    assert all(fault.fix for fault in error.value.faults)
    # What is wrong once is told once: "no example" has two halves, the rest has one.
    assert len(error.value.faults) <= (2 if name in ("no example", "pattern too large") else 1), str(error.value)


def test_faults_of_a_rule_that_finds_nothing_are_told_together(tmp_path: Path) -> None:
    text = rule(line="", where="{position: top}", then="delete", examples="{removes: [foo]}")
    assert len(faults(tmp_path, text)) == 4


def test_two_rules_without_ids_are_not_one_id_twice(tmp_path: Path) -> None:
    said = faults(tmp_path, rule(id="") + rule(id="").removeprefix("rules:\n"))
    assert [line.partition(": ")[2] for line in said] == ["a rule has no id", "a rule has no id"]


def test_element_rule_is_refused_in_a_language_file(tmp_path: Path) -> None:
    text = rule(line="", element="div.box")
    assert read(tmp_path, text, "sites/a.example.yaml").site == "a.example"
    assert "an element rule in a language file" in faults(tmp_path, text, "lang/en.yaml")[0]


def test_column_of_a_pattern_fault_is_where_it_stands(tmp_path: Path) -> None:
    said = faults(tmp_path, rule(line="['foo', 'bar(?=x)']"))
    assert said[0].startswith("rules.yaml:4:23: ")


YAML_TRAPS: dict[str, tuple[str | bytes, str, str]] = {
    "alias": ("about: &a x\nrules: *a\n", "1:8", "anchors and aliases"),
    "merge": ("about: x\nrules:\n  - <<: {id: a}\n", "3:5", "unknown key '<<'"),
    "duplicate key": ("about: x\nabout: y\n", "2:1", "the key 'about' is there twice"),
    "duplicate key of a rule": (rule() + "    kind: advert\n", "6:5", "the key 'kind' is there twice"),
    "two documents": ("about: x\n---\nabout: y\n", "2:1", "a second YAML document"),
    "list as a key": ("? [a]\n: b\n", "1:3", "a key that is not plain text"),
    "deep nesting": ("[" * 100_000, "1:21", "nested deeper than 20"),
    "tab": ("rules:\n\t- id: a\n", "2:1", "not YAML: a tab"),
    "tag": (rule(line="!foo"), "4:11", "a tag in YAML"),
    "unclosed quote": ("about: 'x\n", "1:8", "not YAML: a quote that nothing closes"),
    "pattern unquoted": ("rules:\n  - line: [a-z]: b\n", "2:11", "not YAML: a value that begins with ["),
    "not UTF-8": ("about: x\n# caf\xe9\n".encode("latin-1"), "2:1", "not UTF-8"),
    "UTF-16": ("about: x\n".encode("utf-16"), "1:1", "not UTF-8"),
    "control character": (b"about: x\x07\n", "1:9", "not YAML: a control character (U+0007)"),
}


@pytest.mark.parametrize("name", YAML_TRAPS)
def test_yaml_trap_is_a_fault(tmp_path: Path, name: str) -> None:
    text, place, said = YAML_TRAPS[name]
    told = faults(tmp_path, text)
    assert told[0].startswith(f"rules.yaml:{place}: "), told
    assert said in told[0]


def test_values_stay_strings(tmp_path: Path) -> None:
    file = read(tmp_path, "site: no\nlanguage: no\nabout: 0x10\ndisable: [yes, 2024-01-01, null, ~]\n")
    assert (file.site, file.language, file.about) == ("no", "no", "0x10")
    assert file.disable == ("yes", "2024-01-01", "null", "~")


@pytest.mark.parametrize("text", [b"", b"# nothing\n", b"\xef\xbb\xbfabout: x\n"], ids=["empty", "comment", "mark"])
def test_file_without_rules_is_one(tmp_path: Path, text: bytes) -> None:
    assert read(tmp_path, text).rules == ()


def test_size_of_a_file_is_bounded(tmp_path: Path) -> None:
    said = faults(tmp_path, b"#" * (MAX_FILE_BYTES + 1))
    assert said == [f"rules.yaml:1:1: {MAX_FILE_BYTES + 1} bytes, more than {MAX_FILE_BYTES}"]


@pytest.mark.parametrize("running", [True, False])
def test_collector_is_left_as_it_was(tmp_path: Path, running: bool) -> None:
    (gc.enable if running else gc.disable)()
    try:
        read(tmp_path, rule())
        faults(tmp_path, "a: [")
        assert gc.isenabled() == running
    finally:
        gc.enable()


def test_file_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="cannot be read: No such file"):
        read_layer(tmp_path / "none.yaml", None, BUILT_IN_FINDERS)


# ---------------------------------------------------------------- examples

EXAMPLES = {
    "fires": (rule(), None),
    "does not fire": (rule(examples="{removes: [bar], keeps: [bar]}"), "is not removed"),
    "fires on what it keeps": (rule(examples="{removes: [foo], keeps: [food]}"), "is removed, though"),
    "gives": (rule(line="", span="' foo'", examples="{removes: [{text: a foo b, gives: a b}], keeps: [bar]}"), None),
    "gives something else": (
        rule(line="", span="' foo'", examples="{removes: [{text: a foo b, gives: a}], keeps: [bar]}"),
        "gives 'a b', not 'a'",
    ),
    "guard": (rule(then="keep"), None),
    "position presumed": (rule(where="{position: tail}"), None),
    "neighbours presumed": (rule(where="{after: prose, before: edge}"), None),
    "kind of block presumed": (rule(where="{block: [heading]}"), None),
    "links presumed": (rule(where="{min_link_density: 0.9}"), None),
    "neighbours said": (
        rule(where="{before: edge}", examples="{removes: [{before: '', text: foo}], keeps: [{before: a, text: foo}]}"),
        None,
    ),
    "title": (
        rule(
            line="", span=r"'\s+\|.*'", where="{in: title}", examples="{removes: [{text: A | B, gives: A}], keeps: [A]}"
        ),
        None,
    ),
    "words": (
        rule(line="", words="{kyiv: Kyiv}", examples="{removes: [{text: in kyiv, gives: in Kyiv}], keeps: ['#kyiv']}"),
        None,
    ),
    "element": (
        rule(line="", element="div.box", examples="{removes: ['<div class=box>x</div>'], keeps: ['<p>box</p>']}"),
        None,
    ),
    "element that is not found": (
        rule(line="", element="div.box", examples="{removes: ['<p>x</p>'], keeps: ['<p>box</p>']}"),
        "is not removed",
    ),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_are_carried_out(tmp_path: Path, name: str) -> None:
    text, said = EXAMPLES[name]
    found = tuple(faults_of_examples(read(tmp_path, text), BUILT_IN_FINDERS))
    assert [(said or "") in fault.what for fault in found] == ([True] if said else []), found


# ---------------------------------------------------------------- the schema


# Once: looking whether the schema is one takes longer than looking at a file.
VALIDATOR = jsonschema.Draft202012Validator(rules_schema())


@pytest.mark.parametrize(
    "path", rule_paths(packaged_rules()), ids=lambda path: path.relative_to(packaged_rules()).as_posix()
)
def test_packaged_rules_satisfy_the_schema(path: Path) -> None:
    # As an editor reads them: with YAML's own types.
    VALIDATOR.validate(yaml.load(path.read_bytes(), yaml.CSafeLoader) or {})


def test_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(rules_schema())


SHAPELESS = [
    "no id", "no kind", "id in capitals", "kind unknown", "unknown key", "phrases not a list", "examples not a mapping",
    "then unknown", "move to no field", "where unknown", "position unknown", "number that is none", "negative number",
    "share above one", "neighbour unknown", "section without start", "section key unknown", "words without a mapping",
    "selector syntax unknown", "origin unknown", "rules not a list", "rule not a mapping", "file key unknown", "field unknown",
    "example without text",
]  # fmt: skip


@pytest.mark.parametrize("name", SHAPELESS)
def test_schema_refuses_what_has_another_shape(name: str) -> None:
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate(yaml.safe_load(SINGLE[name][0]))


@pytest.mark.parametrize("name", [name for name in EXAMPLES if name != "nothing"])
def test_schema_takes_what_is_right(name: str) -> None:
    VALIDATOR.validate(yaml.safe_load(EXAMPLES[name][0]))


def test_every_key_of_a_file_is_in_the_readme() -> None:
    written = (packaged_rules() / "README.md").read_text(encoding="utf-8")
    properties = rules_schema()["properties"]
    keys = [*properties, *properties["rules"]["items"]["properties"]]  # type: ignore[index, misc]
    assert [key for key in keys if not re.search(rf"`{key}[`:]", written)] == []
