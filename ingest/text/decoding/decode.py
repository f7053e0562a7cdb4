"""Bytes to text: which encoding they are in, and what would not decode."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field

from ingest.article import Note
from ingest.text.decoding.encodings import CODECS, GUESSED, LETTERS, encoding_of

# The order matters: the UTF-32 mark begins with the UTF-16 one.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32le"),
    (codecs.BOM_UTF32_BE, "utf-32be"),
    (codecs.BOM_UTF16_LE, "utf-16le"),
    (codecs.BOM_UTF16_BE, "utf-16be"),
)
_HIGH = bytes(range(128, 256))
_ESCAPED = re.compile("[\udc80-\udcff]+")
_LONE = re.compile("[\ud800-\udfff]")
_LOOKED_AT = 1 << 16
_FIRST = tuple(mark for mark, _ in _MARKS)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with ``\\n`` line ends and no byte-order mark; ``encoding`` is the WHATWG name, lower case.

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
    HTTP, then the document's own declaration), what is detected. Labels mean what they mean to browsers
    (WHATWG): ``iso-8859-1`` is windows-1252. Bytes that fit nothing become U+FFFD, with a note.
    """
    if data.startswith(_FIRST):
        for mark, encoding in _MARKS:
            if data.startswith(mark):
                return _settled(_forced(data[len(mark) :], encoding), data, offset=len(mark))
    return _settled(_chosen(data, charset, html), data)


def normalize_decoded(text: str) -> str:
    """Return text that came in decoded as :func:`decode` would: no mark, no NULs, no lone surrogates, ``\\n``."""
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
    if wide := _wide(data[:_LOOKED_AT]):
        return _forced(data, wide)
    utf8 = _utf8(data)
    # ISO-2022-JP is seven-bit, so it is always valid UTF-8 too; the escapes tell them apart.
    escapes = 0x1B in data and b"\x1b$" in data
    if not utf8.bad and not escapes:
        return utf8
    declared = _declared(data, charset, html)
    if escapes and "iso-2022-jp" in declared:
        return _forced(data, "iso-2022-jp")
    if not utf8.bad or _nearly(utf8, data, declared="utf-8" in declared):
        return utf8
    western = _western(sample := _sample(data))
    trials = [utf8]
    for encoding in declared:
        if encoding == "utf-8" or (encoding == "windows-1252" and not western):
            continue
        trials.append(_forced(data, encoding))
        if not trials[-1].bad:
            return trials[-1]
    guess = _guessed(sample)
    if guess not in {trial.encoding for trial in trials}:
        trials.append(_forced(data, guess))
    # A declared encoding with a rare bad byte is believed before a guess that happens to fit.
    high = len(data) - len(data.translate(None, _HIGH))
    return next((t for t in trials[1:] if t.bad * 100 <= high), min(trials[1:], key=lambda t: t.bad))


def _utf8(data: bytes) -> _Trial:
    """Return the bytes read as UTF-8, with ``\\n`` line ends if they are that."""
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

    own = declared_encoding(data, html=html)
    # A document that declares UTF-16 in ASCII letters is not UTF-16 (WHATWG says: read UTF-8).
    own = "utf-8" if own and own.lower().startswith("utf-16") else own
    names = [name for label in (charset, own) if label and (name := encoding_of(label))]
    # Servers, and HTTP clients on their behalf, say ISO-8859-1 when they know nothing (RFC 2616, 3.7.1).
    if len(names) == 2 and names[0] == "windows-1252":
        names.reverse()
    return tuple(dict.fromkeys(names))


def _forced(data: bytes, encoding: str) -> _Trial:
    """Return the bytes read as ``encoding``, whatever they are."""
    first, best = -1, CODECS[encoding][0]
    for codec in CODECS[encoding]:
        try:
            return _Trial(encoding, data.decode(codec))
        except UnicodeDecodeError as error:
            if error.start > first:  # the codec that got furthest
                first, best = error.start, codec
    try:
        escaped, bad = data.decode(best, "surrogateescape"), 0
        for run in _ESCAPED.finditer(escaped):
            bad += run.end() - run.start()
        return _Trial(encoding, _ESCAPED.sub("\ufffd", escaped), bad, first)
    except UnicodeDecodeError:  # bad bytes below 0x80 have no escape: cut escape sequences, half characters
        text = data.decode(best, "replace")
        return _Trial(encoding, text, max(1, text.count("\ufffd")), first)


def _nearly(trial: _Trial, data: bytes, *, declared: bool) -> bool:
    """True if the bytes are UTF-8 with damage: a cut end, a byte in ten or less (declared: in two) out of place."""
    if trial.first >= len(data) - 3 and data[trial.first] >= 0xC2:
        return declared or trial.bad > 1
    good = len(data) - len(data.translate(None, _HIGH)) - trial.bad
    return good >= trial.bad * (1 if declared else 10)


def _wide(head: bytes) -> str | None:
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
    starts = re.compile(rb"[\x80-\xff]")
    edge = re.compile(rb"[ \n<>]")
    while len(parts) < 16 and (found := starts.search(data, at)):
        start = found.start()
        stop = edge.search(data, start + 2048)
        at = min(stop.start() if stop else len(data), start + 4096)
        parts.append(re.sub(rb"<[^<>]*>", b" ", data[start:at]))
    return b"\n".join(parts)


def _western(sample: bytes) -> bool:
    """True if letters beyond ASCII stand alone, as in Latin scripts, and not in runs, as in all others."""
    runs = [len(run) for run in re.findall(rb"[\x80-\xff]+", sample)]
    return sum(length for length in runs if length > 2) * 2 <= sum(runs)


def _guessed(sample: bytes) -> str:
    """Return the encoding that a sample is most likely in.

    charset-normalizer decides between scripts, restricted to encodings of the web. It is asked directly:
    ``UnicodeDammit`` asks whichever detector is installed, so its answer depends on the machine. Between Latin
    encodings it is often wrong (27 of 108 samples of 200 letters), so there the letters of languages decide.
    """
    from charset_normalizer import from_bytes

    if _western(sample):
        return _latin(sample)
    best = from_bytes(sample, cp_isolation=list(GUESSED)).best()
    return GUESSED[best.encoding] if best and best.encoding in GUESSED else _latin(sample)


def _latin(sample: bytes) -> str:
    """Return the Latin encoding under which most of a sample's letters beyond ASCII belong to one language."""
    scores: dict[str, int] = {}
    for encoding, letters in LETTERS:
        read = sample.decode(CODECS[encoding][0], "replace").lower()
        scores[encoding] = max(scores.get(encoding, 0), sum(char in letters for char in read if char > "\x7f"))
    return max(scores, key=scores.__getitem__)


# Comments before the markup: every block of a WordPress post stands between two. Nothing may be asked behind them in
# the same expression: where that fails, a "-->" is tried as the end of its comment and as part of it, 2^n ways for n.
_COMMENTS = re.compile(r"[\s\ufeff]*(?:<!(?=--).*?-->\s*)*", re.S)


def declared_encoding(data: bytes, *, html: bool = False) -> str | None:
    """Return the charset label in an XML declaration or, for HTML, in a meta element near the beginning."""
    from bs4.dammit import EncodingDetector

    return EncodingDetector.find_declared_encoding(data[: 1 << 20], is_html=html)
