"""Bytes to text: encodings declared and guessed, and whether text is markup."""
