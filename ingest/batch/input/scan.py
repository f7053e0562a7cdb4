"""What lies in RAW: every file found, every record in it located, nothing decoded."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import IO

from ingest.batch.input.compression import without_packing
from ingest.batch.input.forms.by_name import RECORD_FORMATS, suffix_of
from ingest.batch.input.forms.no_document import SIDE, skipped_names
from ingest.batch.input.json_spans import BLOCK
from ingest.batch.input.locate import STDIN, located
from ingest.batch.input.reference import WHOLE, Portion, Reference
from ingest.batch.limits import Limits
from ingest.errors import UsageError, error_text

_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:xn--[a-z0-9-]{2,59}|[a-z]{2,24})", re.IGNORECASE)
# Folder names that only look like a domain: "crawl.old", "example.com.bak".
_NO_DOMAIN_END = re.compile(
    r"\.(?:bak|copy|csv|dir|gz|html?|jsonl?|new|old|orig|parquet|raw|tmp|txt|warc|zst)$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Raw:
    """Where documents come from: a folder with all below it, or one ``file`` in it, of the ``site`` that a folder in
    its path is named like. ``any_file``: each is a document, whatever it is called and holds; of a folder, each that
    is not skipped. Only a ``portion`` of the documents may be taken."""

    folder: str
    file: str | None = None
    site: str | None = None
    any_file: bool = False
    portion: Portion = WHOLE

    def references(self, limits: Limits) -> Iterator[Reference]:
        """Yield every document, in the order of the output: files and folders of a folder together, by name."""
        return self.portion.of(lambda: self._all(limits))

    def _all(self, limits: Limits) -> Iterator[Reference]:
        for found in _found(self):
            yield from located(self.folder, found, limits, any_file=self.any_file)

    def at(self, path: str) -> Raw:
        """Return one file of this folder as a source of its own, of the site that its folders are named like."""
        if self.file is not None:
            return self
        folders, _, file = path.rpartition("/")
        names = [os.path.basename(self.folder), *filter(None, folders.split("/"))]
        site = next((site for name in reversed(names) if (site := domain(name))), None)
        return Raw(os.path.join(self.folder, folders), file, site, any_file=True)

    def size(self) -> int:
        """Return how many bytes there are to read, packed as they are, for a progress display."""
        return sum(found.length for found in _found(self) if found.reason is None)


def locate(raw: str, *, any_file: bool = False) -> Raw:
    """Return the folder or file that RAW names. A file that is named alone is read whatever it is called.

    Raises:
        UsageError: there is nothing of that name.
    """
    if os.path.isdir(raw):
        return Raw(os.path.realpath(raw), any_file=any_file)
    if not os.path.lexists(raw):
        raise UsageError(f"{raw}: no such file or folder\n  fix: name a folder, a file, or - for standard input")
    folder, file = os.path.split(os.path.abspath(raw))
    return Raw(os.path.realpath(folder), file, site=_site_in_path(raw), any_file=True)


def _site_in_path(raw: str) -> str | None:
    """Return the site of a file: the nearest folder in its path, as it was typed, that is named like a domain; in a
    path that leads through the user's own folder, one below that."""
    typed, whole, home = os.path.dirname(raw), os.path.dirname(os.path.abspath(raw)), os.path.expanduser("~")
    if os.path.isabs(typed) and os.path.join(whole, "").startswith(os.path.join(home, "")):
        typed = os.path.relpath(whole, home)
    folders = [*([os.path.basename(whole)] if whole != home else ()), *reversed(typed.split(os.sep))]
    return next((site for name in folders if (site := domain(name))), None)


def spool(stream: IO[bytes], folder: str) -> Raw:
    """Write standard input to a file named ``-``, for workers to read, and return it as a source."""
    with open(os.path.join(folder, STDIN), "wb") as file:
        while block := stream.read(BLOCK):
            file.write(block)
        if not file.tell():
            raise UsageError("-: standard input is empty, there is nothing to read")
    return Raw(folder, STDIN, any_file=True)


