"""CLEAN: locked for one run at a time, filled beside what is there, and put in its place when it is whole."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from filelock import FileLock, Timeout

from ingest.batch.ledger import Part
from ingest.errors import RunError

ARTICLES, REJECTS, RUN = "articles.jsonl", "rejects.jsonl", "run.json"
PARTS = ".parts"
_COPY = 1 << 20


class CleanFolder:
    """CLEAN while a run fills it. Nothing of an earlier run is touched before ``publish``.

    Raises:
        RunError: another run is writing here, or the folder cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._parts = path.absolute() / PARTS
        self._lock = FileLock(self._parts / "lock")
        self._open = ExitStack()

    def __enter__(self) -> Self:
        try:
            self._parts.mkdir(parents=True, exist_ok=True)
            self._lock.acquire(blocking=False)
        except Timeout:
            raise RunError(f"{self.path}: another run is writing here\n  fix: wait until it has ended") from None
        self._open.callback(self._unlock)
        # A worker that has not yet noticed that its run was killed writes on in its own folder, not in ours.
        for left in self._parts.glob("run-*"):
            shutil.rmtree(left, ignore_errors=True)
        self.work = Path(tempfile.mkdtemp(prefix="run-", dir=self._parts))
        self._open.callback(shutil.rmtree, self.work, ignore_errors=True)
        self._articles = self._open.enter_context(open(self.work / ARTICLES, "wb"))
        self._rejects = self._open.enter_context(open(self.work / REJECTS, "wb"))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._open.close()

    def _unlock(self) -> None:
        # Removed while it is held, where the system allows: one who waits on the removed file tries anew.
        for remove in (Path(self._lock.lock_file).unlink, self._parts.rmdir):
            with suppress(OSError):
                remove()
        self._lock.release()
        for remove in (Path(self._lock.lock_file).unlink, self._parts.rmdir):
            with suppress(OSError):
                remove()

    def stem(self, number: int) -> str:
        """Give the path that a part's files begin with."""
        return str(self.work / f"{number:08}")

    def join(self, part: Part) -> None:
        """Append a finished part, and remove its files. Parts come in the order of the input."""
        for path, joined in ((part.articles, self._articles), (part.rejects, self._rejects)):
            with open(path, "rb") as file:
                shutil.copyfileobj(file, joined, _COPY)
        part.remove()

    def publish(self, summary: Mapping[str, object]) -> None:
        """Put articles and rejects in place, and ``run.json`` last: where it stands, all three belong together."""
        for file in (self._articles, self._rejects):
            file.flush()
            os.fsync(file.fileno())
            file.close()
        with open(self.work / RUN, "w", encoding="utf-8") as text:
            json.dump(summary, text, ensure_ascii=False, indent=2)
            text.write("\n")
            text.flush()
            os.fsync(text.fileno())
        (self.path / RUN).unlink(missing_ok=True)
        for name in (ARTICLES, REJECTS, RUN):
            os.replace(self.work / name, self.path / name)
        _sync_folder(self.path)


def _sync_folder(path: Path) -> None:
    with suppress(OSError):  # Windows cannot open a folder; its renames are in the journal
        folder = os.open(path, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
