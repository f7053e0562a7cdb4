#!/usr/bin/env python3
"""Measure language detectors, and the language that a cleaner gives to every document of the corpora.

    python benchmarks/language.py --shared ../shared [--engines fasttext,langdetect,...]
    python benchmarks/language.py --shared ../shared --labels LABELS.tsv [--engine NAME] [--against EARLIER.tsv]

The first prints the table of ``docs/language.md``: each engine alone, in a process of its own, on pieces of the
corpora's texts (sources that were written on and those held back apart), on one and three sentences of each, and on the
small cases whose kind begins with "language". Engines that are not installed are left out: ``pip install
lingua-language-detector pycld2 cld3-py eldc``.

The second cleans all documents, pages too, writes what language each got, and counts by corpus; with ``--against`` it
lists those that changed. The languages of texts were given by people, those of pages are what pages state: some are
wrong.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import random
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from development import Row, is_held_back, rows
from language_engines import ENGINES, is_installed, letters_for, megabytes_on_disk

from ingest import Cleaner, RawDocument
from ingest.text.language.sample import spread_sample

_SENTENCE_END = re.compile(r"(?<=[.!?।])\s+|(?<=[。！？])|\n+")
# Of each file of wild_raw: one holds 6,000 texts.
RAW_TEXTS = 60
# Macrolanguages, and a label that is an unfilled template.
SAME = {"nb": "no", "nn": "no", "lang=": ""}
# Not the language that the attribute of the page states: seen by all engines, and read.
MISLABELLED = frozenset(
    {"fundus:tz:HabariLeo:V1", "scrapinghub:57b4dafd18cfd053", "scrapinghub:ba07d1e64775f409", "dump-ru-0010"}
)
# Named in held_back.txt by their source; files of wild_raw by their name.
HELD_BACK_RAW = frozenset({"nl-topics", "ro-fake", "md-op-ed", "uttara"})


class Sample(NamedTuple):
    """A document of the corpora: its corpus and id, its language ("" where none is known), and if it is held back."""

    corpus: str
    id: str
    language: str
    held_back: bool
    row: Row


def plain(language: object) -> str:
    code = str(language or "")
    return SAME.get(code, code)


def corpus_samples(shared: Path, *, pages: bool) -> Iterator[Sample]:
    """Yield the documents of the corpora; without ``pages`` texts alone, and of several scrapers' one."""
    corpora = shared / "corpora"
    back = {line.strip() for line in (corpora / "held_back.txt").read_text().splitlines() if line[:1] not in ("", "#")}
    for path in sorted(corpora.rglob("*.jsonl*")):
        corpus = path.relative_to(corpora).as_posix()
        if not pages and (corpus.startswith("html/") or (corpus.startswith("text/") and ".trafilatura." not in corpus)):
            continue
        found = list(rows(path))
        if corpus.startswith("wild_raw"):
            random.Random(0).shuffle(found)
            found = found[:RAW_TEXTS]
        for row in found:
            source = str(row.get("source") or row.get("scraper") or "")
            held = source in back if corpus.startswith("wild") else is_held_back(row)
            if corpus.startswith("wild_raw"):
                name = path.name.partition(".")[0]
                held = held or name in HELD_BACK_RAW or (name == "en-abp" and _is_fifth(str(row.get("site"))))
            yield Sample(corpus, f"{row['id']} {row.get('scraper') or ''}".strip(), plain(row.get("lang")), held, row)


def _is_fifth(site: str) -> bool:
    return int(hashlib.sha256(site.encode()).hexdigest(), 16) % 5 == 0


def prose(row: Row) -> str:
    return str(row.get("gold_text") or row["text"])


def middle_sentences(text: str, many: int) -> str:
    """Return some sentences of a text, from its middle; "" where they are no more than a few words."""
    found = [piece for piece in map(str.strip, _SENTENCE_END.split(text)) if len(piece) > 25]
    at = len(found) // 2
    return " ".join(found[at : at + many])[: 300 * many]


def language_cases(shared: Path) -> list[tuple[Row, object]]:
    """Return the inputs of the small cases about language, each with the language that it should get."""
    cases = [row for row in rows(shared / "cases" / "public.jsonl") if str(row["kind"]).startswith("language")]
    return [(case["input"], case["expect"]["fields"]["language"]) for case in cases]  # type: ignore[index, misc]


def is_right(language: str | None, expected: object) -> bool:
    if isinstance(expected, dict):
        return language in expected["any"]
    return language == expected


def asked(engine: str, texts: Iterable[str]) -> tuple[list[str], dict[str, float]]:
    """Return the languages that an engine gives to texts, and what it took, in a process of its own."""
    script = Path(__file__).with_name("language_engines.py")
    lines = "".join(f"{json.dumps(text)}\n" for text in texts)
    ran = subprocess.run([sys.executable, script, engine], input=lines, capture_output=True, text=True, check=True)
    *guesses, cost = map(json.loads, ran.stdout.splitlines())
    return [plain(guess[0]) if guess else "" for guess in guesses], cost


