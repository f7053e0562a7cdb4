"""The house: what importing costs, who imports whom, and where each third-party package is met."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent / "ingest"
HEAVY = ("trafilatura", "ftfy", "langdetect", "pyarrow", "lxml", "re2", "msgspec", "yaml", "bs4", "typer", "rich")
# Every part may import itself, and what stands before it.
ORDER = [
    {"article", "errors", "version", "processes"},
    {"rules", "read", "repair", "annotate"},
    {"options", "record", "scraped"},
    {"cleaner"},
    {"short", "batch", "arrow", "report", "export"},
    {"integrations", "console", "cli"},
    {"__init__", "__main__"},
]
LEVEL = {part: level for level, parts in enumerate(ORDER) for part in parts}


@cache
def imports(path: Path) -> tuple[tuple[str, bool], ...]:
    """The modules a file imports, and whether it does so only for types."""
    found = []
    tree = ast.parse(path.read_text(encoding="utf-8"))
    guarded = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        found += [(name, id(node) in guarded) for name in names]
    return tuple(found)


def modules() -> list[Path]:
    return sorted(path for path in HOUSE.rglob("*.py") if "_rules" not in path.parts)


def part(path: Path) -> str:
    inside = path.relative_to(HOUSE)
    return inside.parts[0] if len(inside.parts) > 1 else inside.stem


def run(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


def test_import_loads_nothing_heavy() -> None:
    code = f"import ingest, sys; print([name for name in {HEAVY!r} if name in sys.modules])"
    assert run(code).strip() == "[]"


def test_cleaning_text_loads_no_html_parser() -> None:
    code = (
        "import ingest, sys; ingest.clean('Read Also: this', kind='text', language='en');"
        "print([name for name in ('trafilatura', 'lxml', 'ftfy', 'langdetect', 'pyarrow') if name in sys.modules])"
    )
    assert run(code).strip() == "[]"


def test_import_is_cheap() -> None:
    def cost(code: str) -> float:
        return float(run(f"import time; {code}; print(time.process_time())"))

    # In turns, and the least of each: a busy machine makes both dearer. Measured: 2.2 times the bare interpreter,
    # 23 ms of CPU to its 10.
    bare, ours = zip(*((cost("pass"), cost("import ingest")) for _ in range(7)), strict=True)
    assert min(ours) < 4 * min(bare)


def test_third_party_package_is_imported_in_one_module() -> None:
    users: dict[str, set[str]] = defaultdict(set)
    for path in modules():
        for name, typed in imports(path):
            package = name.partition(".")[0]
            if package not in sys.stdlib_module_names and package != "ingest" and not typed:
                users[package].add(path.relative_to(HOUSE).as_posix())
    # The command line and what it prints with are one rim in two files; mojibake is told from ftfy's own tables.
    allowed = {
        "rich": {"cli.py", "console.py"},
        "typer": {"cli.py", "console.py"},
        "ftfy": {"repair/encoding.py", "repair/mojibake.py"},
    }
    assert {
        package: files for package, files in users.items() if len(files) > 1 and files != allowed.get(package)
    } == {}


def test_imports_point_one_way() -> None:
    wrong = []
    for path in modules():
        here = part(path)
        for name, _ in imports(path):
            names = name.split(".")
            if names[0] != "ingest" or len(names) < 2:
                continue
            there = names[1] if names[1] in LEVEL else "__init__"
            # An article knows its record; it asks for it when it is asked.
            if (here, there) != ("article", "record") and LEVEL[there] > LEVEL[here]:
                wrong.append(f"{path.relative_to(HOUSE)} imports {name}")
    assert wrong == []


def test_every_part_has_a_place() -> None:
    assert {part(path) for path in modules()} <= set(LEVEL)


def test_modules_do_not_import_in_circles() -> None:
    names = {".".join(("ingest", *path.relative_to(HOUSE).with_suffix("").parts)): path for path in modules()}
    graph: dict[str, set[str]] = {}
    for name, path in names.items():
        if path.name == "__init__.py" or name == "ingest.article":
            # These load on first use.
            graph[name] = set()
            continue
        found = {
            imported if imported in names else imported.rpartition(".")[0]
            for imported, typed in imports(path)
            if not typed
        }
        graph[name] = (found & set(names)) - {name}
    done: set[str] = set()

    def walk(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " -> ".join((*trail, name))
        if name not in done:
            for other in sorted(graph[name]):
                walk(other, (*trail, name))
            done.add(name)

    for name in graph:
        walk(name, ())


@pytest.mark.parametrize("name", ["utils", "util", "base", "common", "helpers", "helper", "misc", "manager"])
def test_no_module_is_named_for_nothing(name: str) -> None:
    assert [path for path in HOUSE.rglob(f"{name}*") if path.stem == name] == []


def test_core_knows_no_clock_and_no_chance() -> None:
    banned = {"time", "random", "os.environ", "socket", "secrets", "uuid"}
    wrong = [
        f"{path.relative_to(HOUSE)} imports {name}"
        for path in modules()
        if part(path) in ("article", "rules", "repair", "annotate", "read", "cleaner", "record")
        for name, _ in imports(path)
        # A generator of its own, with a seed, is no chance.
        if name != "random.Random" and (name in banned or name.partition(".")[0] in banned)
    ]
    assert wrong == []
