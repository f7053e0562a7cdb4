"""Compressed files: read forwards and within bounds, and written in frames. The one module that imports zstandard."""

from __future__ import annotations

import gzip
import io
import os
import zlib
from collections.abc import Iterator
from functools import cache
from typing import IO, Any, Literal, cast

from ingest.errors import UsageError

Packing = Literal["", "gzip", "zstd"]
SUFFIXES: dict[str, Packing] = {".gz": "gzip", ".zst": "zstd"}
ENDINGS: dict[Packing, str] = {"": "", "gzip": ".gz", "zstd": ".zst"}

# Text packs to a third or a tenth, repeated pages to a hundredth; what is made to fill a memory, to a thousandth.
MAX_RATIO = 200
RATIO_FROM = 100_000_000  # unpacked bytes below which the ratio is not looked at
GZIP_LEVEL, ZSTD_LEVEL = 6, 3
_WINDOW = 1 << 27  # the most memory that a zstd frame may ask for, in bytes
_BLOCK = 1 << 20
_ZSTD_CHUNK = 1 << 12  # packed bytes at a time: of zeros they make 128 MB, and more must not be held

# What reading a plain or packed file may raise: gone, forbidden, cut off, not what its name says.
READ_ERRORS = (OSError, EOFError, zlib.error)


class Bomb(OSError):
    """A packed file that unpacks to far more than text does."""

    def __init__(self) -> None:
        super().__init__(f"it unpacks to more than {MAX_RATIO} times its size")


class NoReader(OSError):
    """A packing that is not installed."""


def packing_of(path: str) -> Packing:
    return SUFFIXES.get(os.path.splitext(path.lower())[1], "")


def without_packing(name: str) -> str:
    """Return a file's name without the ending of its compression."""
    return name[: -len(ENDINGS[packing])] if (packing := packing_of(name)) else name


def open_unpacked(path: str) -> IO[bytes]:
    """Return a file as a stream of its unpacked bytes, which can seek (in a packed file, only forward is cheap)."""
    packing = packing_of(path)
    if not packing:
        return open(path, "rb")
    return cast(IO[bytes], io.BufferedReader(_Unpacked(path, packing), _BLOCK))


def packed_at(stream: IO[bytes]) -> int | None:
    """Return how many bytes of its packed file a stream has read; None if the file is plain."""
    raw = getattr(stream, "raw", None)
    return raw.packed_at if isinstance(raw, _Unpacked) else None


class _Unpacked(io.RawIOBase):
    """The unpacked bytes of a file, counted: more than text can be is a ``Bomb``."""

    def __init__(self, path: str, packing: Packing) -> None:
        self._path = path
        self._packing = packing
        self._most = max(RATIO_FROM, MAX_RATIO * os.stat(path).st_size)
        self._open()

    def _open(self) -> None:
        self._at = 0
        self._file = open(self._path, "rb")  # noqa: SIM115  # close() closes it
        self._stream = gzip.GzipFile(fileobj=self._file) if self._packing == "gzip" else _ZstdFile(self._file)

    @property
    def packed_at(self) -> int:
        return self._file.tell()

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed has Buffer, of 3.12
        try:
            data = self._stream.read(len(buffer))
        except _zstd_errors() as error:
            raise OSError(str(error)) from error
        self._at += len(data)
        if self._at > self._most:
            raise Bomb
        buffer[: len(data)] = data
        return len(data)

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
        return self._at

    def close(self) -> None:
        self._file.close()
        super().close()


def pack(data: bytes, packing: Packing) -> bytes:
    """Return data as one whole frame; frames in a row are a file, and the same data gives the same bytes."""
    if packing == "gzip":
        return gzip.compress(data, GZIP_LEVEL, mtime=0)
    if packing == "zstd":
        return bytes(_zstandard().ZstdCompressor(level=ZSTD_LEVEL).compress(data))
    return data


def unpack(frame: bytes, packing: Packing) -> bytes:
    """Return the data that ``pack`` made a frame of."""
    if packing == "gzip":
        return gzip.decompress(frame)
    if packing == "zstd":
        return bytes(_zstandard().ZstdDecompressor().decompress(frame))
    return frame


def unpacked_lines(path: str) -> Iterator[bytes]:
    """Yield the lines of a file, plain or packed, without their ends."""
    with open_unpacked(path) as stream:
        for line in stream:
            yield line.rstrip(b"\n")


def check_packing(packing: Packing) -> None:
    """Check that files can be compressed this way.

    Raises:
        UsageError: the package that this needs is not installed.
    """
    try:
        pack(b"", packing)
    except NoReader as error:
        raise UsageError(f"compress: {error}") from None


class _ZstdFile:
    """The unpacked bytes of a zstd file. Unlike the package's own reader it notices a file that was cut off."""

    def __init__(self, file: IO[bytes]) -> None:
        self._packer = _zstandard().ZstdDecompressor(max_window_size=_WINDOW)
        self._file = file
        self._frame: Any = None
        self._left = memoryview(b"")  # unpacked, and not yet given
        self._rest = b""  # of the file, and not yet unpacked

    def read(self, size: int) -> bytes:
        while not self._left and (chunk := self._rest or self._file.read(_ZSTD_CHUNK)):
            self._frame = self._frame or self._packer.decompressobj()
            self._left = memoryview(self._frame.decompress(chunk))
            self._rest = self._frame.unused_data
            if self._frame.eof:
                self._frame = None
        if not self._left and self._frame is not None:
            raise EOFError("Compressed file ended before the end-of-stream marker was reached")
        given, self._left = self._left[:size], self._left[size:]
        return bytes(given)


def _zstd_errors() -> tuple[type[Exception], ...]:
    try:
        return (_zstandard().ZstdError,)
    except NoReader:
        return ()


@cache
def _zstandard() -> Any:  # a module, whose names a type checker has no way to know here
    try:
        import zstandard
    except ImportError:
        raise NoReader("zstandard is not installed\n  fix: pip install 'ingest[zstd]'") from None
    return zstandard
