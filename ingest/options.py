"""What a cleaner is made of, and what is stated of a document: every option declared once, for all who offer it.

The command line (``cli/options.py``), the engines' commands (``integrations/engine_job.py``), Scrapy's
``INGEST_OPTIONS`` and the table in the README are made from the fields of these classes and of ``batch/limits.py``.
"""
# Without ``from __future__ import annotations``: who offers an option reads the type of its field, which must not be
# text. What is heavy is imported for types only, since ``ingest --help`` waits for this module.

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import Field, dataclass, field, fields
from functools import cache
from os import PathLike, fspath
from reprlib import repr as shortened
from types import UnionType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Union, get_args, get_origin

from ingest.errors import UsageError, WrongTypeError, nearest
from ingest.stated.required import required_host, required_language
from ingest.text.language import LanguageEngine
from ingest.vocabulary import KEPT_BY_DEFAULT, KINDS, Care, DocumentKind

if TYPE_CHECKING:
    from ingest.article import RawDocument
    from ingest.rules.finders.spec import Finder

Reader = Literal["auto", "trafilatura", "fast"]
Trail = Literal["full", "spans", "none"]
READERS: tuple[Reader, ...] = get_args(Reader)

# Commands, as they are typed after ``ingest``; "engine" stands for ``python -m ingest.integrations.ray`` and its like.
_DOCUMENT_COMMANDS = ("run", "clean", "explain", "rules why", "rules try", "engine")
_ALL_COMMANDS = (*_DOCUMENT_COMMANDS, "rules list", "rules kinds", "rules show", "rules suggest")


class Offer(NamedTuple):
    """How a field is offered as an option.

    ``flag`` is its name on a command line, without the dashes (default: the field's); of a field that is true by
    default it is the flag that turns it off. ``least`` is the smallest number taken, ``parse`` reads the value from
    what was typed, and ``typed_default`` is the default as it would be typed.
    """

    help: str
    commands: tuple[str, ...]
    metavar: str | None = None
    flag: str = ""
    least: float | None = None
    parse: Callable[[str], object] | None = None
    typed_default: str = ""


@dataclass(frozen=True, slots=True)
class Options:
    """What a cleaner is made of. ``only`` names the kinds to take out (default: all but those kept by default),
    ``keep`` the kinds to leave in, ``drop`` those to take out although they are kept by default.

    A kind that is left in is recognised all the same: its fields are filled, its text stays. ``max_removed`` is the
    ``prose_removed`` (of ``quality``) above which a document is passed through untouched. ``ftr`` is a folder of
    FiveFilters site configs.

    Raises:
        UsageError: a value that is not known, or values that exclude each other.
        WrongTypeError: a value of another type.
    """

    rules: tuple[str, ...] = field(
        default=(),
        metadata={
            "offer": Offer(
                "A rule file or folder, layered over the packaged rules. Repeatable.", _ALL_COMMANDS, metavar="DIR"
            )
        },
    )
    packaged: bool = field(
        default=True,
        metadata={"offer": Offer("Use only the rules given with --rules.", _ALL_COMMANDS, flag="no-packaged-rules")},
    )
    site_rules: bool = field(
        default=True, metadata={"offer": Offer("Use no site files.", _DOCUMENT_COMMANDS, flag="no-site-rules")}
    )
    ftr: str | None = field(
        default=None,
        metadata={
            "offer": Offer(
                "A folder of FiveFilters site configs, used below the site files.",
                (*_DOCUMENT_COMMANDS, "rules list"),
                metavar="DIR",
            )
        },
    )
    keep: tuple[str, ...] = field(
        default=(),
        metadata={
            "offer": Offer(
                "A kind of cruft to leave in the text; its fields are filled all the same. Repeatable. "
                f"One of: {', '.join(KINDS)}.",
                _DOCUMENT_COMMANDS,
                metavar="KIND",
            )
        },
    )
    only: tuple[str, ...] = field(
        default=(),
        metadata={"offer": Offer("Take out this kind, and no other. Repeatable.", _DOCUMENT_COMMANDS, metavar="KIND")},
    )
    drop: tuple[str, ...] = field(
        default=(),
        metadata={
            "offer": Offer(
                "Take out this kind too, which stays by default: dateline, editor_note. Repeatable.",
                _DOCUMENT_COMMANDS,
                metavar="KIND",
            )
        },
    )
    reader: Reader = field(
        default="auto",
        metadata={
            "offer": Offer(
                "What reads HTML: fast, our own; trafilatura; or auto: the fast one, and trafilatura where that "
                "doubts its result.",
                _DOCUMENT_COMMANDS,
            )
        },
    )
    language_engine: LanguageEngine = field(
        default="fasttext",
        metadata={
            "offer": Offer(
                "What detects the language of a text. fast (py3langid) needs the extra ingest[fast]; none: only "
                "what is stated.",
                _DOCUMENT_COMMANDS,
            )
        },
    )
    care: Care = field(
        default="normal",
        metadata={
            "offer": Offer(
                "How sure rules must be: high takes only what is known by its words; low also what is guessed from its "
                "shape and place.",
                (*_DOCUMENT_COMMANDS, "rules list", "rules suggest"),
            )
        },
    )
    trail: Trail = field(
        default="full",
        metadata={
            "offer": Offer(
                "How much of the removals a record carries: all, only their offsets, or nothing.",
                ("run", "clean", "engine"),
            )
        },
    )
    max_removed: float | None = field(
        default=None,
        metadata={
            "offer": Offer(
                "Pass a document through untouched if its prose_removed (see quality) would be above this share.",
                _DOCUMENT_COMMANDS,
                metavar="SHARE",
            )
        },
    )
    finders: tuple[tuple[str, "Finder"], ...] = ()

    def __post_init__(self) -> None:
        for option in declared(Options):
            check_value(option, getattr(self, option.name))
        for name in ("keep", "only", "drop"):
            for kind in getattr(self, name):
                if kind not in KINDS:
                    raise UsageError(f"{name}: '{kind}' is no kind of cruft\n  fix: {nearest(kind, KINDS)}")
        for name, finder in self.finders:
            if not callable(finder):
                raise WrongTypeError(f"finders: '{name}'", shortened(finder), "a function, or a FinderSpec")
        if self.language_engine == "fast":
            from ingest.text.language.py3langid_engine import require_py3langid

            require_py3langid()
        if self.ftr is not None and not self.site_rules:
            raise UsageError("ftr: site configs are site rules, and those are turned off\n  fix: one of the two")
        if self.max_removed is not None and not 0 <= self.max_removed <= 1:
            raise UsageError(f"max_removed: {self.max_removed} is no share\n  fix: a number from 0 to 1")

    @property
    def kept(self) -> frozenset[str]:
        """The kinds whose text stays."""
        stays = frozenset(KINDS) - frozenset(self.only) if self.only else KEPT_BY_DEFAULT
        return (stays | frozenset(self.keep)) - frozenset(self.drop)


