"""Why a rule fires and why not: each condition by name, and always as the engine has decided."""
# ruff: noqa: E501  (tables, a row a line)

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ingest import Article, Cleaner, UsageError
from ingest.article import RawDocument, site_of
from ingest.rules.check.why import Answer, of_line, why
from ingest.rules.engine.verdicts import Judge

ROOT = Path(__file__).parent.parent.parent.parent
ONE = "The council voted on Tuesday to keep the old bridge open for another year."
TWO = "Engineers had asked for more time to look at the northern pier of the bridge."


def asked(cleaner: Cleaner, id: str, text: str, **stated: Any) -> Answer:
    raw = RawDocument(text, **{"language": "en", "title": "", **stated})
    page = cleaner.read(raw)
    article, trace = cleaner.trace(page, raw)
    return why(cleaner.rules, id, trace, raw, page, language=article.language, site=site_of(raw))


def own(folder: Path, rule: str, *, path: str = "rules.yaml", head: str = "", **options: Any) -> Cleaner:
    """A cleaner with one rule, ``r.one``; with a guard for lines with "Guarded", and one that takes those with "Taken"."""
    guard = "{id: r.guard, kind: other, origin: ftr, line: 'Guarded', then: keep}"
    (folder / path).parent.mkdir(exist_ok=True)
    other = "{id: r.other, kind: other, origin: ftr, line: 'Taken'}"
    text = f"{head}rules:\n  - {{id: r.one, kind: caption, origin: ftr, {rule}}}\n  - {guard}\n  - {other}\n"
    (folder / path).write_text(text, encoding="utf-8")
    return Cleaner(rules=[folder / path], packaged=False, **options)


def said(answer: Answer) -> list[str]:
    """The verdicts on blocks in which the rule finds something, a line each."""
    return [
        f"{verdict.number} {verdict.outcome}: {'; '.join(verdict.says)}"
        for verdict in answer.verdicts
        if verdict.outcome != "no match"
    ]


# A rule, the lines of a text, and what is said of it.
STAYS = [
    ("line: '^x', where: {position: tail}", ["x", ONE, "Menu"], "1 stays: position: is head, asks tail"),
    ("line: '^x', where: {position: [head, tail]}", [ONE, "x", TWO], "2 stays: position: is body, asks head or tail"),
    ("line: '^x', where: {max_chars: 2}", ["xyz"], "1 stays: max_chars: is 3, asks 2 or less"),
    ("line: '^x', where: {min_words: 2}", ["xyz"], "1 stays: min_words: is 1, asks 2 or more"),
    ("line: '^x', where: {letters: upper}", ["Xyz"], "1 stays: letters: is mixed, asks upper"),
    ("line: '^x', where: {sentence: false}", ["X said so."], "1 stays: sentence: is true, asks false"),
    ("line: 'x$', where: {block: [item, heading]}", ["An x"], "1 stays: block: is paragraph, asks heading or item"),
    ("line: '^x', where: {min_link_density: 0.5}", ["x"], "1 stays: min_link_density: is not known, asks 0.5 or more"),
    ("line: '^x', where: {after: prose}", ["x", "Menu"], "1 stays: after: is no prose ('Menu'), asks prose"),
    ("line: '^x', where: {before: edge}", ["Menu", "x"], "2 stays: before: is no prose ('Menu'), asks nothing"),
    ("line: '^x', where: {before: {phrases: [a]}}", ["x"], "1 stays: before: is nothing, asks what its pattern finds"),
    ("line: '^x', where: {max_chars: 2, letters: upper, before: prose}", ["xyz"], "1 stays: max_chars: is 3, asks 2 or less; letters: is lower, asks upper; before: is nothing, asks prose"),
    ("section: {start: '^x', confirm: foo, within: 2}", ["x", "a", "b", "foo"], "1 stays: confirm: finds none of the 2 blocks behind it"),
    ("line: '^x', where: {position: tail}", ["x Taken", ONE], "1 stays: position: is head, asks tail; 'r.other' takes it"),
    ("line: '^x'", ["x Guarded"], "1 stays: the guard 'r.guard' keeps it"),
    ("phrases: [Read on here]", ["Read on here Bridge"], "1 nearly: the phrase 'read on here' is a part of the block, and must be all of it"),
    ("phrases: [Read on here]", ["Read on hre"], "1 nearly: the block is nearly the phrase 'read on here'"),
    ("line: '^read on'", ["Please read on"], "1 nearly: ^: the pattern is found, but does not begin the block"),
    ("line: 'read on$'", ["Please read on now"], "1 nearly: $: the pattern is found, but does not end the block"),
    ("words: {kyiv: Kyiv}, kind: casing, where: {quoted: true}", ["in kyiv"], "1 stays: 'kyiv': quoted: is not so, asks true"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "lines", "expected"), STAYS, ids=lambda value: str(value)[:40])
