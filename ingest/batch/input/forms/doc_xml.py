"""The record in a file of trafilatura's own XML: ``<doc title="..." url="..."><main><p>...</p></main></doc>``."""

from __future__ import annotations

from xml.etree.ElementTree import ParseError, XMLParser

from ingest.input_record import Refusal

# The elements that begin a paragraph of their own, with what stands before it; all others are inside of one.
_BLOCKS = {"head": "", "p": "", "item": "- ", "quote": "", "code": "", "ab": "", "row": "", "list": "", "table": ""}
_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")


def record_in_xml(data: bytes) -> dict[str, object]:
    """Return the attributes of the document, and its text as ``text``, paragraphs separated by a blank line.

    Raises:
        Refusal: not XML, or XML that declares entities, which may be made to fill a memory.
    """
    if any(declaration in data for declaration in _DECLARATIONS):
        raise Refusal("bad-record", "XML with a document type, which trafilatura does not write")
    content = _Content()
    parser = XMLParser(target=content)
    try:
        parser.feed(data)
        parser.close()
    except (ParseError, ValueError, LookupError) as error:  # the last two of an encoding that it does not know
        raise Refusal("bad-record", f"not XML: {error}") from error
    blocks = (" ".join(block.split()) for block in content.blocks)
    return {**content.fields, "text": "\n\n".join(block for block in blocks if block not in ("", "-"))}


class _Content:
    """Receives what a parser finds; no tree is built, however deep elements are nested."""

    def __init__(self) -> None:
        self.fields: dict[str, str] = {}
        self.blocks: list[str] = []
        self._pieces: list[str] = []
        self._in_main = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "doc":
            self.fields = self.fields or attributes
        elif tag == "main":
            self._in_main += 1
        elif tag in _BLOCKS:
            self._end_block()
            self._pieces.append(_BLOCKS[tag])
        elif tag in ("lb", "cell"):
            self._pieces.append(" ")

    def end(self, tag: str) -> None:
        if tag in _BLOCKS or tag == "main":
            self._end_block()
            self._in_main -= tag == "main"

    def data(self, data: str) -> None:
        if self._in_main > 0:
            self._pieces.append(data)

    def close(self) -> None:
        self._end_block()

    def _end_block(self) -> None:
        self.blocks.append("".join(self._pieces))
        self._pieces = []
