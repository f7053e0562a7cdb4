"""What may stand in a rule file: every key with what it takes, how that is read, and one sentence.

The one place where the grammar is declared. Files are read by it (``rules/files``), and made from it are the JSON
Schema, the tables in ``rules/README.md`` and the advice in faults. A new key is one line here, and a field of the noun
that holds it (``rules/model.py``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol, get_args

from ingest.rules.grammar.yaml_nodes import YamlNode
from ingest.rules.model import (
    MOVE_FIELDS,
    POSITIONS,
    SEEN_AT,
    SELECTED_FIELDS,
    Neighbour,
    Section,
    Seen,
    SelectorText,
    Where,
)
from ingest.rules.patterns.translate import Pattern
from ingest.vocabulary import KIND_MEANINGS, KINDS, BlockKind, Confidence

Schema = Mapping[str, object]
ID = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")


class ValueReader(Protocol):
    """What reads the values of keys; what is wrong with one it notes, and returns a default."""

    def text(self, node: YamlNode) -> str: ...
    def texts(self, node: YamlNode) -> tuple[str, ...]: ...
    def number(self, node: YamlNode) -> int: ...
    def share(self, node: YamlNode) -> float: ...
    def flag(self, node: YamlNode) -> bool: ...
    def one_of(self, node: YamlNode, known: Iterable[str], noun: str) -> str | None: ...
    def several(self, node: YamlNode, known: tuple[str, ...], noun: str) -> tuple[str, ...]: ...
    def pattern(self, node: YamlNode, *, whole: bool) -> Pattern: ...
    def phrase_pattern(self, node: YamlNode) -> Pattern: ...
    def section_end(self, node: YamlNode) -> Pattern | Literal["prose", "page"]: ...
    def neighbour(self, node: YamlNode) -> Neighbour: ...
    def section(self, node: YamlNode) -> Section: ...
    def where(self, node: YamlNode) -> Where: ...
    def then(self, node: YamlNode) -> tuple[str, str | None, str]: ...
    def words(self, node: YamlNode) -> Mapping[str, str]: ...
    def selectors(self, node: YamlNode) -> tuple[SelectorText, ...]: ...
    def fields(self, node: YamlNode) -> dict[str, tuple[SelectorText, ...]]: ...
    def finder(self, node: YamlNode) -> str | None: ...
    def seen(self, node: YamlNode) -> Seen: ...


@dataclass(frozen=True, slots=True)
class ValueType:
    """What a key takes: its JSON Schema, and how a node of it is read (None: by the reader of the whole)."""

    schema: Schema
    read: Callable[[ValueReader, YamlNode], object] | None = None


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a mapping, with what it takes and one sentence; ``field`` is the noun's, where that has another name."""

    name: str
    takes: ValueType
    says: str
    field: str = ""
    required: bool = False


def names_of(keys: Iterable[Key]) -> tuple[str, ...]:
    """Return the names of some keys."""
    return tuple(key.name for key in keys)


def read_keys(reader: ValueReader, values: Mapping[str, YamlNode], keys: Iterable[Key]) -> dict[str, Any]:
    """Return the values of those keys that are there, by field of the noun that holds them.

    Their types are those of ``Key.takes``, which no type checker sees: the noun's constructor takes them by name.
    """
    return {
        key.field or key.name: key.takes.read(reader, values[key.name])
        for key in keys
        if key.name in values and key.takes.read is not None
    }


def closed(keys: Iterable[Key]) -> Schema:
    """Return the schema of a mapping that has these keys and no others."""
    keys = tuple(keys)
    return {
        "type": "object",
        "properties": {key.name: {**key.takes.schema, "description": key.says} for key in keys},
        "required": [key.name for key in keys if key.required],
        "additionalProperties": False,
    }


def any_of(*options: Schema) -> Schema:
    """Return the schema of what satisfies any of some schemas."""
    return {"anyOf": list(options)}


