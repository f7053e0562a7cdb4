"""The command line: the list of its commands, and what their errors exit with."""

from __future__ import annotations

import sys
from typing import Annotated, Literal, NoReturn

import typer

from ingest.cli import documents, rules, trial
from ingest.cli.options import Command, with_declared
from ingest.cli.result import write_result
from ingest.errors import IngestError, RunError
from ingest.version import __version__

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


def schema(
    which: Annotated[Literal["article", "rules"], typer.Argument(help="Of the records, or of rule files.")],
) -> None:
    """Print the JSON Schema of records or of rule files."""
    import json

    from ingest.record import article_schema
    from ingest.rules.grammar.schema import rules_schema

    write_result(json.dumps(article_schema() if which == "article" else rules_schema(), indent=2, ensure_ascii=False))


_COMMANDS: dict[str, Command] = {
    "run": documents.run,
    "clean": documents.clean_one,
    "explain": documents.explain,
    "export": documents.export,
    "duplicates": documents.duplicates,
    "schema": schema,
}
_RULES_COMMANDS: dict[str, Command] = {
    "check": rules.check_rules,
    "list": rules.list_rules,
    "kinds": rules.list_kinds,
    "show": rules.show_rule,
    "why": rules.why_rule,
    "new": rules.new_rules,
    "suggest": rules.suggest_rules,
    "try": trial.try_rules_over,
    "import-ftr": rules.import_ftr,
}
for _name, _command in _COMMANDS.items():
    app.command(_name)(with_declared(_command, _name))
for _name, _command in _RULES_COMMANDS.items():
    rules_app.command(_name)(with_declared(_command, f"rules {_name}"))


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
