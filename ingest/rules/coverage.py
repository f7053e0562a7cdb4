"""Which languages have rules of which kinds: the holes in the packaged rules, as a table."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from ingest.rules.files.place import ANY_LANGUAGE
from ingest.rules.model import Rule
from ingest.vocabulary import KINDS

# A name that this many languages have is listed with the languages that lack it.
COMMON = 8


def coverage(rules: Iterable[Rule]) -> str:
    """Return two Markdown tables of the rules of languages: how many of each kind, and which names are missing where.

    The language of a rule is what its id begins with; rules of sites and of names are left out.
    """
    counts: Counter[tuple[str, str]] = Counter()
    names: dict[str, set[str]] = defaultdict(set)
    kinds: dict[str, str] = {}
    for rule in rules:
        if not rule.file.startswith("rules/lang/"):
            continue
        language, _, name = rule.id.partition(".")
        counts[rule.kind, language] += 1
        names[name].add(language)
        kinds[name] = rule.kind
    languages = sorted({language for _, language in counts} - {ANY_LANGUAGE})
    return "\n".join([*_kinds(counts, languages), "", *_names(names, kinds, languages)])


def _kinds(counts: Counter[tuple[str, str]], languages: Sequence[str]) -> list[str]:
    columns = (ANY_LANGUAGE, *languages)
    rows = [f"| kind | {' | '.join(columns)} |", "|---|" + "---:|" * len(columns)]
    for kind in KINDS:
        cells = [str(counts[kind, language] or "") for language in columns]
        if any(cells):
            rows.append(f"| {kind} | {' | '.join(cells)} |")
    return rows


def _names(names: dict[str, set[str]], kinds: dict[str, str], languages: Sequence[str]) -> list[str]:
    rows = ["| name | kind | languages | missing in |", "|---|---|---:|---|"]
    for name, have in sorted(names.items(), key=lambda item: (-len(item[1] - {ANY_LANGUAGE}), item[0])):
        own = have - {ANY_LANGUAGE}
        if len(own) >= COMMON:
            missing = " ".join(language for language in languages if language not in own)
            rows.append(f"| {name} | {kinds[name]} | {len(own)} | {missing} |")
    return rows
