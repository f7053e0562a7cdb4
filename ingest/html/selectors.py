"""CSS selectors and XPath expressions: checked when a rule file is read, run on a page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from ingest.html.dom import Element, text_of

Syntax = Literal["css", "xpath"]

# The functions of XPath 1.0, its node tests, and the operators that may come before a bracket.
_FUNCTIONS = (
    "last position count id local-name namespace-uri name string concat starts-with contains substring-before "
    "substring-after substring string-length normalize-space translate boolean not true false lang number sum floor "
    "ceiling round node text comment processing-instruction and or div mod"
)
_CALLABLE = frozenset(_FUNCTIONS.split())
# The least and the most arguments of functions whose arguments libxml2 counts only on a page that gets so far.
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
        """Return a selector that is known to be sound.

        Raises:
            ValueError: the expression is not CSS or XPath 1.0, or asks for what is not there (functions of
                extensions, variables, namespaces); the message says which.
        """
        selector = cls(expression, syntax)
        if syntax == "xpath":
            _check_xpath_names(expression)
        selector._call(_sample_page())
        return selector

    def elements(self, root: Element) -> tuple[Element, ...]:
        """Return the elements selected, in document order; attributes, strings and numbers are left out."""
        result = self._find(root)
        return tuple(item for item in result if hasattr(item, "tag")) if isinstance(result, list) else ()

    def values(self, root: Element) -> tuple[str, ...]:
        """Return the values selected, each on one line, empty ones left out.

        The value of an element is what it states for machines (``content`` of a meta, ``datetime`` of a time), else
        its text.
        """
        result = self._find(root)
        if isinstance(result, float):
            result = f"{result:g}"
        values = [_value(item) for item in (result if isinstance(result, list) else [result])]
        return tuple(value for value in values if value)

    def __reduce__(self) -> tuple[type[Selector], tuple[str, Syntax]]:
        return Selector, (self.expression, self.syntax)

    @cached_property
    def _call(self) -> Callable[[Element], Any]:
        from lxml import etree

        path = _css_to_xpath(self.expression) if self.syntax == "css" else self.expression
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


def _css_to_xpath(css: str) -> str:
    from cssselect import HTMLTranslator, SelectorError

    try:
        return HTMLTranslator().css_to_xpath(css, prefix="descendant-or-self::")
    except SelectorError as error:
        raise ValueError(f"not a CSS selector: {error}") from None


def _check_xpath_names(xpath: str) -> None:
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
    """Yield the calls of an XPath without literals: the name, and how many arguments it has."""
    open_calls: list[list[Any]] = []
    for token in re.finditer(r"([\w.-]*)\s*\(|[\[\]),]|[^\s]", plain):
        sign = token[0]
        if open_calls and sign not in (")", "]", ","):
            open_calls[-1][1] = max(open_calls[-1][1], 1)
        if sign.endswith("(") or sign == "[":
            open_calls.append([token[1] or "", 0])
        elif sign in (")", "]") and open_calls:
            name, count = open_calls.pop()
            yield name, count
        elif sign == "," and open_calls:
            open_calls[-1][1] += 1


def _sample_page() -> Element:
    from lxml import html

    return html.document_fromstring("<html><head><title>t</title></head><body><p class='a'>b <a href='c'>d</a></p>")


def fault_of_selector(syntax: str, expression: str) -> str | None:
    """Return why a selector is bad, None if it is good."""
    try:
        Selector.compile(expression, "css" if syntax == "css" else "xpath")
    except ValueError as error:
        return str(error)
    return None
