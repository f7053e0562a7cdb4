"""Checking rule files as a whole, and showing a rule as its file has it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import Fault, RuleError, UsageError, closest_word, counted
from ingest.lexicon.word_lists import packaged_rules
from ingest.rules.check.built_in_ids import built_in_reasons
from ingest.rules.check.examples import faults_of_examples
from ingest.rules.files.renamed import read_renamed
from ingest.rules.finders.built_in import BUILT_IN_FINDERS
from ingest.rules.layers import RuleSet
from ingest.rules.load import read_layer, rule_paths
from ingest.rules.model import Rule, RuleFile
from ingest.vocabulary import KIND_MEANINGS

# Of the ids that begin as an unknown one does, so many are named.
_SHOWN_IDS = 4


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found: how much was looked at, and every fault; ``hints`` are no faults."""

    files: int
    rules: int
    examples: int
    faults: tuple[Fault, ...]
    hints: tuple[Fault, ...] = ()

    def __str__(self) -> str:
        counts = ", ".join(
            counted(number, noun)
            for number, noun in ((self.files, "file"), (self.rules, "rule"), (self.examples, "example"))
        )
        return f"{counts}: {counted(len(self.faults), 'fault') if self.faults else 'all as they say'}"


def check(paths: Iterable[Path] = ()) -> Report:
    """Read rule files, run their examples, and look for ids that are used twice; no ``paths``: the packaged rules.

    Files of one's own are checked together with the packaged rules, whose ids they may disable but not use.

    Raises:
        UsageError: a path that is not there.
    """
    own = [(path, None) for root in paths for path in rule_paths(root)]
    home = packaged_rules()
    packaged = [(path, home) for path in rule_paths(home)]
    looked_at = {path.resolve() for path, _ in own or packaged}
    faults: list[Fault] = []
    files: list[RuleFile] = []
    checked: list[RuleFile] = []
    for path, root in [*(entry for entry in packaged if entry[0].resolve() not in looked_at or not own), *own]:
        try:
            # Beside files of one's own the packaged ones are there for their ids: they are known to be good.
            beside = bool(own) and path.resolve() not in looked_at
            file = read_layer(path, root, BUILT_IN_FINDERS, trusted=beside)
        except RuleError as error:
            faults += error.faults
            continue
        files.append(file)
        if path.resolve() in looked_at:
            checked.append(file)
            if not (file.rules or file.fields or file.disable):
                faults.append(Fault(file.path, 1, 1, "the file is empty: it has no rule", "write rules, or remove it"))
            faults += faults_of_examples(file, BUILT_IN_FINDERS)
    hints: tuple[Fault, ...] = ()
    try:
        hints = RuleSet(files, renamed=read_renamed(home)).hints
    except RuleError as error:
        faults += error.faults
    rules = [rule for file in checked for rule in file.rules]
    ordered = RuleError(faults).faults
    return Report(len(looked_at), len(rules), sum(len(rule.examples) for rule in rules), ordered, hints)


def find_rule(rules: RuleSet, id: str, further: Iterable[Rule] = ()) -> Rule:
    """Return the rule of an id, of all layers or of some ``further`` rules.

    Raises:
        UsageError: none has it, or it is built in.
    """
    rule = next((rule for rule in (*rules.rules, *further) if rule.id == id), None)
    if rule is not None:
        return rule
    if id in built_in_reasons():
        raise UsageError(
            f"'{id}' is built in, and no rule of a file\n  fix: 'ingest rules show {id}' says what it does"
        )
    known = [*rules.ids, *built_in_reasons()]
    begun = [each for each in known if each.startswith(id)] if id else []
    close = begun[:_SHOWN_IDS] or [word for word in (closest_word(id, known),) if word]
    fix = f"did you mean {' or '.join(map(repr, close))}?" if close else "'ingest rules list' shows them all"
    raise UsageError(f"no rule has the id '{id}'\n  fix: {fix}")


def source_of(rules: RuleSet, id: str) -> str:
    """Return a rule as its file has it, under a comment that says where; of a kind, and of what is built in, what it
    is. ``id`` may be one that the rule had before.

    Raises:
        UsageError: no layer has it.
    """
    if meaning := KIND_MEANINGS.get(id):
        return f"# a kind\n{id}: {meaning.says} Like: {meaning.example}"
    if reason := built_in_reasons().get(id):
        return f"# built in\n{id}: {reason}"
    now = rules.current_id(id)
    rule = find_rule(rules, now)
    path = packaged_rules() / rule.file.removeprefix("rules/")
    path = path if path.is_file() else Path(rule.file)
    lines = path.read_text(encoding="utf-8").split("\n")
    indent = len(lines[rule.line - 1]) - len(lines[rule.line - 1].lstrip("- "))
    end = rule.line
    while end < len(lines) and (not lines[end].strip() or len(lines[end]) - len(lines[end].lstrip()) >= indent):
        end += 1
    renamed = [f"# {id} is now {now}"] if now != id else []
    return "\n".join([*renamed, f"# {rule.file}:{rule.line}", *lines[rule.line - 1 : end]]).rstrip()
