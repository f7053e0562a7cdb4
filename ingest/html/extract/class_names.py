"""The kind of an element by its class or id: the words of ``rules/lexicon/class-names.txt``, looked up in one pass."""

from __future__ import annotations

import re

from ingest.lexicon.word_lists import word_lists
from ingest.text.memo import memoized

# The marks of the article's own text; all others are kinds of cruft or stand for one, but for "none": names that say
# nothing.
_OWN_TEXT = ("standfirst", "body")
_LISTS = word_lists("class-names")
_ENTRIES = [(entry, mark) for mark, listed in _LISTS.items() for entry in listed.words]
_WORDS = {word: mark for word, mark in _ENTRIES if word.isalnum()}
_KIND_OF = {word: mark for word, mark in _WORDS.items() if mark not in _OWN_TEXT}
_STEMS = tuple((entry[:-1], mark) for entry, mark in _ENTRIES if entry.endswith("*"))
# So many first letters of a word rule out that it begins with one of them.
_MIN_STEM = min(len(stem) for stem, _ in _STEMS)
_STEM_STARTS = frozenset(stem[:_MIN_STEM] for stem, _ in _STEMS)
# Names that count only as a whole: as a part of longer ones ("field-label-hidden", "elementor-widget-text") it is
# how Drupal, Elementor and others lay a page out.
_WHOLE = {entry[1:]: None if mark == "none" else mark for entry, mark in _ENTRIES if entry.startswith("=")}
# All prefixes of known words, and the words: most words of names are no prefix, and are looked up only once.
_BEGINNINGS = frozenset(word[:size] for word in (*_WORDS, *dict(_STEMS)) for size in range(len(word) + 1))
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_BETWEEN = re.compile(r"[^0-9a-zà-ÿå]+")


@memoized(1 << 20)
def mark_of(names: str) -> str | None:
    """Return the kind of cruft that a class attribute or an id names, "body" or "standfirst" for the article's own
    text, None where it names none.

    >>> mark_of("c-article__relatedPosts"), mark_of("entry-content"), mark_of("grid grid--wide")
    ('related', 'body', None)
    """
    found: str | None = None
    for name in names.split():
        mark = _mark_of_name(name)
        if mark == "body":
            return mark
        if mark == "standfirst" or found is None:
            found = mark
    # Blogger's posts are a widget, too.
    return None if found == "nav" and "widget Blog" in names else found


# Words of names that say how a page is laid out, not what an element is: "has-sidebar", "no-comments", "ads-enabled".
_LAYOUT_WORDS = frozenset({"has", "with", "no", "without", "enabled", "disabled"})


# Class attributes are many, the names in them few.
@memoized(1 << 20)
def _mark_of_name(name: str) -> str | None:
    """Return the mark of one name: of its longest known words, and of two marks the first, but for that of a part of
    a body ("article-body__caption")."""
    words = _BETWEEN.split(name if name.islower() else _CAMEL.sub("-", name).lower())
    whole = "".join(words)
    if whole in _WHOLE:
        return _WHOLE[whole]
    if not _LAYOUT_WORDS.isdisjoint(words):
        return _KIND_OF.get(whole)
    found: str | None = None
    after = 0
    for at, first in enumerate(words):
        if at >= after and (first in _BEGINNINGS or first[:_MIN_STEM] in _STEM_STARTS):
            after, mark = _longest(words, at)
            if mark and (found in (None, "body") or mark in ("body", "standfirst")):
                found = mark
    return found


def _longest(words: list[str], at: int) -> tuple[int, str | None]:
    """Return where the longest known word ends that up to four words from ``at`` on make, and its mark."""
    after, found, word = at + 1, None, ""
    for end, part in enumerate(words[at : at + 4], at + 1):
        word += part
        mark = _WORDS.get(word)
        if mark is None and word[:_MIN_STEM] in _STEM_STARTS:
            mark = next((kind for stem, kind in _STEMS if word.startswith(stem)), None)
        if mark:
            after, found = end, mark
        elif word not in _BEGINNINGS:
            break
    return after, found


# The kinds of what is so marked: the pictures of a gallery have captions, what is hidden is for the page's scripts.
_KIND_OF_MARK = {"gallery": "caption", "hidden": "page_control"}


def kind_of_mark(mark: str) -> str:
    """Return the kind of cruft that an element with a mark is."""
    return _KIND_OF_MARK.get(mark, mark)


# The rules that a removal of the fast reader can have, by the mark of the element.
READER_RULES = tuple(sorted(f"reader.{kind}" for kind in {*_LISTS} - {*_OWN_TEXT, *_KIND_OF_MARK, "none"}))


def words_of(kind: str) -> tuple[str, ...]:
    """Return the words of classes and ids that name a kind of cruft."""
    return tuple(word for word, mark in _WORDS.items() if mark == kind)
