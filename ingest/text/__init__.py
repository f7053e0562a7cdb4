"""Text before any rule: bytes to text, blocks and their shape, language, dates, names, repairs."""
