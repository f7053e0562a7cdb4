"""The commands that clean documents, and those that read the folder of a run."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ingest.batch.limits import DEFAULT_LIMITS, Limits, parse_positive_size
from ingest.cli.options import as_parser
from ingest.cli.result import write_result
from ingest.errors import UsageError
from ingest.options import Options, Stated

if TYPE_CHECKING:
    from ingest.article import RawDocument

File = Annotated[str, typer.Argument(help="A file, or - for standard input.", metavar="[FILE]")]
FieldNames = Annotated[
    str,
    typer.Option(
        "--map", help="Names of fields in your records: text=body,url=link reads the text from body.", metavar="FIELDS"
    ),
]
WrittenBy = Annotated[
    Literal["scrapy", "newspaper4k", "news-please", "trafilatura", "dolma"] | None,
    typer.Option("--from", help="The tool that wrote your records: their fields are read by the names it gives them."),
]
Picked = Annotated[
    str | None,
    typer.Option(
        "--record",
        help="Which document of many: its name, or in a file of records its number (of the line, row or element).",
        metavar="NAME",
    ),
]
GroupBy = Annotated[
    str | None,
    typer.Option(
        "--group",
        help="What documents are grouped by for learned rules: site, file, or a field of your records. "
        "Default: the site where it is known, else the file or folder.",
        metavar="BY",
    ),
]
Workers = Annotated[int, typer.Option("--workers", "-w", help="Processes. 0: one for each core.", metavar="N", min=0)]
Original = Annotated[
    bool, typer.Option("--original", help="Write the text as it was before rules: encoding and spacing mended.")
]


def run(
    raw: Annotated[str, typer.Argument(help="A folder, a file, or - for standard input.", metavar="RAW")],
    clean: Annotated[
        Path, typer.Argument(help="The folder for articles.jsonl, rejects.jsonl and run.json.", metavar="CLEAN")
    ],
    options: Options,
    stated: Stated,
    limits: Limits,
    workers: Workers = 0,
    map: FieldNames = "",
    written_by: WrittenBy = None,
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
    group: GroupBy = None,
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

    RAW may hold pages (.html .xhtml .shtml .mhtml), texts (.txt .md) and records (.json .jsonl .jl .csv .tsv .parquet
    .warc), plain, .gz or .zst, in folders of any depth; what a name does not tell is told by content. Every input
    becomes a record in articles.jsonl or a line in rejects.jsonl that says why not, or is skipped; run.json counts
    them, and what every rule did. Run it again after it was cut off, after RAW or the rules have changed:
    what would come out the same is taken over.

    \b
    ingest run raw clean
    ingest run export.csv clean --map text=body,url=link --compress zstd
    ingest run items.jl clean --from scrapy
    ingest run crawl.jsonl clean --rules my-rules --workers 4
    zcat crawl.jsonl.gz | ingest run - clean
    """
    from ingest.batch.workers.forkserver import get_ready

    get_ready()  # before the imports below, which take as long
    from ingest.batch.pick.one_document import defaults_of
    from ingest.batch.runner import Output
    from ingest.batch.runner import run as run_batch
    from ingest.cli.console import print_summary, watching
    from ingest.input_record import field_map

    output = Output("" if compress == "none" else compress, shard_bytes, fresh)
    defaults = defaults_of(stated, field_map(map), written_by or "", group)
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
    limits: Limits,
    file: File = "-",
    record: Picked = None,
    map: FieldNames = "",
    written_by: WrittenBy = None,
    group: GroupBy = None,
    format: Annotated[
        Literal["text", "json", "markdown"],
        typer.Option("--format", "-f", help="What to write: the text, the record, or Markdown."),
    ] = "text",
    original: Original = False,
) -> None:
    """Clean one document to standard output.

    It is read as 'ingest run' reads it: with its side file, the site of its folder, unpacked, one record of many.

    \b
    ingest clean page.html
    curl -s https://example.com/a | ingest clean --url https://example.com/a --format json
    ingest clean crawl.jsonl.gz --record 1234 --map text=body
    """
    from ingest.cleaner import Cleaner
    from ingest.export.markdown import markdown

    if original and format != "text":
        raise UsageError(f"original: a text, not {format}\n  fix: one of --original and --format")
    cleaner = Cleaner(options)
    document = document_in(file, stated, limits, record, map, written_by, group)
    if original:
        write_result(cleaner.read(document).text)
        return
    article = cleaner.clean(document)
    for note in article.notes:
        typer.echo(f"note: {note.code}: {note.detail}", err=True)
    if format == "json":
        write_result(article.encode(trail=options.trail).decode())
    else:
        write_result(markdown(article) if format == "markdown" else article.text)


