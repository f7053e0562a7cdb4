"""Duplicates among the records of a CLEAN, in a file beside them: records stay as they are."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.batch.output_folder import DUPLICATES
from ingest.batch.records import fix_by_new_run, record_lines
from ingest.errors import RunError, UsageError, error_text


@dataclass(frozen=True, slots=True)
class DuplicateCounts:
    """How many records were compared, and how many of them are copies."""

    records: int
    exact: int
    near: int


def write_duplicates(clean: Path) -> DuplicateCounts:
    """Write ``duplicates.jsonl``: a line for each record that is a copy of an earlier one, in the order of the records.

    ``id`` and ``record`` (its number, from 0) are the copy's, ``duplicate_of`` and ``of_record`` the original's, which
    is never a copy itself; ``similarity`` is 1 for equal texts.

    Raises:
        UsageError: there are no records, or what this needs is not installed.
        RunError: the file cannot be written.
    """
    try:
        from ingest.batch.near_duplicates import Originals
    except ImportError:
        raise UsageError("duplicates: rensa is not installed\n  fix: pip install 'ingest[duplicates]'") from None
    originals, ids = Originals(), dict[int, str]()
    exact = near = number = 0
    new = clean / f".{DUPLICATES}.new"
    try:
        with open(new, "w", encoding="utf-8") as file:
            for number, (id, text) in enumerate(_ids_and_texts(clean), 1):
                copy = originals.add(number - 1, text)
                ids[number - 1] = id
                if copy is not None:
                    exact, near = exact + copy.exact, near + (not copy.exact)
                    line = {"id": id, "duplicate_of": ids[copy.of], "similarity": round(copy.similarity, 3)}
                    file.write(json.dumps(line | {"record": number - 1, "of_record": copy.of}) + "\n")
                    del ids[number - 1]
        os.replace(new, clean / DUPLICATES)
    except OSError as error:
        raise RunError(f"{clean / DUPLICATES}: cannot be written: {error_text(error)}") from error
    finally:
        new.unlink(missing_ok=True)
    return DuplicateCounts(number, exact, near)


def _ids_and_texts(clean: Path) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(record_lines(clean), 1):
        try:
            record = json.loads(line)
            yield record["id"], record["text"]
        except (ValueError, KeyError, TypeError) as error:
            what = f"record {number} of its articles cannot be read: {error!r}"
            raise RunError(f"{clean}: {what}{fix_by_new_run(clean)}") from error


def copies(clean: Path) -> dict[int, str]:
    """Return the ids of the records that are copies, by their numbers.

    Raises:
        UsageError: duplicates have not been searched for, or the file that names them is damaged.
    """
    try:
        with open(clean / DUPLICATES, encoding="utf-8") as file:
            return {copy["record"]: copy["id"] for copy in map(json.loads, file)}
    except FileNotFoundError:
        what = "its duplicates are not known"
    except (ValueError, KeyError, TypeError) as error:
        what = f"{DUPLICATES} cannot be read: {error!r}"
    raise UsageError(f"{clean}: {what}\n  fix: ingest duplicates {clean}")
