"""What a trial has found, counted, and the differences that are worth looking at: what may be wrong comes first."""

from __future__ import annotations

import heapq
import json
import re
import tempfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from types import TracebackType
from typing import Self

from ingest.batch.trial.compare import Compared, read_compared
from ingest.rules.trial.difference import DOUBTS, FIELD, Difference

SHOWN = 20  # differences, if nobody says how many
_DIGITS = re.compile(r"\d+")
# Runs of three words that were removed, counted by their hashes up to two, in four megabytes.
_RUN, _CELLS = 3, 1 << 22
# A text of which so many runs stand in another document's removals was seen there, too: of a template, what is fixed.
_SEEN_AGAIN = 2
_WEIGHT = {"prose": 2, "quotation": 2, "body": 1, "once": 1}
_EFFECT_ORDER = {"removed": 0, "changed": 1, "kept": 2}


@dataclass(slots=True)
class TrialCounts:
    """How many spans are newly ``removed``, ``kept`` (no longer removed) and ``changed``, in how many documents."""

    removed: int = 0
    kept: int = 0
    changed: int = 0
    documents: int = 0

    @property
    def total(self) -> int:
        """Return the number of differences."""
        return self.removed + self.kept + self.changed

    def add(self, found: Iterable[Difference]) -> None:
        """Count what differs in one document."""
        effects = Counter(one.effect for one in found)
        self.removed += effects["removed"]
        self.kept += effects["kept"]
        self.changed += effects["changed"]
        self.documents += 1


@dataclass(frozen=True, slots=True)
class ShownDifference:
    """A difference, and the document that it is in."""

    name: str
    site: str | None
    difference: Difference


@dataclass(frozen=True, slots=True)
class Trial:
    """What rules on trial would do: of ``documents`` that were read, ``cleaned`` could be concerned and were cleaned
    again; ``differences`` are the most telling ones, ``rejects`` documents that cannot be cleaned."""

    documents: int
    cleaned: int
    rejects: int
    all: TrialCounts
    sites: Mapping[str, TrialCounts]
    kinds: Mapping[str, TrialCounts]
    rules: Mapping[str, TrialCounts]
    doubts: Mapping[str, int]
    differences: tuple[ShownDifference, ...] = field(default=())

    def to_dict(self) -> dict[str, object]:
        """Return it as plain values, as ``--json`` prints them."""
        return {
            "documents": self.documents,
            "cleaned": self.cleaned,
            "rejects": self.rejects,
            **asdict(self.all),
            "doubts": dict(self.doubts),
            **{name: {key: asdict(counts) for key, counts in getattr(self, name).items()} for name in _TABLES},
            "differences": [
                {"name": one.name, "site": one.site, **one.difference._asdict(), "doubts": list(one.difference.doubts)}
                for one in self.differences
            ],
        }

    def to_json(self) -> str:
        """Return it as JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2)


_TABLES = ("sites", "kinds", "rules")


class TrialTally:
    """Counts differences as they come, and keeps them on the disk until it is known which of them were seen once."""

    def __init__(self) -> None:
        self.documents = self.rejects = self.cleaned = 0
        self._all = TrialCounts()
        self._tables: dict[str, dict[str, TrialCounts]] = {name: {} for name in _TABLES}
        self._seen = bytearray(_CELLS)
        self._kept = tempfile.TemporaryFile()  # noqa: SIM115  # closed where the tally is left

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._kept.close()

    def add(self, compared: Compared) -> None:
        """Count a document that was cleaned again."""
        self.cleaned += 1
        found = compared.differences
        if not found:
            return
        self._all.add(found)
        self._count("sites", compared.site or "", found)
        for table, name_of in (("kinds", _kind_of), ("rules", _rule_of)):
            for name in {name_of(one) for one in found}:
                self._count(table, name, [one for one in found if name_of(one) == name])
        for cell in {cell for one in found if one.effect == "removed" for cell in _cells(one.text)}:
            self._seen[cell] = min(2, self._seen[cell] + 1)
        self._kept.write(compared.encode() + b"\n")

    def _count(self, table: str, name: str, found: Iterable[Difference]) -> None:
        self._tables[table].setdefault(name, TrialCounts()).add(found)

    def trial(self, shown: int = SHOWN) -> Trial:
        """Return what was found, with so many differences."""
        doubts: Counter[str] = Counter()
        best: dict[tuple[int, str, str], list[ShownDifference]] = {}
        for one in self._doubted():
            doubts.update(one.difference.doubts)
            key = (-_weight(one.difference), one.difference.effect, one.difference.rule)
            best[key] = heapq.nsmallest(max(1, shown), [*best.get(key, ()), one], key=_order)
        # In turns, a difference of each rule: the second of a rule says less than the first of another.
        turns = sorted(
            (weight, _EFFECT_ORDER[effect], turn, rule, one.name, at)
            for (weight, effect, rule), found in best.items()
            for turn, (at, one) in enumerate(enumerate(found))
        )
        chosen = (best[weight, _EFFECTS[effect], rule][at] for weight, effect, _, rule, _, at in turns[:shown])
        tables = {name: _sorted_counts(counts) for name, counts in self._tables.items()}
        said: dict[str, int] = {doubt: doubts[doubt] for doubt in DOUBTS if doubts[doubt]}
        return Trial(
            self.documents, self.cleaned, self.rejects, self._all, doubts=said, differences=tuple(chosen), **tables
        )

    def _doubted(self) -> Iterator[ShownDifference]:
        """Yield all differences, with the doubt about those that were seen once."""
        self._kept.seek(0)
        for line in self._kept:
            compared = read_compared(line)
            for one in compared.differences:
                once = one.effect == "removed" and self._is_seen_once(one.text)
                doubted = one._replace(doubts=(*one.doubts, "once")) if once else one
                yield ShownDifference(compared.name, compared.site, doubted)

    def _is_seen_once(self, text: str) -> bool:
        cells = _cells(text)
        return sum(self._seen[cell] > 1 for cell in cells) < min(_SEEN_AGAIN, len(cells))


_EFFECTS = {order: effect for effect, order in _EFFECT_ORDER.items()}


def _kind_of(one: Difference) -> str:
    return one.kind


def _rule_of(one: Difference) -> str:
    return FIELD if one.kind == FIELD else one.rule


def _weight(one: Difference) -> int:
    return sum(_WEIGHT[doubt] for doubt in one.doubts)


def _order(one: ShownDifference) -> tuple[int, str, Difference]:
    return -len(one.difference.text), one.name, one.difference


def _cells(text: str) -> set[int]:
    """Return where the runs of words of a text are counted; numbers are all alike."""
    words = _DIGITS.sub("0", text.casefold()).split()
    runs = [" ".join(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1))]
    return {zlib.crc32(run.encode("utf-8", "surrogatepass")) % _CELLS for run in runs}


def _sorted_counts(counts: Mapping[str, TrialCounts]) -> dict[str, TrialCounts]:
    """Return counts by name, the greatest first."""
    return dict(sorted(counts.items(), key=lambda item: (-item[1].total, item[0])))
