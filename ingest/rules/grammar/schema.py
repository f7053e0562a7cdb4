"""The JSON Schema of rule files, for editors that complete and check as one types."""

from __future__ import annotations

from ingest.rules.grammar.keys import FILE_KEYS, closed


def rules_schema() -> dict[str, object]:
    """Return the schema (draft 2020-12). It describes the shape of a file, not all that may be wrong in it."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "ingest rule file",
        "description": "Rules that take cruft out of scraped news. See rules/README.md.",
        **closed(FILE_KEYS),
    }
