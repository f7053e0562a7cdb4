"""The commands by which a run is looked at."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ingest.options import Options

Clean = Annotated[Path, typer.Argument(help="A folder that 'ingest run' has written.", metavar="CLEAN")]

Html = Annotated[Path | None, typer.Option("--html", help="Write it as a page, too.", metavar="PATH")]


def report(
    clean: Clean,
    out: Annotated[
        Path | None, typer.Option("--out", help="Where to. Default: report.html in CLEAN.", metavar="PATH")
    ] = None,
    documents: Annotated[
        int,
        typer.Option(
            "--documents", help="Show so many documents whole, at the most; all are counted.", metavar="N", min=0
        ),
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


def compare(
    old: Annotated[Path, typer.Argument(help="A folder that 'ingest run' has written.", metavar="A")],
    new: Annotated[Path, typer.Argument(help="Another, of the same input.", metavar="B")],
    html: Html = None,
    budget: Annotated[
        int | None,
        typer.Option("--budget", help="Exit with 1 if more documents than this differ.", metavar="N", min=0),
    ] = None,
) -> None:
    """Print what differs between two runs over one input: with other rules, options or versions.

    Documents are paired by their names. Of the spans it counts, by kind, rule and site, which go in B only, which stay
    in B and went in A, and which go by another rule; with examples.

    \b
    ingest run raw before && ingest run raw after --rules my-rules
    ingest compare before after --budget 0
    """
    from ingest.cli.result import write_result
    from ingest.compare.differences import differences_of
    from ingest.compare.written import difference_page, difference_text
    from ingest.report.page import write_page

    found = differences_of(old, new)
    if html is not None:
        write_page(html, difference_page(found, old, new))
    write_result(difference_text(found, old, new))
    raise typer.Exit(1 if budget is not None and found.different > budget else 0)


def evaluate(
    labeled: Annotated[
        Path, typer.Argument(help="A file or folder of records: text, with labels or cruft.", metavar="LABELED")
    ],
    options: Options,
    html: Html = None,
) -> None:
    """Print how much cruft of your own labeled texts goes, and how much of their articles is lost, by kind and rule.

    A record has 'text', and 'labels', one of keep, drop and skip for each line of it, or 'cruft', pairs of offsets in
    code points; and 'language', 'site', 'url', as records have them.

    \b
    ingest evaluate labeled.jsonl
    ingest evaluate labeled.jsonl --rules my-rules --html evaluation.html
    """
    from ingest.cleaner import Cleaner
    from ingest.cli.result import write_result
    from ingest.evaluate.labels import labeled_texts
    from ingest.evaluate.score import evaluate as evaluated
    from ingest.evaluate.written import evaluation_page, evaluation_text
    from ingest.report.page import write_page

    found = evaluated(labeled_texts(labeled), Cleaner(options))
    if html is not None:
        write_page(html, evaluation_page(found, labeled.name))
    write_result(evaluation_text(found))
