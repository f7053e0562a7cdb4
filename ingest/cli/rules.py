"""The commands that look at rules, check them, and write new ones."""

from __future__ import annotations

import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NoReturn

import typer

from ingest.cli.documents import FieldNames, GroupBy, Workers, WrittenBy
from ingest.cli.result import write_result
from ingest.errors import UsageError, counted, nearest
from ingest.options import Options, Stated
from ingest.vocabulary import KINDS

if TYPE_CHECKING:
    from ingest.rules.check.check import Report
    from ingest.rules.check.formats import ReportFormat

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ingest.rules.model import Rule


def check_rules(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Rule files or folders. Default: the packaged rules.", metavar="[PATH]..."),
    ] = None,
    format: Annotated[
        Literal["text", "json", "github"],
        typer.Option("--format", help="How faults are written: for people, as JSON, or as GitHub's annotations."),
    ] = "text",
    watch: Annotated[bool, typer.Option("--watch", help="Check again whenever a file changes, until Ctrl-C.")] = False,
) -> None:
    """Print all that is wrong with rule files, and run their examples. Exits with 1 if anything is."""
    from ingest.rules.check.check import check

    chosen = tuple(paths or ())
    if watch:
        with suppress(KeyboardInterrupt):
            _watch(chosen, format)
        raise typer.Exit
    report = check(chosen)
    _write_report(report, format)
    raise typer.Exit(1 if report.faults else 0)


# So often a watched file is looked at.
_WATCHED_SECONDS = 0.3


def _watch(paths: tuple[Path, ...], form: ReportFormat) -> NoReturn:
    """Check rule files again whenever one changes, until it is interrupted."""
    from ingest.rules.check.check import check

    while True:
        stamps = _stamps(paths)
        _write_report(check(paths), form)
        while _stamps(paths) == stamps:
            time.sleep(_WATCHED_SECONDS)


def _write_report(report: Report, form: ReportFormat) -> None:
    """Write a report: faults for people to standard error, for programs to standard output."""
    from ingest.rules.check.formats import fault_lines

    faults = fault_lines(report, form)
    if faults:
        typer.echo(faults, err=form == "text")
    if form != "json":
        typer.echo(str(report))


def _stamps(paths: Iterable[Path]) -> tuple[tuple[Path, int, int], ...]:
    """Return what tells that a rule file, or a table beside it, has changed: sizes and times of last changes."""
    from ingest.lexicon.word_lists import packaged_rules

    found: list[tuple[Path, int, int]] = []
    for root in paths or (packaged_rules(),):
        for path in sorted(root.rglob("*")) if root.is_dir() else [root, *sorted(root.parent.glob("*.tsv"))]:
            with suppress(OSError):  # it went while it was looked for
                seen = path.stat()
                found.append((path, seen.st_mtime_ns, seen.st_size))
    return tuple(found)


def list_rules(
    options: Options,
    stated: Stated,
    kind: Annotated[
        str | None, typer.Option("--kind", help="Only rules of this kind of cruft, as of --keep.", metavar="KIND")
    ] = None,
    table: Annotated[
        bool, typer.Option("--table", help="Print how many rules each language has of each kind.")
    ] = False,
) -> None:
    """List the rules: all of them, or those that apply to a --url or --site and a --language."""
    from ingest.article import RawDocument, site_of
    from ingest.cleaner import Cleaner
    from ingest.cli.console import print_rules
    from ingest.rules.coverage import coverage

    rule_set = Cleaner(options).rules
    if kind is not None and kind not in KINDS:
        raise UsageError(f"'{kind}' is no kind\n  fix: {nearest(kind, KINDS)}")
    host = site_of(RawDocument("", url=stated.url, site=stated.site))
    config = rule_set.site_config(host)
    for fault in config.faults if config else ():
        typer.echo(str(fault), err=True)
    if relative := rule_set.relative_of(stated.language):
        typer.echo(f"{stated.language}: no rules of its own, those of {relative} serve", err=True)
    chosen: Iterable[Rule] = (
        rule_set.select(stated.language, host).rules() if host or stated.language else rule_set.rules
    )
    chosen = [rule for rule in chosen if kind in (None, rule.kind)]
    if table:
        write_result(coverage(chosen))
    else:
        print_rules(chosen)


def list_kinds(options: Options) -> None:
    """List the kinds of cruft and repairs: what each is, an example, and how many rules it has."""
    from collections import Counter

    from ingest.cleaner import Cleaner
    from ingest.cli.console import print_kinds

    print_kinds(Counter(rule.kind for rule in Cleaner(options).rules.rules))


def show_rule(
    id: Annotated[str, typer.Argument(help="The rule's id, like en.read-also.")],
    options: Options,
) -> None:
    """Print one rule as its file has it; of a kind, or of what is built in (reader.related), what it is."""
    from ingest.cleaner import Cleaner
    from ingest.rules.check.check import source_of

    write_result(source_of(Cleaner(options).rules, id))


