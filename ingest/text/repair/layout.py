r"""How a text is laid out: what scraping did to its paragraphs, undone as repairs.

A paragraph is a line. Texts come otherwise: wrapped at a width, on one line with the breaks spelled ``\n``, printed as
a Python list, joined by commas, with tags left in, with nothing at all between two paragraphs. Each is told by what
recurs; one odd place proves nothing and stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from ingest.text.repair.changes import Change, carried_out, compose

LAYOUT_REPAIRS = (
    "spacing.commas",
    "spacing.glued",
    "spacing.literal",
    "spacing.printed-list",
    "spacing.tags",
    "spacing.wide",
    "spacing.wrapped",
)


def lay_out(source: str) -> tuple[str, tuple[Change, ...]]:
    """Return a text with a paragraph a line, and the changes that make it, offset in ``source``, in reading order."""
    text, changes = source, tuple[Change, ...]()
    for step in _STEPS:
        if found := tuple(step(text)):
            changes = compose(changes, text, found)
            text = carried_out(text, found)
    return text, changes


def is_run_together(source: str) -> bool:
    """True if a text came on few long lines: more than half of it on lines no paragraph is as long as."""
    lines = [line for line in source.split("\n") if line.strip()]
    long = sum(len(line) for line in lines if len(line) > _LONGEST_PARAGRAPH)
    return 2 * long > len(source) or (len(lines) <= _FEW_LINES and len(source) >= _LONG_LINE)


# ---- a printed list: ['one paragraph', "another"]

_LIST = re.compile(r"\s*\[\s*(?=['\"])")
_LIST_END = re.compile(r"(?<=['\"])\s*\]\s*$")
_LIST_JOINT = re.compile(r"(?<!\\)(['\"])\s*,\s*(['\"])")


def _printed_list(text: str) -> Iterator[Change]:
    """A list of strings as Python or JSON prints it."""
    opened, closed = _LIST.match(text), _LIST_END.search(text[-40:])
    if opened is None or closed is None:
        return
    end = max(0, len(text) - 40) + closed.start() - 1
    yield Change("spacing.printed-list", 0, opened.end() + 1, "")
    for joint in _LIST_JOINT.finditer(text, opened.end() + 1, end):
        yield Change("spacing.printed-list", joint.start(), joint.end(), "\n")
    yield Change("spacing.printed-list", end, len(text), "")


# ---- line breaks and the like, spelled out

_LITERAL = re.compile(r"\\+(?:r\\+n|[nrt]|xa0|u00a0|u200b|['\"])", re.IGNORECASE)
_LITERAL_BREAK = re.compile(r"(?:\\+r)?\\+n(?![a-z])|\\+r(?![a-z])|(?<=[.!?…”\"’)])\\+[nr]")
_FEWEST_LITERALS = 2


def _literals(text: str) -> Iterator[Change]:
    """Escapes of a string that was printed: recurring, where a path has one backslash among words."""
    if "\\" not in text or len(_LITERAL_BREAK.findall(text)) < _FEWEST_LITERALS:
        return
    for found in _LITERAL.finditer(text):
        said = found[0].lstrip("\\").lower()
        after = (
            said[-1] if said[-1] in "'\"" else "" if said == "u200b" else " " if said in ("t", "xa0", "u00a0") else "\n"
        )
        yield Change("spacing.literal", found.start(), found.end(), after)


# ---- tags left in

_TAG_NAMES = (
    "a|abbr|address|article|aside|b|big|blockquote|br|center|cite|code|dd|div|dl|dt|em|figcaption|figure|font|footer|"
    "h[1-6]|header|hr|i|iframe|img|ins|li|mark|nav|ol|p|picture|pre|q|s|script|section|small|source|span|strong|style|sub|"
    "sup|table|tbody|td|th|thead|time|tr|u|ul|video"
)
_TAG = re.compile(rf"<(?P<close>/?)(?P<name>{_TAG_NAMES})(?P<rest>(?:\s[^<>]{{0,2000}})?)/?>", re.IGNORECASE)
_INLINE = frozenset("a abbr b big cite code em font i ins mark q s small span strong sub sup time u".split())  # noqa: SIM905  # a table
_HIDDEN = re.compile(r"<(?:(script|style)\b[^<>]{0,2000}>|(!--))")
# A text with tags shows it by the first few.
_TAGS_LOOKED_AT = 500
_CLOSES = {"script": "</script>", "style": "</style>", "!--": "-->"}


def _tags(text: str) -> Iterator[Change]:
    """Tags of HTML in a text: told by attributes, by breaks, by one that opens a line; a mention of one is none."""
    if "<" not in text or not _is_marked_up(text):
        return
    spans = [(start, end, "\n") for start, end in _hidden(text)]
    hidden, at = spans[:], 0
    for tag in _TAG.finditer(text):
        while at < len(hidden) and hidden[at][1] <= tag.start():
            at += 1
        if at == len(hidden) or tag.start() < hidden[at][0]:
            spans.append((tag.start(), tag.end(), "" if tag["name"].lower() in _INLINE else "\n"))
    for start, end, after in sorted(spans):
        yield Change("spacing.tags", start, end, after)


def _hidden(text: str) -> Iterator[tuple[int, int]]:
    """Yield the scripts, style sheets and comments of a text, in order. What is not closed is none."""
    lower, at = text.lower(), 0
    ends = {name: lower.rfind(close) for name, close in _CLOSES.items()}
    while opened := _HIDDEN.search(lower, at):
        name, at = opened[1] or opened[2], opened.end()
        if len(lower) == len(text) and at <= ends[name]:
            at = lower.index(_CLOSES[name], at) + len(_CLOSES[name])
            yield opened.start(), at


def _is_marked_up(text: str) -> bool:
    found = 0
    for tag in islice(_TAG.finditer(text), _TAGS_LOOKED_AT):
        name, rest = tag["name"].lower(), tag["rest"].strip(" /")
        begins = not text[text.rfind("\n", 0, tag.start()) + 1 : tag.start()].strip()
        if "=" in rest or name == "br" or (begins and name not in _INLINE):
            found += 2 if "=" in rest else 1
        if found >= 2:
            return True
    return False


# ---- paragraphs joined by a comma without a blank

# What this and those below begin with is no look back: ``re`` then skips to it, several times as fast.
_STRONG_COMMA = re.compile(r",(?:(?<=[.!?…”\"’»。！？」؟।],)|(?<=[.!?…”\"’»]\s,))(?=[“\"‘'«„「]?[^\W\d_])")
_BARE_COMMA = re.compile(r"(?<=[^\s\d]),(?=\d)|,(?=[“\"‘'«„「([]?[^\W\d_])")
_FEWEST_COMMAS = 2
# With so many ends of sentences among them, bare commas join labels as well: more than half may stand behind none.
_SURE_COMMAS, _LABELS_EACH = 3, 4


def _commas(text: str) -> Iterator[Change]:
    """A list of paragraphs that was joined by its commas: a sentence's end, a comma and a capital without a blank."""
    strong = sum(
        1
        for found in _STRONG_COMMA.finditer(text)
        if not text[found.end() : found.end() + 2].lstrip("“\"‘'«„")[:1].islower()
    )
    if strong < _FEWEST_COMMAS:
        return
    bare = list(_BARE_COMMA.finditer(text))
    if strong * (_LABELS_EACH if strong >= _SURE_COMMAS else 2) < len(bare):
        return
    for found in bare:
        yield Change("spacing.commas", found.start(), found.end(), "\n")


