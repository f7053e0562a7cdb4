"""Names of people, from how bylines and statements for machines write them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ingest.lexicon.word_lists import any_word, word_lists
from ingest.text.memo import memoized


def _words(section: str) -> tuple[str, ...]:
    """Return the words of a section of ``rules/lexicon/people.txt``."""
    return word_lists("people")[section].words


# "By Ann Lee" in the languages of the rules and their neighbours, and the words before it.
_BY = re.compile(
    rf"^\W*(?:(?:{any_word('bylines', 'before by')}|(?:eine?|an?|une?|una)\s+\w+)\s+)?"
    rf"(?:{any_word('bylines', 'by', 'by before names')}|"
    r"(?:(?:dal|dalla|de|del)\s+)?(?:unser|nostr|notre|nuestr)\w*\s+\w+(?=(?-i:\s[A-ZÀ-Þ]\w*\s+[A-ZÀ-Þ])))"
    rf"(?:\s*:\s*|\s+)|^{any_word('bylines', 'labels before names')}\s*[:：/／]\s*|^(?-i:By(?=[A-Z][a-z]))",
    re.I,
)
_BARS = re.compile(r"\s[|·•]\s")
# After "and" a name begins, with a capital or a particle: "health and sports" is one desk.
_JOIN = re.compile(
    r"\s*(?:;|\||•|·|／|\s/\s|\s&\s(?!Co\b)(?=\w\w)|,?\s(?:and|und|et|och|og|en|e|y|ve|dan|и|і|та|و)\s"
    r"(?:(?=(?:van|von|de|del|di|al|el)\s)|(?-i:(?![a-zà-ÿа-я])))(?=\w+[\s.-]\w))\s*",
    re.I,
)
# When, behind a name: "Ann Lee on March 5", "Bo Ek – 5 May", "Cy Day Updated 3h ago".
MONTH = (
    r"(?:jan|feb|fev|mar|mär|apr|abr|avr|may|mai|mag|jun|giu|jul|lug|aug|ago|aoû|sep|set|oct|okt|out|ott|nov|dec|dez|dic|"
    r"déc|ene|gen)\w*\.?"
)
_WHEN = re.compile(
    rf"\s+(?:(?:[–—-]|on|am|le|el|il)\s+(?:{MONTH}\s+\d|\d\d?\.?\s+(?:de\s+)?{MONTH})|"
    r"(?:updated|published|posted|aktualisiert|veröffentlicht)\b|\d+\s(?:hours?|minutes?|days?)\sago\b).*$",
    re.I,
)
# "記者陳大文", "김철수 기자": the word for reporter, which East Asian bylines add to every name.
_REPORTER = re.compile(r"^記者\s*(?=\w)|(?<=\w)\s*(?:기자|특파원)$")
# Where or for whom, between the name and the end: "Ann Lee – BBC", "Bo Ek - Madrid".
_AFTER_DASH = re.compile(r"^(\w\S*(?:\s[^\s–—-]\S*){1,3})\s[–—-]\s\S+$")
_NO_NAME = re.compile(r":|@|^\W*$|\d{3}|^\d|©|\b(?:copyright|all rights reserved)\b|(?:報導|报导|報道|报道)$", re.I)
_WEB_DOMAIN = re.compile(r"www\.|\w\.(?:com|org|net|info|co\.\w\w|de|fr|at|ch|it|pl|es|ru|ua|jp)\b", re.I)
# Web and mail addresses next to a name.
_ADDRESS = re.compile(r"\s*(?:[|(<–-]\s*)?(?:\bhttps?://|\bwww\.)\S+|\s+[(<]?[\w.+-]*@[\w.-]+[)>]?", re.I)
_ACCOUNTS = frozenset(_words("accounts"))
_ASIDE = re.compile(r"\s*[(\[（【](?:[^()\[\]（）【】]*)[)\]）】]\s*$")
MAX_BYLINE = 400
_MOST_NAMES = 100
_EDGES = " ,–—-:.|•·*"
# The role that follows a name. It has at least two words before it, or it would be a surname.
_ROLE = re.compile(
    r"(?<=\w)[\s,–-]+(?:(?:is|ist|est)\s+)?(?:an?\s+)?"
    rf"(?:(?:{any_word('people', 'before roles')}|[A-Z]\w+\s+[A-Z]\w+)\s+){{0,3}}"
    rf"{any_word('people', 'roles')}(?:\W.*|$)",
    re.I,
)
# Words of a title that is no name: "Letters To The Editor".
_NO_NAMES = frozenset({"the", "to", "of", "and", "for", "our", "your", "a"})
_ROLES = frozenset(_words("roles"))
# What others did: "photographs by Ana Ruiz" beside the name of who wrote.
_OF_OTHERS = re.compile(
    r"\W*(?:additional\s+)?(?:photo(?:s|graph\w*)?|pictures?|images?|illustrat\w+|graphics?|video|translat\w+|fotos?|"
    r"fotografías?|bilder|übersetz\w+)\s*(?::|(?:by|von|par|por|di|de|av|door)\b)",
    re.I,
)
# Whom or where a name is said to be of: "Ann Lee for The Example", "Bo Ek in Kyiv".
_OF = re.compile(r"(?<=\w)\s+(?:for\s+(?=[A-Z])|(?:in|aus|from)\s+(?=[A-Z])).*$", re.I)
_DEGREES = re.compile(r"^(?:MD|M\.D\.|PhD|Ph\.D\.|MA|MS|MSc|BSc|RN|RD|JD|Esq|Jr|Sr|MBA|MPH|DO|DDS)\.?$")
_AGENCIES = frozenset(_words("agencies"))
_AGENCY = any_word("people", "agencies")
# "MANILA (AFP)".
_DATELINE = re.compile(rf"^[^\W\d_a-z]{{4,}}\s+\(((?i:{_AGENCY}))\)$")
# "Ann Lee with AFP".
_WITH = re.compile(rf"(?:^|,?\s)(?:with|avec|mit|con|com|med|met|and|und|et|y|e|og|och|en)\s(?={_AGENCY}\b)", re.I)
_DESK = re.compile(rf"\b{any_word('people', 'desks')}\b|{any_word('people', 'desks without blanks')}", re.I)
_SMALL = frozenset(_words("particles"))
_NOT_IN_NAMES = frozenset(_words("not in names"))
_ABBREVIATED_END = re.compile(r"(?:^|[\s.])(?:[^\W\d_]|[JS]r|[eE]\.V|Inc|Ltd|Co)\.$")
_UNSPACED_NAME = re.compile(r"^[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af・]{2,10}$")


def people_in_bylines(bylines: Iterable[str], *, but: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the people in bylines, each once: no "By", addresses, roles, agencies, and none of the names in ``but``.

    >>> people_in_bylines(["By Ann Lee and Bo Ek, Senior Editor", "Ann Lee (al)", "Reuters"])
    ('Ann Lee', 'Bo Ek')
    """
    return tuple(name for name in names_in_bylines(bylines, but=but) if not is_desk(name))


