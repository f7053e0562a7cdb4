"""What a run did, in numbers: added up over its records, one after the other."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from ingest.article import Article

# Notes that say that something may have gone wrong; the others only say what a document is.
TROUBLE = frozenset(
    {
        "binary",
        "element-limit",
        "empty",
        "fallback-reader",
        "kept-whole",
        "match-limit",
        "mostly-removed",
        "no-article",
        "no-body",
        "truncated-input",
        "undecodable-bytes",
        "unsettled",
    }
)
SHARE_STEPS = 10  # of the histogram of shares removed: each a tenth
NO_SITE, NO_LANGUAGE = "(no site)", "(none)"


@dataclass(slots=True)
class GroupFigures:
    """The documents of a site or a language: how many, how much went, what, and what is noted of them.

    ``shares`` is the sum of the shares removed; ``troubled`` counts documents with a note of ``TROUBLE``; ``kinds``
    counts spans.
    """

    documents: int = 0
    shares: float = 0.0
    troubled: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    notes: Counter[str] = field(default_factory=Counter)

    @property
    def share(self) -> float:
        """Return the mean share removed."""
        return self.shares / self.documents if self.documents else 0.0

    def add(self, article: Article) -> None:
        self.documents += 1
        self.shares += share_removed(article)
        self.troubled += is_troubled(article)
        self.kinds.update(cut.kind for cut in article.removed)
        self.notes.update({note.code for note in article.notes})


@dataclass(slots=True)
class Figures:
    """The same of all documents, by site and by language; and by rule, which of what kind, and by share removed.

    ``characters`` counts those removed, by kind; ``rules`` counts spans, removed and repaired; ``in_documents`` the
    documents in which a rule did anything; ``rule_kinds`` has the kinds of rules that removed.
    """

    all: GroupFigures = field(default_factory=GroupFigures)
    sites: dict[str, GroupFigures] = field(default_factory=dict)
    languages: dict[str, GroupFigures] = field(default_factory=dict)
    characters: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    in_documents: Counter[str] = field(default_factory=Counter)
    rule_kinds: dict[str, str] = field(default_factory=dict)
    by_share: list[int] = field(default_factory=lambda: [0] * SHARE_STEPS)
    moved: int = 0
    repairs: int = 0

    def add(self, article: Article) -> None:
        """Count one record."""
        self.all.add(article)
        self.sites.setdefault(site_name(article), GroupFigures()).add(article)
        self.languages.setdefault(article.language or NO_LANGUAGE, GroupFigures()).add(article)
        self.by_share[share_step(article)] += 1
        for cut in article.removed:
            self.characters[cut.kind] += len(cut.text) or (cut.end or 0) - (cut.start or 0)
            self.rules[cut.rule] += 1
            self.rule_kinds.setdefault(cut.rule, cut.kind)
            self.moved += cut.to is not None
        for mend in article.repaired:
            self.rules[mend.rule] += 1
            self.repairs += 1
        self.in_documents.update(rules_of(article))


def site_name(article: Article) -> str:
    """Return the site of an article, as it is called where there is none."""
    return article.site or NO_SITE


def rules_of(article: Article) -> set[str]:
    """Return the ids of all rules that did something to an article."""
    return {cut.rule for cut in article.removed} | {mend.rule for mend in article.repaired}


def share_removed(article: Article) -> float:
    """Return the share of the page's characters that went, from 0 to 1."""
    return min(1.0, max(0.0, float(article.quality.get("share_removed", 0.0))))


def share_step(article: Article) -> int:
    """Return in which tenth the share removed lies, from 0."""
    return min(SHARE_STEPS - 1, int(share_removed(article) * SHARE_STEPS))


def is_troubled(article: Article) -> bool:
    """True if a note says that something may have gone wrong."""
    return any(note.code in TROUBLE for note in article.notes)


def worry(article: Article) -> tuple[int, float, float]:
    """Return how bad a document looks, to sort by: notes of trouble, the prose that went, all that went."""
    troubles = sum(note.code in TROUBLE for note in article.notes)
    return troubles, float(article.quality.get("prose_removed", 0.0)), share_removed(article)
