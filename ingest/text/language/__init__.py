"""Which language a text is in."""

from __future__ import annotations

from typing import Literal

# Here, so that options can name an engine without loading the detection: ``ingest --help`` waits for it (3 ms).
LanguageEngine = Literal["fasttext", "langdetect", "fast", "none"]
