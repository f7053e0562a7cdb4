"""Which of the headlines of a page is the article's: main headings, JSON-LD, meta elements, the title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ingest.html.dom import Element, text_of
from ingest.html.metadata.jsonld import strings
from ingest.html.metadata.statements import PageStatements
from ingest.text.shape import count_words

# The line above a headline, within the same heading: what CMSs of German, Swiss, Nordic and Romance papers call it.
_KICKER = re.compile(
    r"(?:^|[-_ ])(?:kicker|overline|over-?title|top-?line|dachzeile|spitzmarke|roof-?line|eyebrow|super-?title|"
    r"pre-?title|sur-?titre|ante-?titulo|antetitulo|occhiello|chapeu|stikktittel|vignette|visually-hidden|sr-only|"
    r"h-offscreen|separator|delimiter|implied|page-?number|dh2)",
    re.I,
)
_WORD = re.compile(r"[^\W_]+")
_TAIL = re.compile(r"\s+[|｜–—»·•:-]")
_MAX = 400
_MOST = 50


def headline(stated: PageStatements) -> str | None:
    """Give the headline as the page states it, a site's tail and all.

    A main heading that another statement has, or has with more around it, is the headline without tails (in the
    shorter wording of og:title or JSON-LD, where the heading has words put in for search engines). One that
    nobody confirms may be a section's or the site's name: it is the headline only where JSON-LD states none, and it
    shares words with a title (those for social media are often worded otherwise).
    """
    machine = [*strings(stated.article.get("headline")), *stated.meta("title"), *stated.all_metas("title")]
    titles = [" ".join((element.text or "").split()) for element in stated.root.iterfind("head/title")]
    claims = [*machine, *filter(None, titles[:1])]
    shown = [text for element in stated.headings[:_MOST] for text in _readings(element)]
    if confirmed := _confirmed(shown, claims):
        return _unpadded(confirmed, stated, titles[:1])
    if not strings(stated.article.get("headline")) and (akin := [text for text in shown if _akin(text, claims)]):
        return _unpadded(akin[0], stated, titles[:1])
    if len(stated.headings) == 1 and shown and not machine and not any(len(title.split()) > 4 for title in titles[:1]):
        return shown[0]
    return next(iter([*claims, *shown]), None)


def _unpadded(heading: str, stated: PageStatements, titles: list[str]) -> str:
    """Give the wording of a headline that is stated, where the one shown has more for search engines, or a kicker.

    That is where og:title or JSON-LD says the same words in the same order without some of them, or where both say
    one thing and the heading says another that only the page's title repeats.
    """
    social, machine = stated.metas.get("og:title", [])[:1], strings(stated.article.get("headline"))[:1]
    for claim in (*social, *machine):
        if _is_padded(heading, claim):
            return claim
    plain = _plain(heading)
    agreed = machine[0] if social and machine and _plain(social[0]) == _plain(machine[0]) else heading
    elsewhere = any(_plain(title).startswith(plain) for title in titles) and not _plain(agreed).startswith(plain)
    return agreed if elsewhere and _akin(agreed, [heading]) else heading


def _is_padded(heading: str, claim: str) -> bool:
    """Say whether a heading is a claim with words put in or added, but for a theme and a mark before it."""
    said, words = _plain(heading).split(), _plain(claim).split()
    if not (3 < len(words) < len(said) <= 2 * len(words)) or claim.endswith(("…", "...")):
        return False
    if heading.endswith(claim) and heading.removesuffix(claim).rstrip().endswith((":", "/")):
        return False
    left = iter(said)
    return all(word in left for word in words)


def _confirmed(shown: list[str], claims: list[str]) -> str | None:
    """Give the heading that a claim repeats, in the writing that has more blanks: markup may swallow them."""
    plain = [_plain(claim) for claim in claims]
    squeezed = [claim.replace(" ", "") for claim in plain]
    for text in shown:
        said = _plain(text)
        if (close := said.replace(" ", "")) in squeezed:
            claim = claims[squeezed.index(close)]
            return claim if len(claim.split()) > len(text.split()) else text
    for text in shown:
        said = _plain(text)
        if count_words(said) > 3 and any(said in claim for claim in plain):
            return text
        if len(said) > 8 and any(_TAIL.match(claim[len(text) :]) for claim in claims if claim.startswith(text)):
            return text
    return None


def _akin(text: str, claims: list[str]) -> bool:
    """Say whether a heading is another wording of a claim: a third of its longer words are in it.

    Of scripts without blanks, pairs of characters stand for words.
    """
    words = _telling(text)
    return len(words) > 2 and any(len(words & _telling(claim)) * 3 >= len(words) for claim in claims)


def _telling(text: str) -> set[str]:
    plain = _plain(text)
    if count_words(plain) > 2 * len(plain.split()):
        return {plain[at : at + 2] for at in range(len(plain) - 1)}
    return {word for word in plain.split() if len(word) > 3}


def _readings(heading: Element) -> Iterator[str]:
    """Give the text of a heading, after it without the kicker if it has one within."""
    text = text_of(heading)
    if not 2 < len(text) < _MAX:
        return
    yield text
    kickers = [one for one in heading if _KICKER.search(one.get("class") or "")]
    if kickers:
        parts = [heading.text or ""]
        for one in heading:
            parts += ["" if one in kickers else text_of(one), one.tail or ""]
        plain = " ".join(" ".join(parts).split()).strip(" :–-|")
        if len(plain.split()) > 2 or len(plain) > 12:
            yield plain


# Of one page the same few statements are held against each other.
@lru_cache(32)
def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))
