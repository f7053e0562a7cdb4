"""The fast reader: the lines of a page that are the article's, and why the choice is to be trusted less than usual."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import islice
from typing import NamedTuple

from ingest.article import Block, Caption, Related, Removal
from ingest.html.dom import Element, absolute, path_of, text_of
from ingest.html.extract.class_names import kind_of_mark
from ingest.html.extract.edges import trim
from ingest.html.extract.home import without_foreign_tail
from ingest.html.extract.line_index import LINKED_WORDS, LineIndex, LineIndexer, PageLine
from ingest.html.extract.linked_lines import mark_own_links
from ingest.html.extract.locate_article import count_stories, extent, find_headline, unmark, unmark_within
from ingest.text.shape import PROSE_WORDS

# Fewer words than this are a teaser, or the article was missed.
FEW_WORDS = 120
# Fewer are no text.
_NO_WORDS = 10
# Lines of no more words are labels before the text: "By Ann Lee".
_LABEL_WORDS = 5
# A heading, or a line that is no sentence, says something if it has more words than this.
_SAYING_WORDS = 12
# A standfirst is among so many lines below the headline.
_MOST_LEAD_LINES = 15
# A caption of so many words is the article, in a <figure> that was never closed.
_MAX_CAPTION_WORDS = 100
# With a larger share of its words in links, a line leads elsewhere.
_MAX_LINKED = 0.6
# Marks of text that may be longer than the article.
_OFTEN_LONG = frozenset({"comments", "gallery"})


class LowConfidence(Enum):
    """Why another reader should be asked for the same page; the value is the reason in words."""

    NO_HEADLINE = "no headline on the page"
    LITTLE_TEXT = "little text"
    MORE_ELSEWHERE = "more text under other marks"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader made of a page; ``shown`` counts the characters that the page shows, ``stories`` its articles.

    ``low_confidence`` is None where nothing speaks for asking another reader.
    """

    text: str
    blocks: tuple[Block, ...]
    removed: tuple[Removal, ...] = ()
    captions: tuple[Caption, ...] = ()
    related: tuple[Related, ...] = ()
    low_confidence: LowConfidence | None = None
    reader: str = "fast"
    shown: int = 0
    stories: int = 0


def read_fast(
    root: Element, title: str | None = None, *, base: str | None = None, hidden: frozenset[Element] = frozenset()
) -> Reading:
    """Return the article of a page; ``title`` is its headline, as the page states it, ``base`` makes links absolute,
    ``hidden`` are elements that the page does not show."""
    index = LineIndexer(hidden).walk(root)
    article = select(index, title)
    blocks: list[Block] = []
    start = 0
    for line in article.lines:
        end = start + len(line.text)
        blocks.append(Block(start, end, line.kind, round(line.linked / max(1, line.words), 3)))
        start = end + 1
    cuts = list(_cuts(index, article))
    return Reading(
        "\n".join(line.text for line in article.lines),
        tuple(blocks),
        tuple(cut.removal for cut in cuts),
        tuple(Caption(cut.removal.text) for cut in cuts if cut.removal.to == "captions"),
        tuple(related for cut in cuts if cut.removal.to == "related" for related in _linked_stories(cut, base)),
        _low_confidence(index, article),
        shown=index.shown,
        stories=count_stories(index),
    )


@dataclass(frozen=True, slots=True)
class ArticleLines:
    """Lines of the article, where they are among the lines of the page (half-open), and where its headline is.

    ``first`` is where the element of the article begins, before the headline if that is in it.
    """

    lines: list[PageLine]
    first: int = 0
    start: int = 0
    end: int = 0
    headline: int | None = None


def select(index: LineIndex, title: str | None = None) -> ArticleLines:
    """Return the lines of the article, in reading order."""
    if not index.containers:
        return ArticleLines([])
    headline = find_headline(index, title)
    unmark(index, headline)
    container, start, end = extent(index, headline)
    unmark_within(index, start, end)
    mark_own_links(index, start, end)
    first = start
    if headline is not None and start <= headline < end:
        start = headline + 1
    lead = _standfirst_lines(index, headline, start) if headline is not None else []
    lines = [line for line in index.lines[start:end] if line.mark is None and _is_text(line)]
    if sum(line.words for line in [*lead, *lines]) < _NO_WORDS:  # a front page: links are what it says
        lines = [line for line in index.lines if line.mark is None] or index.lines
        return ArticleLines(lines, headline=headline)
    lines = without_foreign_tail(trim(lines, index, container.mark == "body", title), index)
    return ArticleLines([*lead, *lines], first, start, end, headline)


