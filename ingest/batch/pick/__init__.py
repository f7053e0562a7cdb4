"""One document of an input, or one record of a finished run, for who wants to look at it."""
