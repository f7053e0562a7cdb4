"""Addresses and hosts as people and records state them."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

# Characters of an address that are looked at: servers refuse longer ones, and ``urllib`` remembers the last 128.
MAX_ADDRESS_CHARS = 1 << 13
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://|//", re.IGNORECASE | re.ASCII)
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
# Two labels or more, of letters of any script; an address in numbers; or the machine itself. RFC 1123, RFC 5890.
_HOST = re.compile(rf"(?:{_LABEL}\.){{1,10}}(?:{_LABEL})|localhost|\[[0-9a-f:.]{{2,45}}\]", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s\x00-\x1f\x7f]+")


def host_of(stated: str) -> str | None:
    """Return the host of an address, or a host itself, in small letters without "www."; None where none is named.

    >>> host_of("https://www.Example.com:8080/a"), host_of("example.com/a"), host_of("The Example Courier")
    ('example.com', 'example.com', None)
    """
    address = stated[:MAX_ADDRESS_CHARS].strip()
    try:
        host = urlsplit(address if _SCHEME.match(address) else f"//{address}").hostname
    except ValueError:
        return None
    host = (host or "").rstrip(".").removeprefix("www.")
    return host if _HOST.fullmatch(host) or _HOST.fullmatch(f"[{host}]") else None


def is_address(stated: str) -> bool:
    """True if a text may be the address of a page: without blanks or control characters in it, and not empty."""
    return _ADDRESS.fullmatch(stated) is not None
