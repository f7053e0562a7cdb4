"""Compressed files: read forwards and within bounds, and written in frames."""

from __future__ import annotations

import gzip
import io
import os
import zlib
from bisect import bisect_right
from collections.abc import Iterator
from typing import IO, Literal, cast

from ingest.batch.input.members import CHUNK, Damage, NoReader, gunzipped, unzstd, unzstd_frame, zstandard_package
from ingest.errors import UsageError

Packing = Literal["", "gzip", "zstd"]
SUFFIXES: dict[str, Packing] = {".gz": "gzip", ".zst": "zstd"}
ENDINGS: dict[Packing, str] = {"": "", "gzip": ".gz", "zstd": ".zst"}

# Text packs to a third or a tenth, repeated pages to a hundredth; what is made to fill a memory, to a thousandth.
MAX_RATIO = 200
RATIO_FROM = 100_000_000  # unpacked bytes below which the ratio is not looked at
GZIP_LEVEL, ZSTD_LEVEL = 6, 3
_BLOCK = 1 << 20
_TOLD = 3  # damages of one file that are told in full
# How all begins that is packed together, in files where that is known: by it reading can go on after damage.
_BEGINS = {".warc": b"WARC/"}

# What reading a plain or packed file may raise: gone, forbidden, cut off, not what its name says.
READ_ERRORS = (OSError, EOFError, zlib.error)


def packing_of(path: str) -> Packing:
    """Return how a file is packed, by the ending of its name."""
    return SUFFIXES.get(os.path.splitext(path.lower())[1], "")


def without_packing(name: str) -> str:
    """Return a file's name as it is when unpacked."""
    return name[: -len(ENDINGS[packing])] if (packing := packing_of(name)) else name


def open_unpacked(path: str) -> IO[bytes]:
    """Return a file as a stream of its unpacked bytes, which can seek (in a packed one, forward is cheap)."""
    packing = packing_of(path)
    if not packing:
        return open(path, "rb")
    return cast(IO[bytes], _Stream(_Unpacked(path, packing), _BLOCK))


def packed_at(stream: IO[bytes]) -> int | None:
    """Return how far an unpacked stream has come in its packed file; None of a plain one."""
    return stream.raw.packed_at if isinstance(stream, _Stream) else None


def damage_of(stream: IO[bytes]) -> Damage | None:
    """Return all that is wrong with the packed file of a stream that has been read to its end."""
    return stream.raw.damage if isinstance(stream, _Stream) else None


def has_gap(stream: IO[bytes], start: int, end: int) -> bool:
    """True if something is missing, or may be, between two offsets of a stream that has been read up to there."""
    gaps = stream.raw.gaps if isinstance(stream, _Stream) else []
    next_one = bisect_right(gaps, start)
    return next_one < len(gaps) and gaps[next_one] < end


def is_near(stream: IO[bytes], offset: int) -> bool:
    """True if it costs nothing to go back to an offset: in a packed file all before is unpacked again, but for what is
    still at hand."""
    return not isinstance(stream, _Stream) or offset >= stream.raw.at_hand


class _Stream(io.BufferedReader):
    """An unpacked file. Of one that is damaged all that can be unpacked is read, and then the damage raised: the
    package's own readers raise at once, and what they had unpacked so far is lost."""

    raw: _Unpacked

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        if not data and size:
            self.raw.raise_damage()
        return data

    def readline(self, size: int | None = -1, /) -> bytes:
        """Return the next line. One that is cut off by damage is none."""
        line = super().readline(size)
        if not line.endswith(b"\n") and len(line) != size:
            self.raw.raise_damage()
        return line


