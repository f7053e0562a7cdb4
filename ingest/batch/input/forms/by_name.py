"""What the name of a file tells of what it holds."""

from __future__ import annotations

import os
import re
from typing import Literal

from ingest.batch.input.compression import without_packing
from ingest.batch.input.reference import Form

RecordFormat = Literal["array", "lines", "csv", "tsv", "parquet", "warc"]

LOOSE: dict[str, Form] = {
    **dict.fromkeys((".html", ".htm", ".xhtml", ".shtml"), "html"),
    **dict.fromkeys((".txt", ".text", ".md", ".markdown"), "text"),
    **dict.fromkeys((".mhtml", ".mht"), "mhtml"),
}
RECORD_FORMATS: dict[str, RecordFormat] = {
    ".json": "array",
    **dict.fromkeys((".jsonl", ".jl", ".jsonlines", ".ndjson"), "lines"),
    ".csv": "csv",
    ".tsv": "tsv",
    ".parquet": "parquet",
    ".warc": "warc",
}
# Programs that make pages: what a mirror saved under such a name may be anything they answered.
_DYNAMIC = (".php", ".asp", ".aspx", ".jsp", ".cfm", ".cgi", ".do")
_QUERY = re.compile(r"[?@]")  # wget saves "a.html?page=2" so, or with "@" where "?" may not be in a name
_SUFFIX = re.compile(r"\.[a-z][a-z0-9]{0,9}")


def suffix_of(name: str) -> str:
    """Return the ending that tells what is in a file, packed or not, in small letters; behind it may stand a query.

    >>> suffix_of("crawl.JSONL.gz"), suffix_of("a.html?utm=x.y"), suffix_of("a.php@id=3"), suffix_of("story.2")
    ('.jsonl', '.html', '.php', '')
    """
    plain = without_packing(os.path.basename(name)).lower()
    whole = _suffix(plain)
    if whole in LOOSE or whole in RECORD_FORMATS:
        return whole
    return _suffix(_QUERY.split(plain, maxsplit=1)[0]) or whole


def _suffix(name: str) -> str:
    suffix = os.path.splitext(name)[1]
    return suffix if _SUFFIX.fullmatch(suffix) else ""


def may_hold_anything(suffix: str) -> bool:
    """True if a suffix rules nothing out: there is none, or it is that of a program that makes pages."""
    return not suffix or suffix in _DYNAMIC