def why_rule(
    id: Annotated[str, typer.Argument(help="The rule's id, like en.read-also.")],
    options: Options,
    stated: Stated,
    file: Annotated[str, typer.Argument(help="A file, or - for standard input.", metavar="[FILE]")] = "-",
    line: Annotated[
        str,
        typer.Option("--line", help="Only the blocks that hold this text, whatever becomes of them.", metavar="TEXT"),
    ] = "",
    group: GroupBy = None,
) -> None:
    """Print for every block of a document why a rule takes it, or why not.

    First whether the rule applies at all; then the blocks in which its pattern is found, with each condition of
    'where' that they do not meet, and those in which it is nearly found.

    \b
    ingest rules why en.read-also page.txt
    ingest rules why site.example-com.more my.txt --rules my-rules --site example.com --line 'More on this'
    """
    from ingest.article import site_of
    from ingest.cleaner import Cleaner
    from ingest.cli.console import print_answer
    from ingest.cli.documents import document_in
    from ingest.rules.check.why import of_line, why

    cleaner = Cleaner(options)
    raw = document_in(file, stated, group=group)
    page = cleaner.read(raw)
    article, trace = cleaner.trace(page, raw)
    answer = why(cleaner.rules, id, trace, raw, page, language=article.language, site=site_of(raw))
    verdicts = of_line(answer.verdicts, line) if line else answer.verdicts
    print_answer(answer, verdicts, whole=not line)
    for note in article.notes:
        typer.echo(f"note: {note.code}: {note.detail}", err=True)


def new_rules(
    site: Annotated[str, typer.Argument(help="The site's host name, like example.com.")],
    into: Annotated[Path, typer.Option(help="The rule folder; the file goes to sites/ in it.", metavar="DIR")] = Path(
        "my-rules"
    ),
) -> None:
    """Write a starter file for a site. It passes 'ingest rules check' as it is; then make it yours."""
    from ingest.rules.files.template import write_starter
    from ingest.stated.required import required_host

    host = required_host(site)
    path = write_starter(host, into)
    typer.echo(f"wrote {path}")
    typer.echo(f"next: edit it, then  ingest rules check {path}  and  ingest clean PAGE --rules {into} --site {host}")


def suggest_rules(
    raw: Annotated[str, typer.Argument(help="A folder, a file, or - for standard input.", metavar="RAW")],
    options: Options,
    into: Annotated[
        Path | None,
        typer.Option(help="The folder for the files, one a group. Default: they are printed.", metavar="DIR"),
    ] = None,
    group: GroupBy = None,
    map: FieldNames = "",
    written_by: WrittenBy = None,
    workers: Workers = 0,
) -> None:
    """Propose rules for what the documents of each group repeat: with their evidence, and examples from the documents.

    \b
    ingest rules suggest raw --into my-rules
    ingest rules suggest crawl.jsonl --group source
    """
    from ingest.batch.learning.learn import write_learned
    from ingest.batch.learning.suggest import suggested
    from ingest.input_record import Defaults, field_map

    stated = Defaults(fields=field_map(map), preset=written_by or "", group=group)
    files = suggested(raw, options, workers=workers, stated=stated)
    if not files:
        typer.echo("nothing to propose: no group repeats what rules leave; near copies of a story count once", err=True)
        return
    if into is None:
        write_result("\n".join(f"# {name}\n{text}" for name, text in files).rstrip("\n"))
        return
    written = write_learned(files, into)
    rules = sum(text.count("\n  - id: ") for _, text in files)
    typer.echo(f"wrote {counted(len(written), 'file')} with {counted(rules, 'rule')} to {into}")
    kept = sorted({name for name, _ in files} - {path.name for path in written})
    for name in kept:
        typer.echo(f"{into / name} is yours: left as it is", err=True)
    typer.echo(f"next: look at them, then  ingest rules check {into}  and  ingest run RAW CLEAN --rules {into}")


def import_ftr(
    folder: Annotated[Path, typer.Argument(help="A folder of FiveFilters site configs.", metavar="DIR")],
    into: Annotated[Path, typer.Option(help="The rule folder; the files go to sites/ in it.", metavar="DIR")] = Path(
        "my-rules"
    ),
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write nothing: only say what is wrong.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Name every line that is not converted, too.")] = False,
) -> None:
    """Convert FiveFilters site configs into rule files. Lines with faults are named, and skipped.

    The folder can also be used as it is: ingest run RAW CLEAN --ftr DIR
    """
    from ingest.rules.ftr.convert import import_configs

    imported = import_configs(folder, None if dry_run else into)
    for fault in (*imported.faults, *(imported.unconverted if verbose else ())):
        typer.echo(str(fault), err=True)
    left = ", ".join(f"{count:,} {fate}" for fate, count in imported.unconverted_by_fate.items()) or "none"
    typer.echo(f"read {imported.read:,} files; {'would write' if dry_run else 'wrote'} {imported.written:,}", nl=False)
    typer.echo(f" with {imported.rules:,} rules and {imported.fields:,} field selectors")
    typer.echo(f"{len(imported.faults):,} faults; lines not converted: {left}")
