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
from ingest.rules.learn.write import learned_yaml

# Below this, starting processes takes longer than mining.
_SMALL = 2_000_000


def learned_files(buckets: Iterable[Path], workers: int, options: Options) -> Iterator[tuple[str, str]]:
    """Mine the groups of all buckets, and yield a rule file for each that repeats something which the rules in force do
    not take (``options``), as its name and text."""
    full = [bucket for bucket in buckets if bucket.stat().st_size]
    for learned in _all_mined(full, workers, options):
        yield from learned


def write_learned(files: Iterable[tuple[str, str]], into: Path) -> tuple[Path, ...]:
    """Write learned rules to a folder, and return the files. One that does not say that it was learned stays as it is,
    and is left out: a person wrote it."""
    into.mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in files:
        path = into / name
        if not path.exists() or is_learned_file(path):
            path.write_text(text, encoding="utf-8")
            written.append(path)
    return tuple(sorted(written))


def is_learned_file(path: Path) -> bool:
    """True if a rule file says that it was learned."""
    return b"\norigin: learned\n" in path.read_bytes()


def _all_mined(buckets: list[Path], workers: int, options: Options) -> Iterator[list[tuple[str, str]]]:
    if workers < 2 or sum(bucket.stat().st_size for bucket in buckets) < _SMALL:
        yield from map(partial(_mined, options), buckets)
        return
    with ProcessPoolExecutor(workers, mp_context=context()) as pool:
        yield from pool.map(partial(_mined, options), buckets)


def _mined(options: Options, bucket: Path) -> list[tuple[str, str]]:
    """Return the rule files of a bucket's groups, as name and text."""
    files = (rule_file(group, sample, options) for group, sample in groups_in(bucket))
    return [file for file in files if file is not None]


def rule_file(group: GroupKey, sample: GroupSample, options: Options) -> tuple[str, str] | None:
    """Return the rule file for what the documents of a group repeat and the rules in force do not take, as its name and
    text; None if there is nothing of the kind."""
    documents = sample.documents()
    proposals = mine(documents, TakenByRules(cleaner_of(options), group, documents))
    return (f"{group.slug}.yaml", learned_yaml(group, proposals)) if proposals else None
