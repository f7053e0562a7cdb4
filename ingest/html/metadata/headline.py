"""The headline of an article, chosen among a page's main headings, JSON-LD, meta elements and title."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.html.dom import Element, text_of
from ingest.html.metadata.jsonld import strings
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
_TAIL = re.compile(r"\s+[|｜–—»·•:-]")
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
    shown = [text for element in stated.headings[:_MOST_HEADINGS] for text in _readings(element)]
    if confirmed := _confirmed_heading(shown, claims):
        return _unpadded(confirmed, stated, titles[:1])
    if not strings(stated.article.get("headline")) and (
        akin := [text for text in shown if _is_rewording(text, claims)]
    ):
        return _unpadded(akin[0], stated, titles[:1])
    has_title = any(len(title.split()) > _SECTION_TITLE_WORDS for title in titles[:1])
    if len(stated.headings) == 1 and shown and not machine and not has_title:
        return shown[0]
    return next(iter([*claims, *shown]), None)


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
