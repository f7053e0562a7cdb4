"""Lazy rule files: those of languages and of learned rules are read when a document first needs them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

from ingest.rules.files.parse import read_bytes, read_rule_file
from ingest.rules.model import LANGUAGE, LEARNED, RuleFile

_SITE = re.compile(rb"^site: '(.*)'$", re.MULTILINE)
_GROUP = re.compile(rb"^group: '(.*)'$", re.MULTILINE)
_ID = re.compile(rb"^  - id: ([a-z0-9.-]+)\r?$", re.MULTILINE)


class LazyRuleFile:
    """A packaged rule file of a language, or one of ``learned`` rules: its ids and hash are known at once, its rules
    are read on first access.

    Such a file is known to be good, is named after its language, or says its site or group in single quotes; it
    disables nothing, reads no table, and has each id on a line of its own (``tests/rules/files/test_lazy.py``). Its
    bytes are kept until its rules are read, for by then there may be others on the disk.

    Raises:
        RuleError: it cannot be read.
    """

    __slots__ = ("_content", "_finders", "_place", "group", "ids", "language", "path", "rank", "sha256", "site")
    disable: tuple[str, ...] = ()

    def __init__(self, place: Path, shown: str, finders: Iterable[str], *, learned: bool = False) -> None:
        data = read_bytes(place, shown)
        self.path = shown
        self.language = None if learned else place.stem
        self.site = _said(_SITE, data) if learned else None
        self.group = _said(_GROUP, data) if learned else None
        self.rank = LEARNED if learned else LANGUAGE
        self.sha256 = hashlib.sha256(data).hexdigest()
        self.ids = tuple(id.decode() for id in _ID.findall(data))
        self._place = place
        self._finders = finders
        self._content: bytes | RuleFile = data

    def read(self) -> RuleFile:
        """Return the file with its rules. Threads that call this at the same time may each read it, with one result."""
        content = self._content
        if isinstance(content, bytes):
            content = read_rule_file(
                self._place, data=content, rank=self.rank, shown=self.path, finders=self._finders, trusted=True
            )
            self._content = content
        return content


def _said(key: re.Pattern[bytes], data: bytes) -> str | None:
    found = key.search(data)
    return found[1].decode().replace("''", "'") if found else None