def _one_of(names: tuple[str, ...], noun: str) -> ValueType:
    return ValueType({"enum": list(names)}, lambda reader, node: reader.one_of(node, names, noun))


def _several(names: tuple[str, ...], noun: str) -> ValueType:
    one: Schema = {"enum": list(names)}
    schema = any_of(one, {"type": "array", "items": one})
    return ValueType(schema, lambda reader, node: frozenset(reader.several(node, names, noun)))


# ---- what keys take

_STRING: Schema = {"type": "string"}
_STRINGS: Schema = {"type": "array", "items": _STRING}
TEXT = ValueType(_STRING, lambda reader, node: reader.text(node))
TEXTS = ValueType(_STRINGS, lambda reader, node: reader.texts(node))
NUMBER = ValueType({"type": "integer", "minimum": 0}, lambda reader, node: reader.number(node))
SHARE = ValueType({"type": "number", "minimum": 0, "maximum": 1}, lambda reader, node: reader.share(node))
FLAG = ValueType({"type": "boolean"}, lambda reader, node: reader.flag(node))
RULE_ID = ValueType({"type": "string", "pattern": f"^{ID.pattern}$"}, lambda reader, node: reader.text(node))
KIND = ValueType(
    {"oneOf": [{"const": kind, "description": meaning.says} for kind, meaning in KIND_MEANINGS.items()]},
    lambda reader, node: reader.one_of(node, KINDS, "kind"),
)
ORIGIN = _one_of(("ftr", "learned"), "origin")

PATTERN_KEYS = (
    Key("phrases", TEXTS, "a list of phrases: of a line the whole block, letter case and marks around it aside"),
    Key("patterns", ValueType(any_of(_STRING, _STRINGS)), "a regular expression, or a list of them"),
)
_PATTERN: Schema = any_of(_STRING, _STRINGS, closed(PATTERN_KEYS))
LINE_PATTERN = ValueType(_PATTERN, lambda reader, node: reader.pattern(node, whole=True))
SPAN_PATTERN = ValueType(_PATTERN, lambda reader, node: reader.pattern(node, whole=False))
PHRASES = ValueType(_STRINGS, lambda reader, node: reader.phrase_pattern(node))
NEIGHBOUR = ValueType(
    any_of({"enum": ["prose", "other", "edge"]}, closed(PATTERN_KEYS)), lambda reader, node: reader.neighbour(node)
)

SELECTOR_KEYS = (
    Key("css", TEXT, "a CSS selector"),
    Key("xpath", TEXT, "an XPath 1.0 expression"),
)
_SELECTOR: Schema = any_of(_STRING, closed(SELECTOR_KEYS))
SELECTORS = ValueType(
    any_of(_SELECTOR, {"type": "array", "items": _SELECTOR}), lambda reader, node: reader.selectors(node)
)

# ---- the keys, by what they stand in

