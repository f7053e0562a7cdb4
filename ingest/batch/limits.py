"""What one document may cost."""
# Without ``from __future__ import annotations``: as in options.py, the types of fields are read by who offers them.

import re
from dataclasses import dataclass, field

from ingest.errors import UsageError
from ingest.options import Offer, check_value, declared

LEAST_MEMORY = 16_000_000  # bytes; in less no thread can be started that watches over the time
_UNITS: dict[str, int] = {"": 1, "B": 1} | {
    f"{prefix}{infix}B": base**power
    for power, prefix in enumerate("KMGT", start=1)
    for infix, base in (("", 1000), ("I", 1024))
}
# Compiled when a size is read, since ``ingest --help`` waits for this module.
_SIZE = r"([0-9]+(?:_[0-9]+)*|[0-9]*\.[0-9]+)\s*([KMGT]?I?B?)"


def parse_size(text: str) -> int:
    """Return a size in bytes from how it is written: bytes, or a number with a unit, of 1000 or of 1024.

    >>> parse_size("2GB"), parse_size("500 mb"), parse_size("1.5GiB"), parse_size("20000000")
    (2000000000, 500000000, 1610612736, 20000000)

    Raises:
        UsageError: it is not of these forms.
    """
    written = re.fullmatch(_SIZE, text.strip(), re.IGNORECASE | re.ASCII)
    number, suffix = (str(written[1]), str(written[2])) if written else ("", "")
    unit = _UNITS.get(suffix.upper())
    if not number or unit is None or ("." in number and unit == 1):
        forms = "bytes like 20000000, or a number with a unit: 500MB, 2GB, 1.5GiB (KB MB GB TB, KiB MiB GiB TiB)"
        raise UsageError(f"'{text}' is no size\n  fix: {forms}")
    return round(float(number) * unit) if "." in number else int(number) * unit


def parse_positive_size(text: str) -> int:
    """Return a size of at least one byte.

    Raises:
        UsageError: it is zero, or cannot be read.
    """
    if (size := parse_size(text)) < 1:
        raise UsageError(f"'{text}' is too small\n  fix: 1 or more")
    return size


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost: its size in bytes, its time in seconds, and what its worker may hold beyond what
    it holds at the start, in bytes (0: no limit)."""

    max_bytes: int = field(
        default=20_000_000,
        metadata={
            "offer": Offer(
                "The largest document, like 20MB; larger ones are rejected.",
                ("run", "clean", "explain"),
                metavar="SIZE",
                parse=parse_positive_size,
                typed_default="20MB",
            )
        },
    )
    seconds: float = field(
        default=30.0,
        metadata={
            "offer": Offer(
                "The longest time for one document; slower ones are rejected.", ("run",), metavar="N", least=0.1
            )
        },
    )
    memory: int = field(
        default=2_000_000_000,
        metadata={
            "offer": Offer(
                "The most memory that one document may take, like 2GB; what takes more is rejected. Linux only; "
                "from 16MB; 0: no limit.",
                ("run",),
                metavar="SIZE",
                parse=parse_size,
                typed_default="2GB",
            )
        },
    )

    def __post_init__(self) -> None:
        for option in declared(Limits):
            check_value(option, getattr(self, option.name))
        if self.max_bytes < 1:
            raise UsageError(f"max_bytes: no document fits in {self.max_bytes} bytes\n  fix: 1 or more")
        if 0 < self.memory < LEAST_MEMORY:
            what = f"memory: no document can be cleaned in {self.memory} bytes"
            raise UsageError(f"{what}\n  fix: {LEAST_MEMORY} or more, or 0: no limit")


DEFAULT_LIMITS = Limits()
