"""CLEAN: locked for one run at a time, written beside what is there, and put in its place when it is whole."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from filelock import FileLock, Timeout

from ingest.batch.clean_files import LEDGER, article_files
from ingest.batch.input.compression import ENDINGS, Packing
from ingest.batch.parts import Part
from ingest.batch.resume.previous_runs import Frame, RunProvenance, RunSnapshot, earlier_runs
from ingest.errors import RunError

ARTICLES, REJECTS, RUN = "articles", "rejects.jsonl", "run.json"
LEARNED = "learned"  # a folder in CLEAN
DUPLICATES = "duplicates.jsonl"
PARTS, READY = ".parts", "ready.json"
ASIDE = "rejected"  # a folder in CLEAN
_COPY = 1 << 20


class CleanFolder:
    """CLEAN while a run fills it. Nothing of an earlier run is touched before ``publish``, or by ``set_aside``.

    ``provenance`` is what the run's records are made by; ``earlier`` are the runs from which some may be taken over. A
    run that is cut off leaves its work behind, for the next to continue from; ``fresh`` throws that away, and takes
    nothing over.

    Raises:
        RunError: another run is writing here, or the folder cannot be written.
    """

    def __init__(
        self,
        path: Path,
        provenance: RunProvenance,
        *,
        packing: Packing = "",
        shard_bytes: int = 1_000_000_000,
        fresh: bool = False,
    ) -> None:
        self.path = path
        self._provenance = provenance
        self.packing = packing
        self.earlier: tuple[RunSnapshot, ...] = ()
        self._shard_bytes = shard_bytes
        self._fresh = fresh
        self._parts = path.absolute() / PARTS
        self._lock = FileLock(self._parts / "lock")
        self._open = ExitStack()
        self._no_longer_needed = self._replaces_cut_off_runs = False
        self._joined = 0
        self._shards: list[Path] = []

    def __enter__(self) -> Self:
        try:
            self._parts.mkdir(parents=True, exist_ok=True)
            self._lock.acquire(blocking=False)
        except Timeout:
            raise RunError(f"{self.path}: another run is writing here\n  fix: wait until it has ended") from None
        self._open.callback(self._unlock)
        self._recover()
        self.work = Path(tempfile.mkdtemp(prefix="run-", dir=self._parts))
        self._open.callback(self._clear)
        self._rejects = self._open.enter_context(open(self.work / REJECTS, "wb"))
        self._ledger = self._open.enter_context(open(self.work / LEDGER, "wb"))
        self._ledger.write(self._provenance.encode())
        self._ledger.flush()  # else, cut off before anything is joined, nothing that workers have done could be used
        self._begin_shard(0)
        return self

    def _recover(self) -> None:
        """Finish a publication that was cut off, and find what else earlier runs have left."""
        for folder in self._parts.glob("run-*"):
            if (folder / READY).is_file():
                _move_into_place(folder, self.path)
                shutil.rmtree(folder, ignore_errors=True)
        cut_off = [] if self._fresh else sorted(self._parts.glob("run-*"))
        self.earlier = () if self._fresh else tuple(earlier_runs(self.path, cut_off, self._provenance))
        # A worker that has not yet noticed that its run was killed writes on in its own folder, not in ours.
        used = {run.folder for run in self.earlier}
        for folder in self._parts.glob("run-*"):
            if folder not in used:
                shutil.rmtree(folder, ignore_errors=True)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._open.close()

    def _clear(self) -> None:
        """Remove what no later run can use: everything, once records are published; else only what holds nothing.

        A run without records must not cost those of one that was cut off before it.
        """
        started = self._joined or any(path.stat().st_size for path in self.work.glob("[0-9]*.ledger"))
        if self._no_longer_needed or not started:
            shutil.rmtree(self.work, ignore_errors=True)
        if self._replaces_cut_off_runs:
            for folder in self._parts.glob("run-*"):
                shutil.rmtree(folder, ignore_errors=True)

    def _unlock(self) -> None:
        # Removed while it is held: afterwards it may be another run's. Windows removes no open file, only afterwards.
        removed = self._remove_lock()
        self._lock.release()
        if not removed:
            self._remove_lock()

    def _remove_lock(self) -> bool:
        lock = Path(self._lock.lock_file)
        for remove in (lock.unlink, self._parts.rmdir):
            with suppress(OSError):
                remove()
        return not lock.exists()

    @property
    def learned(self) -> Path:
        """Return the folder of the rules that this run learns."""
        return self.work / LEARNED

    def restate(self, provenance: RunProvenance) -> None:
        """State anew what the run's records are made by, before there are any."""
        self._ledger.seek(0)
        self._ledger.truncate()
        self._ledger.write(provenance.encode())
        self._ledger.flush()

    def stem(self, number: int) -> str:
        """Return the path that a part's files begin with."""
        return str(self.work / f"{number:08}")

    def _begin_shard(self, first: int) -> None:
        path = self.work / f"{ARTICLES}-{first:010}.jsonl{ENDINGS[self.packing]}"
        self._shards.append(path)
        self._articles: IO[bytes] = self._open.enter_context(path.open("wb"))
        self._shard_size = 0

    def join(self, part: Part) -> None:
        """Append a finished part, and remove its files. Parts come in the order of the input; a shard ends with the
        part by which it reaches its size."""
        if self._shard_size >= self._shard_bytes:
            _sync_and_close(self._articles)
            self._begin_shard(part.first)
        start = self._articles.tell()
        for path, joined in ((part.packed, self._articles), (part.rejects, self._rejects)):
            with open(path, "rb") as file:
                shutil.copyfileobj(file, joined, _COPY)
            joined.flush()
        self._shard_size += os.stat(part.articles).st_size
        # The ledger is written after the articles, so that what it says is joined is joined: were it the other way
        # round, a kill could lose a part.
        self._ledger.write(Frame(len(self._shards) - 1, start, self._articles.tell() - start).encode())
        with open(part.ledger, "rb") as file:
            shutil.copyfileobj(file, self._ledger, _COPY)
        self._ledger.flush()
        self._joined += 1
        part.remove()

    @property
    def holds_records(self) -> bool:
        """True if an earlier run's records are in place."""
        return any(path.stat().st_size for path in article_files(self.path))

    def set_aside(self, summary: Mapping[str, object], *, of_use: bool) -> None:
        """Put rejects and summary in a folder of their own in CLEAN, where everything else remains as it was.

        What was cleaned, if it is ``of_use``, is left behind like the work of a run that was cut off.
        """
        for file in (self._articles, self._rejects, self._ledger):
            _sync_and_close(file)
        _write_json(self.work / RUN, summary)
        aside = self.path / ASIDE
        aside.mkdir(exist_ok=True)
        for name in (REJECTS, RUN):
            os.replace(self.work / name, aside / name)
        _sync_folder(aside)
        self._no_longer_needed = not of_use

    def publish(self, summary: Mapping[str, object], *, of_use: bool = True) -> None:
        """Put all in place, and ``run.json`` last: where it is present, all that is there belongs together.

        Once ``ready.json`` is written the next run would finish this. What a run that is ``of_use`` has not taken over
        of those that were cut off is removed.
        """
        for file in (self._articles, self._rejects, self._ledger):
            _sync_and_close(file)
        if len(self._shards) == 1:
            self._shards[0].rename(self.work / f"{ARTICLES}.jsonl{ENDINGS[self.packing]}")
        _write_json(self.work / RUN, summary)
        names = [path.name for path in article_files(self.work)]
        learned = None
        if self.learned.is_dir():
            learned = sorted(path.name for path in self.learned.glob("*.yaml"))
        _write_json(self.work / "ready.new", {"files": [*names, REJECTS, LEDGER, RUN], LEARNED: learned})
        os.replace(self.work / "ready.new", self.work / READY)
        _sync_folder(self.work)
        _move_into_place(self.work, self.path)
        self._no_longer_needed, self._replaces_cut_off_runs = True, of_use