SECTION_KEYS = (
    Key("start", LINE_PATTERN, "finds the block that the section starts with, which is dropped", required=True),
    Key("confirm", LINE_PATTERN, "must find one of the next `within` blocks, or there is no section"),
    Key("within", NUMBER, "how many blocks behind the start may confirm it; default 3"),
    Key(
        "end",
        ValueType(any_of({"enum": ["prose", "page"]}, _PATTERN), lambda reader, node: reader.section_end(node)),
        "`prose` (default: before the next paragraph of prose), `page`, or what finds the first block not in it",
    ),
    Key("max_blocks", NUMBER, "how many blocks behind the start it takes at most"),
    Key(
        "take",
        _one_of(("all", "headlines"), "value of 'take'"),
        "`all` (default), or `headlines`: a move puts only what looks like a headline in its field, and drops the rest",
    ),
)
WHERE_KEYS = (
    Key("in", _one_of(("text", "title"), "part of a document"), "`text` (default) or `title`: the headline", "part"),
    Key(
        "position",
        _several(POSITIONS, "position"),
        "`head`, `body`, `tail`, or a list: before, in or after the article's prose as it was found",
        "positions",
    ),
    Key("min_chars", NUMBER, "how many characters it has at least"),
    Key("max_chars", NUMBER, "how many characters it has at most"),
    Key("min_words", NUMBER, "how many words it has at least"),
    Key("max_words", NUMBER, "how many words it has at most"),
    Key("letters", _one_of(("upper", "lower"), "value of 'letters'"), "`upper` or `lower`: all its letters are"),
    Key("sentence", FLAG, "`true` or `false`: it ends as a sentence does"),
    Key(
        "block",
        _several(get_args(BlockKind), "kind of block"),
        f"its kind: `{' '.join(get_args(BlockKind))}`, or a list (HTML and Markdown)",
        "blocks",
    ),
    Key("min_link_density", SHARE, "the least share of it inside links, 0 to 1 (HTML)"),
    Key(
        "before",
        NEIGHBOUR,
        "what is above it: `prose`, `other` (no prose), `edge` (nothing), or `{phrases: ..., patterns: ...}`",
    ),
    Key("after", NEIGHBOUR, "what is below it, in the same words"),
    Key(
        "shown",
        FLAG,
        "`true`, of `words`: the prose shows the outcome in mid-sentence, at least as often as what is written",
    ),
    Key("quoted", FLAG, "`true` or `false`, of `words`: what is found is in a quotation, or not"),
)
THEN_KEYS = (
    Key("move", _one_of(MOVE_FIELDS, "field to move to"), "the field of the record that it fills"),
    Key("replace", TEXT, "what is put in its place"),
)
EXAMPLE_KEYS = (
    Key("text", TEXT, "what the rule is tried on, a block a line", required=True),
    Key("before", TEXT, "what is above it, a block a line; `''`: nothing"),
    Key("after", TEXT, "what is below it, a block a line; `''`: nothing"),
    Key("gives", TEXT, "what must be left of `text`"),
    Key("site", TEXT, "the host that it is on, for titles"),
    Key("title", TEXT, "the headline that is known of the document", "known"),
    Key("url", TEXT, "the address that is known of it", "known"),
    Key("authors", TEXT, "who is known to have written it, commas between the names", "known"),
    Key("published", TEXT, "when it is known to have been published, as in a record", "known"),
    Key("section", TEXT, "the section that is known of it", "known"),
    Key("site_name", TEXT, "the name that is known of its site", "known"),
    Key("tags", TEXT, "the tags that are known of it, commas between them", "known"),
)
_EXAMPLE: Schema = any_of(_STRING, closed(EXAMPLE_KEYS))
_EXAMPLES = ValueType({"type": "array", "items": _EXAMPLE})
EXAMPLES_KEYS = (
    Key("removes", _EXAMPLES, "texts on which the rule fires"),
    Key("keeps", _EXAMPLES, "texts on which it must not fire: the nearest honest prose"),
)
SEEN_KEYS = (
    Key("documents", NUMBER, "how many documents of the group repeat it", required=True),
    Key("of", NUMBER, "how many documents of the group were looked at", required=True),
    Key(
        "at",
        _one_of(SEEN_AT, "place in a document"),
        "where in them it stands; `edge` is head or tail",
        required=True,
    ),
)
RULE_KEYS = (
    Key(
        "id", RULE_ID, "unique; lower-case words joined by `-` and `.`: what is found, not what is done", required=True
    ),
    Key("kind", KIND, "what kind of cruft it is, from the list below; users keep or single out kinds", required=True),
    Key("line", LINE_PATTERN, "blocks (paragraphs) in which a pattern is found; the whole block goes"),
    Key("phrases", PHRASES, "short for `line: {phrases: ...}`"),
    Key("span", SPAN_PATTERN, "only what a pattern covers"),
    Key(
        "section",
        ValueType(closed(SECTION_KEYS), lambda reader, node: reader.section(node)),
        "from a block that a pattern finds, up to an end",
    ),
    Key("element", SELECTORS, "elements of an HTML page, by CSS or `{xpath: ...}`", "selectors"),
    Key(
        "words",
        ValueType(
            any_of({"type": "object", "additionalProperties": _STRING}, {"type": "string", "pattern": r"\.tsv$"}),
            lambda reader, node: reader.words(node),
        ),
        "whole words of prose, exactly as written, and what they become; or a table beside the file",
    ),
    Key("finder", ValueType(_STRING, lambda reader, node: reader.finder(node)), "a function of Python, by its name"),
    Key(
        "where",
        ValueType(closed(WHERE_KEYS), lambda reader, node: reader.where(node)),
        "conditions on the block it is found in",
    ),
    Key(
        "then",
        ValueType(
            any_of(
                {"enum": ["drop", "keep"]},
                *({**closed([key]), "required": [key.name]} for key in THEN_KEYS),
            ),
            lambda reader, node: reader.then(node),
        ),
        "`drop` (default), `{move: FIELD}`, `{replace: TEXT}` (spans), or `keep`: a guard, which beats every drop",
    ),
    Key("case", FLAG, "`true`: capital letters matter (default: they do not)"),
    Key(
        "confidence",
        _one_of(get_args(Confidence), "confidence"),
        "`sure`: it serves at every `--care`; `bold`: only at `--care low`; "
        "default: at `normal` and `low`, and what it knows by its words at `high`",
    ),
    Key("why", TEXT, "the plugin, widget or habit that makes this cruft"),
    Key(
        "examples",
        ValueType(closed(EXAMPLES_KEYS)),
        "`removes:` at least one text on which the rule fires, `keeps:` at least one on which it must not",
    ),
    Key("origin", ORIGIN, "`ftr` for imported rules, which need no examples; `learned` for learned ones"),
    Key(
        "seen",
        ValueType(closed(SEEN_KEYS), lambda reader, node: reader.seen(node)),
        "the evidence for a learned rule, like `{documents: 48, of: 50, at: tail}`; "
        f"`at` is `{' '.join(SEEN_AT)}`, where `edge` is head or tail",
    ),
)
FILE_KEYS = (
    Key("about", TEXT, "one sentence: what this file is for"),
    Key(
        "define",
        ValueType({"type": "object", "additionalProperties": {"anyOf": [TEXT.schema, TEXTS.schema]}}),
        "pieces of patterns that have a name, `{name}`",
    ),
    Key("rules", ValueType({"type": "array", "items": closed(RULE_KEYS)}), "the list of rules"),
    Key("disable", TEXTS, "ids of rules that do not apply where this file does"),
    Key(
        "fields",
        ValueType(
            closed(Key(field, SELECTORS, f"where the page has its {field}") for field in SELECTED_FIELDS),
            lambda reader, node: reader.fields(node),
        ),
        f"site files: selectors for `{' '.join(SELECTED_FIELDS)}`",
    ),
    Key("language", TEXT, "ISO 639-1; where the folder does not say it"),
    Key("site", TEXT, "a host name; where the folder does not say it"),
    Key(
        "group", TEXT, "the documents that it applies to, as `--group` names them: a file, folder, or value of a field"
    ),
    Key(
        "origin",
        ORIGIN,
        "`ftr`: an imported file, whose fields count less than what a page states about itself; "
        "`learned`: what `--learn` or `rules suggest` wrote, a layer below site files wherever it lies",
    ),
)
ALL_NAMES = frozenset(
    name
    for keys in (
        *(FILE_KEYS, RULE_KEYS, SEEN_KEYS, WHERE_KEYS, SECTION_KEYS, THEN_KEYS),
        *(EXAMPLE_KEYS, EXAMPLES_KEYS, PATTERN_KEYS),
    )
    for name in names_of(keys)
)
