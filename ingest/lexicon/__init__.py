"""Words that code and rules share, as data that needs no Python: the lists in ``rules/lexicon/``."""
