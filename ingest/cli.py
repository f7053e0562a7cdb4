"""The command line: arguments in, calls out. The one module that imports Typer."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from ingest.article import KINDS
from ingest.errors import IngestError, RunError, UsageError
from ingest.version import __version__

if TYPE_CHECKING:
    from ingest.article import RawDocument
    from ingest.options import Options

app = typer.Typer(
    help="Turn scraped news into clean article records. Rules that people can read take out what is not the article;\n"
    "every removal is in the record, with the rule that made it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
rules_app = typer.Typer(help="Look at rules, check them, write new ones.", no_args_is_help=True)
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
    none = "none"


class Trail(StrEnum):
    full = "full"
    spans = "spans"
    none = "none"


class Format(StrEnum):
    text = "text"
    json = "json"
    markdown = "markdown"


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
Engine = Annotated[LanguageEngine, typer.Option("--language-engine", help="What tells the language of a text.")]
Url = Annotated[str | None, typer.Option("--url", help="Where the document was found; its host selects site rules.")]
Site = Annotated[str | None, typer.Option("--site", help="The host whose site rules apply.", metavar="HOST")]
Language = Annotated[str | None, typer.Option("--language", help="The language, if it is known: en, de, uk, ...")]
MaxRemoved = Annotated[
    float | None,
    typer.Option(
        "--max-removed",
        help="Pass a document through untouched if more than this share of its prose would go.",
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
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 if any document was rejected.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Show no progress and no summary.")] = False,
) -> None:
    """Clean everything under RAW into records in CLEAN.

    RAW may hold .html .htm .txt .md .json .jsonl files, in folders of any depth. Every input becomes a record in
    articles.jsonl or a line in rejects.jsonl that says why not; run.json counts them, and what every rule did.

    \b
    ingest run raw clean
    ingest run crawl.jsonl clean --rules my-rules --workers 4
    zcat crawl.jsonl.gz | ingest run - clean
    """
    from ingest.article import RawDocument
    from ingest.batch.reference import Limits, Stated
    from ingest.batch.run import run as run_batch
    from ingest.cleaner import site_of
    from ingest.console import print_summary, watching

    options = _options(
        rules, no_packaged_rules, no_site_rules, keep, only, drop, reader, language_engine, trail, max_removed
    )
    limits = Limits(max_bytes=max_bytes, seconds=seconds)
    # Documents have addresses of their own: of a common one only the host can be meant.
    host = site_of(RawDocument("", url=url, site=site))
    stated = Stated(kind=kind.value if kind else None, site=host, language=language)
    with watching(sys.stderr) if not quiet else nullcontext() as progress:
        summary = run_batch(raw, clean, options, workers=workers, limits=limits, stated=stated, progress=progress)
    if not quiet:
        print_summary(summary, str(clean), sys.stderr)
    raise typer.Exit(1 if strict and summary.rejects else 0)


@app.command("clean")
def clean_one(
    file: File = "-",
    rules: RulesOption = None,
    no_packaged_rules: NoPackaged = False,
    no_site_rules: NoSites = False,
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
    from ingest.record import encode
    from ingest.report.markdown import markdown

    options = _options(
        rules, no_packaged_rules, no_site_rules, keep, only, drop, reader, language_engine, trail, max_removed
    )
    article = Cleaner(options).clean(_document(file, kind, url, site, title, language, charset))
    for note in article.notes:
        typer.echo(f"note: {note.code}: {note.detail}", err=True)
    if format is Format.json:
        _write(encode(article, trail=trail.value).decode())
    else:
        _write(markdown(article) if format is Format.markdown else article.text)


@app.command()
def explain(
    file: File = "-",
    rules: RulesOption = None,
    no_packaged_rules: NoPackaged = False,
    no_site_rules: NoSites = False,
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
    from ingest.cleaner import Cleaner
    from ingest.console import print_explained
    from ingest.report.explain import explain as explained

    cleaner = Cleaner(_options(rules, no_packaged_rules, no_site_rules, keep, only, drop))
    raw = _document(file, kind, url, site, None, language, None)
    page = cleaner.read(raw)
    article = cleaner.clean_page(page, raw)
    by_id = {rule.id: rule for rule in cleaner.rules.rules}
    print_explained(explained(page, article, by_id), article, color)


@app.command()
def schema(which: Annotated[Schema, typer.Argument(help="Of the records, or of rule files.")]) -> None:
    """Print the JSON Schema of records or of rule files."""
    import json

    from ingest.record import article_schema
    from ingest.rules.schema import rules_schema

    _write(json.dumps(article_schema() if which is Schema.article else rules_schema(), indent=2, ensure_ascii=False))


@rules_app.command("check")
def check_rules(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Rule files or folders. Default: the packaged rules.", metavar="[PATH]..."),
    ] = None,
) -> None:
    """Say all that is wrong with rule files, and run their examples. Exits with 1 if anything is."""
    from ingest.rules.check import check

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
    url: Url = None,
    site: Site = None,
    language: Language = None,
    kind: Annotated[str | None, typer.Option("--kind", help=f"Only rules of this kind. {_KINDS_HELP}")] = None,
) -> None:
    """List the rules: all of them, or those that apply to a --url or --site and a --language."""
    from ingest.article import RawDocument
    from ingest.cleaner import Cleaner, site_of
    from ingest.console import print_rules

    rule_set = Cleaner(_options(rules, no_packaged_rules)).rules
    host = site_of(RawDocument("", url=url, site=site))
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
    from ingest.rules.check import source_of

    _write(source_of(Cleaner(_options(rules, no_packaged_rules)).rules, id))


@rules_app.command("new")
def new_rules(
    site: Annotated[str, typer.Argument(help="The site's host name, like example.com.")],
    into: Annotated[Path, typer.Option(help="The rule folder; the file goes to sites/ in it.", metavar="DIR")] = Path(
        "my-rules"
    ),
) -> None:
    """Write a starter file for a site. It passes 'ingest rules check' as it is; then make it yours."""
    from ingest.rules.starter import host_of, write_starter

    host = host_of(site)
    path = write_starter(host, into)
    typer.echo(f"wrote {path}")
    typer.echo(f"next: edit it, then  ingest rules check {path}  and  ingest clean PAGE --rules {into} --site {host}")


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
