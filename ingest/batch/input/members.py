"""What gzip and zstd files hold, piece by piece, as far as they are whole. The one module that imports zstandard."""

from __future__ import annotations

import io
import os
import struct
import zlib
from collections.abc import Iterator
from functools import cache
from typing import Any, Literal

CHUNK = 1 << 14  # packed bytes that are looked at together
_PIECE = 1 << 20  # the most that is unpacked at once
_LONGEST_NAME = 1 << 16  # of the file that a gzip member says it was made from, in bytes
_WINDOW = 1 << 27  # the most memory that a zstd frame may ask for, in bytes
_GZIP = b"\x1f\x8b\x08"
_ZSTD = b"\x28\xb5\x2f\xfd"
_SKIPPED = b"\x2a\x4d\x18"  # behind a byte 0x50 to 0x5f: a frame for somebody else (RFC 8878, 3.1.2)
_TRIED = 1000  # places that look like the beginning of a member: by chance one in 16 MB does
_AGAIN = 4  # times the size of a file that may be read again, in search of what follows damage
_LINE_ENDS = b"\r\n\r\n"
_ONE_BYTE = 1  # the type of a block that is one byte, repeated


class Damage(OSError):
    """What is wrong with a packed file, and where.

    "inside": data is lost. "checksum": all data was read, and some of it may be wrong. "behind": all data was read and
    is right; what follows is none.
    """

    def __init__(self, place: Literal["inside", "checksum", "behind"], what: str) -> None:
        super().__init__(what)
        self.place = place


class NoReader(OSError):
    """A packing that is not installed."""


def gunzipped(file: io.BufferedReader, begins: bytes = b"") -> Iterator[bytes | Damage]:
    """Yield what the members of a gzip file hold (RFC 1952), and in its place the damage after which reading goes on: a
    checksum that is wrong; and, where all that is packed together ``begins`` in one way, lost data. It does so on a
    new line then.

    Raises:
        Damage: the rest cannot be read. All that can be unpacked before has been given.
    """
    spare = _AGAIN * _size(file)
    while True:
        start = file.tell()
        try:
            if not (head := _begin(file, "gzip")):
                return
            yield from _member(file, head)
        except Damage as damage:
            end = file.tell()
            found = _find_member(file, start + 1, end if damage.place == "checksum" else None, begins)
            spare -= max(0, end - found) if found is not None else 0
            if spare < 0 or (found is None and damage.place != "checksum"):
                raise
            file.seek(end if found is None else found)
            yield damage
            yield _LINE_ENDS if begins else b""


def _member(file: io.BufferedReader, head: bytes) -> Iterator[bytes]:
    _pass_gzip_header(file, head)
    check, size = 0, 0
    for piece in _inflated(file):
        check, size = zlib.crc32(piece, check), size + len(piece)
        yield piece
    trailer = file.read(8)
    if len(trailer) < 8:
        raise _cut_off(file, "checksum")
    if trailer != struct.pack("<II", check, size & 0xFFFFFFFF):
        raise _wrong(file)


def _inflated(file: io.BufferedReader) -> Iterator[bytes]:
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    while not inflate.eof:
        chunk, before = file.peek(), inflate.copy()
        try:
            piece = inflate.decompress(chunk, _PIECE) if chunk else inflate.flush()
        except zlib.error as error:
            piece, good = _up_to_damage(before, chunk)
            yield piece
            raise Damage("inside", f"damaged at byte {file.tell() + good}: {error}") from error
        file.seek(len(chunk) - len(inflate.unused_data or inflate.unconsumed_tail), os.SEEK_CUR)
        yield piece
        if not chunk and not inflate.eof:
            raise _cut_off(file)


def _find_member(file: io.BufferedReader, start: int, stop: int | None, begins: bytes) -> int | None:
    """Return where the first member lies, from ``start`` on and before ``stop``, whose content ``begins`` so."""
    for _ in range(_TRIED if begins else 0):
        at = _find(file, _GZIP, start, stop)
        if at is None or (stop is not None and at >= stop):
            return None
        file.seek(at)
        try:
            _pass_gzip_header(file, file.read(4))
            if zlib.decompressobj(-zlib.MAX_WBITS).decompress(file.peek(), len(begins)) == begins:
                return at
        except (Damage, zlib.error):
            pass
        start = at + 1
    return None


def _find(file: io.BufferedReader, what: bytes, start: int, stop: int | None) -> int | None:
    file.seek(start)
    left = b""
    while (stop is None or start < stop) and (chunk := file.read(CHUNK)):
        if (found := (left + chunk).find(what)) >= 0:
            return start - len(left) + found
        start += len(chunk)
        left = chunk[1 - len(what) :]
    return None


def _up_to_damage(inflate: Any, chunk: bytes) -> tuple[bytes, int]:
    """Return what can be unpacked of a chunk that cannot as a whole, and how many of its bytes that takes."""
    pieces = []
    for at in range(len(chunk)):
        try:
            pieces.append(inflate.decompress(chunk[at : at + 1]))
        except zlib.error:
            return b"".join(pieces), at
    return b"".join(pieces), len(chunk)


def _pass_gzip_header(file: io.BufferedReader, head: bytes) -> None:
    has = int.from_bytes(head[3:], "little")
    file.read(6)  # time and system; a header that is cut off shows behind it, where nothing is
    if has & 4:
        file.read(int.from_bytes(file.read(2), "little"))
    for text in (8, 16):  # a name and a comment, each with a NUL behind it
        if has & text:
            _pass_text(file)
    if has & 2:
        file.read(2)


