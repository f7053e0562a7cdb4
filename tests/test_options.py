"""One list of options: who offers them offers the same, and what is no value of theirs is refused by name."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any, get_args

import pytest
import typer
from typer.models import OptionInfo

import ingest
from ingest import Cleaner, UsageError
from ingest.cli.app import app, rules_app
from ingest.export.export import FORMATS
from ingest.input_record import Defaults
from ingest.integrations.engine_job import job_of
from ingest.options import DeclaredOption, Options, Stated, declared, options_of

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def parameters(function: Callable[..., object]) -> dict[str, inspect.Parameter]:
    return dict(inspect.signature(function).parameters)


def test_cleaner_takes_the_fields_of_options_by_name() -> None:
    spelled = parameters(Cleaner)
    assert list(spelled) == ["options", *(each.name for each in fields(Options))]
    defaults = {name: parameter.default for name, parameter in spelled.items() if name not in ("options", "finders")}
    assert defaults == {each.name: each.default for each in fields(Options) if each.name != "finders"}


@pytest.mark.parametrize("clean", [Cleaner.clean, ingest.clean], ids=["Cleaner.clean", "ingest.clean"])
def test_clean_takes_what_may_be_stated_by_name(clean: Callable[..., object]) -> None:
    assert set(parameters(clean)) - {"self"} == {"raw", "name", *(each.name for each in fields(Stated))}


def test_every_option_is_offered_by_a_command() -> None:
    """All but finders, which are functions."""
    assert {each.name for each in fields(Options)} - {option.name for option in declared(Options)} == {"finders"}
    assert [option.name for option in (*declared(Options), *declared(Stated)) if not option.offer.commands] == []


@pytest.mark.parametrize(
    ("call", "where", "takes"),
    [
        (lambda: ingest.clean(None), "raw: None", "a str, bytes, or a RawDocument"),  # type: ignore[arg-type]
        (lambda: ingest.clean(3), "raw: 3", "a str, bytes, or a RawDocument"),  # type: ignore[arg-type]
        (lambda: ingest.clean(bytearray(b"a")), "raw: bytearray", "a str, bytes"),  # type: ignore[arg-type]
        (lambda: ingest.clean(ingest.RawDocument(None)), "raw: None", "a str, bytes"),  # type: ignore[arg-type]
        (lambda: ingest.clean("a", title=3), "title: 3", "a string, or None"),  # type: ignore[arg-type]
        (lambda: ingest.clean("a", charset=b"utf-8"), "charset: b'utf-8'", "a string"),  # type: ignore[arg-type]
        (lambda: ingest.clean("a", kind=3), "kind: 3", "one of 'html', 'text', or None"),  # type: ignore[arg-type]
        (lambda: ingest.clean("a", name=None), "name: None", "a string"),  # type: ignore[arg-type]
        (lambda: Cleaner(trail=False), "trail: False", "one of 'full', 'spans', 'none'"),  # type: ignore[arg-type]
        (lambda: Cleaner(reader=None), "reader: None", "one of 'auto'"),  # type: ignore[arg-type]
        (lambda: Cleaner(max_removed="0.5"), "max_removed: '0.5'", "a number, or None"),  # type: ignore[arg-type]
        (lambda: Cleaner(max_removed=True), "max_removed: True", "a number, or None"),
        (lambda: Cleaner(keep=3), "keep: 3", "a list of strings"),  # type: ignore[arg-type]
        (lambda: Cleaner(keep=[3]), "keep: (3,)", "a list of strings"),  # type: ignore[list-item]
        (lambda: Cleaner(keep=None), "keep: None", "a list of strings"),  # type: ignore[arg-type]
        (lambda: Cleaner(rules=b"folder"), "rules: (", "a list of strings"),  # type: ignore[arg-type]
        (lambda: Cleaner(packaged="no"), "packaged: 'no'", "True or False"),  # type: ignore[arg-type]
        (lambda: Cleaner(site_rules=0), "site_rules: 0", "True or False"),  # type: ignore[arg-type]
        (lambda: Cleaner(ftr=3), "ftr: 3", "a string, or None"),  # type: ignore[arg-type]
        (lambda: Cleaner(finders=3), "finders: 3", "a dict of names"),  # type: ignore[arg-type]
        (lambda: Cleaner(finders={"a": 3}), "finders: 'a': 3", "a function"),  # type: ignore[dict-item]
        (lambda: Cleaner({"keep": "caption"}), "options: {", "an Options"),  # type: ignore[arg-type]
        (lambda: Options(keep="caption"), "keep: 'caption'", "a list of strings"),  # type: ignore[arg-type]
        (lambda: options_of({"trail": False}), "trail: False", "one of 'full'"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_value_of_a_wrong_type_is_told_with_what_is_taken(call: Callable[[], object], where: str, takes: str) -> None:
    with pytest.raises(TypeError) as error:
        call()
    message, _, fix = str(error.value).partition("\n  fix: ")
    assert message.startswith(where)
    assert takes in fix
    assert isinstance(error.value, UsageError)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: ingest.clean("a", kind="pdf"), "kind: 'pdf' is not known\n  fix: known: html, text"),  # type: ignore[arg-type]
        (
            lambda: options_of({"max_remove": 0.5}),
            "'max_remove' is no option of a cleaner\n  fix: did you mean 'max_removed'?",
        ),
        (lambda: Cleaner(Options(), keep=["caption"]), "options: given as one value, and by name too"),
    ],
    ids=["kind", "name", "twice"],
)
def test_wrong_value_is_a_wrong_call(call: Callable[[], object], said: str) -> None:
    with pytest.raises(UsageError) as error:
        call()
    assert str(error.value).startswith(said)


def test_unknown_name_is_refused() -> None:
    with pytest.raises(TypeError, match="kep"):
        Cleaner(kep=["caption"])  # type: ignore[call-arg]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        ('Cleaner(kep=["caption"])', r'Unexpected keyword argument "kep" for "Cleaner"'),
        ('Cleaner(trail="short")', r'Argument "trail" to "Cleaner" has incompatible type'),
        ("Cleaner(keep=3)", r'Argument "keep" to "Cleaner" has incompatible type'),
        ('clean("a", kind="pdf")', r'Argument "kind" to "clean" has incompatible type'),
        ("clean(None)", r'Argument 1 to "clean" has incompatible type'),
    ],
    ids=lambda value: value if "(" in value else "",
)
def test_wrong_call_fails_a_type_checker(tmp_path: Path, call: str, complaint: str) -> None:
    path = tmp_path / "caller.py"
    path.write_text(f'from ingest import Cleaner, clean\n\nCleaner(keep=["caption"])\n{call}\n', encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), str(path)],
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    errors = [line for line in ran.stdout.splitlines() if "caller.py" in line and ": error:" in line]
    assert [line for line in errors if "caller.py:4:" not in line] == []
    assert any(re.search(complaint, line) for line in errors), ran.stdout + ran.stderr


def commands(of: typer.Typer, prefix: str = "") -> dict[str, dict[str, Any]]:
    """The options of every command, as given to Typer, by parameter: type, ``typer.Option``, and default."""
    found = {}
    for command in of.registered_commands:
        assert command.callback is not None
        found[f"{prefix}{command.name}"] = {
            name: (*get_args(parameter.annotation), parameter.default)
            for name, parameter in parameters(command.callback).items()
            if isinstance(get_args(parameter.annotation)[1], OptionInfo)
        }
    return found


COMMANDS = commands(app) | commands(rules_app, "rules ")


def flags(name: str, option: OptionInfo) -> list[str]:
    """The long flags of an option."""
    declarations = (option.default, *(option.param_decls or ()))  # Typer puts the first into ``default``
    written = [flag for each in declarations if isinstance(each, str) for flag in each.split("/")]
    return [flag for flag in written if flag.startswith("--")] or [f"--{name.replace('_', '-')}"]


def flags_of(command: str) -> set[str]:
    return {flag for name, (_, option, _) in COMMANDS[command].items() for flag in flags(name, option)}


@pytest.mark.parametrize("name", ["run", "clean", "explain", "rules list", "rules show"])
def test_command_takes_the_options_that_are_declared_for_it(name: str) -> None:
    wanted = (*declared(Options, name), *declared(Stated, name))
    assert wanted
    assert [option.flag for option in wanted if option.flag not in flags_of(name)] == []


def test_explain_takes_what_clean_takes_but_for_what_it_writes() -> None:
    assert flags_of("clean") - flags_of("explain") == {"--trail", "--format"}


def test_export_takes_every_format() -> None:
    assert get_args(COMMANDS["export"]["to"][0]) == FORMATS


def flag_in_readme(name: str, kind: Any, option: OptionInfo) -> str:
    """How an option is written in the README: its long flags, and what follows them."""
    choices = "\\|".join(each for part in (kind, *get_args(kind)) for each in get_args(part) if isinstance(each, str))
    value = option.metavar or choices
    return ", ".join(f"`{flag} {value}`" if value else f"`{flag}`" for flag in flags(name, option))


def table() -> list[str]:
    """The rows of the table of options: flag, commands, help."""
    rows: dict[tuple[str, str], list[str]] = {}
    for command, options in COMMANDS.items():
        for name, (kind, option, default) in options.items():
            shown = isinstance(default, str | int | float) and default != "" and default is not False
            help_text = f"{option.help} Default: {default}." if shown else f"{option.help}"
            rows.setdefault((flag_in_readme(name, kind, option), help_text), []).append(command)
    return [f"| {flag} | {', '.join(names)} | {help_text} |" for (flag, help_text), names in rows.items()]


def test_readme_has_the_table_of_options() -> None:
    """The table is made from the commands: where this fails, what it prints is to be copied."""
    section = README[README.index("## Options") : README.index("Exit codes:")]
    shown = re.findall(r"^\| `.*$", section, re.MULTILINE)
    assert shown == [*table(), "| `--version`, `--help` | | |"], "\n".join(table())


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], Options()),
        (["--rules", "a", "--rules", "b", "--no-packaged-rules"], Options(rules=("a", "b"), packaged=False)),
        (["--no-site-rules", "--only", "share"], Options(site_rules=False, only=("share",))),
        (["--ftr", "configs", "--drop", "dateline"], Options(ftr="configs", drop=("dateline",))),
        (["--reader", "fast", "--language-engine", "none", "--trail", "spans", "--max-removed", "0.5"],
         Options(reader="fast", language_engine="none", trail="spans", max_removed=0.5)),
    ],
    ids=["default", "rules", "flags", "folders", "choices"],
)  # fmt: skip
def test_engine_takes_the_options(arguments: list[str], expected: Options) -> None:
    assert job_of(["crawl/", "articles/", *arguments], "ray").options == expected


def test_engine_takes_what_is_stated_of_all_documents() -> None:
    arguments = ["--kind", "html", "--site", "example.com", "--language", "de", "--map", "text=body"]
    stated = job_of(["crawl/", "articles/", *arguments], "ray").stated
    assert stated == Defaults("html", "example.com", "de", (("text", "body"),))


@pytest.mark.parametrize("arguments", [["--keep", "captoin"], ["--max-removed", "7"], ["--trail", "short"]], ids=str)
def test_engine_refuses_what_is_no_value(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        job_of(["crawl/", "articles/", *arguments], "ray")
    assert ended.value.code == 2
    assert arguments[1] in capsys.readouterr().err


def test_option_knows_its_values() -> None:
    by_name = {option.name: option for option in declared(Options)}

    def told(option: DeclaredOption) -> tuple[str, bool, tuple[str, ...], bool]:
        return option.flag, option.repeatable, option.choices, option.nullable

    assert told(by_name["packaged"]) == ("--no-packaged-rules", False, (), False)
    assert told(by_name["keep"]) == ("--keep", True, (), False)
    assert told(by_name["trail"]) == ("--trail", False, ("full", "spans", "none"), False)
    assert told(by_name["max_removed"]) == ("--max-removed", False, (), True)
    assert [option.nullable for option in declared(Stated)] == [True] * 7
