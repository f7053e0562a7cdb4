"""The house: what importing costs, who imports whom, how large its rooms are, and what its names say."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HOUSE = ROOT / "ingest"
HEAVY = (
    "trafilatura",
    "ftfy",
    "langdetect",
    "fasttext",
    "pyarrow",
    "lxml",
    "re2",
    "msgspec",
    "yaml",
    "bs4",
    "typer",
    "rich",
)
# Folders and modules in the order in which they may import each other: each imports what stands before it, and itself.
ORDER = """
vocabulary stated.addresses article errors version field_synonyms lexicon
text.memo text.non_ascii text.shape text.prose_extent text.fold text.dates text.names text.labels text.decoding
text.blocks text.language text.units text.code text.repair
record stated input_record fields quality
html.dom html.hidden html.running_text html.selectors html.site_hints html.prune html.source_replacements
html.extract html.metadata html.reader
rules.patterns rules.model rules.grammar rules.relatives rules.edits rules.matcher rules.openers rules.words rules.files
rules.finders rules.ftr rules.selection rules.care rules.layers rules.load rules.engine rules.learn rules.trial
rules.check rules.coverage options explain assemble cleaner api arrow
batch.limits batch.clean_files batch.input batch.resume batch.parts batch.output_folder batch.summary batch.wrong_call
batch.learning.sample batch.learning.spool batch.trial.compare batch.workers batch.learning batch.runner batch.records
batch.pick batch.trial batch.duplicates batch export report compare evaluate integrations
cli __init__ __main__
""".split()  # noqa: SIM905  # a table, a storey a line
LEVEL = {place: level for level, place in enumerate(ORDER)}
MAX_MODULES, MAX_TOP_MODULES = 10, 16


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


def dotted(path: Path) -> str:
    """The name of a module within the package: "rules.engine.propose"; of a folder's ``__init__``, the folder's."""
    parts = path.relative_to(HOUSE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


def place(name: str) -> str | None:
    """The entry of ``ORDER`` that a module belongs to: the longest that its name begins with."""
    while name and name not in LEVEL:
        name = name.rpartition(".")[0]
    return name or None


def run(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


def test_import_loads_nothing_heavy() -> None:
    code = f"import ingest, sys; print([name for name in {HEAVY!r} if name in sys.modules])"
    assert run(code).strip() == "[]"


def test_help_of_the_command_line_loads_no_records() -> None:
    code = "import ingest.cli.app, sys; print([name for name in ('msgspec', 'ingest.article') if name in sys.modules])"
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


def test_third_party_package_is_imported_in_one_folder() -> None:
    users: dict[str, set[str]] = defaultdict(set)
    for path in modules():
        for name, typed in imports(path):
            package = name.partition(".")[0]
            if package not in sys.stdlib_module_names and package != "ingest" and not typed:
                users[package].add(path.parent.relative_to(HOUSE).as_posix())
    # Arrow is what engines speak (arrow.py), a form of input, and a form of output.
    # bs4 tells encodings (text) and reads what the extractor refuses (html).
    allowed = {
        "pyarrow": {".", "batch/input", "export"},
        "bs4": {"text/decoding", "html/extract"},
    }
    assert {
        package: sorted(folders)
        for package, folders in users.items()
        if len(folders) > 1 and not folders <= allowed.get(package, set())
    } == {}


def test_imports_point_one_way() -> None:
    wrong = []
    for path in modules():
        here = place(dotted(path))
        for name, _ in imports(path):
            if not name.startswith("ingest."):
                continue
            inside = name.removeprefix("ingest.")
            there = place(inside) or "__init__"
            if here is None or LEVEL[there] > LEVEL[here]:
                wrong.append(f"{path.relative_to(HOUSE)} imports {name}")
    assert wrong == []


def test_private_names_stay_in_their_module() -> None:
    assert [
        f"{path.relative_to(HOUSE)} imports {name}"
        for path in modules()
        for name, _ in imports(path)
        if name.startswith("ingest.") and name.rpartition(".")[2].startswith("_") and not name.endswith("__")
    ] == []


def test_every_module_has_a_place() -> None:
    folders = {folder for entry in ORDER for folder in (entry, entry.rpartition(".")[0])}
    assert [dotted(path) for path in modules() if place(dotted(path)) is None and dotted(path) not in folders] == []


def test_every_place_holds_something() -> None:
    assert {place(dotted(path)) for path in modules()} - {None} == set(ORDER)


def test_folders_fit_in_the_head() -> None:
    counts: dict[str, int] = defaultdict(int)
    for path in modules():
        if path.name != "__init__.py":
            counts[path.parent.relative_to(HOUSE).as_posix()] += 1
    assert {
        folder: count for folder, count in counts.items() if count > (MAX_TOP_MODULES if folder == "." else MAX_MODULES)
    } == {}


def test_modules_do_not_import_in_circles() -> None:
    names = {".".join(("ingest", dotted(path))): path for path in modules()}
    graph: dict[str, set[str]] = {}
    for name, path in names.items():
        if path.name == "__init__.py":
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
    core = ("vocabulary", "article", "text", "record", "fields", "quality", "html", "rules", "assemble", "cleaner")
    wrong = [
        f"{path.relative_to(HOUSE)} imports {name}"
        for path in modules()
        if dotted(path).partition(".")[0] in core
        for name, _ in imports(path)
        # A generator of its own, with a seed, is no chance.
        if name != "random.Random" and (name in banned or name.partition(".")[0] in banned)
    ]
    assert wrong == []


# The commands of the command line are called as what they call.
COMMANDS = {"cli"}


def defined(path: Path) -> set[str]:
    """The public names that a module defines at its top."""
    found: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Assign):
            found |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found.add(node.target.id)
    return {name for name in found if not name.startswith("_")}


def test_public_name_stands_for_one_idea() -> None:
    homes: dict[str, list[str]] = defaultdict(list)
    for path in modules():
        if dotted(path).partition(".")[0] not in COMMANDS:
            for name in defined(path):
                homes[name].append(dotted(path))
    assert {name: where for name, where in homes.items() if len(where) > 1} == {}


def test_paths_that_docstrings_name_exist() -> None:
    """Comments and docstrings point at files: ``rules/edits/settle.py``, ``tests/test_laws.py``."""
    named = re.compile(r"\b((?:[a-z_]+/)+[a-z_]+\.(?:py|md|yaml|toml|tsv))\b")
    missing = []
    for path in [*modules(), *(ROOT / "tests").rglob("*.py"), *(ROOT / "benchmarks").glob("*.py")]:
        for found in named.findall(prose_of(path)):
            if not found.startswith(("build/", "reference/")) and not any(
                (base / found).exists() for base in (ROOT, HOUSE, path.parent, ROOT / "rules")
            ):
                missing.append(f"{path.relative_to(ROOT)}: {found}")
    assert missing == []


def prose_of(path: Path) -> str:
    """The docstrings and comments of a file."""
    text = path.read_text(encoding="utf-8")
    nodes = [
        node
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    comments = [line.strip() for line in text.splitlines() if line.strip().startswith("#")]
    return "\n".join([*(ast.get_docstring(node) or "" for node in nodes), *comments])


def test_docstrings_begin_as_python_readers_expect() -> None:
    wrong = [
        f"{path.relative_to(HOUSE)}: {getattr(node, 'name', '')}: {doc.splitlines()[0][:60]}"
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (doc := ast.get_docstring(node))
        if re.match(r"(Give|Say|Tell)s?\b|Raises:", doc)
    ]
    assert wrong == []
