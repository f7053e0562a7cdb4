"""Reading the values of YAML nodes: text, lists, numbers. A wrong value is noted as a fault and read as a default."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from ingest.errors import Fault, nearest
from ingest.rules.grammar.advice import advice_for_key, advice_for_mapping
from ingest.rules.grammar.yaml_nodes import YamlNode

# What else people write for true and false.
_TRUTHS = {"yes": "true", "on": "true", "1": "true", "no": "false", "off": "false", "0": "false"}
# Wholes, which faults name by a noun; the others are keys, and named in quotes.
_NOUNS = ("the file", "a rule", "an example", "a pattern")


def _named(whose: str) -> str:
    return whose if whose in _NOUNS else f"'{whose}'"


def _shown(node: YamlNode) -> str:
    """Return what a node is, in faults: its text in quotes, or that it is a list or a mapping."""
    if node.text is not None:
        return f"'{node.text}'" if node.text else "nothing"
    return "a list" if node.items is not None else "a mapping"


class Values:
    """The values of one file. ``rule_id`` is the rule being read, named in faults; ``faults`` are all so far."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []
        self.rule_id = ""

    def fault(self, node: YamlNode, what: str, fix: str = "") -> None:
        """Note what is wrong with a node."""
        # "rule 'a' has no kind", "rule 'a': 'end' is no position"
        of_rule = what.startswith(("has ", "says ", "does not ", "finds ", "puts ", "replaces "))
        if self.rule_id:
            what = f"rule '{self.rule_id}'{'' if of_rule else ':'} {what}"
        elif of_rule:
            what = f"a rule {what}"
        self.faults.append(Fault(self.file, node.line, node.column, what, fix))

    def mapping(self, node: YamlNode, known: Collection[str], whose: str) -> dict[str, YamlNode]:
        """Return the values of the known keys of a mapping; ``whose`` names it in faults."""
        if node.entries is None:
            self.fault(node, f"{_named(whose)} is {_shown(node)}, not a mapping", advice_for_mapping(whose, known))
            return {}
        for again in node.repeated:
            self.fault(again, f"the key '{again.text}' is there twice", "join the two, or remove one")
        values: dict[str, YamlNode] = {}
        for key, key_node, value in node.pairs():
            if key in known:
                values[key] = value
            else:
                has = "has" if whose == "a rule" else f"{_named(whose)} has"
                self.fault(key_node, f"{has} an unknown key '{key}'", advice_for_key(key, known))
        return values

    def items(self, node: YamlNode) -> list[YamlNode]:
        if node.items is None:
            like = f"['{node.text}']" if node.text else "[ ... ]"
            self.fault(node, f"{_shown(node)} stands where a list belongs", f"write {like}, or one '- ' a line")
        return node.items or []

    def text(self, node: YamlNode) -> str:
        if node.text is None:
            self.fault(node, "not plain text", "quote it with single quotes")
        return node.text or ""

    def texts(self, node: YamlNode) -> tuple[str, ...]:
        return tuple(self.text(item) for item in self.items(node))

    def one_of(self, node: YamlNode, known: Iterable[str], noun: str) -> str | None:
        """Return one of the known words, None if the node is none of them; ``noun`` says in faults what they are."""
        if node.text not in set(known):
            what = f"{_shown(node)} is no {noun}" if node.text != "" else f"no {noun} is given"
            self.fault(node, what, nearest(node.text or "", known))
            return None
        return node.text

    def several(self, node: YamlNode, known: tuple[str, ...], noun: str) -> tuple[str, ...]:
        """Return some of the known words, from a list or a single one."""
        listed = node.items if node.items is not None else [node]
        return tuple(word for item in listed if (word := self.one_of(item, known, noun)))

    def number(self, node: YamlNode) -> int:
        if node.text is None or not re.fullmatch(r"\d{1,9}", node.text, re.ASCII):
            self.fault(node, f"'{node.text}' is not a whole number", "write digits, like 200")
            return 0
        return int(node.text)

    def share(self, node: YamlNode) -> float:
        """Return a number from 0 to 1."""
        if node.text is None or not re.fullmatch(r"0?\.\d{1,6}|0|1", node.text, re.ASCII):
            self.fault(node, f"'{node.text}' is not a share", "a number from 0 to 1, like 0.5")
            return 0.0
        return float(node.text)

    def flag(self, node: YamlNode) -> bool:
        if node.text not in ("true", "false"):
            meant = _TRUTHS.get((node.text or "").lower())
            self.fault(node, f"{_shown(node)} is neither true nor false", f"write {meant or 'true or false'}")
        return node.text == "true"
