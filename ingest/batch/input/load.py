"""From a reference to the document itself: the worker's side of reading RAW."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import IO, TYPE_CHECKING

from ingest.article import RawDocument
from ingest.batch.input.compression import READ_ERRORS, damage_of
from ingest.batch.input.forms.front_matter import front_matter
from ingest.batch.input.forms.mhtml import page_in_mhtml
from ingest.batch.input.reference import Form, Reference, open_stream
from ingest.batch.limits import Limits
from ingest.errors import error_text
from ingest.field_synonyms import renamed
from ingest.input_record import (
    NO_DEFAULTS,
    Defaults,
    Refusal,
    called_as_ours,
    document_of,
    parse_record,
    with_fields,
)
from ingest.rules.learn.groups import GroupKey, group_of
from ingest.stated.fields import STATED_FIELDS
from ingest.vocabulary import DocumentKind

if TYPE_CHECKING:
    from ingest.batch.input.parquet import ParquetRows

KIND_OF_FORM: dict[Form, DocumentKind] = {"html": "html", "text": "text"}  # of loose files; any other form is sniffed


class Documents:
    """Reads references of one RAW. The file last read from stays open, so that a file of records is opened once.

    Where they are ``grouped``, documents have their group (``RawDocument.group``). ``keys`` are those of the record
    last read, of a table all its columns; of what is no record there are none.
    """

    def __init__(self, folder: str, limits: Limits, stated: Defaults = NO_DEFAULTS, *, grouped: bool = False) -> None:
        self._grouped = grouped or stated.group is not None
        self._folder = folder
        self._limits = limits
        self._stated = stated
        self.keys: Collection[str] = ()
        self._path: str | None = None
        self._stream: IO[bytes] | None = None
        self._parquet: ParquetRows | None = None
        self._header: tuple[list[str], str] = [], ","

    def seek(self, reference: Reference) -> None:
        """Go to where a record begins. In a packed file that may take minutes, for what is before it is unpacked; this
        time is not charged to the record's limit. What goes wrong here goes wrong again when the record is read."""
        if reference.packed is None or reference.reason:
            return
        try:
            if reference.form == "parquet":
                self._row_of_parquet(reference)
                return
            if reference.form in ("csv", "tsv"):
                self._columns(reference.path, reference.form)
            self._open(reference.path).seek(reference.offset)
        except Exception:  # noqa: BLE001  # whatever it is, it is told when there is somebody to tell
            self._close()

    def read(self, reference: Reference) -> RawDocument:
        """Return the document of a reference.

        Raises:
            Refusal: there is none; with the reason.
        """
        self.keys = ()
        if reference.reason:
            raise Refusal(reference.reason, reference.detail)
        try:
            document = self._document(reference)
        except READ_ERRORS as error:
            if reference.form != "parquet":  # which knows where it is damaged, and need not look again for each row
                self._close()
            raise Refusal("unreadable", error_text(error)) from error
        if len(document.data) > self._limits.max_bytes:  # of text that came packed in a table
            raise Refusal("too-large", f"more than {self._limits.max_bytes} bytes")
        group = self.group_of(document, reference) if self._grouped else None
        return document if group is None or group.is_site else replace(document, group=group.name)

    def group_of(self, document: RawDocument, reference: Reference) -> GroupKey | None:
        """Return the group of a document that was read; a loose file is grouped by its folder."""
        path = reference.path if reference.number is not None else os.path.dirname(reference.path)
        return group_of(document, self._stated.group, path)

    def _document(self, reference: Reference) -> RawDocument:
        if reference.form == "record":
            record = parse_record(self._slice(reference))
            self.keys = record.keys()
            return self._of_record(record, reference)
        if reference.form in ("csv", "tsv"):
            return self._of_record(self._row(reference), reference)
        if reference.form == "parquet":
            return self._of_record(self._row_of_parquet(reference), reference)
        if reference.form == "warc":
            return self._page(reference)
        return self._loose(reference)

    def _loose(self, reference: Reference) -> RawDocument:
        """Return the document that a whole file is. What its side file says of it comes before what it says itself."""
        where = f"{reference.side}: "
        data = self._whole(reference.path)
        side = parse_record(self._whole(reference.side) if reference.side else b"{}", where)
        fields = called_as_ours(side, self._stated)
        kind = self._stated.kind or KIND_OF_FORM.get(reference.form)
        if reference.form == "doc-xml":
            from ingest.batch.input.forms.doc_xml import record_in_xml

            record = renamed(record_in_xml(data), "trafilatura", STATED_FIELDS)
            return self._of_record({**record, **fields}, reference)
        if reference.form == "mhtml":
            page = page_in_mhtml(data)
            fields = {"url": page.url, **fields}
            document = with_fields(page.html, "html", fields, reference.name, self._stated, reference.site)
            return replace(document, charset=page.charset)
        if kind != "html" and (front := front_matter(data)):
            data, fields = front.text, {**front.fields, **fields}
        return with_fields(data, kind, fields, reference.name, self._stated, reference.site)

    def _of_record(self, record: Mapping[str, object], reference: Reference) -> RawDocument:
        return document_of(record, reference.name, self._stated, reference.site)

    def _row(self, reference: Reference) -> Mapping[str, object]:
        from ingest.batch.input.csv_rows import record_of_row

        names, delimiter = self._columns(reference.path, reference.form)
        self.keys = [name for name in names if name]
        return record_of_row(self._slice(reference), names, delimiter, self._limits.max_bytes)

    def _columns(self, path: str, form: Form) -> tuple[list[str], str]:
        from ingest.batch.input.csv_rows import DELIMITERS, header_of

        if self._path != path:
            self._header = header_of(self._open(path), DELIMITERS[form])
        return self._header

    def _row_of_parquet(self, reference: Reference) -> Mapping[str, object]:
        from ingest.batch.input.parquet import ParquetRows

        if self._parquet is None or self._path != reference.path:
            self._close()
            self._parquet = ParquetRows(os.path.join(self._folder, reference.path))
            self._path = reference.path
        self.keys = self._parquet.columns
        return self._parquet.row(reference.number or 1)

    def _page(self, reference: Reference) -> RawDocument:
        from ingest.batch.input.warc import page_in_record

        page = page_in_record(self._slice(reference), self._limits.max_bytes)
        site, language = self._stated.site or reference.site, self._stated.language
        return replace(page, name=reference.name, site=site, language=language)

    def _whole(self, path: str) -> bytes:
        """Return all of a file. What stands behind the end of a packed one is passed over, as gzip does."""
        with open_stream(self._folder, path) as stream:
            data = stream.read(self._limits.max_bytes + 1)
            damage = damage_of(stream)
        if len(data) > self._limits.max_bytes:
            raise Refusal("too-large", f"more than {self._limits.max_bytes} bytes")
        if damage is not None and damage.place != "behind":
            raise damage
        return data

    def _slice(self, reference: Reference) -> bytes:
        stream = self._open(reference.path)
        stream.seek(reference.offset)
        data = stream.read(reference.length)
        if len(data) < reference.length:
            raise Refusal("unreadable", "the file became shorter while it was read")
        return data

    def _open(self, path: str) -> IO[bytes]:
        if self._stream is None or self._path != path:
            self._close()
            self._stream, self._path = open_stream(self._folder, path), path
        return self._stream

    def _close(self) -> None:
        for file in (self._stream, self._parquet):
            if file is not None:
                file.close()
        self._stream = self._parquet = self._path = None
