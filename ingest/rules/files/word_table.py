"""Tables of words, one name on each line, for rules with thousands of them (7,550 names: 16 ms; as YAML some 50)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from ingest.errors import Fault, RuleError

TABLE = re.compile(r"[\w-]+(?:\.[\w-]+)*\.tsv")
_WRITTEN = re.compile(r"\w+(?:[ -]\w+)*")
MAX_TABLE_BYTES = 16 << 20


def read_table(folder: Path, name: str, shown: str) -> tuple[Mapping[str, str], bytes]:
    """Return the words of a table in the folder of a rule file, and its bytes.

    A line is a name as it should read (its lower-case form is what is replaced), or what is written, a tab, and what
    it becomes. Empty lines and lines that begin with ``#`` are ignored.

    Args:
        folder: the folder of the rule file; nothing outside it is read.
        name: the file's name, ending in ``.tsv``.
        shown: its name in faults.

    Raises:
        RuleError: all that is wrong with the table.
    """
    path = folder / name
    if not TABLE.fullmatch(name) or path.resolve().parent != folder.resolve():
        raise RuleError([Fault(shown, 1, 1, f"'{name}' is no table beside the rule file", "a name like names.tsv")])
    try:
        data = path.read_bytes()
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise RuleError([Fault(shown, 1, 1, f"cannot be read: {error.strerror}", "check the name")]) from None
    except UnicodeDecodeError:
        raise RuleError([Fault(shown, 1, 1, "not UTF-8", "save the file as UTF-8")]) from None
    if len(data) > MAX_TABLE_BYTES:
        raise RuleError([Fault(shown, 1, 1, f"{len(data)} bytes, more than {MAX_TABLE_BYTES}", "split the table")])
    faults: list[Fault] = []
    words: dict[str, str] = {}
    for number, line in enumerate(text.split("\n"), 1):
        row = line.rstrip("\r")
        if not row.strip() or row.startswith("#"):
            continue
        written, tab, after = row.partition("\t")
        written, after = (written, after) if tab else (row.lower(), row)
        if wrong := fault_of_words(written, after):
            faults.append(Fault(shown, number, 1, wrong, "whole words, single blanks or hyphens between them"))
        elif written in words:
            faults.append(Fault(shown, number, 1, f"the word '{written}' is there twice", "remove one"))
        words[written] = after
    if faults:
        raise RuleError(faults)
    return words, data


def fault_of_words(written: str, after: str) -> str | None:
    """Return what is wrong with an entry by itself, None if nothing is."""
    if not written.isalnum() and not _WRITTEN.fullmatch(written):
        return f"'{written}' is not one word or several"
    if not after.strip() or "\t" in after:
        return f"'{written}' becomes '{after}'"
    return None


def entry_changed_again(words: Mapping[str, str]) -> str | None:
    """Return an entry whose outcome another entry would change again, None if there is none: cleaning would not end."""
    firsts: dict[str, list[str]] = {}
    for written, after in words.items():
        if written != after:
            first = written if written.isalnum() else re.split(r"[ -]", written, maxsplit=1)[0]
            firsts.setdefault(first, []).append(written)
    for written, after in words.items():
        if written == after or (after.isalnum() and after not in firsts):
            continue
        for token in re.finditer(r"\w+", after):
            for other in firsts.get(token[0], ()):
                if re.match(rf"{re.escape(other)}(?!\w)", after[token.start() :]):
                    return written
    return None
