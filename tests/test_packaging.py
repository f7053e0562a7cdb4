"""The wheel carries the rules and runs elsewhere; nothing in the repository names a machine or a registry."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import tomllib
import venv
from collections.abc import Iterable, Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def tracked() -> list[Path]:
    ran = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if ran.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in ran.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_repository_names_no_machine_and_no_registry() -> None:
    # Put together here, so that this file does not name them either.
    places = "|".join(
        ["/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/", "py" + "pi\\.org", "pythonh" + "osted", "index" + "-url"]
    )
    found = []
    for path in tracked():
        text = path.read_bytes().decode("utf-8", "replace")
        found += [f"{path.relative_to(ROOT)}: {hit[0]}" for hit in re.finditer(places, text)]
    assert found == []


def test_versions_are_pinned_for_every_dependency() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    listed = project[project.index("dependencies = [") : project.index("[project.scripts]")]
    wanted = {name.lower() for name in re.findall(r'"([A-Za-z0-9-]+)>=', listed)}
    pinned = re.findall(r"^([A-Za-z0-9._-]+)==", (ROOT / "constraints.txt").read_text(encoding="utf-8"), re.M)
    assert wanted <= {name.lower() for name in pinned}


def met(tree: ast.AST) -> Iterator[str]:
    """The modules that a test file imports, and those it runs with ``sys.executable -m``."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=str(module)):
                yield module
            case ast.List(
                elts=[ast.Attribute(attr="executable"), ast.Constant(value="-m"), ast.Constant(value=str(module)), *_]
            ):
                yield module


def installed(requirements: Iterable[str], extras: dict[str, list[str]]) -> Iterator[str]:
    """The names of what these requirements name themselves, our own extras among them."""
    for requirement in requirements:
        name, ours = re.match(r"([\w.-]+)(?:\[(.*?)\])?", requirement).groups()  # type: ignore[union-attr]
        if name == "ingest":
            yield from installed([one for extra in ours.split(",") for one in extras[extra]], extras)
        else:
            yield name.lower()


def test_extra_test_names_what_the_tests_import_and_run() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    there = set(installed([*project["dependencies"], *extras["test"]], extras))
    own = {path.stem for folder in ("tests", "benchmarks") for path in (ROOT / folder).iterdir()} | {"ingest"}
    makers, missing = packages_distributions(), set()
    for path in (ROOT / "tests").rglob("*.py"):
        for module in {name.partition(".")[0] for name in met(ast.parse(path.read_text(encoding="utf-8")))}:
            makes = {maker.lower() for maker in makers.get(module, [module])}
            if module not in own | sys.stdlib_module_names and not makes & there:
                missing.add(f"{path.name}: {module}")
    assert missing == set()


@pytest.mark.slow
def test_wheel_runs_outside_the_repository_with_its_rules(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "build", "--wheel", "--outdir", str(tmp_path), str(ROOT)], check=True)
    (wheel,) = tmp_path.glob("*.whl")
    venv.create(tmp_path / "venv", with_pip=True)
    bin = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    install = [str(bin / "python"), "-m", "pip", "install", "--quiet", "-c", str(ROOT / "constraints.txt"), str(wheel)]
    subprocess.run(install, check=True)
    raw = tmp_path / "raw"
    raw.mkdir()
    prose = (
        "The council met on Tuesday and voted to keep the old bridge open for another year, and then went home. " * 2
    )
    (raw / "a.txt").write_text(f"{prose}\nRead Also: Parliament votes on the budget\n", encoding="utf-8")
    subprocess.run([str(bin / "ingest"), "run", "raw", "clean"], cwd=tmp_path, check=True)
    record = json.loads((tmp_path / "clean" / "articles.jsonl").read_text(encoding="utf-8"))
    assert record["related"] == [{"title": "Parliament votes on the budget", "url": None}]
