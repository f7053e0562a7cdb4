"""The parameters of a command: made from the options declared for it, and those that several commands spell out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import is_dataclass
from functools import wraps
from inspect import Parameter, signature
from typing import Annotated, Any, get_type_hints

import typer

from ingest.batch.limits import parse_size
from ingest.errors import UsageError
from ingest.options import DeclaredOption, declared

Command = Callable[..., None]


def size(text: str) -> int:
    """Return a size in bytes from how it is typed; what cannot be read is a wrong call that names its option."""
    try:
        return parse_size(text)
    except UsageError as error:
        raise typer.BadParameter(str(error)) from None


def positive_size(text: str) -> int:
    """Return a size of at least one byte."""
    if (value := size(text)) < 1:
        raise typer.BadParameter(f"{value} is too small\n  fix: 1 or more")
    return value


def with_declared(command: Command, name: str) -> Command:
    """Return a command as Typer takes it. A parameter whose type declares options, like ``options: Options``, becomes
    those of them that the command of this name takes; when it is called, they are put together again."""
    hints = get_type_hints(command, include_extras=True)
    parameters: list[Parameter] = []
    holders: dict[str, tuple[type, tuple[DeclaredOption, ...]]] = {}
    for parameter in signature(command).parameters.values():
        hint = hints[parameter.name]
        if is_dataclass(hint) and isinstance(hint, type):
            holders[parameter.name] = hint, declared(hint, name)
            parameters += map(_parameter, declared(hint, name))
        else:
            parameters.append(parameter.replace(annotation=hint, kind=Parameter.KEYWORD_ONLY))

    @wraps(command)
    def called(**given: Any) -> None:
        for held, (holder, options) in holders.items():
            given[held] = holder(**{option.name: _value(option, given.pop(option.name)) for option in options})
        command(**given)

    called.__signature__ = signature(command).replace(parameters=parameters)  # type: ignore[attr-defined]
    called.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return called


def _parameter(option: DeclaredOption) -> Parameter:
    """Return the parameter of an option, as if it had been spelled out in a command."""
    turns_off = option.type is bool and option.default is True
    default = False if turns_off else None if option.repeatable else option.offer.typed_default or option.default
    info = typer.Option(
        option.flag,
        help=option.offer.help,
        metavar=option.offer.metavar,
        min=option.offer.least,
        parser=size if option.offer.parse else None,
    )
    kind: Any = list[str] if option.repeatable else option.type
    annotation = kind | None if option.repeatable or option.nullable else kind
    return Parameter(option.name, Parameter.KEYWORD_ONLY, default=default, annotation=Annotated[annotation, info])


def _value(option: DeclaredOption, typed: Any) -> Any:
    """Return the value of an option from what Typer has made of the command line."""
    if option.repeatable:
        return tuple(typed or ())
    return not typed if option.type is bool and option.default is True else typed
