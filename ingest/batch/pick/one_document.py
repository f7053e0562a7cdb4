"""One document of everything that a run can read, read as a run would."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from tempfile import TemporaryDirectory
from typing import IO

from ingest.article import RawDocument, site_of
from ingest.batch.input.load import Documents
from ingest.batch.input.locate import STDIN
from ingest.batch.input.reference import Form, Reference
from ingest.batch.input.scan import Raw, locate, spool
from ingest.batch.limits import DEFAULT_LIMITS, Limits
from ingest.errors import UsageError, closest_word, printable
from ingest.input_record import Defaults, Refusal
from ingest.options import Stated
from ingest.stated.fields import normalized

COUNTED = 1000  # documents; who asks for one does not wait until more are counted
_SHOWN = 3  # names of documents, to choose from
# What may have a name of its own, which only reading it tells.
_NAMED: tuple[Form, ...] = ("record", "csv", "tsv", "parquet", "text", "any", "doc-xml")


def defaults_of(
    stated: Stated, fields: tuple[tuple[str, str], ...] = (), preset: str = "", group: str | None = None
) -> Defaults:
    """Return what is stated from outside as a run takes it: documents have addresses of their own, so that of a common
    one only the host can be meant."""
    host = site_of(RawDocument("", url=stated.url, site=stated.site))
    return Defaults(stated.kind, site=host, language=stated.language, fields=fields, preset=preset, group=group)


def one_document(
    raw: str,
    stated: Stated,
    defaults: Defaults,
    *,
    record: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
    stdin: IO[bytes] | None = None,
) -> RawDocument:
    """Return one document of a file, a folder, or standard input, with what is stated of it.

    ``record`` is its name, or, in a file of records, its number: the line, row or element, counted from 1. What
    ``stated`` says of the title, the address and the charset is said of this document, and comes before what it says
    itself; all else is what a run would take from ``defaults``.

    Raises:
        UsageError: there is none, or there are several and none is named, or it cannot be read.
    """
    if raw != STDIN or stdin is None:
        document = _picked(locate(raw, any_file=defaults.kind is not None), raw, defaults, record, limits)
    else:
        with TemporaryDirectory(prefix="ingest-") as folder:
            document = _picked(spool(stdin, folder), raw, defaults, record, limits)
    return normalized(
        replace(
            document,
            name="" if document.name == STDIN else document.name,
            url=stated.url or document.url,
            title=document.title if stated.title is None else stated.title,
            charset=stated.charset or document.charset,
        )
    )


def _picked(source: Raw, raw: str, defaults: Defaults, record: str | None, limits: Limits) -> RawDocument:
    documents = Documents(source.folder, limits, defaults)
    if record is not None:
        return _named(source, raw, documents, record, limits)
    found = _references(source, limits)
    first, second = next(found, None), next(found, None)
    if first is None:
        raise UsageError(f"{raw}: there is nothing to read in it")
    if second is None:
        return _read(documents, first)
    raise UsageError(_several(raw, documents, [first, second, *islice(found, COUNTED - 1)]))


def _references(source: Raw, limits: Limits) -> Iterator[Reference]:
    return (reference for reference in source.references(limits) if not reference.skipped)


def _read(documents: Documents, reference: Reference) -> RawDocument:
    try:
        documents.seek(reference)
        return documents.read(reference)
    except Refusal as refusal:
        raise UsageError(f"{printable(reference.name)}: {refusal.reason}: {printable(refusal.detail)}") from None


def _named(source: Raw, raw: str, documents: Documents, record: str, limits: Limits) -> RawDocument:
    """Return the document of a number or, if none has it, of a name."""
    if record.isdecimal() and source.file is not None:
        for reference in _references(source, limits):
            if reference.number == int(record):
                return _read(documents, reference)
    names: list[str] = []
    for reference in _references(source, limits):
        if reference.name == record:
            return _read(documents, reference)
        name = reference.name
        if reference.reason is None and (reference.form in _NAMED or reference.side):
            try:
                document = documents.read(reference)
            except Refusal:
                continue
            if document.name == record:
                return document
            name = document.name
        if len(names) < COUNTED:
            names.append(name)
    close = closest_word(record, names)
    fix = f"did you mean '{printable(close)}'?" if close else f"some names: {_shown(names)}"
    raise UsageError(f"{raw}: no document is called '{printable(record)}'\n  fix: {fix}")


def _several(raw: str, documents: Documents, found: list[Reference]) -> str:
    """Return that there are several documents, how many, and how one is named."""
    names = []
    for reference in found[:_SHOWN]:
        try:
            names.append(documents.read(reference).name)
        except Refusal:
            names.append(reference.name)
    count = f"{len(found):,}" if len(found) <= COUNTED else f"more than {COUNTED:,}"
    number = f", or --record {found[0].number}" if found[0].number else ""
    fix = f"name one: --record '{printable(names[0])}'{number}; {_shown(names)}"
    return f"{raw}: {count} documents are in it\n  fix: {fix}"


def _shown(names: list[str]) -> str:
    return ", ".join(printable(name) for name in names[:_SHOWN]) + (", ..." if names else "")
