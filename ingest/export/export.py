"""From a CLEAN to what another tool reads, beside what is there and put in its place when it is whole."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from ingest.batch.duplicates import dropped
from ingest.batch.records import record_lines
from ingest.batch.reference import said
from ingest.errors import RunError, UsageError
from ingest.export.files import Files, markdown_file, text_file
from ingest.export.table import CsvSink
from ingest.record import read_record, to_dict

if TYPE_CHECKING:
    from ingest.arrow import ParquetSink

Format = Literal["parquet", "csv", "markdown", "text"]
FORMATS: tuple[Format, ...] = get_args(Format)
_PLACES: dict[Format, str] = {
    "parquet": "articles.parquet",
    "csv": "articles.csv",
    "markdown": "markdown",
    "text": "text",
}
_ROWS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written where; ``dropped`` of the records were left out as duplicates."""

    path: Path
    records: int
    dropped: int


def export(clean: Path, to: Format, out: Path | None = None, *, drop_duplicates: bool = False) -> Exported:
    """Write the records of ``clean`` to ``out`` (default: a file or folder in ``clean``), which is replaced.

    Raises:
        UsageError: there are no records; their duplicates are not known, but are to be dropped; or ``out`` is something
            that no export has written.
        RunError: ``out`` cannot be written.
    """
    path = _with_name(out or clean / _PLACES[to])
    new = path.with_name(f".{path.name}.new")
    left_out = dropped(clean) if drop_duplicates else {}
    _check_replaceable(path, to)
    try:
        _remove(new)
        path.parent.mkdir(parents=True, exist_ok=True)
        count = _write(_kept(clean, left_out), new, to)
        if path.is_dir():  # which nothing can take the place of; a file is there until the new one is
            _remove(path)
        os.replace(new, path)
    except OSError as error:
        raise RunError(f"{path}: cannot be written: {said(error)}") from error
    finally:
        with suppress(OSError):
            _remove(new)
    return Exported(path, count, len(left_out))


def _kept(clean: Path, left_out: dict[int, str]) -> Iterator[bytes]:
    for number, line in enumerate(record_lines(clean)):
        if number not in left_out:
            yield line
        elif read_record(line).id != left_out[number]:
            raise UsageError(f"{clean}: its duplicates are of other articles\n  fix: ingest duplicates {clean}")


def _write(lines: Iterator[bytes], path: Path, to: Format) -> int:
    count = 0
    if to in ("markdown", "text"):
        files = Files(path, ".md" if to == "markdown" else ".txt")
        for line in lines:
            article = read_record(line)
            files.write(article, markdown_file(article) if to == "markdown" else text_file(article))
            count += 1
        return count
    sink = _parquet_sink(path) if to == "parquet" else CsvSink(path)
    try:
        while rows := [to_dict(read_record(line)) for line, _ in zip(lines, range(_ROWS_AT_ONCE), strict=False)]:
            sink.write(rows)
            count += len(rows)
    finally:
        sink.close()
    return count


def _parquet_sink(path: Path) -> ParquetSink:
    try:
        from ingest.arrow import ParquetSink
    except ImportError:
        raise UsageError("parquet: pyarrow is not installed\n  fix: pip install 'ingest[parquet]'") from None
    return ParquetSink(str(path))


def _with_name(path: Path) -> Path:
    """Give a path with its last part known, for ``.`` and ``..`` say none."""
    named = path if path.name not in ("", "..") else path.resolve()
    if not named.name:
        raise UsageError(f"{path}: an export cannot take its place\n  fix: name another --out")
    return named


def _check_replaceable(path: Path, to: Format) -> None:
    """
    Raises:
        UsageError: a folder stands there that may be somebody's, or a folder where a file is to be.
    """
    if path.is_dir() and not (to in ("markdown", "text") and Files.wrote(path)):
        raise UsageError(f"{path}: a folder that no export has written\n  fix: name another --out")


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
