"""Which documents are looked at together: those of a site, of a file or folder, or with one value of a field."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from ingest.article import RawDocument, site_of

SITE, FILE = "site", "file"
_ASCII_WORDS = re.compile(r"[a-z0-9]+")
_MOST_SLUG = 60
_MOST_NAME = 300
# Fields of a document that may group it; any other is looked for in what else is stated of it, then in ``extra``.
_OWN = ("url", "site", "title", "language", "published", "kind")


@dataclass(frozen=True, slots=True, order=True)
class GroupKey:
    """A group: ``by`` is "site", "file", or a field; ``name`` is the host, the path, or the field's value."""

    by: str
    name: str

    @property
    def is_site(self) -> bool:
        """True if it is a site: then its rules are chosen by the document's host."""
        return self.by == SITE

    @property
    def slug(self) -> str:
        """Return a name for files and ids: no two groups have the same."""
        slug = "-".join(_ASCII_WORDS.findall(self.name.lower()))[:_MOST_SLUG].strip("-")
        plain = self.is_site and self.name.replace(".", "-") == slug
        return slug if plain else f"{slug or 'group'}-{digest(f'{self.by}:{self.name}', 4)}"


def group_of(raw: RawDocument, by: str | None, path: str) -> GroupKey | None:
    """Return the group of a document, None if it is in none.

    Args:
        raw: the document.
        by: what it is grouped by; None: the site where it is known, else ``path``.
        path: the file that it is a record of, or the folder that it lies in.
    """
    site = site_of(raw)
    if site and by in (SITE, None):
        return GroupKey(SITE, site)
    if by in (FILE, None):
        return GroupKey(FILE, path or ".")
    value = getattr(raw, by) if by in _OWN else getattr(raw.metadata, by, None) or raw.extra.get(by)
    if by == SITE or value is None or not isinstance(value, str | int):
        return None
    return GroupKey(by, str(value)[:_MOST_NAME])


def digest(text: str, size: int) -> str:
    """Return the hash of a text, in ``size`` bytes written as hexadecimal digits."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=size).hexdigest()
