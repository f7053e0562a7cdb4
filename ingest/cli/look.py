"""The commands by which a run is looked at."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Clean = Annotated[Path, typer.Argument(help="A folder that 'ingest run' has written.", metavar="CLEAN")]


def report(
    clean: Clean,
    out: Annotated[
        Path | None, typer.Option("--out", help="Where to. Default: report.html in CLEAN.", metavar="PATH")
    ] = None,
    documents: Annotated[
        int,
        typer.Option("--documents", help="Show so many documents whole, at the most; all are counted.", min=0),
    ] = 1000,
) -> None:
    """Write one HTML file to look at a run: what was removed, what went wrong, what still repeats, worst first.

    It needs no network and loads nothing. Documents stand in it with what was removed in place, as long as their
    source is where the run has read it; else what was removed is listed below the text.

    \b
    ingest report clean
    ingest report clean --out report.html --documents 200
    """
    from ingest.report.report import write_report

    done = write_report(clean, out, documents=documents)
    typer.echo(f"{done.path}: {done.records:,} records, {done.shown:,} of them shown whole", err=True)
