"""Where a document lies, without its text: what the parent hands to the workers."""

from __future__ import annotations

import hashlib
import heapq
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, Literal

from ingest.batch.input.compression import open_unpacked
from ingest.input_record import Reason

Form = Literal["html", "text", "any", "mhtml", "doc-xml", "record", "csv", "tsv", "parquet", "warc"]
Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Reference:
    """One document in RAW: a whole file, or ``length`` bytes at ``offset`` of the unpacked file.
    Of Parquet, ``offset`` is the row group and ``number`` the row in the file.

    ``path`` is relative to RAW's folder, with ``/``; ``number`` counts lines or array elements from 1.
    ``side`` is the path of a side file, ``packed`` a record's share of a packed file, in bytes. A reference with a
    ``reason`` is already known to become a reject; one that is ``skipped``, for the reason named, is no document.
    """

    path: str
    form: Form = "any"
    offset: int = 0
    length: int = 0
    number: int | None = None
    site: str | None = None
    side: str | None = None
    packed: int | None = None
    reason: Reason | None = None
    detail: str = ""
    skipped: str = ""

    @property
    def place(self) -> Place:
        """Return where the document is in RAW: path and number (0: the whole file)."""
        return self.path, self.number or 0

    @property
    def size(self) -> int:
        """Return how many bytes of RAW, packed as they are, this is; the sum over a file is about the file's size."""
        return self.length if self.packed is None else self.packed

    @property
    def name(self) -> str:
        r"""Return the name of a document that has no id of its own. Bytes that are not UTF-8 become ``\xNN``."""
        path = os.fsencode(self.path).decode("utf-8", "backslashreplace")
        return path if self.number is None else f"{path}#{self.number}"


@dataclass(frozen=True, slots=True)
class Portion:
    """How much of an input is taken: the first ``limit`` documents, or ``sample`` of all, chosen by hash with a
    ``seed``. None: all of them. What is skipped counts as none, and is not in a sample."""

    limit: int | None = None
    sample: int | None = None
    seed: int = 0

    @property
    def is_whole(self) -> bool:
        return self.limit is None and self.sample is None

    def of(self, references: Callable[[], Iterator[Reference]]) -> Iterator[Reference]:
        """Yield the documents to take, in their order; a sample goes over all of them twice, and holds their places."""
        if self.sample is None:
            return self._first(references())
        documents = (reference.place for reference in references() if not reference.skipped)
        places = frozenset(heapq.nsmallest(self.sample, documents, key=self._rank))
        chosen = (reference for reference in references() if not reference.skipped and reference.place in places)
        return self._first(chosen)

    def _first(self, references: Iterator[Reference]) -> Iterator[Reference]:
        left = self.limit
        for reference in references:
            if left is not None and not reference.skipped:
                if not left:
                    return
                left -= 1
            yield reference

    def _rank(self, place: Place) -> bytes:
        said = f"{self.seed}:{place[0]}:{place[1]}".encode("utf-8", "surrogateescape")
        return hashlib.blake2b(said, digest_size=8).digest()


WHOLE = Portion()


def open_stream(folder: str, path: str) -> IO[bytes]:
    """Return a file of RAW as a stream of its unpacked bytes, as ``open_unpacked`` does."""
    return open_unpacked(os.path.join(folder, path))
