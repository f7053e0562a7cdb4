"""Where on a surveyed page the article is: its headline, the element that holds it, marks that mislead."""

from __future__ import annotations

from ingest.html.extract.line_index import LINE_TAGS, Container, LineIndex, PageLine

# A child that holds this share of its parent's prose is where the article is.
_DESCENT = 0.75
# A marked body is believed if it holds this share of the page's prose.
_BODY_SHARE = 0.5
# What is so marked is hardly ever the article, however long.
_NEVER = frozenset({"comments", "related", "nav"})
# Fewer words of prose in an <article> may be its head alone.
_STORY_WORDS = 150
_OUTSIDE = frozenset({"aside", "footer"})


def find_headline(survey: LineIndex, title: str | None) -> int | None:
    """Give the line that is the article's headline: the surest of the lines that may be, then the first.

    It is a heading that says what the title says, or part of it; else a line that does; else a main heading that shares
    words with the title, or is the only one.
    """
    plain, words = _plain(title or ""), _telling(title or "")
    tags = [survey.containers[line.container].element.tag for line in survey.lines]
    sole = tags.count("h1") == 1
    best: tuple[int, int] | None = None
    for at, line in enumerate(survey.lines):
        if len(line.text) < 6 or len(line.text) > 400:
            continue
        rank = 9
        if line.kind != "heading" and tags[at] != "h1" and (line.linked or len(line.text) * 3 < len(plain)):
            continue  # a link, or too short to say it, whatever its letters fold to
        if line.kind == "heading" or line.words < 40:
            said = _plain(line.text)
            same = said == plain
            part = len(said) > 20 and len(plain) > 20 and (said in plain or plain in said)
            most = part and len(said) * 5 > len(plain) * 3
            if tags[at] == "h1":
                told = _telling(line.text)
                akin = len(told) > 2 and len(words & told) * 5 >= 2 * min(len(told), len(words))
                rank = 0 if same or part else 2 if akin else 3 if sole and line.words > 2 and not line.mark else 9
            elif line.kind == "heading":
                rank = 1 if same or most else 4 if part else 9
            elif same and len(said) > 15 and not line.linked:
                rank = 1
        if rank < 9 and (best is None or rank < best[0]):
            best = (rank, at)
            if rank == 0:
                break
    # Nothing much follows: it stands in a list of stories, or in the footer.
    prose = [line.words if line.prose else 0 for line in survey.lines]
    return None if best is None or sum(prose[best[1] :]) * 4 < sum(prose) else best[1]


