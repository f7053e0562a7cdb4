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


def test_benchmarks_table_names_a_line_s_kind() -> None:
    script = "from tables import kind_of; print(kind_of('Leave a Reply', 'en'), kind_of('The river rose.', 'en'))"
    ran = subprocess.run([sys.executable, "-c", script], cwd=FOLDER, check=True, capture_output=True, text=True)
    assert ran.stdout == "comment_form None\n"
