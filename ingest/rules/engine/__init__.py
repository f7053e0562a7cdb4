"""Rules applied: what they propose, until nothing more is found."""
