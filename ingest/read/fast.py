"""The fast reader: which lines of a surveyed page are the article's."""

from __future__ import annotations

from ingest.article import Block, Metadata
from ingest.read.survey import LINES, Found, Holder, Survey, Surveyor
from ingest.read.tree import Element

# A child that holds this share of its parent's prose is where the article is.
_DESCENT = 0.75
# What is so marked is never the article, however long, unless there is nothing else.
_NEVER = frozenset({"comments", "related", "nav"})
_LISTED = frozenset({"item", "table", "quote"})
_OUTSIDE = frozenset({"aside", "footer"})
_BODY_SHARE = 0.5


def fast_lines(root: Element, stated: Metadata) -> tuple[str, tuple[Block, ...]] | None:
    """Give the article's text and blocks, None where there is none."""
    lines = select(Surveyor().walk(root), stated.title)
    blocks: list[Block] = []
    start = 0
    for line in lines:
        end = start + len(line.text)
        blocks.append(Block(start, end, line.kind, round(line.linked / max(1, line.words), 3)))
        start = end + 1
    return ("\n".join(line.text for line in lines), tuple(blocks)) if lines else None


def select(survey: Survey, title: str | None = None, description: str | None = None) -> list[Found]:
    """Give the lines of the article, in reading order; ``title`` and ``description`` are what the page states."""
    if not survey.holders:
        return []
    headline = _headline(survey, title)
    _unmark(survey, headline)
    start, end = _extent(survey, _top(survey, headline))
    if headline is not None and start <= headline < end:
        start = headline + 1
    lead = _lead(survey, headline, start, description) if headline is not None else []
    lines = [line for line in survey.lines[start:end] if line.mark is None and _kept(line)]
    return [*lead, *_trimmed(lines, survey)]


def _headline(survey: Survey, title: str | None) -> int | None:
    """Give the last line before the article's prose that is its headline."""
    plain = _plain(title or "")
    found = None
    for at, line in enumerate(survey.lines):
        if line.kind != "heading" or len(line.text) < 9:
            continue
        said = _plain(line.text)
        element = survey.holders[line.holder].element
        if element.tag == "h1" and (said == plain or (len(said) > 20 and (said in plain or plain in said))):
            found = at
            break
        if found is None and said == plain:
            found = at
    # Nothing much follows: it stands in a list of stories, or in the footer.
    prose = [line.words if line.prose else 0 for line in survey.lines]
    return None if found is None or sum(prose[found:]) * 4 < sum(prose) else found


def _plain(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _lead(survey: Survey, headline: int, start: int, description: str | None) -> list[Found]:
    """Give the standfirst between the headline and an article's text that does not hold it."""
    said = _plain(description or "")[:60]
    lead = []
    for line in survey.lines[headline + 1 : min(start, headline + 16)]:
        stands = survey.holders[line.holder].mark == "standfirst" or survey.holders[survey.holders[line.holder].parent].mark == "standfirst"
        if line.mark is None and line.words > 5 and line.linked * 2 < line.words:
            if stands or line.prose or (len(said) > 20 and _plain(line.text).startswith(said[:40])):
                lead.append(line)
    return lead


def _trimmed(lines: list[Found], survey: Survey) -> list[Found]:
    """Give the lines without labels before the first prose and after the last."""
    prose = [at for at, line in enumerate(lines) if line.prose]
    if not prose:
        return lines
    head = [line for line in lines[: prose[0]] if line.words > 5 and (line.kind != "heading" or line.words > 12) or line.kind in _LISTED]
    last = lines[prose[-1]].holder
    near = {last, survey.holders[last].parent}
    tail = lines[prose[-1] + 1 :]
    # A list in short lines, as of winners or of ingredients, stands with the prose that it belongs to.
    listed = [line for line in tail if line.holder in near or survey.holders[line.holder].parent in near]
    if len(listed) < 10:
        listed = [line for line in tail if line.kind in _LISTED or (line.kind != "heading" and line.words > 3)]
    tail = listed
    return [*head, *lines[prose[0] : prose[-1] + 1], *tail]


def _unmark(survey: Survey, headline: int | None) -> None:
    """Take back marks on what holds the headline, or most of the page's prose: a layout's class, not cruft's."""
    total = survey.holders[0].prose
    hidden: dict[int, int] = {}
    for line in survey.lines:
        if line.mark is not None and line.prose:
            hidden[line.marked_by] = hidden.get(line.marked_by, 0) + line.words
    wrong = {
        index
        for index, words in hidden.items()
        if words > total * _surely(survey.holders[index])
    }
    if headline is not None and survey.lines[headline].mark is not None:
        wrong.add(survey.lines[headline].marked_by)
    for line in survey.lines if wrong else ():
        if line.marked_by in wrong:
            line.mark = None
            at = line.holder
            while at >= 0 and line.prose:
                survey.holders[at].prose += line.words
                at = survey.holders[at].parent


def _surely(one: Holder) -> float:
    """Give how many times more prose than the rest of the page a marked holder must have, to be thought mismarked."""
    if one.mark == "comments" or one.element.tag in _OUTSIDE:
        return 20
    return 3 if one.mark in _NEVER else 1


def _weight(one: Holder) -> float:
    """Give how much of an article a holder may hold: its prose, and a little for other words that do not link."""
    return one.prose + 0.2 * max(0, one.words - one.linked - one.prose)


def _top(survey: Survey, headline: int | None) -> int:
    """Give the holder of the article: the first after the headline that is marked as a body and holds a good part of
    what the best one holds; else go down from the page as long as one child holds most."""
    holders = survey.holders
    after = 0 if headline is None else headline
    bodies = [at for at, one in enumerate(holders) if one.mark == "body" and one.last > after]
    most = max((_weight(holders[at]) for at in bodies), default=0)
    if most and most >= _BODY_SHARE * (holders[0].prose or 1):
        share = 0.25 if headline is not None else 0.8
        return next(at for at in bodies if _weight(holders[at]) >= share * most)
    children: dict[int, list[int]] = {}
    for index, one in enumerate(holders[1:], 1):
        if one.last > after:
            children.setdefault(one.parent, []).append(index)
    at = 0
    while inside := children.get(at):
        best = max(inside, key=lambda index: holders[index].prose)
        if holders[best].element.tag not in LINES and holders[best].prose >= _DESCENT * sum(holders[index].prose for index in inside) and _own(at, survey) * 4 < holders[best].prose:
            at = best
        else:
            return at
    return at


def _extent(survey: Survey, top: int) -> tuple[int, int]:
    """Give the first line of a holder and the one after its last; a body in several parts, of one class and with
    no other headline between, counts as one."""
    one = survey.holders[top]
    end = one.last
    if one.mark == "body":
        name = one.element.get("class")
        for other in survey.holders[top + 1 :]:
            if other.first < end or other.mark != "body" or not name or other.element.get("class") != name:
                continue
            between = survey.lines[end : other.first]
            if any(survey.holders[line.holder].element.tag == "h1" for line in between):
                break
            if sum(line.prose and line.mark is None for line in between) > 2:
                break
            end = other.last
    return one.first, end


def _own(at: int, survey: Survey) -> int:
    one = survey.holders[at]
    return sum(line.words for line in survey.lines[one.first : one.last] if line.holder == at and line.prose)


def _kept(line: Found) -> bool:
    return line.kind != "caption" and not (line.words and line.linked / line.words > 0.6)
