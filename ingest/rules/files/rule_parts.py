"""Reading the parts of a rule: sections, conditions, actions, words, selectors, examples."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from pathlib import Path, PurePath
from typing import Literal, cast

from ingest.article import Metadata
from ingest.errors import RuleError, closest_word
from ingest.rules.files.word_table import TABLE, entry_changed_again, fault_of_words, read_table
from ingest.rules.grammar.keys import (
    EXAMPLE_KEYS,
    EXAMPLES_KEYS,
    SECTION_KEYS,
    SEEN_KEYS,
    SELECTOR_KEYS,
    THEN_KEYS,
    WHERE_KEYS,
    names_of,
    read_keys,
)
from ingest.rules.grammar.node_values import Values
from ingest.rules.grammar.yaml_nodes import YamlNode
from ingest.rules.model import SELECTED_FIELDS, Example, Neighbour, Section, Seen, SelectorText, Where
from ingest.rules.patterns.translate import Pattern

SelectorCheck = Callable[[str, str], str | None]


class PartReader(Values, ABC):
    """What the parts of one file's rules are read by; how patterns are, the reader of the file says.

    ``folder`` is the file's, in which tables of words lie; ``tables`` are the bytes of those that were read.
    """

    def __init__(self, file: str, finders: frozenset[str], check_selector: SelectorCheck | None, trusted: bool) -> None:
        super().__init__(file)
        self.trusted = trusted
        self.finders = finders
        self.check_selector = check_selector
        self.folder = Path()
        self.tables: list[bytes] = []

    @abstractmethod
    def pattern(self, node: YamlNode, *, whole: bool) -> Pattern:
        """Return the pattern of a node."""

    @abstractmethod
    def phrase_pattern(self, node: YamlNode) -> Pattern:
        """Return the pattern of phrases that are whole blocks."""

    def finder(self, node: YamlNode) -> str | None:
        return self.one_of(node, self.finders, "finder")

    def section(self, node: YamlNode) -> Section:
        values = self.mapping(node, names_of(SECTION_KEYS), "section")
        if "start" not in values:
            if len(values) == len(node.entries or ()) > 0:  # else there is a fault already, which may be why
                self.fault(node, "a section without 'start'", "section: {start: ..., confirm: ..., end: ...}")
            return Section(Pattern())
        return Section(**read_keys(self, values, SECTION_KEYS))

    def section_end(self, node: YamlNode) -> Pattern | Literal["prose", "page"]:
        if node.text in ("prose", "page"):
            return cast(Literal["prose", "page"], node.text)
        return self.pattern(node, whole=True)

    def where(self, node: YamlNode) -> Where:
        values = self.mapping(node, names_of(WHERE_KEYS), "where")
        return Where(**read_keys(self, values, WHERE_KEYS))

    def neighbour(self, node: YamlNode) -> Neighbour:
        if node.entries is None:
            return Neighbour(be=cast(Literal["prose"], self.one_of(node, ("prose", "other", "edge"), "neighbour")))
        return Neighbour(pattern=self.pattern(node, whole=True))

    def then(self, node: YamlNode) -> tuple[str, str | None, str]:
        """Return the action of a rule, the field of a move, and the text of a replacement."""
        if node.text in ("drop", "keep"):
            return node.text, None, ""
        if node.entries and len(node.entries) == 1:
            key, _, value = next(node.pairs())
            done = read_keys(self, {key: value}, THEN_KEYS)
            if done:
                return key, done.get("move"), done.get("replace", "")
        given = f"'{node.text}'" if node.text is not None else f"{{{', '.join(node.entries or ())}}}"
        self.fault(node, f"{given} is no action", _actions_like(node.text or ""))
        return "drop", None, ""

    def seen(self, node: YamlNode) -> Seen:
        """Return the evidence for a rule."""
        values = self.mapping(node, names_of(SEEN_KEYS), "seen")
        if set(values) != set(names_of(SEEN_KEYS)):
            self.fault(node, "seen without a part", "seen: {documents: 48, of: 50, at: tail}")
            return Seen(0, 0, "body")
        return Seen(**read_keys(self, values, SEEN_KEYS))

    def words(self, node: YamlNode) -> Mapping[str, str]:
        """Return the words of a mapping, or of the table in the file's folder that is named."""
        if node.text and not TABLE.fullmatch(node.text):
            fix = "words: {kyiv: Kyiv}, or the name of a table beside the file, like names.tsv"
            self.fault(node, f"'{node.text}' is no mapping, and no table beside the rule file", fix)
            return {}
        if node.text:
            shown = (PurePath(self.file).parent / node.text).as_posix()
            try:
                words, data = read_table(self.folder, node.text, shown)
            except RuleError as error:
                self.faults += error.faults
                return {}
            self.tables.append(data)
        elif not node.entries:
            self.fault(node, "words without a mapping", "words: {kyiv: Kyiv}, or a table's name")
            return {}
        else:
            words = {key: self.text(value) for key, _, value in node.pairs()}
            for twice in node.repeated:
                self.fault(twice, f"the word '{twice.text}' is there twice", "remove one")
            for key, key_node, _ in node.pairs():
                if wrong := fault_of_words(key, words[key]):
                    self.fault(key_node, wrong, "whole words, single blanks or hyphens between them")
        if not self.trusted and (again := entry_changed_again(words)):
            place = node.entries[again][1] if node.entries else node
            self.fault(place, f"'{again}' becomes '{words[again]}', which the rule changes again", "map it in one step")
        return words

    def selectors(self, node: YamlNode) -> tuple[SelectorText, ...]:
        """Return one selector or several: CSS, or mappings of syntaxes to expressions."""
        selectors: list[SelectorText] = []
        listed = node.items if node.items is not None else [node]
        if not listed:
            self.fault(node, "finds nothing", "a selector, or a list of them")
        for item in listed:
            written: list[tuple[str | None, YamlNode]] = [("css", item)]
            if item.text is None:
                syntaxes = names_of(SELECTOR_KEYS)
                written = [(self.one_of(key, syntaxes, "syntax of selectors"), value) for _, key, value in item.pairs()]
            if not written:
                self.fault(item, "a selector that is neither text nor a mapping", "css, or {xpath: '//div'}")
            for syntax, value in written:
                if syntax:
                    selectors.append((cast(Literal["css", "xpath"], syntax), expression := self.text(value)))
                    reason = self.check_selector(syntax, expression) if self.check_selector else None
                    if reason:
                        what = f"the selector '{expression}' is no {syntax}: {reason}"
                        self.fault(item, what, _SELECTORS_LIKE[syntax])
        return tuple(selectors)

    def fields(self, node: YamlNode) -> dict[str, tuple[SelectorText, ...]]:
        values = self.mapping(node, SELECTED_FIELDS, "fields")
        return {key: self.selectors(value) for key, value in values.items()}

    def examples(self, node: YamlNode | None, rule: YamlNode) -> tuple[Example, ...]:
        before = len(self.faults)
        values = self.mapping(node, names_of(EXAMPLES_KEYS), "examples") if node else {}
        examples = []
        for key, fires in (("removes", True), ("keeps", False)):
            for item in self.items(values[key]) if key in values else ():
                examples.append(self.example(item, fires))
        if len(self.faults) == before:
            if not examples:
                self.fault(rule, "has no examples", "examples: {removes: ['...'], keeps: ['...']}")
            elif not any(example.fires for example in examples):
                self.fault(rule, "has no example that it removes", "examples: {removes: ['...'], keeps: ['...']}")
            elif all(example.fires for example in examples):
                self.fault(rule, "has no example that it keeps", "the nearest honest prose: keeps: ['...']")
        return tuple(examples)

    def example(self, node: YamlNode, fires: bool) -> Example:
        if node.text is not None:
            if not node.text.strip():
                self.fault(node, "an example that says nothing", "write the line that goes, or stays")
            return Example(_stripped_lines(node.text), fires, line=node.line, column=node.column)
        values = self.mapping(node, names_of(EXAMPLE_KEYS), "an example")
        if "text" not in values or (values["text"].text is not None and not values["text"].text.strip()):
            if len(values) == len(node.entries or ()) > 0:
                self.fault(node, "an example without a text", "{before: ..., text: ..., after: ..., gives: ...}")
            return Example((), fires)
        texts = {key: self.text(value) for key, value in values.items()}
        placed = "before" in texts or "after" in texts
        return Example(
            _stripped_lines(texts["text"]),
            fires,
            before=_stripped_lines(texts.get("before", "")) if placed else None,
            after=_stripped_lines(texts.get("after", "")) if placed else None,
            gives=texts.get("gives"),
            site=texts.get("site"),
            known=_known(texts),
            line=node.line,
            column=node.column,
        )


