"""docs/walk-through.md shows what happens: forty articles of a site that no rule file knows, looked at and cleaned."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
from pathlib import Path

from made_site import NAMES, article, headline

GUIDE = (Path(__file__).parent.parent / "docs" / "walk-through.md").read_text(encoding="utf-8")


def text(number: int) -> str:
    rnd = random.Random(number)
    lines = [*article(rnd, 2), "Tell your friends about our daily puzzle page today.", *article(rnd, 2)]
    lines += [f"Read Also: {headline(rnd)}", *article(rnd, 1)]
    lines += [f"You can follow {rnd.choice(NAMES)} on the page of our writers."]
    return "\n".join(lines) + "\n"


def test_walk_through_prints_what_it_shows(tmp_path: Path) -> None:
    site = tmp_path / "raw" / "courier.example"
    site.mkdir(parents=True)
    for number in range(1, 41):
        (site / f"{number:02}.txt").write_text(text(number), encoding="utf-8")
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    blocks = re.findall(r"```console\n(.*?)```", GUIDE, re.DOTALL)
    steps = [step for block in blocks for step in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.M)]
    assert len(steps) >= 10
    for command, shown in steps:
        ran = subprocess.run(
            ["bash", "-c", command], cwd=tmp_path, env={**os.environ, "PATH": path}, capture_output=True, text=True
        )
        assert ran.returncode == 0, f"{command}: {ran.stderr}"
        assert ran.stdout == shown, command
