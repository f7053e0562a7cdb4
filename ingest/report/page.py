"""The report as one HTML page: its body, its data, its one script and one style; nothing else could run in it."""

from __future__ import annotations

import hashlib
import json
import os
import re
from base64 import b64encode
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path

from ingest.errors import RunError, error_text
from ingest.report.markup import INVISIBLE, Markup, element, joined
from ingest.version import __version__

_HERE = Path(__file__).parent
# What would end a script element or begin a comment in one, and what deceives a reader of the source.
_NOT_IN_SCRIPT = re.compile(f"[<>&{INVISIBLE}]")


def page(title: str, body: Markup, data: Mapping[str, object] | None) -> str:
    """Return a whole page: ``body``, and ``data`` for its script; without data it has no script.

    Nothing is loaded, and nothing runs but the script of this package: the policy names it by its hash. What documents
    say is text in ``body`` and a string in ``data``, of which the script makes text nodes.
    """
    style, script = _asset("report.css"), _asset("report.js")
    runs = _hash(script) if data is not None else "none"
    policy = f"default-src 'none'; script-src '{runs}'; style-src '{_hash(style)}'; base-uri 'none'; form-action 'none'"
    head = joined(
        Markup('<meta charset="utf-8">'),
        Markup(f'<meta http-equiv="Content-Security-Policy" content="{policy}">'),
        Markup('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        Markup('<meta name="color-scheme" content="light dark">'),
        Markup('<meta name="referrer" content="no-referrer">'),
        Markup(f'<meta name="generator" content="ingest {__version__}">'),
        element("title", title),
        Markup(f"<style>{style}</style>"),
    )
    content = body
    if data is not None:
        held = Markup(f'<script type="application/json" id="data">{script_json(data)}</script>')
        content = joined(body, held, Markup(f"<script>{script}</script>"))
    return f'<!doctype html>\n<html lang="en"><head>{head}</head><body>{content}</body></html>\n'


def script_json(data: object) -> str:
    r"""Return JSON that may stand in a script element: no text of it can end that, or be taken for markup.

    >>> script_json({"t": "</script><!--"})
    '{"t":"\\u003c/script\\u003e\\u003c!--"}'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    # A lone surrogate has no form in UTF-8.
    escaped = _NOT_IN_SCRIPT.sub(lambda char: f"\\u{ord(char[0]):04x}", text)
    return escaped.encode("utf-8", "replace").decode()


def write_page(path: Path, html: str) -> None:
    """Write a page beside its place, and put it there when it is whole.

    Raises:
        RunError: it cannot be written.
    """
    new = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        new.write_text(html, encoding="utf-8", errors="replace")
        os.replace(new, path)
    except OSError as error:
        raise RunError(f"{path}: cannot be written: {error_text(error)}") from error
    finally:
        with suppress(OSError):
            new.unlink()


@cache
def _asset(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8").strip()


def _hash(text: str) -> str:
    return f"sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
