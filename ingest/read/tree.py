"""The HTML tree: bytes parsed once, and CSS or XPath selectors over it. The one module that knows lxml.

lxml is imported where it is used: rule files name selectors, and ``import ingest`` must not pay for a parser.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from lxml import etree

Element: TypeAlias = "etree._Element"
Walk: TypeAlias = "etree.iterwalk[Any]"
Syntax = Literal["css", "xpath"]

# What XML (and so lxml) cannot hold. A form feed is white space to HTML.
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\f\r"))
_BLANKS = bytes.maketrans(b"\f", b" ")
# A slash in the first declaration makes libxml2 lose the page (bugs.launchpad.net/lxml/+bug/1955915).
_FAULTY_DOCTYPE = re.compile(rb"\s*<!doctype\b[^<>]*/[^<>]*>", re.I)
_MAX_DEPTH = 256  # libxml2's own, but for huge_tree
# The largest of 813 pages of the development corpus has 10,106 elements, the deepest 48 levels.
_MAX_ELEMENTS = 50_000
# Less text in a <noscript> is advice to switch scripts on.
_VEILED = 400
_WRAPPERS = re.compile(rb"</?(?:abbr|b|big|center|em|font|i|ins|small|span|strike|strong|tt|u)\b[^<>]*>", re.I)
_CLOSED_HTML = re.compile(rb"(<html\b[^<>]*?)\s*/>", re.I)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A tree, the bytes it is from, and why it is not all of the page (None: it is)."""

    root: Element
    size: int
    truncated: str | None = None


def parse(data: bytes) -> Parsed | None:
    """Give the tree of a page in UTF-8, without comments and processing instructions; None where there is no element.

    Nothing is fetched and no entity is defined, so the tree grows with the bytes. A page nested deeper than libxml2
    allows (256) is mostly one with unclosed ``<font>`` or ``<b>``: it is read again without such, as is one with
    10 MB in a script. What lies deeper still, or beyond the first 50,000 elements, is cut off.
    """
    data = data.translate(_BLANKS, _CONTROLS)
    if faulty := _FAULTY_DOCTYPE.match(data[:4096]):
        data = data[faulty.end() :]
    if closed := _CLOSED_HTML.search(data[:4096]):
        data = data[: closed.end(1)] + b">" + data[closed.end() :]
    parsed = _parsed(data, huge=False)
    if parsed and parsed.truncated and (plain := _parsed(_WRAPPERS.sub(b"", data), huge=True)) and not _deep(plain):
        parsed = plain
    return _cut(parsed) if parsed and _beyond()(parsed.root) else parsed


def _parsed(data: bytes, *, huge: bool) -> Parsed | None:
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


def _deep(parsed: Parsed) -> bool:
    depth = 0
    for event, _ in walk(parsed.root):
        depth += 1 if event == "start" else -1
        if depth > _MAX_DEPTH:
            return True
    return parsed.truncated is not None


@cache
def _beyond() -> Callable[[Element], Any]:
    """Give what finds the first element beyond the 50,000th of a tree: in a third of the time that counting takes."""
    from lxml import etree

    found: Callable[[Element], Any] = etree.XPath(f"descendant::*[{_MAX_ELEMENTS}]")
    return found


def _cut(parsed: Parsed) -> Parsed:
    """Give the tree without what follows its first 50,000 elements: readers take more than linear time on more."""
    count = int(parsed.root.xpath("count(//*)"))
    last: Element | None = next(islice(parsed.root.iter(), _MAX_ELEMENTS - 1, None))
    while last is not None and (holder := last.getparent()) is not None:
        last.tail = None
        del holder[holder.index(last) + 1 :]
        last = holder
    return Parsed(parsed.root, parsed.size, f"the first {_MAX_ELEMENTS} of {count} elements")


def text_of(element: Element) -> str:
    """Give what an element shows: its text without scripts, on one line, blocks apart."""
    if element.tag in UNSEEN:
        return ""
    parts: list[str] = []
    _gather(element, parts)
    return " ".join("".join(parts).split())


def _gather(element: Element, parts: list[str]) -> None:
    """Add what stands in an element: not deeper than ``parse`` lets a page be, in half the time of ``walk``."""
    if text := element.text:
        parts.append(text)
    for child in element[:]:
        tag = child.tag
        if apart := tag in BLOCKS:
            parts.append(" ")
        if tag not in UNSEEN:
            _gather(child, parts)
        if apart:
            parts.append(" ")
        if tail := child.tail:
            parts.append(tail)


