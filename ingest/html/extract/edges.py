"""The edges of an article: which of the short lines above its first prose and below its last are of its text."""

from __future__ import annotations

from itertools import zip_longest

from ingest.html.extract.line_index import LineIndex, PageLine

_LISTED = frozenset({"item", "table", "quote"})
# Lines of no more words are labels before the text, and behind it: "Read more", "By Ann Lee".
_LABEL_WORDS, _TAIL_LABEL_WORDS = 5, 3
# A heading says something if it has more words than this.
_SAYING_WORDS = 12
# So many short lines in the container of the last prose are a list that belongs to it.
_MIN_LIST_LINES = 10
# A sentence has so many words: "Nobody knew." One word is a label.
_SENTENCE_WORDS = 2
_SENTENCE_ENDS = frozenset(".!?。！？।؟")
_CLOSERS = "\"'”’»)]"


def trim(lines: list[PageLine], index: LineIndex, is_marked: bool, title: str | None = None) -> list[PageLine]:
    """Return the lines without labels before the first prose and after the last; ``is_marked``: as a body."""
    prose = [at for at, line in enumerate(lines) if line.prose]
    # Where most of what a body says is no prose, as of results, recipes and lists, prose does not tell its ends.
    is_list = is_marked and sum(line.words for line in lines) > 2 * sum(lines[at].words for at in prose)
    if is_list or not prose:
        return lines
    first, last = prose[0], prose[-1]
    head = [line for line in lines[:first] if _is_head(line, is_marked)]
    # A heading of sections, or a short sentence, right above the first prose.
    above = lines[first - 1 : first] if first else []
    if above and above[0] not in head and not _says(above[0], title):
        head += [line for line in above if _begins_text(line, lines[first], lines[first + 1 : last], index)]
    return [*head, *lines[first : last + 1], *_tail(lines[last], lines[last + 1 :], index)]


def _is_head(line: PageLine, is_marked: bool) -> bool:
    """True if a line before the first prose is the article's: in a marked body, what announces a list is, too."""
    if line.kind in _LISTED or (is_marked and line.text[-1] in ":："):
        return True
    return line.words > (_SAYING_WORDS if line.kind == "heading" else _LABEL_WORDS)


def _says(line: PageLine, title: str | None) -> bool:
    """True if a line has all letters of the title in it: a headline, with the line above it."""
    return bool(title) and _letters(title or "") in _letters(line.text)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _begins_text(line: PageLine, prose: PageLine, below: list[PageLine], index: LineIndex) -> bool:
    """True if a short line right above the first prose is of the text: a heading as others below are, a line of the
    same paragraph, a sentence in the same element."""
    if line.linked:
        return False
    if line.container == prose.container and index.containers[line.container].element.tag == "p":
        return True
    form = heading_form(line, index)
    if form and any(heading_form(other, index) == form for other in below):
        return True
    if line.kind == "heading" and _are_siblings(line, prose, index):
        return True
    return _is_short_sentence(line, prose, index)


def heading_form(line: PageLine, index: LineIndex) -> str | None:
    """Return how a line is set as a heading: its tag, or in bold; None if it is none."""
    element = index.containers[line.container].element
    if line.kind == "heading":
        return str(element.tag)
    bold = element[0] if len(element) and not (element.text or "").strip() else None
    if bold is None or bold.tag not in ("strong", "b"):
        return None
    return "bold" if " ".join("".join(bold.itertext()).split()) == line.text else None


def _are_siblings(line: PageLine, other: PageLine, index: LineIndex) -> bool:
    """True if two lines are in elements of one parent."""
    return index.containers[line.container].parent == index.containers[other.container].parent


def _is_short_sentence(line: PageLine, prose: PageLine, index: LineIndex) -> bool:
    """True if a line of few words is a sentence beside prose: in the same element, as text or as a paragraph."""
    if line.linked or line.words < _SENTENCE_WORDS or line.text.rstrip(_CLOSERS)[-1:] not in _SENTENCE_ENDS:
        return False
    own, around = index.containers[line.container], index.containers[prose.container].parent
    return line.container == around or (own.element.tag == "p" and own.parent == around)


def _tail(last: PageLine, lines: list[PageLine], index: LineIndex) -> list[PageLine]:
    """Return the lines after the last prose that are the article's.

    A list in short lines, as of winners or of ingredients, is part of it if it is in the prose's container or the one
    around that, and so are its headings; else what is no label.
    """
    container = index.containers[last.container]
    near = {last.container, container.parent}
    beside = [line.container in near or index.containers[line.container].parent in near for line in lines]
    if sum(beside) < _MIN_LIST_LINES:
        kept = [_is_no_label(line) or _is_short_sentence(line, last, index) for line in lines]
        # A heading is of the article if a list or a table stands below it.
        heads = [
            line.kind == "heading" and is_kept and after.kind in _LISTED and not line.linked
            for line, after, is_kept in zip(lines, lines[1:], kept[1:], strict=False)
        ]
        return [line for line, is_kept, is_head in zip_longest(lines, kept, heads) if is_kept or is_head]
    heads = [line.kind == "heading" and after for line, after in zip(lines, [*beside[1:], False], strict=True)]
    return [line for line, is_near, is_head in zip(lines, beside, heads, strict=True) if is_near or is_head]


def _is_no_label(line: PageLine) -> bool:
    return line.kind in _LISTED or (line.kind != "heading" and line.words > _TAIL_LABEL_WORDS)
