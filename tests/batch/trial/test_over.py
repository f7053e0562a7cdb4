"""Rules tried over a corpus: what they would newly remove, change or no longer remove, and what may be wrong first."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from runs import options_in, write

import ingest
from ingest.batch import run
from ingest.batch.trial.over import tried_over
from ingest.errors import UsageError
from ingest.options import Options

PROSE = [
    "The council voted on Tuesday to keep the old bridge over the river open for another year.",
    "Residents had asked for this since the spring, when the first cracks were seen in a pillar.",
    "“We are glad that somebody listened to us at last,” said a neighbour who lives beside the bridge.",
    "Repairs begin in the autumn, and they are to cost less than a million, a speaker told reporters.",
]
PROMPT = "Visit our shop."
RULE = """\
about: a trial
rules:
  - id: my.shop
    kind: advert
    line: '{line}'
    why: a shop
    examples: {{removes: ['{removes}'], keeps: ['She kept a shop of her own.']}}
"""


def rules_in(folder: Path, line: str = "^visit our shop", removes: str = PROMPT) -> Path:
    write(folder / "my-rules", {"shop.yaml": RULE.format(line=line, removes=removes)})
    return folder / "my-rules"


def document(number: int) -> dict[str, object]:
    text = [f"{sentence[:-1]} in {number + 1990}." for sentence in PROSE]
    prompt = [PROMPT] if number % 2 else []
    return {
        "id": f"d{number}",
        "text": "\n".join([*text[:2], *prompt, *text[2:]]),
        "url": f"https://a.example/{number}",
    }


def raw_in(folder: Path, many: int = 6) -> Path:
    return write(folder / "raw", {"a.jsonl": "\n".join(json.dumps(document(number)) for number in range(many))})


def test_newly_removed_is_counted_and_shown_in_context(tmp_path: Path) -> None:
    trial = tried_over(rules_in(tmp_path), str(raw_in(tmp_path)), options_in(tmp_path), workers=1)
    assert (trial.documents, trial.cleaned, trial.rejects) == (6, 3, 0)
    assert (trial.all.removed, trial.all.kept, trial.all.changed, trial.all.documents) == (3, 0, 0, 3)
    assert {name: counts.removed for name, counts in trial.sites.items()} == {"a.example": 3}
    assert {name: counts.removed for name, counts in trial.kinds.items()} == {"advert": 3}
    first = trial.differences[0]
    assert (first.name, first.difference.text, first.difference.doubts) == ("d1", PROMPT, ("body",))
    assert first.difference.before.endswith("in 1991.\n")


def test_what_may_be_wrong_comes_first(tmp_path: Path) -> None:
    rules = rules_in(tmp_path, "^(visit our shop|“we are glad)", PROMPT)
    trial = tried_over(rules, str(raw_in(tmp_path)), options_in(tmp_path), workers=1, shown=2)
    assert [one.difference.text[:12] for one in trial.differences] == ["“We are glad"] * 2
    assert set(trial.differences[0].difference.doubts) == {"prose", "quotation", "body"}
    assert trial.doubts["quotation"] == 6
    (once,) = ingest.try_rules(rules, [document(2)]).differences
    assert "once" in once.difference.doubts


@pytest.mark.parametrize(
    "said",
    [
        "disable: [en.read-also]\n",
        "rules: [{id: my.guard, kind: read_also, line: '^read also', then: keep, origin: ftr}]\n",
    ],
    ids=["disabled", "guarded"],
)
def test_what_is_no_longer_removed_is_said_of_the_rule_that_did(tmp_path: Path, said: str) -> None:
    record = {
        "text": "\n".join([*PROSE[:2], "Read Also: Parliament votes on the budget", *PROSE[2:]]),
        "language": "en",
    }
    rules = write(tmp_path / "trial", {"mine.yaml": f"about: a trial\n{said}"})
    trial = ingest.try_rules(rules, [record, {"text": PROSE[0]}], options=Options(language_engine="none"))
    found = [one.difference for one in trial.differences if one.difference.kind != "field"]
    assert trial.cleaned == 1
    assert [(one.effect, one.rule) for one in found] == [("kept", "en.read-also")]


def test_records_of_a_run_are_compared_with_edited_rules(tmp_path: Path) -> None:
    raw, rules, clean = raw_in(tmp_path), rules_in(tmp_path), tmp_path / "clean"
    options = Options(language_engine="none", rules=(str(rules),))
    run(raw, clean, options)
    assert tried_over(rules, str(clean), Options(), workers=1).all.total == 0
    rules_in(tmp_path, "^visit our house", "Visit our house.")
    trial = tried_over(rules, str(clean), Options(), workers=1)
    assert (trial.cleaned, trial.all.kept, trial.all.removed) == (3, 3, 0)


def test_rules_beside_those_of_a_run(tmp_path: Path) -> None:
    raw, clean = raw_in(tmp_path), tmp_path / "clean"
    run(raw, clean, Options(language_engine="none"))
    assert tried_over(rules_in(tmp_path), str(clean), Options(), workers=1).all.removed == 3
    with pytest.raises(UsageError, match="its options are in force"):
        tried_over(rules_in(tmp_path), str(clean), Options(packaged=False), workers=1)


def test_workers_make_no_difference(tmp_path: Path) -> None:
    raw, rules = str(raw_in(tmp_path, 90)), rules_in(tmp_path)
    options = options_in(tmp_path)
    assert tried_over(rules, raw, options, workers=1) == tried_over(rules, raw, options, workers=2)


def test_library_and_command_find_the_same(tmp_path: Path) -> None:
    rules, options = rules_in(tmp_path), options_in(tmp_path)
    by_command = tried_over(rules, str(raw_in(tmp_path)), options, workers=1)
    by_library = ingest.try_rules(rules, [document(number) for number in range(6)], options=options)
    assert by_library == by_command


def test_elements_of_pages_are_compared_by_their_words(tmp_path: Path) -> None:
    rules = tmp_path / "promo.yaml"
    rules.write_text(RULE.format(line="x", removes="x").replace("line: 'x'", "element: '.wares'"), encoding="utf-8")
    text = rules.read_text(encoding="utf-8").replace("removes: ['x']", "removes: ['<p class=wares>Buy.</p>']")
    rules.write_text(text, encoding="utf-8")
    body = "".join(f"<p>{sentence}</p>" for sentence in PROSE[:2])
    page = (
        f"<html><body><article>{body}<p class='wares'>Wares are sold here and there.</p>{body}</article></body></html>"
    )
    trial = ingest.try_rules(rules, [{"id": "a", "html": page}])
    assert [(one.difference.effect, one.difference.text) for one in trial.differences] == [
        ("removed", "Wares are sold here and there.")
    ]


def test_rules_that_are_in_force_already_are_a_wrong_call(tmp_path: Path) -> None:
    rules = rules_in(tmp_path)
    with pytest.raises(UsageError, match="in force already"):
        tried_over(rules, str(raw_in(tmp_path)), Options(rules=(str(rules),)), workers=1)
