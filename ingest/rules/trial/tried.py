"""The rules in force with others on trial, which take the place of those that have their ids."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from ingest.errors import Fault, RuleError
from ingest.rules.files.lazy import LazyRuleFile
from ingest.rules.finders.built_in import BUILT_IN_FINDERS
from ingest.rules.layers import RuleSet
from ingest.rules.load import read_layer, rule_paths
from ingest.rules.model import RuleFile


def tried_files(paths: Iterable[str], finders: Collection[str] = BUILT_IN_FINDERS) -> tuple[RuleFile, ...]:
    """Read the rule files that are on trial: files, or all in a folder.

    Raises:
        RuleError: all faults of all files.
        UsageError: a path that is not there.
    """
    files: list[RuleFile] = []
    faults: list[Fault] = []
    for path in dict.fromkeys(path for root in paths for path in rule_paths(Path(root))):
        try:
            files.append(read_layer(path, None, finders))
        except RuleError as error:
            faults += error.faults
    if faults:
        raise RuleError(faults)
    return tuple(files)


def with_tried(in_force: RuleSet, files: Sequence[RuleFile]) -> RuleSet:
    """Return the rules in force together with those of some files. A rule in force that has the id of one on trial is
    an earlier version of it, and goes."""
    ids = {id for file in files for id in file.ids}
    # A file that is in force as it lies there is on trial as a whole: what is no longer in it goes, too.
    paths = {file.path for file in files}
    kept = (_without(file, ids) for file in in_force.files if file.path not in paths)
    return RuleSet((*kept, *files), in_force.ftr, in_force.renamed)


def replaced_files(in_force: RuleSet, tried: RuleSet) -> tuple[RuleFile, ...]:
    """Return the files in force that have other rules in a trial, or rules that it disables: with these rules only."""
    now = {file.path: file.sha256 for file in tried.files}
    disabled = {tried.current_id(id) for file in tried.files for id in file.disable}
    disabled -= {in_force.current_id(id) for file in in_force.files for id in file.disable}
    gone = set(in_force.ids) - set(tried.ids) | disabled
    changed = {id for file in tried.files if file.path in now for id in file.ids} & set(in_force.ids)
    changed &= {id for file in in_force.files if now.get(file.path) != file.sha256 for id in file.ids}
    wanted = gone | changed
    return tuple(_only(file.read(), wanted) for file in in_force.files if not wanted.isdisjoint(file.ids))


def _without(file: RuleFile | LazyRuleFile, ids: set[str]) -> RuleFile | LazyRuleFile:
    if ids.isdisjoint(file.ids):
        return file
    read = file.read()
    rules = tuple(rule for rule in read.rules if rule.id not in ids)
    sha256 = hashlib.sha256("\n".join([read.sha256, *(rule.id for rule in rules)]).encode()).hexdigest()
    return replace(read, rules=rules, sha256=sha256)


def _only(file: RuleFile, ids: set[str]) -> RuleFile:
    return replace(file, rules=tuple(rule for rule in file.rules if rule.id in ids))
