"""What documents say, gathered by group: on disk, in so many files that each fits in memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from ingest.article import Page
from ingest.batch.learning.sample import GroupSample, group_in
from ingest.rules.learn.groups import GroupKey, digest
from ingest.rules.learn.tokens import MAX_CHARS

_BUCKETS = 64


def spool_line(group: GroupKey, name: str, page: Page) -> bytes:
    """Return one document as a line: its group, the hash of its name, its text and where its blocks are."""
    blocks = [[block.start, block.end] for block in page.blocks if block.end <= MAX_CHARS]
    line = [group.by, group.name, digest(name, 8), page.text[:MAX_CHARS], blocks]
    return json.dumps(line, ensure_ascii=True).encode()


class Spool:
    """Lines of documents, in files (``buckets``) by the hash of their group."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.buckets = [folder / f"{number:02}" for number in range(_BUCKETS)]
        self._open = ExitStack()

    def __enter__(self) -> Self:
        self._files: list[IO[bytes]] = [self._open.enter_context(path.open("wb")) for path in self.buckets]
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._open.close()

    def add(self, line: bytes) -> None:
        """Put a line where others of its group are."""
        group = group_in(line)
        self._files[int(digest(f"{group.by}:{group.name}", 4), 16) % _BUCKETS].write(line + b"\n")


def groups_in(bucket: Path) -> Iterator[tuple[GroupKey, GroupSample]]:
    """Yield the groups of a bucket by name, each with the documents that are looked at."""
    samples: dict[GroupKey, GroupSample] = {}
    with open(bucket, "rb") as lines:
        for line in lines:
            samples.setdefault(group_in(line), GroupSample()).add(line.rstrip(b"\n"))
    for group in sorted(samples):
        yield group, samples[group]
