"""Where a document lies, without its text: what the parent hands to the workers."""

from __future__ import annotations

import gzip
import os
import zlib
from dataclasses import dataclass
from typing import IO, Literal, cast

from ingest.article import DocumentKind
from ingest.errors import IngestError

Form = Literal["html", "text", "any", "record"]
Reason = Literal[
    "bad-record",  # JSON that is broken, or a field that is not what it must be
    "binary",  # not text
    "crashed",  # took its worker down, twice
    "empty",  # nothing to read
    "failed",  # an error of ours, or of a part we use; the detail names it
    "outside",  # a link that leaves RAW
    "timeout",  # over the time limit
    "too-large",  # over the size limit
    "unreadable",  # the file system or the decompressor said no
    "unsupported",  # no reader for this kind of file
]

# What reading a plain or packed file may raise: gone, forbidden, cut off, not gzip at all.
READ_ERRORS = (OSError, EOFError, zlib.error)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost: its size in bytes, and its time in seconds (0: no limit)."""

    max_bytes: int = 20_000_000
    seconds: float = 30.0


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Stated:
    """What the caller says of all documents. What a record or a side file says of its own document comes first."""

    kind: DocumentKind | None = None
    site: str | None = None
    language: str | None = None


NOTHING_STATED = Stated()


@dataclass(frozen=True, slots=True)
class Reference:
    """One document in RAW: a whole file, or ``length`` bytes at ``offset`` of the unpacked file.

    ``path`` is relative to RAW's folder, with ``/``; ``number`` counts lines or array elements from 1.
    ``side`` is the path of a side file. A reference with a ``reason`` is already known to become a reject.
    """

    path: str
    form: Form = "any"
    offset: int = 0
    length: int = 0
    number: int | None = None
    site: str | None = None
    side: str | None = None
    reason: Reason | None = None
    detail: str = ""

    @property
    def name(self) -> str:
        """Give the name of a document that has no id of its own. Bytes that are not UTF-8 show as ``\\xNN``."""
        path = os.fsencode(self.path).decode("utf-8", "backslashreplace")
        return path if self.number is None else f"{path}#{self.number}"


class Refusal(IngestError):
    """A document that cannot become a record, and why."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


def is_packed(path: str) -> bool:
    return path.lower().endswith(".gz")


def open_stream(folder: str, path: str) -> IO[bytes]:
    """Give a file as a stream of its unpacked bytes, which can seek (in a packed one, forward is cheap)."""
    full = os.path.join(folder, path)
    if is_packed(path):
        return cast(IO[bytes], gzip.open(full, "rb"))
    return open(full, "rb")


def said(error: BaseException) -> str:
    """Give what an error says without the machine's paths, so that a reject reads the same everywhere."""
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
