"""Reading a rule file: YAML to ``RuleFile``, with every fault named at its line and column."""

from __future__ import annotations

import gc
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePath
from threading import Lock
from typing import cast

from ingest.errors import Fault, RuleError
from ingest.rules import model as nouns
from ingest.rules.edits.settle import is_page_repair
from ingest.rules.files.place import language_of
from ingest.rules.files.rule_parts import PartReader, SelectorCheck
from ingest.rules.grammar.keys import ALL_NAMES, FILE_KEYS, ID, PATTERN_KEYS, RULE_KEYS, names_of, read_keys
from ingest.rules.grammar.yaml_nodes import YamlNode, read_nodes
from ingest.rules.matcher import MAX_PROGRAM, Engine, fault_of, phrase_key
from ingest.rules.model import Rule, RuleFile, Where
from ingest.rules.patterns.pieces import PIECE_NAME, Expanded, expand, piece_of, shared_pieces
from ingest.rules.patterns.program_size import most_instructions
from ingest.rules.patterns.translate import BLOCK_MARK, Alternative, Pattern, PatternError, literal, translate
from ingest.text.language.codes import language_code
from ingest.vocabulary import CRUFT_KINDS, Action

MAX_FILE_BYTES = 16 << 20
# What a site is called: as in addresses, in any script, without "www.".
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+")
_HOST_ENDING = re.compile(r"\.(?:[a-z]{2}|com|example|info|net|news|org|press)$")
_LOCAL_HOST = re.compile(r"[\w-]+")
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


