"""What stands around the article in a scrape of bare tags: menus before it, lists, comments and footers after it.

Such a scrape holds every heading, paragraph, list item and caption of a page, several labels for each line of the
article. That a text is one is told by how much of it is known for cruft; then its body is found with less patience
than ``ingest.text.prose_extent`` has, and what stands around it goes whether or not a rule knows its words.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence

from ingest.rules.edits.view import BlockView, PageView
from ingest.text.prose_extent import heaviest

# Marks of an article's own lists: numbers, prices, quotations, terms and what is said of them.
_MARKED = re.compile(r"[\d,:;()\"“”‘«»–—]")
# "England (Group A): tenth time", "Flour: two pounds": an entry and what is said of it.
_KEYED = re.compile(r"\w\s*[:(–—]\s*\S")
# This many labels before the first paragraph are a site's menu: what extractors give has a headline and a byline there.
_MENU_LABELS = 8
# With less prose than this the body may be a footer's one sentence, and the labels the article.
_MENU_BODY = 3
# So many labels are a menu whatever stands between.
_LONG_MENU = 20
_LABEL_WORDS = 5
# Headline and standfirst stand among the last lines of a menu, and are longer than its entries.
_HEADLINES = 6
_STANDFIRST_WORDS = 5
# Of what is left above the body only these may belong to it, if they are sentences or longer than headlines are.
_STANDFIRSTS = 4
_LONG_STANDFIRST = 15

# Found on the development texts, on a plateau: with labels at 6 or 10, paragraphs at 40 or 100 and signs at 10 or 22
# there is at most half a point more or less of the cruft, and a fifth of a point of the article's words.
_PARAGRAPH_WORDS = 60
_LABEL_COST = 8
_MARKED_COST = 3
_ENTRY_WORDS = 8
_LONG_ENTRY_WORDS = 12
# What a line that says "comments", "more stories", "share" speaks against a body that reaches over it.
_SIGN_COST = 15
# Where nothing is prose, this many such lines tell a page; its body is where they are rarer than one in this many.
_PAGE_SIGNS = 16
_SIGN_LINES = 8
# So many blocks that stand below an article are a page's; an extractor lets some comments or a share bar through.
_PAGE_BELOW = 12
# A headline and one paragraph, in the page's lists, weigh nothing together if the headline has this many words.
_TEASER_WORDS = 5
# A line that goes on without a mark at its end, right behind the body: a paragraph, if it is this long.
_LONG_LINE = 20
_LIST_ENTRIES = 3
# A teaser or comment has no more parts and words than these; a whole article in one list item has.
_CARD_PARTS = 7
_CARD_WORDS = 150
# The share of a page's prose that its body holds at least; comments and teasers may be half of it.
_LEAST_PROSE = 0.35
# What an element may say beside its parts (a number, a dash) and be no more than they are together.
_REST_CHARS = 8
_PART_CHARS = 15
# So many elements with their parts after them, and the text was scraped tag by tag, whatever its language.
_NESTED = 2
# An element that is longer is not worth its risk: of two copies the scrape may have kept the better one whole.
_NESTED_WORDS = 60


def menu_of(sheet: PageView) -> Iterator[int]:
    """Give the lines of the menu above the body, but for what may be headline and standfirst."""
    head = [line for line in sheet.lines if line.position == "head"]
    body = [line for line in sheet.lines if line.position == "body"]
    prose = sum(line.shape.prose for line in body)
    # What earlier rounds took out of the head counts on: the page is no other one for it.
    labels = sum(map(is_label, head)) + (body[0].at - len(head) if body else 0)
    if labels < _MENU_LABELS or (prose < _MENU_BODY and labels < _LONG_MENU):
        return
    close = len(head) - _HEADLINES
    cards = {at for index, end, _ in nested(head) for at in range(index, end)}
    spared = {at for at in _above(head, _HEADLINES) if at >= close or _is_standfirst(head[at])}
    yield from (index for index in range(len(head)) if index not in spared or index in cards)


def is_label(line: BlockView) -> bool:
    """Say whether a line may be an entry of a menu: a few bare words. An article's lists have numbers and marks."""
    short = line.shape.words <= _LABEL_WORDS and not line.shape.sentence and line.block.kind == "paragraph"
    return short and not _MARKED.search(line.text)


def may_be_page(sheet: PageView) -> bool:
    """Say whether enough went from a text, or is no sentence, for a page's menu and lists. Asked of every text."""
    if sheet.part != "text" or not sheet.lines:
        return False
    if len(sheet.below) >= _MENU_LABELS:
        return True
    return sheet.lines[-1].at + 1 - sum(line.shape.sentence for line in sheet.lines) >= 2 * _MENU_LABELS


