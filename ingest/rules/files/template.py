"""A template of a site file, for a new site."""

from __future__ import annotations

import json
import re
from pathlib import Path

from ingest.errors import UsageError
from ingest.rules.grammar.schema import rules_schema

# Written beside the sites/ folder, so that editors complete and check as one types.
SCHEMA_FILE = "rules.schema.json"
_TEMPLATE = """\
# yaml-language-server: $schema=../{schema}
about: What {site} prints around its articles.
# Where the page keeps what it says about itself; remove what the reader finds by itself.
# fields:
#   title: h1
#   authors: 'a[rel=author]'
rules:
  # An element of the page: look up its class in the browser's inspector.
  - id: site.{slug}.author-box
    kind: author_box
    element: 'div.author-box'
    then: {{move: author_bio}}
    why: The box about the author below every article.
    examples:
      removes: ['<div class="author-box">Jane Doe writes about bridges.</div>']
      keeps: ['<div class="article-body">Jane Doe crossed the bridge.</div>']
  # A line of the text, by how it begins; the headline in it goes to the field `related`.
  - id: site.{slug}.more-on-this
    kind: related
    line: '^More on this:\\s*(?P<value>\\S.*)'
    where: {{max_chars: 200}}
    then: {{move: related}}
    why: The link to another story that the editors put between paragraphs.
    examples:
      removes: ['More on this: Ferry service returns in spring']
      keeps: ['More on this, she said, would follow in spring.']
"""


def starter(host: str) -> str:
    """Return a site file for a host name that passes ``ingest rules check`` as it is."""
    return _TEMPLATE.format(schema=SCHEMA_FILE, site=host, slug=re.sub(r"[^a-z0-9]+", "-", host).strip("-"))


def write_starter(host: str, folder: Path) -> Path:
    """Write the starter file of a host into a rule folder, and the schema that it names; return its path.

    Raises:
        UsageError: there is one already, or the folder cannot be written.
    """
    path = folder / "sites" / f"{host}.yaml"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(starter(host))
        schema = json.dumps(rules_schema(), indent=2, ensure_ascii=False)
        (folder / SCHEMA_FILE).write_text(schema + "\n", encoding="utf-8")
    except FileExistsError:
        raise UsageError(f"'{path}' is there already\n  fix: edit it, or remove it first") from None
    except OSError as error:
        raise UsageError(
            f"'{path}' cannot be written: {error.strerror}\n  fix: choose another folder with --into"
        ) from None
    return path
