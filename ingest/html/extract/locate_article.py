"""Where the article is among a page's lines: its headline, the container that holds it, and marks that mislead."""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum
from itertools import takewhile
from typing import NamedTuple

from ingest.html.extract.line_index import LINE_TAGS, Container, LineIndex, PageLine
from ingest.html.hidden import FOLD_WORDS

# A line shorter or longer than this (in characters), or one of so many words that is no heading, is no headline.
_MIN_HEADLINE, _MAX_HEADLINE = 6, 400
_SENTENCE_WORDS = 40
# One of two texts is part of the other only if both have more letters and digits than this: "News" is part of many.
_MIN_PART = 20
# A line that is no heading says the title only if it has more letters and digits than this.
_MIN_PLAIN = 15
# A main heading shares the title's words if more than this many are the same, and two in five of either.
_MIN_SHARED, _SHARED_OF_FIVE = 2, 2
# The only main heading of a page is its headline if it has more words than this: fewer are a section's name.
_SECTION_WORDS = 2
# Words with more letters than this tell a title from others.
_FUNCTION_WORD = 3
# With less of the page's prose after it, a headline is in a list of stories, or in the footer.
_PROSE_BELOW = 0.25

# A child that holds this share of its parent's prose is where the article is.
_DESCENT = 0.75
# ... if the parent has no more prose of its own, beside its children, than this share of the child's.
_OWN_PROSE = 0.25
# ... and if all that was passed on the way is less than this share of what is left.
_PASSED_PROSE = 0.5
# A marked body is believed if it holds this share of the page's prose.
_BODY_SHARE = 0.5
# The first body with this share of what the best one holds is the article's: after a headline, and without one.
_SHARE_AFTER_HEADLINE, _SHARE_WITHOUT = 0.25, 0.8
# What words that are neither prose nor links count for in a body's weight: of results, recipes and lists.
_OTHER_WORDS = 0.2
# More lines of prose between two bodies of one class, and they are bodies of two articles.
_MOST_BETWEEN = 2
# What is so marked is hardly ever the article, however long.
_NEVER = frozenset({"comments", "related", "nav"})
# Fewer words of prose in an <article> may be its head alone.
_STORY_WORDS = 150
_OUTSIDE = frozenset({"aside", "footer"})
# How many times the prose of the rest of the page a marked container must hold to be thought mismarked.
_CERTAIN, _LIKELY_CRUFT, _UNCERTAIN, _GALLERY = 20, 3, 1, 2
# A list of stories has more of its words in links than one in so many.
_LINKED_ONE_IN = 20
# So many hidden paragraphs may be a part of the article that a button unfolds.
_FOLD_PARAGRAPHS = 2


class HeadlineRank(IntEnum):
    """How surely a line is the article's headline: the smaller, the surer."""

    MAIN_HEADING_OF_TITLE = 0  # an <h1> that is the title, or part of it, or holds it
    IS_TITLE = 1  # another heading that is all or most of the title, or a line that is the title
    MAIN_HEADING_WITH_TITLE_WORDS = 2  # an <h1> in other words, some of which are the title's
    ONLY_MAIN_HEADING = 3  # the page's one <h1>, whatever it says
    PART_OF_TITLE = 4  # another heading that is a small part of the title


class _Title(NamedTuple):
    """The title as lines are compared with it: its letters and digits, and the words that tell it from others."""

    letters: str
    words: set[str]


def find_headline(index: LineIndex, title: str | None) -> int | None:
    """Return the position of the article's headline: of the candidates the one of the best rank, then the first.

    None if no line is one, or if nothing much follows it.
    """
    wanted = _Title(_letters_of(title or ""), _title_words(title or ""))
    tags = [index.containers[line.container].element.tag for line in index.lines]
    is_only = tags.count("h1") == 1
    best: tuple[HeadlineRank, int] | None = None
    for at, line in enumerate(index.lines):
        if tags[at] == "h1":
            rank = _rank_of_main_heading(line, wanted, is_only)
        elif line.kind == "heading":
            rank = _rank_of_heading(line, wanted)
        elif line.linked or line.words >= _SENTENCE_WORDS:
            continue
        else:
            rank = _rank_of_line(line, wanted)
        if rank is not None and (best is None or rank < best[0]):
            best = (rank, at)
            if rank is HeadlineRank.MAIN_HEADING_OF_TITLE:
                break
    prose = [line.words if line.prose else 0 for line in index.lines]
    return None if best is None or sum(prose[best[1] :]) < _PROSE_BELOW * sum(prose) else best[1]


def _rank_of_main_heading(line: PageLine, title: _Title, is_only: bool) -> HeadlineRank | None:
    """Return how surely an ``<h1>`` is the headline, None if it is not; ``is_only``: the page has no other one."""
    if not _MIN_HEADLINE <= len(line.text) <= _MAX_HEADLINE:
        return None
    letters = _letters_of(line.text)
    if letters == title.letters or _is_part(letters, title.letters):
        return HeadlineRank.MAIN_HEADING_OF_TITLE
    words = _title_words(line.text)
    shared = len(title.words & words)
    if len(words) > _MIN_SHARED and shared * 5 >= _SHARED_OF_FIVE * min(len(words), len(title.words)):
        return HeadlineRank.MAIN_HEADING_WITH_TITLE_WORDS
    return HeadlineRank.ONLY_MAIN_HEADING if is_only and line.words > _SECTION_WORDS and not line.mark else None


