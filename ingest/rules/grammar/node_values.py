"""Reading the values of YAML nodes: text, lists, numbers. A wrong value is noted as a fault and read as a default."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ingest.errors import Fault, nearest
from ingest.rules.grammar.yaml_nodes import YamlNode


class Values:
    """The values of one file. ``rule_id`` is the rule being read, named in faults; ``faults`` are all so far."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []
        self.rule_id = ""

    def fault(self, node: YamlNode, what: str, fix: str = "") -> None:
        """Note what is wrong with a node."""
        whose = f"rule '{self.rule_id}': " if self.rule_id else ""
        self.faults.append(Fault(self.file, node.line, node.column, whose + what, fix))

    def mapping(self, node: YamlNode, known: Iterable[str], whose: str) -> dict[str, YamlNode]:
        """Return the values of the known keys of a mapping; ``whose`` names it in faults."""
        if node.entries is None:
            self.fault(node, f"{whose} is not a mapping", f"keys: {', '.join(sorted(known))}")
            return {}
        for again in node.repeated:
            self.fault(again, f"the key '{again.text}' is there twice", "join the two, or remove one")
        values: dict[str, YamlNode] = {}
        for key, key_node, value in node.pairs():
            if key in known:
                values[key] = value
            else:
                self.fault(key_node, f"{whose} has an unknown key '{key}'", nearest(key, known))
        return values

    def items(self, node: YamlNode) -> list[YamlNode]:
        if node.items is None:
            self.fault(node, "not a list", "write [ ... ], or one '- ' a line")
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
            given = "a list or mapping" if node.text is None else f"'{node.text}'"
            self.fault(node, f"{given} is no {noun}", nearest(node.text or "", known))
            return None
        return node.text

    def several(self, node: YamlNode, known: tuple[str, ...], noun: str) -> tuple[str, ...]:
        """Return some of the known words, from a list or a single one."""
        listed = node.items if node.items is not None else [node]
        return tuple(word for item in listed if (word := self.one_of(item, known, noun)))

    def number(self, node: YamlNode) -> int:
        if node.text is None or not re.fullmatch(r"\d{1,9}", node.text, re.ASCII):
            self.fault(node, f"'{node.text}' is not a whole number", "write digits")
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
            self.fault(node, f"'{node.text}' is neither true nor false", "write true or false")
        return node.text == "true"
