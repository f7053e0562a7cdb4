#!/usr/bin/env python3
"""Clean the development corpora and the samples, and print which records differ from those of other code.

    python benchmarks/records.py --shared ../shared --write build/before.jsonl      (on the one commit)
    python benchmarks/records.py --shared ../shared --compare build/before.jsonl    (on the other)
    python benchmarks/records.py --shared ../shared --reread

Records are compared byte for byte, without ``made_by``; what differs is counted by field, with the first names. Exits
with 1 if anything differs. The site layer is on: it is code like any other. ``--reread`` reads every record again, and
prints which do not come back as they are, which is none; then again as records of another version, which are looked at
once more, and of which a few are cleaned further.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from development import data_of, kind_of, rows

from ingest import Cleaner, RawDocument

SETS = ("html/*.jsonl.gz", "text/*.jsonl.gz", "wild_dev.jsonl.gz", "wild_scripts_dev.jsonl.gz")
SAMPLES = Path(__file__).parent.parent / "raw"


def documents(shared: Path) -> Iterator[RawDocument]:
    """Yield the samples, then every document of the development corpora, each with its address."""
    for path in sorted(SAMPLES.rglob("*.*")):
        if path.suffix in (".html", ".txt", ".md"):
            yield RawDocument(path.read_bytes(), name=path.relative_to(SAMPLES).as_posix())
    for pattern in SETS:
        for path in sorted((shared / "corpora").glob(pattern)):
            for number, row in enumerate(rows(path)):
                name = f"{path.name}#{number}"
                yield RawDocument(data_of(row), name=name, kind=kind_of(row), url=str(row.get("url") or "") or None)


def fields_of(cleaner: Cleaner, document: RawDocument) -> dict[str, str]:
    """Return a hash for each field of a document's record."""
    record = cleaner.clean(document).to_dict()
    return {
        field: hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:16]
        for field, value in record.items()
        if field != "made_by"
    }


def reread(cleaner: Cleaner, shared: Path) -> tuple[int, int]:
    """Print which records do not give themselves when they are read again: as they are, and as those of another
    version, whose text is cleaned; return how many of either."""
    read, changed, further = 0, 0, 0
    for document in documents(shared):
        record = cleaner.clean(document).to_dict()
        read += 1
        if cleaner.clean_record(record) != record:
            changed += 1
            print(f"{document.name}: changed")
        older = record | {"made_by": {"version": "0", "rules_sha256": "", "reader": "plain"}}
        again = cleaner.clean_record(older)
        if again != older:
            further += 1
            fields = sorted(field for field in record if again[field] != older[field])
            removed = again["removed"]
            rules = sorted({one["rule"] for one in removed}) if isinstance(removed, list) else []
            print(f"{document.name}: of another version: {' '.join(fields)}; rules: {rules}")
    print(f"{read:,} records read again: {changed:,} changed; {further:,} of another version were cleaned further")
    return changed, further


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--write", type=Path)
    parser.add_argument("--compare", type=Path)
    parser.add_argument("--reread", action="store_true")
    args = parser.parse_args()
    cleaner = Cleaner()
    if args.reread:
        return 1 if reread(cleaner, args.shared)[0] else 0
    made = {document.name: fields_of(cleaner, document) for document in documents(args.shared)}
    if args.write:
        args.write.parent.mkdir(parents=True, exist_ok=True)
        args.write.write_text(json.dumps(made), encoding="utf-8")
    print(f"{len(made):,} records")
    return compare(json.loads(args.compare.read_text(encoding="utf-8")), made) if args.compare else 0


def compare(before: dict[str, dict[str, str]], after: dict[str, dict[str, str]]) -> int:
    """Print what differs; return 1 if anything does."""
    fields: Counter[str] = Counter()
    names: dict[str, list[str]] = defaultdict(list)
    for name in before.keys() | after.keys():
        old, new = before.get(name, {}), after.get(name, {})
        for field in old.keys() | new.keys():
            if old.get(field) != new.get(field):
                fields[field] += 1
                names[field].append(name)
    differing = {name for differing_names in names.values() for name in differing_names}
    print(f"{len(differing):,} of {len(before):,} differ")
    for field, count in fields.most_common():
        print(f"  {field}: {count}  {', '.join(sorted(names[field])[:5])}")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
