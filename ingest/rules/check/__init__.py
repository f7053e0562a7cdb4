"""Rule files validated, their examples run."""
