"""FiveFilters site configs, used in place or converted."""
