"""What comes out otherwise when other rules are applied to a document: span by span, in context."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from ingest.article import Article, Page, Removal, Repair
from ingest.errors import EditError
from ingest.rules.edits.settle import Spans, is_page_repair, replay
from ingest.text.shape import shape

Effect = Literal["removed", "kept", "changed"]
Doubt = Literal["prose", "quotation", "body", "once"]
DOUBTS: tuple[Doubt, ...] = ("prose", "quotation", "body", "once")
# What a change of a field is listed under, where a span has a rule and a kind.
FIELD = "field"

_CONTEXT = 60
_LONGEST = 600
# Prose of so many words is no label, prompt or button.
_PROSE_WORDS = 12
# So much of what is left of a text must lie on both sides of what is inside its body.
_INSIDE = 0.15
_QUOTED = re.compile(r"[“«„「『\"][^“”«»„」』\"]{12,}[”»“」』\"]")
_FIELDS = (
    "title",
    "subtitle",
    "authors",
    "author_bio",
    "published",
    "modified",
    "section",
    "tags",
    "dateline",
    "captions",
    "related",
    "copyright",
    "language",
)


class Difference(NamedTuple):
    """One span that is removed now and was not (``removed``), that was and is not (``kept``), or that reads otherwise
    or moved elsewhere (``changed``): then ``text`` says from what to what, and the ``kind`` of a replacement is empty.

    ``rule`` is the one that removes it now, or did before. ``before`` and ``after`` are what stands around it, ``at``
    is where in the article, and ``doubts`` are why it may be the article's own.
    """

    effect: Effect
    rule: str
    kind: str
    text: str
    before: str = ""
    after: str = ""
    at: Literal["head", "body", "tail"] = "body"
    doubts: tuple[Doubt, ...] = ()


def differences(old_page: Page, old: Article, new_page: Page, new: Article) -> tuple[Difference, ...]:
    """Return how an article that was made of a page differs from the one that is made of it with other rules.

    Where elements or fields of a web page are chosen otherwise, the pages differ, too; then what was removed is
    compared by its words, else by its place.
    """
    if old_page.text == new_page.text and _fits(new_page, old):
        found = [*_of_spans(new_page, old, new), *_of_elements(new_page, old, new)]
    else:
        found = list(_of_texts(old_page, old, new_page, new))
    return (*found, *_of_fields(old, new))


def _fits(page: Page, article: Article) -> bool:
    """True if the trail of an article is one of this page: of a recorded article it may be another's."""
    try:
        return all(page.text[cut.start : cut.end] == cut.text for cut in _in_text(article)) and (
            replay(page, article.removed, article.repaired)[0] == article.text
        )
    except EditError:
        return False


def _in_text(article: Article) -> Iterator[Removal]:
    return (cut for cut in article.removed if cut.part == "text" and cut.start is not None)


def _span(cut: Removal | Repair) -> tuple[int, int]:
    return cut.start or 0, cut.end or 0


def _covered(article: Article) -> Spans:
    spans = Spans([])
    for cut in _in_text(article):
        spans.add(*_span(cut))
    return spans


def _of_spans(page: Page, old: Article, new: Article) -> Iterator[Difference]:
    was, now = _covered(old), _covered(new)
    both = Spans([])
    for span in (*was.spans, *now.spans):
        both.add(*span)
    effects: tuple[tuple[Effect, Article, Spans], ...] = (("removed", new, was), ("kept", old, now))
    for effect, article, other in effects:
        for cut in _in_text(article):
            for start, end in other.gaps(*_span(cut)):
                if page.text[start:end].strip():
                    yield _in_context(effect, cut, page.text, start, end, both)
    moved = {_span(cut): cut for cut in _in_text(old)}
    for cut in _in_text(new):
        before = moved.get(_span(cut))
        if before is not None and before.to != cut.to:
            text = f"{cut.text[:_LONGEST]} (to {before.to or 'nowhere'} → to {cut.to or 'nowhere'})"
            yield _in_context("changed", cut, page.text, *_span(cut), both)._replace(text=text)
    yield from _of_repairs(page, old, new, now)