def length_of(element: Element) -> int:
    """Give about how many characters an element shows, its scripts counted: four times as fast as :func:`text_of`."""
    from lxml import etree

    text: str = etree.tostring(element, method="text", encoding="unicode", with_tail=False)
    words = text.split()
    return len(" ".join(words)) + bool(words)


def walk(element: Element) -> Walk:
    """Give ("start", element) and ("end", element) for an element and all within, in document order.

    After a start, ``skip_subtree()`` goes on to its end. Pages nest too deep for recursion.
    """
    from lxml import etree

    return etree.iterwalk(element, events=("start", "end"))


def remove(element: Element) -> None:
    """Take an element out of its tree; the text that follows it stays."""
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


def page_of(elements: list[Element]) -> Element:
    """Give a new page that holds copies of the elements and nothing else."""
    from copy import deepcopy

    # By our parser, not element by element: copies of this tree ask its parser of what class their elements are.
    parsed = _parsed(b"<html><body></body></html>", huge=False)
    assert parsed is not None
    root = parsed.root
    body = root[0]
    for element in elements:
        copy = deepcopy(element)
        copy.tail = None
        body.append(copy)
    return root


def unveil(root: Element) -> None:
    """Make a part of the page what readers pass over and browsers may show: the templates of declarative shadow
    roots, and a ``<noscript>`` or template that holds more text than all paragraphs around it. Other templates go."""
    shown = -1
    for veil in list(root.iter("noscript", "template")):
        if veil.tag == "template" and veil.get("shadowrootmode") is not None:
            veil.tag = "div"
            continue
        if (size := length_of(veil)) > _VEILED:
            shown = _unveiled(root) if shown < 0 else shown
            veil.tag = "div" if size > shown else veil.tag
        if veil.tag == "template":
            remove(veil)


def _unveiled(root: Element) -> int:
    return sum(
        length_of(one) for one in root.iter("p") if next(one.iterancestors("noscript", "template"), None) is None
    )


def tree_error() -> type[Exception]:
    """Give the class of what lxml raises when a tree is too much for it."""
    from lxml import etree

    error: type[Exception] = etree.LxmlError
    return error


def marked_elements(root: Element) -> list[Element]:
    """Give the elements of a page's body that microdata (``itemprop``) or RDFa (``property``) says something of."""
    rdfa = any(root.get(name) for name in ("prefix", "vocab", "version")) or root.find("head[@prefix]") is not None
    found: list[Element] = _marked(rdfa)(root)
    return found


@cache
def _marked(rdfa: bool) -> Callable[[Element], Any]:
    from lxml import etree

    path = "body//@itemprop/.." + (" | body//@property/.." if rdfa else "")
    found: Callable[[Element], Any] = etree.XPath(path, smart_strings=False)
    return found


def path_of(element: Element) -> str:
    """Give the XPath of an element within its tree."""
    return str(element.getroottree().getpath(element))


def markup_of(root: Element) -> str:
    """Give a tree as HTML."""
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

_FUNCTIONS = (
    "last position count id local-name namespace-uri name string concat starts-with contains substring-before "
    "substring-after substring string-length normalize-space translate boolean not true false lang number sum floor "
    "ceiling round node text comment processing-instruction and or div mod"
)
_CALLABLE = frozenset(_FUNCTIONS.split())
# How many arguments at least and at most, of those that libxml2 only counts on a page that gets so far.
_ARGUMENTS = {
    "contains": (2, 2),
    "starts-with": (2, 2),
    "substring-before": (2, 2),
    "substring-after": (2, 2),
    "substring": (2, 3),
    "translate": (3, 3),
    "concat": (2, 1000),
    "not": (1, 1),
    "count": (1, 1),
    "normalize-space": (0, 1),
}
_LITERALS = re.compile(r"\"[^\"]*\"|'[^']*'")
_CALLS = re.compile(r"([\w.:-]+)\s*\(")
_PREFIX = re.compile(r"(?<![\w.:-])([A-Za-z_][\w.-]*):(?!:)[\w*]")


