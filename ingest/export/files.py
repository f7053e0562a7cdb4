"""One file for each article: Markdown with YAML front matter, or text."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from pathlib import Path

from ingest.article import Article
from ingest.export.markdown import markdown

MARKER_FILE = ".ingest-export"  # in a folder that an export has written
MAX_NAME_BYTES = 80  # of a file's name, that come from the record's
_UNSAFE = re.compile(r"[^\w.-]+")
# What YAML does not allow inside quotes, or reads as the end of a line.
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


class ArticleFiles:
    """A folder of files, one for each article, in a folder for each site. No name leads out of it."""

    def __init__(self, folder: Path, suffix: str) -> None:
        self._folder = folder
        self._suffix = suffix
        folder.mkdir(parents=True)
        (folder / MARKER_FILE).touch()
        self._copies: Counter[Path] = Counter()
        self.written = 0

    @staticmethod
    def wrote(folder: Path) -> bool:
        """True if an export has written a folder, or if the folder is empty."""
        return (folder / MARKER_FILE).exists() or not any(folder.iterdir())

    def write(self, article: Article, text: str) -> None:
        folder = self._folder / (safe_name(article.site or "") or "no-site")
        folder.mkdir(exist_ok=True)
        stem = "-".join(filter(None, (safe_name(article.name), safe_name(article.id)[:12])))
        path = folder / f"{stem}{self._suffix}"
        while path.exists():  # records of one name and one content have one id; there may be many
            self._copies[folder / stem] += 1
            path = folder / f"{stem}-{self._copies[folder / stem] + 1}{self._suffix}"
        with path.open("xb") as file:
            file.write(text.encode("utf-8", "replace"))
        self.written += 1


def safe_name(name: str) -> str:
    """Return a name as it may be part of a file's name, on any system.

    >>> safe_name("../../etc/passwd"), safe_name("Київ: новини.html"), safe_name("...")
    ('etc-passwd', 'Київ-новини.html', '')
    """
    safe = _UNSAFE.sub("-", unicodedata.normalize("NFC", name))
    return safe.encode("utf-8", "ignore")[:MAX_NAME_BYTES].decode("utf-8", "ignore").strip("-._").replace("..", ".")


def markdown_file(article: Article) -> str:
    """Return an article as Markdown, with its metadata as YAML front matter."""
    fields = {
        "title": article.title,
        "subtitle": article.subtitle,
        "authors": list(article.authors),
        "published": article.published,
        "modified": article.modified,
        "url": article.url,
        "site": article.site,
        "section": article.section,
        "tags": list(article.tags),
        "language": article.language,
        "id": article.id,
        "name": article.name,
    }
    front = "".join(f"{key}: {_yaml(value)}\n" for key, value in fields.items() if value)
    return f"---\n{front}---\n\n{markdown(article)}\n"


def _yaml(value: object) -> str:
    """Return a string, or a list of strings, in quotes: JSON is YAML if all of it is printable."""
    quoted = json.dumps(value, ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda char: f"\\u{ord(char[0]):04x}", quoted)


def text_file(article: Article) -> str:
    """Return the headline and the text of an article."""
    return "\n\n".join(filter(None, (article.title, article.text))) + "\n"
