"""The layout law: a document loses the same cruft and keeps the same sentences, however its lines are laid out."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import ingest

ROOT = Path(__file__).parent.parent
# What is no article, or is there for its layout.
NOT_LAID_OUT = {"empty.txt", "broken-encoding.txt", "english-bare-tags.txt"}
# A line stands if this share of its words, in runs of three, stands.
STANDS = 0.5
# Of all lines in all layouts, so many go another way: labels and captions that only a line of their own tells.
MOST_DEPARTURES = 0.05


def wrapped(width: int) -> Callable[[Sequence[str]], str]:
    return lambda lines: "\n\n".join(textwrap.fill(line, width) for line in lines)


LAYOUTS: dict[str, Callable[[Sequence[str]], str]] = {
    "blank lines": "\n\n".join,
    "one line": " ".join,
    "title, one line": lambda lines: f"{lines[0]}\n\n{' '.join(lines[1:])}",
    "wrapped at 40": wrapped(40),
    "wrapped at 72": wrapped(72),
    "wrapped at 80": wrapped(80),
    "joined by commas": ",".join,
    "literal line breaks": "\\n\\n".join,
    "fragment": lambda lines: "".join(f"<p>{line}</p>" for line in lines),
}


class Departure(NamedTuple):
    """A line that goes another way in a layout than a paragraph a line; ``gone`` in the layout."""

    name: str
    layout: str
    line: str
    gone: bool


def runs(text: str) -> list[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return [tuple(words[at : at + 3]) for at in range(len(words) - 2)] or [tuple(words)]


def is_gone(line: str, text: str) -> bool:
    sought = runs(line)
    words = re.findall(r"\w+", text.casefold())
    there = {tuple(words[at : at + len(sought[0])]) for at in range(len(words))}
    return sum(run in there for run in sought) < STANDS * len(sought)


def departures(cleaner: ingest.Cleaner, name: str, lines: Sequence[str]) -> Iterator[Departure]:
    """Yield the lines that go another way than in the layout that is the easiest to read."""
    plain = cleaner.clean("\n".join(lines), kind="text").text
    gone = {line: is_gone(line, plain) for line in lines}
    for layout, lay_out in LAYOUTS.items():
        text = cleaner.clean(lay_out(lines)).text
        yield from (
            Departure(name, layout, line, not gone[line]) for line in lines if is_gone(line, text) != gone[line]
        )


def samples() -> Iterator[tuple[str, list[str]]]:
    for path in sorted((ROOT / "raw").rglob("*.txt")):
        if path.name not in NOT_LAID_OUT:
            lines = [line.strip() for line in path.read_text(encoding="utf-8", errors="replace").split("\n")]
            yield path.name, [line for line in lines if re.search(r"\w", line)]


def test_samples_lose_the_same_lines_in_every_layout() -> None:
    cleaner, found, lines = ingest.Cleaner(), list[Departure](), 0
    for name, text in samples():
        found += departures(cleaner, name, text)
        lines += len(text) * len(LAYOUTS)
    for one in found:
        print(f"{one.name}: {one.layout}: {'gone' if one.gone else 'kept'}: {one.line[:100]}")
    print(f"{len(found)} of {lines:,} lines go another way")
    assert len(found) < MOST_DEPARTURES * lines
