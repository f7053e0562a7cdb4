"""The rules that apply to one document, compiled."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from ingest.article import TextPart
from ingest.rules.matcher import Engine, LazyPattern
from ingest.rules.model import Rule, RuleFile
from ingest.rules.openers import OpenerIndex
from ingest.rules.patterns.translate import Pattern
from ingest.rules.words import WordReplacer

if TYPE_CHECKING:
    from ingest.html.prune import ElementRule
    from ingest.html.selectors import Selector


class PatternGroup:
    """Patterns that are looked for together: ``probes`` says, for each of ``engine``, whose it is and what for."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        probes = [(rule, role, pattern) for rule in rules for role, pattern in _sought(rule)]
        self.engine = Engine([pattern for _, _, pattern in probes], [rule.where for rule, _, _ in probes])
        self.probes = tuple((rule, role) for rule, role, _ in probes)

    @cached_property
    def openers(self) -> OpenerIndex:
        """What of them may begin inside a block: rules for a whole line, and sections."""
        return OpenerIndex(
            self.engine, [at for at, (rule, _) in enumerate(self.probes) if rule.find in ("line", "section")]
        )

    def warm(self) -> None:
        """Compile all that is looked for."""
        self.engine.warm({at for at, (rule, _) in enumerate(self.probes) if rule.located})


class CompiledLayer:
    """Rules of one layer: what of them is looked for in texts and in titles (``parts``), and by other means.

    What must stand beside something is not looked for, but asked of single lines once that is found
    (``neighbor_patterns``).
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        parts: tuple[TextPart, ...] = ("text", "title")
        self.parts = {part: PatternGroup(rule for rule in self.rules if rule.where.part == part) for part in parts}
        self.neighbor_patterns = {
            (rule.id, role): LazyPattern(pattern) for rule in self.rules for role, pattern in _asked_beside(rule)
        }
        self.casing = WordReplacer(rule for rule in self.rules if rule.find == "words")
        self.finders = tuple(rule for rule in self.rules if rule.find == "finder")
        # How far before a change a line is looked at again: sections look this far ahead for what confirms them.
        self.reach = max((rule.section.within for rule in self.rules if rule.section), default=1)


def _sought(rule: Rule) -> Iterator[tuple[str, Pattern]]:
    if rule.pattern:
        yield "main", rule.pattern
    if rule.section:
        yield "start", rule.section.start


def _asked_beside(rule: Rule) -> Iterator[tuple[str, Pattern]]:
    if rule.section and rule.section.confirm:
        yield "confirm", rule.section.confirm
    if rule.section and isinstance(rule.section.end, Pattern):
        yield "end", rule.section.end
    for role, neighbour in (("before", rule.where.before), ("after", rule.where.after)):
        if neighbour and neighbour.pattern:
            yield role, neighbour.pattern


@dataclass(frozen=True)
class Selection:
    """The rules for one document: shelves, and the ids among them that a later layer disables."""

    layers: tuple[CompiledLayer, ...]
    disabled: frozenset[str]
    files: tuple[RuleFile, ...]

    @cached_property
    def reach(self) -> int:
        """The number of lines that a line's neighbours and confirmations lie within."""
        return max((shelf.reach for shelf in self.layers), default=1)

    def warm(self) -> None:
        """Compile all that is looked for."""
        for shelf in self.layers:
            for sought in shelf.parts.values():
                sought.warm()
            for question in shelf.neighbor_patterns.values():
                question.warm()

    def rules(self) -> tuple[Rule, ...]:
        """Give the rules that apply, in the order of their layers."""
        return tuple(rule for shelf in self.layers for rule in shelf.rules if rule.id not in self.disabled)

    @cached_property
    def sha256(self) -> str:
        """The hash of the layers that apply: of their files' bytes, in order."""
        return hashlib.sha256("".join(file.sha256 for file in self.files).encode()).hexdigest()

    def element_rules(self, kept: Collection[str]) -> tuple[ElementRule, ...]:
        """Give the rules for elements, one for each selector; those of kept kinds only where they guard."""
        from ingest.html.prune import ElementRule
        from ingest.html.selectors import Selector

        return tuple(
            ElementRule(
                rule.id,
                rule.kind,
                Selector(expression, syntax),
                _on_elements(rule),
                rule.to,
                rule.rank,
                bool(rule.origin),
            )
            for rule in self.rules()
            for syntax, expression in rule.selectors
            if rule.action == "keep" or rule.kind not in kept
        )

    @property
    def replacements(self) -> tuple[tuple[str, str], ...]:
        """What to put for what in the source of a page, before it is parsed."""
        return tuple(pair for file in self.files for pair in file.replacements)

    def field_selectors(self, *, hints: bool = False) -> dict[str, tuple[Selector, ...]]:
        """Give the field selectors of the layers that apply; a later layer's replace an earlier one's.

        With ``hints`` those of origin "ftr", and only those: such files are often years old, so a page's own word
        counts more.
        """
        from ingest.html.selectors import Selector

        files = [file for file in self.files if (file.origin == "ftr") == hints]
        fields = {name: value for file in files for name, value in (file.fields or {}).items()}
        return {name: tuple(Selector(said, syntax) for syntax, said in value) for name, value in fields.items()}


def _on_elements(rule: Rule) -> Literal["drop", "move", "keep"]:
    return "keep" if rule.action == "keep" else "move" if rule.action == "move" else "drop"
