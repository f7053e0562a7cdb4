"""docs/learning.md shows what happens: thirty articles of a site that no rule file knows, learned from and cleaned."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
from pathlib import Path

from made_site import NAMES, article, headline

import ingest

GUIDE = (Path(__file__).parent.parent / "docs" / "learning.md").read_text(encoding="utf-8")
SITE = "courier.example"


def text(number: int) -> str:
    rnd = random.Random(number)
    lines = [*article(rnd, 2), "Tell your friends about our daily puzzle page today.", *article(rnd, 2)]
    lines += [f"People also look at this story: {headline(rnd)}", *article(rnd, 1)]
    lines += [f"You can follow {rnd.choice(NAMES)} on the page of our writers."]
    return "\n".join(lines) + "\n"


def write_raw(folder: Path) -> None:
    (folder / "raw" / SITE).mkdir(parents=True)
    for number in range(1, 31):
        (folder / "raw" / SITE / f"{number:02}.txt").write_text(text(number), encoding="utf-8")


def test_guide_prints_what_it_shows(tmp_path: Path) -> None:
    write_raw(tmp_path)
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    blocks = re.findall(r"```console\n(.*?)```", GUIDE, re.DOTALL)
    steps = [step for block in blocks for step in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.M)]
    assert len(steps) >= 6
    for command, shown in steps:
        ran = subprocess.run(
            ["bash", "-c", command], cwd=tmp_path, env={**os.environ, "PATH": path}, capture_output=True, text=True
        )
        assert ran.returncode == 0, f"{command}: {ran.stderr}"
        assert ran.stdout == shown, command


def test_library_learns_the_same_rules(tmp_path: Path) -> None:
    records = [{"id": f"{n:02}.txt", "text": text(n), "site": SITE} for n in range(1, 31)]
    folder = ingest.learn(records, group="site", into=tmp_path / "rules")
    cleaner = ingest.Cleaner(rules=[folder])
    left = cleaner.clean(text(31), kind="text", site=SITE, language="en").text
    assert "puzzle" not in left
    assert "writers" not in left
    assert "People also" not in left
