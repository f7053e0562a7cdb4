"""Rules that are found, not written: what a group of documents repeats, with the evidence for it."""
