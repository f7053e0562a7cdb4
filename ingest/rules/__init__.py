"""Rule files in, edits out: patterns, layers, matching, settling, examples."""
