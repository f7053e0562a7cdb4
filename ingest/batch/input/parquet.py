"""Rows of Parquet, read one by one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

import pyarrow as pa
import pyarrow.parquet as pq

from ingest.arrow import BYTES_READ_AT_ONCE, row_record
from ingest.input_record import Refusal

_ROWS_AT_ONCE = 64  # rows of Parquet that are decoded together
_ROWS_ALONE = 200_000  # so far into a row group rows before a damage are decoded one by one, at 40 µs a row
_NO_ROWS = pa.RecordBatch.from_pylist([])


class ParquetRows:
    """The rows of a Parquet file, one by one; forward is cheap, also past rows that others read, and what is held at
    once is some rows, however many a row group has. Damage in a row group costs its rows from there on.

    Raises:
        OSError: it is none, or it is cut off.
    """

    def __init__(self, path: str) -> None:
        with _as_os_error():
            self._file = pq.ParquetFile(path, buffer_size=BYTES_READ_AT_ONCE, pre_buffer=False)
            self.columns = tuple(str(name) for name in self._file.schema_arrow.names)
        self._batches: Iterator[tuple[int, pa.RecordBatch]] = iter(())
        self._batch = _NO_ROWS
        self._first = 1  # the number of the batch's first row
        self._group, self._begin, self._end = 0, 1, 1  # the row group, its first row, and the row after it
        self._alone = False  # its rows are decoded one by one
        self._damaged: tuple[int, str] | None = None  # from which of its rows on, and how

    def groups(self) -> list[tuple[int, int]]:
        """Return the number of rows of each row group, and its size unpacked, in bytes.

        Raises:
            OSError: the numbers contradict each other.
        """
        with _as_os_error():
            metadata = self._file.metadata
            groups = [metadata.row_group(index) for index in range(metadata.num_row_groups)]
            found = [(group.num_rows, max(0, group.total_byte_size)) for group in groups]
        if any(count < 0 for count, _ in found) or sum(count for count, _ in found) != metadata.num_rows:
            raise OSError(f"its footer is damaged: {metadata.num_rows} rows, but not in its row groups")
        return found

    def row(self, number: int) -> dict[str, object]:
        """Return a row, counted from 1, as a record; what is null is no field.

        Raises:
            Refusal: it is no record.
            OSError: the file is damaged, there or before in the same row group.
        """
        if not self._first <= number < self._first + self._batch.num_rows:
            if not self._first <= number < self._end:
                self._open_group(number)
            self._go_on_to(number)
        with _as_os_error():
            return row_record(self._batch, number - self._first)

    def _go_on_to(self, number: int) -> None:
        if self._damaged is not None and number >= self._damaged[0]:
            raise OSError(self._damaged[1])
        try:
            self._find(number)
        except OSError as error:
            self._damaged = number, str(error)
            if self._alone or number - self._begin >= _ROWS_ALONE:
                raise
            # Row by row, for what came together with the damage may stand before it.
            self._alone, self._batches = True, self._numbered(self._group, self._begin, 1)
            self._find(number)
            self._damaged = None

    def _find(self, number: int) -> None:
        with _as_os_error():
            for first, batch in self._batches:
                if number < first + batch.num_rows:
                    self._first, self._batch = first, batch
                    return
        raise OSError("the file became shorter while it was read")

    def _open_group(self, number: int) -> None:
        """Begin with the row group that holds a row, if one does."""
        first, self._batches, self._damaged = 1, iter(()), None
        for index, (count, _) in enumerate(self.groups()):
            if first <= number < first + count:
                self._group, self._begin, self._end = index, first, first + count
                self._first, self._batch, self._alone = first, _NO_ROWS, False
                self._batches = self._numbered(index, first, _ROWS_AT_ONCE)
            first += count

    def _numbered(self, group: int, number: int, at_once: int) -> Iterator[tuple[int, pa.RecordBatch]]:
        for batch in self._file.iter_batches(at_once, row_groups=[group]):
            yield number, batch
            number += batch.num_rows

    def close(self) -> None:
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


@contextmanager
def _as_os_error() -> Iterator[None]:
    """Raise what Arrow says of a file as what the system says of one. It says it in many ways: of a column's name that
    is no text, Python does for Arrow."""
    try:
        yield
    except pa.ArrowException as error:  # among them a want of memory: damage may ask for any
        raise OSError(str(error)) from error
    except (OSError, MemoryError, Refusal):
        raise
    except Exception as error:
        raise OSError(f"{type(error).__name__}: {error}") from error
