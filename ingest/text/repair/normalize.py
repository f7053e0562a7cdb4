"""Repairs of spacing and invisible characters, and of a whole page: with those of encoding, before rules see a text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from ingest.article import Block, Page, Repair
from ingest.text.blocks import split_blocks
from ingest.text.non_ascii import non_ascii_chars
from ingest.text.repair.changes import carried_out, repairs_of
from ingest.text.repair.ftfy_fixes import is_sound, mend_line, rule_of
from ingest.text.repair.layout import LAYOUT_REPAIRS, lay_out

# Blanks that look like one but compare unlike one. The ideographic space stays: it belongs to its script.
_ODD_BLANKS = "\t\v\f\u00a0\u1680\u2000-\u200a\u202f\u205f"
# Soft hyphen, zero-width space, word joiner, byte order mark. Joiners (U+200C, U+200D) spell words in Persian
# and Hindi, and direction marks order Arabic: they stay.
_INVISIBLE = "\u00ad\u200b\u2060\ufeff"
_BREAKS = "\u0085\u2028\u2029"
_ODD = re.compile(
    f"(?P<breaks>[{_BREAKS}])|(?P<invisible>[{_INVISIBLE}]+)|(?P<run>[ {_ODD_BLANKS}]{{2,}})|(?P<space>[{_ODD_BLANKS}])"
)
# The ids that a repair of this module can have.
PAGE_REPAIRS = (
    "encoding.ftfy",
    "encoding.nfc",
    "spacing.breaks",
    "spacing.invisible",
    "spacing.run",
    "spacing.space",
    *LAYOUT_REPAIRS,
)
_ANY_ODD = re.compile(f"[{_BREAKS}{_INVISIBLE}{_ODD_BLANKS}]")
_TOKEN = re.compile(r"\S+|\s+")
_SPACING = re.compile(f"[\\s{_INVISIBLE}]+")
# A repaired line may need repair again (an accent joins its letter once the soft hyphen between them is gone), but so
# many times at most.
_PASSES = 8


def mend(source: str, skip: Collection[str] = ()) -> tuple[str, tuple[Repair, ...]]:
    """Return the page text of a decoded input, and the repairs that make it, with offsets in the input.

    ``skip`` holds the kinds ("encoding", "spacing") to leave alone. Line feeds are never added or removed,
    except that Unicode's other line separators become line feeds.
    """
    # Asked of the whole text at once: most documents need no repair, and of most others few lines do.
    sound = "encoding" in skip or is_sound(source)
    even = "spacing" in skip or _is_even(source)
    if sound and even:
        return source, ()
    repairs: list[Repair] = []
    at = 0
    for line in source.split("\n"):
        if not (sound or is_sound(line)) or not (even or _is_even(line)):
            repairs += _line_repairs(line, at, skip)
        at += len(line) + 1
    return (carried_out(source, repairs), tuple(repairs)) if repairs else (source, ())


def _is_even(text: str) -> bool:
    """True if ``_ODD`` finds nothing: ten times as fast."""
    return "  " not in text and _ANY_ODD.search(non_ascii_chars(text)) is None


def _line_repairs(line: str, at: int, skip: Collection[str]) -> Iterator[Repair]:
    # Blanks around a line are no part of its block, so they need no repair, nor may they change what else does.
    core = line.strip()
    at += len(line) - len(line.lstrip())
    mended = core if "encoding" in skip else mend_line(core)
    found = [] if "spacing" in skip else list(_spacing(core, at))
    if mended is core and (core.isascii() or not found):
        yield from found
        return
    # A repair may uncover something: a no-break space is half of many a mojibake.
    spaced = _repair_to_fixpoint(core, skip)
    if mended is core and [part.strip() for part in carried_out(core, found, at).split("\n")] == spaced.split("\n"):
        yield from found
        return
    for start, before, after in _differences(core, spaced):
        first = at + start
        yield Repair(rule=_rule_of(before, after), before=before, after=after, start=first, end=first + len(before))


def _repair_to_fixpoint(line: str, skip: Collection[str], passes: int = _PASSES) -> str:
    """Return a line repaired to a fixpoint, without blanks that repairs leave around it."""
    for left in range(passes, 0, -1):
        mended = line if "encoding" in skip else mend_line(line)
        mended = (mended if "spacing" in skip else _ODD.sub(_even, mended)).strip()
        if "\n" in mended:
            # Lines of their own now: a "<" in one no longer keeps ftfy from the entities of the other.
            return "\n".join(_repair_to_fixpoint(part.strip(), skip, left - 1) for part in mended.split("\n"))
        if mended == line:
            break
        line = mended
    return line


def _rule_of(before: str, after: str) -> str:
    """Return the id of the repair that turned one text into the other."""
    odd = _ODD.fullmatch(before)
    if odd and _even(odd) == after:
        return f"spacing.{odd.lastgroup}"
    if _SPACING.sub("", before) == _SPACING.sub("", after):
        return "spacing.invisible" if _ODD.sub("", before) != before else "spacing.run"
    return rule_of(before, after)


def _even(odd: re.Match[str]) -> str:
    if odd["breaks"]:
        return "\n"
    return "" if odd["invisible"] else " "


def _spacing(line: str, at: int) -> Iterator[Repair]:
    for odd in _ODD.finditer(line):
        yield Repair(
            rule=f"spacing.{odd.lastgroup}", before=odd[0], after=_even(odd), start=at + odd.start(), end=at + odd.end()
        )


def _differences(before: str, after: str) -> Iterator[tuple[int, str, str]]:
    """Yield what differs between two versions of a line, as (offset, before, after): word by word where the words
    pair up, else all between the common beginning and end. Linear in the line."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    if len(old) == len(new) and all(a.isspace() == b.isspace() for a, b in zip(old, new, strict=True)):
        at = 0
        for old_word, new_word in zip(old, new, strict=True):
            if old_word != new_word:
                yield at, old_word, new_word
            at += len(old_word)
        return
    first, most = 0, min(len(before), len(after))
    while first < most and before[first] == after[first]:
        first += 1
    last = 0
    while last < most - first and before[-1 - last] == after[-1 - last]:
        last += 1
    yield first, before[first : len(before) - last], after[first : len(after) - last]


