"""How a finished run was called, as its ``run.json`` has it: with what options, and on what."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ingest.batch.input.locate import STDIN
from ingest.batch.input.scan import Raw, locate
from ingest.batch.output_folder import RUN
from ingest.batch.summary import RUN_SCHEMA
from ingest.errors import UsageError
from ingest.input_record import Defaults
from ingest.options import Options, options_of


def is_run(path: Path) -> bool:
    """True if a finished run has written this folder."""
    return summary_of(path).get("schema") == RUN_SCHEMA


def summary_of(clean: Path) -> Mapping[str, object]:
    """Return what ``run.json`` says; nothing, where there is none."""
    try:
        summary = json.loads((clean / RUN).read_bytes())
    except (OSError, ValueError):
        return {}
    return summary if isinstance(summary, dict) else {}


def options_of_run(summary: Mapping[str, object]) -> Options:
    """Return the options of a run.

    Raises:
        UsageError: they cannot be made from what is written of them.
    """
    options = summary.get("options")
    if not isinstance(options, dict):
        raise UsageError("run.json states no options")
    if options.get("finders"):
        raise UsageError("the run used finders of its own, which are not known here")
    return options_of({key: value for key, value in options.items() if key != "finders"})


@dataclass(frozen=True, slots=True)
class RunSource:
    """What a run has read, and what was stated of all of it."""

    raw: Raw
    stated: Defaults


def source_of_run(clean: Path, summary: Mapping[str, object]) -> RunSource:
    """Return what a run has read.

    Raises:
        UsageError: it is not known, or not there any more.
    """
    raw, said = summary.get("raw"), summary.get("stated")
    if not isinstance(raw, str) or not isinstance(said, dict):
        raise UsageError("run.json does not say where the source is")
    if raw == STDIN:
        raise UsageError("the source was standard input")
    stated = Defaults(**{**said, "fields": tuple((ours, theirs) for ours, theirs in said.get("fields", ()))})
    return RunSource(locate(os.path.join(clean, raw)), stated)
