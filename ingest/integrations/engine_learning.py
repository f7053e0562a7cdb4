"""What the engines have in common where they learn: rows become samples of groups, which merge, and are mined."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from ingest.batch.learning.in_force import cleaner_of
from ingest.batch.learning.learn import rule_file
from ingest.batch.learning.sample import GroupSample, group_in
from ingest.batch.learning.spool import spool_line
from ingest.input_record import NO_DEFAULTS, Defaults, Refusal, document_of
from ingest.options import Options
from ingest.rules.learn.groups import group_of


@dataclass(frozen=True, slots=True)
class EngineLearner:
    """How an engine learns: by the ``options`` that it is to clean with, and what is ``stated``, the group too."""

    options: Options
    stated: Defaults = NO_DEFAULTS

    def samples(self, records: Iterable[Mapping[str, object]]) -> Iterator[tuple[str, bytes]]:
        """Yield samples of the groups of some records, each with a key that all samples of its group have."""
        samples: dict[str, GroupSample] = {}
        for record in records:
            if (line := self._line(record)) is not None:
                group = group_in(line)
                samples.setdefault(f"{group.by}:{group.name}", GroupSample()).add(line)
        for key, sample in samples.items():
            yield key, sample.encode()

    def _line(self, record: Mapping[str, object]) -> bytes | None:
        """Return a record as a line that others are compared with; None if it is no document, or in no group."""
        try:
            document = document_of(record, "", self.stated)
            group = group_of(document, self.stated.group, "")
            if group is None or group.by == "file":  # of rows, no engine knows the file
                return None
            return spool_line(group, document.name or document.url or "", cleaner_of(self.options).read(document))
        except Refusal:
            return None

    def rules(self, sample: bytes) -> str:
        """Return the rules that are learned from a whole group, as the text of a file; empty if there are none."""
        if not sample:
            return ""
        whole = GroupSample.decode(sample)
        return rule_file(group_in(whole.lines()[0]), whole, self.options)


def merged_samples(one: bytes, other: bytes) -> bytes:
    """Return the sample of two parts of a group; it does not matter which are merged first."""
    return GroupSample.decode(one).merge(GroupSample.decode(other)).encode()


def with_rules(options: Options, texts: Iterable[str]) -> Options:
    """Return options with learned rules, which travel as text: other machines have other disks."""
    return replace(options, rules=(*options.rules, *sorted(filter(None, texts))))
