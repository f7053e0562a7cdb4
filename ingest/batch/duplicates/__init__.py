"""Records that repeat others: copies of one text, and versions of one address."""
