"""HTML to a page: decode, parse once, metadata, prune, extract, blocks. The one module that knows trafilatura."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from types import ModuleType
from typing import Any, Literal

from ingest.article import Metadata, Note, Page
from ingest.html.dom import Element, Parsed, markup_of, page_around, parse, text_of, tree_error, unwrap_hidden
from ingest.html.extract.blocks import Links, TextLine, join_lines, lines_of_element
from ingest.html.extract.extractor import FEW_WORDS, LowConfidence, Reading, read_fast
from ingest.html.extract.soup_fallback import lines_of_markup
from ingest.html.metadata.collect import metadata_of
from ingest.html.metadata.htmldate_guess import guessed_day
from ingest.html.metadata.jsonld import JsonLdNode
from ingest.html.metadata.page_notes import page_notes, stated_lines
from ingest.html.metadata.statements import PageStatements, collect
from ingest.html.prune import ElementRule, prune
from ingest.html.selectors import Selector
from ingest.html.site_hints import hinted_body, outermost
from ingest.html.source_replacements import replaced
from ingest.text.dates import rfc3339
from ingest.text.decoding.decode import Decoded, decode, normalize_decoded
from ingest.text.names import people_in_bylines
from ingest.text.shape import count_words

ReaderName = Literal["auto", "trafilatura", "fast"]
FieldSelectors = Mapping[str, tuple[Selector, ...]]
# More than this is no article; parsing is linear, what comes after it is not always.
_MAX_CHARS = 20_000_000
# Beyond this htmldate's patterns take seconds.
_MAX_GUESSED = 3_000_000
# The soup keeps a Python object for every element, so it gets less.
_MAX_MARKUP = 5_000_000
# A stated text with fewer words is an abstract.
_STATED_WORDS = 60
# What trafilatura 2.3 and its parts let through on odd pages. ValueError also covers undecodable text.
_REFUSALS = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


def read_html(
    data: bytes | str,
    *,
    charset: str | None = None,
    url: str | None = None,
    elements: Sequence[ElementRule] = (),
    fields: FieldSelectors | None = None,
    hints: FieldSelectors | None = None,
    replacements: Sequence[tuple[str, str]] = (),
    reader: ReaderName = "auto",
) -> Page:
    """Give a page as read: its blocks, what it says about itself, and what ``elements`` took out.

    ``charset`` is what HTTP said, ``url`` where the page is from (to make links absolute), ``fields`` a site's
    selectors for ``body``, ``title``, ``subtitle``, ``authors``, ``published``, ``section`` and ``tags``,
    ``hints`` selectors that count less than what the page says, ``replacements`` what to put for what in its source.
    Whatever the input is, there is a page; what is wrong with it stands in the notes.
    """
    decoded = (
        Decoded(normalize_decoded(data), "") if isinstance(data, str) else decode(data, charset=charset, html=True)
    )
    notes, text = list(decoded.notes), decoded.text
    if len(text) > _MAX_CHARS:
        notes.append(Note("truncated-input", f"the first {_MAX_CHARS} of {len(text)} characters"))
        text = text[:_MAX_CHARS]
    text, changes = replaced(text, replacements, _MAX_CHARS)
    if changes:
        notes.append(Note("site-config", f"{changes} of {len(replacements)} replacements changed the source"))
    source = decoded.utf8 if text is decoded.text else None
    blank = not text or text.isspace()
    parsed = None if blank else parse(text.encode("utf-8", "replace") if source is None else source)
    if parsed is None:
        notes.append(Note("empty") if blank else Note("no-body", "no elements"))
        return Page("html", "", "", (), encoding=decoded.encoding or None, reader="soup", notes=tuple(notes))
    if parsed.truncated:
        notes.append(Note("truncated-input", parsed.truncated))
    said = collect(parsed.root, url)
    stated = _selected(parsed.root, fields or {}, _metadata(parsed, said, url, hints or {}))
    notes.extend(page_notes(said, url))
    unwrap_hidden(parsed.root)
    pruned = prune(parsed.root, elements, base=url)
    notes.extend(pruned.notes)
    root = _body(parsed.root, (fields or {}).get("body", ()), notes)
    if root is parsed.root and hints:
        root, why = hinted_body(root, hints.get("body", ()))
        notes += [Note("site-config", why)] if why else []
    reading = _read(root, stated, said.article, reader, url, notes)
    blocks = reading.blocks
    if not blocks:
        notes.append(Note("no-body", "nothing to read on the page"))
    return Page(
        "html",
        source=reading.text,
        text=reading.text,
        blocks=blocks,
        title=stated.title,
        metadata=stated,
        removed=(*pruned.removed, *reading.removed),
        captions=(*pruned.captions, *reading.captions),
        related=(*pruned.related, *reading.related),
        encoding=decoded.encoding or None,
        reader=reading.reader,
        left_out=max(0, reading.shown - len(reading.text)),
        notes=tuple(notes),
    )


def _selected(root: Element, fields: FieldSelectors, stated: Metadata) -> Metadata:
    """Give the metadata with what the site's selectors find in place of what the page states."""
    changes: dict[str, Any] = {}
    for field, selectors in fields.items():
        found = next((values for selector in selectors if (values := selector.values(root))), ())
        if not found or field == "body":
            continue
        if field == "authors":
            changes[field] = people_in_bylines(found)
        elif field == "tags":
            changes[field] = tuple(dict.fromkeys(found))
        elif field == "published":
            changes[field] = rfc3339(found[0])
        else:
            changes[field] = found[0]
    return replace(stated, **{field: value for field, value in changes.items() if value})


