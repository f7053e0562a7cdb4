"""The fields that may be stated of a document, what reads each, and what becomes of a value that has no meaning."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any, NamedTuple

from ingest.article import NOTHING_KNOWN, Metadata, Note, Page, RawDocument
from ingest.stated.addresses import host_of, is_address
from ingest.stated.values import captions_in, images_in, names_in, one_text, related_in, says_more, tags_in
from ingest.text.dates import stated_time
from ingest.text.language.codes import language_code

# Fields of ``RawDocument`` that a record may state, and those of ``Metadata``, with what brings a value into shape.
_OF_DOCUMENT: dict[str, Callable[[object], Any]] = dict.fromkeys(
    ("id", "url", "site", "title", "language", "published", "fetched_at"), one_text
)
_OF_METADATA: dict[str, Callable[[object], Any]] = {
    **dict.fromkeys(("modified", "canonical_url", "site_name", "subtitle", "author_bio"), one_text),
    **dict.fromkeys(("section", "dateline", "copyright"), one_text),
    "authors": names_in,
    "tags": tags_in,
    "captions": captions_in,
    "related": related_in,
    "images": images_in,
}
STATED_FIELDS = (*_OF_DOCUMENT, *_OF_METADATA)
NOTE = "stated-field"
_SHOWN = 60  # characters of a value that a note shows


class StatedFields(NamedTuple):
    """What a record states: by field of ``RawDocument``, as metadata, and what is no field or no value of ours."""

    of_document: dict[str, Any]
    metadata: Metadata
    extra: dict[str, object]
    notes: tuple[Note, ...]


def read_fields(record: Mapping[str, object]) -> StatedFields:
    """Return what a record states, in the shape of our fields. What has no sensible meaning as a field is in ``extra``
    under its own name, with a note; an object that says more than the field takes is there, too. An empty value states
    nothing."""
    extra: dict[str, object] = {}
    notes: list[Note] = []
    found: dict[str, Any] = {}
    for key, value in record.items():
        shaped = _OF_DOCUMENT.get(key) or _OF_METADATA.get(key)
        if shaped is None:
            extra[key] = value
        elif (made := shaped(value)) is None:
            extra[key] = value
            notes.append(_not_believed(key, value))
        elif made:
            found[key] = made
            if says_more(value):
                extra[key] = value
    metadata = Metadata(**{key: value for key, value in found.items() if key in _OF_METADATA})
    return StatedFields(
        {key: value for key, value in found.items() if key in _OF_DOCUMENT}, metadata, extra, tuple(notes)
    )


def _not_believed(key: str, value: object) -> Note:
    said = value if isinstance(value, str) else repr(value)
    said = said if len(said) <= _SHOWN else f"{said[:_SHOWN]}…"
    return Note(NOTE, f"{key}: '{said}' is {_WANTED.get(key, 'not of a form that this field takes')}; it is in extra")


_WANTED = {
    "language": "no language",
    "site": "no host",
    "url": "no address",
    "canonical_url": "no address",
    "published": "no day or time that is certain",
    "modified": "no day or time that is certain",
    "fetched_at": "no day or time that is certain",
}


def normalized(raw: RawDocument) -> RawDocument:
    """Return a document with what is stated of it in the form of the record: codes of languages, hosts, times.

    What cannot be understood is stated no longer: it is in ``extra``, where that has not a key of this name already,
    and noted. A document that is normalized is returned as it is.
    """
    changed: dict[str, Any] = {}
    of_metadata: dict[str, Any] = {}
    extra, notes = dict(raw.extra), [*raw.notes]
    for key, meaning in _MEANINGS.items():
        holder = raw if key in _OF_DOCUMENT else raw.metadata
        said = getattr(holder, key)
        if said is None or (means := meaning(said)) == said:
            continue
        (changed if holder is raw else of_metadata)[key] = means
        if means is None and said.strip():
            extra.setdefault(key, said)
            notes.append(_not_believed(key, said))
    if not (changed or of_metadata):
        return raw
    metadata = replace(raw.metadata, **of_metadata) if of_metadata else raw.metadata
    return replace(raw, **changed, metadata=metadata, extra=extra, notes=tuple(notes))


def _address(said: str) -> str | None:
    said = said.strip()
    return said if is_address(said) else None


_MEANINGS: dict[str, Callable[[str], str | None]] = {
    "language": language_code,
    "site": host_of,
    "url": _address,
    "canonical_url": _address,
    "published": stated_time,
    "modified": stated_time,
    "fetched_at": stated_time,
}


def merged(stated: Metadata, found: Metadata) -> Metadata:
    """Return what is known: as stated, and where that is empty, as found."""
    if stated == NOTHING_KNOWN:
        return found
    return Metadata(**{each.name: getattr(stated, each.name) or getattr(found, each.name) for each in fields(Metadata)})


def known_of(page: Page, raw: RawDocument) -> Metadata:
    """Return what is known of a document before its text is looked at: as stated from outside, else by the page.

    A headline that is stated to be none ("") is none, whatever the page says.
    """
    stated = replace(raw.metadata, published=raw.published) if raw.published else raw.metadata
    known = merged(stated, page.metadata)
    title = (page.title or known.title) if raw.title is None else raw.title.strip() or None
    return replace(known, title=title, url=raw.url or known.url)
