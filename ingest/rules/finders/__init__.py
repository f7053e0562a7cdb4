"""Finders: what no pattern can say, as functions."""
