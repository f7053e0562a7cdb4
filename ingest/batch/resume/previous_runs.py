"""What earlier runs into a CLEAN left: the finished one, and one that was cut off. Read along with the input."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ingest.batch.clean_files import LEDGER, article_files
from ingest.batch.input.compression import READ_ERRORS, packing_of, unpack
from ingest.batch.input.reference import Place
from ingest.batch.resume.ledger import LedgerEntry, PreviousRecord, decode_entry
from ingest.errors import IngestError


@dataclass(frozen=True, slots=True)
class State:
    """The first line of a run's ledger: what its records were made by. ``rules`` has the hash of each rule file."""

    making: Mapping[str, str]
    rules: Mapping[str, str]

    def encode(self) -> bytes:
        return json.dumps({"making": dict(self.making), "rules": dict(self.rules)}).encode() + b"\n"

    def changed(self, now: State) -> tuple[str, ...]:
        """Give the names of what is otherwise now: options, versions, rule files."""
        found = [(old, new) for old, new in ((self.making, now.making), (self.rules, now.rules)) if old != new]
        return tuple(sorted(name for old, new in found for name in {*old, *new} if old.get(name) != new.get(name)))


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a part's articles were joined: ``length`` bytes at ``start`` of the shard of that number."""

    shard: int
    start: int
    length: int

    def encode(self) -> bytes:
        return json.dumps({"part": [self.shard, self.start, self.length]}).encode() + b"\n"


@dataclass(frozen=True, slots=True)
class RunSnapshot:
    """The outcomes of one earlier run: a folder with its articles and its ledger, joined; and, of a run that was cut
    off, the parts that were not joined yet."""

    folder: Path

    def state(self) -> State | None:
        """Give what its records were made by; None where there is no such run."""
        try:
            with open(self.folder / LEDGER, "rb") as file:
                said = json.loads(file.readline())
            return State(said["making"], said["rules"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def made_as(self, now: State) -> bool:
        """Tell whether its articles were made as they are made now, but for their rules."""
        state = self.state()
        return state is not None and state.making == now.making

    def size(self) -> int:
        """Give about how much was done, to tell which of two runs came further."""
        return sum(path.stat().st_size for path in [self.folder / LEDGER, *self._parts()] if path.is_file())

    def articles(self) -> Iterator[PreviousRecord]:
        """Give the articles in the order of the input, as far as the ledger is whole."""
        joined = -1
        shards = article_files(self.folder)
        with open(self.folder / LEDGER, "rb") as file:
            file.readline()
            frame, end = Frame(0, 0, 0), 0
            for line in file:
                try:
                    if line.startswith(b'{"part"'):
                        frame, end, joined = Frame(*json.loads(line)["part"]), 0, joined + 1
                        continue
                    entry = decode_entry(line)
                except (ValueError, KeyError, TypeError):
                    break
                if entry.reason is None and frame.shard < len(shards):
                    yield _earlier(entry, shards[frame.shard], frame, end)
                end = entry.articles
        for ledger in self._parts():
            if int(ledger.stem) > joined:
                yield from _of_part(ledger)

    def _parts(self) -> list[Path]:
        return sorted(self.folder.glob("[0-9]*.ledger"))


def _of_part(ledger: Path) -> Iterator[PreviousRecord]:
    articles, end = ledger.with_suffix(".articles"), 0
    with open(ledger, "rb") as file:
        for line in file:
            try:
                entry = decode_entry(line)
            except ValueError:
                return
            if entry.reason is None:
                yield _earlier(entry, articles, Frame(0, 0, 0), end)
            end = entry.articles


def _earlier(entry: LedgerEntry, file: Path, frame: Frame, start: int) -> PreviousRecord:
    """Give where an entry's line lies: ``start`` bytes into a frame. Of a plain file no more is read than the line."""
    length, packing = entry.articles - start, packing_of(file.name)
    if packing:
        return PreviousRecord(entry, str(file), packing, frame.start, frame.length, start, length)
    return PreviousRecord(entry, str(file), packing, frame.start + start, length, 0, length)


class PreviousRuns:
    """Earlier articles by their place in RAW, asked for in the order of the input."""

    def __init__(self, generations: Iterable[RunSnapshot]) -> None:
        self._streams = [_Stream(generation.articles()) for generation in generations]

    def at(self, place: Place) -> PreviousRecord | None:
        """Give the earlier article at a place, of the first generation that has one."""
        found = [stream.at(place) for stream in self._streams]
        return next((earlier for earlier in found if earlier is not None), None)


class _Stream:
    def __init__(self, articles: Iterator[PreviousRecord]) -> None:
        self._articles = articles
        self._next = next(articles, None)

    def at(self, place: Place) -> PreviousRecord | None:
        wanted = _order(place)
        while self._next is not None and _order(self._next.entry.place) < wanted:
            self._next = next(self._articles, None)
        return self._next if self._next is not None and self._next.entry.place == place else None


def _order(place: Place) -> tuple[list[str], int]:
    return place[0].split("/"), place[1]


class PreviousRecordReader:
    """Reads lines of earlier articles; the file, and of a packed one the frame last read, stay at hand."""

    def __init__(self) -> None:
        self._at: tuple[str, int] | None = None
        self._frame = b""

    def line(self, earlier: PreviousRecord) -> bytes | None:
        """Give the line of an earlier article without its end; None where it is not there, whole and unharmed.

        After a loss of power a file may hold other bytes than were written, and a ledger that says they were.
        """
        try:
            if self._at != (earlier.file, earlier.frame):
                with open(earlier.file, "rb") as file:
                    file.seek(earlier.frame)
                    self._frame = unpack(file.read(earlier.frame_length), earlier.packing)
                self._at = earlier.file, earlier.frame
        except (*READ_ERRORS, IngestError):
            return None
        line = self._frame[earlier.start : earlier.start + earlier.length]
        whole = line.endswith(b"\n") and zlib.crc32(line[:-1]) == earlier.entry.check
        return line[:-1] if whole else None


def generations(clean: Path, left: Iterable[Path], now: State) -> list[RunSnapshot]:
    """Give the earlier runs to compare with, the latest first: of those that were cut off (``left``) the one that came
    furthest, if there are any of those whose articles were made as they are ``now``; then the finished one."""
    cut_off = [RunSnapshot(folder) for folder in left]
    found = sorted(cut_off, key=lambda run: (run.made_as(now), run.size()), reverse=True)[:1]
    if (clean / LEDGER).is_file():
        found.append(RunSnapshot(clean))
    return [generation for generation in found if generation.state() is not None]
