"""The README shows what happens: its Python runs, its commands print what stands there, its tables are whole."""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

import ingest
from ingest.input_record import Reason
from ingest.record import article_schema
from ingest.rules.grammar.tables import readme_tables
from ingest.vocabulary import NOTE_CODES

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
RULES_README = (ROOT / "rules" / "README.md").read_text(encoding="utf-8")


def test_readme_python_runs() -> None:
    code = "\n".join(re.findall(r"```python\n(.*?)```", README, re.DOTALL))
    test = doctest.DocTestParser().get_doctest(code, {}, "README.md", None, 0)
    failed = doctest.DocTestRunner().run(test)
    assert failed.attempted > 5
    assert failed.failed == 0


def tour() -> list[tuple[str, str]]:
    """The commands of the tour with what they print, in order."""
    return steps_of(README[README.index("## A tour") : README.index("## As a library")])


def steps_of(text: str) -> list[tuple[str, str]]:
    blocks = re.findall(r"```console\n(.*?)```", text, re.DOTALL)
    return [(step[0], step[1]) for block in blocks for step in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.M)]


@pytest.mark.parametrize(("steps", "least"), [(tour(), 9), (steps_of(RULES_README), 3)], ids=["README", "rules"])
def test_readme_session_prints_what_it_shows(tmp_path: Path, steps: list[tuple[str, str]], least: int) -> None:
    shutil.copytree(ROOT / "raw", tmp_path / "raw")
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    assert len(steps) >= least
    for command, shown in steps:
        ran = subprocess.run(
            ["bash", "-c", command], cwd=tmp_path, env={**os.environ, "PATH": path}, capture_output=True, text=True
        )
        assert ran.returncode == 0, f"{command}: {ran.stderr}"
        assert ran.stdout == shown, command


def rows(text: str) -> str:
    """What stands in the first column of all tables."""
    return "\n".join(re.findall(r"^\| (.*?) \|", text, re.M))


@pytest.mark.parametrize("field", list(article_schema()["properties"]))  # type: ignore[call-overload]
def test_readme_names_every_field(field: str) -> None:
    assert f"`{field}`" in rows(README)


@pytest.mark.parametrize("code", [*NOTE_CODES, *get_args(Reason)])
def test_readme_names_every_note_and_reason(code: str) -> None:
    assert f"`{code}`" in rows(README)


COMMANDS = [
    "run",
    "clean",
    "explain",
    *(f"rules {name}" for name in ("check", "list", "show", "kinds", "why", "new", "suggest", "try", "import-ftr")),
]


@pytest.mark.parametrize("command", [*COMMANDS, "export", "duplicates"])
def test_readme_names_every_flag(command: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "ingest", *command.split(), "--help"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "COLUMNS": "300", "NO_COLOR": "1"},
    )
    flags = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", ran.stdout))
    assert flags
    assert [flag for flag in sorted(flags) if flag not in README] == []


@pytest.mark.parametrize(("name", "table"), readme_tables().items(), ids=readme_tables())
def test_rules_readme_has_the_table_of_the_grammar(name: str, table: str) -> None:
    """The tables are made from the grammar and the kinds: where this fails, what it prints is to be copied."""
    found = re.search(rf"<!-- table: {name} -->\n\n((?:\|.*\n)*)", RULES_README)
    assert found is not None
    assert found[1].rstrip("\n") == table, table


@pytest.mark.parametrize("sample", re.findall(r"```yaml\n(.*?)```", RULES_README, re.DOTALL), ids=lambda s: s[7:40])
def test_rules_readme_samples_do_what_they_say(sample: str, tmp_path: Path) -> None:
    from ingest.rules.check.check import check

    path = tmp_path / "sample.yaml"
    path.write_text(sample, encoding="utf-8")
    report = check([path])
    assert report.faults == ()
    assert report.examples >= 2


def test_readme_public_names_are_there() -> None:
    for name in ingest.__all__:
        assert hasattr(ingest, name)
