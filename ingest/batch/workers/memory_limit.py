"""A limit to what a worker's memory may grow by. Linux only: elsewhere there is none."""

from __future__ import annotations

import sys
from pathlib import Path

_STATUS = Path("/proc/self/status")


def limit_memory(more: int) -> None:
    """Let this process allocate ``more`` bytes than it holds now (0: no limit); beyond, allocations fail.

    RLIMIT_DATA counts what is written to, heap and anonymous mappings; RLIMIT_AS would count address space that
    allocators only reserve. Systems without /proc (macOS) do not enforce either.
    """
    if more and sys.platform == "linux":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        wanted = _memory_held() + more
        resource.setrlimit(resource.RLIMIT_DATA, (wanted if hard < 0 else min(wanted, hard), hard))


def _memory_held() -> int:
    """Return how much of this process the limit already counts, in bytes."""
    for line in _STATUS.read_text().splitlines():
        if line.startswith("VmData:"):
            return int(line.split()[1]) * 1024
    return 0
