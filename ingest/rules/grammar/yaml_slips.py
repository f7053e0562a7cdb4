"""What was probably meant where YAML refuses a file: the slips of people who do not write it every day.

The parser says where it gave up, which is often a line later, and in the words of its grammar. Each slip is looked for
in the text around that place; the commonest are a line that begins in the wrong column, a tab, a colon that is missing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_SINGLE_QUOTES = "put it in single quotes"
# A list or a mapping that is never closed is looked for in so many lines before the place where that shows.
_LINES_BACK = 50
_KEY = re.compile(r"(?P<before>\s*(?:- +)?)(?P<key>[a-z_]+)")
_ENTRY = re.compile(r"(?P<before>\s*(?:- +)?[a-z_]+:[ \t]+|\s*- +)(?P<value>\S.*)")
# These begin something else in YAML than text.
_SPECIAL = {
    "*": "an alias",
    "&": "an anchor",
    "!": "a tag",
    "|": "a block of lines",
    ">": "a block of lines",
    "%": "a directive",
    "@": "reserved",
    "`": "reserved",
    "[": "a list",
    "{": "a mapping",
}


class Slip(NamedTuple):
    """A slip: where (from 1), what is wrong, and how to mend it."""

    line: int
    column: int
    what: str
    fix: str


def find_slip(text: str, line: int, problem: str, opened: int | None, keys: frozenset[str]) -> Slip | None:
    """Return the slip for which YAML refuses a text, None if it is none of those that are known.

    Args:
        text: the file.
        line: where the parser gave up, from 1.
        problem: what it said.
        opened: the line of what it was reading then, a quoted text or a list, if it said so.
        keys: the keys of rule files, of which one without a colon is known.
    """
    lines = text.split("\n")
    at = min(line, len(lines))
    if "control characters" in problem or "unacceptable character" in problem:
        return _control_character(lines)
    if (slip := _tab(lines, at)) is not None:
        return slip
    if "end of stream" in problem and opened:
        column = _opening_quote(lines[opened - 1])
        return Slip(opened, column, "a quote that nothing closes", "close it; inside single quotes ' is written ''")
    if "escape" in problem:
        fix = "single quotes instead of double ones: in them a backslash is itself"
        return Slip(at, 1 + lines[at - 1].find("\\"), "a backslash in double quotes begins an escape", fix)
    for look in (_no_colon, _no_blank, _apostrophe, _special_value, _colon_inside):
        for number in (at, _before(lines, at)):
            slip = look(lines, number, keys) if number else None
            if slip is not None:
                return slip
    if ("']'" in problem or "'}'" in problem or "node content" in problem) and (slip := _unclosed(lines, at)):
        return slip
    return _wrong_column(lines, at)


def _before(lines: Sequence[str], at: int) -> int:
    """Return the number of the line before one that is neither blank nor a comment, 0 if there is none."""
    numbers = range(at - 1, 0, -1)
    return next((n for n in numbers if lines[n - 1].strip() and not lines[n - 1].lstrip().startswith("#")), 0)


def _control_character(lines: Sequence[str]) -> Slip | None:
    for number, line in enumerate(lines, 1):
        for column, char in enumerate(line, 1):
            if (ord(char) < 32 and char not in "\t\r") or 0x7F <= ord(char) < 0xA0:
                return Slip(number, column, f"a control character (U+{ord(char):04X})", "remove it")
    return None


def _tab(lines: Sequence[str], at: int) -> Slip | None:
    blanks = re.match(r"[ \t]*", lines[at - 1])
    column = blanks[0].find("\t") if blanks else -1
    if column < 0:
        return None
    return Slip(at, column + 1, "a tab at the beginning of a line", "YAML indents with blanks only: two a level")


def _opening_quote(line: str) -> int:
    found = re.search(r"['\"]", line)
    return found.start() + 1 if found else 1


def _no_colon(lines: Sequence[str], number: int, keys: frozenset[str]) -> Slip | None:
    line = lines[number - 1]
    found = _KEY.match(line)
    if found is None or found["key"] not in keys:
        return None
    rest = line[found.end() :]
    if rest.startswith(":") or (rest and not rest[0].isspace()):
        return None
    return Slip(
        number, found.end() + 1, f"no colon behind '{found['key']}'", f"write {found['key']}:{rest.rstrip() or ' ...'}"
    )


def _no_blank(lines: Sequence[str], number: int, keys: frozenset[str]) -> Slip | None:
    line = lines[number - 1]
    if found := re.match(r"\s*-(?=[a-z_]+:)", line):
        return Slip(number, found.end(), "no blank behind the '-' that begins an entry of a list", "write '- '")
    found = _KEY.match(line)
    if found is None or found["key"] not in keys or not re.match(r":[^\s:]", line[found.end() :]):
        return None
    fix = f"write {found['key']}: {line[found.end() + 1 :].strip()}"
    return Slip(number, found.end() + 1, f"no blank behind the colon of '{found['key']}'", fix)


def _apostrophe(lines: Sequence[str], number: int, keys: frozenset[str]) -> Slip | None:
    found = _ENTRY.match(lines[number - 1])
    if found is None or not found["value"].startswith("'"):
        return None
    closing = re.match(r"'(?:[^']|'')*'", found["value"])
    if closing is None or not re.match(r"\s*\S", found["value"][closing.end() :]):
        return None
    rest = found["value"][closing.end() :].lstrip()
    if rest[0] in ",]}#:":
        return None
    column = found.start("value") + closing.end()
    return Slip(number, column, "the text goes on behind its closing quote", "inside single quotes write ' as ''")


def _special_value(lines: Sequence[str], number: int, keys: frozenset[str]) -> Slip | None:
    found = _ENTRY.match(lines[number - 1])
    if found is None or found["value"][0] not in _SPECIAL:
        return None
    value = found["value"].rstrip()
    if value[0] in "[{":
        # A list that is closed, and nothing behind it, is one; what is open goes on in the next line.
        behind = value[_closing(value) :].strip()
        if not behind or behind.startswith("#"):
            return None
    what = f"a value that begins with {value[0]} is {_SPECIAL[value[0]]} in YAML"
    return Slip(number, found.start("value") + 1, what, f"{_SINGLE_QUOTES}: '{value}'")


def _closing(value: str) -> int:
    """Return where the bracket that begins a value is closed, its end if nowhere."""
    depth = 0
    for at, char in enumerate(value, 1):
        depth += (char in "[{") - (char in "]}")
        if not depth:
            return at
    return len(value)


def _colon_inside(lines: Sequence[str], number: int, keys: frozenset[str]) -> Slip | None:
    found = _ENTRY.match(lines[number - 1])
    if found is None or found["value"][0] in "'\"[{":
        return None
    inside = re.search(r":(?=\s|$)", found["value"])
    if inside is None or (_KEY.fullmatch(found["value"][: inside.start()]) and found["before"].strip() == "-"):
        return None
    fix = f"{_SINGLE_QUOTES}: '{found['value'].rstrip()}'"
    return Slip(number, found.start("value") + inside.start() + 1, "a colon and a blank inside a text", fix)


def _unclosed(lines: Sequence[str], at: int) -> Slip | None:
    """Return the slip of a list or mapping in one line that is open at its end: the last before a place."""
    for number in range(at, max(0, at - _LINES_BACK), -1):
        line = lines[number - 1]
        if found := re.search(r"[\[,] *#", line):
            what = "a # behind a blank begins a comment, so that the list is never closed"
            return Slip(number, found.end(), what, f"{_SINGLE_QUOTES}: '#...'")
        for opens, closes, name in (("[", "]", "list"), ("{", "}", "mapping")):
            if line.count(opens) > line.count(closes):
                what = f"a {name} that nothing closes"
                return Slip(number, line.index(opens) + 1, what, f"close it with {closes}; or a comma is missing")
    return None


def _wrong_column(lines: Sequence[str], at: int) -> Slip | None:
    """Return the slip of a line that begins in a column in which nothing above it begins."""
    open_columns: list[int] = []
    for line in lines[: at - 1]:
        if line.strip() and not line.lstrip().startswith("#"):
            column = len(line) - len(line.lstrip())
            entry = re.match(r"- +", line.lstrip())
            open_columns = [c for c in open_columns if c < column] + [column]
            if entry:
                open_columns.append(column + entry.end())
    line = lines[at - 1]
    column = len(line) - len(line.lstrip())
    if not line.strip() or column in open_columns or not open_columns:
        return None
    # The column of a neighbour that was meant: the nearest, the deeper of two.
    meant = min(open_columns, key=lambda known: (abs(known - column), -known))
    what = f"this line begins in column {column + 1}, and nothing above it does"
    return Slip(at, column + 1, what, f"begin it in column {meant + 1}: what belongs together begins in one column")
