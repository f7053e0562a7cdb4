"""Documents as the report's browser has them: what stood there, in pieces, and what became of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from ingest.article import Article, Page, Removal, Repair
from ingest.explain import ExplainedPart, ExplainedPiece, explain, explain_trail, why_of
from ingest.report.figures import TROUBLE, share_step, site_name, worry
from ingest.rules.edits.settle import is_page_repair
from ingest.rules.model import Rule

MAX_SHOWN_CHARS = 60_000  # of a document, that are shown
MAX_REPAIRS = 100  # of a document, that are listed
_SHORT = 300  # of a note's detail, a title, a name


@dataclass(frozen=True, slots=True)
class ShownDocument:
    """A record, its number among all, and the page that it was made from; where there is none, why not."""

    number: int
    article: Article
    page: Page | None
    doubt: str = ""


@dataclass(slots=True)
class RuleTable:
    """The rules that documents name, each once: a document has their numbers."""

    known: dict[str, int] = field(default_factory=dict)
    rows: list[dict[str, str]] = field(default_factory=list)

    def number(self, id: str, kind: str, rules: Mapping[str, Rule]) -> int:
        """Return the number of a rule, as which it stands in ``rows``."""
        if id not in self.known:
            self.known[id] = len(self.rows)
            rule = rules.get(id)
            place = f"{rule.file}:{rule.line}" if rule else ""
            self.rows.append({"id": id, "kind": kind, "why": why_of(id, rules), "file": place})
        return self.known[id]


def repair_kind(id: str, rules: Mapping[str, Rule]) -> str:
    """Return the kind of a repair, which no record states: that of its rule; of a page's, what it is called by."""
    if is_page_repair(id):
        return id.partition(".")[0]
    return rules[id].kind if id in rules else "name"


def document_data(shown: ShownDocument, table: RuleTable, rules: Mapping[str, Rule]) -> dict[str, object]:
    """Return a document for the browser, as JSON holds it.

    ``parts`` are pairs of a label and pieces: a string that was kept, or the number of an edit, what became of the text
    (0: it went, 1: it came) and the text. ``edits`` are triples: a rule's number, the field that it moved to, and the
    path of an element, each empty if there is none.
    """
    article = shown.article
    edits: list[list[object]] = []
    numbers: dict[int, int] = {}

    def edit_number(cut: Removal | Repair) -> int:
        if id(cut) not in numbers:
            numbers[id(cut)] = len(edits)
            moved, path = (cut.to, cut.path) if isinstance(cut, Removal) else (None, None)
            kind = cut.kind if isinstance(cut, Removal) else repair_kind(cut.rule, rules)
            edits.append([table.number(cut.rule, kind, rules), moved or "", (path or "")[:_SHORT]])
        return numbers[id(cut)]

    def piece_data(piece: ExplainedPiece) -> object:
        return piece.text if piece.cut is None else [edit_number(piece.cut), int(piece.state == "added"), piece.text]

    parts = _capped(_parts(shown, rules))
    return {
        "n": article.name[:_SHORT],
        "i": shown.number,
        "t": (article.title or "")[:_SHORT],
        "s": site_name(article),
        "l": article.language or "",
        "u": (article.url or "")[:_SHORT],
        "w": article.quality.get("words", 0),
        "q": article.quality.get("share_removed", 0.0),
        "p": article.quality.get("prose_removed", 0.0),
        "b": share_step(article),
        "worry": worry(article),
        "notes": [[note.code, note.detail[:_SHORT], int(note.code in TROUBLE)] for note in article.notes],
        "parts": [[part.label, [piece_data(piece) for piece in part.pieces]] for part in parts],
        "edits": edits,
        "doubt": shown.doubt,
    }


def _parts(shown: ShownDocument, rules: Mapping[str, Rule]) -> Iterable[ExplainedPart]:
    """Return the parts of a document, those that say least last: elements, repairs of the page."""
    article = shown.article
    if shown.page is not None:
        parts = list(explain(shown.page, article, rules))
    else:
        text = [(block.kind, article.text[block.start : block.end]) for block in article.blocks]
        parts = [ExplainedPart(kind, (ExplainedPiece(words),)) for kind, words in text]
        parts += explain_trail(article, rules)
    return sorted(parts, key=lambda part: _LAST.get(part.label, 0))


_LAST = {"element": 1, "repair": 2}


def _capped(parts: Iterable[ExplainedPart]) -> Sequence[ExplainedPart]:
    """Return parts until there are too many characters or repairs; a last one says how many more there are."""
    capped: list[ExplainedPart] = []
    characters = repairs = 0
    rest = iter(parts)
    for part in rest:
        size = sum(len(piece.text) for piece in part.pieces)
        repairs += part.label == "repair"
        if characters + size > MAX_SHOWN_CHARS or repairs > MAX_REPAIRS:
            more = 1 + sum(1 for _ in islice(rest, None))
            return [*capped, ExplainedPart("more", (ExplainedPiece(f"{more:,} more parts are not shown here"),))]
        characters += size
        capped.append(part)
    return capped
