"""Web archives (WARC): where their records lie, and the page in one. The one module that imports warcio."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import IO

from ingest.article import DocumentKind, RawDocument
from ingest.batch.input.json_spans import BLOCK, ByteSpan
from ingest.input_record import Refusal, charset_of

_PAGES: dict[str, DocumentKind] = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "text"}
_LENGTH = re.compile(rb"^content-length:[ \t]*(\d+)", re.IGNORECASE | re.MULTILINE)
_TYPE = re.compile(rb"^warc-type:[ \t]*(response|resource)[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_MAX_HEADER = 1 << 16


def records(stream: IO[bytes]) -> Iterator[ByteSpan]:
    """Yield the responses and resources of an archive; ``number`` counts all its records from 1.

    Requests, metadata and other records that are no pages themselves are skipped.
    """
    number, offset = 0, 0
    while True:
        stream.seek(offset)
        header = _header(stream)
        if not header.strip():
            return
        number += 1
        length = _LENGTH.search(header)
        if not header.startswith(b"WARC/") or length is None:
            size = stream.seek(0, io.SEEK_END) - offset
            yield ByteSpan(number, offset, size, "not a WARC record; the rest of the file is not read")
            return
        whole = len(header) + int(length[1])
        if _TYPE.search(header):
            yield ByteSpan(number, offset, whole)
        offset += whole + _blank_after(stream, offset + whole)


def _header(stream: IO[bytes]) -> bytes:
    lines = []
    while line := stream.readline(_MAX_HEADER):
        lines.append(line)
        if not line.strip() or sum(map(len, lines)) > _MAX_HEADER:
            break
    return b"".join(lines)


def _blank_after(stream: IO[bytes], offset: int) -> int:
    """Return how many bytes of line ends are between two records."""
    stream.seek(offset)
    ends = stream.read(4)
    return len(ends) - len(ends.lstrip(b"\r\n"))


def page_in_record(record: bytes, max_bytes: int) -> RawDocument:
    """Return the page in one record, without a name.

    Raises:
        Refusal: the record holds no page, or a broken one.
    """
    try:
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed
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
    except (ArchiveLoadFailed, OSError, EOFError, ValueError) as error:
        raise Refusal("bad-record", f"not a WARC record that can be read: {error}") from error
    raise Refusal("bad-record", "no WARC record")


def _read(stream: IO[bytes], max_bytes: int) -> bytes:
    pieces, size = [], 0
    while piece := stream.read(BLOCK):
        pieces.append(piece)
        size += len(piece)
        if size > max_bytes:
            raise Refusal("too-large", f"more than {max_bytes} bytes")
    return b"".join(pieces)