# ---- paragraphs with wide gaps, or nothing, between them

_WIDE = re.compile(r"[.!?…”\"’»)]([ \u00a0\t]{3,})(?=\S)")
_GLUED = re.compile(
    r"[.!?…”\"’»)](?<=[^\W\d_]{2}.)(?:(?<=[.!?…])[.!?…]*[”\"’»)]*|(?<=[”\"’»)])[”\"’»)]*[.!?…]+)"
    r"(?=[“\"‘«„(]?[^\W\d_]{2})"
)
_FEWEST_JOINTS = 3


def _wide(text: str) -> Iterator[Change]:
    """Paragraphs on one line with a wide gap between them."""
    found = [gap for line in _long_lines(text) for gap in _WIDE.finditer(text, *line)]
    if len(found) >= 2:
        for gap in found:
            yield Change("spacing.wide", gap.start(1), gap.end(1), "\n")


def _glued(text: str) -> Iterator[Change]:
    """Paragraphs with nothing between them: "... was closed.The mayor ..."; an address has no capital there."""
    found = []
    for line in _long_lines(text):
        for joint in _GLUED.finditer(text, *line):
            after = text[joint.end() : joint.end() + 3].lstrip('“"‘«„(')
            if after[:1].isupper() and after[1:2].islower() and not _in_address(text, joint.start()):
                found.append(joint)
    if len(found) >= _FEWEST_JOINTS:
        for joint in found:
            yield Change("spacing.glued", joint.end(), joint.end(), "\n")


def _in_address(text: str, at: int) -> bool:
    word = text[max(0, at - 80) : at].rpartition(" ")[2]
    return "://" in word or "@" in word or word.lower().startswith("www.")