def _body(root: Element, selectors: Sequence[Selector], notes: list[Note]) -> Element:
    """Give the tree to extract from: the page, or a page of what the site's ``body`` selectors find."""
    for selector in selectors:
        if found := selector.elements(root):
            return page_around(outermost(found))
    if selectors:
        notes.append(Note("fallback-reader", "the body selector finds nothing: the whole page was read"))
    return root


def _read(
    body: Element, stated: Metadata, article: JsonLdNode, reader: ReaderName, url: str | None, notes: list[Note]
) -> Reading:
    """Give what a reader makes of a page: by default the fast one, and trafilatura where that one has its doubts."""
    fast = (
        None
        if reader == "trafilatura"
        else _prefer_jsonld_body(read_fast(body, stated.title, base=url), article, notes)
    )
    if fast and fast.stories > 1:
        notes.append(Note("several-articles", f"{fast.stories} on the page"))
    if fast and (reader == "fast" or (fast.blocks and fast.low_confidence is None)):
        return fast
    links = Links(body)
    shown = len(text_of(body))  # now: trafilatura takes the tree apart
    name, lines = _lines(body, url, notes)
    text, blocks = join_lines(lines, links)
    other = _prefer_jsonld_body(Reading(text, blocks, reader=name, shown=shown), article, notes)
    return fast if fast and fast.blocks and not _better(other, fast) else other


def _prefer_jsonld_body(reading: Reading, article: JsonLdNode, notes: list[Note]) -> Reading:
    """Give a reading; or, where it is little and less than half of it, the text that the page states for machines.

    Pages that are put together in the browser show their text to nobody else.
    """
    if "articleBody" not in article or (words := count_words(reading.text)) >= FEW_WORDS:
        return reading
    text, blocks = join_lines(stated_lines(article))
    if count_words(text) < max(_STATED_WORDS, 2 * words):
        return reading
    notes.append(Note("stated-text", f"{words} words on the page"))
    return Reading(text, blocks, reader="stated", shown=reading.shown)


def _better(other: Reading, fast: Reading) -> bool:
    """Say whether a second reading is to be believed where the first is in doubt.

    Without a headline to go by it is, unless it found next to nothing. Else where it has half as much again, and
    what the first one found is in it: the first one missed a part.
    """
    if other.reader != "trafilatura":
        return False
    found = set(fast.text.split("\n")) & set(other.text.split("\n"))
    shared = sum(map(len, found))
    if fast.low_confidence is LowConfidence.NO_HEADLINE:
        return len(other.text) * 3 > len(fast.text) and shared < 0.75 * max(len(other.text), len(fast.text))
    return len(other.text) > 1.5 * len(fast.text) and (shared * 2 > len(fast.text) or len(fast.text) < 300)


def _lines(root: Element, url: str | None, notes: list[Note]) -> tuple[str, list[TextLine]]:
    """Give the reader that served and the lines it found; the soup serves where trafilatura refuses."""
    why = "nothing extracted"
    try:
        found = _trafilatura().bare_extraction(root, url=url, include_comments=False, output_format="txt")
        if found is not None and not _is_dump(found.body) and (lines := lines_of_element(found.body)):
            return "trafilatura", lines
    except (*_REFUSALS, tree_error()) as error:
        why = type(error).__name__
    markup = markup_of(root)
    if len(markup) > _MAX_MARKUP:
        notes.append(Note("truncated-input", f"the first {_MAX_MARKUP} of {len(markup)} characters of markup"))
    lines = lines_of_markup(markup[:_MAX_MARKUP])
    if lines:
        notes.append(Note("fallback-reader", why))
    return "soup", lines


def _is_dump(body: Element) -> bool:
    """Say whether this is trafilatura's last resort: all text of the page in one paragraph, broken at every tag."""
    return len(body) == 1 and len(body[0]) == 0 and body[0].tag == "p" and "\n" in (body[0].text or "")


def _metadata(parsed: Parsed, said: PageStatements, url: str | None, hints: FieldSelectors) -> Metadata:
    """Give what the page states, what ``hints`` find of the rest, and htmldate's guess for a day that neither has."""
    stated = metadata_of(said, url)
    unstated = {field: found for field, found in hints.items() if not getattr(stated, field, None)}
    stated = _selected(parsed.root, unstated, stated)
    if stated.published or parsed.size > _MAX_GUESSED:
        return stated
    return replace(stated, published=guessed_day(parsed.root, url))


@cache
def _trafilatura() -> ModuleType:
    """Give trafilatura, quiet: without a handler of its own it would print warnings to the user's terminal."""
    import trafilatura

    for name in ("trafilatura", "htmldate", "courlan", "justext"):
        logger = logging.getLogger(name)
        if logger.level == logging.NOTSET:
            logger.setLevel(logging.CRITICAL)
    return trafilatura
