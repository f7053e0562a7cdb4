"""A folder of pages in, a folder of records out: every input accounted for, whatever a document does."""

from ingest.batch.reference import Limits, Stated
from ingest.batch.run import Output, run
from ingest.batch.tally import Standing, Summary

__all__ = ["Limits", "Output", "Standing", "Stated", "Summary", "run"]
