"""Lines that are nothing but links and the article's all the same: linked paragraphs, lists that a line announces."""

from __future__ import annotations

from itertools import takewhile

from ingest.html.extract.line_index import LineIndex, PageLine

# A linked line of fewer words is another story's headline, or a prompt to go on; between two paragraphs it may be
# short.
_SENTENCE_WORDS, _SHORT_SENTENCE_WORDS = 12, 5
# Behind the last prose are other stories' first lines too: what is no longer is taken for one.
_TAIL_WORDS = 20
# Headlines end with a question mark too.
_ENDS = frozenset(".。।")
_CLOSERS = "\"'”’»)]"
# So many lines on either side are looked at for prose.
_MOST_BESIDE = 5
_PARAGRAPH_TAGS = frozenset({"p", "blockquote", "li"})
# A line of so many words announces a list, "Read more:" does not; names in such a list have no more words than this,
# and titles that a sentence announces.
_ANNOUNCING_WORDS, _NAME_WORDS, _TITLE_WORDS, _MOST_NAMES = 4, 4, 15, 40


def mark_own_links(index: LineIndex, start: int, end: int) -> None:
    """Mark as the article's own the linked lines among ``lines[start:end]`` that stand in its prose."""
    lines = [line for line in index.lines[start:end] if line.mark is None]
    last_prose = max((at for at, line in enumerate(lines) if line.prose), default=-1)
    for at, line in enumerate(lines):
        if line.own or line.linked < line.words or line.kind == "caption":
            continue
        if _is_sentence(line, index):
            line.own = line.prose = _is_in_prose(lines, at, index, in_tail=at > last_prose)
        elif line.kind == "item" and 0 < at < last_prose and _announces(lines[at - 1]):
            names = list(takewhile(lambda other: other.kind == "item", lines[at : at + _MOST_NAMES]))
            most = _TITLE_WORDS if lines[at - 1].words >= _SENTENCE_WORDS else _NAME_WORDS
            for name in names if all(name.words <= most for name in names) else ():
                name.own = True


def _is_in_prose(lines: list[PageLine], at: int, index: LineIndex, *, in_tail: bool) -> bool:
    """True if a linked sentence stands beside prose: on both sides if it is short or an item; ``in_tail``: all prose
    is above it."""
    line, is_short = lines[at], lines[at].words < _SENTENCE_WORDS
    if in_tail and line.words <= _TAIL_WORDS:
        return False
    sides = reversed(lines[max(0, at - _MOST_BESIDE) : at]), lines[at + 1 : at + 1 + _MOST_BESIDE]
    nearest = [next((other for other in side if not _is_sentence(other, index)), None) for side in sides]
    closely = in_tail or is_short
    beside = [other for other in nearest if other and other.prose and _are_beside(line, other, index, closely)]
    return len(beside) > (is_short or line.kind == "item")


def _is_sentence(line: PageLine, index: LineIndex) -> bool:
    """True if a linked line is a paragraph that ends as a sentence of prose does."""
    if line.linked < line.words or line.words < _SHORT_SENTENCE_WORDS:
        return False
    is_paragraph = index.containers[line.container].element.tag in _PARAGRAPH_TAGS
    return is_paragraph and line.text.rstrip(_CLOSERS)[-1:] in _ENDS and not line.text.endswith("...")


def _are_beside(line: PageLine, other: PageLine, index: LineIndex, closely: bool) -> bool:
    """True if two lines are paragraphs of one element, or, unless ``closely``, of elements in one."""
    if closely:
        return index.containers[line.container].parent == index.containers[other.container].parent
    return not _around(line, index).isdisjoint(_around(other, index))


def _around(line: PageLine, index: LineIndex) -> set[int]:
    """Return the positions of the two containers around that of a line."""
    parent = index.containers[line.container].parent
    above = None if parent is None else index.containers[parent].parent
    return {at for at in (parent, above) if at is not None}


def _announces(line: PageLine) -> bool:
    return line.text[-1:] in ":：" and line.words >= _ANNOUNCING_WORDS and 2 * line.linked < line.words
