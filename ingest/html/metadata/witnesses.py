"""What a page says of when it was published, and whether to believe it: an odd day needs a second witness."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from ingest.text.dates import is_plausible, is_zero

Witness = Literal["stated", "shown", "address"]


class Claim(NamedTuple):
    """A day or time that a page gives, and where: stated for machines, shown to readers, or in its address.

    All that is stated for machines is one witness: it comes from one field of one database.
    """

    time: str
    witness: Witness


def believed(claims: Iterable[Claim], fetched_at: str | None) -> Claim | None:
    """Return the first claim that is plausible, or has a second witness for its day; None where there is none.

    Lazy: as long as all are plausible, only the first is looked at.
    """
    waiting = iter(claims)
    first = next(waiting, None)
    if first is None or is_plausible(first.time, fetched_at):
        return first
    all_of_them = (first, *waiting)
    return next(
        (one for one in all_of_them if is_plausible(one.time, fetched_at) or _is_witnessed(one, all_of_them)), None
    )


def _is_witnessed(one: Claim, others: Iterable[Claim]) -> bool:
    """True if another witness has the same day: for the zero of Unix time, which a page may show, its address."""
    witnesses = {other.witness for other in others if other.time[:10] == one.time[:10]}
    return len(witnesses) > 1 and ("address" in witnesses or not is_zero(one.time))