def _of_repairs(page: Page, old: Article, new: Article, now: Spans) -> Iterator[Difference]:
    was, come = (
        {_span(mend): mend for mend in article.repaired if mend.part == "text" and not is_page_repair(mend.rule)}
        for article in (old, new)
    )
    for span in sorted({*was, *come}):
        before, after = was.get(span), come.get(span)
        reads = [page.text[slice(*span)] if mend is None else mend.after for mend in (before, after)]
        mend = after or before
        if mend is not None and reads[0] != reads[1] and not now.touches(*span):
            found = Removal(mend.rule, "", mend.before)
            text = f"{reads[0]} → {reads[1]}"
            yield _in_context("changed", found, page.text, *span, Spans([]))._replace(text=text)


def _in_context(effect: Effect, cut: Removal, text: str, start: int, end: int, gone: Spans) -> Difference:
    """Return the difference of a span of a page, of which ``gone`` are the parts that one of two articles lacks."""
    ahead = sum(last - first for first, last in gone.gaps(0, start))
    behind = sum(last - first for first, last in gone.gaps(end, len(text)))
    inside = min(ahead, behind) >= _INSIDE * (ahead + behind)
    at: Literal["head", "body", "tail"] = "body" if inside else "head" if ahead < behind else "tail"
    return Difference(
        effect,
        cut.rule,
        cut.kind,
        text[start:end].strip()[:_LONGEST],
        text[max(0, start - _CONTEXT) : start],
        text[end : end + _CONTEXT],
        at,
        tuple(_doubts(text[start:end].strip(), at)) if effect == "removed" else (),
    )


def _doubts(said: str, at: str) -> Iterator[Doubt]:
    seen = shape(said)
    if seen.prose and seen.words >= _PROSE_WORDS:
        yield "prose"
    if _QUOTED.search(said):
        yield "quotation"
    if at == "body":
        yield "body"


def _of_elements(page: Page, old: Article, new: Article) -> Iterator[Difference]:
    was, now = (Counter(cut for cut in article.removed if cut.start is None) for article in (old, new))
    for cut in (now - was).elements():
        yield _alone("removed", cut)
    for cut in (was - now).elements():
        yield _alone("kept", cut)


def _alone(effect: Effect, cut: Removal) -> Difference:
    doubts = tuple(_doubts(cut.text, "")) if effect == "removed" else ()
    return Difference(effect, cut.rule, cut.kind, cut.text[:_LONGEST], doubts=doubts)


def _of_texts(old_page: Page, old: Article, new_page: Page, new: Article) -> Iterator[Difference]:
    """Compare what was removed by its words, and what is left by its lines."""
    was, now = (Counter(_said(cut.text) for cut in article.removed) for article in (old, new))
    sides: tuple[tuple[Effect, Page, Article, Counter[str]], ...] = (
        ("removed", new_page, new, was),
        ("kept", old_page, old, now),
    )
    for effect, page, article, others in sides:
        for cut in article.removed:
            # What both lack is no difference, whichever rule has it.
            if not others[_said(cut.text)] and _said(cut.text):
                yield _found_again(effect, cut, page.text)
    left_before, left_now = (Counter(map(_said, article.text.split("\n\n"))) for article in (old, new))
    told = {_said(cut.text) for cut in (*old.removed, *new.removed)}
    for said in _lines_of(left_before - left_now, told):
        yield _alone("removed", Removal("reader", "other", said))
    for said in _lines_of(left_now - left_before, told):
        yield _alone("kept", Removal("reader", "other", said))


def _lines_of(counts: Counter[str], told: Iterable[str]) -> Iterator[str]:
    known = set(told)
    return (said for said in counts.elements() if said and said not in known)


def _said(text: str) -> str:
    return " ".join(text.split())


def _found_again(effect: Effect, cut: Removal, text: str) -> Difference:
    at = text.find(cut.text)
    if cut.part == "title" or at < 0:
        return _alone(effect, cut)
    return _in_context(effect, cut, text, at, at + len(cut.text), Spans([]))


def _of_fields(old: Article, new: Article) -> Iterator[Difference]:
    for name in _FIELDS:
        was, now = getattr(old, name), getattr(new, name)
        if was != now:
            yield Difference("changed", name, FIELD, f"{_shown(was)} → {_shown(now)}"[:_LONGEST])


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return (
            "; ".join(_shown(getattr(each, "text", None) or getattr(each, "title", each)) for each in value) or "none"
        )
    return "none" if value is None else str(value)
