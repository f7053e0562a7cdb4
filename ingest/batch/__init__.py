"""A folder of pages in, a folder of records out: every input accounted for, whatever a document does."""

from ingest.batch.reference import Limits, Stated
from ingest.batch.run import run
from ingest.batch.tally import Standing, Summary

__all__ = ["Limits", "Standing", "Stated", "Summary", "run"]
