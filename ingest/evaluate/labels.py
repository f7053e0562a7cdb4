"""What a labeled text says of itself: which stretches of it are cruft, and which the article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.article import RawDocument
from ingest.batch.input.load import Documents
from ingest.batch.input.scan import locate
from ingest.batch.limits import DEFAULT_LIMITS
from ingest.errors import UsageError
from ingest.input_record import NO_DEFAULTS, Refusal

LINE_LABELS = ("keep", "drop", "skip")
_FIX = "give 'labels', one of keep, drop and skip for each line of the text, or 'cruft', pairs of offsets"


@dataclass(frozen=True, slots=True)
class Stretch:
    """``text[start:end]`` of a labeled text, without blanks around it; ``cruft`` if it is to go."""

    start: int
    end: int
    cruft: bool


@dataclass(frozen=True, slots=True)
class LabeledText:
    """A text, and what each stretch of it is; what is in none counts nowhere."""

    document: RawDocument
    text: str
    stretches: tuple[Stretch, ...]


def labeled_texts(path: Path) -> Iterator[LabeledText]:
    """Yield the labeled texts of a file or folder of records: ``text``, with ``labels`` or ``cruft``.

    Raises:
        UsageError: there is nothing of that name, or a record is no text with labels that fit it.
    """
    source = locate(str(path))
    documents = Documents(source.folder, DEFAULT_LIMITS, NO_DEFAULTS)
    for reference in source.references(DEFAULT_LIMITS):
        if reference.skipped:
            continue
        try:
            document = documents.read(reference)
        except Refusal as refusal:
            raise UsageError(f"{reference.name}: {refusal.detail}") from None
        text = document.data if isinstance(document.data, str) else document.data.decode("utf-8", "replace")
        yield LabeledText(document, text, tuple(_stretches(text, document)))


def _stretches(text: str, document: RawDocument) -> Iterator[Stretch]:
    labels, cruft = document.extra.get("labels"), document.extra.get("cruft")
    if document.kind == "html":
        raise UsageError(f"{document.name}: a page; what is labeled is text\n  fix: give the text as 'text'")
    if isinstance(labels, list):
        yield from _labeled_lines(text, labels, document.name)
    elif isinstance(cruft, list):
        yield from _labeled_spans(text, cruft, document.name)
    else:
        raise UsageError(f"{document.name}: no labels\n  fix: {_FIX}")


def _labeled_lines(text: str, labels: Sequence[object], name: str) -> Iterator[Stretch]:
    lines = text.split("\n")
    if len(lines) != len(labels):
        raise UsageError(f"{name}: {len(labels):,} labels for {len(lines):,} lines\n  fix: {_FIX}")
    at = 0
    for line, label in zip(lines, labels, strict=True):
        if label not in LINE_LABELS:
            raise UsageError(f"{name}: '{label}' is no label\n  fix: {_FIX}")
        if label != "skip":
            yield from _trimmed(text, at, at + len(line), cruft=label == "drop")
        at += len(line) + 1


def _labeled_spans(text: str, spans: Sequence[object], name: str) -> Iterator[Stretch]:
    """Yield spans of cruft, and what lies between them, line by line, as the article's."""
    at = 0
    for span in spans:
        match span:
            case [int(start), int(end)] if at <= start < end <= len(text):
                yield from _lines_between(text, at, start)
                yield from _trimmed(text, start, end, cruft=True)
                at = end
            case _:
                raise UsageError(f"{name}: {span} is no span of its text behind those before\n  fix: {_FIX}")
    yield from _lines_between(text, at, len(text))


def _lines_between(text: str, start: int, end: int) -> Iterator[Stretch]:
    at = start
    for line in text[start:end].split("\n"):
        yield from _trimmed(text, at, at + len(line), cruft=False)
        at += len(line) + 1


def _trimmed(text: str, start: int, end: int, *, cruft: bool) -> Iterator[Stretch]:
    said = text[start:end]
    words = said.strip()
    if words:
        first = start + said.index(words[0])
        yield Stretch(first, first + len(words), cruft)
