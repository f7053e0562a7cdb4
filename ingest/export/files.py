"""An article a file: Markdown with YAML front matter, or text."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from pathlib import Path

from ingest.article import Article
from ingest.export.markdown import markdown

MARK = ".ingest-export"
LONGEST = 80  # bytes of a file's name that come from the record's
_UNSAFE = re.compile(r"[^\w.-]+")
# What YAML would not take inside quotes, or would take for the end of a line.
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


class Files:
    """A folder of files, one for each article, in a folder for each site. No name leads out of it."""

    def __init__(self, folder: Path, suffix: str) -> None:
        self._folder = folder
        self._suffix = suffix
        folder.mkdir(parents=True)
        (folder / MARK).touch()
        self._copies: Counter[Path] = Counter()
        self.written = 0

    @staticmethod
    def wrote(folder: Path) -> bool:
        """Tell whether a folder is an export's, or empty."""
        return (folder / MARK).exists() or not any(folder.iterdir())

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
    """Give what may be part of a file's name, on any system.

    >>> safe_name("../../etc/passwd"), safe_name("Київ: новини.html"), safe_name("...")
    ('etc-passwd', 'Київ-новини.html', '')
    """
    safe = _UNSAFE.sub("-", unicodedata.normalize("NFC", name))
    return safe.encode("utf-8", "ignore")[:LONGEST].decode("utf-8", "ignore").strip("-._").replace("..", ".")


def markdown_file(article: Article) -> str:
    """Give an article as Markdown, what is known of it in front as YAML."""
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
    """Give strings, and lists of them, in quotes: JSON is YAML where all is printable."""
    written = json.dumps(value, ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


def text_file(article: Article) -> str:
    """Give the headline and the text."""
    return "\n\n".join(filter(None, (article.title, article.text))) + "\n"
