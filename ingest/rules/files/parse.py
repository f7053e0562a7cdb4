"""Reading a rule file: YAML to ``RuleFile``, with every fault named at its line and column."""

from __future__ import annotations

import gc
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePath
from threading import Lock
from typing import Literal, cast, get_args

from ingest.errors import Fault, RuleError
from ingest.rules import model as nouns
from ingest.rules.edits.settle import is_page_repair
from ingest.rules.files.node_values import Values
from ingest.rules.files.word_table import entry_changed_again, fault_of_words, read_table
from ingest.rules.files.yaml_nodes import YamlNode, read_nodes
from ingest.rules.matcher import MAX_PROGRAM, Engine, fault_of, phrase_key
from ingest.rules.model import CONFIRM_WITHIN, Example, Neighbour, Rule, RuleFile, Section, Where
from ingest.rules.patterns.program_size import most_instructions
from ingest.rules.patterns.translate import BLOCK_MARK, Alternative, Pattern, PatternError, literal, translate
from ingest.vocabulary import CRUFT_KINDS, KINDS, Action, BlockKind

MAX_FILE_BYTES = 16 << 20
ID = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")
FILE_KEYS = ("about", "disable", "fields", "group", "language", "origin", "rules", "site")
ORIGINS = ("ftr", "learned")
RULE_KEYS = (
    "case",
    "element",
    "examples",
    "finder",
    "id",
    "kind",
    "line",
    "origin",
    "phrases",
    "section",
    "seen",
    "span",
    "then",
    "where",
    "why",
    "words",
)
WHERE_KEYS = (
    "after",
    "before",
    "block",
    "in",
    "letters",
    "max_chars",
    "max_words",
    "min_chars",
    "min_link_density",
    "min_words",
    "position",
    "quoted",
    "sentence",
    "shown",
)
SEEN_KEYS = ("at", "documents", "of")
SEEN_AT = ("head", "tail", "edge", "body")
SECTION_KEYS = ("confirm", "end", "max_blocks", "start", "take", "within")
EXAMPLE_KEYS = ("after", "before", "gives", "site", "text")
_Selectors = tuple[tuple[Literal["css", "xpath"], str], ...]
# Held while the collector is disabled or enabled: else one thread may disable it for good after another enabled it.
_COLLECTOR_LOCK = Lock()


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """Stop the garbage collector, which would go through all that is read again and again: none of it is garbage."""
    with _COLLECTOR_LOCK:
        running = gc.isenabled()
        gc.disable()
    try:
        yield
    finally:
        if running:
            with _COLLECTOR_LOCK:
                gc.enable()


