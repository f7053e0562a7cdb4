"""The first pass of a run that learns: what documents say is gathered by group, and what groups repeat is mined."""
