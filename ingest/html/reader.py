"""HTML to a page: decode, parse once, metadata, prune, extract, blocks. The one module that imports trafilatura."""

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
from ingest.html.hidden import hidden_elements, remove_hidden
from ingest.html.metadata.collect import metadata_of
from ingest.html.metadata.htmldate_guess import guessed_day
from ingest.html.metadata.jsonld import JsonLdNode
from ingest.html.metadata.page_notes import page_notes, stated_lines
from ingest.html.metadata.statements import PageStatements, collect
from ingest.html.prune import ElementRule, prune
from ingest.html.selectors import Selector
from ingest.html.site_hints import hinted_body, outermost
from ingest.html.source_replacements import replaced
from ingest.text.dates import day_in, last_day, stated_time
from ingest.text.decoding.decode import Decoded, decode, normalize_decoded
from ingest.text.memo import forget
from ingest.text.names import people_in_bylines
from ingest.text.shape import count_words, shape

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
# Two readings that share this much of the longer one are the same.
_SAME_TEXT = 0.75
# A reading so many times as long as another found a part that the other missed.
_MUCH_MORE = 1.5
# In a reading of fewer characters there is nothing that the longer one must have.
_FEW_CHARS, _FEW_WORDS = 300, 40
# Errors that trafilatura 2.3 and its parts raise on odd pages. ValueError also covers undecodable text.
_TRAFILATURA_ERRORS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)


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
    fetched_at: str | None = None,
) -> Page:
    """Return a page as read: its blocks, its metadata, and what ``elements`` removed.

    ``charset`` is the one in the HTTP header, ``url`` the address of the page (to make links absolute), ``fields`` a
    site's selectors for ``body``, ``title``, ``subtitle``, ``authors``, ``published``, ``section`` and ``tags``,
    ``hints`` selectors that fill only what the page does not state, ``replacements`` pairs of (old, new) in its source.
    ``fetched_at`` is when it was fetched: it was not published later.
    Whatever the input is, there is a page; what is wrong with it is in its notes.
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
    stated = collect(parsed.root, url)
    metadata = _with_selected(parsed.root, fields or {}, _metadata(parsed, stated, url, fetched_at, hints or {}))
    notes.extend(page_notes(stated, url))
    unwrap_hidden(parsed.root)
    pruned = prune(parsed.root, elements, base=url)
    notes.extend(pruned.notes)
    root = _body(parsed.root, (fields or {}).get("body", ()), notes)
    if root is parsed.root and hints:
        root, why = hinted_body(root, hints.get("body", ()))
        notes += [Note("site-config", why)] if why else []
    reading = _extract(root, metadata.title, stated.article, reader, url, notes)
    blocks = reading.blocks
    if not blocks:
        notes.append(Note("no-body", "nothing to read on the page"))
    return Page(
        "html",
        source=reading.text,
        text=reading.text,
        blocks=blocks,
        title=metadata.title,
        metadata=metadata,
        removed=(*pruned.removed, *reading.removed),
        captions=(*pruned.captions, *reading.captions),
        related=(*pruned.related, *reading.related),
        encoding=decoded.encoding or None,
        reader=reading.reader,
        left_out=max(0, reading.shown - len(reading.text)),
        notes=tuple(notes),
    )


def _with_selected(root: Element, fields: FieldSelectors, metadata: Metadata) -> Metadata:
    """Return the metadata with what the site's selectors select in place of what the page states."""
    changes: dict[str, Any] = {}
    for field, selectors in fields.items():
        values = next((values for selector in selectors if (values := selector.values(root))), ())
        if not values or field == "body":
            continue
        if field == "authors":
            changes[field] = people_in_bylines(values)
        elif field == "tags":
            changes[field] = tuple(dict.fromkeys(values))
        elif field == "published":
            changes[field] = stated_time(values[0]) or day_in(values[0], language=metadata.language)
        else:
            changes[field] = values[0]
    return replace(metadata, **{field: value for field, value in changes.items() if value})


def _body(root: Element, selectors: Sequence[Selector], notes: list[Note]) -> Element:
    """Return the tree to extract from: the page, or a page of what the site's ``body`` selectors find."""
    for selector in selectors:
        if selected := selector.elements(root):
            return page_around(outermost(selected))
    if selectors:
        notes.append(Note("fallback-reader", "the body selector finds nothing: the whole page was read"))
    return root


