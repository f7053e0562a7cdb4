"""The records of a CLEAN as other tools read them: written beside what is there, and put in its place when whole."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from ingest.article import Article
from ingest.batch.duplicates.duplicates_file import LeftOut, to_leave_out
from ingest.batch.records import articles_of
from ingest.errors import RunError, UsageError, error_text
from ingest.export.csv_file import CsvSink
from ingest.export.files import ArticleFiles, markdown_file, text_file

if TYPE_CHECKING:
    from ingest.export.parquet import ParquetSink

Format = Literal["parquet", "csv", "markdown", "text"]
FORMATS: tuple[Format, ...] = get_args(Format)
_DEFAULT_NAMES: dict[Format, str] = {
    "parquet": "articles.parquet",
    "csv": "articles.csv",
    "markdown": "markdown",
    "text": "text",
}
_BATCH_ROWS = 500


@dataclass(frozen=True, slots=True)
class Exported:
    """How many records were written where, and how many were left out, ``dropped`` as copies of a text or as ``older``
    versions of an address: together all there are."""

    path: Path
    records: int
    dropped: int
    older: int


def export(
    clean: Path, to: Format, out: Path | None = None, *, drop_duplicates: bool = False, latest: bool = False
) -> Exported:
    """Write the records of ``clean`` to ``out`` (default: a file or folder in ``clean``), which is replaced.

    ``drop_duplicates`` leaves out copies of a text, ``latest`` all but the newest version of an address.

    Raises:
        UsageError: there are no records; their duplicates are not known, but are to be left out; or ``out`` is
            something that no export has written.
        RunError: ``out`` cannot be written; the records are not those that ``run.json`` counts; or not all that were
            read were written.
    """
    path = _with_name(out or clean / _DEFAULT_NAMES[to])
    new = path.with_name(f".{path.name}.new")
    kept = _KeptArticles(clean, to_leave_out(clean, copies=drop_duplicates, older=latest))
    _check_replaceable(path, to)
    try:
        _remove(new)
        path.parent.mkdir(parents=True, exist_ok=True)
        written = _write_all(kept.articles(), new, to)
        check_written(path, kept.read, kept.left_out, written)
        if path.is_dir():  # which nothing can take the place of; a file is there until the new one is
            _remove(path)
        os.replace(new, path)
    except OSError as error:
        raise RunError(f"{path}: cannot be written: {error_text(error)}") from error
    finally:
        with suppress(OSError):
            _remove(new)
    return Exported(path, written, len(kept.without.copies), len(kept.without.older))


@dataclass(slots=True)
class _KeptArticles:
    """The articles of ``clean`` ``without`` some, counted as they are read."""

    clean: Path
    without: LeftOut
    read: int = 0
    left_out: int = 0

    def articles(self) -> Iterator[Article]:
        ids = {**self.without.copies, **self.without.older}
        for number, article in enumerate(articles_of(self.clean)):
            self.read += 1
            if number not in ids:
                yield article
            elif article.id == ids[number]:
                self.left_out += 1
            else:
                raise self._stale_duplicates()
        if self.left_out != len(ids):
            raise self._stale_duplicates()

    def _stale_duplicates(self) -> UsageError:
        return UsageError(f"{self.clean}: its duplicates are of other articles\n  fix: ingest duplicates {self.clean}")


def check_written(path: Path, read: int, left_out: int, written: int) -> None:
    """Check that all records that were ``read``, but for those ``left_out``, are in what was written.

    Raises:
        RunError: there are more or fewer.
    """
    if written != read - left_out:
        counts = f"{written:,} records were written, {read:,} were read and {left_out:,} of them left out"
        raise RunError(f"{path}: {counts}\n  fix: an error of ours, please report it; another --to may do it")


def _write_all(articles: Iterator[Article], path: Path, to: Format) -> int:
    """Write all articles, and return how many are in what was written."""
    if to in ("markdown", "text"):
        files = ArticleFiles(path, ".md" if to == "markdown" else ".txt")
        for article in articles:
            files.write(article, markdown_file(article) if to == "markdown" else text_file(article))
        return files.written
    with closing(_parquet_sink(path) if to == "parquet" else CsvSink(path)) as sink:
        while rows := [article.to_dict() for article in islice(articles, _BATCH_ROWS)]:
            sink.write(rows)
    return sink.written


def _parquet_sink(path: Path) -> ParquetSink:
    try:
        from ingest.export.parquet import ParquetSink
    except ImportError:
        raise UsageError("parquet: pyarrow is not installed\n  fix: pip install 'ingest[parquet]'") from None
    return ParquetSink(str(path))


def _with_name(path: Path) -> Path:
    """Return a path that ends in a name, which ``.`` and ``..`` do not."""
    named = path if path.name not in ("", "..") else path.resolve()
    if not named.name:
        raise UsageError(f"{path}: an export cannot take its place\n  fix: name another --out")
    return named


def _check_replaceable(path: Path, to: Format) -> None:
    """Check that an export may replace what is at ``path``.

    Raises:
        UsageError: a folder is there that no export has written, or a folder where a file is to be.
    """
    if path.is_dir() and not (to in ("markdown", "text") and ArticleFiles.wrote(path)):
        raise UsageError(f"{path}: a folder that no export has written\n  fix: name another --out")


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
