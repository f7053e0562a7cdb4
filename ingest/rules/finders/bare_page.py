"""Body detection for pages that were scraped tag by tag: menus above the article, lists, comments, footers below it.

Such a scrape has every heading, paragraph, list item and caption of a page as a block, several labels for each line of
the article. A text is taken for one by how much of it rules know for cruft; then its body is found with higher costs
for labels than in ``ingest.text.prose_extent``, and what is above and below goes whether or not a rule knows its words.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence

from ingest.rules.edits.view import BlockView, PageView
from ingest.text.prose_extent import heaviest

# Characters of an article's own lists: of numbers, prices, quotations, terms and their explanations.
_LIST_MARK = re.compile(r"[\d,:;()\"“”‘«»–—]")
# "England (Group A): tenth time", "Flour: two pounds": an entry and its explanation.
_KEYED = re.compile(r"\w\s*[:(–—]\s*\S")
# This many labels before the first paragraph are a site's menu: an extractor's text has a headline and a byline there.
_MENU_LABELS = 8
# With less prose than this the body may be a footer's one sentence, and the labels the article.
_MENU_BODY = 3
# So many labels are a menu whatever is between them.
_LONG_MENU = 20
_LABEL_WORDS = 5
# Headline and standfirst are among the last so many blocks of a menu that are longer than its entries.
_HEADLINES = 6
_MIN_STANDFIRST_WORDS = 5
# Of what is left above the body only the last so many may belong to it, if sentences or longer than headlines are.
_STANDFIRSTS = 4
_LONG_STANDFIRST = 15

# Found on the development texts, on a plateau: with labels at 6 or 10, paragraphs at 40 or 100 and signs at 10 or 22
# there is at most half a point more or less of the cruft, and a fifth of a point of the article's words.
_MAX_PARAGRAPH_SCORE = 60
_BARE_LABEL_COST = 8
_LIST_ENTRY_COST = 3
_ENTRY_WORDS = 8
_LONG_ENTRY_WORDS = 12
# The cost of a block that says "comments", "more stories", "share" to a body that reaches over it.
_SIGN_COST = 15
# Where nothing is prose, so many such blocks make a page; its body is where they are rarer than one in so many.
_PAGE_SIGNS = 16
_BLOCKS_PER_SIGN = 8
# So many blocks of what belongs below an article make a page; an extractor lets some comments or a share bar through.
_PAGE_BELOW = 12
# In the page's lists a headline and one paragraph score nothing together, if the headline has this many words.
_TEASER_WORDS = 5
# A block without a mark at its end, right after the body, is a paragraph if it has so many words.
_LONG_LINE = 20
_LIST_ENTRIES = 3
# A teaser or comment has no more parts and words than these; a whole article in one list item has.
_CARD_PARTS = 7
_CARD_WORDS = 150
# An element may have so many characters beside its parts (a number, a dash) and still be no more than they are.
_REST_CHARS = 8
_PART_CHARS = 15
# A text with so many elements that their parts follow was scraped tag by tag, whatever its language.
_NESTED = 2
# The share of a page's prose that its body holds at least; comments and teasers may be half of it.
_LEAST_PROSE = 0.35
# Longer elements are not taken out: of two copies the element may be the better one.
_NESTED_WORDS = 60


def menu_of(view: PageView) -> Iterator[int]:
    """Yield the blocks of the menu above the body, but for what may be headline and standfirst."""
    head = [block for block in view.blocks if block.position == "head"]
    body = [block for block in view.blocks if block.position == "body"]
    prose = sum(block.shape.prose for block in body)
    # What earlier rounds took out of the head still counts: the page is the same.
    labels = sum(map(is_label, head)) + (body[0].at - len(head) if body else 0)
    if labels < _MENU_LABELS or (prose < _MENU_BODY and labels < _LONG_MENU):
        return
    nearest = len(head) - _HEADLINES
    cards = {at for index, end, _ in nested(head) for at in range(index, end)}
    spared = {at for at in _longer_blocks(head, _HEADLINES) if at >= nearest or _is_standfirst(head[at])}
    yield from (index for index in range(len(head)) if index not in spared or index in cards)


def is_label(block: BlockView) -> bool:
    """True if a block may be an entry of a menu: a few bare words. An article's lists have numbers and marks."""
    short = block.shape.words <= _LABEL_WORDS and not block.shape.sentence and block.in_page.kind == "paragraph"
    return short and not _LIST_MARK.search(block.text)


def may_be_page(view: PageView) -> bool:
    """True if enough went from a text, or is no sentence, for a page's menu and lists. Cheap: called for every text."""
    if view.part != "text" or not view.blocks:
        return False
    if len(view.below) >= _MENU_LABELS:
        return True
    return view.blocks[-1].at + 1 - sum(block.shape.sentence for block in view.blocks) >= 2 * _MENU_LABELS