@dataclass(frozen=True)
class Selector:
    """A CSS or XPath 1.0 selector. Not slotted: the compiled form is kept beside the two fields, and is not pickled."""

    expression: str
    syntax: Syntax

    @classmethod
    def compile(cls, expression: str, syntax: Syntax) -> Selector:
        """Give a selector that is known to be sound.

        Raises:
            ValueError: the expression is not CSS or XPath 1.0, or asks for what is not there (functions of
                extensions, variables, namespaces); the message says which.
        """
        selector = cls(expression, syntax)
        if syntax == "xpath":
            _check_names(expression)
        selector._call(_sample())
        return selector

    def elements(self, root: Element) -> tuple[Element, ...]:
        """Give the elements selected, in document order; attributes, strings and numbers are left out."""
        found = self._find(root)
        return tuple(one for one in found if hasattr(one, "tag")) if isinstance(found, list) else ()

    def values(self, root: Element) -> tuple[str, ...]:
        """Give what is selected as strings on one line, empty ones left out.

        An element says what it states for machines (``content`` of a meta, ``datetime`` of a time), else its text.
        """
        found = self._find(root)
        if isinstance(found, float):
            found = f"{found:g}"
        values = [_value(one) for one in (found if isinstance(found, list) else [found])]
        return tuple(value for value in values if value)

    def __reduce__(self) -> tuple[type[Selector], tuple[str, Syntax]]:
        return Selector, (self.expression, self.syntax)

    @cached_property
    def _call(self) -> Callable[[Element], Any]:
        from lxml import etree

        path = _translated(self.expression) if self.syntax == "css" else self.expression
        try:
            compiled = etree.XPath(path, regexp=False, smart_strings=False)
        except etree.XPathError as error:
            raise ValueError(f"not an XPath 1.0 expression: {error}") from None

        def call(root: Element) -> Any:
            try:
                return compiled(root)
            except etree.XPathError as error:
                raise ValueError(f"not an XPath 1.0 expression: {error}") from None

        return call

    def _find(self, root: Element) -> Any:
        try:
            return self._call(root)
        except ValueError:  # libxml2's own limits on steps and depth: this page is too much for the expression
            return []


def _value(found: Any) -> str:
    if isinstance(found, str | bool):
        return " ".join(str(found).split())
    stated = found.get("content") or (found.get("datetime") if found.tag == "time" else None)
    return " ".join(stated.split()) if stated else text_of(found)


def _translated(css: str) -> str:
    from cssselect import HTMLTranslator, SelectorError

    try:
        return HTMLTranslator().css_to_xpath(css, prefix="descendant-or-self::")
    except SelectorError as error:
        raise ValueError(f"not a CSS selector: {error}") from None


def _check_names(xpath: str) -> None:
    """Raise ValueError for names that would only fail on a page: functions, variables, prefixes that nobody defined."""
    plain = _LITERALS.sub("''", xpath)
    for name in _CALLS.findall(plain):
        if name.rpartition("::")[2] not in _CALLABLE:
            raise ValueError(f"no function {name!r} in XPath 1.0; known: {', '.join(sorted(_CALLABLE))}")
    for name, count in _argument_counts(plain):
        least, most = _ARGUMENTS.get(name, (0, 1000))
        if not least <= count <= most:
            raise ValueError(
                f"{name}() takes {least} arguments or more, and has {count}"
                if count < least
                else f"{name}() takes at most {most} arguments, and has {count}"
            )
    if "$" in plain:
        raise ValueError("variables ($name) have no values here")
    if prefix := _PREFIX.search(plain):
        raise ValueError(f"no namespace prefix {prefix[1]!r}: HTML has none")


def _argument_counts(plain: str) -> Iterator[tuple[str, int]]:
    """Give the calls of an XPath without literals, and how many arguments each has."""
    open_calls: list[list[Any]] = []
    for token in re.finditer(r"([\w.-]*)\s*\(|[\[\]),]|[^\s]", plain):
        mark = token[0]
        if open_calls and mark not in (")", "]", ","):
            open_calls[-1][1] = max(open_calls[-1][1], 1)
        if mark.endswith("(") or mark == "[":
            open_calls.append([token[1] or "", 0])
        elif mark in (")", "]") and open_calls:
            name, count = open_calls.pop()
            yield name, count
        elif mark == "," and open_calls:
            open_calls[-1][1] += 1


def _sample() -> Element:
    from lxml import html

    return html.document_fromstring("<html><head><title>t</title></head><body><p class='a'>b <a href='c'>d</a></p>")
