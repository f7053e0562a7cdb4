"""YAML front matter at the start of a text: the fields of a document, as our own export and trafilatura write them."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from typing import NamedTuple

from ingest.errors import RuleError
from ingest.field_synonyms import FRONT_MATTER_NAMES, renamed
from ingest.input_record import CONTENT
from ingest.rules.grammar.yaml_nodes import YamlNode, read_nodes
from ingest.stated.fields import STATED_FIELDS

MAX_BYTES, MAX_LINES = 1 << 16, 500  # of what stands between the two lines of dashes
_BEGIN = re.compile(rb"---[ \t]*\r?\n")
_END = re.compile(rb"^(?:---|\.\.\.)[ \t]*\r?$\n?", re.MULTILINE)
_LINE = re.compile(r"([A-Za-z][\w-]*):(?:[ \t]+(.*))?")


class FrontMatter(NamedTuple):
    """The fields that a text begins with, and the text behind them."""

    fields: Mapping[str, object]
    text: bytes


def front_matter(data: bytes) -> FrontMatter | None:
    """Return the fields at the start of a text and the rest of it; None if it begins with none that are known."""
    start = data.removeprefix(codecs.BOM_UTF8)
    begin = _BEGIN.match(start)
    end = _END.search(start, begin.end(), MAX_BYTES) if begin else None
    if begin is None or end is None:
        return None
    try:
        said = start[begin.end() : end.start()].decode("utf-8")
    except UnicodeDecodeError:
        return None
    fields = _fields(said) if said.count("\n") <= MAX_LINES else {}
    if not any(name in FRONT_MATTER_NAMES for name in fields):
        return None
    return FrontMatter(_named(fields), start[end.end() :])


def _fields(said: str) -> dict[str, object]:
    """Return the mapping that is said in YAML; or, of what is none for want of quotes, line by line."""
    try:
        root = read_nodes(said, "front matter")
    except RuleError:
        lines = [_LINE.fullmatch(line.rstrip()) for line in said.split("\n") if line.strip()]
        return {line[1]: line[2] or "" for line in lines if line} if all(lines) else {}
    return {key: _value(node) for key, _, node in root.pairs()} if root else {}


def _value(node: YamlNode) -> object:
    if node.items is not None:
        return [_value(item) for item in node.items]
    if node.entries is not None:
        return {key: _value(value) for key, _, value in node.pairs()}
    return None if not node.quoted and node.text in ("", "~", "null") else node.text


def _named(fields: dict[str, object]) -> dict[str, object]:
    """Return fields by the names that records have. Our own export states what a record is called beside its hash: the
    name is what it was read under, and will be again."""
    if isinstance(fields.get("name"), str) and isinstance(fields.get("id"), str):
        fields = {key: value for key, value in fields.items() if key != "name"} | {"id": fields["name"]}
    fields = {key: value for key, value in fields.items() if key not in CONTENT}  # the text is what stands below
    return renamed(fields, "trafilatura", STATED_FIELDS)
