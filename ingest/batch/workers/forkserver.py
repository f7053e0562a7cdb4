"""How worker processes are started: from a server that has loaded what they need before they are asked for."""

from __future__ import annotations

import multiprocessing
import os
import sys
from multiprocessing.context import BaseContext

# What the server loads: what it leaves tidy, and all that a worker needs.
_LOADED = ["ingest.batch.workers.server_exit", "ingest.batch.workers.worker"]


def context() -> BaseContext:
    """Return the context to start workers in: never a plain fork, which copies the locks of the caller's threads as
    they are."""
    if sys.platform == "win32":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_LOADED)
    return context


def available_cores() -> int:
    """Return the number of cores that this process may run on."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def get_ready() -> None:
    """Start the server, which loads while the caller does: called first, a run begins a tenth of a second earlier."""
    if sys.platform != "win32":
        context()
        from multiprocessing.forkserver import ensure_running

        ensure_running()
