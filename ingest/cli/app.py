"""The command line: arguments in, calls out. The one module that imports Typer."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NoReturn

import typer

from ingest.errors import IngestError, RunError, UsageError
from ingest.version import __version__
from ingest.vocabulary import KINDS

if TYPE_CHECKING:
    from ingest.article import RawDocument
    from ingest.options import Options

app = typer.Typer(
    help="Turn scraped news into clean article records. Rules that people can read take out what is not the article;\n"
    "every removal is in the record, with the rule that made it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    # Help in plain text: Rich takes longer to load than all the rest.
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
rules_app = typer.Typer(help="Look at rules, check them, write new ones.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(rules_app, name="rules")


class Kind(StrEnum):
    html = "html"
    text = "text"


class Reader(StrEnum):
    auto = "auto"
    trafilatura = "trafilatura"
    fast = "fast"


class LanguageEngine(StrEnum):
    langdetect = "langdetect"
    fast = "fast"
    none = "none"


class Trail(StrEnum):
    full = "full"
    spans = "spans"
    none = "none"


class Format(StrEnum):
    text = "text"
    json = "json"
    markdown = "markdown"


class Packing(StrEnum):
    none = "none"
    gzip = "gzip"
    zstd = "zstd"


_PACKINGS: dict[Packing, Literal["gzip", "zstd"]] = {Packing.gzip: "gzip", Packing.zstd: "zstd"}


class ExportFormat(StrEnum):
    parquet = "parquet"
    csv = "csv"
    markdown = "markdown"
    text = "text"


class Schema(StrEnum):
    article = "article"
    rules = "rules"


_KINDS_HELP = f"One of: {', '.join(KINDS)}."
RulesOption = Annotated[
    list[Path] | None,
    typer.Option("--rules", help="A rule file or folder, layered over the packaged rules. Repeatable.", metavar="DIR"),
]
NoPackaged = Annotated[bool, typer.Option("--no-packaged-rules", help="Use only the rules given with --rules.")]
NoSites = Annotated[bool, typer.Option("--no-site-rules", help="Use no site files.")]
Ftr = Annotated[
    Path | None,
    typer.Option("--ftr", help="A folder of FiveFilters site configs, used below the site files.", metavar="DIR"),
]
Keep = Annotated[
    list[str] | None,
    typer.Option("--keep", help=f"A kind of cruft to leave in. Repeatable. {_KINDS_HELP}", metavar="KIND"),
]
Only = Annotated[
    list[str] | None, typer.Option("--only", help="Take out this kind, and no other. Repeatable.", metavar="KIND")
]
Drop = Annotated[
    list[str] | None,
    typer.Option(
        "--drop", help="Take out this kind too, which stays by default: dateline, editor_note.", metavar="KIND"
    ),
]
KindOption = Annotated[Kind | None, typer.Option("--kind", help="What the input is. Default: what it looks like.")]
ReaderOption = Annotated[Reader, typer.Option("--reader", help="What reads HTML.")]
Engine = Annotated[
    LanguageEngine,
    typer.Option("--language-engine", help="What tells the language of a text. fast needs the extra ingest[fast]."),
]
Url = Annotated[str | None, typer.Option("--url", help="Where the document was found; its host selects site rules.")]
Site = Annotated[str | None, typer.Option("--site", help="The host whose site rules apply.", metavar="HOST")]
Language = Annotated[str | None, typer.Option("--language", help="The language, if it is known: en, de, uk, ...")]
MaxRemoved = Annotated[
    float | None,
    typer.Option(
        "--max-removed",
        help="Pass a document through untouched if its prose_removed (see quality) would be above this share.",
        metavar="SHARE",
    ),
]
File = Annotated[str, typer.Argument(help="A file, or - for standard input.", metavar="[FILE]")]


@app.command()
def run(
    raw: Annotated[str, typer.Argument(help="A folder, a file, or - for standard input.", metavar="RAW")],
    clean: Annotated[
        Path, typer.Argument(help="The folder for articles.jsonl, rejects.jsonl and run.json.", metavar="CLEAN")
    ],
    rules: RulesOption = None,
    no_packaged_rules: NoPackaged = False,
    no_site_rules: NoSites = False,
    ftr: Ftr = None,
    keep: Keep = None,
    only: Only = None,
    drop: Drop = None,
    kind: KindOption = None,
    site: Site = None,
    url: Url = None,
    language: Language = None,
    reader: ReaderOption = Reader.auto,
    language_engine: Engine = LanguageEngine.langdetect,
    trail: Annotated[Trail, typer.Option(help="How much of the removals a record carries.")] = Trail.full,
    max_removed: MaxRemoved = None,
    workers: Annotated[int, typer.Option("--workers", "-w", help="Processes. 0: one for each core.", min=0)] = 0,
    max_bytes: Annotated[
        int, typer.Option(help="The largest document, in bytes; larger ones are rejected.", min=1)
    ] = 20_000_000,
    seconds: Annotated[
        float, typer.Option(help="The longest time for one document; slower ones are rejected.", min=0.1)
    ] = 30.0,
    memory: Annotated[
        int, typer.Option(help="The most memory one document may take, in bytes; what takes more is rejected.", min=0)
    ] = 2_000_000_000,
    map: Annotated[
        str,
        typer.Option(
            "--map",
            help="Names of fields in your records: text=body,url=link reads the text from body.",
            metavar="FIELDS",
        ),
    ] = "",
    compress: Annotated[Packing, typer.Option("--compress", help="How the articles are packed.")] = Packing.none,
    shard_bytes: Annotated[
        int, typer.Option(help="Begin another file of articles after this many bytes (before packing).", min=1)
    ] = 1_000_000_000,
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
    from ingest.batch.limits import Limits
    from ingest.batch.runner import Output
    from ingest.batch.runner import run as run_batch
    from ingest.cli.console import print_summary, watching
    from ingest.input_record import Defaults, field_map

    options = _options(
        rules, no_packaged_rules, no_site_rules, keep, only, drop, reader, language_engine, trail, max_removed, ftr
    )
    limits = Limits(max_bytes=max_bytes, seconds=seconds, memory=memory)
    output = Output("" if compress is Packing.none else _PACKINGS[compress], shard_bytes, fresh)
    # Documents have addresses of their own: of a common one only the host can be meant.
    host = site_of(RawDocument("", url=url, site=site))
    stated = Defaults(kind=kind.value if kind else None, site=host, language=language, fields=field_map(map))
    quiet = quiet or sys.stderr is None  # it was closed (2>&-)
    try:
        with watching(sys.stderr) if not quiet else nullcontext() as progress:
            summary = run_batch(
                raw,
                clean,
                options,
                workers=workers,
                limits=limits,
                stated=stated,
                output=output,
                progress=progress,
                keep_going=keep_going,
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
    if not aside:
        return f"  the reasons: {clean / 'rejects.jsonl'}"
    return f"  {clean} stays as it was; rejects.jsonl and run.json of this run are in {clean / 'rejected'}"


@app.command("clean")
def clean_one(
    file: File = "-",
    rules: RulesOption = None,
    no_packaged_rules: NoPackaged = False,
    no_site_rules: NoSites = False,
    ftr: Ftr = None,
    keep: Keep = None,
    only: Only = None,
    drop: Drop = None,
    kind: KindOption = None,
    site: Site = None,
    url: Url = None,
    language: Language = None,
    title: Annotated[str | None, typer.Option(help="Its headline, if it is known.")] = None,
    charset: Annotated[str | None, typer.Option(help="The character set that HTTP stated.")] = None,
    reader: ReaderOption = Reader.auto,
    language_engine: Engine = LanguageEngine.langdetect,
    trail: Annotated[Trail, typer.Option(help="How much of the removals a record carries.")] = Trail.full,
    max_removed: MaxRemoved = None,
    format: Annotated[Format, typer.Option("--format", "-f", help="What to write.")] = Format.text,
) -> None:
    """Clean one document to standard output.

    \b
    ingest clean page.html
    curl -s https://example.com/a | ingest clean --url https://example.com/a --format json
    """
    from ingest.cleaner import Cleaner
    from ingest.export.markdown import markdown

    options = _options(
        rules, no_packaged_rules, no_site_rules, keep, only, drop, reader, language_engine, trail, max_removed, ftr
    )
    article = Cleaner(options).clean(_document(file, kind, url, site, title, language, charset))
    for note in article.notes:
        typer.echo(f"note: {note.code}: {note.detail}", err=True)
    if format is Format.json:
        _write(article.encode(trail=trail.value).decode())
    else:
        _write(markdown(article) if format is Format.markdown else article.text)


@app.command()
def explain(
    file: File = "-",
    rules: RulesOption = None,
    no_packaged_rules: NoPackaged = False,
    no_site_rules: NoSites = False,
    ftr: Ftr = None,
    keep: Keep = None,
    only: Only = None,
    drop: Drop = None,
    kind: KindOption = None,
    site: Site = None,
    url: Url = None,
    language: Language = None,
    color: Annotated[bool | None, typer.Option("--color/--no-color", help="Default: on a terminal.")] = None,
) -> None:
    """Show a document with every removed and changed span marked, and the rule that did it.

    A line that went begins with -, a changed one with ~; in it [-this went-] and {+this came+}.
    """
    from ingest.article import site_of
    from ingest.cleaner import Cleaner
    from ingest.cli.console import print_explained
    from ingest.explain import explain as explained

    cleaner = Cleaner(_options(rules, no_packaged_rules, no_site_rules, keep, only, drop, ftr=ftr))
    raw = _document(file, kind, url, site, None, language, None)
    page = cleaner.read(raw)
    article = cleaner.clean_page(page, raw)
    config = cleaner.rules.site_config(site_of(raw))
    by_id = {rule.id: rule for rule in (*cleaner.rules.rules, *(config.file.rules if config else ()))}
    print_explained(explained(page, article, by_id), article, color)


@app.command()
def export(
    clean: Annotated[Path, typer.Argument(help="A folder that 'ingest run' has written.", metavar="CLEAN")],
    to: Annotated[ExportFormat, typer.Option("--to", help="What to write.")],
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

    done = exported(clean, to.value, out, drop_duplicates=drop_duplicates)
    left_out = f", {done.dropped:,} duplicates left out" if drop_duplicates else ""
    uncounted = ", which no run.json counts" if counted_records(clean) is None else ""
    typer.echo(f"{done.path}: {done.records:,} records{left_out}{uncounted}", err=True)


@app.command()
def duplicates(
    clean: Annotated[Path, typer.Argument(help="A folder that 'ingest run' has written.", metavar="CLEAN")],
) -> None:
    """Find records that say what an earlier one says: equal, edited, cut, syndicated.

    They are written to CLEAN/duplicates.jsonl (id, duplicate_of, similarity); the records stay as they are. Takes
    about 3.5 GB of memory for a million different articles.
    """
    from ingest.batch.duplicates import write_duplicates

    found = write_duplicates(clean)
    typer.echo(f"{found.records:,} records: {found.exact:,} exact copies, {found.near:,} near ones", err=True)


@app.command()
def schema(which: Annotated[Schema, typer.Argument(help="Of the records, or of rule files.")]) -> None:
    """Print the JSON Schema of records or of rule files."""
    import json

    from ingest.record import article_schema
    from ingest.rules.files.schema import rules_schema

    _write(json.dumps(article_schema() if which is Schema.article else rules_schema(), indent=2, ensure_ascii=False))


@rules_app.command("check")
def check_rules(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Rule files or folders. Default: the packaged rules.", metavar="[PATH]..."),
    ] = None,
) -> None:
    """Say all that is wrong with rule files, and run their examples. Exits with 1 if anything is."""
    from ingest.rules.check.check import check

    report = check(paths or ())
    for fault in report.faults:
        typer.echo(str(fault), err=True)
    counts = f"{report.files} files, {report.rules} rules, {report.examples} examples"
    typer.echo(f"{counts}: {len(report.faults)} faults" if report.faults else f"{counts}: all as they say")
    raise typer.Exit(1 if report.faults else 0)


@rules_app.command("list")
def list_rules(
    rules: RulesOption = None,
    no_packaged_rules: NoPackaged = False,
    ftr: Ftr = None,
    url: Url = None,
    site: Site = None,
    language: Language = None,
    kind: Annotated[str | None, typer.Option("--kind", help=f"Only rules of this kind. {_KINDS_HELP}")] = None,
) -> None:
    """List the rules: all of them, or those that apply to a --url or --site and a --language."""
    from ingest.article import RawDocument, site_of
    from ingest.cleaner import Cleaner
    from ingest.cli.console import print_rules

    rule_set = Cleaner(_options(rules, no_packaged_rules, ftr=ftr)).rules
    host = site_of(RawDocument("", url=url, site=site))
    config = rule_set.site_config(host)
    for fault in config.faults if config else ():
        typer.echo(str(fault), err=True)
    chosen = rule_set.select(language, host).rules() if host or language else rule_set.rules
    print_rules([rule for rule in chosen if kind in (None, rule.kind)])


@rules_app.command("show")
def show_rule(
    id: Annotated[str, typer.Argument(help="The rule's id, like en.read-also.")],
    rules: RulesOption = None,
    no_packaged_rules: NoPackaged = False,
) -> None:
    """Print one rule as its file has it."""
    from ingest.cleaner import Cleaner
    from ingest.rules.check.check import source_of

    _write(source_of(Cleaner(_options(rules, no_packaged_rules)).rules, id))


@rules_app.command("new")
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


@rules_app.command("import-ftr")
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


def _options(
    rules: list[Path] | None,
    no_packaged_rules: bool = False,
    no_site_rules: bool = False,
    keep: list[str] | None = None,
    only: list[str] | None = None,
    drop: list[str] | None = None,
    reader: Reader = Reader.auto,
    language_engine: LanguageEngine = LanguageEngine.langdetect,
    trail: Trail = Trail.full,
    max_removed: float | None = None,
    ftr: Path | None = None,
) -> Options:
    from ingest.options import Options

    return Options(
        rules=tuple(map(str, rules or ())),
        packaged=not no_packaged_rules,
        site_rules=not no_site_rules,
        keep=tuple(keep or ()),
        only=tuple(only or ()),
        drop=tuple(drop or ()),
        reader=reader.value,
        language_engine=language_engine.value,
        trail=trail.value,
        max_removed=max_removed,
        ftr=str(ftr) if ftr else None,
    )


def _document(
    file: str,
    kind: Kind | None,
    url: str | None,
    site: str | None,
    title: str | None,
    language: str | None,
    charset: str | None,
) -> RawDocument:
    from ingest.article import RawDocument

    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise UsageError(
            f"'{file}' cannot be read: {error.strerror}\n  fix: give a file, or - for standard input"
        ) from None
    return RawDocument(
        data,
        name="" if file == "-" else Path(file).name,
        kind=kind.value if kind else None,
        url=url,
        site=site,
        title=title,
        language=language,
        charset=charset,
    )


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"ingest {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run the command line; exit codes as the README says: 2 for a wrong call, 3 for a run that failed."""
    try:
        app(standalone_mode=True)
    except RunError as error:
        _stop(error, 3)
    except IngestError as error:
        _stop(error, 2)
    except BrokenPipeError:
        # The reader of our output has seen enough ("| head").
        sys.stderr.close()
        raise SystemExit(0) from None


def _stop(error: IngestError, code: int) -> NoReturn:
    typer.echo(f"ingest: {error}", err=True)
    raise SystemExit(code)


def _write(text: str) -> None:
    sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n")
    sys.stdout.buffer.flush()
