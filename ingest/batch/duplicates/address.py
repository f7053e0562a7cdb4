"""Addresses as they are compared, to find records of one page.

courlan and w3lib have functions for this; the one takes ``cid``, ``eid`` and ``uid`` for tracking, by which some sites
number their articles, and the other keeps ``utm_source``.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from ingest.stated.addresses import MAX_ADDRESS_CHARS

# Parameters that analytics and newsletters add: Google's, Meta's, Microsoft's, Yandex's, Mailchimp's, Matomo's.
_TRACKING = re.compile(
    r"(?:utm_\w+|mtm_\w+|pk_\w+|(?:fb|[gdy])clid|gclsrc|gbraid|wbraid|msclkid|twclid|ttclid|igshid|mc_[ce]id|_g[al])",
    re.IGNORECASE,
)
_DEFAULT_PORTS = {"http": 80, "https": 443}
_ESCAPE = re.compile(r"%[0-9a-f]{2}", re.IGNORECASE)
# Ways to show one page: a host's first label, and the last part of a path.
_HOST_VIEWS = frozenset({"www", "m", "mobile", "amp"})
_PATH_VIEWS = frozenset({"amp", "amp.html", "index.html", "index.htm", "index.php", "print"})


class Address(NamedTuple):
    """What two addresses of one page have in common: not the scheme, ``www.``, the last slash, the fragment."""

    host: str
    path: str
    query: str


def comparable_address(url: str | None) -> Address | None:
    """Return an address as it is compared; None if it is none of a page, as those of front pages are not.

    >>> comparable_address("http://www.example.com/a/?utm_source=x#top") == comparable_address("https://Example.com/a")
    True
    """
    if url is None or len(url) > MAX_ADDRESS_CHARS:
        return None
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").rstrip(".").removeprefix("www."), parts.port
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or not host:
        return None
    if port not in (None, _DEFAULT_PORTS[parts.scheme]):
        host = f"{host}:{port}"
    pairs = sorted(pair for pair in parts.query.split("&") if pair and not _TRACKING.fullmatch(pair.partition("=")[0]))
    path = _quoted(parts.path).rstrip("/")
    if parts.fragment.startswith("!"):  # an address of a page that is put together in the browser
        path += f"#{_quoted(parts.fragment)}"
    return Address(host, path, _quoted("&".join(pairs))) if path or pairs else None


def _quoted(part: str) -> str:
    """Return a part of an address with what may be escaped in it escaped."""
    return _ESCAPE.sub(lambda escape: escape[0].upper(), quote(part, safe="/%:=&,;@+!$'()*~", errors="replace"))


def shared_address(url: str | None, canonical_url: str | None) -> Address | None:
    """Return the address that a record shares with other versions: its ``url``; or its canonical one, where this is
    the same page in another view.

    Many pages state a canonical address that is wrong: the front page, a section, their own without the parameter that
    tells the article.
    """
    found, stated = comparable_address(url), comparable_address(canonical_url)
    if found is None or stated is None:
        return found or stated
    return stated if _is_view(found, stated) else found


def _is_view(found: Address, stated: Address) -> bool:
    """True if two addresses are of one page on one site, for another device or reader.

    >>> amp, article = (comparable_address(f"https://{page}") for page in ("m.example.com/a/amp", "example.com/a"))
    >>> amp is not None and article is not None and _is_view(amp, article)
    True
    """
    if found.query != stated.query:
        return False
    here, there = _site(found.host), _site(stated.host)
    if here != there and not here.endswith(f".{there}") and not there.endswith(f".{here}"):
        return False
    last = _last_part(found.path)
    return bool(last) and last == _last_part(stated.path)


def _site(host: str) -> str:
    first, _, rest = host.partition(".")
    return rest if first in _HOST_VIEWS and "." in rest else host


def _last_part(path: str) -> str:
    parts = path.split("/")
    while parts and parts[-1] in _PATH_VIEWS:
        parts.pop()
    return parts[-1] if parts else ""
