"""What earlier runs into a CLEAN left: the finished run, and one that was cut off. Read along with the input."""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ingest.batch.clean_files import LEDGER, article_files
from ingest.batch.input.compression import READ_ERRORS, packing_of, unpack
from ingest.batch.input.reference import Place
from ingest.batch.resume.ledger import LedgerEntry, PreviousRecord, decode_entry
from ingest.errors import IngestError
from ingest.vocabulary import DOCUMENT_KINDS, DocumentKind


@dataclass(frozen=True, slots=True)
class RunProvenance:
    """The first line of a run's ledger: what its records were made by.

    ``making`` has the environment's fingerprint for each kind of document (``provenance.py``), ``rules`` the hash of
    each rule file.
    """

    making: Mapping[DocumentKind, Mapping[str, str]]
    rules: Mapping[str, str]

    def encode(self) -> bytes:
        """Return it as a line of JSON."""
        making = {kind: dict(environment) for kind, environment in self.making.items()}
        return json.dumps({"making": making, "rules": dict(self.rules)}).encode() + b"\n"

    def changed(self, now: RunProvenance) -> tuple[str, ...]:
        """Return the names of what is different now: options, versions, rule files."""
        pairs = [(self.rules, now.rules), *((self.making[kind], now.making[kind]) for kind in now.making)]
        return tuple(sorted({name for old, new in pairs for name in {*old, *new} if old.get(name) != new.get(name)}))

    def same_kinds(self, now: RunProvenance) -> frozenset[DocumentKind]:
        """Return the kinds of documents that become records now as they did then; the rules are not compared."""
        return frozenset(kind for kind, environment in now.making.items() if self.making[kind] == environment)


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a part's articles are after they were joined: ``length`` bytes at ``start`` of the shard of that number."""

    shard: int
    start: int
    length: int

    def encode(self) -> bytes:
        return json.dumps({"part": [self.shard, self.start, self.length]}).encode() + b"\n"


@dataclass(frozen=True, slots=True)
class RunSnapshot:
    """The outcomes of one earlier run: a folder with its joined articles and its ledger; and, of a run that was cut
    off, the parts that were not joined yet."""

    folder: Path

    def provenance(self) -> RunProvenance | None:
        """Return what its records were made by; None if the folder holds no run."""
        try:
            with open(self.folder / LEDGER, "rb") as file:
                written = json.loads(file.readline())
            return RunProvenance({kind: written["making"][kind] for kind in DOCUMENT_KINDS}, written["rules"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def same_kinds(self, now: RunProvenance) -> frozenset[DocumentKind]:
        """Return the kinds of documents whose records it made as they are made now."""
        provenance = self.provenance()
        return frozenset() if provenance is None else provenance.same_kinds(now)

    def size(self) -> int:
        """Return the bytes of its ledgers: about how much was done, to compare which of two runs came further."""
        return sum(path.stat().st_size for path in [self.folder / LEDGER, *self._parts()] if path.is_file())

    def articles(self, kinds: Collection[DocumentKind] = DOCUMENT_KINDS) -> Iterator[PreviousRecord]:
        """Yield the records of its articles, made of documents of some kinds, in the order of the input, as far as the
        ledger is whole."""
        return (record for record in self._all_articles() if record.entry.document_kind in kinds)

    def _all_articles(self) -> Iterator[PreviousRecord]:
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
                if entry.is_record and frame.shard < len(shards):
                    yield _previous_record(entry, shards[frame.shard], frame, end)
                end = entry.articles
        for ledger in self._parts():
            if int(ledger.stem) > joined:
                yield from _records_of_part(ledger)

    def _parts(self) -> list[Path]:
        return sorted(self.folder.glob("[0-9]*.ledger"))


def _records_of_part(ledger: Path) -> Iterator[PreviousRecord]:
    articles, end = ledger.with_suffix(".articles"), 0
    with open(ledger, "rb") as file:
        for line in file:
            try:
                entry = decode_entry(line)
            except ValueError:
                return
            if entry.is_record:
                yield _previous_record(entry, articles, Frame(0, 0, 0), end)
            end = entry.articles


def _previous_record(entry: LedgerEntry, file: Path, frame: Frame, start: int) -> PreviousRecord:
    """Return where an entry's line is: ``start`` bytes into a frame. Of a plain file only the line itself is read."""
    length, packing = entry.articles - start, packing_of(file.name)
    if packing:
        return PreviousRecord(entry, str(file), packing, frame.start, frame.length, start, length)
    return PreviousRecord(entry, str(file), packing, frame.start + start, length, 0, length)


class PreviousRuns:
    """The records of earlier runs by their place in RAW, which must be asked for in the order of the input."""

    def __init__(self, runs: Iterable[Iterator[PreviousRecord]]) -> None:
        self._streams = [_RecordStream(records) for records in runs]

    def at(self, place: Place) -> PreviousRecord | None:
        """Return the record that the first of the runs which has one made of this place."""
        records = [stream.at(place) for stream in self._streams]  # each is asked, for each must keep up with the input
        return next((record for record in records if record is not None), None)


class _RecordStream:
    """The records of one run, read up to the place that is asked for."""

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
    """Reads the lines of earlier records; the frame last read is kept, for the next line is mostly in it, too."""

    def __init__(self) -> None:
        self._at: tuple[str, int] | None = None
        self._frame = b""

    def line(self, record: PreviousRecord) -> bytes | None:
        """Return the line of an earlier record without its end; None if it is not there, whole and undamaged.

        After a loss of power a file may hold other bytes than were written, and a ledger that says they were.
        """
        try:
            if self._at != (record.file, record.frame):
                with open(record.file, "rb") as file:
                    file.seek(record.frame)
                    self._frame = unpack(file.read(record.frame_length), record.packing)
                self._at = record.file, record.frame
        except (*READ_ERRORS, IngestError):
            return None
        line = self._frame[record.start : record.start + record.length]
        whole = line.endswith(b"\n") and zlib.crc32(line[:-1]) == record.entry.check
        return line[:-1] if whole else None


def earlier_runs(clean: Path, cut_off: Iterable[Path], now: RunProvenance) -> list[RunSnapshot]:
    """Return the earlier runs to compare with, the latest first: of those that were ``cut_off`` the one that came
    furthest, if there are any of those whose articles were made as they are ``now``; then the finished one."""
    unfinished = [RunSnapshot(folder) for folder in cut_off]
    runs = sorted(unfinished, key=lambda run: (len(run.same_kinds(now)), run.size()), reverse=True)[:1]
    if (clean / LEDGER).is_file():
        runs.append(RunSnapshot(clean))
    return [run for run in runs if run.provenance() is not None]
