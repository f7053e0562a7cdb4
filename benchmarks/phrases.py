#!/usr/bin/env python3
"""Measure what share of the phrases of ``reference/cruft_phrases.tsv`` the packaged rules remove, by language and kind.

    python benchmarks/phrases.py [--shared ../shared] [--languages de,fr] [--missed build/missed.tsv]

Each phrase is put, as a line of its own, above, between the paragraphs of and below an article of its language (of
``tests/clean``), one at a time. Many phrases are ordinary words: only above and below an article is it safe to remove
them, so the middle column is not to be 1. What a phrase leaves open (``%s``) is filled with a name, a day, a number.
"""

from __future__ import annotations

import argparse
import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ingest import Cleaner, RawDocument

ROOT = Path(__file__).parent.parent
PLACES = ("above", "between", "below")
NAMES = {
    "ar": "ليلى حداد", "hi": "मीरा जोशी", "ja": "山田花子", "ru": "Анна Белова", "uk": "Олена Коваль", "zh": "王小明",
}  # fmt: skip
DAYS = {
    "ar": "12 أبريل 2026", "de": "12. April 2026", "en": "12 April 2026", "es": "12 de abril de 2026",
    "fr": "12 avril 2026", "hi": "12 अप्रैल 2026", "id": "12 April 2026", "it": "12 aprile 2026", "ja": "2026年4月12日",
    "pl": "12 kwietnia 2026", "pt": "12 de abril de 2026", "ru": "12 апреля 2026", "tr": "12 Nisan 2026",
    "uk": "12 квітня 2026", "zh": "2026年4月12日",
}  # fmt: skip
FILLERS = {"reading_time": "4", "comment_form": "*", "copyright": "CC BY-NC-SA 4.0"}


class Phrase(NamedTuple):
    language: str
    kind: str
    text: str


def phrases(path: Path) -> Iterator[Phrase]:
    with path.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield Phrase(row["lang"], row["kind"], filled(row["lang"], row["kind"], row["phrase"]))


def filled(language: str, kind: str, phrase: str) -> str:
    """Return a phrase with what it leaves open filled in."""
    name = NAMES.get(language, "Jane Doe")
    filler = DAYS[language] if kind == "dateline" else FILLERS.get(kind, name)
    if kind == "comment_form" and not phrase.rstrip(".").endswith(("%s",)):
        filler = name
    return phrase.replace("%s", filler)


def removed(cleaner: Cleaner, phrase: Phrase, paragraphs: list[str]) -> Iterator[bool]:
    """Yield, for each of ``PLACES``, whether the phrase is removed there."""
    middle = len(paragraphs) // 2
    for at in (0, middle, len(paragraphs)):
        text = "\n\n".join([*paragraphs[:at], phrase.text, *paragraphs[at:]])
        article = cleaner.clean(RawDocument(text, kind="text", language=phrase.language, title=""))
        yield phrase.text.strip() not in map(str.strip, article.text.split("\n\n"))


def article_of(language: str) -> list[str]:
    text = (ROOT / "tests" / "clean" / f"{language}-1.txt").read_text(encoding="utf-8")
    # The headline is a line of its own, and would be taken for one of the lines above the article.
    return [line for line in text.split("\n") if line.strip()][1:]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--languages", help="comma-separated codes")
    parser.add_argument("--missed", type=Path, help="write what is not removed above, or not below, to this file")
    parser.add_argument("--rules", action="append", default=[], help="a rule folder on top")
    args = parser.parse_args()
    cleaner = Cleaner(site_rules=False, rules=args.rules)
    wanted = args.languages.split(",") if args.languages else None
    results: dict[str, dict[str, list[tuple[bool, ...]]]] = defaultdict(lambda: defaultdict(list))
    missed = []
    for phrase in phrases(args.shared / "reference" / "cruft_phrases.tsv"):
        if wanted and phrase.language not in wanted:
            continue
        places = tuple(removed(cleaner, phrase, article_of(phrase.language)))
        results[phrase.language][phrase.kind].append(places)
        results["all"][phrase.kind].append(places)
        if not (places[0] and places[2]):
            not_removed = ",".join(place for place, gone in zip(PLACES, places, strict=True) if not gone)
            missed.append(f"{phrase.language}\t{phrase.kind}\t{not_removed}\t{phrase.text}\n")
    for language in sorted(results, key=lambda code: (code == "all", code)):
        kinds = results[language]
        print_row(language, [places for group in kinds.values() for places in group])
        for kind, group in sorted(kinds.items()):
            if language == "all" or any(not all(places) for places in group):
                print_row(f"   {kind}", group)
    if args.missed:
        args.missed.parent.mkdir(parents=True, exist_ok=True)
        args.missed.write_text("".join(missed), encoding="utf-8")


def print_row(name: str, group: list[tuple[bool, ...]]) -> None:
    shares = [sum(places[at] for places in group) / len(group) for at in range(len(PLACES))]
    print(f"{name:18} {len(group):5}  " + "  ".join(f"{p} {s:.3f}" for p, s in zip(PLACES, shares, strict=True)))


if __name__ == "__main__":
    main()