def page_body(view: PageView, signs: Container[int]) -> tuple[int, int] | None:
    """Return the first block of the body and the one after its last, if the page was scraped tag by tag; else None.

    To be called when rules find nothing more: before, known cruft's sentences pass for the article's. ``signs`` are the
    blocks left (by ``at``) whose words say that they belong below an article.
    """
    blocks = view.blocks
    cards = _cards(blocks)
    scores = _scores(view, signs, cards)
    first, last = (at // 2 for at in heaviest(_with_gaps(view, scores)))
    if first == last:
        if sum(block.at in signs for block in blocks) < _PAGE_SIGNS:
            return None
        return heaviest(-_BLOCKS_PER_SIGN if block.at in signs else 1 for block in blocks)
    if not _is_page(view, first, last) or not _holds_prose(view.blocks, first, last):
        return None
    return first, _end(view, last, cards)


def _holds_prose(blocks: Sequence[BlockView], first: int, last: int) -> bool:
    """True if a body holds a good part of the page's prose: else it is a page whose body is unknown."""
    words = [block.shape.words if block.shape.prose else 0 for block in blocks]
    return sum(words[first:last]) >= _LEAST_PROSE * sum(words)


def _is_page(view: PageView, first: int, last: int) -> bool:
    """True if so much is, or was, around a body as only scraping tag by tag brings along."""
    blocks = view.blocks
    below = sum(at > blocks[last - 1].at for at in view.below)
    if below >= _MENU_LABELS or len(view.below) >= _PAGE_BELOW:
        return True
    head = sum(map(is_label, blocks[:first])) + blocks[first].at - first
    if head >= _MENU_LABELS and below + sum(map(is_label, blocks[last:])) >= _MENU_LABELS:
        return True
    return first + len(blocks) - last >= 2 * _MENU_LABELS and sum(1 for _ in nested(blocks)) >= _NESTED


def before_body(view: PageView) -> Iterator[int]:
    """Yield the blocks before a page's body, but for what reads as its standfirst."""
    if view.body:
        blocks = view.blocks[: view.body[0]]
        spared = {at for at in _longer_blocks(blocks, _STANDFIRSTS) if _is_standfirst(blocks[at])}
        yield from (index for index in range(len(blocks)) if index not in spared)


def after_body(view: PageView) -> Iterator[int]:
    """Yield the blocks after a page's body."""
    if view.body:
        yield from range(view.body[1], len(view.blocks))


def nested_in_body(view: PageView) -> Iterator[int]:
    """Yield the blocks of a page's body whose text the next blocks repeat, one part after the other."""
    if view.body:
        first, last = view.body
        for index, _, _ in nested(view.blocks[first:last]):
            if view.blocks[first + index].shape.words <= _NESTED_WORDS:
                yield first + index


def nested(blocks: Sequence[BlockView]) -> Iterator[tuple[int, int, int]]:
    """Yield the blocks whose text the next blocks repeat, part by part: an element, and then the elements in it.

    Each is an index, the index after the last part, and the number of characters that are in none of the parts.
    """
    for index in range(len(blocks) - 1):
        whole, part = blocks[index], blocks[index + 1]
        if part.shape.chars >= whole.shape.chars or part.at != whole.at + 1 or part.folded not in whole.folded:
            continue
        leads = whole.folded.startswith(part.folded)
        end, rest = _parts_after(blocks, index)
        has_heading = leads and part.shape.words >= 3 and not part.shape.sentence
        mostly_repeated = part.shape.chars >= _PART_CHARS and 4 * rest <= 3 * len(whole.folded)
        wholly_repeated = leads and end - index > 2 and rest <= _REST_CHARS
        if has_heading or mostly_repeated or wholly_repeated:
            yield index, end, rest


def _parts_after(blocks: Sequence[BlockView], index: int) -> tuple[int, int]:
    """Return the index after the last part of a block, and the number of characters that are in none of its parts."""
    whole = blocks[index].folded
    at, end, rest = 0, index + 1, len(whole)
    while end < len(blocks) and (found := whole.find(blocks[end].folded, at)) >= 0:
        at = found + len(blocks[end].folded)
        rest -= len(blocks[end].folded)
        end += 1
    return end, rest


def _scores(view: PageView, signs: Container[int], cards: Container[int]) -> list[int]:
    """Return the score of every block as a part of the body; negative if it is rather none."""
    scores = [_score(block) for block in view.blocks]
    for index, block in enumerate(view.blocks):
        if index in cards:
            scores[index] = min(scores[index], -_BARE_LABEL_COST)
        if block.at in signs:
            scores[index] -= _SIGN_COST
    _lower_teasers(view, signs, scores)
    return scores


def _with_gaps(view: PageView, scores: Sequence[int]) -> Iterator[int]:
    """Yield two scores for each block: of what went before it, and its own."""
    for index, score in enumerate(scores):
        yield -_SIGN_COST * any(at in view.below for at in _gone_before(view.blocks, index))
        yield score


def _score(block: BlockView) -> int:
    shape = block.shape
    if shape.prose:
        return min(shape.words, _MAX_PARAGRAPH_SCORE)
    if shape.sentence:
        return 0
    return -_LIST_ENTRY_COST if shape.words <= _ENTRY_WORDS and _LIST_MARK.search(block.text) else -_BARE_LABEL_COST


def _cards(blocks: Sequence[BlockView]) -> frozenset[int]:
    """Return the indices of the blocks of teasers and comments: of elements with a headline and a sentence, or with
    sentences after a name and a date. An element of sentences alone is a quotation, or an item of a list."""
    cards: set[int] = set()
    for index, end, rest in nested(blocks):
        sentences_only = all(block.shape.sentence for block in blocks[index + 1 : end])
        signed = rest >= _REST_CHARS and end - index - 1 <= _CARD_PARTS
        if signed or (not sentences_only and blocks[index].shape.words <= _CARD_WORDS):
            cards.update(range(index, end))
    return frozenset(cards)


def _lower_teasers(view: PageView, signs: Container[int], scores: list[int]) -> None:
    """Let single paragraphs under headlines score no more than the headline costs, from what belongs below an article
    to where two paragraphs follow each other again."""
    blocks = view.blocks
    below = begun = False
    for index, block in enumerate(blocks):
        gone = _gone_before(blocks, index)
        if begun and (block.at in signs or any(at in view.below for at in gone)):
            below = True
        if scores[index] <= 0:
            continue
        if index + 1 < len(blocks) and scores[index + 1] > 0 and blocks[index + 1].at == block.at + 1:
            below, begun = False, True
        elif below and index and not gone and scores[index - 1] < 0 and blocks[index - 1].shape.words >= _TEASER_WORDS:
            scores[index] = min(scores[index], _BARE_LABEL_COST)


def _gone_before(blocks: Sequence[BlockView], index: int) -> range:
    """Return the blocks (by ``at``) that went between a block and the one before it."""
    return range(blocks[index - 1].at + 1 if index else 0, blocks[index].at)


def _longer_blocks(blocks: Sequence[BlockView], count: int) -> frozenset[int]:
    """Return the indices of the last ``count`` blocks that are long enough for a headline."""
    return frozenset([at for at, block in enumerate(blocks) if block.shape.words >= _MIN_STANDFIRST_WORDS][-count:])


def _is_standfirst(block: BlockView) -> bool:
    return block.shape.prose or block.shape.words >= _LONG_STANDFIRST


def _end(view: PageView, last: int, cards: Container[int]) -> int:
    """Return the index after the article's last block, ``last`` being the one after its last prose: a short sentence, a
    block that lost its end, a list that was announced or has one form may follow."""
    blocks = view.blocks
    last = _list_end(blocks, last)
    announced = False
    while last < len(blocks):
        gone = _gone_before(blocks, last)
        announced = (announced and not any(at in view.below for at in gone)) or _announces(blocks[last - 1])
        if not (announced or _may_belong(blocks, last, cards)):
            break
        last += 1
    return last


def _announces(block: BlockView) -> bool:
    return block.text.endswith((":", "："))


def _may_belong(blocks: Sequence[BlockView], index: int, cards: Container[int]) -> bool:
    """True if a block may belong to what is before it."""
    shape = blocks[index].shape
    if index in cards:
        return False
    if shape.prose:
        return True
    if _gone_before(blocks, index):
        return False
    if shape.sentence or shape.words >= _LONG_LINE:
        return True
    # A subhead, and a sentence under it.
    return index + 1 < len(blocks) and blocks[index + 1].shape.sentence and not _gone_before(blocks, index + 1)


def _list_end(blocks: Sequence[BlockView], last: int) -> int:
    """Return the index after a list whose entries have one form, if one begins at ``last`` or, after a subhead, at the
    next block; else ``last``."""
    for start in (last, last + 1):
        end = start
        while end < len(blocks) and not _gone_before(blocks, end) and _is_entry(blocks[end]):
            end += 1
        if end - start >= _LIST_ENTRIES and not _gone_before(blocks, last):
            return end
    return last


def _is_entry(block: BlockView) -> bool:
    return block.shape.words <= _LONG_ENTRY_WORDS and _KEYED.search(block.text) is not None
