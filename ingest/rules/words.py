"""Words rules: names as they should read, in one pass over the tokens of a document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingest.article import Edit
from ingest.rules.edits.view import BlockView, PageView
from ingest.rules.model import Rule
from ingest.text.non_ascii import non_ascii_chars

_WORD = re.compile(r"\w+")
# What turns all of ASCII that is in no word into blanks.
_SEPARATED = bytes(code if code > 127 or _WORD.match(chr(code)) else 32 for code in range(256))
# What a words rule must leave alone: addresses, handles, tags, paths, file names, code.
_NOT_PROSE = re.compile(r"://|^www\.|[@#_/\\`{}<>=]|\w\.\w|-\w+-\w+-", re.IGNORECASE)
# How far from a token its surroundings are looked at; longer runs without blanks are no prose.
_CHUNK = 200
# A name is in mid-sentence after one of these and a blank: not at the start, not after a title's capitals.
_AMID = re.compile(r"[a-zß-ÿ0-9,;]")
# Tokens that most lines hold.
_COMMON = frozenset(
    {"a", "an", "and", "as", "can", "for", "general", "high", "long", "new", "of", "old", "the", "white"}
)
# What closes a quotation that a mark opens.
_CLOSING = {"“": "”", "«": "»", "„": "“”", "‘": "’", "‹": "›", "「": "」", "『": "』", '"': '"'}


@dataclass(frozen=True, slots=True)
class WordEntry:
    """What is written, what it becomes, and whose rule says so."""

    written: str
    after: str
    rule: Rule


@dataclass(frozen=True, slots=True)
class WordMatch:
    """An entry as it stands in a line's text."""

    start: int
    end: int
    entry: WordEntry


class WordReplacer:
    """The words rules of a shelf, by a token of what is written that few lines hold."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        entries: dict[str, list[WordEntry]] = {}
        self.shown = False
        for rule in rules:
            self.shown |= rule.where.shown is not None
            for written, after in (rule.words or {}).items():
                entries.setdefault(_anchor(written), []).append(WordEntry(written, after, rule))
        self._entries: Mapping[str, tuple[WordEntry, ...]] = {token: tuple(found) for token, found in entries.items()}
        self._anchors = frozenset(token.encode() for token in entries)

    def __bool__(self) -> bool:
        return bool(self._entries)

    def found_in(self, texts: Sequence[str]) -> list[tuple[WordMatch, ...]]:
        """Give, for each of some texts, the entries that stand in it: all are looked through for words at once."""
        held = [token.decode() for token in self._anchors.intersection(_tokens("\n".join(texts)))]
        return [self.found(text, held) if any(token in text for token in held) else () for text in texts]

    def found(self, text: str, tokens: Iterable[str]) -> tuple[WordMatch, ...]:
        """Give the entries that stand in a text, whole tokens of prose, exactly as written; of those that overlap, the
        one that begins first, and of such the longest (each of the rules that know it). They are looked for by
        ``tokens``."""
        held = [token for token in tokens if token in text]
        entries = [entry for token in held for entry in self._entries[token]]
        placed = [
            WordMatch(at, at + len(entry.written), entry) for entry in entries for at in _places(text, entry.written)
        ]
        placed.sort(key=lambda one: (one.start, -one.end, one.entry.rule.id))
        return tuple(one for one in _apart(placed) if not _NOT_PROSE.search(_chunk(text, one.start, one.end)))

    def edits(
        self,
        sheet: PageView,
        found: Callable[[Sequence[str]], list[tuple[WordMatch, ...]]],
        applies: Callable[[Rule, int], bool],
        looked: Iterable[int],
    ) -> Iterator[Edit]:
        """Give the replacements for the lines looked at; where a rule asks what the document shows, for all lines."""
        read = range(len(sheet.lines)) if self.shown else looked
        lines = [(index, sheet.lines[index]) for index in read if sheet.lines[index].block.kind != "code"]
        stand = found([line.text for _, line in lines])
        held = [(index, one) for (index, _), ones in zip(lines, stand, strict=True) for one in ones]
        shown = _ShownWords(sheet, Counter(one.entry.written for _, one in held)) if self.shown else None
        for index, one in held:
            rule, line = one.entry.rule, sheet.lines[index]
            if one.entry.after == one.entry.written or not applies(rule, index):
                continue
            if rule.where.quoted is not None and is_quoted(line, one.start) != rule.where.quoted:
                continue
            if shown is None or rule.where.shown is None or shown.says(one.entry) == rule.where.shown:
                first, last = line.to_page(one.start, one.end)
                yield Edit(rule.id, rule.kind, "replace", first, last, sheet.part, one.entry.after, rank=rule.rank)


@dataclass(slots=True)
class _ShownWords:
    """What a document shows in its prose: a name in mid-sentence, at least as often as the word that may be it."""

    sheet: PageView
    written: Counter[str]

    def says(self, entry: WordEntry) -> bool:
        lines = (line for line in self.sheet.lines if line.shape.prose and entry.after in line.text)
        seen = sum(1 for line in lines for at in _places(line.text, entry.after) if _amid(line.text, at))
        return seen >= max(1, self.written[entry.written])


def _tokens(text: str) -> list[bytes]:
    """Give the words of a text in UTF-8. By way of bytes it takes a third of the time of ``_WORD``."""
    for char in set(non_ascii_chars(text)):
        if not _WORD.match(char):
            text = text.replace(char, " ")
    return text.encode("utf-8", "surrogatepass").translate(_SEPARATED).split()


def _places(text: str, name: str) -> Iterator[int]:
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        if not (_WORD.match(text, end) or (at and _WORD.match(text, at - 1))):
            yield at
        at = text.find(name, end)


def _amid(text: str, at: int) -> bool:
    return at > 1 and text[at - 1] == " " and _AMID.match(text, at - 2) is not None


def is_quoted(line: BlockView, at: int) -> bool:
    """Say whether a place in a line is inside a quotation: a quoted block, or marks that are open there.

    Marks that never close count to the end of the line, as in a quotation of several paragraphs.
    """
    if line.block.kind == "quote":
        return True
    open_marks: list[str] = []
    for index, mark in enumerate(line.text[:at]):
        if open_marks and mark in _CLOSING[open_marks[-1]]:
            if mark != "’" or not _WORD.match(line.text, index + 1):  # else an apostrophe
                open_marks.pop()
        elif mark in _CLOSING:
            open_marks.append(mark)
    return bool(open_marks)


def _apart(placed: list[WordMatch]) -> Iterator[WordMatch]:
    """Leave out what overlaps something before it, but for the same span."""
    start = end = 0
    for one in placed:
        if one.start >= end or (one.start, one.end) == (start, end):
            yield one
            start, end = one.start, one.end


def _anchor(written: str) -> str:
    """Give the longest token of what is written, articles and the like aside: lines that lack it are not looked at."""
    if written.isalnum():
        return written
    return max(_WORD.findall(written), key=lambda token: (token not in _COMMON, len(token)), default=written)


def _chunk(text: str, start: int, end: int) -> str:
    """Give the run of characters without blanks around a token, without the marks that close a sentence.

    No further than ``_CHUNK`` characters from the token: else a line without blanks would take its square.
    """
    low, high = max(0, start - _CHUNK), min(len(text), end + _CHUNK)
    first = max(text.rfind(" ", low, start), text.rfind("\u00a0", low, start), low - 1) + 1
    last = min((at for at in (text.find(" ", end, high), text.find("\u00a0", end, high)) if at >= 0), default=high)
    return text[first:last].rstrip(".,;:!?…)]}\"'”’»")
