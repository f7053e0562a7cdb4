"""Spark: clean a data frame on a cluster. ``python -m ingest.integrations.spark IN OUT`` does it for files (extra
``spark``; Java 17)."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from pyspark.sql import DataFrame, Row, SparkSession
from pyspark.sql.types import (
    ArrayType,
    BooleanType,
    DataType,
    DoubleType,
    LongType,
    MapType,
    StringType,
    StructField,
    StructType,
)

from ingest.input_record import NO_DEFAULTS, Defaults
from ingest.integrations.engine_job import EngineJob, job_of
from ingest.integrations.engine_learning import EngineLearner, merged_samples, with_rules
from ingest.options import Options

if TYPE_CHECKING:
    import pyarrow

SPARK_LINES = "value"  # what Spark calls the column of lines


def clean_dataframe(
    frame: DataFrame, options: Options | None = None, *, stated: Defaults = NO_DEFAULTS, lines: str | None = None
) -> DataFrame:
    """Return the articles of a data frame of scraped records: ``ingest.arrow.clean_batch`` over all of it, lazily.

    As many rows come out as went in; one that became no article has ``rejected``.
    """
    chosen = options or Options()

    def clean(batches: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        from ingest.arrow import clean_batch

        for batch in batches:
            yield clean_batch(batch, chosen, stated=stated, lines=lines)

    return frame.mapInArrow(clean, _schema())


def learn_from_dataframe(
    frame: DataFrame, options: Options | None = None, *, stated: Defaults = NO_DEFAULTS, lines: str | None = None
) -> Options:
    """Return ``options`` with the rules that are learned from a data frame of scraped records: what the documents of
    each group (``stated.group``; default: the site) repeat. ``clean_dataframe`` takes them.

    Each partition becomes samples of its groups; these are merged_samples where Spark likes, and mined group by group.
    """
    learner = EngineLearner(options or Options(), stated)

    def sampled(rows: Iterable[Row]) -> Iterator[tuple[str, bytes]]:
        from ingest.arrow import record_of_columns
        from ingest.input_record import Refusal, parse_record

        def records() -> Iterator[Mapping[str, object]]:
            for row in rows:
                with suppress(Refusal):
                    if lines:
                        yield parse_record((row[lines] or "").encode())
                    else:
                        yield record_of_columns(row.asDict(recursive=True))

        return learner.samples(records())

    samples = frame.rdd.mapPartitions(sampled).reduceByKey(merged_samples)
    return with_rules(learner.options, samples.mapValues(learner.rules).values().collect())


def _schema() -> StructType:
    from ingest.arrow import plain_schema

    return StructType([StructField(name, _type(kind)) for name, kind in plain_schema()])


_SPARK_TYPES: dict[str, DataType] = {"integer": LongType(), "number": DoubleType(), "boolean": BooleanType()}


def _type(kind: object) -> DataType:
    """Return Spark's type for one that ``plain_schema`` names."""
    if isinstance(kind, list):
        return ArrayType(_type(kind[0]))
    if isinstance(kind, tuple):
        return StructType([StructField(name, _type(part)) for name, part in kind])
    if kind == "map":
        return MapType(StringType(), DoubleType())
    return _SPARK_TYPES.get(str(kind), StringType())


def _lines_of_files(session: SparkSession, source: str) -> DataFrame:
    """Return the lines of files that are not blank."""
    lines = session.read.text(source, lineSep="\n")  # else a carriage return ends a line, too
    return lines.filter(lines[SPARK_LINES].rlike(r"\S"))


def clean_with_spark(job: EngineJob) -> dict[str, int]:
    """Clean a folder or bucket of Parquet or JSONL into Parquet; return the number of rows by what they became."""
    session = SparkSession.builder.appName("ingest").getOrCreate()
    frame = _lines_of_files(session, job.source) if job.lines else session.read.parquet(job.source)
    lines = SPARK_LINES if job.lines else None
    options = learn_from_dataframe(frame, job.options, stated=job.stated, lines=lines) if job.learn else job.options
    cleaned = clean_dataframe(frame, options, stated=job.stated, lines=lines)
    cleaned.write.parquet(job.target)
    counts = session.read.parquet(job.target).groupBy("rejected.reason").count().collect()
    return {row["reason"] or "records": row["count"] for row in counts}


if __name__ == "__main__":
    from ingest.integrations.engine_job import report_job

    report_job("spark", clean_with_spark, job_of(sys.argv[1:], "spark"))
