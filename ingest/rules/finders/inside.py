"""What stands inside a block and is no sentence of it, told by its form: labelled days, code, a label said over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from operator import eq

from ingest.rules.edits.view import BlockView, PageView
from ingest.rules.finders.byline_words import is_date_word, is_published, line_words
from ingest.rules.finders.spec import Found
from ingest.text.code import code_spans, is_code
from ingest.text.dates import day_place
from ingest.text.units import SYMBOLS, cuts

# A label and its colon, as they stand before a day: "Last updated: ", "Giriş: ".
_LABEL = re.compile(r"([^\W\d_][^\d:：.!?\n]{1,30}?)(?:\s?[:：]\s?|\s)(?=\D{0,14}\d)")
_HOUR = re.compile(r"\d[:.h]\d\d(?!\d)")
# A word that begins with a capital, as a label does wherever it stands.
_BEGINS = re.compile(r"(?<![^\W_])(?=[^\W\d_])[^a-z\W]\w{3,20}")
# A day is no longer as it is written, and so far from its label stands a weekday at most.
_DAY_CHARS, _WEEKDAY_CHARS = 60, 14
# Between one label with its day and the next.
_BETWEEN = re.compile(r"[\s,;|/·•–-]*")
# A sentence ends with one of these, and does not begin with one of those.
_ENDS, _GOES_ON = '.!?…。！？"”»)]}>;', tuple(",.;:)`")
# What is said over so many times in a row is no sentence, where it has two words or more; a refrain is shorter.
_TIMES, _PHRASE_WORDS = 4, 6
_WORD, _LETTER = re.compile(r"\S+"), re.compile(r"[^\W\d_]")
# What begins a prompt, a row of tags, or the rights; what says who holds them or wrote.
_SIGN = re.compile(rf"[{SYMBOLS}#]")
_RIGHTS = re.compile(r"[\[(<（【]?\s?(?:copyrights?\b|[©ⓒ℗]|\(c\))", re.IGNORECASE)
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}\.[a-z]{2,24}", re.IGNORECASE)
# A text with more lines of code is about it.
_TAGS = 2
_BRACKETED = re.compile(r"\[[^\[\]]*\]|\([^()]*\)|<[^<>]*>|【[^【】]*】|（[^（）]*）")
# An item of a foot is no longer than this, a signature no longer than that; a foot has so many of either or more.
_ITEM_CHARS, _SIGNATURE_CHARS, _FOOT_ITEMS = 200, 80, 2


def labelled_dates(view: PageView) -> Iterator[Found]:
    """Find days with an hour behind labels that say that it was published or changed then, wherever a sentence ends."""
    for index, block in enumerate(view.blocks):
        if not block.shape.prose or not _HOUR.search(block.text):
            continue  # a line that is no more than this is another rule's, with what stands beside the day
        end = 0
        for word in _BEGINS.finditer(block.text):
            start = word.start()
            if start >= end and not word[0][0].islower() and is_date_word(word[0]):
                end = _labelled(block.text, start) or end
                if end > start:
                    yield Found(index, start, end)


def _labelled(text: str, start: int) -> int | None:
    """Return where a row of labelled days that begins at an offset ends; None where there is none, or no hour."""
    end, timed = None, False
    while (label := _LABEL.match(text, start)) and _names_day(label[1]):
        piece = text[label.end() : label.end() + _DAY_CHARS]
        day = day_place(piece)
        if day is None or day.start > _WEEKDAY_CHARS or not all(map(is_date_word, line_words(piece[: day.start]))):
            break
        end, timed = label.end() + day.end, timed or day.timed
        start = _behind(text, end)
    return end if end is not None and timed and not text[start : start + 1].islower() else None


def _names_day(label: str) -> bool:
    words = line_words(label)
    return any(map(is_published, words)) and all(map(is_date_word, words))


def _behind(text: str, end: int) -> int:
    between = _BETWEEN.match(text, end)
    return between.end() if between else end


def code_in_text(view: PageView) -> Iterator[Found]:
    """Find code that scraping left: lines and pieces of lines; not where an article shows some, behind a colon or in
    several lines."""
    lines = [is_code(block.text) for block in view.blocks]
    for index, block in enumerate(view.blocks):
        if lines[index]:
            if not _is_shown(view.blocks, lines, index):
                yield Found(index)
        elif block.in_page.link_density is None and block.in_page.kind == "paragraph":  # markup tells code from text
            yield from (
                Found(index, *span) for span in code_spans(block.text) if _is_between_sentences(block.text, *span)
            )


def _is_between_sentences(text: str, start: int, end: int) -> bool:
    """True if a sentence may end before a piece of a text, and another begin behind it."""
    before, after = text[:start].rstrip(), text[end:].lstrip()
    return (not before or before[-1] in _ENDS) and not after[:1].islower() and after[:1] not in _GOES_ON


def _is_shown(blocks: Sequence[BlockView], lines: Sequence[bool], index: int) -> bool:
    """True if a line of code is announced by the line before it, or one of many: two tags of a page may be left."""
    announced = index > 0 and blocks[index - 1].text.rstrip().endswith((":", "："))
    return announced or sum(lines) > _TAGS or blocks[index].in_page.kind == "code"


def said_over(view: PageView) -> Iterator[Found]:
    """Find a phrase that is said four times or more in a row: labels of a widget that came without its numbers."""
    for index, block in enumerate(view.blocks):
        # A paragraph that ends as one is its author's.
        if block.shape.words >= 2 * _TIMES and (view.run_together or not block.shape.sentence):
            yield from (Found(index, start, end) for start, end in _repeats(block.text))


def _repeats(text: str) -> Iterator[tuple[int, int]]:
    """Yield where phrases of several words are said over and over."""
    places = list(_WORD.finditer(text))
    words = [place[0] for place in places]
    end = 0
    for many in range(2, _PHRASE_WORDS + 1):
        if sum(map(eq, words, words[many:])) < (_TIMES - 1) * many:
            continue  # nearly all texts
        run = 0
        for at in range(many, len(words) + 1):
            if at < len(words) and words[at] == words[at - many]:
                run += 1
                continue
            first = at - run - many
            if run >= (_TIMES - 1) * many and first >= end and _is_phrase(words[first : first + many]):
                end = at
                yield places[first].start(), places[at - 1].end()
            run = 0


def _is_phrase(words: Sequence[str]) -> bool:
    """True if words are more than one, said twice, and none is a number or a mark, as in the cells of a table."""
    return len(set(words)) > 1 and all(map(_LETTER.search, words))


def page_foot(view: PageView) -> Iterator[Found]:
    """Find what a page has below a text that came on one line: prompts behind signs, signatures with an address, rights
    and credits in brackets, to the end of it; only where rights or an address, there or taken before, tell it."""
    last = len(view.blocks) - 1
    if view.run_together and last >= 0 and (start := _foot(view.blocks[last])) is not None:
        yield Found(last, start)


def _foot(block: BlockView) -> int | None:
    """Return where the foot of a block begins, None if it has none."""
    text = block.text
    starts = [cut.start for cut in cuts(text, None) if cut.hard]
    first, behind, items, told = None, len(text), 0, any(cut.takes for cut in block.cuts)
    for start in reversed(starts):
        unit = text[start:behind].strip()
        signed = _ADDRESS.search(unit) is not None and len(unit) <= _SIGNATURE_CHARS
        if (
            (_SIGN.match(unit) and len(unit) <= _ITEM_CHARS)
            or signed
            or _RIGHTS.match(unit)
            or _BRACKETED.fullmatch(unit)
        ):
            first, behind, items = start, start, items + 1
            told = told or signed or _RIGHTS.match(unit) is not None
        elif len(unit) > _ITEM_CHARS:
            break
    return first if items >= _FOOT_ITEMS and told else None
