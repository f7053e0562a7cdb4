r"""The pattern language of rule files, translated for a matcher that is linear and byte-wise.

The language is that of RE2 with Unicode meanings: ``\w`` is a letter, mark, number or underscore of any
script, ``\d`` a decimal digit, ``\s`` a blank. ``\b`` means that a match may not cut a word, and may only be at the
ends of a pattern (or of one of its top-level alternatives): inside, RE2's is ASCII and no linear rewriting
of it is small. Look-around, back-references and inline flags are errors that say what to write instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Literal

from ingest.rules.patterns.required_literals import (
    ANYTHING,
    NOTHING,
    LiteralPreference,
    RequiredLiterals,
    choose,
    either,
    in_turn,
    one_of,
    rare,
    rarer_marks,
    repeated,
)
from ingest.text.fold import VARIANTS, fold, fold_cased, is_word

WORD_CLASS = r"\p{L}\p{M}\p{N}_"
_SPACE_CLASS = r" \t\n\r\f\v"
_ESCAPE_CHARS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "v": "\v"}
_SHORTHANDS = {"d": "0-9", "s": _SPACE_CLASS, "w": WORD_CLASS}
_LITERALS_OF_CLASS = {_SHORTHANDS["d"]: one_of("0123456789"), _SHORTHANDS["s"]: one_of(" ")}
# The kind of each in ``first`` and ``last``: w a word character, o any other.
_SHORTHAND_SIDES = {"d": "w", "s": "o", "w": "w"}
_SPECIAL = r"\.+*?()|[]{}^$"
# RE2's own limit (kMaxRepeat); checked here so that the message can name the place in the pattern.
MAX_REPEAT = 1000
# Extractors and Markdown mark items, headings and quotes: a block also begins after its mark.
BLOCK_MARKS = "-*•‣▪●·>"
BLOCK_MARK = f"(?:(?:[{BLOCK_MARKS}]|#{{1,6}}) )?"
# A pattern nested deeper than this is an attack or a mistake.
MAX_GROUP_DEPTH = 50
_PLAIN = re.compile(r"[^\\.+*?()|\[{^$]+")
_REPEATS = ("*", "+", "?", "{")
_LETTER_CASES = ("Lu", "Ll", "Lt")


class PatternError(ValueError):
    """A pattern outside the language. ``at`` is the offset in the pattern, ``fix`` what to write instead."""

    def __init__(self, what: str, at: int, fix: str = "") -> None:
        super().__init__(what)
        self.at = at
        self.fix = fix


@dataclass(frozen=True, slots=True)
class Alternative:
    """One top-level alternative, ready for the matcher.

    ``core`` has no word edges and no trailing ``.*``: those are the flags. With ``grow_left`` a match reaches back to
    the one before it, or to the start of the block; with ``grow_right`` it reaches to the end of the block.
    ``needs`` are pieces of (folded) text, one of which is in every match; none, where no such are known.
    ``prefixes`` are the first few characters of the folded texts that it can match, after the block mark if there is
    one (None: any); they do not hold for a text that begins with one of ``fold.VARIANTS``. All blanks are unified in
    both.
    """

    core: str
    edge_left: bool = False
    edge_right: bool = False
    grow_left: bool = False
    grow_right: bool = False
    needs: tuple[str, ...] = field(default=(), compare=False)
    prefixes: frozenset[str] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class _Node:
    """A piece of a parsed pattern: its text for the matcher, its required literals, and what its ends can be.

    ``first`` and ``last`` are the kinds of character ("w" word, "o" other) it can start and end with.
    """

    text: str
    literals: RequiredLiterals = ANYTHING
    first: str = ""
    last: str = ""
    empty: bool = False
    role: Literal["", "edge", "dots", "lazy", "start", "end"] = ""
    at: int = 0


def translate(pattern: str, *, case: bool = False) -> tuple[Alternative, ...]:
    """Return the alternatives that ``pattern`` is translated to.

    Raises:
        PatternError: the pattern is outside the language, or can match nothing at all.
    """
    return _Parser(pattern, fold_cased if case else fold, case).parse()


def literal(phrase: str, *, case: bool = False) -> Alternative:
    """Return the alternative that finds a phrase, letter by letter, where it does not cut a word."""
    folded = fold_cased(phrase) if case else fold(phrase)
    quoted = _quote(folded)
    return Alternative(quoted, is_word(folded[0]), is_word(folded[-1]), needs=_pieces(one_of([folded]), rare))


def marks(alternative: Alternative) -> tuple[str, ...]:
    """Return ASCII marks, digits included, one of which is in every match; none, where no such are known."""
    (marked,) = _Parser(alternative.core, str, case=True, better=rarer_marks).parse()
    return marked.needs


def _pieces(literals: RequiredLiterals, better: LiteralPreference) -> tuple[str, ...]:
    return tuple(sorted(choose(literals, better)))


def _folded_prefixes(literals: RequiredLiterals, case: bool) -> frozenset[str] | None:
    """Return how a text can begin, folded; None where a letter may match another that is not folded."""
    prefixes, optional = literals.begins
    if prefixes is None or optional:
        return None
    folded = frozenset(map(fold, prefixes))
    return None if not case and any(char in VARIANTS for prefix in folded for char in prefix) else folded


def _side_of(char: str) -> str:
    return "w" if is_word(char) else "o"


def _quote(text: str) -> str:
    return "".join("\\" + char if char in _SPECIAL else char for char in text)


class _Parser:
    """A recursive descent through one pattern, which makes nodes of its parts."""

    def __init__(
        self, pattern: str, folded: Callable[[str], str], case: bool, better: LiteralPreference = rare
    ) -> None:
        self.pattern = pattern
        self.fold = folded
        self.case = case
        self.better = better
        self.at = 0
        self.depth = 0

    def parse(self) -> tuple[Alternative, ...]:
        """Return the top-level alternatives."""
        if not self.pattern:
            raise PatternError("the pattern is empty", 0, "write what to look for")
        branches = self.branches()
        if self.at < len(self.pattern):
            raise PatternError("a ')' that closes nothing", self.at, r"write \) for the character itself")
        return tuple(self.alternative(nodes) for nodes in branches)

    def alternative(self, nodes: list[_Node]) -> Alternative:
        """Turn one top-level branch into core and flags."""
        nodes = list(nodes)
        dots_left, anchored_left = _strip_dots(nodes, 0, "start")
        edge_left = _strip(nodes, 0, "edge")
        dots_right, anchored_right = _strip_dots(nodes, -1, "end")
        grow_right = dots_right == "dots" or (dots_right == "lazy" and anchored_right)
        edge_right = _strip(nodes, -1, "edge")
        # The block mark is optional: taken out while the literals are read, which it cannot require.
        mark = nodes.pop(1).text if len(nodes) > 2 and (nodes[0].role, nodes[1].text) == ("start", _MARK) else ""
        body = self.concat(nodes)
        if body.empty:
            raise PatternError("the pattern matches the empty text, so it would match everywhere", 0, "require a word")
        if (edge_left and "w" not in body.first) or (edge_right and "w" not in body.last):
            raise PatternError(r"\b beside what is never a word character", 0, r"remove that \b")
        needs = _pieces(body.literals, self.better)
        prefixes = _folded_prefixes(body.literals, self.case) if nodes and nodes[0].role == "start" else None
        core = f"^{mark}{body.text[1:]}" if mark else body.text
        if not dots_left or _is_first(body, dots_left, anchored_left, grow_right):
            return Alternative(core, edge_left, edge_right, bool(dots_left), grow_right, needs, prefixes)
        # The last match is meant, or the first one only: the dots stay, and with them what a word edge asks for.
        if not edge_left:
            lead = "^.*" if dots_left == "dots" else "^.*?"
        else:
            lead = f"^(?:.*[^{WORD_CLASS}]|)" if dots_left == "dots" else f"^(?:|.*?[^{WORD_CLASS}])"
        return Alternative(lead + core, False, edge_right, False, grow_right, needs)

    def branches(self) -> list[list[_Node]]:
        """Return the nodes of alternatives, to the end of the group or of the pattern."""
        branches: list[list[_Node]] = [[]]
        while self.at < len(self.pattern) and self.pattern[self.at] != ")":
            if self.pattern[self.at] == "|":
                self.at += 1
                branches.append([])
            else:
                branches[-1].append(self.repeated(self.atom()))
        return branches

    def concat(self, nodes: list[_Node]) -> _Node:
        """Join nodes; a word edge that its neighbours make certain is dropped, any other is an error."""
        kept: list[_Node] = []
        for index, node in enumerate(nodes):
            if node.role != "edge":
                kept.append(node)
                continue
            before = nodes[index - 1].last if index and not nodes[index - 1].empty else "wo"
            after = nodes[index + 1].first if index + 1 < len(nodes) and not nodes[index + 1].empty else "wo"
            if {before, after} != {"w", "o"}:
                raise PatternError(
                    r"\b inside a pattern",
                    node.at,
                    r"\b stands at the ends of a pattern or of a top-level alternative; inside, name the character",
                )
        if not kept:
            return _Node("", NOTHING, empty=True)
        first = last = ""
        for node in kept:
            first += node.first
            if not node.empty:
                break
        for node in reversed(kept):
            last += node.last
            if not node.empty:
                break
        text, literals = "".join(n.text for n in kept), in_turn((n.literals for n in kept), self.better)
        return _Node(text, literals, _distinct(first), _distinct(last), all(n.empty for n in kept))

    def atom(self) -> _Node:
        """Read what a repetition may follow: a group, a class, an escape, an anchor, or plain characters."""
        char = self.pattern[self.at]
        self.at += 1
        if char == "(":
            return self.group()
        if char == "[":
            return self.char_class()
        if char == "\\":
            return self.escape()
        if char == ".":
            return _Node(".", ANYTHING, "ow", "ow")
        if char == "^":
            return _Node("^", NOTHING, empty=True, role="start")
        if char == "$":
            return _Node("$", NOTHING, empty=True, role="end")
        if char in "*+?{":
            raise PatternError(f"'{char}' repeats nothing", self.at - 1, rf"write \{char} for the character itself")
        self.at -= 1
        return self.plain()

    def plain(self) -> _Node:
        """Read a run of plain characters, without the last one if that is repeated."""
        run = _PLAIN.match(self.pattern, self.at)
        assert run is not None
        end = run.end() - (run.end() - self.at > 1 and self.pattern[run.end() : run.end() + 1] in _REPEATS)
        folded = self.fold(self.pattern[self.at : end])
        self.at = end
        return _Node(_quote(folded), one_of([folded]), _side_of(folded[0]), _side_of(folded[-1]))

    def group(self) -> _Node:
        opened = self.at - 1
        if self.depth == 0 and self.pattern.startswith(BLOCK_MARK, opened):
            self.at = opened + len(BLOCK_MARK) - 1
            return _block_mark()
        self.depth += 1
        if self.depth > MAX_GROUP_DEPTH:
            raise PatternError(f"groups nested deeper than {MAX_GROUP_DEPTH}", opened)
        head = "("
        if self.pattern.startswith("?:", self.at):
            head, self.at = "(?:", self.at + 2
        elif self.pattern.startswith("?P<", self.at):
            end = self.pattern.find(">", self.at)
            name = self.pattern[self.at + 3 : end] if end > 0 else ""
            if name != "value":
                raise PatternError(f"a group named '{name}'", opened, "the one named group is (?P<value>...)")
            head, self.at = "(?P<value>", end + 1
        elif self.pattern.startswith("?", self.at):
            raise PatternError(
                f"'(?{self.pattern[self.at + 1 : self.at + 2]}' is not known: there are no look-around and no flags",
                opened,
                "use where: for conditions around a match, and case: true for letter case",
            )
        nodes = [self.concat(branch) for branch in self.branches()]
        if self.at >= len(self.pattern):
            raise PatternError("a '(' that nothing closes", opened, r"write \( for the character itself")
        self.at += 1
        self.depth -= 1
        return _Node(
            f"{head if head == '(?P<value>' else '(?:'}{'|'.join(node.text for node in nodes)})",
            either((node.literals for node in nodes), self.better),
            _distinct("".join(node.first for node in nodes)),
            _distinct("".join(node.last for node in nodes)),
            any(node.empty for node in nodes),
        )

    def repeated(self, node: _Node) -> _Node:
        """Return a node with the repetition that follows it, if any does."""
        char, start = self.pattern[self.at : self.at + 1], self.at
        if char not in _REPEATS:
            return node
        if char == "{":
            low, high = self.counts()
        else:
            self.at += 1
            low, high = (1 if char == "+" else 0), (1 if char == "?" else None)
        if node.role in ("edge", "start", "end"):
            raise PatternError("a repeated anchor", start, "remove the repetition")
        sign = self.pattern[start : self.at]
        if self.pattern[self.at : self.at + 1] == "?":
            sign, self.at = sign + "?", self.at + 1
        elif self.pattern[self.at : self.at + 1] in ("*", "+", "{"):
            raise PatternError("a repetition of a repetition", self.at, "put the inner one in a group: (?:...)")
        role: Literal["", "dots", "lazy"] = ""
        if node.text == "." and low == 0 and high is None:
            role = "lazy" if len(sign) > 1 and sign[-1] == "?" else "dots"
        literals = repeated(node.literals, low, high, self.better)
        return _Node(node.text + sign, literals, node.first, node.last, node.empty or low == 0, role)

    def counts(self) -> tuple[int, int | None]:
        """Read ``{low,high}``; ``high`` is None where there is no limit."""
        end = self.pattern.find("}", self.at)
        low, comma, high = self.pattern[self.at + 1 : max(end, 0)].partition(",")
        if end < 0 or not re.fullmatch(r"[0-9]{1,9},?(?:[0-9]{1,9})?", low + comma + high):
            raise PatternError(
                "a '{' that is not a repetition like {2} or {2,5}", self.at, r"write \{ for the character"
            )
        numbers = int(low), (int(high) if high else None if comma else int(low))
        if max(int(low), int(high or 0)) > MAX_REPEAT or (numbers[1] is not None and numbers[1] < numbers[0]):
            raise PatternError(
                f"a repetition outside 0..{MAX_REPEAT}", self.at, "use * or + with where: {max_chars: N}"
            )
        self.at = end + 1
        return numbers

    def escape(self) -> _Node:
        """Read what follows a backslash, outside a class."""
        if self.pattern[self.at : self.at + 1] == "b":
            self.at += 1
            return _Node("", NOTHING, empty=True, role="edge", at=self.at - 2)
        items, sides = self.class_escape()
        if items in _LITERALS_OF_CLASS:
            return _Node(f"[{items}]", _LITERALS_OF_CLASS[items], sides, sides)
        char = items.removeprefix("\\") or "\\"
        if len(char) == 1:
            return _Node(_quote(char), one_of([char]), sides, sides)
        return _Node(f"[{items}]", ANYTHING, sides, sides)

    def class_escape(self) -> tuple[str, str]:
        r"""Read an escape (``\d``, ``\p{L}``, ``\.``) as items of a class, "^..." where it negates, and their sides."""
        start = self.at - 1
        char = self.pattern[self.at : self.at + 1]
        self.at += 1
        if char.lower() in _SHORTHANDS and char:
            side = _SHORTHAND_SIDES[char.lower()]
            if char.islower():
                return _SHORTHANDS[char], side
            return "^" + _SHORTHANDS[char.lower()], "o" if char == "W" else "ow"
        if char in ("p", "P"):
            return self.category(char == "P", start)
        if char == "x":
            return self.code_point(start)
        if char in _ESCAPE_CHARS:
            return _class_quote(self.fold(_ESCAPE_CHARS[char])), "o"
        if not char or char.isalnum():
            known = r"\d \s \w \b \D \S \W \p{...} \x{...} \t \n"
            hint = "say what it looks for; a pattern cannot refer back" if char.isdigit() else f"known: {known}"
            raise PatternError(f"'\\{char}' is not known", start, hint)
        folded = self.fold(char)
        return _class_quote(folded), "w" if is_word(folded) else "o"

    def category(self, negated: bool, start: int) -> tuple[str, str]:
        rest = self.pattern[self.at :]
        end = rest.find("}")
        if not rest.startswith("{") or end < 0:
            raise PatternError(r"\p without braces", start, r"write \p{L}")
        name = rest[1:end].lstrip("^")
        negated ^= rest[1:2] == "^"
        if not self.case and name in _LETTER_CASES:
            raise PatternError(
                rf"\p{{{name}}} in a caseless pattern matches any letter", start, "set case: true, or write \\p{L}"
            )
        self.at += end + 1
        side = "ow" if negated else "w" if name[:1] in "LMN" and len(name) < 3 else "o" if len(name) < 3 else "ow"
        return rf"\{'P' if negated else 'p'}{{{name}}}", side

    def code_point(self, start: int) -> tuple[str, str]:
        rest = self.pattern[self.at :]
        found = re.match(r"\{([0-9A-Fa-f]{1,8})\}|([0-9A-Fa-f]{2})", rest)
        code = int(found[1] or found[2], 16) if found else -1
        if found is None or code > 0x10FFFF or 0xD800 <= code < 0xE000:
            raise PatternError(r"\x without a code point", start, r"write \x{00AD}")
        char = self.fold(chr(code))
        self.at += found.end()
        return _class_quote(char), "w" if is_word(char) else "o"

    def char_class(self) -> _Node:
        opened = self.at - 1
        negated = self.pattern[self.at : self.at + 1] == "^"
        self.at += negated
        items, sides, first = "", "", True
        singles: list[str] | None = []
        while first or self.pattern[self.at : self.at + 1] != "]":
            if self.at >= len(self.pattern):
                raise PatternError("a '[' that nothing closes", opened, r"write \[ for the character itself")
            first = False
            low, side = self.class_item(opened)
            single = low.removeprefix("\\") or low
            if self.pattern[self.at : self.at + 1] == "-" and self.pattern[self.at + 1 : self.at + 2] not in ("]", ""):
                self.at += 1
                high, high_side = self.class_item(opened)
                low, side = self.range_of(low, high, opened), side + high_side
                side = "ow" if len(set(side)) > 1 else side[:1]
                single = ""
            singles = [*singles, single] if singles is not None and len(single) == 1 else None
            items, sides = items + low, sides + side
        self.at += 1
        if negated and items in (WORD_CLASS, "^" + WORD_CLASS):
            sides = "o"
        elif negated:
            sides = "ow"
        written = f"{'^' if negated else ''}{items}"
        literals = _LITERALS_OF_CLASS.get(written, one_of(singles) if singles and not negated else ANYTHING)
        return _Node(f"[{written}]", literals, _distinct(sides), _distinct(sides))

    def class_item(self, opened: int) -> tuple[str, str]:
        char = self.pattern[self.at : self.at + 1]
        if self.pattern.startswith("[:", self.at):
            raise PatternError("a POSIX class", self.at, r"write \p{L}, \p{P}, \d or \s")
        self.at += 1
        if char == "\\":
            items, side = self.class_escape()
            if items.startswith("^"):
                raise PatternError("a negated shorthand inside a class", opened, r"write [^\w] alone, or \P{L}")
            return items, side
        folded = self.fold(char)
        return _class_quote(folded), "w" if char and is_word(folded) else "o"

    def range_of(self, low: str, high: str, opened: int) -> str:
        a, b = low.lstrip("\\") or "\\", high.lstrip("\\") or "\\"
        if len(a) != 1 or len(b) != 1 or a > b:
            raise PatternError(f"a range '{low}-{high}' that runs backwards or is none", opened, "swap its ends")
        return f"{low}-{high}"


@cache
def _block_mark() -> _Node:
    """Return the node of ``BLOCK_MARK``. Cached: most patterns begin with it, and it took half of their translation."""
    parser = _Parser(BLOCK_MARK, fold, case=False)
    parser.at = parser.depth = 1
    return parser.group()


def _class_quote(char: str) -> str:
    return "\\" + char if char in r"\]^-[" else char


def _distinct(sides: str) -> str:
    return "".join(sorted(set(sides)))


def _strip(nodes: list[_Node], at: int, role: str) -> bool:
    """Take off the first (``at`` 0) or last (-1) node if it has a role; return whether it had."""
    has_role = bool(nodes) and nodes[at].role == role
    if has_role:
        del nodes[at]
    return has_role


def _strip_dots(nodes: list[_Node], at: int, anchor: str) -> tuple[str, bool]:
    """Take off a leading (``at`` 0) or trailing (-1) ``.*`` or ``.*?``, with the anchor outside it; return the role of
    what went, "" if nothing did, and whether the anchor was there."""
    inner = 1 if at == 0 else -2
    anchored = len(nodes) > 1 and nodes[at].role == anchor and nodes[inner].role in ("dots", "lazy")
    if anchored:
        del nodes[at]
    role = nodes[at].role if nodes else ""
    return (role, anchored) if _strip(nodes, at, "dots") or _strip(nodes, at, "lazy") else ("", False)


def _is_first(body: _Node, dots: str, anchored: bool, grow_right: bool) -> bool:
    """True if a pattern that begins with dots finds the first match anyway: then the matcher does not need the dots."""
    if grow_right:
        return dots == "lazy" or "(?P<value>" not in body.text
    return dots == "lazy" and not anchored


# The block mark as it is translated.
_MARK = _Parser(BLOCK_MARK, fold, case=False).branches()[0][0].text


@dataclass(frozen=True)
class Pattern:
    """What is looked for in the text of a block: any of whole-line phrases, or any of the alternatives.

    ``phrases`` are keys as ``matcher.phrase_key`` makes them. ``written`` are patterns that are translated lazily, to
    more alternatives: those of the packaged rules, since translating takes three quarters of the time of reading a rule
    file, and most documents are in one language. ``shown`` are phrases and patterns as their file has them, for faults.
    """

    phrases: tuple[str, ...] = ()
    translated: tuple[Alternative, ...] = ()
    case: bool = False
    written: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.phrases or self.translated or self.written)

    @cached_property
    def alternatives(self) -> tuple[Alternative, ...]:
        """Return all alternatives, those of ``written`` included."""
        lazily = (alternative for pattern in self.written for alternative in translate(pattern, case=self.case))
        return (*self.translated, *lazily)

    @cached_property
    def names_value(self) -> bool:
        """True if a part of it is named as the value that a move puts in its field."""
        return any("(?P<value>" in alternative.core for alternative in self.alternatives)
