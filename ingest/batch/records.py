"""The records of a CLEAN, whatever its files are called and however they are packed, in order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ingest.batch.earlier import article_files
from ingest.batch.packed import READ_ERRORS, unpacked_lines
from ingest.batch.reference import said
from ingest.errors import RunError, UsageError


def record_lines(clean: Path) -> Iterator[bytes]:
    """Give the lines of a CLEAN's articles, without their ends.

    Raises:
        UsageError: no run has written there.
        RunError: a file cannot be read.
    """
    files = article_files(clean)
    if not files:
        raise UsageError(f"{clean}: no articles in it\n  fix: name the folder that 'ingest run RAW CLEAN' has written")
    for file in files:
        try:
            yield from unpacked_lines(str(file))
        except READ_ERRORS as error:
            raise RunError(f"{file}: cannot be read: {said(error)}") from error
