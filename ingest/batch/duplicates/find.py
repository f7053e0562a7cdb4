"""Duplicates among the records of a CLEAN, in a file beside them: records stay as they are."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import merge
from pathlib import Path

from ingest.article import Article
from ingest.batch.duplicates.duplicates_file import Duplicate
from ingest.batch.duplicates.versions import Versions
from ingest.batch.output_folder import DUPLICATES
from ingest.batch.records import fix_by_new_run, record_lines
from ingest.errors import IngestError, RunError, UsageError, error_text
from ingest.record import read_record


@dataclass(frozen=True, slots=True)
class DuplicateCounts:
    """How many records were compared; how many of them are copies of a text, and older versions of an address."""

    records: int
    exact: int
    near: int
    older: int


def write_duplicates(clean: Path) -> DuplicateCounts:
    """Write ``duplicates.jsonl``, in the order of the records: a line for each that is a copy of an earlier text, and
    one for each that is an older version of an address.

    The original of a copy is never a copy itself, the newest version never an older one.

    Raises:
        UsageError: there are no records, or what this needs is not installed.
        RunError: the file cannot be written.
    """
    try:
        from ingest.batch.duplicates.near_duplicates import Originals
    except ImportError:
        raise UsageError("duplicates: rensa is not installed\n  fix: pip install 'ingest[duplicates]'") from None
    originals, versions = Originals(), Versions()
    ids: list[str] = []
    copies: list[Duplicate] = []
    exact = 0
    for number, article in enumerate(_articles(clean)):
        ids.append(article.id)
        versions.add(number, article)
        copy = originals.add(number, article.text)
        if copy is not None:
            exact += copy.exact
            copies.append(Duplicate(ids[number], ids[copy.of], "text", round(copy.similarity, 3), number, copy.of))
    older = [Duplicate(ids[number], ids[of], "address", None, number, of) for number, of in versions.older()]
    _write(clean, merge(copies, older, key=lambda duplicate: duplicate.record))
    return DuplicateCounts(len(ids), exact, len(copies) - exact, len(older))


def _write(clean: Path, duplicates: Iterator[Duplicate]) -> None:
    new = clean / f".{DUPLICATES}.new"
    try:
        with open(new, "w", encoding="utf-8") as file:
            file.writelines(duplicate.encode() for duplicate in duplicates)
        os.replace(new, clean / DUPLICATES)
    except OSError as error:
        raise RunError(f"{clean / DUPLICATES}: cannot be written: {error_text(error)}") from error
    finally:
        new.unlink(missing_ok=True)


def _articles(clean: Path) -> Iterator[Article]:
    for number, line in enumerate(record_lines(clean), 1):
        try:
            yield read_record(line)
        except IngestError as error:
            what = f"record {number} of its articles cannot be read: {error}"
            raise RunError(f"{clean}: {what}{fix_by_new_run(clean)}") from error