def read_bytes(path: str | Path, shown: str) -> bytes:
    """Read the bytes of a rule file; ``shown`` is its name in faults.

    Raises:
        RuleError: it cannot be read, or is too large.
    """
    try:
        with open(path, "rb", buffering=0) as file:
            data = file.readall()
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
    """Read one rule file; ``lang/de/byline.yaml`` is for a language, ``sites/example.com.yaml`` for a site.

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
    file = reader.read(read_nodes(text, name, ALL_NAMES), PurePath(path), hashlib.sha256(data).hexdigest())
    if reader.faults:
        raise RuleError(reader.faults)
    return file


_RULE_NAMES = names_of(RULE_KEYS)
# What is read of a file, and of a rule, whatever else is in it.
_FILE_PARTS = tuple(key for key in FILE_KEYS if key.name in ("about", "disable", "fields", "group", "origin"))
_PARTS = tuple(key for key in RULE_KEYS if key.name in ("kind", "where", "then", "why", "origin", "seen", "confidence"))
_FINDS = tuple(key for key in RULE_KEYS if key.name in (*nouns.FINDS, "phrases"))


class _Reader(PartReader):
    """One file being read. Every method returns the value of a node, or notes a fault and returns a default."""

    def __init__(
        self,
        file: str,
        rank: int,
        finders: frozenset[str],
        check_selector: SelectorCheck | None,
        trusted: bool,
    ) -> None:
        super().__init__(file, frozenset(finders), check_selector, trusted)
        self.rank = rank
        self.language: str | None = None
        self.pieces = dict(shared_pieces())

    def read(self, root: YamlNode | None, path: PurePath, sha256: str) -> RuleFile:
        """Return the whole file."""
        self.folder = Path(path.parent)
        self.language = language_of(path)
        site = path.stem.lower() if path.parent.name == "sites" else None
        root = root or YamlNode(1, 1, entries={})
        values = self.mapping(root, names_of(FILE_KEYS), "the file")
        self.language = self.text(values["language"]) if "language" in values else self.language
        if self.language is not None and not self.trusted:
            self.check_language(self.language, values.get("language", YamlNode(1, 1)))
        if "site" in values:
            site = self.text(values["site"]).lower()
            self.check_host(site, values["site"], "site: example.com")
        elif site is not None:
            self.check_host(site, YamlNode(1, 1), "name the file like example.com.yaml, or say site: example.com")
        if "define" in values:
            self.define(values["define"])
        if "origin" in values and values["origin"].text == "learned":
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
                self.fault(node, f"the id is already in line {seen[rule.id]}", "choose another id")
            seen[rule.id] = rule.line
            rules.append(rule)
        self.rule_id = ""
        if site is None and self.language is None and "group" not in values and self.rank == nouns.USER:
            self.check_is_of_no_site(path, values, rules)
        return RuleFile(
            path=self.file,
            rules=tuple(rules),
            language=self.language,
            site=site,
            rank=self.rank,
            sha256=hashlib.sha256(sha256.encode() + b"".join(self.tables)).hexdigest() if self.tables else sha256,
            **read_keys(self, values, _FILE_PARTS),
        )

    def check_language(self, language: str, node: YamlNode) -> None:
        """Note that a file is for a language by no code that documents have: then it would apply to nothing."""
        if (code := language_code(language)) != language:
            what = f"'{language}' is no code of a language, so the file would apply to nothing"
            self.fault(node, what, f"language: {code}" if code else "language: en, by its code of ISO 639-1")

    def check_host(self, site: str, node: YamlNode, fix: str) -> None:
        """Note what is wrong with the site that a file applies to: then it would apply to nothing."""
        if site.startswith("www."):
            self.fault(node, f"'{site}': hosts are known without 'www.'", fix.replace("example.com", site[4:]))
        elif not (_HOST.fullmatch(site) or (node.text and _LOCAL_HOST.fullmatch(site))):
            self.fault(node, f"'{site}' is no host name, so the file would apply to nothing", fix)

    def check_is_of_no_site(self, path: PurePath, values: Mapping[str, YamlNode], rules: Iterable[Rule]) -> None:
        """Note what tells that a file is meant for one site, though it applies to every document."""
        told = next(iter(_signs_of_a_site(path, values, rules)), None)
        if told is not None:
            name = path.stem if _HOST.fullmatch(path.stem.lower()) else "example.com"
            fix = f"put it in a folder sites/, named like {name}.yaml; or say site: {name}"
            self.fault(values.get("fields", YamlNode(1, 1)), f"it applies to every document, but {told}", fix)

    # ------------------------------------------------------------------ one rule

    def rule(self, node: YamlNode) -> Rule | None:
        """Return one rule, None if it is no rule at all."""
        self.rule_id = self.text(node.entries["id"][1]) if node.entries and "id" in node.entries else ""
        values = self.mapping(node, _RULE_NAMES, "a rule")
        if not values:
            return None
        self.check_id(values.get("id", node))
        before = len(self.faults)
        if "kind" not in values:
            self.fault(node, "has no kind", f"one of: {', '.join(CRUFT_KINDS)}")
        self.case = self.flag(values["case"]) if "case" in values else False
        parts = read_keys(self, values, _PARTS)
        action, to, put = parts.get("then", ("drop", None, ""))
        tested = not self.trusted and ("examples" in values or "origin" not in values)
        tested = tested and not ({"removes", "keeps"} & set(node.entries or ()))  # misplaced, and a fault already
        examples = self.examples(values.get("examples"), node) if tested else ()
        finds = [find for find in (*nouns.FINDS, "phrases") if find in values]
        if len(finds) != 1:
            self.fault_of_finds(finds, node)
            return None
        found = read_keys(self, values, _FINDS)
        find = "line" if finds == ["phrases"] else finds[0]
        rule = Rule(
            id=self.rule_id,
            kind=parts.get("kind") or "other",
            find=cast(nouns.Find, find),
            pattern=found.get(finds[0]) if find in ("line", "span") else None,
            section=found.get("section"),
            selectors=found.get("selectors", ()),
            words=found.get("words"),
            finder=found.get("finder"),
            where=parts.get("where", Where()),
            action="replace" if find == "words" else cast(Action, action),
            to=to,
            after=put,
            why=parts.get("why", ""),
            examples=examples,
            origin=parts.get("origin"),
            seen=parts.get("seen"),
            confidence=parts.get("confidence"),
            rank=self.rank,
            file=self.file,
            line=node.line,
        )
        if len(self.faults) == before:
            self.check_combination(rule, node)
        return rule

    def check_id(self, node: YamlNode) -> None:
        """Note what is wrong with the id of a rule."""
        if not ID.fullmatch(self.rule_id):
            what = "the id is not written as ids are" if self.rule_id else "has no id"
            self.fault(node, what, "lower-case words joined by '-' and '.', like en.read-also")
        elif is_page_repair(self.rule_id):
            self.fault(node, "has an id of the repairs of a page", "begin it with another word")

    def fault_of_finds(self, finds: list[str], node: YamlNode) -> None:
        """Note that a rule says nothing to find, or more than one thing."""
        if not finds and set(node.entries or ()) - set(_RULE_NAMES):
            return  # a key that is not known may be the one; it is a fault already
        what = f"says {len(finds)} things to find: {', '.join(finds)}" if finds else "does not say what it finds"
        self.fault(node, what, f"exactly one of: {', '.join(nouns.FINDS)}, phrases")

    def check_combination(self, rule: Rule, node: YamlNode) -> None:
        """Note what is wrong with the combination of a rule's parts, each of which is right."""
        if rule.find == "element" and self.language is not None:
            self.fault(
                node, "an element rule in a language file", "elements go before the language is known: use a site file"
            )
        if rule.action == "replace" and rule.find not in ("span", "words"):
            what = f"replaces what a {rule.find} finds, which only goes or moves as a whole"
            self.fault(node, what, "find it with span: and then: {replace: ...}")
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

    def phrase_pattern(self, node: YamlNode) -> Pattern:
        """Return the pattern of phrases that are whole blocks."""
        return self.not_empty(self.phrases(node, whole=True), node)

    def pattern(self, node: YamlNode, *, whole: bool) -> Pattern:
        """Return the pattern of a string, of a list of them, or of ``{phrases: [...], patterns: [...]}``."""
        if node.entries is None:
            return self.not_empty(self.patterns(node, whole=whole), node)
        values = self.mapping(node, names_of(PATTERN_KEYS), "a pattern")
        listed = self.phrases(values["phrases"], whole=whole) if "phrases" in values else Pattern()
        written = self.patterns(values["patterns"], whole=whole) if "patterns" in values else Pattern()
        alternatives = listed.translated + written.translated
        both = Pattern(listed.phrases, alternatives, self.case, written.written, listed.shown + written.shown)
        return self.not_empty(both, node)

    def not_empty(self, pattern: Pattern, node: YamlNode) -> Pattern:
        """Return a pattern; note a fault if it is empty."""
        if not (pattern or self.faults[-1:]):
            self.fault(node, "finds nothing", "a pattern, a list of them, or {phrases: [...]}")
        return pattern

    def phrases(self, node: YamlNode, *, whole: bool) -> Pattern:
        """Return the pattern of a list of phrases; each is a ``whole`` block, or a part of one."""
        keys, alternatives = [], []
        for item in self.items(node):
            phrase = self.text(item)
            if not phrase_key(phrase):
                self.fault(item, f"the phrase '{phrase}' has no letters or digits", "use a pattern")
            elif whole:
                keys.append(phrase_key(phrase))
            else:
                alternatives.append(literal(phrase, case=self.case))
        shown = () if self.trusted else tuple(item.text or "" for item in node.items or ())
        return Pattern(tuple(keys), tuple(alternatives), self.case, shown=shown)

    def patterns(self, node: YamlNode, *, whole: bool) -> Pattern:
        """Return the pattern of one or several regular expressions; if ``whole``, ``^`` is also behind a block mark."""
        translated: list[Alternative] = []
        untranslated: list[str] = []
        listed = node.items if node.items is not None else [node]
        for item in listed:
            written = self.text(item)
            expanded = self.expanded(item, written)
            if expanded is None:
                continue
            marked = BLOCK_MARK if whole and written.startswith("^") else ""
            pattern = f"^{marked}{expanded.text[1:]}" if marked else expanded.text
            if self.trusted:
                untranslated.append(pattern)
                continue
            try:
                alternatives = translate(pattern, case=self.case)
            except PatternError as error:
                at = expanded.written_at(max(0, error.at - len(marked)))
                place = YamlNode(item.line, item.column + item.quoted + at)
                self.fault(place, f"in the pattern '{written}': {error}" if written else str(error), error.fix)
                continue
            for alternative in alternatives:
                small = most_instructions(alternative.core) <= MAX_PROGRAM
                if not small and (refusal := fault_of(alternative, case=self.case)):
                    self.fault(
                        item,
                        f"in the pattern '{written}': {refusal}",
                        "count no letters: [^()]{2,60} or \\w+ instead of \\w{2,60}",
                    )
            translated.extend(alternatives)
        shown = () if self.trusted else tuple(item.text or "" for item in listed)
        return Pattern((), tuple(translated), self.case, tuple(untranslated), shown)

    def expanded(self, node: YamlNode, written: str) -> Expanded | None:
        """Return a pattern with the pieces that it names put in, None if that cannot be."""
        if self.trusted and "{" not in written:
            return Expanded(written)
        try:
            return expand(written, self.pieces)
        except PatternError as error:
            place = YamlNode(node.line, node.column + node.quoted + error.at)
            self.fault(place, f"in the pattern '{written}': {error}", error.fix)
            return None

    def define(self, node: YamlNode) -> None:
        """Read the pieces of patterns that a file names; each may use those above it."""
        if node.entries is None:
            self.fault(node, "'define' is not a mapping", "define: {month: 'jan|feb|mar'}, or a list of patterns")
        for twice in node.repeated:
            self.fault(twice, f"the piece '{twice.text}' is there twice", "remove one")
        for name, key, value in node.pairs():
            if not PIECE_NAME.fullmatch(name):
                self.fault(key, f"a piece is named '{name}'", "lower-case letters, then digits, '-' and '_' as well")
                continue
            parts = [self.piece(item) for item in (value.items if value.items is not None else [value])]
            self.pieces[name] = piece_of(parts)

    def piece(self, node: YamlNode) -> str:
        """Return one pattern of a piece, which must be one by itself; "x" where it is none."""
        written = self.text(node)
        expanded = self.expanded(node, written)
        if expanded is None or self.trusted:
            return expanded.text if expanded else "x"
        # By itself, so that it cannot close a group it did not open; as a group, where no word edge may be.
        for text, shift in ((expanded.text, 0), (piece_of([expanded.text]), len("(?:"))):
            try:
                translate(text, case=True)
            except PatternError as error:
                at = expanded.written_at(max(0, error.at - shift))
                place = YamlNode(node.line, node.column + node.quoted + at)
                self.fault(place, f"in the piece '{written}': {error}", error.fix)
                return "x"
        return expanded.text


def _signs_of_a_site(path: PurePath, values: Mapping[str, YamlNode], rules: Iterable[Rule]) -> Iterator[str]:
    if "fields" in values:
        yield "has fields, which are those of a site's pages"
    if _HOST.fullmatch(path.stem.lower()) and _HOST_ENDING.search(path.stem.lower()):
        yield f"is named like the site '{path.stem}'"
    named = next((rule.id for rule in rules if rule.id.startswith("site.")), None)
    if named:
        yield f"has the rule '{named}', whose name is that of a site's"
