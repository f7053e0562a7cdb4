"""The fast reader: which lines of a surveyed page are the article's."""

from __future__ import annotations

from ingest.article import Block, Metadata
from ingest.read.survey import Found, Survey, Surveyor
from ingest.read.tree import Element

# A child that holds this share of its parent's prose is where the article is.
_DESCENT = 0.75
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
    _unmark(survey)
    headline = _headline(survey, title)
    top = _top(survey, headline)
    holder = survey.holders[top]
    start, end = holder.first, holder.last
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
        if line.kind == "heading" and len(line.text) > 8 and (said := _plain(line.text)):
            if said == plain or (len(said) > 20 and (said in plain or plain in said)):
                tag = survey.holders[line.holder].element.tag
                if tag == "h1" or found is None:
                    found = at
                if tag == "h1":
                    break
    return found


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
    head = [line for line in lines[: prose[0]] if line.words > 5 and (line.kind != "heading" or line.words > 12) or line.kind in ("item", "table", "quote")]
    tail = [line for line in lines[prose[-1] + 1 :] if line.kind in ("item", "table", "quote") or (line.kind != "heading" and line.words > 3)]
    return [*head, *lines[prose[0] : prose[-1] + 1], *tail]


def _unmark(survey: Survey) -> None:
    """Take back marks over most of the page's prose: a layout's class, not cruft's."""
    total = survey.holders[0].prose
    hidden: dict[int, int] = {}
    for line in survey.lines:
        if line.mark is not None and line.prose:
            hidden[line.marked_by] = hidden.get(line.marked_by, 0) + line.words
    wrong = {
        index
        for index, words in hidden.items()
        if words > total and (survey.holders[index].mark != "comments" or total < 30)
    }
    if not wrong:
        return
    for line in survey.lines:
        if line.marked_by in wrong:
            line.mark = None
            if line.prose:
                at = line.holder
                while at >= 0:
                    survey.holders[at].prose += line.words
                    at = survey.holders[at].parent


def _top(survey: Survey, headline: int | None) -> int:
    """Give the holder of the article."""
    total = survey.holders[0].prose
    bodies = [index for index, one in enumerate(survey.holders) if one.mark == "body" and one.prose]
    after = [index for index in bodies if headline is None or survey.holders[index].last > headline]
    most = max((survey.holders[index].prose for index in after), default=0)
    if most and most >= _BODY_SHARE * total:
        return next(index for index in after if survey.holders[index].prose >= 0.8 * most)
    at = 0
    children: dict[int, list[int]] = {}
    for index, one in enumerate(survey.holders[1:], 1):
        children.setdefault(one.parent, []).append(index)
    while True:
        inside = max(children.get(at, ()), key=lambda index: survey.holders[index].prose, default=None)
        if inside is None or survey.holders[inside].prose < _DESCENT * survey.holders[at].prose:
            return at
        at = inside


def _kept(line: Found) -> bool:
    return line.kind != "caption" and not (line.words and line.linked / line.words > 0.6)
