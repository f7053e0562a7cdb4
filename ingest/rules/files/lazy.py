"""Rule files that are read when a document first needs them: those of languages, of which most runs meet few."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

from ingest.rules.files.parse import read_bytes, read_rule_file
from ingest.rules.model import LANGUAGE, RuleFile

_ID = re.compile(rb"^  - id: ([a-z0-9.-]+)\r?$", re.MULTILINE)


class LazyRuleFile:
    """A packaged rule file of a language: what it is known by is there at once, its rules once they are asked for.

    Such a file is known to be good, is named after its language, serves all sites, disables nothing, reads no table,
    and has each id on a line of its own (``tests/rules/files/test_lazy.py``). Its bytes are held until then: on the
    disk there may be others by that time.

    Raises:
        RuleError: it cannot be read.
    """

    __slots__ = ("_finders", "_held", "_place", "ids", "language", "path", "rank", "sha256")
    site: None = None
    disable: tuple[str, ...] = ()

    def __init__(self, place: Path, shown: str, finders: Iterable[str]) -> None:
        data = read_bytes(place, shown)
        self.path = shown
        self.language = place.stem
        self.rank = LANGUAGE
        self.sha256 = hashlib.sha256(data).hexdigest()
        self.ids = tuple(id.decode() for id in _ID.findall(data))
        self._place = place
        self._finders = finders
        self._held: bytes | RuleFile = data

    def read(self) -> RuleFile:
        """Give the file with its rules. Threads that ask at the same time may each read it: they get the same."""
        held = self._held
        if isinstance(held, bytes):
            held = read_rule_file(
                self._place, data=held, rank=self.rank, shown=self.path, finders=self._finders, trusted=True
            )
            self._held = held
        return held
