"""The headline of an article, chosen among a page's main headings, JSON-LD, meta elements and title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from ingest.html.dom import Element, text_of
from ingest.html.metadata.jsonld import node_names, strings
from ingest.html.metadata.near_headline import is_elsewhere
from ingest.html.metadata.statements import PageStatements
from ingest.text.memo import memoized
from ingest.text.shape import count_words

# The line above a headline, within the same heading: what CMSs of German, Swiss, Nordic and Romance papers call it.
_KICKER = re.compile(
    r"(?:^|[-_ ])(?:kicker|overline|over-?title|top-?line|dachzeile|spitzmarke|roof-?line|eyebrow|super-?title|"
    r"pre-?title|sur-?titre|ante-?titulo|antetitulo|occhiello|chapeu|stikktittel|vignette|visually-hidden|sr-only|"
    r"h-offscreen|separator|delimiter|implied|page-?number|dh2)",
    re.I,
)
_LETTERS_OR_DIGITS = re.compile(r"[^\W_]+")
_TAIL = re.compile(r"\s+[|｜¦–—»›·•∙●▪⋆★☆✦~:-]")
_MARKS = re.compile(r"\s+[|｜¦–—»›·•∙●▪⋆★☆✦~:-]+\s+")
_FRONT_PAGE = re.compile(r"(?:https?://[^/]+)?/?(?:index\.\w+)?(?:#.*)?|\./")
# A site's name at the end of a title has no more words; a paragraph of text has more characters.
_NAME_WORDS, _PARAGRAPH_CHARS = 3, 80
_BESIDE_TAGS = frozenset({"nav", "aside", "footer", "form"})
# A box beside the article is among so many elements around a heading in it.
_NEAR_ANCESTORS = 4
# A heading has more characters than the first and fewer than the second; of more headings the rest is left out.
_MIN_CHARS, _MAX_CHARS, _MOST_HEADINGS = 2, 400, 50
# A title of more words than this may be a headline; one of fewer is a section's or the site's name.
_SECTION_TITLE_WORDS = 4
# A claim of no more words than this is not the shorter wording of a heading.
_CLAIM_WORDS = 3
# A heading within a claim is confirmed by it if it has more words than this; before a tail, more characters.
_PART_WORDS, _PART_CHARS = 3, 8
# A text with no more telling words than this has no other wording that could be recognized.
_FEW_TELLING = 2
# A word with no more letters than this is no telling one.
_SHORT_WORD = 3
# What is left of a heading without its kicker has more words, or more characters, than this.
_REST_WORDS, _REST_CHARS = 2, 12


def headline(stated: PageStatements) -> str | None:
    """Return the headline as the page states it, with the site's tail if it has one.

    The main headings are candidates. One that another statement (a claim) repeats, alone or with more around it, is
    the headline without tails (in the shorter wording of og:title or JSON-LD, where the heading has words put in for
    search engines). One that no claim confirms may be a section's or the site's name: it is the headline only where
    JSON-LD states none, and it shares words with a title (those for social media are often worded otherwise). The
    fallback is the first claim.
    """
    machine = [*strings(stated.article.get("headline")), *stated.meta("title"), *stated.all_metas("title")]
    titles = [" ".join((element.text or "").split()) for element in stated.root.iterfind("head/title")]
    claims = [*machine, *filter(None, titles[:1])]
    names = {_as_words(name) for name in (*stated.meta("site_name"), *node_names(stated.article.get("publisher")))}
    told = [claim for claim in claims if _as_words(claim) not in names]
    headings = [each for each in stated.headings[:_MOST_HEADINGS] if not _is_of_site(each, names, claims)]
    headings = [each for each in headings if not _is_in_box(each)] or headings
    if not headings and (stated.headings or (claims and not told)) and (instead := _minor_heading(stated, told)):
        return instead
    claims, machine = told or claims, [claim for claim in machine if claim in told]
    shown = [text for element in headings for text in _readings(element)]
    if confirmed := _confirmed_heading(shown, claims):
        return _unpadded(confirmed, stated, titles[:1])
    if not strings(stated.article.get("headline")) and (
        akin := [text for text in shown if _is_rewording(text, claims)]
    ):
        return _unpadded(akin[0], stated, titles[:1])
    has_title = any(len(title.split()) > _SECTION_TITLE_WORDS for title in titles[:1])
    if len(headings) == 1 and shown and not machine and not has_title:
        return shown[0]
    return next(iter([*claims, *shown]), None)


def _is_of_site(heading: Element, names: set[str], claims: list[str]) -> bool:
    """True if a main heading is the name of the site: with a link to its front page, or short at the end of a title."""
    text = _as_words(text_of(heading))
    if text in names:
        return True
    link = next(heading.iter("a"), None)
    leads_home = link is not None and _FRONT_PAGE.fullmatch(link.get("href") or "") is not None
    is_short = len(text.split()) <= _NAME_WORDS
    ends = is_short and any(_ends_apart(claim, text) for claim in claims)
    return bool(text) and (ends or leads_home) and all(not _as_words(claim).startswith(text) for claim in claims)


def _ends_apart(claim: str, text: str) -> bool:
    """True if a title ends with a text behind a mark and more words, as with the site's name."""
    *before, last = _MARKS.split(claim)
    return _as_words(last) == text and len(_as_words(" ".join(before)).split()) >= len(text.split())


