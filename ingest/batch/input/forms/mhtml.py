"""The page in an MHTML file (RFC 2557), as browsers save it.

Headers and parts are split here: for a message of a stranger ``email`` takes time in the square of its depth, and
raises TypeErrors.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ingest.input_record import Refusal, charset_of

MAX_NESTED = 4  # multiparts within one another
_MAX_PARTS = 10_000
_HEAD_BYTES = 1 << 16  # the headers of one part
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_FOLDED = re.compile(r"\r?\n[ \t]+")
_BOUNDARY = re.compile(r";\s*boundary\s*=\s*(?:\"([^\"]+)\"|([^\s;\"]+))", re.IGNORECASE)
_BLANKS = re.compile(rb"\s+")


class SavedPage(NamedTuple):
    """A page, the charset that its part states, and the address it was saved from."""

    html: bytes
    charset: str | None
    url: str | None


class _Part(NamedTuple):
    headers: Mapping[str, str]
    body: bytes


def page_in_mhtml(data: bytes) -> SavedPage:
    """Return the first HTML page of an MHTML file.

    Raises:
        Refusal: there is none, or its encoding for transport is broken.
    """
    message = _part(data)
    page = next(_pages(message, 0), None)
    if page is None:
        raise Refusal("bad-record", "MHTML without a part that is text/html")
    url = message.headers.get("snapshot-content-location") or page.headers.get("content-location")
    return SavedPage(_decoded(page), charset_of(page.headers.get("content-type", "")), url)


def _pages(part: _Part, depth: int) -> Iterator[_Part]:
    said = part.headers.get("content-type", "")
    kind = said.partition(";")[0].strip().lower()
    if kind in ("text/html", "application/xhtml+xml"):
        yield part
    elif kind.startswith("multipart/") and depth < MAX_NESTED and (boundary := _BOUNDARY.search(said)):
        for inner in _parts(part.body, (boundary[1] or boundary[2]).encode("utf-8", "replace")):
            yield from _pages(inner, depth + 1)


def _parts(body: bytes, boundary: bytes) -> Iterator[_Part]:
    """Yield what stands between lines that begin with the boundary, up to the one that ends with ``--``."""
    line = re.compile(rb"^--" + re.escape(boundary) + rb"(--)?[ \t]*\r?$\n?", re.MULTILINE)
    start = None
    for _, found in zip(range(_MAX_PARTS), line.finditer(body), strict=False):
        if start is not None:
            yield _part(body[start : found.start()])
        if found[1]:
            return
        start = found.end()
    if start is not None:
        yield _part(body[start:])  # the file is cut off: what is there of the page is read


def _part(data: bytes) -> _Part:
    end = _HEAD_END.search(data, 0, _HEAD_BYTES)
    head = data[: end.start()] if end else b""
    headers: dict[str, str] = {}
    for line in _FOLDED.sub(" ", head.decode("utf-8", "replace")).split("\n"):
        name, colon, value = line.partition(":")
        if colon:
            headers.setdefault(name.strip().lower(), value.strip())
    return _Part(headers, data[end.end() :] if end else data)


def _decoded(part: _Part) -> bytes:
    how = part.headers.get("content-transfer-encoding", "").lower()
    try:
        if how == "quoted-printable":
            return binascii.a2b_qp(part.body)
        if how == "base64":
            # Of a part that is cut off the last group may be short.
            packed = _BLANKS.sub(b"", part.body)
            return binascii.a2b_base64(packed[: len(packed) // 4 * 4])
    except binascii.Error as error:
        raise Refusal("bad-record", f"MHTML whose page is no {how}: {error}") from error
    return part.body
