"""The commands that look at rules, check them, and write new ones."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ingest.cli.result import write_result
from ingest.options import Options, Stated


def check_rules(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Rule files or folders. Default: the packaged rules.", metavar="[PATH]..."),
    ] = None,
) -> None:
    """Print all that is wrong with rule files, and run their examples. Exits with 1 if anything is."""
    from ingest.rules.check.check import check

    report = check(paths or ())
    for fault in report.faults:
        typer.echo(str(fault), err=True)
    counts = f"{report.files} files, {report.rules} rules, {report.examples} examples"
    typer.echo(f"{counts}: {len(report.faults)} faults" if report.faults else f"{counts}: all as they say")
    raise typer.Exit(1 if report.faults else 0)


def list_rules(
    options: Options,
    stated: Stated,
    kind: Annotated[
        str | None, typer.Option("--kind", help="Only rules of this kind of cruft, as of --keep.", metavar="KIND")
    ] = None,
) -> None:
    """List the rules: all of them, or those that apply to a --url or --site and a --language."""
    from ingest.article import RawDocument, site_of
    from ingest.cleaner import Cleaner
    from ingest.cli.console import print_rules

    rule_set = Cleaner(options).rules
    host = site_of(RawDocument("", url=stated.url, site=stated.site))
    config = rule_set.site_config(host)
    for fault in config.faults if config else ():
        typer.echo(str(fault), err=True)
    chosen = rule_set.select(stated.language, host).rules() if host or stated.language else rule_set.rules
    print_rules([rule for rule in chosen if kind in (None, rule.kind)])


def show_rule(
    id: Annotated[str, typer.Argument(help="The rule's id, like en.read-also.")],
    options: Options,
) -> None:
    """Print one rule as its file has it."""
    from ingest.cleaner import Cleaner
    from ingest.rules.check.check import source_of

    write_result(source_of(Cleaner(options).rules, id))


def new_rules(
    site: Annotated[str, typer.Argument(help="The site's host name, like example.com.")],
    into: Annotated[Path, typer.Option(help="The rule folder; the file goes to sites/ in it.", metavar="DIR")] = Path(
        "my-rules"
    ),
) -> None:
    """Write a starter file for a site. It passes 'ingest rules check' as it is; then make it yours."""
    from ingest.rules.files.template import host_of, write_starter

    host = host_of(site)
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
    group: Annotated[
        str | None,
        typer.Option(
            help="What documents are grouped by for learned rules: site, file, or a field of your records. "
            "Default: the site where it is known, else the file or folder.",
            metavar="BY",
        ),
    ] = None,
    map: Annotated[
        str,
        typer.Option(
            help="Names of fields in your records: text=body,url=link reads the text from body.", metavar="FIELDS"
        ),
    ] = "",
    workers: Annotated[
        int, typer.Option("--workers", "-w", help="Processes. 0: one for each core.", metavar="N", min=0)
    ] = 0,
) -> None:
    """Propose rules for what the documents of each group repeat: with their evidence, and examples from the documents.

    \b
    ingest rules suggest raw --into my-rules
    ingest rules suggest crawl.jsonl --group source
    """
    from ingest.batch.learning.learn import write_learned
    from ingest.batch.learning.suggest import suggested
    from ingest.input_record import Defaults, field_map

    files = suggested(raw, options, workers=workers, stated=Defaults(fields=field_map(map), group=group))
    if into is None:
        write_result("\n".join(f"# {name}\n{text}" for name, text in files).rstrip("\n"))
        return
    written = write_learned(files, into)
    rules = sum(text.count("\n  - id: ") for _, text in files)
    typer.echo(f"wrote {len(written):,} files with {rules:,} rules to {into}")
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