def explain(
    options: Options,
    stated: Stated,
    limits: Limits,
    file: Annotated[
        str,
        typer.Argument(
            help="A file, - for standard input, or CLEAN, the folder that 'ingest run' has written.", metavar="[FILE]"
        ),
    ] = "-",
    name: Annotated[str | None, typer.Argument(help="The name or id of a record in CLEAN.", metavar="[NAME]")] = None,
    record: Picked = None,
    map: FieldNames = "",
    written_by: WrittenBy = None,
    group: GroupBy = None,
    original: Original = False,
    blocks: Annotated[
        bool,
        typer.Option("--blocks", help="Show what rules see of every block: position, kind, shape, and its units."),
    ] = False,
    color: Annotated[
        bool | None,
        typer.Option(
            "--color/--no-color",
            help="Mark what was removed in colors, or in plain text. Default: colors on a terminal.",
        ),
    ] = None,
) -> None:
    """Show a document with every removed and changed span marked, and the rule that did it.

    A line that went begins with -, a changed one with ~; in it [-this went-] and {+this came+}. A record of a finished
    run is shown as the run made it, whatever the rules are now; of one whose source is gone, only what was removed.

    \b
    ingest explain page.html
    ingest explain crawl.jsonl --record 1234
    ingest explain clean example.com/story.html
    """
    from ingest.article import site_of
    from ingest.batch.pick.run_settings import is_run
    from ingest.cleaner import Cleaner
    from ingest.cli.console import print_explained
    from ingest.explain import explain as explained
    from ingest.explain import rules_by_id

    if is_run(Path(file)):
        as_made = (
            options == Options()
            and stated == Stated()
            and limits == Limits()
            and not (map or written_by or group or blocks)
        )
        if not as_made:
            raise UsageError(f"{file}: a record of a run is shown as the run made it\n  fix: leave the options away")
        _explain_record(Path(file), name or record, original, color)
        return
    cleaner = Cleaner(options)
    document = document_in(file, stated, limits, record or name, map, written_by, group)
    page = cleaner.read(document)
    if original:
        write_result(page.text)
        return
    article, trace = cleaner.trace(page, document)
    by_id = rules_by_id(cleaner.rules, site_of(document))
    print_explained(explained(page, article, by_id, trace if blocks else None), article, color)


def _explain_record(clean: Path, name: str | None, original: bool, color: bool | None) -> None:
    """Show a record of a finished run, or the text that it was made from."""
    from ingest.batch.pick.one_record import run_record
    from ingest.cli.console import print_explained
    from ingest.explain import explain as explained
    from ingest.explain import explain_trail

    made = run_record(clean, name)
    if made.page is None and original:
        raise UsageError(f"{clean}: the text before rules cannot be had: {made.doubt}")
    if original and made.page is not None:
        write_result(made.page.text)
    elif made.page is not None:
        print_explained(explained(made.page, made.article, made.rules), made.article, color)
    else:
        typer.echo(f"ingest: only what was removed is shown, without what stood between: {made.doubt}", err=True)
        print_explained(explain_trail(made.article, made.rules), made.article, color)


def export(
    clean: Annotated[Path, typer.Argument(help="A folder that 'ingest run' has written.", metavar="CLEAN")],
    to: Annotated[Literal["parquet", "csv", "markdown", "text"], typer.Option("--to", help="The format to write.")],
    out: Annotated[
        Path | None, typer.Option("--out", help="Where to. Default: a file or folder in CLEAN.", metavar="PATH")
    ] = None,
    drop_duplicates: Annotated[
        bool,
        typer.Option("--drop-duplicates", help="Leave out the copies of a text that 'ingest duplicates' has found."),
    ] = False,
    latest: Annotated[
        bool,
        typer.Option("--latest", help="Leave out the older versions of an address that 'ingest duplicates' has found."),
    ] = False,
) -> None:
    """Write the records as another tool reads them.

    parquet: one file with a typed schema; csv: a row a record, safe to open in a spreadsheet, without the trail;
    markdown: a file a record, with YAML front matter; text: a file a record. What an earlier export wrote there is
    replaced.

    \b
    ingest export clean --to parquet
    ingest duplicates clean && ingest export clean --to markdown --out articles --drop-duplicates --latest
    """
    from ingest.batch.records import counted_records
    from ingest.export import export as exported

    done = exported(clean, to, out, drop_duplicates=drop_duplicates, latest=latest)
    left_out = f", {done.dropped:,} duplicates left out" if drop_duplicates else ""
    left_out += f", {done.older:,} older versions left out" if latest else ""
    uncounted = ", which no run.json counts" if counted_records(clean) is None else ""
    typer.echo(f"{done.path}: {done.records:,} records{left_out}{uncounted}", err=True)


def duplicates(
    clean: Annotated[Path, typer.Argument(help="A folder that 'ingest run' has written.", metavar="CLEAN")],
) -> None:
    """Find records that repeat an earlier one: equal, edited, cut, syndicated; and older versions of one address.

    They are written to CLEAN/duplicates.jsonl (id, duplicate_of, reason, similarity); the records stay as they are.
    Takes about 4 GB of memory for a million different articles.
    """
    from ingest.batch.duplicates.find import write_duplicates

    counts = write_duplicates(clean)
    copies = f"{counts.exact:,} exact copies, {counts.near:,} near ones"
    typer.echo(f"{counts.records:,} records: {copies}, {counts.older:,} older versions of an address", err=True)


def document_in(
    file: str,
    stated: Stated,
    limits: Limits = DEFAULT_LIMITS,
    record: str | None = None,
    map: str = "",
    written_by: str | None = None,
    group: str | None = None,
) -> RawDocument:
    """Return the document in a file, or on standard input, with what is stated of it."""
    from ingest.batch.pick.one_document import defaults_of, one_document
    from ingest.input_record import field_map

    defaults = defaults_of(stated, field_map(map), written_by or "", group)
    return one_document(file, stated, defaults, record=record, limits=limits, stdin=sys.stdin.buffer)
