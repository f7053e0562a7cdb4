"""What a run was made with: its options, and the versions of what it ran on."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterable, Mapping
from dataclasses import fields
from functools import cache
from pathlib import Path
from types import FunctionType

from ingest.batch.resume.distributions import versions_for
from ingest.lexicon.word_lists import packaged_rules
from ingest.options import Options
from ingest.version import __version__
from ingest.vocabulary import DocumentKind


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


def versions(options: Options) -> dict[str, str]:
    """Return the versions of ingest, of Python, and of the distributions that make a record under these options."""
    return _own_versions() | versions_for("text", options) | versions_for("html", options)


def _own_versions() -> dict[str, str]:
    # All of Python's version: its patches change the parser of HTML, and its minor versions the tables of Unicode.
    return {"ingest": __version__, "python": platform.python_version()}


# Options that choose rules: these are compared document by document, by the layers that applied to it.
_RULE_OPTIONS = frozenset({"rules", "packaged", "site_rules"})
_PAGE_OPTIONS = frozenset({"reader"})


def environment_fingerprint(options: Options, kind: DocumentKind) -> dict[str, str]:
    """Return all that a record of a kind of document depends on but its document and its rules, by name: where one
    differs from an earlier run's, no such record can be taken over. The code of a finder that is not ours is not looked
    at."""
    others = _RULE_OPTIONS if kind == "html" else _RULE_OPTIONS | _PAGE_OPTIONS
    chosen = {f"option {name}": repr(value) for name, value in options_as_json(options).items() if name not in others}
    return chosen | _own_versions() | versions_for(kind, options) | {"code of ingest": _code_sha256()}


@cache
def _code_sha256() -> str:
    """Return the hash of this package's files, and of the lists of words that its code reads: between two releases, the
    version does not show what changed."""
    home = Path(__file__).parent.parent
    total = hashlib.sha256()
    for path in sorted(home.rglob("*")):
        place = path.relative_to(home)
        if path.is_file() and "__pycache__" not in place.parts and place.parts[0] != "_rules":
            total.update(f"{place.as_posix()}\n".encode())
            total.update(hashlib.sha256(path.read_bytes()).digest())
    for path in sorted((packaged_rules() / "lexicon").glob("*.txt")):
        total.update(path.read_bytes())
    return total.hexdigest()
