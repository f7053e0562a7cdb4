"""What is believed of a site config: such files are often years old, so none may take most of a page's prose away."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.html.dom import Element, page_around, text_of
from ingest.html.selectors import Selector

# Text of at least this many characters in a paragraph is prose, for the purpose.
_PROSE_CHARS = 80
# On 191 development pages of 137 hosts, bodies with less and strips with more than this were stale, and few others.
_MOST = 0.5


def hinted_body(root: Element, selectors: Sequence[Selector]) -> tuple[Element, str | None]:
    """Give a page of what the first selector finds that finds anything, else the page itself; and why not, if what
    is found holds less than half of the prose."""
    for selector in selectors:
        if found := outermost(selector.elements(root)):
            share = sum(map(prose_of, found)) / max(1, prose_of(root))
            if share < _MOST:
                return root, f"the body it names holds {share:.0%} of the prose: the whole page was read"
            return page_around(found), None
    return root, None


def takes_most(root: Element, elements: Sequence[Element]) -> bool:
    """Say whether elements hold more than half of a page's prose."""
    taken = sum(map(prose_of, outermost(elements)))
    return taken > 0 and taken > _MOST * prose_of(root)


def outermost(elements: Sequence[Element]) -> list[Element]:
    """Give the elements that lie in no other of them."""
    chosen = set(elements)
    return [one for one in elements if not any(holder in chosen for holder in one.iterancestors())]


def prose_of(element: Element) -> int:
    """Give the number of characters of prose in the paragraphs of an element."""
    return sum(size for one in element.iter("p") if (size := len(text_of(one))) >= _PROSE_CHARS)
