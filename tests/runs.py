"""What tests of runs share: documents that behave badly, folders of them, and the accounting equation."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ingest.batch import Summary
from ingest.errors import Fault, RuleError
from ingest.options import Options
from ingest.rules.edits.view import PageView
from ingest.rules.finders.spec import Found

# Seconds after which a document hangs that would never end. Where six others want each core, and the machine stands
# still for a moment, one of a millisecond must not be taken for it: limits are of wall time.
HUNG = 5.0
# Seconds that a process may take before a test says that it hangs: however busy the machine is, none comes near.
HANG_GUARD = 600.0

PROSE = (
    "The council of {0} met on Tuesday to decide how the old harbour should be rebuilt after the winter storms.",
    "Members said they had looked at {0} plans, and that none of them was cheap enough for the town to pay alone.",
    "A decision is expected in the spring, when the regional government has said what it will give to {0}.",
)


def misbehave(view: PageView) -> Iterable[Found]:
    """A finder that does to its worker what a document asks for."""
    text = "\n".join(block.text for block in view.blocks)
    if "CRASH" in text:
        os.abort()
    while "HANG" in text:
        pass
    held = []
    while "ALLOCATE" in text:
        held.append(bytearray(10_000_000))
    if "SPOILT" in text:
        raise RuleError([Fault("rules/lang/de.yaml", 3, 1, "not YAML", "quote it")])
    if "RAISE" in text:
        raise ValueError("a finder of somebody else's")
    if "STOP" in text:
        os.kill(os.getpid(), signal.SIGSTOP)
    if "KILL ONCE" in text:
        mark = Path(text.partition("KILL ONCE ")[2].split()[0])
        if not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
    return ()


RULES = """\
about: A finder that does to its worker what a document asks for.
rules:
  - id: global.misbehave
    kind: other
    finder: misbehave
    then: drop
    why: Crashes, hangs and errors must concern one document only.
    examples: {removes: [a], keeps: [b]}
"""


def options_in(folder: Path) -> Options:
    """Options with the one rule above, whose file is written to ``folder``."""
    rules = folder / "rules"
    rules.mkdir(exist_ok=True)
    (rules / "global.yaml").write_text(RULES, encoding="utf-8")
    finders = (("misbehave", misbehave),)
    return Options(rules=(str(rules),), packaged=False, language_engine="none", finders=finders)


def prose(place: object) -> str:
    return "\n\n".join(paragraph.format(place) for paragraph in PROSE)


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return folder


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().split(b"\n") if line]


def names(clean: Path) -> list[str]:
    return [article["name"] for article in lines(clean / "articles.jsonl")]


def rejects(clean: Path) -> dict[str, str]:
    return {reject["name"]: reject["reason"] for reject in lines(clean / "rejects.jsonl")}


def output(clean: Path) -> dict[str, bytes]:
    """The bytes that a run promises: those of its articles and rejects."""
    files = [path for path in clean.iterdir() if path.name.startswith(("articles", "rejects"))]
    return {path.name: path.read_bytes() for path in files}


def check_sums(summary: Summary, clean: Path) -> None:
    """The accounting equation, and nothing left behind."""
    assert summary.read == summary.records + summary.rejects + summary.skipped
    assert summary.rejects == sum(summary.rejects_by_reason.values())
    assert (len(names(clean)), len(lines(clean / "rejects.jsonl"))) == (summary.records, summary.rejects)
    assert json.loads((clean / "run.json").read_text(encoding="utf-8")) == json.loads(json.dumps(summary.to_dict()))
    left = sorted(path.name for path in clean.iterdir())
    assert left == [".ledger", "articles.jsonl", "rejects.jsonl", "run.json"]
