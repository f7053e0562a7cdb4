"""Where an article's paragraphs are at home: the element that holds them, and what stands below it."""

from __future__ import annotations

from collections import Counter
from itertools import islice

from ingest.html.extract.edges import heading_form
from ingest.html.extract.line_index import LINE_TAGS, LineIndex, PageLine

# So many paragraphs tell where an article is at home, if they hold this share of the words of all prose.
_MIN_PARAGRAPHS, _HOME_SHARE = 3, 0.45

# What is left out within articles: behind it they go on.
_INSETS = frozenset({"advert", "caption", "gallery", "video_embed", "social_embed", "hidden", "date", "byline"})

_Form = tuple[str, str | None]


def without_foreign_tail(lines: list[PageLine], index: LineIndex) -> list[PageLine]:
    """Return the lines without those below the last paragraph that are outside of the element of the article's
    paragraphs: readers' comments, cards of other stories, appeals, rights notes.

    The paragraphs at home are those in elements of one tag and class, which hold most of the prose.
    """
    forms = [_form(line, index) if line.prose else None for line in lines]
    words: Counter[_Form] = Counter()
    for line, form in zip(lines, forms, strict=True):
        if form is not None:
            words[form] += line.words
    if not words:
        return lines
    home, most = words.most_common(1)[0]
    at_home = [at for at, form in enumerate(forms) if form == home]
    if len(at_home) < _MIN_PARAGRAPHS or most < _HOME_SHARE * sum(words.values()):
        return lines
    last = at_home[-1]
    around = _common_ancestor([lines[at].container for at in at_home], index)
    tail = [line for line in lines[last + 1 :] if around not in _ancestors(line.container, index)]
    if not tail:
        return lines
    headings = {heading_form(line, index) for line in lines[:last]}
    behind = _behind_break(tail, lines[last], headings, index)
    # What is more than the paragraphs at home is no tail.
    if sum(line.words for line in behind if line.prose) > most:
        return lines
    foreign = set(map(id, behind))
    return [line for line in lines if id(line) not in foreign]


def _behind_break(tail: list[PageLine], last: PageLine, forms: set[str | None], index: LineIndex) -> list[PageLine]:
    """Return the lines of a tail from the first on that does not go on with the article: a label, a heading of another
    form than the article's, prose behind something that is left out."""
    waiting = {id(line): at for at, line in enumerate(tail)}
    between = False
    for line in islice(index.lines, next(at for at, line in enumerate(index.lines) if line is last) + 1, None):
        if (at := waiting.get(id(line))) is None:
            between = between or (line.mark is not None and line.mark not in _INSETS)
            continue
        goes_on = line.prose or (line.kind == "heading" and heading_form(line, index) in forms)
        if between or not goes_on:
            return tail[at:]
    return []


def _form(line: PageLine, index: LineIndex) -> _Form:
    """Return the tag and the class of the element that a paragraph is in."""
    container = index.containers[line.container]
    if container.element.tag in LINE_TAGS and container.parent is not None:
        container = index.containers[container.parent]
    return str(container.element.tag), container.element.get("class")


def _ancestors(at: int | None, index: LineIndex) -> list[int]:
    """Return the positions of a container and of those around it, the innermost first."""
    found: list[int] = []
    while at is not None:
        found.append(at)
        at = index.containers[at].parent
    return found


def _common_ancestor(containers: list[int], index: LineIndex) -> int:
    """Return the position of the innermost container around all of these, none of which it is."""
    around = index.containers[containers[0]].parent
    chain = _ancestors(containers[0] if around is None else around, index)
    for other in dict.fromkeys(containers[1:]):
        held = set(_ancestors(other, index))
        chain = [at for at in chain if at in held]
    return chain[0]