def _pass_text(file: io.BufferedReader) -> None:
    for _ in range(_LONGEST_NAME // CHUNK):
        chunk = file.peek()
        end = chunk.find(b"\0")
        file.seek(end + 1 if end >= 0 else len(chunk), os.SEEK_CUR)
        if end >= 0 or not chunk:
            return
    raise Damage("inside", f"damaged at byte {file.tell()}: a name without end")


def unzstd(file: io.BufferedReader) -> Iterator[bytes | Damage]:
    """Yield what the frames of a zstd file hold (RFC 8878), and in its place a checksum that is wrong.

    Raises:
        Damage: the rest cannot be read. All that can be unpacked before has been given.
        NoReader: zstandard is not installed.
    """
    package, unpacker = zstandard_package(), _unpacker()
    while head := _begin(file, "zstd"):
        try:
            yield from _blocks(file, head, package, unpacker)
        except package.ZstdError as error:
            raise Damage("inside", f"damaged before byte {file.tell()}: {error}") from error


def unzstd_frame(frame: bytes) -> bytes:
    """Return what one frame holds.

    Raises:
        Damage: it is damaged.
    """
    try:
        # Not at once: how much it would be is said by the frame, and believed.
        return bytes(_unpacker().decompressobj().decompress(frame))
    except zstandard_package().ZstdError as error:
        raise Damage("inside", str(error)) from error


def _unpacker() -> Any:
    return zstandard_package().ZstdDecompressor(max_window_size=_WINDOW)


def _blocks(file: io.BufferedReader, head: bytes, package: Any, unpacker: Any) -> Iterator[bytes | Damage]:
    """Yield the blocks of a frame: each is unpacked by itself, so that none is lost with the next."""
    if head[1:] == _SKIPPED:
        size = int.from_bytes(_read(file, 4), "little")
        if file.seek(size, os.SEEK_CUR) > _size(file):
            raise _cut_off(file)
        return
    frame = unpacker.decompressobj()
    head += _read(file, 1)
    frame.decompress(head + _read(file, package.frame_header_size(head) - len(head)))
    last = False
    while not last:
        head = _read(file, 3)
        said = int.from_bytes(head, "little")
        last, kind, size = bool(said & 1), said >> 1 & 3, said >> 3
        yield frame.decompress(head + _read(file, 1 if kind == _ONE_BYTE else size))
    if not frame.eof:
        yield from _checked(file, frame, package)


def _checked(file: io.BufferedReader, frame: Any, package: Any) -> Iterator[bytes | Damage]:
    check = file.read(4)
    if len(check) < 4:
        raise _cut_off(file, "checksum")
    try:
        yield frame.decompress(check)
    except package.ZstdError:
        yield _wrong(file)


def _read(file: io.BufferedReader, size: int) -> bytes:
    data = file.read(size)
    if len(data) < size:
        raise _cut_off(file)
    return data


def _size(file: io.BufferedReader) -> int:
    return os.fstat(file.fileno()).st_size


def _cut_off(file: io.BufferedReader, place: Literal["inside", "checksum"] = "inside") -> Damage:
    return Damage(place, f"cut off at byte {_size(file)}, before the end of what is packed")


def _wrong(file: io.BufferedReader) -> Damage:
    what = "is not that of what was read before it, of which some may be wrong"
    return Damage("checksum", f"the checksum before byte {file.tell()} {what}")


def _begin(file: io.BufferedReader, packing: Literal["gzip", "zstd"]) -> bytes:
    """Return the first four bytes of the member or frame that begins here; none at the end of the file. NULs up to
    there are padding.

    Raises:
        Damage: something else stands here.
    """
    found = file.read(4)
    if _is_one(found, packing):
        return found
    at = file.seek(-len(found), os.SEEK_CUR)
    if at:
        at = _pass_padding(file)
        found = file.read(4)
        if _is_one(found, packing):
            return found
    if not found:
        return b""
    if len(found) < 4 and (_GZIP if packing == "gzip" else _ZSTD).startswith(found):
        raise _cut_off(file)
    if at:
        more = f"{_size(file) - at} bytes are no {packing}"
        raise Damage("behind", f"from byte {at} on, behind the end of what is packed, {more}")
    raise Damage("inside", f"not {packing}: it begins with {found!r}")


def _is_one(begins: bytes, packing: Literal["gzip", "zstd"]) -> bool:
    if packing == "gzip":
        return begins.startswith(_GZIP)
    return begins == _ZSTD or (begins[1:] == _SKIPPED and begins[0] >> 4 == 5)


def _pass_padding(file: io.BufferedReader) -> int:
    while not (chunk := file.peek()).strip(b"\0") and chunk:
        file.seek(len(chunk), os.SEEK_CUR)
    return file.seek(len(chunk) - len(chunk.lstrip(b"\0")), os.SEEK_CUR)


@cache
def zstandard_package() -> Any:  # a module, whose names a type checker has no way to know here
    """Return the package.

    Raises:
        NoReader: it is not installed.
    """
    try:
        import zstandard
    except ImportError:
        raise NoReader("zstandard is not installed\n  fix: pip install 'ingest[zstd]'") from None
    return zstandard
