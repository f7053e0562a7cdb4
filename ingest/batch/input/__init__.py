"""What is in RAW: found, located, read."""
