"""The parameters of a command: made from the options declared for it, and those that several commands spell out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import is_dataclass
from functools import wraps
from inspect import Parameter, signature
from typing import Annotated, Any, get_type_hints

import typer

from ingest.errors import UsageError
from ingest.options import DeclaredOption, declared

Command = Callable[..., None]


def as_parser(parse: Callable[[str], object]) -> Callable[[str], object]:
    """Return a parser for Typer, which names the option in the error of ``parse``."""

    def parsed(text: str) -> object:
        try:
            return parse(text)
        except UsageError as error:
            raise typer.BadParameter(str(error)) from None

    return parsed


def with_declared(command: Command, name: str) -> Command:
    """Return a command as Typer takes it, for the name by which it is called.

    A parameter whose type declares options, like ``options: Options``, is replaced by a parameter for each of them that
    the command of this name takes; when it is called, the values are put together again.
    """
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
            given[held] = holder(**{option.name: _typed_value(option, given.pop(option.name)) for option in options})
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
        parser=as_parser(option.offer.parse) if option.offer.parse else None,
    )
    kind: Any = list[str] if option.repeatable else option.type
    annotation = kind | None if option.repeatable or option.nullable else kind
    return Parameter(option.name, Parameter.KEYWORD_ONLY, default=default, annotation=Annotated[annotation, info])


def _typed_value(option: DeclaredOption, typed: Any) -> Any:
    """Return the value of an option from what Typer has made of the command line."""
    if option.repeatable:
        return tuple(typed or ())
    return not typed if option.type is bool and option.default is True else typed
