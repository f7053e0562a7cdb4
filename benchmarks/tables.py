#!/usr/bin/env python3
"""Print what the scorer of texts does not: by site, by language, by kind of cruft and by rule, with examples.

    python benchmarks/tables.py CORPUS.jsonl PREDICTIONS.jsonl --shared ../shared --examples EXAMPLES.txt

``development.py`` makes both files and prints these tables after the scorer's. Examples hold lines of other people's
texts: they belong under ``build/``, never in the repository.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import NamedTuple
from urllib.parse import urlsplit

from ingest.rules.layers import RuleSet
from ingest.rules.load import load_rules
from ingest.rules.matcher import phrase_key
from ingest.rules.model import Rule
from ingest.text.shape import shape

Row = Mapping[str, object]
EXAMPLES = 5
# A line of so many words that is no sentence may be the headline of another story; a shorter one is a label.
HEADLINE_WORDS = 4


@dataclass(frozen=True, slots=True)
class Scored:
    """A text, its counts by the scorer's rules, and the lines that it judged wrongly."""

    row: Row
    counts: Mapping[str, float]
    wrong: tuple[tuple[str, str], ...]
    removed: tuple[tuple[str, str, str], ...]

    @property
    def site(self) -> str:
        return (urlsplit(str(self.row.get("url") or "")).hostname or str(self.row["id"])).removeprefix("www.")


class Judged(NamedTuple):
    """A line that was judged wrongly, with the rule that is to blame or the class of the line, and the row it is of."""

    what: str
    line: str
    row: Row


def scored(tool: ModuleType, corpus: Path, predictions: Path) -> Iterator[Scored]:
    """Score the rows of a corpus, each with what was made of it."""
    made = {(line["id"], line["scraper"]): line for line in tool.rows(str(predictions))}
    for row in tool.rows(str(corpus)):
        prediction = made[row["id"], row["scraper"]]
        counts, wrong = tool.score_doc(row, prediction["text"])
        yield Scored(row, counts, tuple(wrong), tuple(map(tuple, prediction.get("removed", ()))))


def share(texts: Iterable[Scored], part: str, whole: str) -> float | None:
    texts = list(texts)
    total = sum(text.counts[whole] for text in texts)
    return sum(text.counts[part] for text in texts) / total if total else None


def grouped(texts: Iterable[Scored], by: Callable[[Scored], str]) -> dict[str, list[Scored]]:
    groups: dict[str, list[Scored]] = defaultdict(list)
    for text in texts:
        groups[by(text)].append(text)
    return dict(sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])))


def macro(groups: Iterable[list[Scored]], part: str, whole: str) -> tuple[float, int]:
    """Return the mean of a share over the groups that have any of the whole, and the number of these groups."""
    shares = [mean for group in groups if (mean := share(group, part, whole)) is not None]
    return (sum(shares) / len(shares) if shares else 0.0), len(shares)


def print_by_site(texts: list[Scored]) -> None:
    sites = grouped(texts, lambda text: text.site).values()
    gone, dropping = macro(sites, "drop_gone", "drop")
    lost, keeping = macro(sites, "keep_gone", "keep")
    words, _ = macro(sites, "kwords_gone", "kwords")
    print(
        f"  macro by site: cruft gone {gone:.3f} over {dropping} sites with cruft; "
        f"article lines lost {lost:.4f} (words {words:.4f}) over {keeping}"
    )


def print_by_language(tool: ModuleType, texts: list[Scored]) -> None:
    print("  language  texts   cruft gone (macro by site)     article lines lost (words)       F1")
    for language, group in grouped(texts, lambda text: str(text.row.get("lang") or "?")).items():
        gone, lost, words, _, before, *_, after = tool.summary([text.counts for text in group])
        sites = grouped(group, lambda text: text.site).values()
        drops, keeps = (int(sum(text.counts[key] for text in group)) for key in ("drop", "keep"))
        print(
            f"  {language:8} {len(group):6}   {gone:.3f} of {drops:6} ({macro(sites, 'drop_gone', 'drop')[0]:.3f})"
            f"      {lost:.4f} of {keeps:6} ({words:.4f})    {before:.3f} -> {after:.3f}"
        )


# ---------------------------------------------------------------- what kind of line it is
@cache
def rules() -> RuleSet:
    return load_rules(sites=False)


def names_a_kind(rule: Rule) -> bool:
    """True if a rule recognizes a kind by the words of a line, not by the lines around it."""
    where = rule.where
    return rule.action != "keep" and not (where.before or where.after or where.letters) and where.part == "text"


