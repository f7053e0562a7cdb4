"""What the first bytes of a file tell of what it holds: for standard input, and where the name does not tell."""

from __future__ import annotations

import codecs
import re
from typing import Literal

from ingest.text.decoding.decode import wide_encoding
from ingest.text.decoding.sniff import looks_binary, sniff_kind

Content = Literal["array", "lines", "warc", "mhtml", "doc-xml", "xml", "program", "binary", "html", "text"]
HEAD_BYTES = 1 << 16  # of the unpacked file, that are looked at

_JSON_OBJECT = re.compile(rb'\{\s*(?:["}]|\Z)')
_JSON_ARRAY = re.compile(rb"\[\s*\{")
_HEADERS = re.compile(rb"(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){2,}")
_MULTIPART = re.compile(rb"^content-type:\s*multipart/related\b", re.IGNORECASE | re.MULTILINE)
_PROLOG = re.compile(rb"<\?xml\b[^>]*>\s*(?:<\?xml-[^>]*>\s*)*")
_FEED = re.compile(rb"<(?:rss|feed|rdf:rdf|urlset|sitemapindex|opml)[\s>]", re.IGNORECASE)
_XHTML = re.compile(rb"<(?:!doctype\s+)?html\b", re.IGNORECASE)
_COMMENT = re.compile(rb"<!--(?:[^-]|-(?!->))*-->\s*")
_DOC = re.compile(rb"<doc[\s>]")
_PROGRAM = (b"<?php", b"<?=", b"<%")


def content_of(head: bytes) -> Content:
    r"""Return what a file begins like; ``head`` are its first ``HEAD_BYTES`` bytes, or all of it.

    "lines" are JSON lines, "array" other JSON; "doc-xml" is what trafilatura writes, "xml" any other XML that is no
    page, "program" the source of a program that makes pages.

    >>> content_of(b'{"text": "a"}\n{"text": "b"}\n'), content_of(b"[Reuters] - A paragraph.")
    ('lines', 'text')
    """
    start = head.removeprefix(codecs.BOM_UTF8).lstrip()
    if found := _json(start) or _archive(start) or _xml(start):
        return found
    if looks_binary(head):
        return "binary"
    if start.startswith(_PROGRAM):
        return "program"
    # Tags are ASCII: in which of its encodings the rest is does not matter.
    return sniff_kind(head.decode(wide_encoding(head) or "latin-1", "replace"))


def _json(start: bytes) -> Content | None:
    """Return JSONL if all the first lines begin as objects, JSON if it is one over several lines, or an array."""
    if _JSON_ARRAY.match(start):
        return "array"
    if not _JSON_OBJECT.match(start):
        return None
    firsts = (line.lstrip()[:1] for line in start.split(b"\n"))
    return "lines" if all(first in (b"{", b"") for first in firsts) else "array"


def _archive(start: bytes) -> Content | None:
    if start.startswith(b"WARC/"):
        return "warc"
    headers = _HEADERS.match(start)
    return "mhtml" if headers and _MULTIPART.search(headers[0]) else None


def _xml(start: bytes) -> Content | None:
    """Return which XML this is; None of a page, and of what is no XML."""
    prolog = _PROLOG.match(start)
    root = prolog.end() if prolog else 0
    while comment := _COMMENT.match(start, root):
        root = comment.end()
    if _DOC.match(start, root) and b"<main" in start:
        return "doc-xml"
    other = _FEED.match(start, root) or (prolog and not _XHTML.match(start, root))
    return "xml" if other else None
