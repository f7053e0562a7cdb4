"""Lines that say nothing but what is known of the document already: its authors, its day, its section, its tags.

They are looked for where pages print them: before the text (a standfirst may stand above them), and after it. What is
known comes from outside, or from what the page says about itself: ``PageView.known``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from ingest.article import Metadata
from ingest.rules.edits.view import BlockView, PageView
from ingest.rules.finders.byline_words import (
    MAX_LINE_CHARS,
    MAX_LINE_WORDS,
    is_by,
    is_byline_word,
    is_date_word,
    is_number,
    is_published,
    is_tag_label,
    line_words,
)
from ingest.rules.finders.spec import Found
from ingest.rules.finders.title import agrees
from ingest.rules.matcher import phrase_key
from ingest.text.dates import days_in
from ingest.text.fold import fold
from ingest.text.names import is_desk, is_person, names_in_bylines

_BAR = re.compile(r"\s[|·•]\s")
_TELLS_APART = re.compile(r",|\s[|·•/–-]\s")
# A host's name with no more letters may be a word.
_HOST_CHARS = 4

StatedField = Literal["authors", "published", "tags", "section", "site_name"]
# Beside a stated author, so many words with a capital may be where or for whom: "Ann Lee, Riverside Courier".
_BESIDE_AUTHORS = 6
# A section or a site has no longer name.
_NAME_WORDS = 6
# A person's name, and the names in a byline, have no more words than these.
_PERSON_WORDS = 4
_NAMES_WORDS = 8
# "Written and reported by" has this many.
_BEFORE_BY = 4
# Small words inside names, and between a name and a place.
_JOINING_LISTED = "in for of the at from de la del du des der den van di da do dos al el bin für aus im pour en til fra"
_JOINING = frozenset(_JOINING_LISTED.split())
# A name alone is a byline where no more blocks were before the text.
_HEAD_LINES = 4


class _Known(NamedTuple):
    """A value that is known, as the folded words of it, and the field it is of."""

    words: tuple[str, ...]
    field: StatedField


def stated_author(view: PageView) -> Iterator[Found]:
    """Find lines that say nothing but who wrote, as stated, with or without the day, the post, the site."""
    return _repeating(view, "authors")


def stated_date(view: PageView) -> Iterator[Found]:
    """Find lines that say nothing but the day that is stated, with or without the hour, the section, the site."""
    return _repeating(view, "published")


def stated_tags(view: PageView) -> Iterator[Found]:
    """Find lines that say nothing but stated tags: several, or one behind a label."""
    return _repeating(view, "tags")


def stated_section(view: PageView) -> Iterator[Found]:
    """Find lines before the text that say nothing but the stated section."""
    return _repeating(view, "section")


def stated_site(view: PageView) -> Iterator[Found]:
    """Find lines that say nothing but the site's name."""
    return _repeating(view, "site_name")


def date_line(view: PageView) -> Iterator[Found]:
    """Find lines before the text that say nothing but a day, whichever; none where the text has such lines as well.

    Where the headline is known and is another, places and names may stand beside it, if a label or a bar tells the day
    from them: "Updated: 5 March 2024, 10:15, Kyiv", "Jane Doe | 5 March 2024".
    """
    dates = [index for index, block in enumerate(view.blocks) if _is_date_line(block)]
    opening = dict(_opening(view))
    alone = all(view.blocks[index].position != "body" for index in dates)
    for index, block in opening.items():
        if (alone and index in dates and block.position == "head") or (
            _is_labelled_date(block) and _has_other_headline(view, block)
        ):
            yield Found(index)


def byline_line(view: PageView) -> Iterator[Found]:
    """Find lines before the text that begin with "By" in any language and go on with names, that name the site among
    names, and, in plain texts, a name alone; only where the headline is known and is another."""
    # In a page scraped tag by tag, a name may be anything; what earlier rounds took out of it still counts.
    few = next((block.at for block in view.blocks if block.position == "body"), 0) <= _HEAD_LINES
    for index, block in _opening(view):
        alone = few and block.position == "head" and _is_name_alone(block)
        signed = alone or _begins_with_by(block) or _names_site(view, block)
        if signed and _has_other_headline(view, block):
            yield Found(index)


def _repeating(view: PageView, field: StatedField) -> Iterator[Found]:
    """Yield the lines of which ``field`` is the first of the known fields that they repeat."""
    known = _known_values(view.known)
    days = {day[:10] for day in (view.known.published, view.known.modified) if day}
    for index, block in _at_the_edges(view) if known or days else ():
        if _first_field(block, known, days) == field:
            yield Found(index)


def _known_values(known: Metadata) -> list[_Known]:
    """Return what is known, longest first: "Kyiv Courier" is no "Kyiv" and a word."""
    values: list[tuple[str | None, StatedField]] = [
        *((name, "authors") for name in known.authors),
        *((tag, "tags") for tag in known.tags),
        (known.section, "section"),
        (known.site_name, "site_name"),
    ]
    split = [_Known(tuple(map(fold, line_words(value))), field) for value, field in values if value]
    return sorted((one for one in split if one.words), key=lambda one: -len(one.words))


def _at_the_edges(view: PageView) -> Iterator[tuple[int, BlockView]]:
    """Yield the short blocks, no sentences, before the second paragraph of the text and after its last."""
    prose = 0
    for index, block in enumerate(view.blocks):
        if block.shape.prose:
            prose += 1
        elif _may_be_line(block) and (prose < 2 or block.position != "body"):
            yield index, block


