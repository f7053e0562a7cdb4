"""The commands that clean documents, and those that read the folder of a run."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ingest.batch.limits import Limits, parse_positive_size
from ingest.cli.options import as_parser
from ingest.cli.result import write_result
from ingest.errors import UsageError
from ingest.options import Options, Stated

if TYPE_CHECKING:
    from ingest.article import RawDocument

File = Annotated[str, typer.Argument(help="A file, or - for standard input.", metavar="[FILE]")]


def run(
    raw: Annotated[str, typer.Argument(help="A folder, a file, or - for standard input.", metavar="RAW")],
    clean: Annotated[
        Path, typer.Argument(help="The folder for articles.jsonl, rejects.jsonl and run.json.", metavar="CLEAN")
    ],
    options: Options,
    stated: Stated,
    limits: Limits,
    workers: Annotated[
        int, typer.Option("--workers", "-w", help="Processes. 0: one for each core.", metavar="N", min=0)
    ] = 0,
    map: Annotated[
        str,
        typer.Option(
            "--map",
            help="Names of fields in your records: text=body,url=link reads the text from body.",
            metavar="FIELDS",
        ),
    ] = "",
    compress: Annotated[
        Literal["none", "gzip", "zstd"], typer.Option("--compress", help="How the articles are packed.")
    ] = "none",
    shard_bytes: Annotated[
        int,
        typer.Option(
            help="Begin another file of articles after this size (before packing), like 500MB.",
            metavar="SIZE",
            parser=as_parser(parse_positive_size),
        ),
    ] = "1GB",  # type: ignore[assignment]  # as it would be typed
    learn: Annotated[
        bool,
        typer.Option(
            "--learn", help="Learn first what documents of a group repeat: rules, written to CLEAN/learned and used."
        ),
    ] = False,
    group: Annotated[
        str | None,
        typer.Option(
            "--group",
            help="What documents are grouped by for learned rules: site, file, or a field of your records. "
            "Default: the site where it is known, else the file or folder.",
            metavar="BY",
        ),
    ] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Take no records over from an earlier run.")] = False,
    keep_going: Annotated[
        bool,
        typer.Option(
            "--keep-going",
            help="Go on where none of the first 1,000 documents becomes a record, or no record has a name of --map.",
        ),
    ] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 if any document was rejected.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Show no progress and no summary.")] = False,
) -> None:
    """Clean everything under RAW into records in CLEAN.

    RAW may hold .html .htm .txt .md .json .jsonl .csv .parquet .warc files, plain, .gz or .zst, in folders of any
    depth. Every input becomes a record in articles.jsonl or a line in rejects.jsonl that says why not; run.json
    counts them, and what every rule did. Run it again after it was cut off, after RAW or the rules have changed:
    what would come out the same is taken over.

    \b
    ingest run raw clean
    ingest run export.csv clean --map text=body,url=link --compress zstd
    ingest run crawl.jsonl clean --rules my-rules --workers 4
    zcat crawl.jsonl.gz | ingest run - clean
    """
    from ingest.batch.workers.forkserver import get_ready

    get_ready()  # before the imports below, which take as long
    from ingest.article import RawDocument, site_of
    from ingest.batch.runner import Output
    from ingest.batch.runner import run as run_batch
    from ingest.cli.console import print_summary, watching
    from ingest.input_record import Defaults, field_map

    output = Output("" if compress == "none" else compress, shard_bytes, fresh)
    # Documents have addresses of their own: of a common one only the host can be meant.
    host = site_of(RawDocument("", url=stated.url, site=stated.site))
    defaults = Defaults(stated.kind, host, stated.language, field_map(map), group)
    quiet = quiet or sys.stderr is None  # it was closed (2>&-)
    try:
        with watching(sys.stderr) if not quiet else nullcontext() as progress:
            summary = run_batch(
                raw,
                clean,
                options,
                workers=workers,
                limits=limits,
                stated=defaults,
                output=output,
                progress=progress,
                keep_going=keep_going,
                learn=learn,
            )
    except KeyboardInterrupt:
        typer.echo("ingest: interrupted\n  fix: run the same again, and it goes on from here", err=True)
        raise typer.Exit(130) from None
    if not quiet:
        print_summary(summary, str(clean), sys.stderr)
    if summary.error:
        raise UsageError(f"{raw}: {summary.error}\n{_where_to_look(clean, summary.aside)}")
    if summary.warning:
        typer.echo(f"warning: {summary.warning}", err=True)
    raise typer.Exit(1 if strict and summary.rejects else 0)


def _where_to_look(clean: Path, aside: bool) -> str:
    """Return the line of an error that names the files with the reasons."""
    if not aside:
        return f"  the reasons: {clean / 'rejects.jsonl'}"
    return f"  {clean} stays as it was; rejects.jsonl and run.json of this run are in {clean / 'rejected'}"


def clean_one(
    options: Options,
    stated: Stated,
    file: File = "-",
    format: Annotated[
        Literal["text", "json", "markdown"],
        typer.Option("--format", "-f", help="What to write: the text, the record, or Markdown."),
    ] = "text",
) -> None:
    """Clean one document to standard output.

    \b
    ingest clean page.html
    curl -s https://example.com/a | ingest clean --url https://example.com/a --format json
    """
    from ingest.cleaner import Cleaner
    from ingest.export.markdown import markdown

    article = Cleaner(options).clean(_document(file, stated))
    for note in article.notes:
        typer.echo(f"note: {note.code}: {note.detail}", err=True)
    if format == "json":
        write_result(article.encode(trail=options.trail).decode())
    else:
        write_result(markdown(article) if format == "markdown" else article.text)


def explain(
    options: Options,
    stated: Stated,
    file: File = "-",
    color: Annotated[
        bool | None,
        typer.Option(
            "--color/--no-color",
            help="Mark what was removed in colors, or in plain text. Default: colors on a terminal.",
        ),
    ] = None,
) -> None:
    """Show a document with every removed and changed span marked, and the rule that did it.

    A line that went begins with -, a changed one with ~; in it [-this went-] and {+this came+}.
    """
    from ingest.article import site_of
    from ingest.cleaner import Cleaner
    from ingest.cli.console import print_explained
    from ingest.explain import explain as explained

    cleaner = Cleaner(options)
    raw = _document(file, stated)
    page = cleaner.read(raw)
    article = cleaner.clean_page(page, raw)
    config = cleaner.rules.site_config(site_of(raw))
    by_id = {rule.id: rule for rule in (*cleaner.rules.rules, *(config.file.rules if config else ()))}
    print_explained(explained(page, article, by_id), article, color)


def export(
    clean: Annotated[Path, typer.Argument(help="A folder that 'ingest run' has written.", metavar="CLEAN")],
    to: Annotated[Literal["parquet", "csv", "markdown", "text"], typer.Option("--to", help="The format to write.")],
    out: Annotated[
        Path | None, typer.Option("--out", help="Where to. Default: a file or folder in CLEAN.", metavar="PATH")
    ] = None,
    drop_duplicates: Annotated[
        bool, typer.Option("--drop-duplicates", help="Leave out what 'ingest duplicates' has found.")
    ] = False,
) -> None:
    """Write the records as another tool reads them.

    parquet: one file with a typed schema; csv: a row a record, safe to open in a spreadsheet, without the trail;
    markdown: a file a record, with YAML front matter; text: a file a record. What an earlier export wrote there is
    replaced.

    \b
    ingest export clean --to parquet
    ingest duplicates clean && ingest export clean --to markdown --out articles --drop-duplicates
    """
    from ingest.batch.records import counted_records
    from ingest.export import export as exported

    done = exported(clean, to, out, drop_duplicates=drop_duplicates)
    left_out = f", {done.dropped:,} duplicates left out" if drop_duplicates else ""
    uncounted = ", which no run.json counts" if counted_records(clean) is None else ""
    typer.echo(f"{done.path}: {done.records:,} records{left_out}{uncounted}", err=True)


def duplicates(
    clean: Annotated[Path, typer.Argument(help="A folder that 'ingest run' has written.", metavar="CLEAN")],
) -> None:
    """Find records that repeat an earlier one: equal, edited, cut, syndicated.

    They are written to CLEAN/duplicates.jsonl (id, duplicate_of, similarity); the records stay as they are. Takes
    about 3.5 GB of memory for a million different articles.
    """
    from ingest.batch.duplicates import write_duplicates

    counts = write_duplicates(clean)
    typer.echo(f"{counts.records:,} records: {counts.exact:,} exact copies, {counts.near:,} near ones", err=True)


def _document(file: str, stated: Stated) -> RawDocument:
    """Return the document in a file, or on standard input, with what is stated of it."""
    from ingest.article import RawDocument

    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise UsageError(
            f"'{file}' cannot be read: {error.strerror}\n  fix: give a file, or - for standard input"
        ) from None
    return RawDocument(data, name="" if file == "-" else Path(file).name, **asdict(stated))
