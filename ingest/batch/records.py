"""The records of a CLEAN, whatever its files are called and however they are packed, in order, and all of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from ingest.article import Article
from ingest.batch.clean_files import article_files
from ingest.batch.input.compression import READ_ERRORS, unpacked_lines
from ingest.batch.output_folder import PARTS, READY, RUN
from ingest.errors import IngestError, RunError, UsageError, error_text
from ingest.record import read_record


def record_lines(clean: Path) -> Iterator[bytes]:
    """Yield the lines of a CLEAN's articles, without their ends: as many as its ``run.json`` counts.

    A packed file may lose a whole frame, and a plain one a line, without any reader noticing: only the count tells.

    Raises:
        UsageError: no run has written there.
        RunError: a file cannot be read; or, after the last line, there were more or fewer than were counted.
    """
    files = article_files(clean)
    if not files:
        raise UsageError(f"{clean}: no articles in it\n  fix: name the folder that 'ingest run RAW CLEAN' has written")
    counted, read = counted_records(clean), 0
    for file in files:
        try:
            for line in unpacked_lines(str(file)):
                read += 1
                yield line
        except READ_ERRORS as error:
            raise RunError(f"{file}: cannot be read: {error_text(error)}") from error
    if counted is not None and read != counted:
        raise RunError(f"{clean}: its articles hold {read:,} records, {RUN} counts {counted:,}{fix_by_new_run(clean)}")


def articles_of(clean: Path) -> Iterator[Article]:
    """Yield the articles of a CLEAN, as ``record_lines`` does their lines.

    Raises:
        UsageError: no run has written there.
        RunError: a file or a record cannot be read, or there are more or fewer than were counted.
    """
    for number, line in enumerate(record_lines(clean)):
        try:
            yield read_record(line)
        except IngestError as error:
            what = f"record {number + 1} of its articles cannot be read: {error}"
            raise RunError(f"{clean}: {what}{fix_by_new_run(clean)}") from error


def counted_records(clean: Path) -> int | None:
    """Return how many records ``run.json`` counts; None without one: then the articles were copied without their run.

    Raises:
        RunError: a run was cut off while it put its results in place, or ``run.json`` is damaged.
    """
    try:
        counted = json.loads((clean / RUN).read_bytes())["records"]
    except FileNotFoundError:
        if any((clean / PARTS).glob(f"run-*/{READY}")):
            what = "a run was cut off while it put its results in place"
            raise RunError(f"{clean}: {what}{fix_by_new_run(clean)}") from None
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RunError(f"{clean / RUN}: cannot be read: {error_text(error)}{fix_by_new_run(clean)}") from error
    if type(counted) is not int:
        raise RunError(f"{clean / RUN}: its 'records' is no number{fix_by_new_run(clean)}")
    return counted


def fix_by_new_run(clean: Path) -> str:
    """Return the advice for a CLEAN whose files do not belong together, as the end of a message."""
    return f"\n  fix: run 'ingest run RAW {clean}' again: it takes over what is whole, and makes the rest anew"
