"""The fast reader: the lines of a surveyed page that are the article's, and what speaks against the choice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from ingest.article import Block, Caption, Related, Removal
from ingest.html.dom import Element, absolute, path_of
from ingest.html.extract.line_index import LINKED_WORDS, LineIndex, LineIndexer, PageLine
from ingest.html.extract.locate_article import extent, find_headline, stories, unmark, unmark_within

_LISTED = frozenset({"item", "table", "quote"})
# Fewer words than this are a teaser, or the article was missed.
FEW_WORDS = 120
# Fewer are no text.
_NO_WORDS = 10


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader made of a page; ``shown`` counts the characters that the page shows, ``stories`` its articles;
    ``doubt`` says why another reader should be asked, None if nothing does."""

    text: str
    blocks: tuple[Block, ...]
    removed: tuple[Removal, ...] = ()
    captions: tuple[Caption, ...] = ()
    related: tuple[Related, ...] = ()
    doubt: str | None = None
    reader: str = "fast"
    shown: int = 0
    stories: int = 0


def read_fast(root: Element, title: str | None = None, *, base: str | None = None) -> Reading:
    """Give the article of a page; ``title`` is its headline, as the page states it, ``base`` makes links absolute."""
    survey = LineIndexer().walk(root)
    choice = select(survey, title)
    blocks: list[Block] = []
    start = 0
    for line in choice.lines:
        end = start + len(line.text)
        blocks.append(Block(start, end, line.kind, round(line.linked / max(1, line.words), 3)))
        start = end + 1
    cuts = list(_cuts(survey, choice))
    return Reading(
        "\n".join(line.text for line in choice.lines),
        tuple(blocks),
        tuple(cut.removal for cut in cuts),
        tuple(Caption(cut.removal.text) for cut in cuts if cut.removal.to == "captions"),
        tuple(one for cut in cuts if cut.removal.to == "related" for one in _stories(cut, base)),
        _doubt(survey, choice),
        shown=survey.shown,
        stories=stories(survey),
    )


@dataclass(frozen=True, slots=True)
class ArticleLines:
    """Lines of the article, where it lies among the lines of the page, and where its headline is."""

    lines: list[PageLine]
    start: int = 0
    end: int = 0
    headline: int | None = None


def select(survey: LineIndex, title: str | None = None) -> ArticleLines:
    """Give the lines of the article, in reading order."""
    if not survey.containers:
        return ArticleLines([])
    headline = find_headline(survey, title)
    unmark(survey, headline)
    top, start, end = extent(survey, headline)
    unmark_within(survey, start, end)
    if headline is not None and start <= headline < end:
        start = headline + 1
    lead = _lead(survey, headline, start) if headline is not None else []
    lines = [line for line in survey.lines[start:end] if line.mark is None and _kept(line)]
    if sum(line.words for line in [*lead, *lines]) < _NO_WORDS:  # a front page: links are what it says
        lines = [line for line in survey.lines if line.mark is None] or survey.lines
        return ArticleLines(lines, headline=headline)
    return ArticleLines([*lead, *_trimmed(lines, survey, survey.containers[top].mark == "body")], start, end, headline)


def _doubt(survey: LineIndex, choice: ArticleLines) -> str | None:
    """Say what speaks against a choice: no headline to go by, little text, or more of it marked as something else."""
    if choice.headline is None:
        return "no headline on the page"
    words = sum(line.words for line in choice.lines)
    if words < FEW_WORDS:
        return "little text"
    marked: dict[int, int] = {}
    for line in survey.lines[choice.headline :]:
        if line.mark and line.prose and line.mark not in ("comments", "gallery") and line.words > 12:
            marked[line.marked_by] = marked.get(line.marked_by, 0) + line.words
    return "more text under other marks" if max(marked.values(), default=0) > words else None


class _Cut(NamedTuple):
    removal: Removal
    element: Element


# A longer list leads everywhere.
_MOST_STORIES = 50
_FIELDS = {"caption": "captions", "related": "related", "teaser": "related", "author_box": "author_bio"}
# Shorter texts of links are labels: "Read more", "Facebook".
_HEADLINE_CHARS = 12


