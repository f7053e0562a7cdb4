"""From gathered documents to rule files: the groups of each bucket are mined by themselves, on all cores."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from ingest.batch.learning.spool import groups_in
from ingest.batch.workers.forkserver import context
from ingest.rules.learn.mine import mine
from ingest.rules.learn.write import learned_yaml

# Below this, starting processes takes longer than mining.
_SMALL = 2_000_000


def write_learned(buckets: Iterable[Path], into: Path, workers: int) -> tuple[Path, ...]:
    """Mine the groups of all buckets, write a rule file for each that repeats something, and return the files."""
    into.mkdir(parents=True, exist_ok=True)
    full = [bucket for bucket in buckets if bucket.stat().st_size]
    written = []
    for learned in _all_mined(full, workers):
        for name, text in learned:
            path = into / name
            path.write_text(text, encoding="utf-8")
            written.append(path)
    return tuple(sorted(written))


def _all_mined(buckets: list[Path], workers: int) -> Iterator[list[tuple[str, str]]]:
    if workers < 2 or sum(bucket.stat().st_size for bucket in buckets) < _SMALL:
        yield from map(_mined, buckets)
        return
    with ProcessPoolExecutor(workers, mp_context=context()) as pool:
        yield from pool.map(_mined, buckets)


def _mined(bucket: Path) -> list[tuple[str, str]]:
    """Return the rule files of a bucket's groups, as name and text."""
    files = []
    for group, documents in groups_in(bucket):
        if proposals := mine(documents):
            files.append((f"{group.slug}.yaml", learned_yaml(group, proposals)))
    return files
