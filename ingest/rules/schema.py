"""The JSON Schema of rule files, for editors that complete and check as one types."""

from __future__ import annotations

from typing import get_args

from ingest.article import KINDS, BlockKind
from ingest.rules.file import EXAMPLE_KEYS, FILE_KEYS, ID, RULE_KEYS, SECTION_KEYS, WHERE_KEYS
from ingest.rules.rule import FIELDS, POSITIONS, SELECTED_FIELDS

_TEXT = {"type": "string"}
_TEXTS = {"type": "array", "items": _TEXT}
_COUNT = {"type": "integer", "minimum": 0}
_FLAG = {"type": "boolean"}


def _closed(properties: dict[str, object], required: tuple[str, ...] = ()) -> dict[str, object]:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


def _either(*options: dict[str, object]) -> dict[str, object]:
    return {"anyOf": list(options)}


def _one_or_more(names: tuple[str, ...]) -> dict[str, object]:
    return _either({"enum": list(names)}, {"type": "array", "items": {"enum": list(names)}})


def rules_schema() -> dict[str, object]:
    """Give the schema (draft 2020-12). It says what shape a file has; ``ingest rules check`` says what is wrong in it."""
    pattern = _either(_TEXT, _TEXTS, _closed({"phrases": _TEXTS, "patterns": _either(_TEXT, _TEXTS)}))
    selector = _either(_TEXT, _closed({"css": _TEXT, "xpath": _TEXT}))
    selectors = _either(selector, {"type": "array", "items": selector})
    neighbour = _either({"enum": ["prose", "other", "edge"]}, _closed({"phrases": _TEXTS, "patterns": _either(_TEXT, _TEXTS)}))
    section = _closed(
        {
            "start": pattern,
            "confirm": pattern,
            "within": _COUNT,
            "end": _either({"enum": ["prose", "page"]}, pattern),
            "max_blocks": _COUNT,
            "take": {"enum": ["all", "headlines"]},
        },
        ("start",),
    )
    where = _closed(
        {
            "in": {"enum": ["text", "title"]},
            "position": _one_or_more(POSITIONS),
            **{key: _COUNT for key in ("min_chars", "max_chars", "min_words", "max_words")},
            "letters": {"enum": ["upper", "lower"]},
            "sentence": _FLAG,
            "block": _one_or_more(get_args(BlockKind)),
            "min_link_density": {"type": "number", "minimum": 0, "maximum": 1},
            "before": neighbour,
            "after": neighbour,
        }
    )
    then = _either(
        {"enum": ["drop", "keep"]}, _closed({"move": {"enum": list(FIELDS)}}, ("move",)), _closed({"replace": _TEXT}, ("replace",))
    )
    example = _either(_TEXT, _closed(dict.fromkeys(EXAMPLE_KEYS, _TEXT), ("text",)))
    examples = _closed(dict.fromkeys(("removes", "keeps"), {"type": "array", "items": example}))
    rule: dict[str, object] = {
        "id": {"type": "string", "pattern": f"^{ID.pattern}$"},
        "kind": {"enum": list(KINDS)},
        "line": pattern,
        "span": pattern,
        "phrases": _TEXTS,
        "section": section,
        "element": selectors,
        "words": {"type": "object", "additionalProperties": _TEXT},
        "finder": _TEXT,
        "where": where,
        "then": then,
        "case": _FLAG,
        "why": _TEXT,
        "examples": examples,
        "origin": {"enum": ["ftr"]},
    }
    file: dict[str, object] = {
        "about": _TEXT,
        "rules": {"type": "array", "items": _closed({key: rule[key] for key in RULE_KEYS}, ("id", "kind"))},
        "disable": _TEXTS,
        "fields": _closed(dict.fromkeys(SELECTED_FIELDS, selectors)),
        "language": _TEXT,
        "site": _TEXT,
    }
    assert set(where["properties"]) == set(WHERE_KEYS)  # type: ignore[call-overload]  # a dict of ours
    assert set(section["properties"]) == set(SECTION_KEYS)  # type: ignore[call-overload]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "ingest rule file",
        "description": "Rules that take cruft out of scraped news. See rules/README.md.",
        **_closed({key: file[key] for key in FILE_KEYS}),
    }