# A line that is longer holds more than a sentence, and than a paragraph.
_LONG_LINE, _LONGEST_PARAGRAPH, _FEW_LINES = 300, 600, 3


def _long_lines(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for line in text.split("\n"):
        if len(line) >= _LONG_LINE:
            yield at, at + len(line)
        at += len(line) + 1


# ---- lines wrapped at a width

NARROWEST, WIDEST = 30, 130
_FEWEST_WRAPS = 3
# The share of wrapped lines that begin with a small letter; in prose it is four in five.
_LEAST_LOWER = 0.3
_HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")
_LIST_MARK = re.compile(r"\s*(?:[-*+•‣▪◦·–|>] |\d{1,3}[.)] |#{1,6} |\[)")
_NO_BLANKS = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef]"
)


def _wrapped(text: str) -> Iterator[Change]:
    """Lines broken where the next word would have passed a width."""
    lines = text.split("\n")
    needs = [_needed(lines, at) for at in range(len(lines) - 1)]
    lengths = [len(line.rstrip()) for line in lines]
    width = _width(lines, needs, lengths)
    if width is None:
        return
    at = 0
    for index, line in enumerate(lines[:-1]):
        end = at + len(line)
        if _fits(needs, lengths, index, width):
            following = lines[index + 1]
            first = at + lengths[index]
            last = end + 1 + len(following) - len(following.lstrip())
            yield Change("spacing.wrapped", first, last, _joint(line.rstrip(), following.lstrip()))
        at = end + 1


def _needed(lines: Sequence[str], at: int) -> int:
    """Return how long a line would be with the next word on it; 0 where no next word is."""
    line, following = lines[at].rstrip(), lines[at + 1].strip()
    if not line or not following or _LIST_MARK.match(lines[at + 1]):
        return 0
    word = following.split(None, 1)[0]
    if _NO_BLANKS.match(following):
        return len(line) + 1
    hyphen = _HYPHEN.search(word)
    blank = 0 if line.endswith("-") and line[-2:-1].isalnum() else 1
    return len(line) + blank + (hyphen.end() if hyphen else len(word))


def _width(lines: Sequence[str], needs: Sequence[int], lengths: Sequence[int]) -> int | None:
    """Return the width that lines are wrapped at, None where they are not."""
    # Each pair is consistent with the widths from the line's length to one below what the next word needs.
    votes = [0] * (WIDEST + 2)
    for at, need in enumerate(needs):
        if need and lengths[at] <= WIDEST:
            low, high = max(NARROWEST, lengths[at]), min(WIDEST, need - 1)
            if low <= high:
                votes[low] += 1
                votes[high + 1] -= 1
    over = [0] * (WIDEST + 2)
    for length in lengths:
        over[min(length, WIDEST + 1)] += 1
    best, width, total = 0, None, 0
    longer = len(lengths) - sum(over[:NARROWEST])
    for candidate in range(WIDEST + 1):
        total += votes[candidate]
        if candidate >= NARROWEST:
            longer -= over[candidate]
            if total - 3 * longer > best:
                best, width = total - 3 * longer, candidate
    if width is None or best < _FEWEST_WRAPS:
        return None
    runs = [run for run in _runs(needs) if sum(_fits(needs, lengths, at, width) for at in run) * 5 >= len(run) * 3]
    wraps = [at for run in runs for at in run if _fits(needs, lengths, at, width)]
    return width if len(wraps) >= _FEWEST_WRAPS and len(wraps) * 2 >= best and _goes_on(lines, wraps) else None


def _goes_on(lines: Sequence[str], wraps: Sequence[int]) -> bool:
    """True if lines go on in mid-sentence, where the script shows it: headlines of one length begin with capitals."""
    begins = [lines[at + 1].lstrip()[:1] for at in wraps]
    cased = [char for char in begins if char.lower() != char.upper()]
    return sum(map(str.islower, cased)) >= _LEAST_LOWER * len(cased)


def _runs(needs: Sequence[int]) -> Iterator[list[int]]:
    """Yield the pairs of lines that follow one another without a blank line, by the index of the first line."""
    run: list[int] = []
    for at, need in enumerate(needs):
        if need:
            run.append(at)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _fits(needs: Sequence[int], lengths: Sequence[int], at: int, width: int) -> bool:
    return lengths[at] <= width < needs[at]


def _joint(line: str, following: str) -> str:
    if line.endswith("-") and line[-2:-1].isalnum() and following[:1].isalnum():
        return ""
    return "" if _NO_BLANKS.match(line[-1:]) or _NO_BLANKS.match(following[:1]) else " "


_STEPS = (_printed_list, _literals, _tags, _commas, _wide, _glued, _wrapped)
