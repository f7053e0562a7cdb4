"""Rows of Parquet, read one by one."""

from __future__ import annotations

from collections.abc import Iterator
from types import TracebackType
from typing import Self

import pyarrow as pa
import pyarrow.parquet as pq

from ingest.arrow import _READ_AT_ONCE, _ROWS_AT_ONCE, _record


class ParquetRows:
    """The rows of a Parquet file, one by one; forward is cheap, also past rows that others read, and what is held at
    once is some rows, however many a row group has.

    Raises:
        OSError: it is none, or it is cut off.
    """

    def __init__(self, path: str) -> None:
        try:
            self._file = pq.ParquetFile(path, buffer_size=_READ_AT_ONCE, pre_buffer=False)
        except pa.ArrowInvalid as error:
            raise OSError(str(error)) from error
        self.columns = tuple(str(name) for name in self._file.schema_arrow.names)
        self._batches: Iterator[tuple[int, pa.RecordBatch]] = iter(())
        self._batch = pa.RecordBatch.from_pylist([])
        self._first = self._end = 1  # the number of the batch's first row, and of the row after this row group

    def groups(self) -> Iterator[tuple[int, int]]:
        """Yield the number of rows of each row group, and its size unpacked, in bytes."""
        for index in range(self._file.metadata.num_row_groups):
            group = self._file.metadata.row_group(index)
            yield group.num_rows, group.total_byte_size

    def row(self, number: int) -> dict[str, object]:
        """Return a row, counted from 1, as a record; what is null is no field.

        Raises:
            Refusal: the row is no record.
            OSError: the file is damaged.
        """
        try:
            if not self._first <= number < self._first + self._batch.num_rows:
                if not self._first <= number < self._end:
                    self._open_group(number)
                self._go_on_to(number)
            return _record(self._batch, number - self._first)
        except pa.ArrowInvalid as error:
            raise OSError(str(error)) from error

    def _go_on_to(self, number: int) -> None:
        for first, batch in self._batches:
            if number < first + batch.num_rows:
                self._first, self._batch = first, batch
                return
        raise OSError("the file became shorter while it was read")

    def _open_group(self, number: int) -> None:
        """Begin with the row group that holds a row, if one does."""
        first, self._batches = 1, iter(())
        for index, (count, _) in enumerate(self.groups()):
            if first <= number < first + count:
                self._batches = self._numbered(index, first)
                self._end = first + count
            first += count

    def _numbered(self, group: int, number: int) -> Iterator[tuple[int, pa.RecordBatch]]:
        for batch in self._file.iter_batches(_ROWS_AT_ONCE, row_groups=[group]):
            yield number, batch
            number += batch.num_rows

    def close(self) -> None:
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()
