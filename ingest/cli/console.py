"""What is written for a person: progress and summary of a run, an explained document, a table of rules.

The only module that imports Rich.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import TextIO

from rich import box
from rich.console import Console
from rich.progress import BarColumn, SpinnerColumn, TextColumn
from rich.progress import Progress as Bars
from rich.table import Table
from rich.text import Text

from ingest.article import Article
from ingest.batch.summary import Progress, ProgressSnapshot, Summary
from ingest.batch.wrong_call import detail_lines
from ingest.cli.progress import PlainProgress, line
from ingest.errors import counted, printable
from ingest.explain import ExplainedPart, plain_text
from ingest.rules.check.why import Answer
from ingest.rules.engine.verdicts import Outcome, Verdict
from ingest.rules.model import Rule
from ingest.vocabulary import KIND_MEANINGS

_SHOWN_TEXT = 300  # of a block, where all are listed
SHOWN_CHANGES = 5  # of the options, versions and files that changed since an earlier run
_STYLES = {"kept": "", "removed": "red strike", "added": "green"}


@contextmanager
def watching(stream: TextIO) -> Iterator[Progress]:
    """Yield what shows the progress of a run on ``stream``: a bar on a terminal, plain lines elsewhere."""
    console = Console(file=stream)
    if not console.is_terminal:
        yield PlainProgress(stream)
        return
    columns = (SpinnerColumn(), BarColumn(), TextColumn("{task.description}", markup=False))
    with Bars(*columns, console=console, transient=True) as bars:
        task = bars.add_task("starting", total=None)

        def show(snapshot: ProgressSnapshot) -> None:
            total = snapshot.bytes_total
            bars.update(task, description=line(snapshot), total=total, completed=min(snapshot.bytes_done, total or 0))

        yield show


def print_summary(summary: Summary, clean: str, stream: TextIO) -> None:
    """Write the closing table of a run."""
    table = Table(title=Text(clean), title_justify="left", box=box.SIMPLE, show_header=False)
    table.add_column(justify="right")
    table.add_column()
    reused = f", {summary.reused:,} of them taken over from an earlier run" if summary.reused else ""
    more = f" and {len(summary.changed) - SHOWN_CHANGES} more" if len(summary.changed) > SHOWN_CHANGES else ""
    rate = summary.read / summary.seconds if summary.seconds else 0.0
    table.add_row(f"{summary.read:,}", f"read in {summary.seconds:,.1f} s, {rate:,.0f} a second")
    table.add_row(f"{summary.records:,}", f"records{reused}")
    if summary.changed:
        table.add_row("", f"changed since then: {', '.join(summary.changed[:SHOWN_CHANGES])}{more}")
    table.add_row(f"{summary.rejects:,}", f"rejects{_commonest_first(summary.rejects_by_reason)}")
    if summary.records or not summary.error:  # else the error names them
        for detail in detail_lines(summary.reject_details):
            table.add_row("", Text(detail))
    if summary.skipped:
        table.add_row(f"{summary.skipped:,}", f"skipped, no documents{_commonest_first(summary.skipped_by_reason)}")
    table.add_row(f"{sum(summary.removed.values()):,}", f"spans removed{_commonest_first(summary.removed)}")
    table.add_row(f"{sum(summary.notes.values()):,}", f"notes{_commonest_first(summary.notes)}")
    console = Console(file=stream)
    with console.capture() as printed:
        console.print(table)
    with suppress(OSError):  # the run has ended well, even if nobody reads its summary
        stream.write("".join(f"{line.rstrip()}\n" for line in printed.get().splitlines()))
        stream.flush()


def _commonest_first(counts: Mapping[str, int]) -> str:
    """Return counts as the end of a line, the commonest first: ``: 2 empty, 1 bad-record``."""
    most = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return ": " + ", ".join(f"{count:,} {name}" for name, count in most) if most else ""


def print_explained(shown: Iterable[ExplainedPart], article: Article, color: bool | None = None) -> None:
    """Write an explained document: in color on a terminal (or where asked for), else in plain text with
    signs."""
    console = Console(file=sys.stdout, force_terminal=color or None, no_color=color is False, highlight=False)
    colored = console.is_terminal and color is not False
    for part in shown:
        if not colored:
            sys.stdout.write(plain_text(part) + "\n")
            continue
        sign = "- " if part.gone else "~ " if part.reasons else "  "
        console.print(
            Text.assemble(sign, *((piece.text, _STYLES[piece.state]) for piece in part.pieces)), soft_wrap=True
        )
        for reason in part.reasons:
            console.print(Text(f"      ^ {reason}", style="dim"), soft_wrap=True)
        for fact in part.facts:
            console.print(Text(f"      = {fact}", style="dim"), soft_wrap=True)
    for note in article.notes:
        sys.stdout.write(f"! {note.code}: {note.detail}\n")


def print_answer(answer: Answer, verdicts: Iterable[Verdict], *, whole: bool) -> None:
    """Write what a rule does about a document: whether it applies, the blocks in which its pattern is found or nearly,
    and how many there are of the others; of some blocks only (not ``whole``), each of them."""
    rule = answer.rule
    write = sys.stdout.write
    write(f"{rule.id} ({rule.kind}, {rule.find}, {_action(rule)}) in {rule.file}:{rule.line}\n")
    write("applies to the document\n" if not answer.refusals else "does not apply to the document\n")
    for said in (*(f"because {refusal}" for refusal in answer.refusals), *answer.notes):
        write(f"  {printable(said)}\n")
    unmatched = 0
    for verdict in verdicts:
        if verdict.outcome == "no match" and whole:
            unmatched += 1
            continue
        place = f"block {verdict.number}" if verdict.number else "title"
        place = f"{place}, inside" if verdict.unit else place
        write(f"{place} ({verdict.position}): {_OUTCOMES[verdict.outcome]}")
        write(f"; {printable('; '.join(verdict.says))}\n" if verdict.says else "\n")
        text = verdict.text if not whole or len(verdict.text) <= _SHOWN_TEXT else f"{verdict.text[:_SHOWN_TEXT]} ..."
        write(f"      {printable(text)}\n")
    if unmatched:
        write(f"{counted(unmatched, 'block')} in which it finds nothing\n")


_OUTCOMES: Mapping[Outcome, str] = {
    "fires": "fires",
    "stays": "matches, does not fire",
    "nearly": "matches nearly",
    "no match": "does not match",
}


def print_rules(rules: Iterable[Rule]) -> None:
    """Write a table of rules: id, kind, what is found, what is done, and the file and line of the rule."""
    rows = [(rule.id, rule.kind, rule.find, _action(rule), f"{rule.file}:{rule.line}") for rule in rules]
    _print_table(("rule", "kind", "finds", "then", "file"), rows)


def print_kinds(rules_by_kind: Mapping[str, int]) -> None:
    """Write a table of the kinds: name, what it is, an example, and how many rules it has."""
    rows = [
        (kind, meaning.says, meaning.example, str(rules_by_kind.get(kind, 0)))
        for kind, meaning in KIND_MEANINGS.items()
    ]
    _print_table(("kind", "what it is", "like", "rules"), rows)


def _print_table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a table on a terminal, and lines of columns with tabs between them elsewhere."""
    if not sys.stdout.isatty():
        for row in rows:
            sys.stdout.write("\t".join(row) + "\n")
        return
    table = Table(box=box.SIMPLE)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    Console(file=sys.stdout).print(table)


def _action(rule: Rule) -> str:
    """Return what a rule does with what it finds, and to which field it moves it."""
    return f"{rule.action} {rule.to}" if rule.to else rule.action
