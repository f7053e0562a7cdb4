"""How rules do on labeled texts: cruft that goes, article that is lost, by kind, by rule and by text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ingest.article import Page, Removal
from ingest.cleaner import Cleaner
from ingest.evaluate.labels import LabeledText, Stretch
from ingest.rules.edits.settle import is_page_repair

GONE = 0.5  # of the characters of a stretch: with more of them it went


@dataclass(slots=True)
class TextScore:
    """Of a text, or of all: how many stretches of cruft there are, and went; how many of the article, and were lost.
    ``left`` and ``lost_texts`` are what stayed and what was lost, the latter with the rule that took it."""

    name: str = ""
    cruft: int = 0
    gone: int = 0
    article: int = 0
    lost: int = 0
    left: list[str] = field(default_factory=list)
    lost_texts: list[tuple[str, str]] = field(default_factory=list)

    @property
    def faults(self) -> tuple[int, int]:
        """Return what to sort the worst by: a sentence lost is worse than a line left."""
        return self.lost, self.cruft - self.gone


@dataclass(slots=True)
class Evaluation:
    """The score of all texts, and of each; and of kinds and rules, how many stretches they took, right (True) and
    wrong."""

    total: TextScore = field(default_factory=TextScore)
    texts: list[TextScore] = field(default_factory=list)
    kinds: Counter[tuple[str, bool]] = field(default_factory=Counter)
    rules: Counter[tuple[str, bool]] = field(default_factory=Counter)

    def add(self, labeled: LabeledText, cleaner: Cleaner) -> None:
        """Clean a text, and score what became of it."""
        page = cleaner.read(labeled.document)
        article = cleaner.clean_page(page, labeled.document)
        cuts = [cut for cut in article.removed if cut.part == "text" and cut.start is not None]
        score = TextScore(labeled.document.name)
        for stretch, start, end in _in_page(labeled, page):
            taken = _taker(page.text, start, end, cuts)
            self._count(score, stretch, labeled.text[stretch.start : stretch.end], taken)
        self.texts.append(score)
        for name in ("cruft", "gone", "article", "lost"):
            setattr(self.total, name, getattr(self.total, name) + getattr(score, name))

    def _count(self, score: TextScore, stretch: Stretch, text: str, taken: Removal | None) -> None:
        if taken is not None:
            self.kinds[taken.kind, stretch.cruft] += 1
            self.rules[taken.rule, stretch.cruft] += 1
        if stretch.cruft:
            score.cruft += 1
            score.gone += taken is not None
            if taken is None:
                score.left.append(text)
        else:
            score.article += 1
            score.lost += taken is not None
            if taken is not None:
                score.lost_texts.append((text, taken.rule))


def evaluate(texts: Iterable[LabeledText], cleaner: Cleaner) -> Evaluation:
    """Return how the rules of a cleaner do on labeled texts; the texts by fault, the worst first.

    Raises:
        UsageError: a text has labels that do not fit it.
    """
    found = Evaluation()
    for labeled in texts:
        found.add(labeled, cleaner)
    found.texts.sort(key=lambda score: (*(-fault for fault in score.faults), score.name))
    return found


def _in_page(labeled: LabeledText, page: Page) -> Iterable[tuple[Stretch, int, int]]:
    """Yield stretches with where they are in the page, in which encoding and spacing are mended."""
    mends = sorted((m.start, m.end, len(m.after)) for m in page.repairs if m.part == "text" and is_page_repair(m.rule))
    for stretch in labeled.stretches:
        yield stretch, _moved(stretch.start, mends), _moved(stretch.end, mends)


def _moved(offset: int, mends: Sequence[tuple[int, int, int]]) -> int:
    """Return where an offset of the input is in the page; inside of a repair, where that ends."""
    moved = 0
    for start, end, length in mends:
        if start >= offset:
            break
        moved += length - (min(end, offset) - start) if end <= offset else length - (offset - start)
    return offset + moved


def _taker(text: str, start: int, end: int, cuts: Iterable[Removal]) -> Removal | None:
    """Return the removal that took most of a stretch; None if less than half of it went. Blanks count nowhere."""
    size = _said(text, start, end)
    takes = [(_said(text, max(start, cut.start or 0), min(end, cut.end or 0)), cut) for cut in cuts]
    took = [(count, cut) for count, cut in takes if count]
    if not took or sum(count for count, _ in took) <= GONE * size:
        return None
    return max(took, key=lambda each: each[0])[1]


def _said(text: str, start: int, end: int) -> int:
    return sum(not char.isspace() for char in text[start:end]) if start < end else 0
