"""Articles as Parquet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow.parquet as pq

from ingest.arrow import arrow_schema, batch_of

_PACKING = "zstd"


class ParquetSink:
    """A Parquet file of articles, written a batch at a time."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._schema = arrow_schema()
        self._file = pq.ParquetWriter(path, self._schema, compression=_PACKING)

    def write(self, records: Iterable[Mapping[str, Any]]) -> None:
        self._file.write_batch(batch_of(records, self._schema))

    @property
    def written(self) -> int:
        """Return how many rows the file says it has, once it is closed."""
        return int(pq.read_metadata(self._path).num_rows)

    def close(self) -> None:
        self._file.close()
