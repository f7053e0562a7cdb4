"""Standard output, where nothing but results goes."""

from __future__ import annotations

import sys


def write_result(text: str) -> None:
    """Write a result and a line end to standard output, as UTF-8 whatever the terminal's encoding."""
    sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n")
    sys.stdout.buffer.flush()
