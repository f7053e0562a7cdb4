"""The pattern language: translated for RE2, and what a text must hold for a pattern to match."""