def read_bytes(path: Path, shown: str) -> bytes:
    """Read the bytes of a rule file; ``shown`` is its name in faults.

    Raises:
        RuleError: it cannot be read, or is too large.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RuleError([Fault(shown, 1, 1, f"cannot be read: {error.strerror}", "check the path")]) from None
    if len(data) > MAX_FILE_BYTES:
        raise RuleError([Fault(shown, 1, 1, f"{len(data)} bytes, more than {MAX_FILE_BYTES}", "split the file")])
    return data


@_without_garbage_collection()
def read_rule_file(
    path: Path,
    *,
    data: bytes | None = None,
    rank: int,
    shown: str | None = None,
    finders: Iterable[str] = (),
    check_selector: Callable[[str, str], str | None] | None = None,
    trusted: bool = False,
) -> RuleFile:
    """Read one rule file. If it is in a folder ``lang`` or ``sites``, its name is the language or site it applies to.

    Args:
        path: the file.
        data: its bytes, if they have been read already.
        rank: the layer, ``model.GLOBAL`` to ``model.USER``.
        shown: the file's name in faults (default: ``path`` as given).
        finders: the names that ``finder:`` may use.
        check_selector: returns why a selector (syntax, expression) is bad, None if it is good.
        trusted: whether the file is known to be good. Then its patterns are not checked, which takes most of the time,
            but translated lazily, and its examples are not read.

    Raises:
        RuleError: all that is wrong with the file.
    """
    name = shown or path.as_posix()
    data = read_bytes(path, name) if data is None else data
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise RuleError([Fault(name, line, 1, "not UTF-8", "save the file as UTF-8")]) from None
    reader = _Reader(name, rank, frozenset(finders), check_selector, trusted)
    file = reader.read(read_nodes(text, name), PurePath(path), hashlib.sha256(data).hexdigest())
    if reader.faults:
        raise RuleError(reader.faults)
    return file


class _Reader(Values):
    """One file being read. Every method returns the value of a node, or notes a fault and returns a default."""

    def __init__(
        self,
        file: str,
        rank: int,
        finders: frozenset[str],
        check_selector: Callable[[str, str], str | None] | None,
        trusted: bool,
    ) -> None:
        super().__init__(file)
        self.rank = rank
        self.finders = finders
        self.check_selector = check_selector
        self.trusted = trusted
        self.language: str | None = None
        self.folder = Path()
        self.tables: list[bytes] = []

    def read(self, root: YamlNode | None, path: PurePath, sha256: str) -> RuleFile:
        """Return the whole file."""
        self.folder = Path(path.parent)
        folder = path.parent.name
        self.language = path.stem if folder == "lang" else None
        site = path.stem.lower() if folder == "sites" else None
        root = root or YamlNode(1, 1, entries={})
        values = self.mapping(root, FILE_KEYS, "the file")
        self.language = self.text(values["language"]) if "language" in values else self.language
        site = self.text(values["site"]).lower() if "site" in values else site
        origin = self.one_of(values["origin"], ORIGINS) if "origin" in values else None
        if origin == "learned":
            # Whoever gives such a file: what people write beats what was learned.
            self.rank = nouns.LEARNED
        rules: list[Rule] = []
        seen: dict[str, int] = {}
        for node in self.items(values["rules"]) if "rules" in values else ():
            self.rule_id = ""
            rule = self.rule(node)
            if rule is None:
                continue
            if rule.id and rule.id in seen:
                self.fault(node, f"the id is already in line {seen[rule.id]}", "ids are unique over all layers")
            seen[rule.id] = rule.line
            rules.append(rule)
        self.rule_id = ""
        return RuleFile(
            path=self.file,
            rules=tuple(rules),
            about=self.text(values["about"]) if "about" in values else "",
            disable=self.texts(values["disable"]) if "disable" in values else (),
            fields=self.fields(values["fields"]) if "fields" in values else None,
            language=self.language,
            site=site,
            group=self.text(values["group"]) if "group" in values else None,
            rank=self.rank,
            sha256=hashlib.sha256(sha256.encode() + b"".join(self.tables)).hexdigest() if self.tables else sha256,
            origin=origin,
        )

    # ------------------------------------------------------------------ one rule

    def rule(self, node: YamlNode) -> Rule | None:
        """Return one rule, None if it is no rule at all."""
        self.rule_id = self.text(node.entries["id"][1]) if node.entries and "id" in node.entries else ""
        values = self.mapping(node, RULE_KEYS, "a rule")
        if not values:
            return None
        if not ID.fullmatch(self.rule_id):
            what = f"has the id '{self.rule_id}'" if self.rule_id else "has no id"
            self.fault(values.get("id", node), what, "lower-case words joined by '-' and '.', like en.read-also")
        elif is_page_repair(self.rule_id):
            self.fault(values["id"], "has an id of the repairs of a page", "begin it with another word")
        before = len(self.faults)
        kind = self.one_of(values["kind"], KINDS) if "kind" in values else None
        if "kind" not in values:
            self.fault(node, "has no kind", f"one of: {', '.join(CRUFT_KINDS)}")
        case = self.flag(values["case"]) if "case" in values else False
        where = self.where(values["where"], case) if "where" in values else Where()
        action, to, put = self.then(values["then"]) if "then" in values else ("drop", None, "")
        origin = self.one_of(values["origin"], ORIGINS) if "origin" in values else None
        tested = not self.trusted and ("examples" in values or origin is None)
        examples = self.examples(values.get("examples"), node) if tested else ()
        finds = [find for find in nouns.FINDS if find in values]
        if "phrases" in values and not finds:
            finds = ["line"]
        if len(finds) != 1 or ("phrases" in values and set(finds) - {"line"}) or {"phrases", "line"} <= set(values):
            self.fault(node, f"says {len(finds)} things to find", f"exactly one of: {', '.join(nouns.FINDS)}, phrases")
            return None
        find = finds[0]
        found_by = values.get(find, values.get("phrases", node))
        if find == "words":
            action = "replace"
        rule = Rule(
            id=self.rule_id,
            kind=kind or "other",
            find=find,
            pattern=self.rule_pattern(values, found_by, find, case),
            section=self.section(found_by, case) if find == "section" else None,
            selectors=self.selectors(found_by) if find == "element" else (),
            words=self.words(found_by) if find == "words" else None,
            finder=self.one_of(found_by, self.finders) if find == "finder" else None,
            where=where,
            action=cast(Action, action),
            to=to,
            after=put,
            why=self.text(values["why"]) if "why" in values else "",
            examples=examples,
            origin=origin,
            seen=self.seen(values["seen"]) if "seen" in values else None,
            rank=self.rank,
            file=self.file,
            line=node.line,
        )
        if len(self.faults) == before:
            self.check_combination(rule, node)
        return rule

    def check_combination(self, rule: Rule, node: YamlNode) -> None:
        """Note what is wrong with the combination of a rule's parts, each of which is right."""
        if rule.find == "element" and self.language is not None:
            self.fault(
                node, "an element rule in a language file", "elements go before the language is known: use a site file"
            )
        if rule.action == "replace" and rule.find not in ("span", "words"):
            self.fault(node, f"a {rule.find} rule replaces", "replace works on a span")
        for put in (rule.words or {}).values() if rule.find == "words" else (rule.after,):
            if " ".join(put.split()) != put.strip() or "\n" in put:
                self.fault(node, f"puts odd blanks or a line break in the text: '{put}'", "single blanks, on one line")
        again = rule.pattern if rule.find == "span" and rule.action == "replace" else None
        if again and Engine([again]).hits(rule.after):
            self.fault(node, f"finds its own replacement '{rule.after}' again", "a pattern that its replacement ends")
        if rule.find != "words" and (rule.where.shown is not None or rule.where.quoted is not None):
            self.fault(node, f"a {rule.find} rule that asks what is shown or quoted", "shown and quoted go with words")
        if rule.where.part == "title" and rule.find not in ("line", "span", "finder"):
            self.fault(node, f"a {rule.find} rule in the title", "a title has no blocks: use span")

    def rule_pattern(self, values: dict[str, YamlNode], what: YamlNode, find: str, case: bool) -> Pattern | None:
        """Return the pattern of a line or span rule, None for other rules."""
        if find not in ("line", "span"):
            return None
        if "phrases" in values:
            return self.not_empty(self.phrases(what, whole=True, case=case), what)
        return self.pattern(what, whole=find == "line", case=case)

    def pattern(self, node: YamlNode, *, whole: bool, case: bool) -> Pattern:
        """Return the pattern of a string, of a list of them, or of ``{phrases: [...], patterns: [...]}``."""
        if node.entries is None:
            return self.not_empty(self.patterns(node, whole=whole, case=case), node)
        values = self.mapping(node, ("patterns", "phrases"), "a pattern")
        listed = self.phrases(values["phrases"], whole=whole, case=case) if "phrases" in values else Pattern()
        written = self.patterns(values["patterns"], whole=whole, case=case) if "patterns" in values else Pattern()
        both = Pattern(listed.phrases, listed.translated + written.translated, case, written.written)
        return self.not_empty(both, node)

    def not_empty(self, pattern: Pattern, node: YamlNode) -> Pattern:
        """Return a pattern; note a fault if it is empty."""
        if not (pattern or self.faults[-1:]):
            self.fault(node, "finds nothing", "a pattern, a list of them, or {phrases: [...]}")
        return pattern

    def phrases(self, node: YamlNode, *, whole: bool, case: bool) -> Pattern:
        """Return the pattern of a list of phrases; each is a ``whole`` block, or a part of one."""
        keys, alternatives = [], []
        for item in self.items(node):
            phrase = self.text(item)
            if not phrase_key(phrase):
                self.fault(item, f"the phrase '{phrase}' has no letters or digits", "use a pattern")
            elif whole:
                keys.append(phrase_key(phrase))
            else:
                alternatives.append(literal(phrase, case=case))
        return Pattern(tuple(keys), tuple(alternatives), case)

    def patterns(self, node: YamlNode, *, whole: bool, case: bool) -> Pattern:
        """Return the pattern of one or several regular expressions; if ``whole``, ``^`` is also behind a block mark."""
        translated: list[Alternative] = []
        untranslated: list[str] = []
        for item in node.items if node.items is not None else [node]:
            written = self.text(item)
            marked = BLOCK_MARK if whole and written.startswith("^") else ""
            pattern = f"^{marked}{written[1:]}" if marked else written
            if self.trusted:
                untranslated.append(pattern)
                continue
            try:
                alternatives = translate(pattern, case=case)
            except PatternError as error:
                place = YamlNode(item.line, item.column + item.quoted + max(0, error.at - len(marked)))
                self.fault(place, f"{error} in the pattern '{written}'", error.fix)
                continue
            for alternative in alternatives:
                small = most_instructions(alternative.core) <= MAX_PROGRAM
                if not small and (refusal := fault_of(alternative, case=case)):
                    self.fault(
                        item,
                        f"{refusal} in the pattern '{written}'",
                        "count no letters: [^()]{2,60} or \\w+ instead of \\w{2,60}",
                    )
            translated.extend(alternatives)
        return Pattern((), tuple(translated), case, tuple(untranslated))

    def section(self, node: YamlNode, case: bool) -> Section:
        values = self.mapping(node, SECTION_KEYS, "a section")
        if "start" not in values:
            self.fault(node, "a section without a start", "section: {start: ..., confirm: ..., end: ...}")
            return Section(Pattern())
        end: Pattern | Literal["prose", "page"] = "prose"
        if "end" in values:
            if values["end"].text in ("prose", "page"):
                end = cast(Literal["prose", "page"], values["end"].text)
            else:
                end = self.pattern(values["end"], whole=True, case=case)
        return Section(
            start=self.pattern(values["start"], whole=True, case=case),
            confirm=self.pattern(values["confirm"], whole=True, case=case) if "confirm" in values else None,
            within=self.number(values["within"]) if "within" in values else CONFIRM_WITHIN,
            end=end,
            max_blocks=self.number(values["max_blocks"]) if "max_blocks" in values else None,
            take=cast(Literal["all"], self.one_of(values["take"], ("all", "headlines"))) if "take" in values else "all",
        )

    def where(self, node: YamlNode, case: bool) -> Where:
        values = self.mapping(node, WHERE_KEYS, "where")
        numbers = {
            key: self.number(values[key])
            for key in ("min_chars", "max_chars", "min_words", "max_words")
            if key in values
        }
        positions = self.several(values["position"], nouns.POSITIONS) if "position" in values else nouns.POSITIONS
        kinds = self.several(values["block"], get_args(BlockKind)) if "block" in values else ()
        part = self.one_of(values["in"], ("text", "title")) if "in" in values else "text"
        letters = self.one_of(values["letters"], ("upper", "lower")) if "letters" in values else None
        return Where(
            part=cast(Literal["text"], part),
            positions=frozenset(cast(Iterable[nouns.Position], positions)),
            letters=cast(Literal["upper"], letters),
            sentence=self.flag(values["sentence"]) if "sentence" in values else None,
            blocks=frozenset(cast(Iterable[BlockKind], kinds)),
            min_link_density=self.share(values["min_link_density"]) if "min_link_density" in values else None,
            before=self.neighbour(values["before"], case) if "before" in values else None,
            after=self.neighbour(values["after"], case) if "after" in values else None,
            shown=self.flag(values["shown"]) if "shown" in values else None,
            quoted=self.flag(values["quoted"]) if "quoted" in values else None,
            **numbers,
        )

    def seen(self, node: YamlNode) -> nouns.Seen:
        """Return the evidence for a rule."""
        values = self.mapping(node, SEEN_KEYS, "seen")
        if set(values) != set(SEEN_KEYS):
            self.fault(node, "seen without a part", "seen: {documents: 48, of: 50, at: tail}")
            return nouns.Seen(0, 0, "body")
        at = self.one_of(values["at"], SEEN_AT)
        return nouns.Seen(self.number(values["documents"]), self.number(values["of"]), cast(Literal["body"], at))

    def neighbour(self, node: YamlNode, case: bool) -> Neighbour:
        if node.entries is None:
            be = self.one_of(node, ("prose", "other", "edge"))
            return Neighbour(be=cast(Literal["prose"], be))
        return Neighbour(pattern=self.pattern(node, whole=True, case=case))

    def then(self, node: YamlNode) -> tuple[str, str | None, str]:
        """Return the action of a rule, the field of a move, and the text of a replacement."""
        if node.text in ("drop", "keep"):
            return node.text, None, ""
        if node.entries and len(node.entries) == 1:
            key, _, value = next(node.pairs())
            if key == "move":
                return "move", self.one_of(value, nouns.MOVE_FIELDS), ""
            if key == "replace":
                return "replace", None, self.text(value)
        self.fault(node, "a 'then' that is none", "drop, keep, {move: FIELD} or {replace: TEXT}")
        return "drop", None, ""

    def words(self, node: YamlNode) -> Mapping[str, str]:
        """Return the words of a mapping, or of the table in the file's folder that is named."""
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
        if again := entry_changed_again(words):
            place = node.entries[again][1] if node.entries else node
            self.fault(place, f"'{again}' becomes '{words[again]}', which the rule changes again", "map it in one step")
        return words

    def selectors(self, node: YamlNode) -> _Selectors:
        """Return one selector or several: CSS, or mappings of syntaxes to expressions."""
        selectors: list[tuple[Literal["css", "xpath"], str]] = []
        listed = node.items if node.items is not None else [node]
        if not listed:
            self.fault(node, "finds nothing", "a selector, or a list of them")
        for item in listed:
            written: list[tuple[str | None, YamlNode]] = [("css", item)]
            if item.text is None:
                written = [(self.one_of(key, ("css", "xpath")), value) for _, key, value in item.pairs()]
            if not written:
                self.fault(item, "a selector that is none", "css, or {xpath: '//div'}")
            for syntax, value in written:
                if syntax:
                    selectors.append((cast(Literal["css", "xpath"], syntax), expression := self.text(value)))
                    reason = self.check_selector(syntax, expression) if self.check_selector else None
                    if reason:
                        what = f"the selector '{expression}' is no {syntax}: {reason}"
                        self.fault(item, what, "css, or {xpath: '//div'}")
        return tuple(selectors)

    def fields(self, node: YamlNode) -> dict[str, _Selectors]:
        values = self.mapping(node, nouns.SELECTED_FIELDS, "fields")
        return {key: self.selectors(value) for key, value in values.items()}

    def examples(self, node: YamlNode | None, rule: YamlNode) -> tuple[Example, ...]:
        before = len(self.faults)
        values = self.mapping(node, ("keeps", "removes"), "examples") if node else {}
        examples = []
        for key, fires in (("removes", True), ("keeps", False)):
            for item in self.items(values[key]) if key in values else ():
                examples.append(self.example(item, fires))
        if len(self.faults) == before:
            if not any(example.fires for example in examples):
                self.fault(rule, "has no example that it removes", "examples: {removes: ['...'], keeps: ['...']}")
            if all(example.fires for example in examples):
                self.fault(rule, "has no example that it keeps", "the nearest honest prose: keeps: ['...']")
        return tuple(examples)

    def example(self, node: YamlNode, fires: bool) -> Example:
        if node.text is not None:
            if not node.text.strip():
                self.fault(node, "an example that says nothing", "write the line that goes, or stays")
            return Example(_stripped_lines(node.text), fires, line=node.line, column=node.column)
        values = self.mapping(node, EXAMPLE_KEYS, "an example")
        if "text" not in values or (values["text"].text is not None and not values["text"].text.strip()):
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
            line=node.line,
            column=node.column,
        )


def _stripped_lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.split("\n") if line.strip())
