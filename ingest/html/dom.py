"""The HTML tree: bytes parsed once, cut to what readers can take, and what is asked of its elements.

lxml is imported where it is used: rule files name selectors, and ``import ingest`` must not pay for a parser.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import urljoin

from ingest.stated.addresses import MAX_ADDRESS_CHARS

if TYPE_CHECKING:
    from lxml import etree

Element: TypeAlias = "etree._Element"  # noqa: SLF001  # lxml has no public name for it
Walk: TypeAlias = "etree.iterwalk[Any]"

# Bytes that XML (and so lxml) cannot hold. A form feed is white space to HTML.
_XML_CONTROLS = bytes(set(range(32)) - set(b"\t\n\f\r"))
_FORM_FEED_AS_BLANK = bytes.maketrans(b"\f", b" ")
# A slash in the first declaration makes libxml2 lose the page (bugs.launchpad.net/lxml/+bug/1955915).
_FAULTY_DOCTYPE = re.compile(rb"\s*<!doctype\b[^<>]*/[^<>]*>", re.I)
_MAX_DEPTH = 256  # libxml2's own, but for huge_tree
# The largest of 813 pages of the development corpus has 10,106 elements, the deepest 48 levels.
_MAX_ELEMENTS = 50_000
# Fewer characters in a <noscript> are advice to switch scripts on.
_MIN_HIDDEN = 400
_WRAPPERS = re.compile(rb"</?(?:abbr|b|big|center|em|font|i|ins|small|span|strike|strong|tt|u)\b[^<>]*>", re.I)
_BLOCK_TAGS = re.compile(rb"<(/?)(?:div|blockquote|section|article|center|dl|dd|fieldset)\b[^<>]*>", re.I)
_CLOSED_HTML = re.compile(rb"(<html\b[^<>]*?)\s*/>", re.I)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A tree, how many bytes it was parsed from, and why it is not all of the page (None if it is)."""

    root: Element
    size: int
    truncated: str | None = None


def parse(data: bytes) -> Parsed | None:
    """Return the tree of a page in UTF-8, without comments and processing instructions; None if it has no element.

    Nothing is fetched and no entity is defined, so the tree grows with the bytes. A page nested deeper than libxml2
    allows (256) is mostly one with unclosed ``<font>`` or ``<b>``: it is parsed again without such tags, as is one with
    10 MB in a script, and then with ``<p>`` for ``<div>`` and its kin. What is deeper still, or beyond the first 50,000
    elements, is cut off.
    """
    data = data.translate(_FORM_FEED_AS_BLANK, _XML_CONTROLS)
    if faulty := _FAULTY_DOCTYPE.match(data[:4096]):
        data = data[faulty.end() :]
    if closed := _CLOSED_HTML.search(data[:4096]):
        data = data[: closed.end(1)] + b">" + data[closed.end() :]
    parsed = _parse_once(data, huge=False)
    if parsed and parsed.truncated:
        parsed = _parse_plain(data) or parsed
    return _cut(parsed) if parsed and _limit_xpath()(parsed.root) else parsed


def _parse_plain(data: bytes) -> Parsed | None:
    """Return the tree of a page that is too deep, without the tags that make it so; None if it is deeper still."""
    data = _WRAPPERS.sub(b"", data)
    plain = _parse_once(data, huge=True)
    if plain and _is_too_deep(plain):
        # Blocks that nobody closed are paragraphs: a paragraph ends where the next begins.
        plain = _parse_once(_BLOCK_TAGS.sub(rb"<\1p>", data), huge=True)
    return None if plain is None or _is_too_deep(plain) else plain


def _parse_once(data: bytes, *, huge: bool) -> Parsed | None:
    from lxml import etree, html

    parser = etree.HTMLParser(
        encoding="utf-8", collect_ids=False, remove_comments=True, remove_pis=True, no_network=True, huge_tree=huge
    )
    # Elements are looked up in C: lxml.html's own parser calls Python for each, 9 % of trafilatura's time.
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=html.HtmlElement))
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:  # nothing but white space, comments or a doctype
        return None
    if root is None:
        return None
    limits = [entry.message for entry in parser.error_log if "LIMIT" in entry.type_name or "MEMORY" in entry.type_name]
    return Parsed(root, len(data), limits[0].split(",")[0] if limits else None)


def _is_too_deep(parsed: Parsed) -> bool:
    """True if a tree is deeper than libxml2 allows, or is not all of the page."""
    depth = 0
    for event, _ in walk(parsed.root):
        depth += 1 if event == "start" else -1
        if depth > _MAX_DEPTH:
            return True
    return parsed.truncated is not None


@cache
def _limit_xpath() -> Callable[[Element], Any]:
    """Return the XPath of the 50,000th element below the root: a third of the time that counting takes."""
    from lxml import etree

    xpath: Callable[[Element], Any] = etree.XPath(f"descendant::*[{_MAX_ELEMENTS}]")
    return xpath


