"""What the engines' commands have in common: reading a job from arguments, and reporting what became of its rows."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ingest.errors import IngestError
from ingest.input_record import Defaults, field_map
from ingest.options import LANGUAGE_ENGINES, TRAILS, Options, options_of

_JSONL_SUFFIXES = (".jsonl", ".jsonl.gz", ".json", ".json.gz", ".jsonl.zst")


@dataclass(frozen=True, slots=True)
class EngineJob:
    """What is cleaned to where, and how. ``lines`` if the source holds JSONL; else it is Parquet."""

    source: str
    target: str
    options: Options
    stated: Defaults
    lines: bool


def job_of(arguments: Sequence[str], engine: str) -> EngineJob:
    """Return the job that a command line asks for."""
    parser = argparse.ArgumentParser(
        prog=f"python -m ingest.integrations.{engine}",
        description="Clean a folder or bucket of Parquet or JSONL into Parquet: as many rows come out as went in, in "
        "the columns of the record, and 'rejected' (reason, detail) where a row became no article.",
        epilog=f"example: python -m ingest.integrations.{engine} crawl/ articles/ --map text=body,url=link",
    )
    parser.add_argument("source", metavar="IN", help="a folder, file or address that the engine can read")
    parser.add_argument("target", metavar="OUT", help="a folder for the Parquet files; it must not be there yet")
    parser.add_argument(
        "--format", choices=["parquet", "jsonl"], help="default: jsonl if IN ends like it, else parquet"
    )
    parser.add_argument("--rules", action="append", default=[], metavar="DIR", help="as of 'ingest run'; repeatable")
    parser.add_argument("--keep", action="append", default=[], metavar="KIND", help="a kind to leave in; repeatable")
    parser.add_argument("--map", default="", metavar="FIELDS", help="your names of fields: text=body,url=link")
    parser.add_argument("--language-engine", choices=LANGUAGE_ENGINES, default="langdetect")
    parser.add_argument("--trail", choices=TRAILS, default="full", help="how much of the removals a record carries")
    given = parser.parse_args(arguments)
    named = {"rules": given.rules, "keep": given.keep, "language_engine": given.language_engine, "trail": given.trail}
    try:
        options, stated = options_of(named, {}), Defaults(fields=field_map(given.map))
    except IngestError as error:
        parser.error(str(error))
    lines = given.format == "jsonl" or (given.format is None and given.source.endswith(_JSONL_SUFFIXES))
    return EngineJob(given.source, given.target, options, stated, lines)


def report_job(engine: str, clean: Callable[[EngineJob], dict[str, int]], job: EngineJob) -> None:
    """Do a job, and print to standard error what became of its rows. Exit with 2 if none became a record."""
    counts = clean(job)
    outcomes = ", ".join(f"{count:,} {what}" for what, count in sorted(counts.items())) or "nothing"
    print(f"{job.target}: {sum(counts.values()):,} rows read by {engine}: {outcomes}", file=sys.stderr)
    if not counts.get("records"):
        fix = "the column 'rejected' says why; records that call their fields otherwise need --map text=body,url=link"
        print(f"{job.source}: none of its rows became a record\n  fix: {fix}", file=sys.stderr)
        raise SystemExit(2)