def _found(raw: Raw) -> Iterator[Reference]:
    """Yield the files, each as a reference to the whole of it."""
    if raw.file is not None:
        sides = _sides([raw.file, *_beside(raw.folder, raw.file)])
        yield _looked_at(raw.folder, Reference(raw.file, site=raw.site, side=sides.get(raw.file)))
        return
    # A stack, not recursion: folders may lie deeper than Python's calls may.
    stack = [_entries(raw.folder, "", domain(os.path.basename(raw.folder)))]
    while stack:
        entry = next(stack[-1], None)
        if entry is None:
            stack.pop()
        elif entry.reason or entry.skipped:  # a folder that cannot be listed: to try again would never end
            yield entry
        elif _is_folder(raw.folder, entry):
            name = entry.path.rpartition("/")[2]
            stack.append(_entries(raw.folder, entry.path, domain(name) or entry.site))
        elif _leaves(raw.folder, entry.path) or _leaves(raw.folder, entry.side):
            yield replace(entry, reason="outside", detail="a symbolic link that leaves RAW")
        elif not os.path.isdir(os.path.join(raw.folder, entry.path)):  # a linked folder is read where it lies
            yield _looked_at(raw.folder, entry)


def _entries(root: str, folder: str, site: str | None) -> Iterator[Reference]:
    try:
        names = sorted(os.listdir(os.path.join(root, folder)))
    except OSError as error:
        yield Reference(folder, reason="unreadable", detail=error_text(error))
        return
    sides = _sides(names)
    spoken_for = set(sides.values())
    skipped = skipped_names(os.path.join(root, folder), names)
    under = f"{folder}/" if folder else ""
    for name in names:
        if name in skipped and name not in spoken_for:
            yield Reference(under + name, skipped=skipped[name])
        elif name not in spoken_for:
            side = sides.get(name)
            yield Reference(under + name, site=site, side=under + side if side else None)


def domain(name: str) -> str | None:
    """Return a folder's name as a site, None if it is no domain.

    >>> domain("news.Example.co.uk"), domain("2024"), domain("crawl.old"), domain("v1.2")
    ('news.example.co.uk', None, None, None)
    """
    if _DOMAIN.fullmatch(name) and not _NO_DOMAIN_END.search(name):
        return name.lower()
    return None


def _sides(names: list[str]) -> dict[str, str]:
    """Return the side file of each loose file that has one: ``page.html.meta.json``, else ``page.meta.json``."""
    present = {name for name in names if name.endswith(SIDE)}
    found = {}
    for name in names if present else ():
        if name not in present and suffix_of(name) not in RECORD_FORMATS:
            plain = without_packing(name)
            for candidate in (name, plain, os.path.splitext(plain)[0]):
                if candidate + SIDE in present:
                    found[name] = candidate + SIDE
                    break
    return found


def _beside(folder: str, file: str) -> list[str]:
    try:
        return sorted(name for name in os.listdir(folder) if name != file)
    except OSError:
        return []


def _is_folder(root: str, entry: Reference) -> bool:
    try:
        return stat.S_ISDIR(os.lstat(os.path.join(root, entry.path)).st_mode)
    except OSError:
        return False


def _leaves(root: str, path: str | None) -> bool:
    """True if this is a symbolic link to a place outside of ``root``."""
    full = os.path.join(root, path or "")
    if path is None or not os.path.islink(full):
        return False
    return not os.path.join(os.path.realpath(full), "").startswith(os.path.join(root, ""))


def _looked_at(root: str, entry: Reference) -> Reference:
    """Return a file with its size, or with the reason why it cannot be read."""
    try:
        info = os.stat(os.path.join(root, entry.path))
    except OSError as error:
        return replace(entry, reason="unreadable", detail=error_text(error))
    if not stat.S_ISREG(info.st_mode):
        return replace(entry, reason="unreadable", detail="not a regular file")
    return replace(entry, length=info.st_size)