def repair_page(page: Page, skip: Collection[str] = ()) -> Page:
    """Return a page with encoding and spacing repaired; of HTML, with its blocks where their lines now are.

    ``skip`` is as of :func:`mend`.
    """
    text, repairs = _repaired(page, skip)
    title = page.title and mend(page.title, skip)[0].replace("\n", " ").strip()
    if not repairs:
        return page if title == page.title else replace(page, title=title)
    blocks = split_blocks(text) if page.kind == "text" else _repaired_blocks(page, text, repairs)
    return replace(page, text=text, repairs=repairs, blocks=blocks, title=title)


def _repaired(page: Page, skip: Collection[str]) -> tuple[str, tuple[Repair, ...]]:
    if page.kind != "text" or "spacing" in skip:
        return mend(page.source, skip)
    laid, layout = lay_out(page.source)
    text, mends = mend(laid, skip)
    return text, repairs_of(page.source, layout, laid, mends) if layout else mends


def _repaired_blocks(page: Page, text: str, repairs: Sequence[Repair]) -> tuple[Block, ...]:
    """Return the blocks of a page where its repaired text has them: a block of invisible characters is gone, one with a
    line separator is two."""
    out: list[Block] = []
    grown, at = 0, 0
    for block in page.blocks:
        start = block.start + grown
        while at < len(repairs) and repairs[at].start < block.end:
            grown += len(repairs[at].after) - len(repairs[at].before)
            at += 1
        for part in split_blocks(text[start : block.end + grown]):
            out.append(block._replace(start=start + part.start, end=start + part.end))
    return tuple(out)
