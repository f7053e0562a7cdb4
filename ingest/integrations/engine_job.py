"""What the engines' commands have in common: reading a job from arguments, and reporting what became of its rows."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ingest.errors import IngestError
from ingest.input_record import Defaults, field_map
from ingest.options import DeclaredOption, Options, Stated, declared, options_of

_JSONL_SUFFIXES = (".jsonl", ".jsonl.gz", ".json", ".json.gz", ".jsonl.zst")


@dataclass(frozen=True, slots=True)
class EngineJob:
    """What is cleaned to where, and how. ``lines`` if the source holds JSONL; else it is Parquet. With ``learn`` what
    groups of documents repeat is learned first."""

    source: str
    target: str
    options: Options
    stated: Defaults
    lines: bool
    learn: bool = False


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
    parser.add_argument("--map", default="", metavar="FIELDS", help="your names of fields: text=body,url=link")
    parser.add_argument("--learn", action="store_true", help="learn first what documents of a group repeat")
    parser.add_argument("--group", metavar="BY", help="what they are grouped by: a field of yours; default: the site")
    cleaning, stating = declared(Options, "engine"), declared(Stated, "engine")
    for option in (*cleaning, *stating):
        _add_option(parser, option)
    given = parser.parse_args(arguments)
    named = {option.name: getattr(given, option.name) for option in cleaning}
    stated = {option.name: getattr(given, option.name) for option in stating}
    try:
        options, defaults = options_of(named), Defaults(**stated, fields=field_map(given.map), group=given.group)
    except IngestError as error:
        parser.error(str(error))
    lines = given.format == "jsonl" or (given.format is None and given.source.endswith(_JSONL_SUFFIXES))
    return EngineJob(given.source, given.target, options, defaults, lines, given.learn)


def _add_option(parser: argparse.ArgumentParser, option: DeclaredOption) -> None:
    """Add a declared option to a command line, as ``ingest run`` has it."""
    help_text = option.offer.help.replace("%", "%%")
    if option.type is bool:
        action = "store_false" if option.default else "store_true"
        parser.add_argument(option.flag, dest=option.name, action=action, help=help_text)
    elif option.repeatable:
        parser.add_argument(
            option.flag, dest=option.name, action="append", default=[], metavar=option.offer.metavar, help=help_text
        )
    else:
        parser.add_argument(
            option.flag,
            dest=option.name,
            default=option.default,
            type=option.type if not option.choices else str,
            choices=option.choices or None,
            metavar=option.offer.metavar,
            help=help_text,
        )


def report_job(engine: str, clean: Callable[[EngineJob], dict[str, int]], job: EngineJob) -> None:
    """Do a job, and print to standard error what became of its rows; exit with 2 if none became a record."""
    counts = clean(job)
    outcomes = ", ".join(f"{count:,} {what}" for what, count in sorted(counts.items())) or "nothing"
    print(f"{job.target}: {sum(counts.values()):,} rows read by {engine}: {outcomes}", file=sys.stderr)
    if not counts.get("records"):
        fix = "the column 'rejected' says why; records that call their fields otherwise need --map text=body,url=link"
        print(f"{job.source}: none of its rows became a record\n  fix: {fix}", file=sys.stderr)
        raise SystemExit(2)
