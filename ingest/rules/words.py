"""Words rules: names as they should read, in one pass over the tokens of a document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingest.article import Edit
from ingest.rules.edits.view import BlockView, PageView
from ingest.rules.model import Condition, Rule
from ingest.text.non_ascii import non_ascii_chars

_WORD_RUN = re.compile(r"\w+")
# Turns all ASCII that is in no word into blanks.
_WORDS_ONLY = bytes(code if code > 127 or _WORD_RUN.match(chr(code)) else 32 for code in range(256))
# A words rule must leave these alone: addresses, handles, tags, paths, file names, code.
_NOT_PROSE = re.compile(r"://|^www\.|[@#_/\\`{}<>=]|\w\.\w|-\w+-\w+-", re.IGNORECASE)
# How far from a token its surroundings are looked at; longer runs without blanks are no prose.
_CHUNK = 200
# A word is in mid-sentence after one of these and a blank: not at the start, not after a title's capitals.
_BEFORE_MID_SENTENCE = re.compile(r"[a-zß-ÿ0-9,;]")
# Tokens that most blocks hold.
_COMMON_TOKENS = frozenset(
    {"a", "an", "and", "as", "can", "for", "general", "high", "long", "new", "of", "old", "the", "white"}
)
# The marks that close a quotation, by the one that opens it.
_CLOSING = {"“": "”", "«": "»", "„": "“”", "‘": "’", "‹": "›", "「": "」", "『": "』", '"': '"'}


@dataclass(frozen=True, slots=True)
class WordEntry:
    """What is written, what it becomes, and the rule that says so."""

    written: str
    after: str
    rule: Rule


@dataclass(frozen=True, slots=True)
class WordMatch:
    """An entry found in a block's text."""

    start: int
    end: int
    entry: WordEntry


