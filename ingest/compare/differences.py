"""What differs between two runs, added up over their documents, with examples."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from ingest.article import Article, Removal
from ingest.compare.pairs import Pair, pairs
from ingest.report.figures import site_name

# Of a record, what tells how it was made, and not what it is.
_HOW = {"id", "blocks", "removed", "repaired", "quality", "made_by", "source"}
_FIELDS = tuple(name for name in Article.__struct_fields__ if name not in _HOW)
_EXAMPLES = 3  # of each rule and fate
_MAX_TEXT = 300

SpanFate = Literal["goes", "stays", "other rule"]
SPAN_FATES: tuple[SpanFate, ...] = ("goes", "stays", "other rule")


@dataclass(frozen=True, slots=True)
class ChangedSpan:
    """A span whose fate differs, and the document in which it stands; ``before`` is the other rule that took it."""

    fate: SpanFate
    rule: str
    kind: str
    text: str
    name: str
    before: str = ""


@dataclass(slots=True)
class Differences:
    """The differences of two runs. ``kinds``, ``rules`` and ``sites`` count spans, by name and fate: those that go in
    the new run only, those that stay in it and went in the old, and those that another rule takes. ``fields`` counts
    documents, by the field that differs; ``notes`` those that have a note in the new run only (True), or in the
    old; ``different`` all documents that differ, those of one run only among them.
    """

    both: int = 0
    only_old: list[str] = field(default_factory=list)
    only_new: list[str] = field(default_factory=list)
    changed: int = 0
    fields: Counter[str] = field(default_factory=Counter)
    kinds: Counter[tuple[str, SpanFate]] = field(default_factory=Counter)
    rules: Counter[tuple[str, SpanFate]] = field(default_factory=Counter)
    sites: Counter[tuple[str, SpanFate]] = field(default_factory=Counter)
    changed_by_site: Counter[str] = field(default_factory=Counter)
    notes: Counter[tuple[str, bool]] = field(default_factory=Counter)
    examples: dict[tuple[str, SpanFate], list[ChangedSpan]] = field(default_factory=dict)

    @property
    def different(self) -> int:
        return self.changed + len(self.only_old) + len(self.only_new)

    def add(self, pair: Pair) -> None:
        """Count one document."""
        if pair.old is None or pair.new is None:
            self._add_single(pair)
            return
        self.both += 1
        differing = [name for name in _FIELDS if getattr(pair.old, name) != getattr(pair.new, name)]
        self.fields.update(differing)
        if differing:
            self.changed += 1
            self.changed_by_site[site_name(pair.new)] += 1
        old_notes, new_notes = ({note.code for note in each.notes} for each in (pair.old, pair.new))
        self.notes.update((code, True) for code in new_notes - old_notes)
        self.notes.update((code, False) for code in old_notes - new_notes)
        for example in _changes(pair.old, pair.new):
            self._add_span(example, site_name(pair.new))

    def _add_single(self, pair: Pair) -> None:
        if pair.old is not None:
            self.only_old.append(pair.old.name)
        if pair.new is not None:
            self.only_new.append(pair.new.name)

    def _add_span(self, example: ChangedSpan, site: str) -> None:
        fate = example.fate
        self.kinds[example.kind, fate] += 1
        self.rules[example.rule, fate] += 1
        self.sites[site, fate] += 1
        shown = self.examples.setdefault((example.rule, fate), [])
        if len(shown) < _EXAMPLES:
            shown.append(example)


def differences_of(old: Path, new: Path) -> Differences:
    """Return what differs between two folders that runs have written.

    Raises:
        UsageError: no run has written one of them.
        RunError: a record cannot be read.
    """
    found = Differences()
    for pair in pairs(old, new):
        found.add(pair)
    return found


def _changes(old: Article, new: Article) -> Iterable[ChangedSpan]:
    """Yield the spans whose fate differs. Spans are told by their text: another reading of a page moves offsets."""
    if old.removed == new.removed:
        return
    before, after = _by_text(old.removed), _by_text(new.removed)
    for text in before.keys() | after.keys():
        gone, comes = before.get(text, []), after.get(text, [])
        for was, now in zip(gone, comes, strict=False):
            if was.rule != now.rule:
                yield _example("other rule", now, new.name, was.rule)
        yield from (_example("stays", was, new.name) for was in gone[len(comes) :])
        yield from (_example("goes", now, new.name) for now in comes[len(gone) :])


def _by_text(removed: Iterable[Removal]) -> dict[str, list[Removal]]:
    spans: dict[str, list[Removal]] = {}
    for cut in removed:
        # Without its text (--trail spans) a span is where it stands.
        spans.setdefault(cut.text.strip() or f"{cut.part} {cut.start}-{cut.end} {cut.path or ''}", []).append(cut)
    return spans


def _example(fate: SpanFate, cut: Removal, name: str, before: str = "") -> ChangedSpan:
    text = " ".join(cut.text.split()) or f"{cut.start} to {cut.end} of the {cut.part}"
    return ChangedSpan(fate, cut.rule, cut.kind, text[:_MAX_TEXT], name, before)
