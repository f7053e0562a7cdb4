"""What can be wrong with a call, a file or a rule: each error states where, what, and how to fix it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


class IngestError(Exception):
    """Anything this package raises on purpose."""


class UsageError(IngestError):
    """A call that cannot be carried out as given: a missing folder, options that exclude each other."""


class WrongTypeError(UsageError, TypeError):
    """A value of a type that is not taken: ``where`` it was given, the ``value`` as a short text, and what it takes."""

    def __init__(self, where: str, value: str, takes: str) -> None:
        super().__init__(f"{where}: {value} is of a type that is not taken\n  fix: give {takes}")


class RunError(IngestError):
    """A batch that could not go on: the disk, a lock, the worker pool."""


class EditError(IngestError):
    """An edit that does not fit the page it is laid over, or a trail that does not replay."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a rule file. ``line`` and ``column`` count from 1."""

    file: str
    line: int
    column: int
    what: str
    fix: str = ""

    def __str__(self) -> str:
        message = f"{self.file}:{self.line}:{self.column}: {self.what}"
        return f"{message}\n  fix: {self.fix}" if self.fix else message


class RuleError(IngestError):
    """One or more faults in rule files; ``faults`` holds all of them, in reading order."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda f: (f.file, f.line, f.column, f.what)))
        super().__init__("\n".join(str(fault) for fault in self.faults))


def nearest(word: str, known: Iterable[str]) -> str:
    """Return advice for an unknown word: the nearest known one, if any, and then all of them."""
    words = sorted(known)
    close = closest_word(word, words)
    meant = f"did you mean '{close}'? " if close else ""
    return f"{meant}known: {', '.join(words)}"


def error_text(error: BaseException) -> str:
    """Return the message of an error without the machine's paths, so that a reject reads the same everywhere."""
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


def closest_word(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that an unknown one may be a slip for, None if none is near.

    >>> closest_word("lin", ["line", "span", "section"])
    'line'
    """
    return next(iter(get_close_matches(word, sorted(known), n=1)), None)


def counted(number: int, noun: str) -> str:
    """Return a number with its noun.

    >>> counted(1, "file"), counted(1200, "file")
    ('1 file', '1,200 files')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def printable(text: str) -> str:
    r"""Return text as a terminal may be sent it: what is not printable escaped, line ends too.

    >>> printable("a\x1b[2Jb\nc Київ")
    'a\\x1b[2Jb\\nc Київ'
    """
    return text if text.isprintable() else "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)