def summary_of(clean: Path) -> Mapping[str, object]:
    """Return what ``run.json`` of a folder holds; nothing where there is none that can be read."""
    try:
        summary = json.loads((clean / RUN).read_bytes())
    except (OSError, ValueError):
        return {}
    return summary if isinstance(summary, dict) else {}


def _move_into_place(work: Path, clean: Path) -> None:
    """Move what ``ready.json`` lists from ``work`` to ``clean``; what has already been moved is left alone."""
    ready = json.loads((work / READY).read_text(encoding="utf-8"))
    names: list[str] = ready["files"]
    if (work / RUN).exists():
        (clean / RUN).unlink(missing_ok=True)
        (clean / DUPLICATES).unlink(missing_ok=True)  # they were of other articles
        _remove_aside(clean)
        for stale in article_files(clean):
            if stale.name not in names:
                stale.unlink()
    if ready.get(LEARNED) is not None:
        _move_learned(work / LEARNED, clean / LEARNED, ready[LEARNED])
    for name in names:
        if (work / name).exists():
            os.replace(work / name, clean / name)
    _sync_folder(clean)


def _move_learned(work: Path, clean: Path, names: list[str]) -> None:
    """Put learned rules in place; of those of an earlier run, only files that say that they were learned go."""
    clean.mkdir(exist_ok=True)
    for path in clean.glob("*.yaml"):
        if path.name not in names and b"\norigin: learned\n" in path.read_bytes():
            path.unlink()
    for name in names:
        if (work / name).exists():
            os.replace(work / name, clean / name)
    _sync_folder(clean)


def _remove_aside(clean: Path) -> None:
    """Remove what a run has set aside, but nothing else that may be in a folder of that name."""
    for name in (REJECTS, RUN):
        (clean / ASIDE / name).unlink(missing_ok=True)
    with suppress(OSError):
        (clean / ASIDE).rmdir()


def _write_json(path: Path, value: Mapping[str, object]) -> None:
    with open(path, "w", encoding="utf-8") as text:
        json.dump(value, text, ensure_ascii=False, indent=2)
        text.write("\n")
        text.flush()
        os.fsync(text.fileno())


def _sync_and_close(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())
    file.close()


def _sync_folder(path: Path) -> None:
    with suppress(OSError):  # Windows cannot open a folder; its renames are in the journal
        folder = os.open(path, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
