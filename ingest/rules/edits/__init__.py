"""Edits laid over a page: the law that settles them."""
