"""What a record was made from: the document as it was read, and the rules that applied to it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields

from ingest.article import Article, RawDocument, site_of
from ingest.batch.resume.ledger import LedgerEntry
from ingest.cleaner import Cleaner
from ingest.text.memo import memoized

_CACHED_BYTES = 1 << 16  # of hashes of a language and site


def document_key(document: RawDocument) -> str:
    """Return the hash of a document with all that is stated of it: two documents with one key give one record."""
    kind = "b" if isinstance(document.data, bytes) else "s"
    data = document.data if isinstance(document.data, bytes) else document.data.encode("utf-8", "surrogatepass")
    stated = [kind, *(getattr(document, each.name) for each in fields(document) if each.name not in ("data", "record"))]
    total = hashlib.sha256(json.dumps(stated, default=str).encode())
    total.update(document.record.encode() if document.record else b"")
    total.update(b"\n")
    total.update(data)
    return total.hexdigest()[:32]


class Layers:
    """Fingerprints of the rules of a cleaner that apply: to a page while it is read, and to its text."""

    def __init__(self, cleaner: Cleaner) -> None:
        self._rules = cleaner.rules
        self._hash = memoized(_CACHED_BYTES)(self._hash_of)

    def of_article(self, document: RawDocument, article: Article) -> str:
        """Return the hash of the layers that an article was made by."""
        return self._hash((article.language, site_of(document), document.group))

    def unchanged(self, entry: LedgerEntry, document: RawDocument) -> bool:
        """True if the rules that an earlier record was made by are the rules that would be applied now.

        The language was decided from a page on which these rules were at work, so with the same rules it is the same.
        """
        return entry.layers == self._hash((entry.language, entry.site, document.group))

    def _hash_of(self, known: tuple[str | None, str | None, str | None]) -> str:
        language, site, group = known
        # Elements are chosen before the language is known: a site's file for one language is not among their rules.
        both = self._rules.select(None, site, group).sha256 + self._rules.select(language, site, group).sha256
        return hashlib.sha256(both.encode()).hexdigest()[:32]
