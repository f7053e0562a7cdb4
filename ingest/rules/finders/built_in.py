"""What data cannot say: functions that look at a whole sheet and point at lines. Rules name them by ``finder:``.

A finder of your own has the same shape and is given to ``Cleaner(finders={"name": function})``; to be used by
worker processes it must be importable. Its findings are subject to its rule's ``where`` like any pattern's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from ingest.rules.edits.view import PageView
from ingest.rules.finders.bare_page import after_body, before_body, menu_of, nested_in_body
from ingest.rules.matcher import comparison_key, phrase_key
from ingest.text.fold import fold


class Found(NamedTuple):
    """A span of a line: ``line`` is its index in ``sheet.lines``, offsets are in the line's text (end None: its end).

    ``moves`` is False where a rule that moves should only drop this one.
    """

    line: int
    start: int = 0
    end: int | None = None
    moves: bool = True


Finder = Callable[[PageView], Iterable[Found]]

# One class, and a look back, so that no title takes more than linear time.
_SEPARATOR = re.compile(r"(?<!\s)\s+[|–—\-·•:»«›‹/]+\s+")
_LETTERS = re.compile(r"[^\W_]+")
# Two lines say the same when this share of the shorter one's words stands in the other.
_SAME_WORDS = 0.7
# What follows more separators than these is not looked at: a title is a line, not a menu.
_TITLE_PARTS = 8
# Names of publications are no longer than this.
_NAME_WORDS = 4
# A repeated line shorter than this may be a refrain, a label of an interview, a score.
_REPEATED_WORDS = 8


def repeated_title(sheet: PageView) -> Iterator[Found]:
    """Find copies of the headline that stand before the second paragraph of the body."""
    # The headline as it is once title rules are done as well: it is all that a second cleaning knows.
    titles = {key for title in (sheet.title, sheet.headline) if (key := phrase_key(title or ""))}
    prose = 0
    for index, line in enumerate(sheet.lines if titles else ()):
        key = comparison_key(line.folded)
        if key and any(key == title or _is_title_without_tail(key, title) for title in titles):
            yield Found(index)
            continue
        prose += line.shape.prose and line.position != "head"
        if prose == 2:
            return


def _is_title_without_tail(key: str, title: str) -> bool:
    """Say whether a line is the headline that a page title adds a tail to: "Key – Site", never a shorter beginning."""
    return (
        title.startswith(key) and len(key.split()) >= 3 and re.match(r"\s*[|\-·•:»«›]", title[len(key) :]) is not None
    )


def repeated_line(sheet: PageView) -> Iterator[Found]:
    """Find the later copies of a long line: teasers of the article itself, text that scraping emitted twice."""
    seen: set[str] = set()
    for index, line in enumerate(sheet.lines):
        if line.shape.words >= _REPEATED_WORDS:
            key = comparison_key(line.folded)
            if key in seen:
                yield Found(index)
            seen.add(key)


def menu(sheet: PageView) -> Iterator[Found]:
    """Find the menu at the head of a scrape of bare tags."""
    yield from map(Found, menu_of(sheet))


def page_head(sheet: PageView) -> Iterator[Found]:
    """Find what is left above the body of a page that was scraped tag by tag."""
    yield from map(Found, before_body(sheet))


def page_tail(sheet: PageView) -> Iterator[Found]:
    """Find what is left below the body of a page that was scraped tag by tag."""
    yield from map(Found, after_body(sheet))


def nested_lines(sheet: PageView) -> Iterator[Found]:
    """Find elements of such a page whose parts follow, each a line of its own: the text of it stands there again."""
    yield from map(Found, nested_in_body(sheet))


def echo_of_next(sheet: PageView) -> Iterator[Found]:
    """Find lines that say what the next line says again: a picture's alternative text before its caption."""
    for index, (line, following) in enumerate(zip(sheet.lines, sheet.lines[1:], strict=False)):
        if not line.shape.sentence and 3 <= line.shape.words <= 60 and _same(line.folded, following.folded):
            yield Found(index, moves=False)


@lru_cache(1024)  # every round asks of the same neighbours
def _same(one: str, other: str) -> bool:
    words = set(_LETTERS.findall(one))
    # Looked for as they are first: most lines are not worth taking apart.
    if not words or sum(map(other.__contains__, words)) < _SAME_WORDS * len(words):
        return False
    return len(words.intersection(_LETTERS.findall(other))) >= _SAME_WORDS * len(words)


def site_tail(sheet: PageView) -> Iterator[Found]:
    """Find the site's name at the end or start of a title: "Headline | Politics | The Courier" on courier.example.

    The name is known from the page or its host, or it is a short tail that stands again in the cruft around the
    article: in its copyright line, in "Follow the Courier", in the newsletter box.
    """
    names = [name for name in (_joined(sheet.site_name or ""), *_host_names(sheet.site)) if len(name) >= 3]
    for index, line in enumerate(sheet.lines):
        cuts = list(_SEPARATOR.finditer(line.text))
        for cut in cuts[-_TITLE_PARTS:]:
            tail = line.text[cut.end() :]
            if len(cuts) and any(_joined(tail).endswith(name) and _is_name(tail, name) for name in names):
                yield Found(index, cut.start(), len(line.text))
                break
        else:
            if cuts and _stands_around(line.text[cuts[-1].end() :], sheet):
                yield Found(index, cuts[-1].start(), len(line.text))
        if cuts and any(_joined(line.text[: cuts[0].start()]) == name for name in names):
            yield Found(index, 0, cuts[0].end())


def _is_name(tail: str, name: str) -> bool:
    """Say whether a tail is the name itself, or short labels of sections and then the name."""
    parts = _SEPARATOR.split(tail)
    return _joined(parts[-1]) in (name, "the" + name) and all(len(part.split()) <= 3 for part in parts[:-1])


def _stands_around(tail: str, sheet: PageView) -> bool:
    """Say whether the tail of a title reads like a name and is said in what was taken out of the text."""
    words = _LETTERS.findall(fold(tail))
    if not words or len(words) > _NAME_WORDS or tail[:1].islower():
        return False
    said = " ".join(words)
    return any(f" {said} " in f" {' '.join(_LETTERS.findall(fold(text)))} " for text in sheet.around)


def _joined(text: str) -> str:
    return "".join(_LETTERS.findall(fold(text)))


def _host_names(site: str | None) -> list[str]:
    """Give what a host name may be called: "news.the-courier.co.uk" is "thecourier", "the-courier.co.uk"."""
    if not site:
        return []
    labels = [label for label in site.split(".") if label not in ("www", "m", "amp", "news")]
    longest = max(labels[:-1] or labels, key=len)
    return [_joined(longest), _joined(longest).removeprefix("the"), _joined(".".join(labels))]


# What these find depends on the lines alone, and on what went below them: asked again of the same, they find the same.
OF_LINES = frozenset({"echo-of-next", "menu", "repeated-line"})
BUILT_IN_FINDERS: Mapping[str, Finder] = {
    "echo-of-next": echo_of_next,
    "menu": menu,
    "nested-lines": nested_lines,
    "page-head": page_head,
    "page-tail": page_tail,
    "repeated-line": repeated_line,
    "repeated-title": repeated_title,
    "site-tail": site_tail,
}

# They look at a page as a whole, so they wait until all others have found what they can.
LATE = frozenset({"nested-lines", "page-head", "page-tail"})