def kind_of(line: str, language: str | None) -> str | None:
    """Return the kind of the first rule whose words are in a line, whatever else the rule requires, or None."""
    for shelf in rules().select(language, None).layers:
        sought = shelf.parts["text"]
        for index in sorted(sought.engine.hits(line)):
            rule, _ = sought.owners[index]
            limit = rule.where.max_chars
            if rule.find in ("line", "section") and names_a_kind(rule) and (limit is None or len(line) <= limit):
                return rule.kind
    return None


def shape_of(line: str) -> str:
    made = shape(line)
    if made.prose:
        return "prose"
    if made.truncated:
        return "blurb cut off"
    if made.sentence:
        return "short sentence"
    return "headline or caption" if made.words >= HEADLINE_WORDS else "label"


def class_of(line: str, row: Row) -> str:
    """Return the class of a line of cruft: the kind that a rule would give it, were it in another place; or else its
    shape and its place."""
    kind = kind_of(line, str(row.get("lang") or "") or None)
    if kind:
        return f"{kind}, held back by the rule's conditions"
    return f"unclassed: {shape_of(line)} {place_of(line, row)}"


def place_of(line: str, row: Row) -> str:
    lines = str(row["text"]).split("\n")
    kept = [at for at, label in enumerate(row["labels"]) if label == "keep"]  # type: ignore[arg-type, var-annotated]
    at = lines.index(line)
    if not kept:
        return "of a page without article"
    return "above the article" if at < kept[0] else "below the article" if at > kept[-1] else "in the article"


def culprit_of(line: str, text: Scored) -> str:
    """Return the rule that removed a line of the article, and its kind."""
    key = phrase_key(line)
    for rule, kind, removed in text.removed:
        if key and key in map(phrase_key, removed.split("\n")):
            return f"{kind}: {rule}"
    for rule, kind, removed in text.removed:
        if key and (key in phrase_key(removed) or (removed and phrase_key(removed) in key)):
            return f"{kind}: {rule}, in part"
    return "no rule (repaired, or not found again)"


def judged(texts: Iterable[Scored], verdict: str) -> Iterator[Judged]:
    for text in texts:
        seen = set()
        for judgment, line in text.wrong:
            if judgment == verdict and line not in seen:
                seen.add(line)
                what = class_of(line, text.row) if verdict == "cruft left" else culprit_of(line, text)
                yield Judged(what, line, text.row)


def print_by_kind(texts: list[Scored], verdict: str, examples: list[str]) -> None:
    lines = list(judged(texts, verdict))
    counts = Counter(line.what for line in lines)
    hosts: dict[str, set[str | None]] = defaultdict(set)
    for line in lines:
        hosts[line.what].add(urlsplit(str(line.row.get("url"))).hostname)
    print(f"  {verdict}, by what {'it is' if verdict == 'cruft left' else 'took it'}: {len(lines)} lines")
    for what, count in counts.most_common():
        print(f"    {count:6}  on {len(hosts[what]):3} sites  {what}")
        examples.append(f"\n## {verdict}: {what} ({count})")
        shown = {str(line.row["id"]): line for line in lines if line.what == what}
        examples += [
            f"  [{line.row['id']} {line.row['scraper']}] {line.line[:240]}" for line in [*shown.values()][:EXAMPLES]
        ]


def print_tables(shared: Path, corpus: Path, predictions: Path, examples: Path | None) -> None:
    """Print the tables of what was made of a corpus; write examples of what is wrong to a file, if they may be seen."""
    sys.path.insert(0, str(shared / "tools"))
    import score_text as tool  # type: ignore[import-not-found]  # it is kept with the corpora

    texts = list(scored(tool, corpus, predictions))
    lines: list[str] = []
    groups = {
        "extracted": [text for text in texts if text.row["scraper"] != "tags"],
        "tags": [text for text in texts if text.row["scraper"] == "tags"],
    }
    for name, group in groups.items():
        if not group:
            continue
        print(f"{name}: {len(group)} texts")
        lines.append(f"\n# {name}")
        print_by_site(group)
        print_by_language(tool, group)
        print_by_kind(group, "cruft left", lines)
        print_by_kind(group, "article lost", lines)
    if examples:
        examples.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("predictions", type=Path)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--examples", type=Path, default=Path("build/examples.txt"))
    args = parser.parse_args()
    print_tables(args.shared, args.corpus, args.predictions, args.examples)


if __name__ == "__main__":
    main()
