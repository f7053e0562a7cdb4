"""The rules that apply to one document, compiled."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from ingest.rules.matcher import Engine, LazyPattern
from ingest.rules.model import Rule, RuleFile
from ingest.rules.openers import OpenerIndex
from ingest.rules.patterns.translate import Pattern
from ingest.rules.words import WordReplacer
from ingest.vocabulary import TextPart

if TYPE_CHECKING:
    from ingest.html.prune import ElementRule
    from ingest.html.selectors import Selector


class PatternGroup:
    """Patterns that are looked for together: ``owners`` has the rule of each pattern of ``engine``, and its role in it:
    "main", or the "start" of a section."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        owned = [(rule, role, pattern) for rule in rules for role, pattern in own_patterns(rule)]
        self.engine = Engine([pattern for _, _, pattern in owned], [rule.where for rule, _, _ in owned])
        self.owners = tuple((rule, role) for rule, role, _ in owned)

    @cached_property
    def openers(self) -> OpenerIndex:
        """What of them may begin inside a block: rules for a whole line, and sections."""
        return OpenerIndex(
            self.engine, [at for at, (rule, _) in enumerate(self.owners) if rule.find in ("line", "section")]
        )

    def warm(self) -> None:
        """Compile all that is looked for."""
        self.engine.warm({at for at, (rule, _) in enumerate(self.owners) if rule.located})


class CompiledLayer:
    """The rules of one layer, compiled: their patterns for texts and for titles (``parts``), their words and finders.

    Patterns for neighbours, and for the blocks of a section, are tried on single blocks once the main pattern is found
    (``neighbor_patterns``, by rule and role).
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        parts: tuple[TextPart, ...] = ("text", "title")
        self.parts = {part: PatternGroup(rule for rule in self.rules if rule.where.part == part) for part in parts}
        self.neighbor_patterns = {
            (rule.id, role): LazyPattern(pattern) for rule in self.rules for role, pattern in _neighbor_patterns(rule)
        }
        self.words = WordReplacer(rule for rule in self.rules if rule.find == "words")
        self.finders = tuple(rule for rule in self.rules if rule.find == "finder")
        # How far before a change a block is looked at again: sections look this far ahead for what confirms them.
        self.reach = max((rule.section.within for rule in self.rules if rule.section), default=1)


def own_patterns(rule: Rule) -> Iterator[tuple[str, Pattern]]:
    """Yield the patterns that make a rule fire, each with its role."""
    if rule.pattern:
        yield "main", rule.pattern
    if rule.section:
        yield "start", rule.section.start


def _neighbor_patterns(rule: Rule) -> Iterator[tuple[str, Pattern]]:
    """Yield the patterns that a rule tries on other blocks than the one it fires on, each with its role."""
    if rule.section and rule.section.confirm:
        yield "confirm", rule.section.confirm
    if rule.section and isinstance(rule.section.end, Pattern):
        yield "end", rule.section.end
    for role, neighbour in (("before", rule.where.before), ("after", rule.where.after)):
        if neighbour and neighbour.pattern:
            yield role, neighbour.pattern


@dataclass(frozen=True)
class Selection:
    """The rules for one document: compiled layers, and the ids of their rules that a later layer disables."""

    layers: tuple[CompiledLayer, ...]
    disabled: frozenset[str]
    files: tuple[RuleFile, ...]

    @cached_property
    def reach(self) -> int:
        """Return how many blocks away a block's neighbours and confirmations may be."""
        return max((layer.reach for layer in self.layers), default=1)

    def warm(self) -> None:
        """Compile all that is looked for."""
        for layer in self.layers:
            for group in layer.parts.values():
                group.warm()
            for pattern in layer.neighbor_patterns.values():
                pattern.warm()

    def rules(self) -> tuple[Rule, ...]:
        """Return the rules that apply, in the order of their layers."""
        return tuple(rule for layer in self.layers for rule in layer.rules if rule.id not in self.disabled)

    @cached_property
    def sha256(self) -> str:
        """Return the hash of the layers that apply: of their files' bytes, in order."""
        return hashlib.sha256("".join(file.sha256 for file in self.files).encode()).hexdigest()

    def element_rules(self, kept: Collection[str]) -> tuple[ElementRule, ...]:
        """Return the rules for elements, one for each selector; those of kept kinds only where they guard."""
        from ingest.html.prune import ElementRule
        from ingest.html.selectors import Selector

        return tuple(
            ElementRule(
                rule.id,
                rule.kind,
                Selector(expression, syntax),
                _element_action(rule),
                rule.to,
                rule.rank,
                rule.origin == "ftr",
            )
            for rule in self.rules()
            for syntax, expression in rule.selectors
            if rule.action == "keep" or rule.kind not in kept
        )

    @property
    def replacements(self) -> tuple[tuple[str, str], ...]:
        """Return what to replace in the source of a page, before it is parsed, and by what."""
        return tuple(pair for file in self.files for pair in file.replacements)

    def field_selectors(self, *, hints: bool = False) -> dict[str, tuple[Selector, ...]]:
        """Return the field selectors of the layers that apply; a later layer's replace an earlier one's.

        With ``hints`` those of origin "ftr", and only those: such files are often years old, so what a page states
        about itself counts more.
        """
        from ingest.html.selectors import Selector

        files = [file for file in self.files if (file.origin == "ftr") == hints]
        fields = {name: value for file in files for name, value in (file.fields or {}).items()}
        return {
            name: tuple(Selector(expression, syntax) for syntax, expression in selectors)
            for name, selectors in fields.items()
        }


def _element_action(rule: Rule) -> Literal["drop", "move", "keep"]:
    return "keep" if rule.action == "keep" else "move" if rule.action == "move" else "drop"