def names_in_bylines(bylines: Iterable[str], *, but: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the names in bylines as ``people_in_bylines`` does, agencies and desks among them."""
    known = {_key(name) for name in but}
    names: dict[str, str] = {}
    for byline in bylines:
        for name in _names(byline) if len(byline) <= MAX_BYLINE and _key(byline) not in known else ():
            if (key := _key(name)) and key not in known and len(names) < _MOST_NAMES:
                names.setdefault(key, name)
    # "Ann Lee The Example" where there is "Ann Lee" is the same person, with the rest of the byline.
    full = tuple(name.casefold() + " " for name in names.values() if " " in name)
    return tuple(name for name in names.values() if not name.casefold().startswith(full))


def after_by(text: str) -> int:
    """Return where the names of a byline begin: behind "By" or "Author:", else 0."""
    found = _BY.match(text)
    return found.end() if found else 0


def is_desk(name: str) -> bool:
    """True if a name is of an agency or a newsroom's desk.

    >>> is_desk("AFP"), is_desk("The Associated Press"), is_desk("Ann Staffan")
    (True, True, False)
    """
    return is_agency(name) or _DESK.search(name) is not None


def is_agency(name: str) -> bool:
    """True if a name is the short one of a news agency."""
    return name.casefold().strip(_EDGES) in _AGENCIES


def is_person(name: str) -> bool:
    """True if a text found near an article looks like a person's full name.

    >>> is_person("Ann van der Lee"), is_person("Share this"), is_person("20 May")
    (True, False, False)
    """
    if _UNSPACED_NAME.match(name):
        return True
    words = name.split()
    if not 2 <= len(words) <= 5 or len(name) > 50 or any(mark in name for mark in "0123456789!?:/#@"):
        return False
    if not _NOT_IN_NAMES.isdisjoint(name.casefold().split()):
        return False
    cased = [word for word in words if word.casefold() not in _SMALL]
    return len(cased) > 1 and all(not word[:1].islower() and any(map(str.isalpha, word)) for word in cased)


# A page says the same byline in several places, a site on many pages.
@memoized(1 << 20)
def _names(byline: str) -> tuple[str, ...]:
    """Return the names in one byline."""
    text = _ADDRESS.sub("", " ".join(byline.split())).strip("[]【】《》〈〉")
    while shorter := _BY.sub("", text):
        if shorter == text:
            break
        text = shorter
    head, *rest = _BARS.split(_WHEN.sub("", text))
    # One word after a full name is where the author reports from: "Ann Lee | Madrid".
    rest = [part for part in rest if " " not in head or " " in part or is_desk(part)]
    text = _WITH.sub(";", ";".join([head, *rest]))
    slashed = text.split("/")
    if len(slashed) > 1 and all(len(part.split()) > 1 or is_agency(part) for part in slashed):
        text = ";".join(slashed)
    elif len(slashed) > 1 and any(map(is_agency, slashed)):
        text = ", ".join(slashed)
    first, *parts = _JOIN.split(text)
    parts = [first, *(part for part in parts if not (_is_role(part) or _OF_OTHERS.match(part)))]
    names = (name for part in parts for name in _names_in_part(_AFTER_DASH.sub(r"\1", _REPORTER.sub("", part))))
    return tuple(name for name in names if 1 < len(name) <= 80 and not _names_nobody(name))


def _names_nobody(name: str) -> bool:
    # "Redaktion example.de" is a desk, "example.de" is nobody.
    domain = _WEB_DOMAIN.search(name) is not None and not is_desk(name)
    return domain or _NO_NAME.search(name) is not None or _key(name) in _ACCOUNTS


def _names_in_part(part: str) -> list[str]:
    """Return the names in a part of a byline: split at commas where every piece is a full name, not in "Lee, Ann"; what
    follows one full name is a place."""
    part = _without_title(part)
    for rest in (_ROLE, _OF) if len(part.split()) > 2 else ():
        name = rest.sub("", part)
        part = name if len(name.split()) > 1 or is_agency(name) else part
    part = _DATELINE.sub(r"\1", part)
    pieces = [_strip_punctuation(piece) for piece in re.split(r"[,，、]", _ASIDE.sub("", part))]
    pieces = [_strip_punctuation(_ASIDE.sub("", _BY.sub("", piece))) for piece in pieces if not _DEGREES.match(piece)]
    # "Ann Lee, enviada especial", "Bo Ek, a Madrid".
    pieces = pieces[:1] + [
        piece for piece in pieces[1:] if not piece[:1].islower() or piece.split()[0] in _SMALL or " " not in piece
    ]
    if any(map(is_agency, pieces)):
        pieces = [piece for piece in pieces if is_agency(piece) or not _is_beside_agency(piece, is_agency(pieces[0]))]
    if len(pieces) > 1 and all(2 <= len(piece.split()) <= 4 for piece in pieces):
        return pieces
    if len(pieces) == 2 and all(len(piece.split()) == 1 and piece.isascii() for piece in pieces):
        return pieces[:1] if is_desk(pieces[0]) else [", ".join(pieces)]
    if pieces and _names_nobody(pieces[0]):
        return []
    return pieces[:1] if pieces and len(pieces[0].split()) > 1 else [piece for piece in pieces if piece]


def _without_title(part: str) -> str:
    """Return a name of two words without the role in capitals right behind it: "Ann Lee Harbour Correspondent"."""
    words = part.split()
    full = [word for word in words if word.casefold() not in _SMALL]
    plain = {word.casefold() for word in full}
    if not 3 <= len(full) <= 5 or full[-1].casefold() not in _ROLES or not all(word[0].isupper() for word in full):
        return part
    if not plain.isdisjoint(_NO_NAMES):
        return part
    return part if full[1].endswith(",") else " ".join(words[: words.index(full[1]) + 1])


def _is_beside_agency(piece: str, follows: bool) -> bool:
    """True if a piece next to an agency is no name: a place in capitals ("AFP, MANILA"), initials ("dpa/al")."""
    alone = len(piece.split()) == 1
    return (piece.isupper() and (follows or (alone and len(piece) > 3))) or (piece.islower() and alone)


def _is_role(part: str) -> bool:
    """True if a part of a byline is only what its author does: "Ann Lee / Staff reporter"."""
    found = _ROLE.search(f"x {part.strip()}")
    return found is not None and found.start() == 1


def _strip_punctuation(name: str) -> str:
    """Return a name without the punctuation around it, but with the full stop of an initial or of "Jr."."""
    name = name.strip(" ,–—-:|•·*")
    return name.lstrip(".") if _ABBREVIATED_END.search(name) else name.strip(_EDGES)


def _key(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold()))
