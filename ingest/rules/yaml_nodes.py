"""YAML as nodes that know where they stand: strings, lists and mappings, nothing else.

This is the one module that imports yaml. Only events are taken from it: no tags, no aliases (a few lines of
aliases expand to gigabytes), no types (``no`` and ``1.10`` stay strings), and a depth that cannot exhaust a stack.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from ingest.errors import Fault, RuleError

MAX_DEPTH = 20
_QUOTES = ("'", '"')
_ENDS = (yaml.SequenceEndEvent, yaml.MappingEndEvent)
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Node:
    """A scalar (``text``), a list (``items``) or a mapping (``entries``); ``line`` and ``column`` count from 1."""

    line: int
    column: int
    text: str | None = None
    items: list[Node] | None = None
    entries: dict[str, tuple[Node, Node]] | None = None
    quoted: bool = False
    repeated: tuple[Node, ...] = ()

    def pairs(self) -> Iterator[tuple[str, Node, Node]]:
        for key, (key_node, value) in (self.entries or {}).items():
            yield key, key_node, value


def read_nodes(text: str, file: str) -> Node | None:
    """Give the root node of one YAML document, None if it is empty.

    Raises:
        RuleError: not YAML, or YAML that rule files may not use.
    """
    stack: list[tuple[Node, Node | None]] = []
    root: Node | None = None

    def fault(mark: Any, what: str, fix: str) -> RuleError:
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        return RuleError([Fault(file, line, column, what, fix)])

    try:
        for event in yaml.parse(text, Loader=_Loader):
            # By type, not by kin, where types will do: there are twenty events a rule.
            kind, mark = type(event), event.start_mark
            if kind in _ENDS:
                stack.pop()
                continue
            if kind is not yaml.ScalarEvent and not isinstance(event, yaml.NodeEvent):
                if kind is yaml.DocumentStartEvent and root is not None:
                    raise fault(mark, "a second YAML document in one file", "remove the '---'")
                continue
            if kind is yaml.AliasEvent or getattr(event, "anchor", None):
                raise fault(mark, "anchors and aliases are not used in rule files", "write the value out")
            assert mark is not None  # libyaml and PyYAML mark every event
            node = Node(mark.line + 1, mark.column + 1)
            if isinstance(event, yaml.ScalarEvent):
                node.text, node.quoted = event.value, event.style in _QUOTES
            elif kind is yaml.SequenceStartEvent:
                node.items = []
            else:
                node.entries = {}
            root = root or node
            if stack and not _place(stack, node):
                raise fault(mark, "a key that is not plain text", "quote it")
            if node.text is None:
                stack.append((node, None))
                if len(stack) > MAX_DEPTH:
                    raise fault(mark, f"nested deeper than {MAX_DEPTH} levels", "rule files are flat")
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error)
        raise fault(mark, f"not YAML: {problem}", "quote patterns and text with single quotes") from None
    return root


def _place(stack: list[tuple[Node, Node | None]], node: Node) -> bool:
    """Put a node where it belongs in the innermost open list or mapping; False if it cannot be a key."""
    parent, key = stack[-1]
    if parent.items is not None:
        parent.items.append(node)
    elif key is None:
        if node.text is None:
            return False
        stack[-1] = (parent, node)
    else:
        assert parent.entries is not None
        assert key.text is not None
        if key.text in parent.entries:
            parent.repeated += (key,)
        parent.entries[key.text] = (key, node)
        stack[-1] = (parent, None)
    return True
