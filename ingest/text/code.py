"""Code that scraping left in a text: scripts, style sheets, JSON, shortcodes, placeholders of templates.

It is told by its syntax, not by who wrote it: it begins as a statement, a rule, an object or a shortcode begins, and
goes on as long as brackets are open and statements follow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# No statement that a page holds in one line is longer; what is, is cut into several.
_LONGEST = 4000
# Below this many characters a piece of a line is not looked at: "f(x)" may be mathematics.
_LEAST = 18
# A line is code if no more of it than this share is anything else.
_REST = 0.15
_LEAST_STATEMENTS = "=;{}("

# What a statement of a script, a rule of a style sheet or an object of JSON begins with.
_NAME = r"[A-Za-z_$][\w$]{0,60}"
_SCRIPT = re.compile(
    rf"""(?x)
    [!;(]{{0,3}}\s?function\b\s{{0,3}}(?:{_NAME})?\s{{0,3}}\([^()\n]{{0,200}}\)\s{{0,3}}\{{     # (function(d, s, id) {{
    | (?:var|let|const)\s{{1,3}}{_NAME}\s{{0,3}}(?:=|;|,\s?{_NAME}\s?[=,;])                # var player = ...
    | (?:try|else|finally)\s{{0,3}}\{{ | \}}?\s?catch\s{{0,3}}\(
    | (?:if|while|for|switch)\s{{0,3}}\([^()\n]{{0,200}}[()=!&|;.]
    | \(?(?:{_NAME}\.){{1,6}}{_NAME}(?:\s{{0,3}}=(?!=)|\(|\[)                       # window.dataLayer = ..., a.push(
    | \({_NAME}\s{{0,2}}=\s{{0,2}}{_NAME}\.{_NAME}                                 # (ads = window.ads || []).push
    | {_NAME}\((?:['"\{{\[\d]|function\b|\)\s?;|{_NAME}\s?[,)]\s?;)                 # gtag('js', ...), show(item);
    | {_NAME}\({_NAME}\)\.{_NAME}\(                                             # jQuery(document).ready(
    | \$\((?:['"]|document|window|function)                                     # $(document).ready(
    | /?/?<!\[CDATA\[
    """
)
# A compound of a selector: an element, or names of classes and ids. Words of prose are none.
_ELEMENTS = (
    "a|p|b|i|em|strong|div|span|ul|ol|li|dl|dt|dd|img|h[1-6]|html|body|table|tbody|thead|tr|td|th|iframe|section|article"
    "|aside|header|footer|nav|main|button|input|form|label|video|figure|svg|blockquote|pre|code"
)
_CLASSES = r"(?:[A-Za-z][\w-]{0,40})?(?:[.#:]{1,2}[A-Za-z_-][\w-]{0,60}){1,6}"
_COMPOUND = rf"(?:(?:{_ELEMENTS}|\*)(?![\w-])|{_CLASSES}|[>~+])"
_BRACED = re.compile(
    rf"""(?x)
    @(?:media|import|font-face|charset|keyframes|supports|-webkit-[a-z]{{3,20}})\b[^{{;\n]{{0,200}}[{{;]
    | {_COMPOUND}(?:(?:\s?,\s?|\s){_COMPOUND}){{0,3}}\s{{0,3}}
      \{{\s{{0,9}}(?:[a-z-]{{2,40}}\s?:\s?[^{{}};:\n]{{1,200}}[;}}]|\}})                # .teaser {{ display: none; }}
    | \{{\s{{0,3}}["'][@\w$-]{{1,60}}["']\s?:                                          # {{"@context": ...
    """
)
_SHORTCODE = re.compile(
    r"\[/?(?:caption|gallery|embed|audio|video|playlist|vc_\w{2,30}|et_pb_\w{2,30}|wp_\w{2,30}|fusion_\w{2,30})\s?/?\]"
    r"|\[[a-z][a-z0-9_-]{2,30}(?:\s{1,3}[a-z][\w-]{0,30}=(?:\"[^\"\]\n]{0,300}\"|'[^'\]\n]{0,300}')){1,12}\s?/?\]"
    r"|\[/[a-z][a-z0-9]{0,20}_[a-z0-9_]{1,30}\]"
)
_PLACEHOLDER = re.compile(
    r"\{\{[^{}\n]{1,120}\}\}|\{%[^{}%\n]{1,120}%\}|<%[^%\n]{1,120}%>|\$\{[\w.]{1,60}\}|%%[\w.-]{2,40}%%"
)
_SEMICOLON = re.compile(r";\s?(?:[\w$]{1,60}[.(=]|[})]|\Z)|\)\s?;")
_TAG = re.compile(r"\[/?[a-z][\w-]{2,30}(?:\s?/?\]|\s{1,3}[\w-]{1,30}=)")
# A unit begins at the beginning, behind a blank, or behind the end of a sentence.
_BEFORE = re.compile(r"(?:^|(?<=[\s.!?…\"”»)\]}>;]))(?=[\w(!;@.#$\[{<%/*}])")
_OPENING, _CLOSING = {"(": ")", "{": "}", "[": "]"}, frozenset(")}]")
_BEHIND = re.compile(r"[\s;,)}\]]*")


def code_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Return where code stands in a line, in order: offsets, half-open, without the blanks around it.

    >>> text = "He left. try { show('Top'); } catch(e) {} She stayed."
    >>> [text[start:end] for start, end in code_spans(text)]
    ["try { show('Top'); } catch(e) {}"]
    """
    if not _may_hold(text):
        return ()
    spans: list[tuple[int, int]] = []
    for start, end in sorted((*_marked(text), *_statements(text))):
        if spans and start <= spans[-1][1]:
            spans[-1] = spans[-1][0], max(end, spans[-1][1])
        else:
            spans.append((start, end))
    return tuple(spans)


def _may_hold(text: str) -> bool:
    """True unless a text is surely without code: nearly all prose is."""
    return (
        "{" in text
        or "%%" in text
        or "<%" in text
        or (";" in text and "(" in text and _SEMICOLON.search(text) is not None)
        or ("[" in text and _TAG.search(text) is not None)
    )


def is_code(text: str) -> bool:
    """True if a line is code, but for a little.

    >>> is_code(".cta{display:none}"), is_code("The sum (a + b) is c; then x = 4.")
    (True, False)
    """
    if not (spans := code_spans(text)):
        return False
    rest = _without_blanks(text) - sum(_without_blanks(text[start:end]) for start, end in spans)
    return rest <= _REST * len(text)


def _without_blanks(text: str) -> int:
    """Return how many characters of a text are no blanks."""
    return sum(map(len, text.split()))


def _marked(text: str) -> Iterator[tuple[int, int]]:
    for pattern, mark in ((_SHORTCODE, "["), (_PLACEHOLDER, "%"), (_PLACEHOLDER, "{")):
        if mark in text:
            yield from (found.span() for found in pattern.finditer(text))


def _statements(text: str) -> Iterator[tuple[int, int]]:
    if "{" not in text and not (";" in text and "(" in text):
        return
    at = 0
    for place in _BEFORE.finditer(text):
        if place.start() < at or not _begins(text, place.start()):
            continue
        at = _end_of_code(text, place.start())
        said = text[place.start() : at]
        if len(said) >= _LEAST and any(map(said.__contains__, _LEAST_STATEMENTS)) and _is_statement(said):
            yield place.start(), at


def _begins(text: str, at: int) -> re.Match[str] | None:
    return _SCRIPT.match(text, at) or _BRACED.match(text, at)


def _is_statement(said: str) -> bool:
    """True if brackets are closed as they are opened, and something says that it is no sentence."""
    return any(mark in said for mark in (";", "}", "})", "')", '")')) or "({" in said


def _end_of_code(text: str, start: int) -> int:
    """Return where code that begins at an offset ends: behind the last statement in a row."""
    end = start
    while (found := _begins(text, end)) and end < start + _LONGEST:
        end = _end_of_statement(text, end, found.end())
        behind = _BEHIND.match(text, end)
        # The next statement, or what is left of this one: ");", "}".
        end = behind.end() if behind and _begins(text, behind.end()) else _behind_marks(text, end)
    return end


def _behind_marks(text: str, end: int) -> int:
    """Return where the brackets and semicolons behind an offset end, blanks between them."""
    behind = _BEHIND.match(text, end)
    return end + len(behind[0].rstrip()) if behind else end


def _end_of_statement(text: str, start: int, least: int) -> int:
    """Return where a statement ends: behind its semicolon, or the bracket that closes it."""
    open_, at, quote = [], start, ""
    last = min(len(text), start + _LONGEST)
    while at < last:
        char = text[at]
        if quote:
            if char == "\\":
                at += 1
            elif char == quote:
                quote = ""
        elif char in "\"'`":
            quote = char
        elif char in _OPENING:
            open_.append(_OPENING[char])
        elif char in _CLOSING and open_:
            open_.pop()
            if not open_ and char == "}" and at >= least - 1:
                return at + 1
        elif char == ";" and not open_ and at >= least - 1:
            return at + 1
        at += 1
    # Nothing closes it: to the last bracket that does not need to be closed.
    return max(least, text.rfind(")", start, last) + 1, text.rfind("}", start, last) + 1)