def test_what_keeps_a_rule_from_firing_is_named(tmp_path: Path, rule: str, lines: list[str], expected: str) -> None:
    rule = rule if "kind:" not in rule else rule.replace("kind: casing, ", "")
    assert said(asked(own(tmp_path, rule), "r.one", "\n\n".join(lines))) == [expected]


FIRES = [
    ("line: '^x'", ["x", ONE], ["1 fires: it goes"]),
    ("span: ' x$', then: {replace: ' y'}", ["An x"], ["1 fires: ' x' becomes ' y'"]),
    ("line: '^x', then: {move: related}", ["x y"], ["1 fires: it goes to the field 'related'"]),
    ("section: {start: '^x', end: page, max_blocks: 1}", ["x", "a", "b"], ["1 fires: it goes", "2 fires: it goes with the section that starts above"]),
    ("line: '^x', then: keep", ["x y"], ["1 fires: guards it"]),
    ("finder: repeated-line", [ONE, ONE], ["2 fires: it goes"]),
    # What is around it goes first; then it is at the edge.
    ("line: ['^x', '^menu'], where: {before: edge}", ["Menu", "x", ONE], ["1 fires: it goes", "2 fires: it goes"]),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "lines", "expected"), FIRES, ids=lambda value: str(value)[:40])
def test_what_a_rule_does_is_told(tmp_path: Path, rule: str, lines: list[str], expected: list[str]) -> None:
    assert said(asked(own(tmp_path, rule), "r.one", "\n\n".join(lines))) == expected


def test_kind_that_stays_is_the_reason(tmp_path: Path) -> None:
    kept = own(tmp_path, "line: '^x'", keep=["caption"])
    assert said(asked(kept, "r.one", "x")) == [
        "1 stays: 'caption' is a kind that stays (by default, or --keep, or --only another)"
    ]
    copied = own(tmp_path, "line: '^x', then: {move: captions}", keep=["caption"])
    assert said(asked(copied, "r.one", "x")) == [
        "1 fires: it is copied to the field 'captions' and stays, as all of the kind 'caption'"
    ]


@pytest.mark.parametrize(
    ("path", "head", "stated", "refusal"),
    [
        ("lang/de.yaml", "", {}, "it is for the language 'de', and the document is in 'en'; --language states another"),
        ("sites/a.example.yaml", "", {}, "it is for the site 'a.example', and the document's site is not known; --site or --url states it"),
        ("sites/a.example.yaml", "", {"site": "b.example"}, "it is for the site 'a.example', and the document is of 'b.example'; --site states another"),
        ("own/r.yaml", "disable: [r.one]\n", {}, "disabled by {path}"),
        ("own/r.yaml", "group: a.jsonl\n", {}, "it is for documents of the group 'a.jsonl', and no group of the document is known; --group says what they are grouped by"),
    ],
)  # fmt: skip
def test_rule_that_does_not_apply_says_why(
    tmp_path: Path, path: str, head: str, stated: dict[str, str], refusal: str
) -> None:
    answer = asked(own(tmp_path, "line: '^x'", path=path, head=head), "r.one", "x", **stated)
    assert answer.refusals == (refusal.format(path=tmp_path / path),)
    assert said(answer) == ["1 stays: meets all conditions"]


