"""The built-in finders: what no pattern can say of a block, because it takes the rest of the page to tell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from ingest.rules.edits.view import BlockView, PageView
from ingest.rules.finders.bare_page import after_body, before_body, menu_of, nested_in_body
from ingest.rules.finders.inside import code_in_text, labelled_dates, page_foot, said_over
from ingest.rules.finders.line_runs import headline_run, tail_terms
from ingest.rules.finders.spec import Finder, FinderSpec, Found, spec_of
from ingest.rules.finders.stated import (
    byline_line,
    date_line,
    stated_author,
    stated_date,
    stated_section,
    stated_site,
    stated_tags,
)
from ingest.rules.matcher import comparison_key, phrase_key
from ingest.text.fold import fold
from ingest.text.memo import memoized

# A line that stands so often on a page is no copy; more often it is furniture, or an error that a program printed.
_REFRAIN, _MOST_REFRAINS = 3, 9
# One class, and a lookbehind, so that no title takes more than linear time.
_SEPARATOR = re.compile(r"(?<!\s)\s+[|¦–—\-·•∙●▪⋆★☆✦~:»«›‹/]+\s+")
_LETTERS = re.compile(r"[^\W_]+")
# A block repeats the one before it when this share of that one's words is in it.
_SAME_WORDS = 0.7
# Only the last so many separators of a title are looked at: a title is a line, not a menu.
_TITLE_PARTS = 8
# Names of publications have no more words than this.
_NAME_WORDS = 4
# More lines below the text than this are a list of the article's own: a table of results, the winners of a prize.
_TAIL_LINES = 3
_TAIL_WORDS = 25
# A repeated block with fewer words may be a refrain, a label of an interview, a score.
_REPEATED_WORDS = 8


def repeated_title(view: PageView) -> Iterator[Found]:
    """Find copies of the headline before the second paragraph of the body."""
    # The headline after title rules counts as well: it is all that a second cleaning knows.
    titles = {key for title in (view.title, view.headline) if (key := phrase_key(title or ""))}
    prose = 0
    for index, block in enumerate(view.blocks if titles else ()):
        key = comparison_key(block.folded)
        if key and any(key == title or _is_title_without_tail(key, title) for title in titles):
            yield Found(index)
            continue
        prose += block.shape.prose and block.position != "head"
        if prose == 2:
            return


def _is_title_without_tail(key: str, title: str) -> bool:
    """True if a page title is ``key`` and a tail, as in "Key – Site"; never if ``key`` is a mere beginning of it."""
    return (
        title.startswith(key) and len(key.split()) >= 3 and re.match(r"\s*[|\-·•:»«›]", title[len(key) :]) is not None
    )


def repeated_line(view: PageView) -> Iterator[Found]:
    """Find the later copies of a long block: teasers of the article itself, text that scraping emitted twice."""
    keys = [comparison_key(block.folded) if block.shape.words >= _REPEATED_WORDS else "" for block in view.blocks]
    counts = Counter(keys)
    seen: set[str] = set()
    for index, (block, key) in enumerate(zip(view.blocks, keys, strict=True)):
        if not key or block.in_page.kind in ("code", "table"):
            continue
        # What an article on a page says three times it means to say: a refrain, an interview's question, a day's plan.
        is_of_page = block.in_page.link_density is not None
        if key in seen and not (is_of_page and _REFRAIN <= counts[key] <= _MOST_REFRAINS):
            yield Found(index)
        seen.add(key)


def menu(view: PageView) -> Iterator[Found]:
    """Find the menu at the head of a page that was scraped tag by tag."""
    yield from map(Found, menu_of(view))


def page_head(view: PageView) -> Iterator[Found]:
    """Find what is left above the body of a page that was scraped tag by tag."""
    yield from map(Found, before_body(view))


def page_tail(view: PageView) -> Iterator[Found]:
    """Find what is left below the body of a page that was scraped tag by tag."""
    yield from map(Found, after_body(view))


def nested_lines(view: PageView) -> Iterator[Found]:
    """Find elements of a page that was scraped tag by tag whose text its parts repeat in the blocks that follow."""
    yield from map(Found, nested_in_body(view))


def headline_runs(view: PageView) -> Iterator[Found]:
    """Find runs of other headlines, or of captions, between paragraphs."""
    yield from map(Found, headline_run(view))


def terms_below(view: PageView) -> Iterator[Found]:
    """Find the terms that a story is filed under, below its last paragraph."""
    yield from map(Found, tail_terms(view))


def tail_lines(view: PageView) -> Iterator[Found]:
    """Find the lines below the last prose that are no sentences, where they are few."""
    lines = [index for index, block in enumerate(view.blocks) if block.position == "tail" and _may_be_scrap(block)]
    if len(lines) <= _TAIL_LINES:
        yield from map(Found, lines)


def _may_be_scrap(block: BlockView) -> bool:
    shape = block.shape
    return not shape.sentence and shape.words <= _TAIL_WORDS and block.in_page.kind not in ("item", "table", "code")


def echo_of_next(view: PageView) -> Iterator[Found]:
    """Find blocks that the next block says again: a picture's alternative text before its caption."""
    for index, (block, following) in enumerate(zip(view.blocks, view.blocks[1:], strict=False)):
        if not block.shape.sentence and 3 <= block.shape.words <= 60 and _says_again((block.folded, following.folded)):
            yield Found(index, moves=False)