def _is_in_box(heading: Element) -> bool:
    """True if a main heading is another story's, in a box beside the article or within it."""
    return any(is_elsewhere(around) for around in islice(heading.iterancestors(), _NEAR_ANCESTORS))


def _minor_heading(stated: PageStatements, claims: list[str]) -> str | None:
    """Return the heading of a lower level that is the headline where the main heading is the site's: the one that a
    claim repeats; where no claim says more than the site's name, the first one."""
    found = [*islice((each for each in stated.root.iter("h2", "h3") if not _is_beside(each)), _MOST_HEADINGS)]
    shown = [text for heading in found if claims or _is_above_text(heading) for text in _readings(heading)]
    return _confirmed_heading(shown, claims) if claims else next(iter(shown), None)


def _is_above_text(heading: Element) -> bool:
    """True if a paragraph of text follows a heading, or the element that it is in."""
    around = [heading, *islice(heading.iterancestors(), 1)]
    below = (sibling for each in around for sibling in islice(each.itersiblings(), 5))
    paragraphs = (paragraph for sibling in below for paragraph in islice(sibling.iter("p"), 5))
    return any(len(text_of(paragraph)) > _PARAGRAPH_CHARS for paragraph in paragraphs)


def _is_beside(heading: Element) -> bool:
    return any(around.tag in _BESIDE_TAGS or is_elsewhere(around) for around in heading.iterancestors())


def _unpadded(heading: str, stated: PageStatements, titles: list[str]) -> str:
    """Return the stated wording of a headline where the heading has more for search engines or a kicker, else the
    heading.

    It has where og:title or JSON-LD states the same words in the same order without some of them, or where both
    state one wording and the heading has another that only the page's title repeats.
    """
    social, machine = stated.metas.get("og:title", [])[:1], strings(stated.article.get("headline"))[:1]
    for claim in (*social, *machine):
        if _is_padded(heading, claim):
            return claim
    plain = _as_words(heading)
    agreed = machine[0] if social and machine and _as_words(social[0]) == _as_words(machine[0]) else heading
    elsewhere = any(_as_words(title).startswith(plain) for title in titles) and not _as_words(agreed).startswith(plain)
    return agreed if elsewhere and _is_rewording(agreed, [heading]) else heading


def _is_padded(heading: str, claim: str) -> bool:
    """True if a heading is a claim with words put in or added; a theme and a mark before the claim do not count."""
    padded, words = _as_words(heading).split(), _as_words(claim).split()
    if not (_CLAIM_WORDS < len(words) < len(padded) <= 2 * len(words)) or claim.endswith(("…", "...")):
        return False
    if heading.endswith(claim) and heading.removesuffix(claim).rstrip().endswith((":", "/")):
        return False
    remaining = iter(padded)
    return all(word in remaining for word in words)


def _confirmed_heading(shown: list[str], claims: list[str]) -> str | None:
    """Return the heading that a claim repeats, as the one of the two that has more blanks: markup may swallow them."""
    plain = [_as_words(claim) for claim in claims]
    squeezed = [claim.replace(" ", "") for claim in plain]
    for text in shown:
        if (without_blanks := _as_words(text).replace(" ", "")) in squeezed:
            claim = claims[squeezed.index(without_blanks)]
            return claim if len(claim.split()) > len(text.split()) else text
    for text in shown:
        words = _as_words(text)
        if count_words(words) > _PART_WORDS and any(words in claim for claim in plain):
            return text
        if len(words) > _PART_CHARS and any(
            _TAIL.match(claim[len(text) :]) for claim in claims if claim.startswith(text)
        ):
            return text
    return None


def _is_rewording(text: str, claims: list[str]) -> bool:
    """True if a heading is another wording of a claim: a third of its telling words are in it."""
    words = _telling_words(text)
    return len(words) > _FEW_TELLING and any(len(words & _telling_words(claim)) * 3 >= len(words) for claim in claims)


def _telling_words(text: str) -> set[str]:
    """Return the longer words of a text; of scripts without blanks, its pairs of characters."""
    plain = _as_words(text)
    if count_words(plain) > 2 * len(plain.split()):
        return {plain[at : at + 2] for at in range(len(plain) - 1)}
    return {word for word in plain.split() if len(word) > _SHORT_WORD}


def _readings(heading: Element) -> Iterator[str]:
    """Yield the text of a heading; then the text without its kicker, if it has one within."""
    text = text_of(heading)
    if not _MIN_CHARS < len(text) < _MAX_CHARS:
        return
    yield text
    kickers = [child for child in heading if _KICKER.search(child.get("class") or "")]
    if kickers:
        parts = [heading.text or ""]
        for child in heading:
            parts += ["" if child in kickers else text_of(child), child.tail or ""]
        rest = " ".join(" ".join(parts).split()).strip(" :–-|")
        if len(rest.split()) > _REST_WORDS or len(rest) > _REST_CHARS:
            yield rest


# The same few statements of a page are compared with each other.
@memoized(1 << 16)
def _as_words(text: str) -> str:
    """Return a text as its words are compared: casefolded, one blank between words, nothing else."""
    return " ".join(_LETTERS_OR_DIGITS.findall(text.casefold()))