def _rank_of_heading(line: PageLine, title: _Title) -> HeadlineRank | None:
    """Return how surely a heading that is no ``<h1>`` is the headline, None if it is not."""
    if not _MIN_HEADLINE <= len(line.text) <= _MAX_HEADLINE:
        return None
    letters = _letters_of(line.text)
    is_part = _is_part(letters, title.letters)
    if letters == title.letters or (is_part and len(letters) * 5 > len(title.letters) * 3):
        return HeadlineRank.IS_TITLE
    return HeadlineRank.PART_OF_TITLE if is_part else None


def _rank_of_line(line: PageLine, title: _Title) -> HeadlineRank | None:
    """Return how surely a line that is no heading is the headline, None if it is not."""
    # One of less than a third of the title's length is too short to say it, whatever its letters fold to.
    if len(title.letters) <= _MIN_PLAIN or not len(title.letters) <= len(line.text) * 3 <= _MAX_HEADLINE * 3:
        return None
    return HeadlineRank.IS_TITLE if _letters_of(line.text) == title.letters else None


def _is_part(letters: str, title: str) -> bool:
    """True if one of two texts, as letters and digits, is part of the other, and neither is so short that many are."""
    return len(letters) > _MIN_PART and len(title) > _MIN_PART and (letters in title or title in letters)


