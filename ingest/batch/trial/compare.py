"""One document of a trial: cleaned by the rules in force and by those on trial, if these can concern it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from ingest.article import Article, RawDocument, site_of
from ingest.cleaner import Cleaner
from ingest.rules.model import RuleFile
from ingest.rules.trial.concern import Concern
from ingest.rules.trial.difference import Difference, differences
from ingest.rules.trial.tried import replaced_files


@dataclass(frozen=True, slots=True)
class Compared:
    """A document that was cleaned anew: its name, its site, and what differs."""

    name: str
    site: str | None
    differences: tuple[Difference, ...]

    def encode(self) -> bytes:
        """Return it as a line of JSON, without the line end."""
        return json.dumps([self.name, self.site, self.differences]).encode()


def read_compared(line: bytes) -> Compared:
    """Return what ``Compared.encode`` has written."""
    name, site, found = json.loads(line)
    return Compared(name, site, tuple(Difference._make([*fields, tuple(doubts)]) for *fields, doubts in found))


class Comparer:
    """Cleans the documents that rules on trial can concern, and compares."""

    def __init__(self, in_force: Cleaner, files: Iterable[RuleFile]) -> None:
        files = tuple(files)
        self._in_force, self._tried = in_force, in_force.with_tried(files)
        replaced = replaced_files(in_force.rules, self._tried.rules)
        self._concern = Concern((*files, *replaced))
        self._known = frozenset(self._tried.rule_ids) - {id for file in (*files, *replaced) for id in file.ids}

    def compared(self, document: RawDocument, record: Article | None = None) -> Compared | None:
        """Return what comes out otherwise; None if the rules on trial cannot concern a document. The ``record`` is what
        was made of it before; None: what the rules in force make of it."""
        page = self._in_force.read(document)
        if not (record is not None and self._names_replaced(record)) and not self._concern.concerns(page, document):
            return None
        again = page.kind == "html" and self._concern.reads_otherwise(document)
        new_page = self._tried.read(document) if again else page
        old = record or self._in_force.clean_page(page, document)
        found = differences(page, old, new_page, self._tried.clean_page(new_page, document))
        return Compared(document.name or document.url or "", site_of(document), tuple(self._with_kinds(found)))

    def _names_replaced(self, record: Article) -> bool:
        """True if a rule changed a record that is on trial, or is no more."""
        used = {cut.rule for cut in record.removed} | {mend.rule for mend in record.repaired}
        return any(rule not in self._known and not rule.startswith("ftr.") for rule in used)

    def _with_kinds(self, found: tuple[Difference, ...]) -> Iterator[Difference]:
        for one in found:
            yield one if one.kind else one._replace(kind=self._kinds.get(one.rule, "other"))

    @cached_property
    def _kinds(self) -> dict[str, str]:
        return {rule.id: rule.kind for rules in (self._in_force.rules, self._tried.rules) for rule in rules.rules}