def _parse_time(text: str) -> str:
    """Return a time as it is typed; it is read where it is used.

    Raises:
        UsageError: it is none.
    """
    from ingest.text.dates import stated_time

    if stated_time(text) is None:
        raise UsageError(f"'{text}' is no time\n  fix: one like 2024-03-05 or 2024-03-05T09:30:00Z")
    return text


@dataclass(frozen=True, slots=True)
class Stated:
    """What may be stated of a document from outside, as arguments of ``Cleaner.clean``."""

    kind: DocumentKind | None = field(
        default=None,
        metadata={"offer": Offer("What the input is. Default: what it looks like.", _DOCUMENT_COMMANDS)},
    )
    site: str | None = field(
        default=None,
        metadata={
            "offer": Offer(
                "The host whose site rules apply.",
                (*_DOCUMENT_COMMANDS, "rules list"),
                metavar="HOST",
                parse=required_host,
            )
        },
    )
    url: str | None = field(
        default=None,
        metadata={
            "offer": Offer(
                "Where the document was found; its host selects site rules.",
                ("run", "clean", "explain", "rules list", "rules why"),
                metavar="URL",
            )
        },
    )
    language: str | None = field(
        default=None,
        metadata={
            "offer": Offer(
                "The language, if it is known: en, eng, English, ...",
                (*_DOCUMENT_COMMANDS, "rules list"),
                metavar="LANGUAGE",
                parse=required_language,
            )
        },
    )
    title: str | None = field(
        default=None,
        metadata={"offer": Offer("Its headline, if it is known.", ("clean", "explain", "rules why"), metavar="TEXT")},
    )
    charset: str | None = field(
        default=None,
        metadata={
            "offer": Offer("The character set that HTTP stated.", ("clean", "explain", "rules why"), metavar="NAME")
        },
    )
    fetched_at: str | None = field(
        default=None,
        metadata={
            "offer": Offer(
                "When it was fetched: nothing was published later.",
                ("clean", "explain"),
                metavar="TIME",
                parse=_parse_time,
            )
        },
    )


class DeclaredOption(NamedTuple):
    """A field with its offer: what is needed to take its value from a user, and to check it."""

    name: str
    offer: Offer
    type: type
    default: Any
    nullable: bool
    choices: tuple[str, ...]  # the values that it takes, of a closed set
    repeatable: bool  # it takes a list

    @property
    def flag(self) -> str:
        """The name on a command line."""
        return "--" + (self.offer.flag or self.name.replace("_", "-"))

    @property
    def takes(self) -> str:
        """The values that it takes, in words."""
        if self.choices:
            words = f"one of {', '.join(map(repr, self.choices))}"
        else:
            words = "a list of strings" if self.repeatable else _TYPE_WORDS[self.type]
        return f"{words}, or None" if self.nullable else words

    def fits(self, value: object) -> bool:
        """True if a value is of the type of this option."""
        if value is None:
            return self.nullable
        if self.choices:
            return isinstance(value, str)
        if self.repeatable:
            return isinstance(value, tuple) and all(isinstance(item, str) for item in value)
        if isinstance(value, bool):
            return self.type is bool
        return isinstance(value, int | float) if self.type is float else isinstance(value, self.type)