def _cut(parsed: Parsed) -> Parsed:
    """Cut off what follows the first 50,000 elements of a tree: readers take more than linear time on more."""
    count = int(parsed.root.xpath("count(//*)"))
    last: Element | None = next(islice(parsed.root.iter(), _MAX_ELEMENTS - 1, None))
    while last is not None and (holder := last.getparent()) is not None:
        last.tail = None
        del holder[holder.index(last) + 1 :]
        last = holder
    return Parsed(parsed.root, parsed.size, f"the first {_MAX_ELEMENTS} of {count} elements")


def text_of(element: Element) -> str:
    """Return the visible text of an element on one line: without scripts, a blank between blocks."""
    if element.tag in UNSEEN:
        return ""
    parts: list[str] = []
    _add_texts(element, parts)
    return " ".join("".join(parts).split())


def _add_texts(element: Element, parts: list[str]) -> None:
    """Add the texts of an element to ``parts``. Recursive, as ``parse`` limits depth: half the time of ``walk``."""
    if text := element.text:
        parts.append(text)
    for child in element[:]:
        tag = child.tag
        if apart := tag in BLOCKS:
            parts.append(" ")
        if tag not in UNSEEN:
            _add_texts(child, parts)
        if apart:
            parts.append(" ")
        if tail := child.tail:
            parts.append(tail)


def length_of(element: Element) -> int:
    """Return about how many characters an element shows, its scripts counted: four times as fast as :func:`text_of`."""
    from lxml import etree

    text: str = etree.tostring(element, method="text", encoding="unicode", with_tail=False)
    words = text.split()
    return len(" ".join(words)) + bool(words)


def walk(element: Element) -> Walk:
    """Return an iterator of ("start", element) and ("end", element) for an element and all within, in document order.

    After a start, ``skip_subtree()`` goes on to its end.
    """
    from lxml import etree

    return etree.iterwalk(element, events=("start", "end"))


def remove(element: Element) -> None:
    """Remove an element from its tree; the text that follows it stays."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)


def page_around(elements: list[Element]) -> Element:
    """Return a new page that holds copies of the elements and nothing else."""
    from copy import deepcopy

    # By our parser, not element by element: copies of this tree ask its parser of what class their elements are.
    parsed = _parse_once(b"<html><body></body></html>", huge=False)
    assert parsed is not None
    root = parsed.root
    body = root[0]
    for element in elements:
        copy = deepcopy(element)
        copy.tail = None
        body.append(copy)
    return root


def unwrap_hidden(root: Element) -> None:
    """Turn into plain elements what readers skip and browsers may show; remove all other templates.

    Those are the templates of declarative shadow roots, and a ``<noscript>`` or template with more text than all
    paragraphs outside of such elements.
    """
    visible: int | None = None
    for hidden in list(root.iter("noscript", "template")):
        if hidden.tag == "template" and hidden.get("shadowrootmode") is not None:
            hidden.tag = "div"
            continue
        if (size := length_of(hidden)) > _MIN_HIDDEN:
            visible = _visible_length(root) if visible is None else visible
            hidden.tag = "div" if size > visible else hidden.tag
        if hidden.tag == "template":
            remove(hidden)


def _visible_length(root: Element) -> int:
    """Return about how many characters the paragraphs outside of ``<noscript>`` and templates show."""
    paragraphs = root.iter("p")
    return sum(length_of(p) for p in paragraphs if next(p.iterancestors("noscript", "template"), None) is None)


def tree_error() -> type[Exception]:
    """Return the class of the errors that lxml raises when a tree is too much for it."""
    from lxml import etree

    error: type[Exception] = etree.LxmlError
    return error


def marked_elements(root: Element) -> list[Element]:
    """Return the elements of a page's body that have a microdata (``itemprop``) or RDFa (``property``) property."""
    rdfa = any(root.get(name) for name in ("prefix", "vocab", "version")) or root.find("head[@prefix]") is not None
    elements: list[Element] = _property_xpath(rdfa)(root)
    return elements


@cache
def _property_xpath(rdfa: bool) -> Callable[[Element], Any]:
    from lxml import etree

    path = "body//@itemprop/.." + (" | body//@property/.." if rdfa else "")
    xpath: Callable[[Element], Any] = etree.XPath(path, smart_strings=False)
    return xpath


def path_of(element: Element) -> str:
    """Return the XPath of an element within its tree."""
    return str(element.getroottree().getpath(element))


def markup_of(root: Element) -> str:
    """Return a tree as HTML."""
    from lxml import etree

    return str(etree.tostring(root, encoding="unicode", method="html"))


_BLOCKS = (
    "address article aside blockquote body br caption center dd details div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol option p pre section summary table tbody td tfoot th "
    "thead tr ul "
    "cell code head item lb list quote row"  # trafilatura's names
)
_UNSEEN = "script style template noscript iframe object svg math canvas select textarea title"
BLOCKS = frozenset(_BLOCKS.split())
UNSEEN = frozenset(_UNSEEN.split())


def absolute(address: str | None, base: str | None) -> str | None:
    """Return an address as a full http(s) URL, resolved against ``base``; None if it is none."""
    try:
        said = (address or "").strip()
        full = said if len(said) > MAX_ADDRESS_CHARS else urljoin((base or "")[:MAX_ADDRESS_CHARS], said)
    except ValueError:
        return None
    return full if full.lower().startswith(("http://", "https://")) else None
