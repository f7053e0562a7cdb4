"""Which files of a folder are no documents by their name or place: they are skipped, and counted as skipped.

A skipped folder counts once, with all that is in it. A file that is named alone is never skipped.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Mapping
from typing import Literal

from ingest.batch.clean_files import is_articles

SkipReason = Literal[
    "hidden",  # .DS_Store, .git, the marker of our own export: names that begin with a dot
    "system",  # what an operating system leaves in folders
    "backup",  # of an editor or a browser, or a file that was not written to its end
    "page-parts",  # the folder that a browser saves beside a page
    "for-crawlers",  # robots.txt and its like
    "side-file",  # of a document that is not there
    "run-output",  # of our own, beside the articles of a run
]

SIDE = ".meta.json"
RUN_FILE = "run.json"

_SYSTEM = {"thumbs.db", "desktop.ini", "__macosx", "$recycle.bin", "system volume information"}
_BACKUP = re.compile(
    r".*(?:~|\.(?:bak|orig|swp|swo|tmp|temp|part|crdownload|download))|#.*#", re.IGNORECASE | re.DOTALL
)
_FOR_CRAWLERS = {"robots.txt", "ads.txt", "app-ads.txt", "humans.txt", "llms.txt", "security.txt"}
# What browsers put behind a page's name for the folder of its pictures and scripts, in the languages they speak.
_PARTS = re.compile(
    r"(.+)(?:[_-](?:files|dateien|fichiers|archivos|ficheiros|arquivos|bestanden|file|filer|tiedostot|pliki|soubory|"
    r"elemei|fajlovi|dosyalar|datoteke))",
    re.IGNORECASE | re.DOTALL,
)
_PAGE_ENDINGS = (".html", ".htm", ".xhtml", ".shtml", ".mht", ".mhtml", ".php", ".asp", ".aspx")
_RUN_MARK, _RUN_HEAD = b'"ingest.run/', 200  # bytes of run.json, its first key is the schema


def skip_reason(name: str, siblings: Collection[str] = ()) -> SkipReason | None:
    """Return why a file or folder of this name is no document; None if it may be one. ``siblings`` are all names of
    the folder that it lies in.

    >>> skip_reason(".DS_Store"), skip_reason("a_files", ["a.html"]), skip_reason("a_files", ["b.html"])
    ('hidden', 'page-parts', None)
    """
    if name.startswith("."):
        return "hidden"
    if name.lower() in _SYSTEM:
        return "system"
    page = _PARTS.fullmatch(name)
    if page and any(page[1] + ending in siblings for ending in _PAGE_ENDINGS):
        return "page-parts"
    return _skip_reason_of_file(name)


def _skip_reason_of_file(name: str) -> SkipReason | None:
    """Return why a file is no document, for reasons that say nothing of a folder."""
    if name.lower() in _FOR_CRAWLERS:
        return "for-crawlers"
    if name.lower().endswith(SIDE):
        return "side-file"
    return "backup" if _BACKUP.fullmatch(name) else None


def skipped_names(folder: str, names: Iterable[str]) -> Mapping[str, SkipReason]:
    """Return the names of a folder that are no documents, each with the reason. Of the folder that a run of ours has
    written only the articles are documents."""
    present = frozenset(names)
    if RUN_FILE in present and _is_of_run(os.path.join(folder, RUN_FILE)):
        return {name: skip_reason(name) or "run-output" for name in present if not is_articles(name)}
    reasons = {name: reason for name in present if (reason := skip_reason(name, present))}
    # A folder may be called "crawl.orig"; only now is it worth asking the disk.
    return {
        name: reason
        for name, reason in reasons.items()
        if not (_skip_reason_of_file(name) and os.path.isdir(os.path.join(folder, name)))
    }


def _is_of_run(path: str) -> bool:
    try:
        with open(path, "rb") as file:
            return _RUN_MARK in file.read(_RUN_HEAD)
    except OSError:
        return False