def _letters_of(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _title_words(text: str) -> set[str]:
    return {word for word in text.casefold().split() if len(word) > _FUNCTION_WORD}


def unmark(index: LineIndex, headline: int | None) -> None:
    """Remove marks over the headline, or over most of the page's prose: the class is a layout's, not of cruft.

    Marks within such a container then count: a byline within a page whose layout is called a slider is a byline.
    """
    _unmark(index, headline, 0, len(index.lines))


def unmark_within(index: LineIndex, start: int, end: int) -> None:
    """Remove marks over most of the prose in the lines of the article's container, whatever else the page shows."""
    _unmark(index, None, start, end)


def _unmark(index: LineIndex, headline: int | None, start: int, end: int) -> None:
    mismarked: set[int] = set()
    while more := _mismarked(index, headline, index.lines[start:end]) - mismarked:
        mismarked |= more
        for line in index.lines:
            if line.marked_by in more:
                _mark_again(line, line.marked_by, index.containers, mismarked)


def _mismarked(index: LineIndex, headline: int | None, lines: list[PageLine]) -> set[int]:
    """Return the positions of containers over these lines whose marks mislead."""
    total = sum(line.words for line in lines if line.mark is None and line.prose)
    marked_prose: dict[int, int] = {}
    for line in lines:
        if line.marked_by is not None and line.prose:
            marked_prose[line.marked_by] = marked_prose.get(line.marked_by, 0) + line.words
    mismarked: set[int] = set()
    for at, words in marked_prose.items():
        container = index.containers[at]
        # What German and Nordic CMSs call a teaser is another story's if it links there, else this one's standfirst.
        is_standfirst = container.mark == "teaser" and not container.linked
        if is_standfirst or _is_fold(index, container) or words > total * _override_threshold(container, total):
            mismarked.add(at)
    if headline is not None and (marked_by := index.lines[headline].marked_by) is not None:
        mismarked.add(marked_by)
    return mismarked


def _is_fold(index: LineIndex, container: Container) -> bool:
    """True if what is hidden are paragraphs that a button unfolds, and no second copy of what is shown."""
    if container.mark != "hidden":
        return False
    inside = [line for line in index.lines[container.first : container.last] if line.prose]
    if len(inside) < _FOLD_PARAGRAPHS or sum(line.words for line in inside) < FOLD_WORDS:
        return False
    shown = {line.text for line in index.lines if line.prose and line.mark is None}
    return 2 * sum(line.text in shown for line in inside) < len(inside)


def _mark_again(line: PageLine, outer: int, containers: list[Container], mismarked: set[int]) -> None:
    """Mark a line anew, with the outermost mark within the container ``outer`` that does not mislead, or none.

    The prose of a line without a mark is added to all containers around it.
    """
    line.mark = line.marked_by = None
    for at in takewhile(lambda at: at > outer, _upward(containers, line.container)):
        if containers[at].mark not in (None, "body", "standfirst") and at not in mismarked:
            line.mark, line.marked_by = containers[at].mark, at
    if line.prose and line.mark is None:
        for at in _upward(containers, line.container):
            containers[at].prose += line.words


def _upward(containers: list[Container], at: int | None) -> Iterator[int]:
    """Yield the position of a container and of all around it, the innermost first."""
    while at is not None:
        yield at
        at = containers[at].parent


def _override_threshold(container: Container, total: int) -> float:
    """Return how many times ``total``, the prose without marks, a container must hold to be thought mismarked."""
    if container.mark == "comments" or container.element.tag in _OUTSIDE:
        return _CERTAIN
    if container.mark == "gallery":  # captions of fifty pictures are more than the story beside them
        return _CERTAIN if total >= _STORY_WORDS else _GALLERY
    # Lists of stories link; "read more" may also open the rest of this one.
    is_list = container.mark in _NEVER and container.linked * _LINKED_ONE_IN > container.words
    return _LIKELY_CRUFT if is_list else _UNCERTAIN


def _body_weight(container: Container) -> float:
    """Return how much of an article a container may hold: its prose, and a little for other words that do not link."""
    return container.prose + _OTHER_WORDS * max(0, container.words - container.linked - container.prose)


def _container_of_article(index: LineIndex, headline: int | None) -> int:
    """Return the container of the article: a marked body; else, going down from the page, or from the ``<article>`` of
    the headline, the last one that holds most of what is in the one around it."""
    after = 0 if headline is None else headline
    body = _marked_body(index, headline, after)
    return _descend(index, _article_element(index, headline), after) if body is None else body


def _marked_body(index: LineIndex, headline: int | None, after: int) -> int | None:
    """Return the first container that ends behind the line ``after``, is marked as a body and holds a good part of
    what the best such one holds; None if that is little of the page's prose."""
    containers = index.containers
    bodies = [at for at, each in enumerate(containers) if each.mark == "body" and each.last > after]
    most = max((_body_weight(containers[at]) for at in bodies), default=0)
    if not most or most < _BODY_SHARE * (containers[0].prose or 1):
        return None
    share = _SHARE_WITHOUT if headline is None else _SHARE_AFTER_HEADLINE
    return next(at for at in bodies if _body_weight(containers[at]) >= share * most)


def _descend(index: LineIndex, at: int, after: int) -> int:
    """Return the container within that at ``at`` that is reached by going to the child with most of the prose, as long
    as there is one and its parent has little prose beside it; what ends before the line ``after`` is not looked at."""
    containers = index.containers
    children: dict[int, list[int]] = {}
    for child, container in enumerate(containers):
        if container.parent is not None and container.prose and container.last > after:
            children.setdefault(container.parent, []).append(child)
    outermost, passed = at, 0
    while inside := children.get(at):
        best = max(inside, key=lambda child: containers[child].prose)
        prose = containers[best].prose
        if containers[best].element.tag in LINE_TAGS or prose < _DESCENT * sum(containers[c].prose for c in inside):
            break
        own = _own_prose(at, index)
        if own >= _OWN_PROSE * prose:
            break
        own += sum(containers[child].prose for child in inside if containers[child].element.tag in LINE_TAGS)
        # Blocks that are not closed hold each other, and each has a line of the article.
        outermost = outermost if passed else at
        passed += own
        at = best
    return outermost if passed >= _PASSED_PROSE * containers[at].prose else at


def _article_element(index: LineIndex, headline: int | None) -> int:
    """Return the ``<article>`` that holds the headline and text enough for a story, else the page."""
    for at in _upward(index.containers, None if headline is None else index.lines[headline].container):
        if index.containers[at].element.tag == "article" and index.containers[at].prose >= _STORY_WORDS:
            return at
    return 0


def count_stories(index: LineIndex) -> int:
    """Return how many ``<article>`` elements of a page are stories of their own, with a heading and text enough."""
    count = end = 0
    for container in index.containers:
        if container.prose >= _STORY_WORDS and container.first >= end and container.element.tag == "article":
            count += next(container.element.iterdescendants("h1", "h2", "h3"), None) is not None
            end = container.last
    return count


class Extent(NamedTuple):
    """The container of the article, and its lines, half-open."""

    container: Container
    start: int
    end: int


def extent(index: LineIndex, headline: int | None) -> Extent:
    """Return where the article is; a body in several parts, of one class and with no other headline between, is one."""
    top = _container_of_article(index, headline)
    container = index.containers[top]
    end = container.last
    name = container.element.get("class")
    if container.mark == "body" and name:
        for other in index.containers[top + 1 :]:
            if other.first < end or other.mark != "body" or other.element.get("class") != name:
                continue
            if _parts_articles(index, end, other.first):
                break
            end = other.last
    return Extent(container, container.first, end)


def _parts_articles(index: LineIndex, start: int, end: int) -> bool:
    """True if the lines between two bodies have a main heading, or more prose than an inset has."""
    between = index.lines[start:end]
    if any(index.containers[line.container].element.tag == "h1" for line in between):
        return True
    return sum(line.prose and line.mark is None for line in between) > _MOST_BETWEEN


def _own_prose(at: int, index: LineIndex) -> int:
    """Return how many words of prose a container has outside the containers in it."""
    container = index.containers[at]
    return sum(
        line.words for line in index.lines[container.first : container.last] if line.container == at and line.prose
    )
