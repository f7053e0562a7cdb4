#!/usr/bin/env python3
"""Print the table of the record's fields that README.md shows, or put it there.

    python tools/record_table.py --write

It is made of ``ingest/article.py``, where each field says what it holds; a test compares the two.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import Any

from ingest.record import article_schema

README = Path(__file__).parent.parent / "README.md"
HEAD = "| field | what it holds |\n|---|---|\n"


def record_table() -> str:
    """Return the table in Markdown, a row a field, in the order of the record."""
    schema: Any = article_schema()
    rows = [f"| `schema` | `{schema['title']}` |"]
    rows += [
        f"| `{name}` | {field['description']}{_parts(field, schema['$defs'])} |"
        for name, field in schema["properties"].items()
        if name != "schema"
    ]
    return HEAD + "\n".join(rows) + "\n"


def _parts(field: dict[str, Any], objects: dict[str, Any]) -> str:
    """Return the names of the fields of a field that is an object or a list of such, with what they hold."""
    reference = str(field.get("$ref") or field.get("items", {}).get("$ref") or "")
    if not reference:
        return ""
    parts = objects[reference.rpartition("/")[2]]["properties"]
    names = [
        f"`{name}` ({part['description']})" if "description" in part else f"`{name}`" for name, part in parts.items()
    ]
    return f": {', '.join(names)}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="replace the table in README.md")
    if not parser.parse_args().write:
        print(record_table(), end="")
        return
    text = README.read_text(encoding="utf-8")
    shown = re.compile(rf"{re.escape(HEAD)}(?:\|.*\n)+")
    README.write_text(shown.sub(lambda _: record_table(), text, count=1), encoding="utf-8")


if __name__ == "__main__":
    main()
