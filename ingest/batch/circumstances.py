"""Under what circumstances a run was made: its options and the versions of what it ran on, for ``run.json``."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import fields
from importlib import metadata
from types import FunctionType

from ingest.options import Options
from ingest.version import __version__

# Those whose version can change a record.
PACKAGES = ("beautifulsoup4", "ftfy", "google-re2", "langdetect", "lxml", "msgspec", "PyYAML", "trafilatura")


def plain(options: Options) -> dict[str, object]:
    """Give the options as JSON has them."""
    return {f.name: _plain_value(getattr(options, f.name)) for f in fields(options)}


def _plain_value(value: object) -> object:
    if isinstance(value, str | int | float | bool | None):
        return value
    if isinstance(value, frozenset | set):
        return sorted(str(item) for item in value)
    if isinstance(value, Mapping):
        return {str(key): _plain_value(item) for key, item in value.items()}
    if isinstance(value, Iterable):
        return [_plain_value(item) for item in value]
    if isinstance(value, FunctionType):  # a finder: as text it would have an address, another in each run
        return f"{value.__module__}.{value.__qualname__}"
    return str(value)


def versions() -> dict[str, str]:
    """Give the versions of ingest, of Python, and of the packages that make a record."""
    found = {"ingest": __version__, "python": platform.python_version()}
    for name in PACKAGES:
        with suppress(metadata.PackageNotFoundError):
            found[name] = metadata.version(name)
    return found
