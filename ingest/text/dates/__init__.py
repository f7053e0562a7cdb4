"""Days and times as sources write them, in the form of RFC 3339."""

from ingest.text.dates.address import day_in_address
from ingest.text.dates.bounds import is_plausible, is_zero, last_day
from ingest.text.dates.parse import day_in, day_place, days_in, stated_time

__all__ = ["day_in", "day_in_address", "day_place", "days_in", "is_plausible", "is_zero", "last_day", "stated_time"]
