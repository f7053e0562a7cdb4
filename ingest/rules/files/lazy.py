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
# Where a rule begins in such a file, and what its id is made of.
_RULE = b"\n  - id: "
_ID = re.compile(rb"[a-z0-9.-]+")


class LazyRuleFile:
    """A packaged rule file of a language, or one of ``learned`` rules: its ids and hash are known at once, its rules
    are read on first access.

    Such a file is known to be good, and says where it applies by the folder of its language, or in lines of its own, by
    a site or group in single quotes; it disables nothing, reads no table, and has each id on a line of its own
    (``tests/rules/files/test_lazy.py``). Its bytes are kept until its rules are read, for by then there may be others
    on the disk.

    Raises:
        RuleError: it cannot be read.
    """

    __slots__ = ("_content", "_finders", "_place", "group", "ids", "language", "path", "rank", "sha256", "site")
    disable: tuple[str, ...] = ()

    def __init__(
        self, place: str, shown: str, language: str | None, finders: Iterable[str], *, learned: bool = False
    ) -> None:
        data = read_bytes(place, shown)
        self.path = shown
        self.language = language
        self.site = _said(_SITE, data) if learned else None
        self.group = _said(_GROUP, data) if learned else None
        self.rank = LEARNED if learned else LANGUAGE
        self.sha256 = hashlib.sha256(data).hexdigest()
        # Not by one expression over the whole file: that takes as long as all else that is done at the start.
        self.ids = tuple(id[0].decode() for part in data.split(_RULE)[1:] if (id := _ID.match(part)))
        self._place = place
        self._finders = finders
        self._content: bytes | RuleFile = data

    def read(self) -> RuleFile:
        """Return the file with its rules. Threads that call this at the same time may each read it, with one result."""
        content = self._content
        if isinstance(content, bytes):
            content = read_rule_file(
                Path(self._place), data=content, rank=self.rank, shown=self.path, finders=self._finders, trusted=True
            )
            self._content = content
        return content


def _said(key: re.Pattern[bytes], data: bytes) -> str | None:
    found = key.search(data)
    return found[1].decode().replace("''", "'") if found else None
