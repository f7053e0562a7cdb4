"""A folder of pages in, a folder of records out: every input accounted for, whatever a document does.

Names are loaded when they are first used: the server that workers are started from lies below, and starts at once.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.batch.limits import Limits
    from ingest.batch.runner import Output, run
    from ingest.batch.summary import ProgressSnapshot, Summary
    from ingest.input_record import Defaults

__all__ = ["Defaults", "Limits", "Output", "ProgressSnapshot", "Summary", "run"]

_HOMES = {
    "Defaults": "ingest.input_record",
    "Limits": "ingest.batch.limits",
    "Output": "ingest.batch.runner",
    "ProgressSnapshot": "ingest.batch.summary",
    "Summary": "ingest.batch.summary",
    "run": "ingest.batch.runner",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'ingest.batch' has no attribute '{name}'")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