# What a selector looks like, by syntax.
_SELECTORS_LIKE = {
    "css": "like div.box, div#id or 'a[rel=author]'; XPath is written {xpath: '//div'}",
    "xpath": "XPath 1.0, like //div[@class='box']; css is written without {xpath: ...}",
}


def _known(texts: Mapping[str, str]) -> Metadata:
    """Return what an example says is known of the document."""
    authors, tags = (
        tuple(part.strip() for part in texts.get(key, "").split(",") if part.strip()) for key in ("authors", "tags")
    )
    return Metadata(
        title=texts.get("title"),
        url=texts.get("url"),
        published=texts.get("published"),
        section=texts.get("section"),
        site_name=texts.get("site_name"),
        authors=authors,
        tags=tags,
    )


def _actions_like(given: str) -> str:
    """Return advice for an action that is none: the one that was meant, if it is plain, and then all of them."""
    meant = {"delete": "drop", "remove": "drop", "guard": "keep", "move": "{move: FIELD}", "replace": "{replace: TEXT}"}
    close = meant.get(given) or closest_word(given, ("drop", "keep"))
    like = f"did you mean {close}? " if close else ""
    return f"{like}known: drop, keep, {{move: FIELD}}, {{replace: TEXT}}"


def _stripped_lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.split("\n") if line.strip())
