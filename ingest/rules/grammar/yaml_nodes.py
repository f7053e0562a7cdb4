"""YAML as nodes that know their line and column: strings, lists and mappings, nothing else.

This is the one module that imports yaml. Only its events are used: no tags, no aliases (a few lines of aliases expand
to gigabytes), no types (``no`` and ``1.10`` stay strings), and a limited depth, so that no file exhausts the stack.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from ingest.errors import Fault, RuleError
from ingest.rules.grammar.yaml_slips import find_slip

MAX_NODE_DEPTH = 20
_QUOTES = ("'", '"')
_SCALAR, _LIST_END, _MAPPING_END = yaml.ScalarEvent, yaml.SequenceEndEvent, yaml.MappingEndEvent
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class YamlNode:
    """A scalar (``text``), a list (``items``) or a mapping (``entries``); ``line`` and ``column`` count from 1."""

    line: int
    column: int
    text: str | None = None
    items: list[YamlNode] | None = None
    entries: dict[str, tuple[YamlNode, YamlNode]] | None = None
    quoted: bool = False
    repeated: tuple[YamlNode, ...] = ()

    def pairs(self) -> Iterator[tuple[str, YamlNode, YamlNode]]:
        """Yield each key of a mapping: as text, as a node, and its value."""
        for key, (key_node, value) in (self.entries or {}).items():
            yield key, key_node, value


def read_nodes(text: str, file: str, keys: frozenset[str] = frozenset()) -> YamlNode | None:
    """Return the root node of one YAML document, None if it is empty; ``keys`` are those that it may have, by which a
    missing colon is known.

    Raises:
        RuleError: not YAML, or YAML that rule files may not use.
    """
    try:
        loader = _Loader(text)
        try:
            return _Events(loader.get_event, file).document()
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        raise _syntax_fault(text, file, error, keys) from None


def _syntax_fault(text: str, file: str, error: Any, keys: frozenset[str]) -> RuleError:
    """Return what is wrong with a text that is not YAML: the slip of who wrote it; else what the parser says."""
    problem = str(getattr(error, "problem", None) or error)
    mark, opened = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    line = mark.line + 1 if mark else 1
    slip = find_slip(text, line, problem, opened.line + 1 if opened else None, keys)
    if slip is not None:
        return RuleError([Fault(file, slip.line, slip.column, f"not YAML: {slip.what}", slip.fix)])
    return _refusal(file, mark, f"not YAML: {problem}", "quote patterns and text with single quotes")


def _refusal(file: str, mark: Any, what: str, fix: str) -> RuleError:
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return RuleError([Fault(file, line, column, what, fix)])


class _Events:
    """Makes nodes of the events of a file, of which each call of ``next_event`` returns one.

    Events are distinguished by ``type``, not ``isinstance``, which takes longer: there are twenty in each rule.
    """

    def __init__(self, next_event: Callable[[], Any], file: str) -> None:
        self._next_event = next_event
        self._file = file

    def document(self) -> YamlNode | None:
        root: YamlNode | None = None
        while (event := self._next_event()) is not None:
            if isinstance(event, yaml.NodeEvent):
                root = self._node(event, 1)
            elif root and type(event) is yaml.DocumentStartEvent:
                raise self._refused(event, "a second YAML document in one file", "remove the '---'")
        return root

    def _node(self, event: Any, depth: int) -> YamlNode:
        """Return the node that an event begins; ``depth`` counts the open lists and mappings, this one included."""
        mark = event.start_mark
        if event.anchor:
            fix = "write the value out; text that begins with * or & is put in single quotes"
            raise self._refused(event, "anchors and aliases are not used in rule files", fix)
        if event.tag:
            raise self._refused(event, "a value that begins with ! is a tag in YAML", "put it in single quotes")
        kind = type(event)
        if kind is _SCALAR:
            return YamlNode(mark.line + 1, mark.column + 1, event.value, None, None, event.style in _QUOTES)
        if depth > MAX_NODE_DEPTH:
            raise self._refused(event, f"nested deeper than {MAX_NODE_DEPTH} levels", "rule files are flat")
        node, next_event = self._node, self._next_event
        if kind is yaml.SequenceStartEvent:
            items = []
            while type(event := next_event()) is not _LIST_END:
                items.append(node(event, depth + 1))
            return YamlNode(mark.line + 1, mark.column + 1, items=items)
        entries: dict[str, tuple[YamlNode, YamlNode]] = {}
        repeated: tuple[YamlNode, ...] = ()
        while type(event := next_event()) is not _MAPPING_END:
            if type(event) is not _SCALAR and not event.anchor:
                raise self._refused(event, "a key that is not plain text", "quote it")
            key = node(event, depth)
            if event.value in entries:
                repeated += (key,)
            entries[event.value] = (key, node(next_event(), depth + 1))
        return YamlNode(mark.line + 1, mark.column + 1, entries=entries, repeated=repeated)

    def _refused(self, event: Any, what: str, fix: str) -> RuleError:
        return _refusal(self._file, event.start_mark, what, fix)