def _low_confidence(index: LineIndex, article: ArticleLines) -> LowConfidence | None:
    """Return why the lines may be the wrong ones: no headline to go by, little text, or more of it under a mark."""
    if article.headline is None:
        return LowConfidence.NO_HEADLINE
    words = sum(line.words for line in article.lines)
    if words < FEW_WORDS:
        return LowConfidence.LITTLE_TEXT
    marked: dict[int, int] = {}
    for line in index.lines[article.headline :]:
        if line.marked_by is not None and line.prose and line.mark not in _OFTEN_LONG and line.words > _SAYING_WORDS:
            marked[line.marked_by] = marked.get(line.marked_by, 0) + line.words
    return LowConfidence.MORE_ELSEWHERE if max(marked.values(), default=0) > words else None


class _Cut(NamedTuple):
    removal: Removal
    element: Element


# A longer list leads everywhere.
_MOST_STORIES = 50
_FIELDS = {"caption": "captions", "related": "related", "teaser": "related", "author_box": "author_bio"}
# Shorter texts of links are labels: "Read more", "Facebook".
_HEADLINE_CHARS = 12


def _cuts(index: LineIndex, article: ArticleLines) -> Iterator[_Cut]:
    """Yield what was left out within the article because of what its element is: captions, teasers, share bars, menus
    of more than labels; lines that are nothing but links, which lead to other stories; and labels at its edges."""
    left_out: dict[tuple[int, str], list[str]] = {}
    read = set(map(id, article.lines))
    for at, line in enumerate(index.lines[article.first : article.end], article.first):
        if id(line) in read or at == article.headline:
            continue
        if line.marked_by is not None:
            mark = index.containers[line.marked_by].mark or "other"
            left_out.setdefault((line.marked_by, kind_of_mark(mark)), []).append(line.text)
        elif at >= article.start and not _is_text(line):
            left_out.setdefault((line.container, "related" if line.linked else "caption"), []).append(line.text)
        else:
            left_out.setdefault((line.container, "other"), []).append(line.text)
    for (container, kind), texts in left_out.items():
        element = index.containers[container].element
        text, path = " ".join(texts), path_of(element)
        yield _Cut(Removal(f"reader.{kind}", kind, text, path=path, to=_FIELDS.get(kind)), element)
    for at, element in index.skipped:
        if article.start <= at < article.end and len((text := text_of(element)).split()) >= PROSE_WORDS:
            yield _Cut(Removal("reader.nav", "nav", text, path=path_of(element)), element)


def _linked_stories(cut: _Cut, base: str | None) -> Iterator[Related]:
    """Yield the stories that a removed element links to, each once."""
    seen: set[str] = set()
    for link in islice(cut.element.iter("a"), _MOST_STORIES):
        title = " ".join("".join(link.itertext()).split())
        if len(title) >= _HEADLINE_CHARS and title not in seen and title in cut.removal.text:
            seen.add(title)
            yield Related(title, absolute(link.get("href"), base))


def _standfirst_lines(index: LineIndex, headline: int, start: int) -> list[PageLine]:
    """Return the lines between the headline and an article's text that does not hold it: its standfirst, and what
    stands beside paragraphs of it."""
    between = index.lines[headline + 1 : min(start, headline + 1 + _MOST_LEAD_LINES)]
    between = [line for line in between if line.mark is None and _is_text(line)]
    leads = [line for line in between if _is_lead(line, index)]
    homes = {index.containers[line.container].parent for line in leads if line.prose}
    first = next((at for at, line in enumerate(between) if line.prose and line in leads), len(between))
    beside = [line for line in between[first:] if index.containers[line.container].parent in homes]
    chosen = {id(line) for line in (*leads, *beside)}
    return [line for line in between if id(line) in chosen]


def _is_lead(line: PageLine, index: LineIndex) -> bool:
    """True if a line is marked as a standfirst, is a sentence, or is long ("Ministers see no reason to wait")."""
    if line.words <= _LABEL_WORDS or line.linked * 2 >= line.words:
        return False
    container = index.containers[line.container]
    around = container if container.parent is None else index.containers[container.parent]
    if line.prose or "standfirst" in (container.mark, around.mark):
        return True
    is_paragraph = line.kind == "heading" or container.element.tag == "p"
    return line.words > _SAYING_WORDS and line.linked == 0 and is_paragraph


def _is_text(line: PageLine) -> bool:
    """True if a line is neither caption nor link; a picture whose element is not closed holds the article."""
    if line.own:
        return True
    if line.kind == "caption" and line.words < _MAX_CAPTION_WORDS:
        return False
    is_long_sentence = line.words > LINKED_WORDS and line.sentence
    return line.linked <= _MAX_LINKED * line.words or (line.linked < line.words and is_long_sentence)
