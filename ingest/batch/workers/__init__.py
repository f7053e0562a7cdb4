"""Worker processes, and what one may take."""
