"""Clean article records from scraped news. ``ingest.clean(html_or_text)`` is the short way in.

Names are loaded when they are first used, so that importing the package costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from ingest.version import __version__

if TYPE_CHECKING:
    from ingest.api import clean, clean_record
    from ingest.article import Article, Note, RawDocument, Removal, Repair
    from ingest.batch.learning.suggest import learn
    from ingest.batch.trial.over import try_rules
    from ingest.cleaner import Cleaner
    from ingest.errors import IngestError, RuleError, UsageError
    from ingest.options import Options
    from ingest.record import read_record
    from ingest.rules.edits.view import BlockView, PageView
    from ingest.rules.finders.spec import FinderSpec, Found

__all__ = [
    "Article",
    "BlockView",
    "Cleaner",
    "FinderSpec",
    "Found",
    "IngestError",
    "Note",
    "Options",
    "PageView",
    "RawDocument",
    "Removal",
    "Repair",
    "RuleError",
    "UsageError",
    "__version__",
    "clean",
    "clean_record",
    "learn",
    "read_record",
    "try_rules",
]

_HOMES = {
    "Article": "ingest.article",
    "BlockView": "ingest.rules.edits.view",
    "Cleaner": "ingest.cleaner",
    "FinderSpec": "ingest.rules.finders.spec",
    "Found": "ingest.rules.finders.spec",
    "IngestError": "ingest.errors",
    "Note": "ingest.article",
    "Options": "ingest.options",
    "PageView": "ingest.rules.edits.view",
    "RawDocument": "ingest.article",
    "Removal": "ingest.article",
    "Repair": "ingest.article",
    "RuleError": "ingest.errors",
    "UsageError": "ingest.errors",
    "clean": "ingest.api",
    "clean_record": "ingest.api",
    "learn": "ingest.batch.learning.suggest",
    "read_record": "ingest.record",
    "try_rules": "ingest.batch.trial.over",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'ingest' has no attribute '{name}'")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
