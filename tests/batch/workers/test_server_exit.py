"""A run that is killed leaves nothing in the folder for temporary files."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from runs import HANG_GUARD, prose, write


@pytest.mark.skipif(sys.platform == "win32", reason="has no server of workers")
@pytest.mark.parametrize("ends", ["killed", "alone"])
def test_run_leaves_no_socket(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, ends: str) -> None:
    count = 3000 if ends == "killed" else 3
    raw = write(tmp_path / "raw", {f"{n:04}.txt": prose(n) for n in range(count)})
    temporary = tmp_path_factory.mktemp("t")  # a socket's path may have 100 characters or so
    command = [sys.executable, "-m", "ingest", "run", str(raw), str(tmp_path / "clean"), "--workers", "1", "--quiet"]
    process = subprocess.Popen(command, env={**os.environ, "TMPDIR": str(temporary)})
    until = time.monotonic() + HANG_GUARD
    if ends == "killed":
        while not list((tmp_path / "clean").glob(".parts/run-*/*.ledger")):
            assert process.poll() is None
            assert time.monotonic() < until
            time.sleep(0.01)
        assert list(temporary.glob("pymp-*/listener-*"))
        process.send_signal(signal.SIGKILL)
    assert process.wait() == (-signal.SIGKILL if ends == "killed" else 0)
    while list(temporary.iterdir()) and time.monotonic() < until:
        time.sleep(0.05)
    assert list(temporary.iterdir()) == []
