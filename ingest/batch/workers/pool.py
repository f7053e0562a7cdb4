"""The worker processes: parts go in, word of what became of them comes out. Text passes through neither.

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
from ingest.batch.workers.worker import Setup, Verdict, Worker
from ingest.errors import RunError

MAX_FALSE_STARTS = 3
LONGEST_SECONDS = 10_000_000  # bytes a second that are at least unpacked
PATIENCE = 60.0  # seconds beyond the sum of its documents' limits that a part may take

Task = tuple[Part, Verdict | None]
Message = Literal["ready", "done", "left"] | tuple[Literal["failed"], str]


@dataclass(frozen=True, slots=True)
class PartJob:
    """A part to be cleaned. ``suspect`` is the document, by index, that was being cleaned when a worker died."""

    part: Part
    suspect: int | None = None
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Finished:
    """A job given back: ``done``, or its worker ``left`` it to another, or ``died`` (of what), or it is ``stuck``."""

    job: PartJob
    end: Literal["done", "left", "died", "stuck"]
    detail: str = ""


@dataclass(slots=True)
class _WorkerHandle:
    process: BaseProcess
    pipe: Connection[Task, Message]
    ready: bool = False
    job: PartJob | None = None
    due: float = field(default=float("inf"))


class WorkerPool:
    """Up to ``size`` workers, started as there is work for them and replaced when they die."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._setup: Setup
        self._context = context()
        self._hands: list[_WorkerHandle] = []
        self._false_starts = 0

    def begin(self, setup: Setup) -> None:
        """Say what workers are built from, and start the first, which gets ready while the caller does."""
        self._setup = setup
        self._start()

    @property
    def free(self) -> bool:
        return len(self._hands) < self._size or any(hand.job is None for hand in self._hands)

    @property
    def busy(self) -> bool:
        return any(hand.job is not None for hand in self._hands)

    def submit(self, job: PartJob) -> None:
        """Send a job to a free worker. A worker that is already dead shows at the next ``wait``."""
        hand = next((hand for hand in self._hands if hand.job is None), None) or self._start()
        hand.job = job
        hand.due = time.monotonic() + self._patience(job.part)
        with suppress(OSError):
            hand.pipe.send((job.part, job.verdict))

    def _patience(self, part: Part) -> float:
        """Give after how many seconds a part's worker cannot be at work any more."""
        seconds, first = self._setup.limits.seconds, part.references[0]
        if not seconds:
            return float("inf")
        before = first.offset if first.packed is not None else 0  # in a packed file this is unpacked first
        return len(part.references) * seconds + before / LONGEST_SECONDS + PATIENCE

    def wait(self, seconds: float) -> Iterator[Finished]:
        """Give the jobs that have ended, waiting at most this long for the first.

        Raises:
            RunError: a worker could not write, or workers do not start.
        """
        pipes = {hand.pipe: hand for hand in self._hands}
        for pipe in wait(list(pipes), seconds):
            finished = self._heard(pipes[pipe])  # type: ignore[index]  # wait() gives back what it was given
            if finished is not None:
                yield finished
        for hand in [hand for hand in self._hands if time.monotonic() > hand.due]:
            if hand.ready:
                job = self._dismiss(hand)
                finished = None if job is None else Finished(job, "stuck")
            else:  # it has not come as far as any document
                hand.process.kill()
                finished = self._died(hand)
            if finished is not None:
                yield finished

    def _heard(self, hand: _WorkerHandle) -> Finished | None:
        try:
            word = hand.pipe.recv()
        except (EOFError, OSError):
            return self._died(hand)
        if isinstance(word, tuple):
            raise RunError(f"a worker could not go on: {word[1]}")
        if word == "ready":
            hand.ready, self._false_starts = True, 0
            return None
        if word == "left":
            job = self._dismiss(hand)
            return Finished(job, "left") if job is not None else None
        job, hand.job, hand.due = hand.job, None, float("inf")
        return Finished(job, "done") if job is not None else None

    def _died(self, hand: _WorkerHandle) -> Finished | None:
        hand.process.join(PATIENCE)
        how = _how_ended(hand.process.exitcode)
        job = self._dismiss(hand)
        if not hand.ready:
            self._false_starts += 1
            if self._false_starts > MAX_FALSE_STARTS:
                raise RunError(f"workers do not start: {how}")
            if job is not None:
                self.submit(job)
            return None
        return Finished(job, "died", how) if job is not None else None

    def _start(self) -> _WorkerHandle:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(  # type: ignore[attr-defined]  # each context has its own class
            target=_serve, args=(self._setup, theirs), name="ingest-worker", daemon=True
        )
        process.start()
        theirs.close()
        hand = _WorkerHandle(process, ours)
        self._hands.append(hand)
        return hand

    def _dismiss(self, hand: _WorkerHandle) -> PartJob | None:
        self._hands.remove(hand)
        if hand.process.is_alive():  # else its number may be another process's by now
            hand.process.kill()
        hand.process.join()
        hand.process.close()
        hand.pipe.close()
        return hand.job

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for hand in list(self._hands):
            self._dismiss(hand)


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
        pipe.send("left")  # what a document filled the memory with may still be there
    except EOFError:
        pass
    except MemoryError:  # beside a document: by what it left behind, or its record. So this worker dies of it
        sys.exit(1)
    except Exception as error:  # the parent tells the user; here there is nobody to tell
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
