"""The metadata of a page: headline, authors, dates."""