class _Unpacked(io.RawIOBase):
    """The unpacked bytes of a file, up to where they are lost, or more than text can be. ``gaps`` says at which of them
    reading went on after damage."""

    def __init__(self, path: str, packing: Packing) -> None:
        self._path = path
        self._packing = packing
        self._most = max(RATIO_FROM, MAX_RATIO * os.stat(path).st_size)
        self._open()

    def _open(self) -> None:
        self._at = self.at_hand = self._unpacked = 0
        self._left = memoryview(b"")  # unpacked, and not yet given
        self._damages: list[Damage] = []
        self._lost = False  # the rest of the data
        self.gaps: list[int] = []
        self._file = cast(io.BufferedReader, open(self._path, "rb", buffering=CHUNK))  # noqa: SIM115  # close() does
        begins = _BEGINS.get(os.path.splitext(without_packing(self._path).lower())[1], b"")
        self._pieces = gunzipped(self._file, begins) if self._packing == "gzip" else unzstd(self._file)

    @property
    def packed_at(self) -> int:
        return self._file.tell()

    @property
    def damage(self) -> Damage | None:
        """Return all damages as one, in the worst place."""
        if not self._damages:
            return None
        said, more = "; ".join(map(str, self._damages[:_TOLD])), len(self._damages) - _TOLD
        place = max((damage.place for damage in self._damages), key=("behind", "checksum", "inside").index)
        return Damage(place, f"{said}; and {more} more" if more > 0 else said)

    def raise_damage(self) -> None:
        """Raise the damage if data is lost.

        Raises:
            Damage: the rest of the data is lost.
        """
        if self._lost and self.damage is not None:
            raise self.damage

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed has Buffer, of 3.12
        size, self.at_hand = 0, self._at
        while size < len(buffer) and (self._left or self._unpack()):  # filled: many small members are one read
            given = self._left[: len(buffer) - size]
            buffer[size : size + len(given)] = given
            self._left = self._left[len(given) :]
            size += len(given)
        self._at += size
        return size

    def _unpack(self) -> bool:
        """Unpack another piece; False if there is none."""
        if self._lost:
            return False
        piece: bytes | Damage | None = None
        try:
            if self._unpacked > self._most:
                raise Damage("inside", f"it unpacks to more than {MAX_RATIO} times its size")
            piece = next(self._pieces, None)
        except Damage as damage:
            self._damages.append(damage)
            self._lost = damage.place == "inside"
        except OSError as error:  # of the disk, or nothing is installed that unpacks it
            self._damages.append(Damage("inside", error.strerror or str(error)))
            self._lost = True
        if isinstance(piece, Damage):
            self._damages.append(piece)
            self.gaps.append(self._unpacked)
            return True
        self._left = memoryview(piece or b"")
        self._unpacked += len(self._left)
        return piece is not None

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        target = offset + (self._at if whence == os.SEEK_CUR else 0)
        if target < self._at:
            self._file.close()
            self._open()
        block = memoryview(bytearray(_BLOCK))
        while whence == os.SEEK_END or self._at < target:
            want = _BLOCK if whence == os.SEEK_END else min(_BLOCK, target - self._at)
            if not self.readinto(block[:want]):
                break
        self.at_hand = self._at
        if whence == os.SEEK_END:
            self.raise_damage()
        return self._at

    def close(self) -> None:
        self._file.close()
        super().close()


def pack(data: bytes, packing: Packing) -> bytes:
    """Return one whole frame; frames in a row are a file, and the same data gives the same bytes."""
    if packing == "gzip":
        return gzip.compress(data, GZIP_LEVEL, mtime=0)
    if packing == "zstd":
        return bytes(zstandard_package().ZstdCompressor(level=ZSTD_LEVEL).compress(data))
    return data


def unpack(frame: bytes, packing: Packing) -> bytes:
    """Return what ``pack`` was given.

    Raises:
        OSError, EOFError, zlib.error: the frame is damaged.
    """
    if packing == "gzip":
        return gzip.decompress(frame)
    if packing == "zstd":
        return unzstd_frame(frame)
    return frame


def unpacked_lines(path: str) -> Iterator[bytes]:
    """Return the lines of a file, plain or packed, without their ends.

    Raises:
        OSError: it cannot be read, or is damaged anywhere.
    """
    with open_unpacked(path) as stream:
        for line in stream:
            yield line.rstrip(b"\n")
        if damage := damage_of(stream):
            raise damage


def check_packing(packing: Packing) -> None:
    """Check that files can be packed in this way.

    Raises:
        UsageError: what it needs is not installed.
    """
    try:
        pack(b"", packing)
    except NoReader as error:
        raise UsageError(f"compress: {error}") from None
