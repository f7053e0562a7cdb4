"""Rule files: read, checked and described."""