def _plain(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _telling(text: str) -> set[str]:
    return {word for word in text.casefold().split() if len(word) > 3}


def unmark(survey: LineIndex, headline: int | None) -> None:
    """Take back marks on what holds the headline, or most of the page's prose: a layout's class, not cruft's.

    What is marked within it then stands: a byline within a page whose layout is called a slider is a byline.
    """
    _unmark(survey, headline, 0, len(survey.lines))


def unmark_within(survey: LineIndex, start: int, end: int) -> None:
    """Take back marks on most of the prose of an article's holder, whatever else the page shows."""
    _unmark(survey, None, start, end)


def _unmark(survey: LineIndex, headline: int | None, start: int, end: int) -> None:
    wrong: set[int] = set()
    while more := _mismarked(survey, headline, survey.lines[start:end]) - wrong:
        wrong |= more
        for line in survey.lines:
            if line.marked_by in more:
                _marked_within(line, survey, wrong)


def _mismarked(survey: LineIndex, headline: int | None, lines: list[PageLine]) -> set[int]:
    total = sum(line.words for line in lines if line.mark is None and line.prose)
    hidden: dict[int, int] = {}
    for line in lines:
        if line.mark is not None and line.prose:
            hidden[line.marked_by] = hidden.get(line.marked_by, 0) + line.words
    wrong = {
        index for index, words in hidden.items() if words > total * _override_threshold(survey.containers[index], total)
    }
    # What German and Nordic CMSs call a teaser is another story's if it links there, else this one's standfirst.
    wrong |= {
        index for index in hidden if survey.containers[index].mark == "teaser" and not survey.containers[index].linked
    }
    if headline is not None and survey.lines[headline].mark is not None:
        wrong.add(survey.lines[headline].marked_by)
    return wrong


def _marked_within(line: PageLine, survey: LineIndex, wrong: set[int]) -> None:
    """Give a line the outermost mark over it that is not wrong, or none."""
    holders = survey.containers
    outer = line.marked_by
    line.mark, line.marked_by = None, -1
    at = line.container
    while at > outer:
        if holders[at].mark not in (None, "body", "standfirst") and at not in wrong:
            line.mark, line.marked_by = holders[at].mark, at
        at = holders[at].parent
    at = line.container
    while at >= 0 and line.prose and line.mark is None:
        holders[at].prose += line.words
        at = holders[at].parent


def _override_threshold(one: Container, total: int) -> float:
    """Give how many times more prose than the rest of the page a marked holder must have, to be thought mismarked."""
    if one.mark == "comments" or one.element.tag in _OUTSIDE:
        return 20
    if one.mark == "gallery":  # captions of fifty pictures are more than the story beside them
        return 20 if total >= _STORY_WORDS else 2
    # Lists of stories link; "read more" may also open the rest of this one.
    return 3 if one.mark in _NEVER and one.linked * 20 > one.words else 1


def _weight(one: Container) -> float:
    """Give how much of an article a holder may hold: its prose, and a little for other words that do not link."""
    return one.prose + 0.2 * max(0, one.words - one.linked - one.prose)


def _top(survey: LineIndex, headline: int | None) -> int:
    """Give the holder of the article: the first after the headline that is marked as a body and holds a good part of
    what the best one holds; else go down from the page as long as one child holds most."""
    holders = survey.containers
    after = 0 if headline is None else headline
    bodies = [at for at, one in enumerate(holders) if one.mark == "body" and one.last > after]
    most = max((_weight(holders[at]) for at in bodies), default=0)
    if most and most >= _BODY_SHARE * (holders[0].prose or 1):
        share = 0.25 if headline is not None else 0.8
        return next(at for at in bodies if _weight(holders[at]) >= share * most)
    children: dict[int, list[int]] = {}
    for index, one in enumerate(holders[1:], 1):
        if one.prose and one.last > after:
            children.setdefault(one.parent, []).append(index)
    at = _article(survey, headline)
    while inside := children.get(at):
        best = max(inside, key=lambda index: holders[index].prose)
        if (
            holders[best].element.tag not in LINE_TAGS
            and holders[best].prose >= _DESCENT * sum(holders[index].prose for index in inside)
            and _own(at, survey) * 4 < holders[best].prose
        ):
            at = best
        else:
            return at
    return at


def _article(survey: LineIndex, headline: int | None) -> int:
    """Give the ``<article>`` that holds the headline and text enough for a story, else the page."""
    at = survey.lines[headline].container if headline is not None else 0
    while at > 0:
        one = survey.containers[at]
        if one.element.tag == "article" and one.prose >= _STORY_WORDS:
            return at
        at = one.parent
    return 0


def stories(survey: LineIndex) -> int:
    """Give how many ``<article>`` elements of a page are stories of their own, with a heading and text enough."""
    count = last = 0
    for one in survey.containers:
        if one.prose >= _STORY_WORDS and one.first >= last and one.element.tag == "article":
            count += next(one.element.iterdescendants("h1", "h2", "h3"), None) is not None
            last = one.last
    return count


def extent(survey: LineIndex, headline: int | None) -> tuple[int, int, int]:
    """Give the first line of the article's holder and the one after its last; a body in several parts, of one class
    and with no other headline between, counts as one."""
    top = _top(survey, headline)
    one = survey.containers[top]
    end = one.last
    if one.mark == "body":
        name = one.element.get("class")
        for other in survey.containers[top + 1 :]:
            if other.first < end or other.mark != "body" or not name or other.element.get("class") != name:
                continue
            between = survey.lines[end : other.first]
            if any(survey.containers[line.container].element.tag == "h1" for line in between):
                break
            if sum(line.prose and line.mark is None for line in between) > 2:
                break
            end = other.last
    return top, one.first, end


def _own(at: int, survey: LineIndex) -> int:
    one = survey.containers[at]
    return sum(line.words for line in survey.lines[one.first : one.last] if line.container == at and line.prose)