@memoized(1 << 19)  # every round asks of the same neighbours
def _says_again(texts: tuple[str, str]) -> bool:
    """True if most words of a folded text are in the one that follows it."""
    folded, following = texts
    words = set(_LETTERS.findall(folded))
    # As parts of the text first: most blocks are not worth splitting into words.
    if not words or sum(map(following.__contains__, words)) < _SAME_WORDS * len(words):
        return False
    return len(words.intersection(_LETTERS.findall(following))) >= _SAME_WORDS * len(words)


def site_tail(view: PageView) -> Iterator[Found]:
    """Find the site's name at the end or start of a title: "Headline | Politics | The Courier" on courier.example.

    The name is known from the page or its host, or it is a short tail that is also in the cruft that was taken out of
    the text: in the copyright line, in "Follow the Courier", in the newsletter box.
    """
    names = [name for name in (_letters_only(view.site_name or ""), *_names_of_host(view.site)) if len(name) >= 3]
    for index, block in enumerate(view.blocks):
        cuts = list(_SEPARATOR.finditer(block.text))
        for cut in cuts[-_TITLE_PARTS:]:
            tail = block.text[cut.end() :]
            if any(_letters_only(tail).endswith(name) and _is_name(tail, name) for name in names):
                yield Found(index, cut.start(), len(block.text))
                break
        else:
            if cuts and _is_in_cruft(block.text[cuts[-1].end() :], view):
                yield Found(index, cuts[-1].start(), len(block.text))
        if cuts and any(_letters_only(block.text[: cuts[0].start()]) == name for name in names):
            yield Found(index, 0, cuts[0].end())


def _is_name(tail: str, name: str) -> bool:
    """True if a tail is the name itself, or short labels of sections and then the name."""
    parts = _SEPARATOR.split(tail)
    return _letters_only(parts[-1]) in (name, "the" + name) and all(len(part.split()) <= 3 for part in parts[:-1])


def _is_in_cruft(tail: str, view: PageView) -> bool:
    """True if the tail of a title reads like a name, and what was taken out of the text has it."""
    words = _LETTERS.findall(fold(tail))
    if not words or len(words) > _NAME_WORDS or tail[:1].islower():
        return False
    name = " ".join(words)
    return any(f" {name} " in f" {' '.join(_LETTERS.findall(fold(text)))} " for text in view.around)


def _letters_only(text: str) -> str:
    """Return the folded text without anything between its words."""
    return "".join(_LETTERS.findall(fold(text)))


def _names_of_host(site: str | None) -> list[str]:
    """Return the names that a host name stands for: of "news.the-courier.co.uk" "thecourier", "courier" and the whole.

    All without anything between their words.
    """
    if not site:
        return []
    labels = [label for label in site.split(".") if label not in ("www", "m", "amp", "news")]
    longest = max(labels[:-1] or labels, key=len)
    return [_letters_only(longest), _letters_only(longest).removeprefix("the"), _letters_only(".".join(labels))]


BUILT_IN_FINDERS: Mapping[str, FinderSpec] = {
    "code": FinderSpec(code_in_text, depends_on=("blocks",)),
    "echo-of-next": FinderSpec(echo_of_next, depends_on=("blocks",)),
    "labelled-dates": FinderSpec(labelled_dates, depends_on=("blocks",)),
    "menu": FinderSpec(menu, depends_on=("blocks",)),
    # Late: a line that they take is not passed over where the headline is guessed, so that the next would pass for it.
    "byline-line": FinderSpec(byline_line, "late", ("blocks", "title", "site", "known")),
    "date-line": FinderSpec(date_line, "late", ("blocks", "title", "known")),
    # They look at a page as a whole, so they wait until all others have found what they can.
    "headline-run": FinderSpec(headline_runs, "late", ("blocks",)),
    "tail-terms": FinderSpec(terms_below, "late", ("blocks",)),
    "nested-lines": FinderSpec(nested_lines, "late", ("blocks", "body")),
    # Late: what rules know of it goes first, and tells that the rest is of the page.
    "page-foot": FinderSpec(page_foot, "late", ("blocks", "run_together")),
    "page-head": FinderSpec(page_head, "late", ("blocks", "body")),
    "page-tail": FinderSpec(page_tail, "late", ("blocks", "body")),
    "tail-lines": FinderSpec(tail_lines, "late", ("blocks",)),
    "repeated-line": FinderSpec(repeated_line, depends_on=("blocks",)),
    "repeated-title": FinderSpec(repeated_title, depends_on=("blocks", "title", "headline")),
    "said-over": FinderSpec(said_over, depends_on=("blocks", "run_together")),
    "stated-author": FinderSpec(stated_author, depends_on=("blocks", "known")),
    "stated-date": FinderSpec(stated_date, depends_on=("blocks", "known")),
    "stated-section": FinderSpec(stated_section, depends_on=("blocks", "known")),
    "stated-site": FinderSpec(stated_site, depends_on=("blocks", "known")),
    "stated-tags": FinderSpec(stated_tags, depends_on=("blocks", "known")),
    "site-tail": FinderSpec(site_tail, depends_on=("blocks", "site", "site_name", "around")),
}


def finder_specs(own: Mapping[str, Finder]) -> Mapping[str, FinderSpec]:
    """Return the finders that rules may name: the built-in ones, and a user's own over them."""
    return {**BUILT_IN_FINDERS, **{name: spec_of(finder) for name, finder in own.items()}}