_TYPE_WORDS = {bool: "True or False", str: "a string", float: "a number", int: "a whole number"}


@cache
def declared(holder: type, command: str | None = None) -> tuple[DeclaredOption, ...]:
    """Return the options that the fields of a dataclass declare; with a ``command``, those that it takes."""
    options = (_declared_option(each) for each in fields(holder) if "offer" in each.metadata)
    return tuple(option for option in options if command is None or command in option.offer.commands)


def _declared_option(each: "Field[Any]") -> DeclaredOption:
    """Return the option that a field declares: its type may be one that is None as well, a list, or a closed set."""
    parts: tuple[Any, ...] = (each.type,)
    if isinstance(each.type, UnionType) or get_origin(each.type) is Union:
        parts = get_args(each.type)
    (kind,) = (part for part in parts if part is not type(None))
    choices = get_args(kind) if get_origin(kind) is Literal else ()
    repeatable = get_origin(kind) is tuple
    return DeclaredOption(each.name, each.metadata["offer"], kind, each.default, len(parts) > 1, choices, repeatable)


def check_value(option: DeclaredOption, value: object) -> None:
    """Check that an option takes a value.

    Raises:
        WrongTypeError: it is of another type.
        UsageError: it is not one of the choices.
    """
    if not option.fits(value):
        raise WrongTypeError(option.name, shortened(value), option.takes)
    if option.choices and isinstance(value, str) and value not in option.choices:
        raise UsageError(f"{option.name}: '{value}' is not known\n  fix: {nearest(value, option.choices)}")


def check_document(raw: "RawDocument") -> None:
    """Check what a caller has passed as a document, and stated of it. What the document holds is never wrong.

    Raises:
        WrongTypeError: a value of another type.
        UsageError: a kind that is not known.
    """
    if not isinstance(raw.data, str | bytes):
        raise WrongTypeError("raw", shortened(raw.data), "a str, bytes, or a RawDocument that holds one of these")
    if not isinstance(raw.name, str):
        raise WrongTypeError("name", shortened(raw.name), "a string")
    for option in declared(Stated):
        if (value := getattr(raw, option.name)) is not None:
            check_value(option, value)


def _as_tuple(value: object) -> object:
    """Return a list as a tuple of texts; one text, path or mapping is a list of one. What is no list stays."""
    if isinstance(value, str | PathLike | Mapping):
        return (_as_text(value),)
    if not isinstance(value, Iterable):
        return value
    return tuple(map(_as_text, value))


def _as_text(item: object) -> object:
    """Return a path as text, and a mapping, which is a rule or a rule file, as JSON on several lines, which is YAML."""
    if isinstance(item, PathLike):
        return fspath(item)
    if not isinstance(item, Mapping):
        return item
    file = {"rules": [item]} if "id" in item else item
    try:
        return f"{json.dumps(file, ensure_ascii=False, indent=1)}\n"
    except (TypeError, ValueError, RecursionError) as error:
        raise WrongTypeError("rules", shortened(item), f"what a rule file may hold ({error})") from None


def options_of(named: Mapping[str, object], finders: Mapping[str, "Finder"] | None = None) -> Options:
    """Return options from their names and values; lists stand for tuples, paths for strings.

    Raises:
        UsageError: a name or value that is not known, or a value of another type (``WrongTypeError``).
    """
    known = {option.name: option for option in declared(Options)}
    for name in named:
        if name not in known:
            raise UsageError(f"'{name}' is no option of a cleaner\n  fix: {nearest(name, known)}")
    values = {name: _as_tuple(value) if known[name].repeatable else value for name, value in named.items()}
    if isinstance(ftr := values.get("ftr"), PathLike):
        values["ftr"] = fspath(ftr)
    if not isinstance(finders or {}, Mapping):
        raise WrongTypeError("finders", shortened(finders), "a dict of names and functions")
    return Options(**values, finders=tuple((finders or {}).items()))  # type: ignore[arg-type]  # Options checks them


def options_given(whole: Options | None, named: Options) -> Options:
    """Return the options that were given: as one value, or by name, in which case ``whole`` is None.

    Raises:
        UsageError: both were given, so that one of them would be without effect.
    """
    if whole is None:
        return named
    if not isinstance(whole, Options):
        raise WrongTypeError("options", shortened(whole), "an Options, or its fields by name")
    if named != Options():
        raise UsageError("options: given as one value, and by name too\n  fix: one of the two, or dataclasses.replace")
    return whole
