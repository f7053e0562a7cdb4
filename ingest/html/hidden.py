"""The elements that a page hides: by attribute, by their own style, by a simple rule of the page's style sheets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from ingest.html.dom import Element, remove, text_of

_HIDES = re.compile(r"(?<![\w-])(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
# A selector that is one class or one id.
_SIMPLE = re.compile(r"[.#][A-Za-z_-][\w-]*")
_COMMENT = re.compile(r"/\*.*?\*/", re.S)
# Screen readers are told not to say a drop cap, or a part of a word that is written apart: what is longer is hidden.
_MOST_SHOWN_WORDS = 3
# Longer style sheets are a framework's: what they hide, scripts show.
_MAX_STYLE, _MOST_SELECTORS = 200_000, 500
# Hidden text with as many words may be a part of the article that a button unfolds.
FOLD_WORDS = 60


def hidden_elements(root: Element) -> frozenset[Element]:
    """Return the elements whose text a page hides, whatever they hold; what scripts may show is not told apart here."""
    found = {element for element in _candidates()(root) if _is_hidden(element)}
    selectors = set(_hiding_selectors(root))
    if selectors:
        found.update(element for element in _named()(root) if not selectors.isdisjoint(_names(element)))
    return frozenset(found)


def remove_hidden(hidden: frozenset[Element]) -> None:
    """Remove the hidden elements from their tree that are too short to be a part of an article."""
    for element in hidden:
        if len(text_of(element).split()) < FOLD_WORDS:
            remove(element)


def _is_hidden(element: Element) -> bool:
    hidden = element.get("hidden")
    if hidden is not None and hidden.lower() != "until-found":
        return True
    if _HIDES.search(element.get("style") or ""):
        return True
    is_unsaid = (element.get("aria-hidden") or "").lower() == "true"
    return is_unsaid and len(text_of(element).split()) > _MOST_SHOWN_WORDS


def _hiding_selectors(root: Element) -> Iterator[str]:
    """Yield the classes and ids that the page's own style sheets hide in every medium, as ``.name`` and ``#name``."""
    count = 0
    for style in root.iter("style"):
        css = style.text or ""
        if len(css) > _MAX_STYLE or not _HIDES.search(css) or "print" in (style.get("media") or ""):
            continue
        css = _COMMENT.sub("", css)
        for found in _HIDES.finditer(css):
            start = css.rfind("{", 0, found.start())
            # Within "@media ... { }" one more bracket is open than is closed.
            if start < 0 or css.count("{", 0, start) != css.count("}", 0, start):
                continue
            count += 1
            if count > _MOST_SELECTORS:
                return
            begin = max(css.rfind("}", 0, start), css.rfind(";", 0, start)) + 1
            for selector in css[begin:start].split(","):
                if _SIMPLE.fullmatch(selector.strip()):
                    yield selector.strip()


def _names(element: Element) -> Iterator[str]:
    for name in (element.get("class") or "").split():
        yield f".{name}"
    if ident := element.get("id"):
        yield f"#{ident}"


@cache
def _candidates() -> Callable[[Element], Any]:
    return _compiled(
        'body//*[@hidden or @aria-hidden="true" or '
        '(@style and (contains(@style, "none") or contains(@style, "hidden") or contains(@style, "NONE")))]'
    )


@cache
def _named() -> Callable[[Element], Any]:
    return _compiled("body//*[@class or @id]")


def _compiled(path: str) -> Callable[[Element], Any]:
    from lxml import etree

    xpath: Callable[[Element], Any] = etree.XPath(path, smart_strings=False)
    return xpath