def test_longer_site_name_serves(tmp_path: Path) -> None:
    folder = tmp_path / "sites"
    folder.mkdir()
    for name, id in (("a.example", "r.one"), ("news.a.example", "r.two")):
        text = f"rules:\n  - {{id: {id}, kind: other, origin: ftr, line: x}}\n"
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    answer = asked(Cleaner(rules=[tmp_path], packaged=False), "r.one", "x", site="news.a.example")
    assert [refusal.rpartition("/")[2] for refusal in answer.refusals] == ["news.a.example.yaml"]


def test_unknown_rule_is_a_wrong_call() -> None:
    with pytest.raises(UsageError, match=r"did you mean 'en\.read-also'"):
        asked(Cleaner(), "en.read-alos", "x")
    with pytest.raises(UsageError, match=r"rules show reader\.related"):
        asked(Cleaner(), "reader.related", "x")


def test_line_is_found_whatever_its_marks(tmp_path: Path) -> None:
    answer = asked(own(tmp_path, "line: '^never'"), "r.one", f"{ONE}\n\n“Leave a reply”")
    assert [verdict.number for verdict in of_line(answer.verdicts, '"leave A reply"')] == [2]
    with pytest.raises(UsageError, match="explain --blocks"):
        of_line(answer.verdicts, "not there")


def test_element_rule_tells_what_its_selector_finds(tmp_path: Path) -> None:
    page = f"<html><body><article><p>{ONE}</p><div class=box>x</div><div class=box>y</div></article></body></html>"
    answer = asked(own(tmp_path, "element: div.box"), "r.one", page)
    assert answer.notes[0] == "the selector 'div.box' finds 2 elements on the page"
    assert len([note for note in answer.notes if note.startswith("removed, at /")]) == 2
    answer = asked(own(tmp_path, "element: div.none"), "r.one", page)
    assert answer.notes[0] == "the selector 'div.none' finds 0 elements on the page"
    answer = asked(own(tmp_path, "element: div.box"), "r.one", ONE)
    assert answer.notes == ("the rule is for elements of HTML, and the document is text",)


# ---------------------------------------------------------------- units

RUN_TOGETHER = f"{ONE} {TWO} READ ON: Parliament votes on the budget {ONE} {TWO} {ONE} READ ON: She left. {TWO}"


def test_unit_that_stays_has_its_reason(tmp_path: Path) -> None:
    answer = asked(own(tmp_path, "line: '^read on: .*', where: {max_words: 4}"), "r.one", RUN_TOGETHER)
    units = [verdict for verdict in answer.verdicts if verdict.unit]
    assert units, answer.verdicts
    assert all(verdict.outcome == "stays" and verdict.text.startswith("READ ON") for verdict in units)
    assert any("max_words: is " in verdict.says[0] for verdict in units)


def test_text_with_a_paragraph_a_line_is_said_to_be_one(tmp_path: Path) -> None:
    answer = asked(own(tmp_path, "line: '^x'"), "r.one", "\n\n".join([ONE, "x", TWO]))
    assert answer.notes == ("only whole blocks are looked at: the text has a paragraph a line",)


# ---------------------------------------------------------------- the law: verdicts say what happened

SAMPLES = sorted((ROOT / "raw").glob("*.txt"))[::5]


def traced(cleaner: Cleaner, text: str) -> tuple[Article, list[tuple[str, Judge]]]:
    raw = RawDocument(text, kind="text")
    page = cleaner.read(raw)
    article, trace = cleaner.trace(page, raw)
    rules = {rule.id: rule for rule in trace.proposer.selection.rules() if rule.find in ("line", "span", "section")}
    fired = {cut.rule for cut in article.removed} & set(rules)
    # Those that fired, and some that did not.
    chosen = [*sorted(fired), *[id for id in sorted(rules) if id not in fired][::150]]
    return article, [(id, Judge(rules[id], trace)) for id in chosen]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("together", [False, True], ids=["lines", "together"])
def test_verdicts_agree_with_the_record(path: Path, together: bool) -> None:
    text = path.read_text(encoding="utf-8", errors="replace")
    article, judges = traced(CLEANER, " ".join(text.split()) if together else text)
    for id, judge in judges:
        outcomes = [verdict.outcome for verdict in judge.verdicts()]
        removed = [cut for cut in article.removed if cut.rule == id]
        assert bool(removed) == ("fires" in outcomes), id


CLEANER = Cleaner(drop=["dateline", "editor_note"])
