"""Bytes to text: which encoding they are in, and what would not decode."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field

from ingest.article import Note
from ingest.text.decoding.encodings import CODECS, encoding_of

# The order matters: the UTF-32 mark begins with the UTF-16 one.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32le"),
    (codecs.BOM_UTF32_BE, "utf-32be"),
    (codecs.BOM_UTF16_LE, "utf-16le"),
    (codecs.BOM_UTF16_BE, "utf-16be"),
)
_HIGH = bytes(range(128, 256))
_BEYOND = re.compile(rb"[\x80-\xff]")
_ALONE = re.compile(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])")
_EDGE = re.compile(rb"[ \n<>]")
# What a document declares. A tag's inside holds no "<", and blanks once taken are kept: each byte is read once.
_XML = re.compile(rb"""\s*+<\?xml\b[^<>]*?\bencoding\s*+=\s*+["']?\s*+([^\s"'<>?]+)""", re.I)
_META = re.compile(rb"""<\s*+meta\b[^<>]*?\bcharset\s*+=\s*+["']?\s*+([^\s"'<>/;]+)""", re.I)
_ESCAPED = re.compile("[\udc80-\udcff]+")
_LONE = re.compile("[\ud800-\udfff]")
LOOKED_AT = 1 << 16
MARK_BYTES = tuple(mark for mark, _ in _MARKS)


@dataclass(frozen=True, slots=True)
class Decoded:
    r"""Text with ``\n`` line ends and no byte-order mark; ``encoding`` is the WHATWG name, lower case.

    ``utf8`` is the text in UTF-8, where that was at hand: nearly always.
    """

    text: str
    encoding: str
    notes: tuple[Note, ...] = ()
    utf8: bytes | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class _Trial:
    """The bytes read as one encoding; ``bad`` bytes stand as U+FFFD, the first at ``first``. ``utf8``: the bytes, if
    they are UTF-8 as they stand."""

    encoding: str
    text: str
    bad: int = 0
    first: int = 0
    utf8: bytes | None = None


def decode(data: bytes, *, charset: str | None = None, html: bool = False) -> Decoded:
    """Return the bytes as text.

    In this order: byte-order mark, UTF-8 if the bytes are (nearly) that, what is declared (``charset`` from
    HTTP, then the document's own declaration), what is detected. Damage alone refutes no declaration: the
    bytes must read better as something else. Labels mean what they mean to browsers (WHATWG): ``iso-8859-1``
    is windows-1252. Bytes that fit nothing become U+FFFD, with a note.
    """
    if data.startswith(MARK_BYTES):
        for mark, encoding in _MARKS:
            if data.startswith(mark):
                return _settled(_forced(data[len(mark) :], encoding), data, offset=len(mark))
    return _settled(_chosen(data, charset, html), data)


def normalize_decoded(text: str) -> str:
    r"""Return text that came in decoded as :func:`decode` would: no mark, no NULs, no lone surrogates, ``\n``."""
    try:
        text.encode()  # ten times as fast as to look for them
    except UnicodeEncodeError:
        text = _LONE.sub("\ufffd", text)
    return _plain(text).replace("\0", "")


def _plain(text: str) -> str:
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.removeprefix("\ufeff")


def _settled(trial: _Trial, data: bytes, offset: int = 0) -> Decoded:
    notes = []
    text = _plain(trial.text)
    if trial.bad:
        detail = f"{trial.bad} bytes as {trial.encoding}, first at {trial.first + offset}"
        notes.append(Note("undecodable-bytes", detail))
    # Looked for among the bytes: every other byte of a wide text is one in memory, and searches stop at each.
    if b"\0" in data and (nuls := text.count("\0")):
        notes.append(Note("undecodable-bytes", f"{nuls} NUL characters dropped"))
        text = text.replace("\0", "")
    return Decoded(text, trial.encoding, tuple(notes), trial.utf8 if text is trial.text else None)


def _chosen(data: bytes, charset: str | None, html: bool) -> _Trial:
    """Return the bytes in the first encoding that suits them, else in the one that loses least."""
    if wide := wide_encoding(data[:LOOKED_AT]):
        return _forced(data, wide)
    utf8 = _utf8(data)
    # ISO-2022-JP is seven-bit, so it is always valid UTF-8 too; the escapes tell them apart.
    escapes = 0x1B in data and b"\x1b$" in data
    if not utf8.bad and not escapes:
        return utf8
    declared = _declared(data, charset, html)
    if escapes and (not (seven_bit := _forced(data, "iso-2022-jp")).bad or "iso-2022-jp" in declared):
        return seven_bit
    if not utf8.bad or _nearly(utf8, data, declared="utf-8" in declared):
        return utf8
    return _weighed(data, [encoding for encoding in declared if encoding != "utf-8"])


def _weighed(data: bytes, declared: list[str]) -> _Trial:
    """Return the bytes in the first declared encoding that they all fit, else in the one that they speak for."""
    from ingest.text.decoding.detect_bytes import (  # its tables take 20 ms; UTF-8 never needs them
        is_western,
        latin,
        likeliest,
    )

    western = is_western(sample := _sample(data))
    trials = []
    for encoding in declared:
        if encoding == "windows-1252" and not western:
            continue
        trials.append(_forced(data, encoding))
        if not trials[-1].bad:
            return trials[-1]
    guess = latin(sample) if western else likeliest(sample, [trial.encoding for trial in trials])
    tried = next((trial for trial in trials if trial.encoding == guess), None) or _forced(data, guess)
    if not western:
        return tried
    # A Latin encoding reads almost anything without a bad byte: a declared one with a rare bad byte is believed before.
    high = len(data) - len(data.translate(None, _HIGH))
    return next((trial for trial in trials if trial.bad * 100 <= high), min([tried, *trials], key=lambda t: t.bad))


def _utf8(data: bytes) -> _Trial:
    r"""Return the bytes read as UTF-8, with ``\n`` line ends if they are that."""
    lines = data
    if b"\r" in data:
        # In a third of the time that two calls of ``replace`` take.
        first, *rest = data.split(b"\r")
        lines = b"".join([first, *(part if part.startswith(b"\n") else b"\n" + part for part in rest)])
    try:
        return _Trial("utf-8", lines.decode(), utf8=lines)
    except UnicodeDecodeError:
        return _forced(data, "utf-8")


def _declared(data: bytes, charset: str | None, html: bool) -> tuple[str, ...]:
    head = data[:LOOKED_AT]
    found = _XML.match(head) or (_META.search(head) if html else None)
    own = found[1].decode("ascii", "replace") if found else None
    # A document that declares UTF-16 in ASCII letters is not UTF-16 (WHATWG says: read UTF-8).
    own = "utf-8" if own and own.lower().startswith("utf-16") else own
    names = [name for label in (charset, own) if label and (name := encoding_of(label))]
    # Servers, and HTTP clients on their behalf, say ISO-8859-1 when they know nothing (RFC 2616, 3.7.1).
    if len(names) == 2 and names[0] == "windows-1252":
        names.reverse()
    return tuple(dict.fromkeys(names))


def _forced(data: bytes, encoding: str) -> _Trial:
    """Return the bytes read as ``encoding``, whatever they are."""
    starts = {}
    for codec in CODECS[encoding]:
        try:
            return _Trial(encoding, data.decode(codec))
        except UnicodeDecodeError as error:
            starts[codec] = error.start
    best = _fittest(data, encoding) if len(starts) > 1 else CODECS[encoding][0]
    first = starts[best]
    try:
        escaped, bad = data.decode(best, "surrogateescape"), 0
        for run in _ESCAPED.finditer(escaped):
            bad += run.end() - run.start()
        return _Trial(encoding, _ESCAPED.sub("\ufffd", escaped), bad, first)
    except UnicodeDecodeError:  # bad bytes below 0x80 have no escape: cut escape sequences, half characters
        text = data.decode(best, "replace")
        return _Trial(encoding, text, max(1, text.count("\ufffd")), first)


def _fittest(data: bytes, encoding: str) -> str:
    """Return the codec of an encoding that damaged text reads best in: the larger ones take damage for rare signs."""
    from ingest.text.decoding.detect_bytes import cross_entropy

    sample = _sample(data)
    return min(CODECS[encoding], key=lambda codec: cross_entropy(sample, encoding, codec))


def _nearly(trial: _Trial, data: bytes, *, declared: bool) -> bool:
    """True if the bytes are UTF-8 with damage: a cut end, or enough that is UTF-8 for what is not.

    In other encodings at most one byte happens to be UTF-8 for one that is not (127 real texts in 14 encodings, from 60
    characters on). Latin bytes pasted into UTF-8 are another matter: with all of it read as Latin nothing is lost, and
    what then looks wrong is mended later.
    """
    if (declared or trial.bad > 1) and trial.first >= len(data) - 3 and data[trial.first] >= 0xC2:
        return True
    good = len(data) - len(data.translate(None, _HIGH)) - trial.bad
    if declared:
        return good >= trial.bad
    return good >= trial.bad * (10 if _pasted(_sample(data)) else 2)


def _pasted(sample: bytes) -> bool:
    """True if most bytes that are no UTF-8 stand alone, as Latin letters do, and the bytes of a damaged one do not."""
    return len(_ALONE.findall(sample)) * 2 > _forced(sample, "utf-8").bad


def wide_encoding(head: bytes) -> str | None:
    """Return the UTF-16 or UTF-32 that bytes without a mark are in, by where their NULs fall."""
    if 0 not in head:
        return None
    head = head[: len(head) // 4 * 4]
    if not head or head.count(0) * 5 < len(head):
        return None
    nul = [head[i::4].count(0) * 10 > len(head) // 4 * 7 for i in range(4)]
    shapes = {
        (False, True, True, True): "utf-32le",
        (True, True, True, False): "utf-32be",
        (False, True, False, True): "utf-16le",
        (True, False, True, False): "utf-16be",
    }
    return shapes.get((nul[0], nul[1], nul[2], nul[3]))


def _sample(data: bytes) -> bytes:
    """Return up to 32 KB of the stretches where bytes are not ASCII, cut at blanks or tags, without the tags."""
    parts: list[bytes] = []
    at = 0
    while len(parts) < 16 and (found := _BEYOND.search(data, at)):
        start = found.start()
        stop = _EDGE.search(data, start + 2048, start + 4096)
        at = stop.start() if stop else start + 4096
        parts.append(re.sub(rb"<[^<>]*>", b" ", data[start:at]))
    return b"\n".join(parts)