def page_body(sheet: PageView, signs: Container[int]) -> tuple[int, int] | None:
    """Give the first line of the body and the one after its last, if the sheet is a page that was scraped tag by tag.

    To be asked when rules find nothing more: before, known cruft's sentences pass for the article's. ``signs`` are
    the blocks left that say by their words that they stand below an article.
    """
    lines = sheet.lines
    cards = _cards(lines)
    own = _weights(sheet, signs, cards)
    first, last = (at // 2 for at in heaviest(_with_gaps(sheet, own)))
    if first == last:
        if sum(line.at in signs for line in lines) < _PAGE_SIGNS:
            return None
        return heaviest(-_SIGN_LINES if line.at in signs else 1 for line in lines)
    if not _is_page(sheet, first, last) or not _holds_prose(lines, first, last):
        return None
    return first, _end(sheet, last, cards)


def _holds_prose(lines: Sequence[BlockView], first: int, last: int) -> bool:
    """True if a body holds a good part of what is prose: else the page is of another kind, and nobody knows its body."""
    words = [line.shape.words if line.shape.prose else 0 for line in lines]
    return sum(words[first:last]) >= _LEAST_PROSE * sum(words)


def _is_page(sheet: PageView, first: int, last: int) -> bool:
    """Say whether so much stands, or stood, around a body as only scraping tag by tag brings along."""
    lines = sheet.lines
    below = sum(at > lines[last - 1].at for at in sheet.below)
    if below >= _MENU_LABELS or len(sheet.below) >= _PAGE_BELOW:
        return True
    head = sum(map(is_label, lines[:first])) + lines[first].at - first
    if head >= _MENU_LABELS and below + sum(map(is_label, lines[last:])) >= _MENU_LABELS:
        return True
    return first + len(lines) - last >= 2 * _MENU_LABELS and sum(1 for _ in nested(lines)) >= _NESTED


def before_body(sheet: PageView) -> Iterator[int]:
    """Give the lines before a page's body, but for what reads as its standfirst."""
    if sheet.body:
        lines = sheet.lines[: sheet.body[0]]
        spared = {at for at in _above(lines, _STANDFIRSTS) if _is_standfirst(lines[at])}
        yield from (index for index in range(len(lines)) if index not in spared)


def after_body(sheet: PageView) -> Iterator[int]:
    """Give the lines after a page's body."""
    if sheet.body:
        yield from range(sheet.body[1], len(sheet.lines))


def nested_in_body(sheet: PageView) -> Iterator[int]:
    """Give the lines of a page's body that are said again by the next lines, one by one."""
    if sheet.body:
        first, last = sheet.body
        for index, _, _ in nested(sheet.lines[first:last]):
            if sheet.lines[first + index].shape.words <= _NESTED_WORDS:
                yield first + index


def nested(lines: Sequence[BlockView]) -> Iterator[tuple[int, int, int]]:
    """Find lines that the next lines say again, part by part: an element, and then the elements in it.

    Give each with the index after its last part, and how many of its characters stand in none of them.
    """
    for index in range(len(lines) - 1):
        whole, part = lines[index], lines[index + 1]
        if part.shape.chars >= whole.shape.chars or part.at != whole.at + 1 or part.folded not in whole.folded:
            continue
        leads = whole.folded.startswith(part.folded)
        end, rest = _parts(lines, index)
        headed = leads and part.shape.words >= 3 and not part.shape.sentence
        much = part.shape.chars >= _PART_CHARS and 4 * rest <= 3 * len(whole.folded)
        all_of_it = leads and end - index > 2 and rest <= _REST_CHARS
        if headed or much or all_of_it:
            yield index, end, rest


def _parts(lines: Sequence[BlockView], index: int) -> tuple[int, int]:
    """Give the index after the last line that says the next part of a line, and how many characters none says."""
    whole = lines[index].folded
    at, end, rest = 0, index + 1, len(whole)
    while end < len(lines) and (found := whole.find(lines[end].folded, at)) >= 0:
        at = found + len(lines[end].folded)
        rest -= len(lines[end].folded)
        end += 1
    return end, rest


def _weights(sheet: PageView, signs: Container[int], cards: Container[int]) -> list[int]:
    """Give what every line says for the body, or against it."""
    own = [_weight(line) for line in sheet.lines]
    for index, line in enumerate(sheet.lines):
        if index in cards:
            own[index] = min(own[index], -_LABEL_COST)
        if line.at in signs:
            own[index] -= _SIGN_COST
    _weigh_teasers(sheet, signs, own)
    return own


def _with_gaps(sheet: PageView, own: Sequence[int]) -> Iterator[int]:
    """Give two weights a line: of what went before it, and its own."""
    for index, weight in enumerate(own):
        yield -_SIGN_COST * any(at in sheet.below for at in _gone_before(sheet.lines, index))
        yield weight


def _weight(line: BlockView) -> int:
    shape = line.shape
    if shape.prose:
        return min(shape.words, _PARAGRAPH_WORDS)
    if shape.sentence:
        return 0
    return -_MARKED_COST if shape.words <= _ENTRY_WORDS and _MARKED.search(line.text) else -_LABEL_COST


def _cards(lines: Sequence[BlockView]) -> frozenset[int]:
    """Give the lines of teasers and comments: of elements of a headline and a sentence, or of sentences with a name
    and a day before them. An element of sentences alone is a quotation, or an item of a list."""
    found: set[int] = set()
    for index, end, rest in nested(lines):
        spoken = all(line.shape.sentence for line in lines[index + 1 : end])
        signed = rest >= _REST_CHARS and end - index - 1 <= _CARD_PARTS
        if signed or (not spoken and lines[index].shape.words <= _CARD_WORDS):
            found.update(range(index, end))
    return frozenset(found)


def _weigh_teasers(sheet: PageView, signs: Container[int], own: list[int]) -> None:
    """Let single paragraphs under headlines weigh no more than those, from what stands below an article to where two
    paragraphs follow each other again."""
    lines = sheet.lines
    below = begun = False
    for index, line in enumerate(lines):
        gone = _gone_before(lines, index)
        if begun and (line.at in signs or any(at in sheet.below for at in gone)):
            below = True
        if own[index] <= 0:
            continue
        if index + 1 < len(lines) and own[index + 1] > 0 and lines[index + 1].at == line.at + 1:
            below, begun = False, True
        elif below and index and not gone and own[index - 1] < 0 and lines[index - 1].shape.words >= _TEASER_WORDS:
            own[index] = min(own[index], _LABEL_COST)


def _gone_before(lines: Sequence[BlockView], index: int) -> range:
    """Give the blocks that went between a line and the one before it."""
    return range(lines[index - 1].at + 1 if index else 0, lines[index].at)


def _above(lines: Sequence[BlockView], count: int) -> frozenset[int]:
    """Give the last lines that are long enough for a headline."""
    return frozenset([at for at, line in enumerate(lines) if line.shape.words >= _STANDFIRST_WORDS][-count:])


def _is_standfirst(line: BlockView) -> bool:
    return line.shape.prose or line.shape.words >= _LONG_STANDFIRST


def _end(sheet: PageView, last: int, cards: Container[int]) -> int:
    """Give where the article ends whose last prose stands before a line: after a short sentence, a line that lost its
    end, a list that was announced or has one form."""
    lines = sheet.lines
    last = _list_end(lines, last)
    announced = False
    while last < len(lines):
        gone = _gone_before(lines, last)
        announced = (announced and not any(at in sheet.below for at in gone)) or _announces(lines[last - 1])
        if not (announced or _goes_on(lines, last, cards)):
            break
        last += 1
    return last


def _announces(line: BlockView) -> bool:
    return line.text.endswith((":", "："))


def _goes_on(lines: Sequence[BlockView], index: int, cards: Container[int]) -> bool:
    """Say whether a line may belong to what stands before it."""
    shape = lines[index].shape
    if index in cards:
        return False
    if shape.prose:
        return True
    if _gone_before(lines, index):
        return False
    if shape.sentence or shape.words >= _LONG_LINE:
        return True
    # A subhead, and a sentence under it.
    return index + 1 < len(lines) and lines[index + 1].shape.sentence and not _gone_before(lines, index + 1)


def _list_end(lines: Sequence[BlockView], last: int) -> int:
    """Give where a list ends whose entries have one form, and which begins there or under a subhead."""
    for start in (last, last + 1):
        end = start
        while end < len(lines) and not _gone_before(lines, end) and _is_entry(lines[end]):
            end += 1
        if end - start >= _LIST_ENTRIES and not _gone_before(lines, last):
            return end
    return last


def _is_entry(line: BlockView) -> bool:
    return line.shape.words <= _LONG_ENTRY_WORDS and _KEYED.search(line.text) is not None
