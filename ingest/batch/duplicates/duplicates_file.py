"""``CLEAN/duplicates.jsonl``: which records repeat which, and what an export may leave out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, get_args

from ingest.batch.output_folder import DUPLICATES
from ingest.errors import UsageError

DuplicateReason = Literal["text", "address"]


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A line: a record and the one that stays in its place, by ``id`` and by number from 0.

    Of one ``text``, that is the first, with the ``similarity`` (1: equal texts); of one ``address``, the newest.
    """

    id: str
    duplicate_of: str
    reason: DuplicateReason
    similarity: float | None
    record: int
    of_record: int

    def __post_init__(self) -> None:
        if self.reason not in get_args(DuplicateReason):
            raise ValueError(f"no reason: {self.reason!r}")

    def encode(self) -> str:
        return json.dumps(asdict(self)) + "\n"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The ids of records that an export leaves out, by their numbers: ``copies`` of a text, ``older`` versions."""

    copies: Mapping[int, str]
    older: Mapping[int, str]


def to_leave_out(clean: Path, *, copies: bool, older: bool) -> LeftOut:
    """Return which records are left out, if ``copies`` of others are to be, and ``older`` versions of an address.

    Where the original of some copies is an older version, the first of them that is not takes its place: of each text
    one record stays.

    Raises:
        UsageError: duplicates have not been searched for, or the file that names them is damaged.
    """
    if not copies and not older:
        return LeftOut({}, {})
    found = tuple(_duplicates(clean))
    versions = {each.record: each.id for each in found if older and each.reason == "address"}
    stays: dict[int, int] = {}
    dropped: dict[int, str] = {}
    for each in found:
        if copies and each.reason == "text" and each.record not in versions:
            original = each.of_record
            if original not in versions or stays.setdefault(original, each.record) != each.record:
                dropped[each.record] = each.id
    return LeftOut(dropped, versions)


def _duplicates(clean: Path) -> Iterator[Duplicate]:
    try:
        with open(clean / DUPLICATES, encoding="utf-8") as file:
            yield from (Duplicate(**line) for line in map(json.loads, file))
        return
    except FileNotFoundError:
        what = "its duplicates are not known"
    except (ValueError, TypeError) as error:
        what = f"{DUPLICATES} cannot be read: {error!r}"
    raise UsageError(f"{clean}: {what}\n  fix: ingest duplicates {clean}")
