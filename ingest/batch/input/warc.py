"""Web archives (WARC): where their records lie, and the page in one. The one module that imports warcio."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from typing import IO

from ingest.article import RawDocument
from ingest.batch.input.compression import has_gap, is_near, packed_at
from ingest.batch.input.json_spans import BLOCK, ByteSpan
from ingest.batch.input.members import Damage
from ingest.input_record import Reason, Refusal, charset_of
from ingest.vocabulary import DocumentKind

_PAGES: dict[str, DocumentKind] = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "text"}
_START = re.compile(rb"WARC/\d+\.\d+[ \t]*\r?\n")
# Of 18 digits: what is longer is no place in a file.
_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,18})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_TYPE = re.compile(rb"^warc-type:[ \t]*([^\r\n]*?)[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_OF_PAGES = (b"response", b"resource")
_PASSED_OVER = (b"warcinfo", b"request", b"metadata", b"revisit", b"conversion", b"continuation")
_MAX_HEADER = 1 << 16
_WAYS_BACK = 8  # in a packed file each begins at its beginning: an archive of wrong lengths must not take for ever


def records(stream: IO[bytes]) -> Iterator[ByteSpan]:
    """Return the responses and resources of an archive; ``number`` counts all its records from 1.

    Requests, metadata and other records that are no pages of themselves are passed over. A record whose length is
    wrong has a ``fault``, and reading goes on at the next line that begins one.
    """
    walk = _Walk(stream)
    for number in count(1):
        if not walk.to_record():
            return
        if span := walk.record(number):
            yield span


class _Walk:
    """A way through an archive, line by line but for the bodies. ``line`` begins at the offset ``at``."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._size = stream.seek(0, io.SEEK_END) if packed_at(stream) is None else None
        self._ways_back = _WAYS_BACK
        self.at, self.line = 0, b""
        self._go_to(0)

    def to_record(self) -> bool:
        """Go to the next line that is not blank; False if there is none."""
        while not self.line.strip():
            if not self._next_line():
                return False
        return True

    def record(self, number: int) -> ByteSpan | None:
        """Pass over what begins here, and return it; None if it is whole, and of a kind that is no page."""
        start = self.at
        if not self.line.startswith(b"WARC/"):
            return self._fault(number, start, "not a WARC record")
        header = self._header()
        if self.line.strip() or not self.line:
            return self._fault(number, start, "its header has no end")
        body, length = self.at + len(self.line), _LENGTH.search(header)
        if length is None:
            return self._fault(number, start, "it has no Content-Length that is a number of bytes")
        end = body + int(length[1])
        if not self._reaches(end):
            self._back_to(body)
            return self._fault(number, start, "the file ends before it does, by its Content-Length", "unreadable")
        ended = self._has_ended()
        if (lost := has_gap(self._stream, start, end)) or not ended:
            self._back_to(body)
            what = "some of it is lost" if lost else "its Content-Length does not lead to its end"
            return self._fault(number, start, what)
        kind = said[1].lower() if (said := _TYPE.search(header)) else b""
        if kind in _PASSED_OVER:
            return None
        fault = "" if kind in _OF_PAGES else f"its WARC-Type is '{kind.decode('ascii', 'replace')}', which is none"
        return ByteSpan(number, start, end - start, fault)

    def _fault(self, number: int, start: int, what: str, reason: Reason = "bad-record") -> ByteSpan:
        """Return all up to the next line that begins a record."""
        while not _START.match(self.line) or self.at == start:
            if not self._next_line():
                break
        return ByteSpan(number, start, self.at - start, what, "bad-record" if self.line else reason)

    def _header(self) -> bytes:
        """Return the lines up to a blank one, where it then stands; elsewhere if there is no such."""
        lines = [self.line]
        size = len(self.line)
        while self._next_line() and size <= _MAX_HEADER and not _START.match(self.line):
            lines.append(self.line)
            size += len(self.line)
            if not self.line.strip():
                break
        return b"".join(lines)

    def _reaches(self, offset: int) -> bool:
        """Go to an offset; False if the file ends before."""
        if self._size is not None and offset > self._size:
            return False
        if offset > self.at + len(self.line):
            try:
                self._stream.seek(offset - 1)
                found = self._stream.read(1)
            except Damage:
                found = b""
            if not found:
                self._size = self._stream.tell()
                return False
        self.at, self.line = offset, b""
        return True

    def _has_ended(self) -> bool:
        """True if what ends a record stands here: two line ends, the next record, or the end of the file."""
        try:
            for _ in range(2):
                if not self._next_line() or self.line.startswith(b"WARC/"):
                    return True
                if self.line.strip(b"\r\n"):
                    return False
        except Damage:  # behind it
            return True
        return True

    def _next_line(self) -> bytes:
        line = self._stream.readline(_MAX_HEADER)
        self.at, self.line = self.at + len(self.line), line
        return line

    def _back_to(self, offset: int) -> None:
        if not is_near(self._stream, offset):
            if not self._ways_back:
                offset = self._stream.tell()
            self._ways_back = max(0, self._ways_back - 1)
        self._go_to(offset)

    def _go_to(self, offset: int) -> None:
        self._stream.seek(offset)
        self.at, self.line = offset, b""


def page_in_record(record: bytes, max_bytes: int) -> RawDocument:
    """Return the page in one record, without the name.

    Raises:
        Refusal: it holds no page, or a broken one.
    """
    try:
        from warcio.archiveiterator import ArchiveIterator
    except ImportError:
        raise Refusal("unsupported", "warcio is not installed; fix: pip install 'ingest[warc]'") from None
    try:
        for entry in ArchiveIterator(io.BytesIO(record + b"\r\n\r\n")):
            http, archived = entry.http_headers, entry.rec_headers
            if http and not http.get_statuscode().startswith("2"):
                raise Refusal("unsupported", f"HTTP status {http.get_statuscode()}")
            said = str((http or archived).get_header("Content-Type") or "")
            kind = _PAGES.get(said.partition(";")[0].strip().lower())
            if kind is None:
                raise Refusal("unsupported", f"its type is '{said}', not one of {' '.join(_PAGES)}")
            data = _read(entry.content_stream(), max_bytes)
            page = RawDocument(data, kind=kind, url=archived.get_header("WARC-Target-URI"))
            return replace(page, charset=charset_of(said), fetched_at=archived.get_header("WARC-Date"))
    except (Refusal, MemoryError):
        raise
    except Exception as error:  # a stranger's bytes: warcio says in many ways that they are no record
        raise Refusal("bad-record", f"not a WARC record that can be read: {type(error).__name__}: {error}") from error
    raise Refusal("bad-record", "no WARC record")


def _read(stream: IO[bytes], max_bytes: int) -> bytes:
    pieces, size = [], 0
    while piece := stream.read(BLOCK):
        pieces.append(piece)
        size += len(piece)
        if size > max_bytes:
            raise Refusal("too-large", f"more than {max_bytes} bytes")
    return b"".join(pieces)