def _cuts(survey: LineIndex, choice: ArticleLines) -> Iterator[_Cut]:
    """Give what was left out within the article because of what its element is: captions, teasers, share bars; and
    lines that are nothing but links, which lead to other stories."""
    found: dict[tuple[int, str], list[str]] = {}
    for line in survey.lines[choice.start : choice.end]:
        if line.mark is not None:
            mark = survey.containers[line.marked_by].mark or "other"
            found.setdefault((line.marked_by, "caption" if mark == "gallery" else mark), []).append(line.text)
        elif not _kept(line):
            found.setdefault((line.container, "related" if line.linked else "caption"), []).append(line.text)
    for (index, kind), texts in found.items():
        element = survey.containers[index].element
        text, path = " ".join(texts), path_of(element)
        yield _Cut(Removal(f"reader.{kind}", kind, text, path=path, to=_FIELDS.get(kind)), element)


def _stories(cut: _Cut, base: str | None) -> Iterator[Related]:
    """Give the stories that a removed element leads to, each once."""
    seen: set[str] = set()
    for link in islice(cut.element.iter("a"), _MOST_STORIES):
        title = " ".join("".join(link.itertext()).split())
        if len(title) >= _HEADLINE_CHARS and title not in seen and title in cut.removal.text:
            seen.add(title)
            yield Related(title, absolute(link.get("href"), base))


def _lead(survey: LineIndex, headline: int, start: int) -> list[PageLine]:
    """Give the standfirst between the headline and an article's text that does not hold it."""
    between = survey.lines[headline + 1 : min(start, headline + 16)]
    return [line for line in between if line.mark is None and _kept(line) and _leads(line, survey)]


def _leads(line: PageLine, survey: LineIndex) -> bool:
    """Say whether a line is a standfirst: marked as one, a sentence, or long ("Ministers see no reason to wait")."""
    if line.words <= 5 or line.linked * 2 >= line.words:
        return False
    holder = survey.containers[line.container]
    if line.prose or "standfirst" in (holder.mark, survey.containers[holder.parent].mark):
        return True
    return line.words > 12 and line.linked == 0 and (line.kind == "heading" or holder.element.tag == "p")


def _trimmed(lines: list[PageLine], survey: LineIndex, marked: bool) -> list[PageLine]:
    """Give the lines without labels before the first prose and after the last."""
    prose = [at for at, line in enumerate(lines) if line.prose]
    # Where most of what a body says is no prose, as of results, recipes and lists, prose does not tell its ends.
    listed = marked and sum(line.words for line in lines) > 2 * sum(lines[at].words for at in prose)
    if listed or not prose:
        return lines
    head = [
        line
        for line in lines[: prose[0]]
        if (line.words > 5 and (line.kind != "heading" or line.words > 12))
        or line.kind in _LISTED
        or (marked and line.text[-1] in ":：")
    ]
    return [*head, *lines[prose[0] : prose[-1] + 1], *_tail(lines[prose[-1]], lines[prose[-1] + 1 :], survey)]


def _tail(last: PageLine, lines: list[PageLine], survey: LineIndex) -> list[PageLine]:
    """Give what of the lines after the last prose is the article's.

    A list in short lines, as of winners or of ingredients, stands with the prose that it belongs to, and its headings
    with it; else what is no label.
    """
    near = {last.container, survey.containers[last.container].parent}
    beside = [line.container in near or survey.containers[line.container].parent in near for line in lines]
    if sum(beside) < 10:
        return [line for line in lines if line.kind in _LISTED or (line.kind != "heading" and line.words > 3)]
    heads = [line.kind == "heading" and after for line, after in zip(lines, [*beside[1:], False], strict=True)]
    return [line for line, stands, head in zip(lines, beside, heads, strict=True) if stands or head]


def _kept(line: PageLine) -> bool:
    """Say whether a line is neither caption nor link; a picture whose element is not closed holds the article."""
    if line.kind == "caption" and line.words < 100:
        return False
    return line.linked <= 0.6 * line.words or (line.linked < line.words and line.words > LINKED_WORDS and line.sentence)
