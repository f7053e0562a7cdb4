"""Ray Data: clean a dataset on a cluster. ``python -m ingest.integrations.ray IN OUT`` does it for files (extra
``ray``).

>>> import ray, ingest.integrations.ray  # doctest: +SKIP
>>> articles = ingest.integrations.ray.clean_dataset(ray.data.read_parquet("s3://crawl/"))  # doctest: +SKIP
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING

import ray
import ray.data
from ray.data.aggregate import AggregateFn
from ray.data.datasource import FileBasedDatasource

from ingest.cleaner import Cleaner
from ingest.input_record import NO_DEFAULTS, Defaults
from ingest.integrations.engine_job import EngineJob, job_of
from ingest.integrations.engine_learning import EngineLearner, merged_samples, with_rules
from ingest.options import Options

if TYPE_CHECKING:
    import pyarrow

ROWS_AT_ONCE = 256
RAY_LINES = "line"  # the name of the column of lines


class _CleaningActor:
    """An actor: it builds its cleaner once, and cleans batch after batch."""

    def __init__(self, options: Options, stated: Defaults, lines: str | None) -> None:
        self._cleaner = Cleaner(options)
        self._stated = stated
        self._lines = lines

    def __call__(self, table: pyarrow.Table) -> pyarrow.Table:
        from ingest.arrow import clean_table

        return clean_table(table, self._cleaner, stated=self._stated, lines=self._lines)


def clean_dataset(
    dataset: ray.data.Dataset,
    options: Options | None = None,
    *,
    stated: Defaults = NO_DEFAULTS,
    lines: str | None = None,
    actors: int | tuple[int, int] = (1, 64),
) -> ray.data.Dataset:
    """Return the articles of a dataset of scraped records: ``ingest.arrow.clean_batch`` over all of it, lazily.

    As many rows come out as went in; one that became no article has ``rejected``. ``actors`` is the number of processes
    that hold a cleaner, or the least and the greatest number of them.
    """
    return dataset.map_batches(
        _CleaningActor,
        fn_constructor_args=(options or Options(), stated, lines),
        batch_format="pyarrow",
        batch_size=ROWS_AT_ONCE,
        compute=ray.data.ActorPoolStrategy(size=actors)
        if isinstance(actors, int)
        else ray.data.ActorPoolStrategy(min_size=actors[0], max_size=actors[1]),
    )


def learn_from_dataset(
    dataset: ray.data.Dataset,
    options: Options | None = None,
    *,
    stated: Defaults = NO_DEFAULTS,
    lines: str | None = None,
) -> Options:
    """Return ``options`` with the rules that are learned from a dataset of scraped records: what the documents of each
    group (``stated.group``; default: the site) repeat. ``clean_dataset`` takes them.

    Each batch becomes samples of its groups; these are merged_samples where the engine likes, and mined group by group.
    """
    learner = EngineLearner(options or Options(), stated)

    def sampled(table: pyarrow.Table) -> dict[str, list[object]]:
        from ingest.arrow import records_of_table

        found = list(learner.samples(records_of_table(table, lines)))
        return {"group": [group for group, _ in found], "sample": [sample for _, sample in found]}

    learned = AggregateFn(
        init=lambda key: b"",
        accumulate_row=lambda sample, row: merged_samples(sample, row["sample"]),
        merge=merged_samples,
        finalize=learner.rules,
        name="rules",
    )
    samples = dataset.map_batches(sampled, batch_format="pyarrow", batch_size=ROWS_AT_ONCE)
    rows = samples.groupby("group").aggregate(learned).iter_rows()
    return with_rules(learner.options, (row["rules"] for row in rows))


class _LinesOfFiles(FileBasedDatasource):  # type: ignore[misc]  # Ray's types are not looked at
    """Lines as they are in the files. Ray's own reader of text also ends lines at characters that may be inside of JSON
    strings (U+2028, U+0085), holds whole files, and stops at a byte that is not UTF-8."""

    def _read_stream(self, f: IO[bytes], path: str) -> Iterator[pyarrow.Table]:
        from ingest.arrow import line_tables

        yield from line_tables(f, RAY_LINES)


def clean_with_ray(job: EngineJob) -> dict[str, int]:
    """Clean a folder or bucket of Parquet or JSONL into Parquet; return the number of rows by what they became."""
    lines, source = (RAY_LINES, _LinesOfFiles(job.source)) if job.lines else (None, None)
    read = ray.data.read_datasource(source) if source else ray.data.read_parquet(job.source)
    options = learn_from_dataset(read, job.options, stated=job.stated, lines=lines) if job.learn else job.options
    dataset = clean_dataset(read, options, stated=job.stated, lines=lines)
    dataset.write_parquet(job.target)
    reasons = ray.data.read_parquet(job.target, columns=["rejected"])
    counts: dict[str, int] = {}
    for row in reasons.iter_rows():
        outcome = row["rejected"]["reason"] if row["rejected"] else "records"
        counts[outcome] = counts.get(outcome, 0) + 1
    return counts


if __name__ == "__main__":
    from ingest.integrations.engine_job import report_job

    report_job("ray", clean_with_ray, job_of(sys.argv[1:], "ray"))
