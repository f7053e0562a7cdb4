"""Loaded by the server of workers alone: when it ends because its run was killed, it removes the run's socket.

A run that comes to its end removes the folder ``pymp-…`` of its socket itself. The server outlives one that is killed.
"""

from __future__ import annotations

import atexit
import os
import time
from contextlib import suppress
from multiprocessing import forkserver
from pathlib import Path

_WAIT_SECONDS = 1.0  # for the system to have noted that the run is gone: its pipes are closed first


def remove_socket(server: int, run: int) -> None:
    """Remove the socket and its folder, in the process ``server``, if the process ``run`` that started it is gone."""
    until = time.monotonic() + _WAIT_SECONDS
    while os.getppid() == run and time.monotonic() < until:
        time.sleep(0.01)
    if os.getpid() != server or os.getppid() == run:  # a worker, or a server that is started again at the same place
        return
    # CPython 3.11 to 3.14; where it is called otherwise, the folder stays.
    address = getattr(getattr(forkserver, "_forkserver", None), "_forkserver_address", None)
    if isinstance(address, str) and Path(address).parent.name.startswith("pymp-"):
        with suppress(OSError):
            Path(address).unlink(missing_ok=True)
            Path(address).parent.rmdir()


atexit.register(remove_socket, os.getpid(), os.getppid())
