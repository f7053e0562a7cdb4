"""The benchmarks are run by hand; that they load is seen here."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent.parent / "benchmarks"


@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("*.py")))
def test_benchmark_loads(name: str) -> None:
    subprocess.run([sys.executable, "-c", f"import {name}"], cwd=FOLDER, check=True)
