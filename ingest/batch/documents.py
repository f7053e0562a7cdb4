"""From a reference to the document itself: the worker's side of reading RAW."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import IO, NoReturn

from ingest.article import DocumentKind, RawDocument
from ingest.batch.reference import (
    NOTHING_STATED,
    READ_ERRORS,
    Form,
    Limits,
    Reference,
    Refusal,
    Stated,
    open_stream,
    said,
)

KINDS: dict[Form, DocumentKind] = {"html": "html", "text": "text"}  # of loose files; any other form is sniffed
FIELDS = ("id", "url", "site", "title", "language", "published")

_TYPES = {bool: "a boolean", int: "a number", float: "a number", list: "an array", dict: "an object", str: "a string"}
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")


class Documents:
    """Reads references of one RAW. The stream last read from stays open, so that a file of records is opened once."""

    def __init__(self, folder: str, limits: Limits, stated: Stated = NOTHING_STATED) -> None:
        self._folder = folder
        self._limits = limits
        self._stated = stated
        self._path: str | None = None
        self._stream: IO[bytes] | None = None

    def read(self, reference: Reference) -> RawDocument:
        """Give the document that a reference stands for.

        Raises:
            Refusal: there is none, with the reason.
        """
        if reference.reason:
            raise Refusal(reference.reason, reference.detail)
        try:
            if reference.form == "record":
                return self._record_document(_object(self._slice(reference), ""), reference)
            data = self._whole(reference.path)
            side = self._whole(reference.side) if reference.side else b"{}"
        except READ_ERRORS as error:
            self._close()
            raise Refusal("unreadable", said(error)) from error
        where = f"{reference.side}: "
        kind = self._stated.kind or KINDS.get(reference.form)
        return self._document(data, kind, _object(side, where), reference, where)

    def _whole(self, path: str) -> bytes:
        with open_stream(self._folder, path) as stream:
            data = stream.read(self._limits.max_bytes + 1)
        if len(data) > self._limits.max_bytes:
            raise Refusal("too-large", f"more than {self._limits.max_bytes} bytes")
        return data

    def _slice(self, reference: Reference) -> bytes:
        if self._stream is None or self._path != reference.path:
            self._close()
            self._stream, self._path = open_stream(self._folder, reference.path), reference.path
        self._stream.seek(reference.offset)
        data = self._stream.read(reference.length)
        if len(data) < reference.length:
            raise Refusal("unreadable", "the file became shorter while it was read")
        return data

    def _record_document(self, record: dict[str, object], reference: Reference) -> RawDocument:
        """Give the document in a record. Beside ``html``, a ``text`` passes through with the other keys."""
        html, text = _string(record, "html", ""), _string(record, "text", "")
        if html is None and text is None:
            raise Refusal("bad-record", "it has neither 'html' nor 'text'")
        kind: DocumentKind = "html" if text is None or (html or "").strip() else "text"
        data = html if kind == "html" else text
        rest = {key: value for key, value in record.items() if key != kind and not (key in KINDS and value is None)}
        return self._document(data or "", kind, rest, reference, "")

    def _document(
        self, data: bytes | str, kind: DocumentKind | None, record: dict[str, object], reference: Reference, where: str
    ) -> RawDocument:
        fields = _fields(record, where)
        return RawDocument(
            data=data,
            name=fields["id"] or reference.name,
            kind=kind,
            url=fields["url"],
            site=fields["site"] or self._stated.site or reference.site,
            title=fields["title"],
            language=fields["language"] or self._stated.language,
            published=fields["published"],
            extra={key: value for key, value in record.items() if key not in FIELDS},
        )

    def _close(self) -> None:
        if self._stream is not None:
            self._stream.close()
        self._stream = self._path = None


def _fields(record: Mapping[str, object], where: str) -> dict[str, str | None]:
    number = record.get("id")
    if type(number) is int:  # the ids of databases
        record = {**record, "id": str(number)}
    return {key: _string(record, key, where) for key in FIELDS}


def _string(record: Mapping[str, object], key: str, where: str) -> str | None:
    value = record.get(key)
    if value is None or isinstance(value, str):
        return value
    raise Refusal("bad-record", f"{where}'{key}' is {_TYPES[type(value)]}, not a string")


def _object(data: bytes, where: str) -> dict[str, object]:
    """Give the JSON object in ``data``. Halves of surrogate pairs, which no UTF-8 can hold, become U+FFFD."""
    try:
        value = json.loads(data, parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise Refusal("bad-record", f"{where}not UTF-8 at byte {error.start}") from error
    except (ValueError, RecursionError) as error:
        raise Refusal("bad-record", f"{where}not JSON: {said(error)}") from error
    if not isinstance(value, dict):
        raise Refusal("bad-record", f"{where}it is {_TYPES.get(type(value), 'null')}, not an object")
    return _mended(value) if _SURROGATE.search(data) else value


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _mended(record: dict[str, object]) -> dict[str, object]:
    return {_whole_text(key): _mended_value(value) for key, value in record.items()}


def _mended_value(value: object) -> object:
    if isinstance(value, str):
        return _whole_text(value)
    if isinstance(value, list):
        return [_mended_value(item) for item in value]
    return _mended(value) if isinstance(value, dict) else value


def _whole_text(text: str) -> str:
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