class WordReplacer:
    """The words rules of a layer, indexed by each entry's rarest token: a block that lacks it is not looked at."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        entries: dict[str, list[WordEntry]] = {}
        self.shown = False
        for rule in rules:
            self.shown |= rule.where.shown is not None
            for written, after in (rule.words or {}).items():
                entries.setdefault(_anchor(written), []).append(WordEntry(written, after, rule))
        self._entries: Mapping[str, Sequence[WordEntry]] = entries
        self._anchors = frozenset(token.encode() for token in entries)

    def __bool__(self) -> bool:
        return bool(self._entries)

    def found_in(self, texts: Sequence[str]) -> list[tuple[WordMatch, ...]]:
        """Return, for each of some texts, the entries that are found in it; the texts are split into words together."""
        tokens = [token.decode() for token in self._anchors.intersection(_tokens("\n".join(texts)))]
        return [self.found(text, tokens) if any(token in text for token in tokens) else () for text in texts]

    def found(self, text: str, tokens: Iterable[str]) -> tuple[WordMatch, ...]:
        """Return the entries that are found in a text, whole tokens of prose, exactly as written; of those that
        overlap, the one that begins first, and of such the longest (once for each rule that has it). Only entries with
        one of ``tokens`` are looked for."""
        entries = [entry for token in tokens if token in text for entry in self._entries[token]]
        placed = [
            WordMatch(at, at + len(entry.written), entry) for entry in entries for at in _places(text, entry.written)
        ]
        placed.sort(key=lambda match: (match.start, -match.end, match.entry.rule.id))
        return tuple(match for match in _first_of_overlaps(placed) if not _NOT_PROSE.search(_chunk(text, match)))

    def edits(
        self,
        view: PageView,
        found: Callable[[Sequence[str]], list[tuple[WordMatch, ...]]],
        failing: Callable[[Rule, int], Condition | None],
        looked: Iterable[int],
    ) -> Iterator[Edit]:
        """Yield the replacements for the blocks looked at; where a rule asks what the document shows, for all blocks.

        ``found`` returns the entries found in each of some texts, ``failing`` the first condition of a rule that a
        block does not meet.
        """
        for index, match, condition in self.judged(view, found, failing, looked):
            if condition is None:
                rule, block = match.entry.rule, view.blocks[index]
                first, last = block.to_page(match.start, match.end)
                yield Edit(rule.id, rule.kind, "replace", first, last, view.part, match.entry.after, rank=rule.rank)

    def judged(
        self,
        view: PageView,
        found: Callable[[Sequence[str]], list[tuple[WordMatch, ...]]],
        failing: Callable[[Rule, int], Condition | None],
        looked: Iterable[int],
    ) -> Iterator[tuple[int, WordMatch, Condition | None]]:
        """Yield what is found, with its block and the first condition of its rule that it does not meet."""
        read = range(len(view.blocks)) if self.shown else looked
        indices = [index for index in read if view.blocks[index].in_page.kind != "code"]
        by_block = zip(indices, found([view.blocks[index].text for index in indices]), strict=True)
        matches = [(index, match) for index, of_block in by_block for match in of_block]
        shown = _ShownWords(view, Counter(match.entry.written for _, match in matches)) if self.shown else None
        for index, match in matches:
            rule, block = match.entry.rule, view.blocks[index]
            if match.entry.after == match.entry.written:
                continue
            condition = failing(rule, index)
            if condition is not None:
                yield index, match, condition
            elif rule.where.quoted is not None and is_quoted(block, match.start) != rule.where.quoted:
                yield index, match, "quoted"
            else:
                fits = shown is None or rule.where.shown is None or shown.has(match.entry) == rule.where.shown
                yield index, match, None if fits else "shown"


@dataclass(slots=True)
class _ShownWords:
    """The words that a document shows in its prose, and how often each entry is ``written`` in it."""

    view: PageView
    written: Counter[str]

    def has(self, entry: WordEntry) -> bool:
        """True if the outcome is in mid-sentence, at least as often as what is written: then that may be it."""
        blocks = (block for block in self.view.blocks if block.shape.prose and entry.after in block.text)
        seen = sum(1 for block in blocks for at in _places(block.text, entry.after) if _is_mid_sentence(block.text, at))
        return seen >= max(1, self.written[entry.written])


def _tokens(text: str) -> list[bytes]:
    """Return the words of a text in UTF-8. By way of bytes it takes a third of the time of ``_WORD_RUN``."""
    for char in set(non_ascii_chars(text)):
        if not _WORD_RUN.match(char):
            text = text.replace(char, " ")
    return text.encode("utf-8", "surrogatepass").translate(_WORDS_ONLY).split()


def _places(text: str, name: str) -> Iterator[int]:
    """Yield where a name begins in a text, as whole words."""
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        if not (_WORD_RUN.match(text, end) or (at and _WORD_RUN.match(text, at - 1))):
            yield at
        at = text.find(name, end)


def _is_mid_sentence(text: str, at: int) -> bool:
    return at > 1 and text[at - 1] == " " and _BEFORE_MID_SENTENCE.match(text, at - 2) is not None


def is_quoted(block: BlockView, at: int) -> bool:
    """True if a place in a block is inside a quotation: a quoted block, or marks that are open there.

    Marks that never close count to the end of the block, as in a quotation of several paragraphs.
    """
    if block.in_page.kind == "quote":
        return True
    open_marks: list[str] = []
    for index, mark in enumerate(block.text[:at]):
        if open_marks and mark in _CLOSING[open_marks[-1]]:
            if mark != "’" or not _WORD_RUN.match(block.text, index + 1):  # else an apostrophe
                open_marks.pop()
        elif mark in _CLOSING:
            open_marks.append(mark)
    return bool(open_marks)


def _first_of_overlaps(placed: list[WordMatch]) -> Iterator[WordMatch]:
    """Yield the matches but for those that overlap one before them; several of the same span all stay."""
    start = end = 0
    for match in placed:
        if match.start >= end or (match.start, match.end) == (start, end):
            yield match
            start, end = match.start, match.end


def _anchor(written: str) -> str:
    """Return the token of what is written that few blocks hold: the longest, articles and the like aside."""
    if written.isalnum():
        return written
    return max(_WORD_RUN.findall(written), key=lambda token: (token not in _COMMON_TOKENS, len(token)), default=written)


def _chunk(text: str, match: WordMatch) -> str:
    """Return the run of characters without blanks around a match, without the marks that close a sentence.

    No further than ``_CHUNK`` characters from the match: else a text without blanks would take quadratic time.
    """
    start, end = match.start, match.end
    low, high = max(0, start - _CHUNK), min(len(text), end + _CHUNK)
    first = max(text.rfind(" ", low, start), text.rfind("\u00a0", low, start), low - 1) + 1
    last = min((at for at in (text.find(" ", end, high), text.find("\u00a0", end, high)) if at >= 0), default=high)
    return text[first:last].rstrip(".,;:!?…)]}\"'”’»")
