"""The worker processes: parts go in, messages of what became of them come out. Text is in neither.

Each worker has a pipe of its own. In pools that share one pipe and its locks among all workers (Pebble,
concurrent.futures), a worker killed while it holds a lock stops the others, and workers outlive a killed parent.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Literal, Self

from ingest.batch.parts import Part
from ingest.batch.workers.forkserver import context
from ingest.batch.workers.memory_limit import limit_memory
from ingest.batch.workers.worker import ForcedReject, Setup, Worker
from ingest.errors import RunError

MAX_FALSE_STARTS = 3
SLOWEST_UNPACKING = 10_000_000  # bytes a second that are at least unpacked
GRACE_SECONDS = 60.0  # beyond the sum of its documents' limits, that a part may take

Task = tuple[Part, ForcedReject | None]
Message = Literal["ready", "done", "retiring"] | tuple[Literal["failed"], str]


@dataclass(frozen=True, slots=True)
class PartJob:
    """A part to be cleaned, from where its ledger ends.

    ``second_try`` is the index of the document that a worker was cleaning when it died, where that has happened once:
    this job tries it again. ``forced_reject`` is a document that is not tried again.
    """

    part: Part
    second_try: int | None = None
    forced_reject: ForcedReject | None = None


@dataclass(frozen=True, slots=True)
class EndedJob:
    """A job that no worker has any more, and how it ended.

    The part is ``done``; or its worker has ``retired``, and leaves the rest of the part to another; or the worker
    ``died`` (``detail`` says of what), or was ``stuck`` and was killed.
    """

    job: PartJob
    end: Literal["done", "retired", "died", "stuck"]
    detail: str = ""


@dataclass(slots=True)
class _WorkerHandle:
    process: BaseProcess
    pipe: Connection[Task, Message]
    ready: bool = False
    job: PartJob | None = None
    due: float = field(default=float("inf"))


class WorkerPool:
    """Up to ``size`` worker processes, started as there is work for them and replaced when they die."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._setup: Setup
        self._context = context()
        self._workers: list[_WorkerHandle] = []
        self._false_starts = 0

    def begin(self, setup: Setup) -> None:
        """Take what workers are built from, and start the first, which gets ready while the caller does."""
        self._setup = setup
        self._start()

    @property
    def free(self) -> bool:
        """True if a job can be submitted: a worker has none, or another can be started."""
        return len(self._workers) < self._size or any(worker.job is None for worker in self._workers)

    @property
    def busy(self) -> bool:
        """True if a worker has a job."""
        return any(worker.job is not None for worker in self._workers)

    def submit(self, job: PartJob) -> None:
        """Send a job to a free worker. A worker that is already dead shows at the next ``wait``."""
        worker = next((worker for worker in self._workers if worker.job is None), None) or self._start()
        worker.job = job
        worker.due = time.monotonic() + self._allowed_seconds(job.part)
        with suppress(OSError):
            worker.pipe.send((job.part, job.forced_reject))

    def _allowed_seconds(self, part: Part) -> float:
        """Return after how many seconds a worker is taken for stuck on a part."""
        seconds, first = self._setup.limits.seconds, part.references[0]
        if not seconds:
            return float("inf")
        skipped = first.offset if first.packed is not None else 0  # in a packed file this is unpacked first
        return len(part.references) * seconds + skipped / SLOWEST_UNPACKING + GRACE_SECONDS

    def wait(self, seconds: float) -> Iterator[EndedJob]:
        """Yield the jobs that have ended, waiting at most this long for the first.

        Raises:
            RunError: a worker could not write, or workers do not start.
        """
        pipes = {worker.pipe: worker for worker in self._workers}
        for pipe in wait(list(pipes), seconds):
            ended = self._receive(pipes[pipe])  # type: ignore[index]  # wait() returns items of the list it is given
            if ended is not None:
                yield ended
        for worker in [worker for worker in self._workers if time.monotonic() > worker.due]:
            if worker.ready:
                job = self._dismiss(worker)
                ended = None if job is None else EndedJob(job, "stuck")
            else:  # it has not come as far as any document
                worker.process.kill()
                ended = self._worker_died(worker)
            if ended is not None:
                yield ended

    def _receive(self, worker: _WorkerHandle) -> EndedJob | None:
        try:
            message = worker.pipe.recv()
        except (EOFError, OSError):
            return self._worker_died(worker)
        if isinstance(message, tuple):
            raise RunError(f"a worker could not go on: {message[1]}")
        if message == "ready":
            worker.ready, self._false_starts = True, 0
            return None
        if message == "retiring":
            job = self._dismiss(worker)
            return EndedJob(job, "retired") if job is not None else None
        job, worker.job, worker.due = worker.job, None, float("inf")
        return EndedJob(job, "done") if job is not None else None

    def _worker_died(self, worker: _WorkerHandle) -> EndedJob | None:
        worker.process.join(GRACE_SECONDS)
        cause = _how_ended(worker.process.exitcode)
        job = self._dismiss(worker)
        if not worker.ready:
            self._false_starts += 1
            if self._false_starts > MAX_FALSE_STARTS:
                raise RunError(f"workers do not start: {cause}")
            if job is not None:
                self.submit(job)
            return None
        return EndedJob(job, "died", cause) if job is not None else None

    def _start(self) -> _WorkerHandle:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(  # type: ignore[attr-defined]  # each context has its own class
            target=_serve, args=(self._setup, theirs), name="ingest-worker", daemon=True
        )
        # In a thread, where Ctrl-C raises nothing: a process that is started but not told what to do ends with a
        # traceback on the user's screen.
        with ThreadPoolExecutor(1) as starter:
            starter.submit(process.start).result()
        theirs.close()
        worker = _WorkerHandle(process, ours)
        self._workers.append(worker)
        return worker

    def _dismiss(self, worker: _WorkerHandle) -> PartJob | None:
        self._workers.remove(worker)
        if worker.process.is_alive():  # else its number may be another process's by now
            worker.process.kill()
        worker.process.join()
        worker.process.close()
        worker.pipe.close()
        return worker.job

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for worker in list(self._workers):
            self._dismiss(worker)


def _serve(setup: Setup, pipe: Connection[Message, Task]) -> None:
    """Clean parts until the parent hangs up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent ends it
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        worker = Worker(setup)
        limit_memory(setup.limits.memory)
        pipe.send("ready")
        while worker.clean(*pipe.recv()):
            pipe.send("done")
        pipe.send("retiring")  # what a document filled the memory with may still be there
    except EOFError:
        pass
    except MemoryError:  # outside of a document: by what it left behind, or by its record. So this worker dies of it
        sys.exit(1)
    except Exception as error:  # noqa: BLE001  # the parent reports it; a worker has no one to report to
        pipe.send(("failed", f"{type(error).__name__}: {error}"))


def _end_with_parent() -> None:
    """End this process as soon as the parent is gone, also in the middle of a part: nobody will read it."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _how_ended(code: int | None) -> str:
    if code is not None and code < 0:
        try:
            return f"ended by {signal.Signals(-code).name}"
        except ValueError:
            return f"ended by signal {-code}"
    return f"ended with exit code {code}"
