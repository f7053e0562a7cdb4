"""Whether a document is markup, text, or neither."""

from __future__ import annotations

import re

from ingest.text.decoding.decode import LOOKED_AT, MARK_BYTES, wide_encoding
from ingest.vocabulary import DocumentKind

# First bytes of what is often saved as .html or .txt and is neither (file(1)'s magic numbers). Those that could
# begin a text, as GIF8 and RIFF, are left to the share of control characters.
_MAGIC = (
    b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"PK\x03\x04", b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"\xfd7zXZ", b"7z\xbc\xaf",
    b"\x7fELF", b"MZ\x90", b"\xd0\xcf\x11\xe0", b"SQLite format 3\0", b"\x00\x00\x01\x00",
)  # fmt: skip


_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b\0"))


def looks_binary(data: bytes) -> bool:
    """True if the bytes are a picture, an archive or the like, and no text in any encoding."""
    head = data[:LOOKED_AT]
    if head.startswith(_MAGIC) or head[4:8] == b"ftyp":
        return True
    if head.startswith(MARK_BYTES) or wide_encoding(head):
        return False
    odd = len(head) - len(head.translate(None, _CONTROLS)) + (head.count(0) if 0 in head else 0)
    return odd * 20 > len(head)


# Comments before the markup: every block of a WordPress post stands between two. Nothing may be asked behind them in
# the same expression: where that fails, a "-->" is tried as the end of its comment and as part of it, 2^n ways for n.
_COMMENTS = re.compile(r"[\s\ufeff]*(?:<!(?=--).*?-->\s*)*", re.S)
# The inside of a tag holds no "<": no two attempts read the same characters.
_OPENS = re.compile(r"<(?:!doctype\s+html|html|head|body|\?xml|rss|feed)\b", re.I)
_BLOCK = re.compile(r"<(p|div|article|section|main|h[1-6]|ul|ol|table|blockquote|figure|header)\b[^<>]*>", re.I)
_MARKUP = re.compile(
    r"<(?:(p|div|article|section|h[1-6]|ul|ol|li|table|tr|td|blockquote|span|a|b|i|em|strong)\b[^<>]*>|img\s[^<>]*src=|br\s*/?>)",
    re.I,
)


def sniff_kind(text: str) -> DocumentKind:
    """Return "html" if decoded text is markup, else "text". Text that merely mentions a tag is text.

    >>> sniff_kind("<p>Rain fell.</p>"), sniff_kind("Close every <p> with </p>, says the manual.")
    ('html', 'text')
    """
    if "<" not in text:
        return "text"
    comments = _COMMENTS.match(text)
    begins = comments.end() if comments else 0
    head = text[begins : begins + LOOKED_AT]
    if _OPENS.match(head):
        return "html"
    lower = head.lower()
    if (block := _BLOCK.match(head)) and f"</{block[1].lower()}>" in lower:
        return "html"
    tags = list(_MARKUP.finditer(head))
    whole = [tag for tag in tags if tag[1] is None or _closed(lower, tag.end(), tag[1].lower())]
    return "html" if len(whole) >= 3 and len(whole) * 400 >= len(head) else "text"


def _closed(lower: str, at: int, name: str) -> bool:
    """True if the element opened before ``at`` holds some words and is closed before long."""
    end = lower.find(f"</{name}>", at, at + 5000)
    inside = lower[at:end].split() if end > at else []
    return bool(inside) and inside[0] not in ("and", "or", "und", "oder", "et", "ou", "y", "o", "i", "и")
