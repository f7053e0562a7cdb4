"""What a cleaner is made of, as one value that travels to worker processes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from os import PathLike
from typing import Literal

from ingest.errors import UsageError, nearest
from ingest.rules.finders.spec import Finder
from ingest.text.language import py3langid_engine as langid
from ingest.text.language.detect import LanguageEngine
from ingest.vocabulary import KEPT_BY_DEFAULT, KINDS

READERS = ("auto", "trafilatura", "fast")
LANGUAGE_ENGINES = ("langdetect", "fast", "none")
TRAILS = ("full", "spans", "none")


@dataclass(frozen=True, slots=True)
class Options:
    """What a cleaner is made of. ``only`` names the kinds to take out (default: all but those kept by default),
    ``keep`` the kinds to leave in, ``drop`` those to take out although they are kept by default.

    A kind that is left in is recognised all the same: its fields are filled, its text stays. ``max_removed`` is the
    ``prose_removed`` (of ``quality``) above which a document is passed through untouched. ``ftr`` is a folder of
    FiveFilters site configs.
    """

    rules: tuple[str, ...] = ()
    packaged: bool = True
    site_rules: bool = True
    keep: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    reader: Literal["auto", "trafilatura", "fast"] = "auto"
    language_engine: LanguageEngine = "langdetect"
    trail: Literal["full", "spans", "none"] = "full"
    max_removed: float | None = None
    finders: tuple[tuple[str, Finder], ...] = ()
    ftr: str | None = None

    def __post_init__(self) -> None:
        for name in ("keep", "only", "drop"):
            for kind in getattr(self, name):
                if kind not in KINDS:
                    raise UsageError(f"{name}: '{kind}' is no kind of cruft\n  fix: {nearest(kind, KINDS)}")
        for name, known in (("reader", READERS), ("language_engine", LANGUAGE_ENGINES), ("trail", TRAILS)):
            if getattr(self, name) not in known:
                raise UsageError(
                    f"{name}: '{getattr(self, name)}' is not known\n  fix: {nearest(getattr(self, name), known)}"
                )
        if self.language_engine == "fast":
            langid.require_py3langid()
        if self.ftr is not None and not self.site_rules:
            raise UsageError("ftr: site configs are site rules, and those are turned off\n  fix: one of the two")
        if self.max_removed is not None and not 0 <= self.max_removed <= 1:
            raise UsageError(f"max_removed: {self.max_removed} is no share\n  fix: a number from 0 to 1")

    @property
    def kept(self) -> frozenset[str]:
        """The kinds whose text stays."""
        stays = frozenset(KINDS) - frozenset(self.only) if self.only else KEPT_BY_DEFAULT
        return (stays | frozenset(self.keep)) - frozenset(self.drop)


_LISTS = ("rules", "keep", "only", "drop")


def _listed(value: object) -> tuple[str, ...]:
    """Give a list as a tuple of strings; one string or path is a list of one."""
    if isinstance(value, str | PathLike):
        return (str(value),)
    if not isinstance(value, Iterable):
        raise UsageError(f"'{value}' is no list\n  fix: a list of strings")
    return tuple(map(str, value))


def options_of(named: Mapping[str, object], finders: Mapping[str, Finder]) -> Options:
    """Give options from their names and values; lists stand for tuples.

    Raises:
        UsageError: a name or value that is not known.
    """
    known = [option.name for option in fields(Options)]
    for name in named:
        if name not in known:
            raise UsageError(f"'{name}' is no option of a cleaner\n  fix: {nearest(name, known)}")
    values = {name: _listed(value) if name in _LISTS else value for name, value in named.items()}
    if isinstance(values.get("ftr"), PathLike):
        values["ftr"] = str(values["ftr"])
    return Options(**{**values, "finders": tuple(finders.items())})  # type: ignore[arg-type]  # Options checks them
