"""CSS selectors and XPath expressions: checked when they are read, run on a page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from ingest.html.dom import Element, text_of

if TYPE_CHECKING:
    pass


Syntax = Literal["css", "xpath"]


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


def fault_of_selector(syntax: str, expression: str) -> str | None:
    """Say why a selector is bad, None if it is good."""
    # Here, so that lxml is loaded only where a rule file has selectors.
    from ingest.html.selectors import Selector

    try:
        Selector.compile(expression, "css" if syntax == "css" else "xpath")
    except ValueError as error:
        return str(error)
    return None