def print_table(shared: Path, engines: Iterable[str]) -> None:
    samples = [sample for sample in corpus_samples(shared, pages=False) if sample.language]
    samples = [s for s in samples if str(s.row["id"]) not in MISLABELLED and len(prose(s.row)) >= 100]
    held = [sample.held_back for sample in samples]
    truth = [sample.language for sample in samples]
    short = {many: [middle_sentences(prose(sample.row), many) for sample in samples] for many in (1, 3)}
    cases = language_cases(shared)
    print(f"{len(samples) - sum(held)} texts written on, {sum(held)} held back, {len(set(truth))} languages\n")
    print(
        "| engine | letters | written on | held back | 3 sentences | 1 sentence | cases | ms a text | MB | MB on disk |"
    )
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|")
    for engine in engines:
        letters = letters_for(engine)
        got, cost = asked(engine, [spread_sample(prose(sample.row), letters) for sample in samples])
        whole = [
            _share([g == t for g, t, h in zip(got, truth, held, strict=True) if h == back]) for back in (False, True)
        ]
        few = [
            _share(
                [g == t for g, t, text in zip(asked(engine, short[many])[0], truth, short[many], strict=True) if text]
            )
            for many in (3, 1)
        ]
        solved = sum(is_right(language, expected) for language, expected in _cleaned_cases(engine, cases))
        shown = f"{solved}/{len(cases)}" if solved else ""
        numbers = f"{cost['ms']:.2f} | {cost['mb']:.0f} | {megabytes_on_disk(engine):.0f}"
        print(f"| {engine} | {letters} | {' | '.join([*whole, *few])} | {shown} | {numbers} |", flush=True)


def _share(right: list[bool]) -> str:
    return f"{100 * sum(right) / max(len(right), 1):.2f}"


def _cleaned_cases(engine: str, cases: Iterable[tuple[Row, object]]) -> Iterator[tuple[str | None, object]]:
    """Yield the language that a cleaner with an engine gives to each case; nothing for engines that it has not."""
    if engine not in ("fasttext", "langdetect", "fast"):
        return
    cleaner = Cleaner(language_engine=engine)  # type: ignore[arg-type]  # one of them
    for given, expected in cases:
        html = given.get("html")
        stated = str(given["language"]) if "language" in given else None
        raw = str(html or given["text"])
        yield cleaner.clean(raw, kind="html" if html else "text", language=stated).language, expected


def write_labels(shared: Path, out: Path, engine: str) -> None:
    """Write the language that every document gets from a cleaner, and print how many are right, by corpus."""
    cleaner = Cleaner(site_rules=False, language_engine=engine)  # type: ignore[arg-type]  # checked by Options
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    with out.open("w", encoding="utf-8") as lines:
        for sample in corpus_samples(shared, pages=True):
            row, page = sample.row, "html" in sample.row or "html_b64" in sample.row
            data = (
                base64.b64decode(str(row["html_b64"])) if "html_b64" in row else str(row.get("html") or row.get("text"))
            )
            url = str(row.get("url") or "") or None
            article = cleaner.clean(RawDocument(data, name=sample.id, kind="html" if page else "text", url=url))
            got = plain(article.language)
            lines.write(f"{sample.corpus}\t{sample.id}\t{sample.language}\t{got}\n")
            count = counts[sample.corpus.partition("/")[0]]
            count["all"] += bool(sample.language)
            count["right"] += bool(sample.language) and got == sample.language
            count["unknown"] += not got
    for corpus, count in counts.items():
        print(f"{corpus}: {count['right']} of {count['all']} right, {count['unknown']} unknown")


def print_changes(before: Path, after: Path) -> None:
    """Print the documents whose language differs between two files of labels."""
    known = {(corpus, id): language for corpus, id, _, language in _labels(before)}
    for corpus, id, stated, language in _labels(after):
        earlier = known.get((corpus, id), language)
        if earlier != language:
            better = "better" if language == stated else "worse" if earlier == stated else "other"
            print(f"{better}\t{corpus}\t{id}\tstated {stated or '-'}: {earlier or '-'} -> {language or '-'}")


def _labels(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8") as lines:
        yield from (line.rstrip("\n").split("\t") for line in lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--engines", type=lambda text: text.split(","), default=[e for e in ENGINES if is_installed(e)])
    parser.add_argument("--labels", type=Path, help="write the language of every document to this file")
    parser.add_argument("--engine", default="fasttext", help="the engine for --labels")
    parser.add_argument("--against", type=Path, help="an earlier file of labels: list what changed")
    given = parser.parse_args()
    if given.labels:
        write_labels(given.shared, given.labels, given.engine)
        if given.against:
            print_changes(given.against, given.labels)
    else:
        print_table(given.shared, given.engines)


if __name__ == "__main__":
    main()
