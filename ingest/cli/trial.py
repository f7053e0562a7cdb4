"""The command that tries rules over a corpus, and how what it finds is written for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ingest.cli.documents import FieldNames, GroupBy, Workers, WrittenBy
from ingest.cli.result import write_result
from ingest.errors import counted, printable
from ingest.options import Options, Stated

if TYPE_CHECKING:
    from ingest.batch.trial.tally import ShownDifference, Trial, TrialCounts

_ROWS = 12  # of a table
_LONGEST = 240  # characters of a difference
_SIGNS = {"removed": ("[-", "-]"), "kept": ("{+", "+}"), "changed": ("[", "]")}
_SAID = {"removed": "removes", "kept": "no longer removes", "changed": "changes"}
_DOUBTS = {
    "prose": "long prose",
    "quotation": "a quotation",
    "body": "in the middle of the body",
    "once": "seen once",
}


def try_rules_over(
    tried: Annotated[Path, typer.Argument(help="A rule file or folder, to be tried.", metavar="RULES")],
    raw: Annotated[
        str,
        typer.Argument(
            help="A folder, a file, - for standard input, or CLEAN, the folder of a finished run.", metavar="RAW|CLEAN"
        ),
    ],
    options: Options,
    stated: Stated,
    show: Annotated[int, typer.Option("--show", help="So many differences are shown.", metavar="N", min=0)] = 20,
    budget: Annotated[
        int | None,
        typer.Option(
            "--budget",
            help="Exit with 1 if there are more differences than this.",
            metavar="N",
            min=0,
        ),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Write the trial as JSON.")] = False,
    map: FieldNames = "",
    written_by: WrittenBy = None,
    group: GroupBy = None,
    workers: Workers = 0,
) -> None:
    """Show what rules would newly remove, change or no longer remove, beside the rules now in force.

    The differences that may be wrong come first: long prose, what is in the middle of the body, quotations, what was
    seen once. A rule takes the place of one in force that has its id. Nothing is written: accept rules by using them.

    \b
    ingest rules try my-rules raw
    ingest rules try my-rules clean --budget 100
    """
    from ingest.batch.pick.one_document import defaults_of
    from ingest.batch.trial.over import tried_over
    from ingest.input_record import field_map

    defaults = defaults_of(stated, field_map(map), written_by or "", group)
    trial = tried_over(tried, raw, options, workers=workers, stated=defaults, shown=show)
    write_result(trial.to_json() if json else "\n".join(_lines(trial)))
    if budget is not None and trial.all.total > budget:
        typer.echo(f"{counted(trial.all.total, 'difference')}, more than the budget of {budget:,}", err=True)
        raise typer.Exit(1)


def _lines(trial: Trial) -> Iterator[str]:
    """Yield a trial as lines of plain text."""
    counts = trial.all
    again = f"{trial.cleaned:,} cleaned again, {counts.documents:,} come out otherwise"
    yield f"{counted(trial.documents, 'document')}: {again}"
    yield _counts(counts)
    if trial.rejects:
        yield f"{counted(trial.rejects, 'document')} could not be cleaned"
    if trial.doubts:
        yield "newly removed, to look at: " + ", ".join(
            f"{many:,} {_DOUBTS[one]}" for one, many in trial.doubts.items()
        )
    for name in ("sites", "kinds", "rules"):
        yield from _table(name, getattr(trial, name))
    for shown in trial.differences:
        yield from _difference(shown)


def _counts(counts: TrialCounts) -> str:
    return f"{counts.removed:,} newly removed, {counts.kept:,} no longer removed, {counts.changed:,} changed"


def _table(name: str, counts: Mapping[str, TrialCounts]) -> Iterator[str]:
    if counts:
        yield f"\n{name}"
    for key, count in list(counts.items())[:_ROWS]:
        yield f"  {printable(key) or '(no site)'}: {_counts(count)}, in {counted(count.documents, 'document')}"
    if len(counts) > _ROWS:
        yield f"  and {len(counts) - _ROWS:,} more"


def _difference(shown: ShownDifference) -> Iterator[str]:
    one = shown.difference
    doubts = "".join(f", {_DOUBTS[doubt]}" for doubt in one.doubts)
    yield f"\n{printable(shown.name)}: {one.rule} ({one.kind}) {_SAID[one.effect]}{doubts}"
    opens, closes = _SIGNS[one.effect]
    text = one.text if len(one.text) <= _LONGEST else f"{one.text[:_LONGEST]} ..."
    yield f"    {_flat(one.before)}{opens}{_flat(text)}{closes}{_flat(one.after)}"


def _flat(text: str) -> str:
    return printable(text.replace("\n", " "))