def _opening(view: PageView) -> Iterator[tuple[int, BlockView]]:
    """Yield the short blocks, no sentences, before the text: a standfirst, which is prose, may stand above them."""
    return ((index, block) for index, block in _at_the_edges(view) if block.position != "tail")


def _may_be_line(block: BlockView) -> bool:
    shape = block.shape
    return not shape.prose and shape.words <= MAX_LINE_WORDS and shape.chars <= MAX_LINE_CHARS


def _first_field(block: BlockView, known: Sequence[_Known], days: set[str]) -> StatedField | None:
    """Return the first of the known fields that a block repeats, None if it says anything else."""
    words = line_words(block.text)
    fields, rest = _taken_out(words, known)
    day = not days.isdisjoint(days_in(block.text))
    if not (fields or day):
        return None
    beside = [word for word in rest if not (is_byline_word(word) or (is_number(word) and (day or "authors" in fields)))]
    if "authors" in fields:
        return "authors" if not beside or _is_byline(block, beside, known) else None
    if day:
        return None if beside else "published"
    labels = [word for word in rest if is_tag_label(word)]
    if len(labels) < len(rest) or block.in_page.kind == "heading":
        return None
    if "tags" in fields and (labels or fields.count("tags") > 1):
        return "tags"
    short = len(words) <= _NAME_WORDS
    if "section" in fields and short and block.position == "head":
        return "section"
    return "site_name" if fields == ["site_name"] and short and not rest and block.position != "body" else None


def _taken_out(words: Sequence[str], known: Sequence[_Known]) -> tuple[list[StatedField], list[str]]:
    """Return the fields of the known values that stand in a line, and the words that are left of it."""
    folded = list(map(fold, words))
    left: list[str | None] = list(words)
    fields: list[StatedField] = []
    for value in known:
        many = len(value.words)
        for at in range(len(words) - many + 1):
            stands = folded[at] == value.words[0] and tuple(folded[at : at + many]) == value.words
            if stands and None not in left[at : at + many]:
                left[at : at + many] = [None] * many
                fields.append(value.field)
    return fields, [word for word in left if word is not None]


def _is_byline(block: BlockView, beside: Sequence[str], known: Sequence[_Known]) -> bool:
    """True if what stands beside a stated author may be where, with whom or for whom he wrote."""
    if block.shape.sentence or len(beside) > _BESIDE_AUTHORS or any(word[:1].islower() for word in beside):
        return False
    names = {tuple(map(fold, line_words(name))) for name in names_in_bylines([block.text])}
    return any(one.field == "authors" and one.words in names for one in known)


def _is_date_line(block: BlockView) -> bool:
    if not _may_be_line(block) or not any(char.isdigit() for char in block.text):
        return False
    words = line_words(block.text)
    return all(is_number(word) or is_date_word(word) for word in words) and bool(days_in(block.text))


def _is_labelled_date(block: BlockView) -> bool:
    words = line_words(block.text) if _may_be_line(block) and not block.shape.sentence else ()
    if not (any(map(is_published, words)) or _BAR.search(block.text)) or not days_in(block.text):
        return False
    return _names_only(word for word in words if not (is_number(word) or is_byline_word(word)))


def _begins_with_by(block: BlockView) -> bool:
    words = line_words(block.text) if _may_be_line(block) and not block.shape.sentence else ()
    first = next((at for at, word in enumerate(words[:_BEFORE_BY]) if is_by(word)), None)
    if first is None or not all(map(is_byline_word, words[:first])):
        return False
    names = [word for word in words[first + 1 :] if not is_byline_word(word)]
    dated = bool(days_in(block.text))
    return bool(names) and _names_only(word for word in names if not (dated and is_number(word)))


def _names_only(words: Iterable[str]) -> bool:
    """True if words, no more than a few names have, all begin with a capital, or with a letter without case."""
    names = [word for word in words if word not in _JOINING]
    return len(names) <= _NAMES_WORDS and all(word[0].isalpha() and not word[0].islower() for word in names)


def _is_name_alone(block: BlockView) -> bool:
    # Pages tell who wrote by their markup.
    shape, text = block.shape, block.text
    plain = block.in_page.link_density is None and block.in_page.kind == "paragraph" and not shape.sentence
    if not plain or not text[:1].isupper() or shape.words > _PERSON_WORDS:
        return False
    # A label in capitals may be anything.
    return is_desk(text) or (shape.words > 1 and not shape.letters and "," not in text and is_person(text))


def _names_site(view: PageView, block: BlockView) -> bool:
    """True if a line has the name of the site, told from other names by a comma or a bar: "Riverside Courier, Kyiv"."""
    if not _may_be_line(block) or block.shape.sentence or not _TELLS_APART.search(block.text):
        return False
    words = line_words(block.text)
    host = max((view.site or "").split(".")[:-1], key=len, default="")
    names = [tuple(map(fold, line_words(view.known.site_name)))] if view.known.site_name else []
    folded = tuple(map(fold, words))
    for start in range(len(words)):
        for end in range(start + 1, min(len(words), start + _NAME_WORDS) + 1):
            if folded[start:end] in names or (len(host) > _HOST_CHARS and "".join(folded[start:end]) == host):
                return _names_only(word for word in (*words[:start], *words[end:]) if not is_byline_word(word))
    return False


def _has_other_headline(view: PageView, block: BlockView) -> bool:
    """True if the headline is known, or the address spells one out, and the block is none of its words."""
    title = view.known.title or view.title
    if title:
        return phrase_key(block.text) not in phrase_key(title)
    return not agrees(view.known.url, block.text)
