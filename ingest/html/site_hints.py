"""Limits to what a site config may do: such files are often years old, so none may remove most of a page's prose."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.html.dom import Element, page_around, text_of
from ingest.html.selectors import Selector

# A paragraph of at least so many characters is prose, for this purpose.
_PROSE_CHARS = 80
# On 191 development pages of 137 hosts, bodies with a smaller share of the prose and strips with a larger one than this
# were stale, and few others were.
_STALE_SHARE = 0.5


def hinted_body(root: Element, selectors: Sequence[Selector]) -> tuple[Element, str | None]:
    """Return a page of the elements of the first selector that matches, else the page itself; and why it is the page
    itself, if the elements hold less than half of the prose."""
    for selector in selectors:
        if selected := outermost(selector.elements(root)):
            share = sum(map(prose_of, selected)) / max(1, prose_of(root))
            if share < _STALE_SHARE:
                return root, f"the body it names holds {share:.0%} of the prose: the whole page was read"
            return page_around(selected), None
    return root, None


def takes_most(root: Element, elements: Sequence[Element]) -> bool:
    """True if elements hold more than half of a page's prose."""
    prose = sum(map(prose_of, outermost(elements)))
    return prose > 0 and prose > _STALE_SHARE * prose_of(root)


def outermost(elements: Sequence[Element]) -> list[Element]:
    """Return the elements that are in no other of them."""
    chosen = set(elements)
    return [element for element in elements if not any(around in chosen for around in element.iterancestors())]


def prose_of(element: Element) -> int:
    """Return the number of characters of prose in the paragraphs of an element."""
    return sum(size for p in element.iter("p") if (size := len(text_of(p))) >= _PROSE_CHARS)
