"""The JSON Schema of rule files, for editors that complete and check as one types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from ingest.rules.files.parse import (
    EXAMPLE_KEYS,
    FILE_KEYS,
    ID,
    ORIGINS,
    RULE_KEYS,
    SECTION_KEYS,
    SEEN_AT,
    SEEN_KEYS,
    WHERE_KEYS,
)
from ingest.rules.model import MOVE_FIELDS, POSITIONS, SELECTED_FIELDS
from ingest.vocabulary import KINDS, BlockKind

_Schema = Mapping[str, object]
_TEXT: _Schema = {"type": "string"}
_TEXT_LIST: _Schema = {"type": "array", "items": _TEXT}
_WHOLE_NUMBER: _Schema = {"type": "integer", "minimum": 0}
_FLAG: _Schema = {"type": "boolean"}


def _closed_object(properties: _Schema, required: tuple[str, ...] = ()) -> _Schema:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


def _either(*options: _Schema) -> _Schema:
    return {"anyOf": list(options)}


def _one_or_more(names: tuple[str, ...]) -> _Schema:
    return _either({"enum": list(names)}, {"type": "array", "items": {"enum": list(names)}})


def rules_schema() -> dict[str, object]:
    """Return the schema (draft 2020-12). It describes the shape of a file, not all that may be wrong in it."""
    pattern = _either(
        _TEXT, _TEXT_LIST, _closed_object({"phrases": _TEXT_LIST, "patterns": _either(_TEXT, _TEXT_LIST)})
    )
    selector = _either(_TEXT, _closed_object({"css": _TEXT, "xpath": _TEXT}))
    selectors = _either(selector, {"type": "array", "items": selector})
    neighbour = _either(
        {"enum": ["prose", "other", "edge"]},
        _closed_object({"phrases": _TEXT_LIST, "patterns": _either(_TEXT, _TEXT_LIST)}),
    )
    parts: dict[str, object] = {
        "start": pattern,
        "confirm": pattern,
        "within": _WHOLE_NUMBER,
        "end": _either({"enum": ["prose", "page"]}, pattern),
        "max_blocks": _WHOLE_NUMBER,
        "take": {"enum": ["all", "headlines"]},
    }
    section = _closed_object({key: parts[key] for key in SECTION_KEYS}, ("start",))
    conditions: dict[str, object] = {
        "in": {"enum": ["text", "title"]},
        "position": _one_or_more(POSITIONS),
        "min_chars": _WHOLE_NUMBER,
        "max_chars": _WHOLE_NUMBER,
        "min_words": _WHOLE_NUMBER,
        "max_words": _WHOLE_NUMBER,
        "letters": {"enum": ["upper", "lower"]},
        "quoted": _FLAG,
        "sentence": _FLAG,
        "shown": _FLAG,
        "block": _one_or_more(get_args(BlockKind)),
        "min_link_density": {"type": "number", "minimum": 0, "maximum": 1},
        "before": neighbour,
        "after": neighbour,
    }
    where = _closed_object({key: conditions[key] for key in WHERE_KEYS})
    then = _either(
        {"enum": ["drop", "keep"]},
        _closed_object({"move": {"enum": list(MOVE_FIELDS)}}, ("move",)),
        _closed_object({"replace": _TEXT}, ("replace",)),
    )
    example = _either(_TEXT, _closed_object(dict.fromkeys(EXAMPLE_KEYS, _TEXT), ("text",)))
    examples = _closed_object({key: {"type": "array", "items": example} for key in ("removes", "keeps")})
    rule: dict[str, object] = {
        "id": {"type": "string", "pattern": f"^{ID.pattern}$"},
        "kind": {"enum": list(KINDS)},
        "line": pattern,
        "span": pattern,
        "phrases": _TEXT_LIST,
        "section": section,
        "element": selectors,
        "words": _either({"type": "object", "additionalProperties": _TEXT}, {"type": "string", "pattern": r"\.tsv$"}),
        "finder": _TEXT,
        "where": where,
        "then": then,
        "case": _FLAG,
        "why": _TEXT,
        "examples": examples,
        "origin": {"enum": list(ORIGINS)},
        "seen": _closed_object(
            {key: {"enum": list(SEEN_AT)} if key == "at" else _WHOLE_NUMBER for key in SEEN_KEYS}, SEEN_KEYS
        ),
    }
    file: dict[str, object] = {
        "about": _TEXT,
        "group": _TEXT,
        "rules": {"type": "array", "items": _closed_object({key: rule[key] for key in RULE_KEYS}, ("id", "kind"))},
        "disable": _TEXT_LIST,
        "fields": _closed_object(dict.fromkeys(SELECTED_FIELDS, selectors)),
        "language": _TEXT,
        "origin": {"enum": list(ORIGINS)},
        "site": _TEXT,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "ingest rule file",
        "description": "Rules that take cruft out of scraped news. See rules/README.md.",
        **_closed_object({key: file[key] for key in FILE_KEYS}),
    }
