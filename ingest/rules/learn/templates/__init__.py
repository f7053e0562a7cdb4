"""What several documents say in the same words: how it is found, and how far it reaches."""
