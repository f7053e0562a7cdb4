"""Which short lines are labels rather than what a field holds: buttons and names of sections, which are no stories and
no captions. By shape and address only, whatever the language."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

from ingest.text.dates import days_in
from ingest.text.names import after_by, is_person
from ingest.text.shape import count_words

# Headlines of so few words are rare, and labels mostly have no more.
_LABEL_WORDS = 2
# Labels with a few more words are told by where they lead.
_LONG_LABEL_WORDS = 4
_DATE_WORDS = 6
_BUTTON_WORDS = 6
_SLUG_WORDS = 3
# Longer addresses are not looked at.
_ADDRESS_CHARS = 2048
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,6}(?:/\S*)?", re.I)
_ARROW_END = re.compile(r"[»›→>▶►↓⟩]$")
_NUMBER = re.compile(r"\d{4,}")


def is_story(title: str, url: str | None = None, page_url: str | None = None) -> bool:
    """True if a line or a link may be the headline of a story: no label, button, day, byline or address.

    ``url`` is where it leads, ``page_url`` the address of the page it stands on, None where unknown.

    >>> is_story("Ferry sails again after nine weeks"), is_story("California"), is_story("Read more »")
    (True, False, False)
    >>> is_story("Buy on Riverside", "https://shop.example/", "https://courier.example/old-bridge")
    False
    """
    text = title.strip()
    words = count_words(text)
    if not any(map(str.isalpha, text)) or _ADDRESS.fullmatch(text) or unicodedata.category(text[0]) == "Sc":
        return False
    if text.endswith((":", "：")) or (words <= _BUTTON_WORDS and _ARROW_END.search(text)):
        return False
    if (words <= _DATE_WORDS and days_in(text)) or _is_byline(text):
        return False
    if words > _LONG_LABEL_WORDS:
        return True
    if text[0].islower():  # "more on this"
        return False
    if words > _LABEL_WORDS:
        return _leads_to_story(url, page_url, _SLUG_WORDS - 1) is not False or text.endswith(("?", "!"))
    return words == _LABEL_WORDS and _leads_to_story(url, page_url, _SLUG_WORDS) is True


def describes_nothing(text: str) -> bool:
    """True if a caption is a word or an address alone, or a button with an arrow: nothing that describes a picture."""
    bare = text.strip()
    alone = len(bare.split()) == 1 and count_words(bare) <= _LABEL_WORDS and not bare.endswith((".", "!", "?"))
    button = count_words(bare) <= _BUTTON_WORDS and _ARROW_END.search(bare) is not None
    return alone or button or _ADDRESS.fullmatch(bare) is not None


def _is_byline(text: str) -> bool:
    start = after_by(text)
    return start > 0 and is_person(text[start:])


def _leads_to_story(url: str | None, page_url: str | None, slug_words: int) -> bool | None:
    """True if an address may be a story's: its last part has so many words, or it is of the same site and has a number;
    False for others: of sections, of shops, of forms for sharing; None where there is no address."""
    try:
        there, here = urlsplit((url or "")[:_ADDRESS_CHARS]), urlsplit((page_url or "")[:_ADDRESS_CHARS])
        other = bool(there.hostname and here.hostname) and _site(there.hostname) != _site(here.hostname)
    except ValueError:
        return None
    if not url:
        return None
    same_page = (there.hostname, there.path, there.query) == (here.hostname, here.path, here.query)
    if same_page or there.scheme not in ("", "http", "https") or url.startswith("#"):
        return False
    last = there.path.rstrip("/").rpartition("/")[2]
    slug = len(re.split(r"[-_+]|%20", last)) >= slug_words
    return slug or (not other and _NUMBER.search(f"{there.path}?{there.query}") is not None)


def _site(host: str | None) -> str:
    """Return the last two labels of a host, three where the last but one is short: "bbc.co.uk"."""
    labels = (host or "").split(".")
    return ".".join(labels[-3 if len(labels) > 2 and len(labels[-2]) <= 3 else -2 :])
