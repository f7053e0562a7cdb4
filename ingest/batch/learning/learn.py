"""From gathered documents to rule files: the groups of each bucket are mined by themselves, on all cores."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from ingest.batch.learning.in_force import TakenByRules, cleaner_of
from ingest.batch.learning.sample import GroupSample
from ingest.batch.learning.spool import groups_in
from ingest.batch.workers.forkserver import context
from ingest.options import Options
from ingest.rules.learn.groups import GroupKey
from ingest.rules.learn.mine import mine
from ingest.rules.learn.shared import LearnedGroup, split_shared
from ingest.rules.learn.write import learned_yaml, shared_yaml

# Below this, starting processes takes longer than mining.
_SMALL = 2_000_000


def learned_files(buckets: Iterable[Path], workers: int, options: Options) -> Iterator[tuple[str, str]]:
    """Mine the groups of all buckets, and yield a rule file for each that repeats something which the rules in force do
    not take (``options``), as its name and text."""
    return map(_file_of, learned_groups(buckets, workers, options))


def suggested_files(buckets: Iterable[Path], workers: int, options: Options) -> Iterator[tuple[str, str]]:
    """Yield ``learned_files``, but what many groups of a language have in common in a file of that language."""
    groups, by_language = split_shared(learned_groups(buckets, workers, options))
    yield from map(_file_of, groups)
    for language, proposals in by_language.items():
        yield f"lang/{language}.yaml", shared_yaml(language, proposals)


def learned_groups(buckets: Iterable[Path], workers: int, options: Options) -> Iterator[LearnedGroup]:
    """Mine the groups of all buckets, and yield those that repeat something."""
    full = [bucket for bucket in buckets if bucket.stat().st_size]
    for learned in _all_mined(full, workers, options):
        yield from learned


def _file_of(learned: LearnedGroup) -> tuple[str, str]:
    return f"{learned.key.slug}.yaml", learned_yaml(learned.key, learned.proposals)


def write_learned(files: Iterable[tuple[str, str]], into: Path) -> tuple[Path, ...]:
    """Write learned rules to a folder, and return the files. One that does not say that it was learned stays as it is,
    and is left out: a person wrote it."""
    into.mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in files:
        path = into / name
        path.parent.mkdir(exist_ok=True)
        if not path.exists() or is_learned_file(path):
            path.write_text(text, encoding="utf-8")
            written.append(path)
    return tuple(sorted(written))


def is_learned_file(path: Path) -> bool:
    """True if a rule file says that it was learned."""
    return b"\norigin: learned\n" in path.read_bytes()


def _all_mined(buckets: list[Path], workers: int, options: Options) -> Iterator[list[LearnedGroup]]:
    if workers < 2 or sum(bucket.stat().st_size for bucket in buckets) < _SMALL:
        yield from map(partial(_mined, options), buckets)
        return
    with ProcessPoolExecutor(workers, mp_context=context()) as pool:
        yield from pool.map(partial(_mined, options), buckets)


def _mined(options: Options, bucket: Path) -> list[LearnedGroup]:
    """Return what the groups of a bucket repeat."""
    groups = (learned_group(group, sample, options) for group, sample in groups_in(bucket))
    return [group for group in groups if group.proposals]


def learned_group(group: GroupKey, sample: GroupSample, options: Options) -> LearnedGroup:
    """Return what the documents of a group repeat and the rules in force do not take."""
    documents = sample.documents()
    taken = TakenByRules(cleaner_of(options), group, documents)
    proposals = mine(documents, taken)
    return LearnedGroup(group, taken.language if proposals else None, proposals)


def rule_file(group: GroupKey, sample: GroupSample, options: Options) -> str:
    """Return the text of the rule file of a group; empty, if there is nothing to learn."""
    learned = learned_group(group, sample, options)
    return _file_of(learned)[1] if learned.proposals else ""