def _extract(
    body: Element, title: str | None, article: JsonLdNode, reader: ReaderName, url: str | None, notes: list[Note]
) -> Reading:
    """Return what a reader makes of a page: by default the fast one, and trafilatura where its confidence is low."""
    hidden = hidden_elements(body)
    fast = None
    if reader != "trafilatura":
        fast = _prefer_jsonld_body(read_fast(body, title, base=url, hidden=hidden), article, notes)
    if fast and fast.stories > 1:
        notes.append(Note("several-articles", f"{fast.stories} on the page"))
    if fast and (reader == "fast" or (fast.blocks and fast.low_confidence is None)):
        return fast
    remove_hidden(hidden)
    links = Links(body)
    shown = len(text_of(body))  # now: trafilatura takes the tree apart
    name, lines = _lines_by_trafilatura(body, url, notes)
    text, blocks = join_lines(lines, links)
    second = _prefer_jsonld_body(Reading(text, blocks, reader=name, shown=shown), article, notes)
    return fast if fast and fast.blocks and not _is_better(second, fast) else second


def _prefer_jsonld_body(reading: Reading, article: JsonLdNode, notes: list[Note]) -> Reading:
    """Return a reading; or, if it is short, the JSON-LD ``articleBody`` with at least twice as many words.

    Pages that are put together in the browser show their text only there.
    """
    if "articleBody" not in article or (words := count_words(reading.text)) >= FEW_WORDS:
        return reading
    text, blocks = join_lines(stated_lines(article))
    if count_words(text) < max(_STATED_WORDS, 2 * words):
        return reading
    notes.append(Note("stated-text", f"{words} words on the page"))
    return Reading(text, blocks, reader="stated", shown=reading.shown)


def _is_better(second: Reading, fast: Reading) -> bool:
    """True if trafilatura's reading is to be believed where the fast one's confidence is low.

    Without a headline to go by it is, unless it is next to nothing, or most of it is the same. Else if it is half as
    long again and has most of the fast one in it: then the fast one missed a part.
    """
    if second.reader != "trafilatura":
        return False
    shared = sum(map(len, set(fast.text.split("\n")) & set(second.text.split("\n"))))
    size, fast_size = len(second.text), len(fast.text)
    if fast.low_confidence is LowConfidence.NO_HEADLINE:
        return size * 3 > fast_size and shared < _SAME_TEXT * max(size, fast_size)
    if size <= _MUCH_MORE * fast_size or (shared * 2 <= fast_size and fast_size >= _FEW_CHARS):
        return False
    # Where the fast one has an article, if a short one, menus, tables of results and labels are no part that it missed.
    prose = _prose_size(fast.text)
    return prose < _FEW_WORDS or _prose_size(second.text) > _MUCH_MORE * prose


def _prose_size(text: str) -> int:
    """Return how many words of prose a text has."""
    shapes = map(shape, text.split("\n"))
    return sum(formed.words for formed in shapes if formed.prose)


def _lines_by_trafilatura(root: Element, url: str | None, notes: list[Note]) -> tuple[str, list[TextLine]]:
    """Return the lines of a page, and the reader they are of: trafilatura, or the soup as its fallback."""
    why = "nothing extracted"
    try:
        document = _trafilatura().bare_extraction(root, url=url, include_comments=False, output_format="txt")
        if document is not None and not _is_dump(document.body) and (lines := lines_of_element(document.body)):
            return "trafilatura", lines
    except (*_TRAFILATURA_ERRORS, tree_error()) as error:
        why = type(error).__name__
    finally:
        forget(_trafilatura().utils, "line_processing", "trim")
    markup = markup_of(root)
    if len(markup) > _MAX_MARKUP:
        notes.append(Note("truncated-input", f"the first {_MAX_MARKUP} of {len(markup)} characters of markup"))
    lines = lines_of_markup(markup[:_MAX_MARKUP])
    if lines:
        notes.append(Note("fallback-reader", why))
    return "soup", lines


def _is_dump(body: Element) -> bool:
    """True if this is trafilatura's last resort: all text of the page in one paragraph, broken at every tag."""
    return len(body) == 1 and len(body[0]) == 0 and body[0].tag == "p" and "\n" in (body[0].text or "")


def _metadata(
    parsed: Parsed, stated: PageStatements, url: str | None, fetched_at: str | None, hints: FieldSelectors
) -> Metadata:
    """Return what the page states, what ``hints`` select of the rest, and htmldate's guess for a missing day."""
    metadata = metadata_of(stated, url, fetched_at)
    unstated = {field: selectors for field, selectors in hints.items() if not getattr(metadata, field, None)}
    metadata = _with_selected(parsed.root, unstated, metadata)
    if metadata.published or parsed.size > _MAX_GUESSED:
        return metadata
    return replace(metadata, published=guessed_day(parsed.root, url, last_day(fetched_at)))


@cache
def _trafilatura() -> ModuleType:
    """Return trafilatura, quiet: without a handler of its own it would print warnings to the user's terminal."""
    import trafilatura

    for name in ("trafilatura", "htmldate", "courlan", "justext"):
        logger = logging.getLogger(name)
        if logger.level == logging.NOTSET:
            logger.setLevel(logging.CRITICAL)
    return trafilatura
