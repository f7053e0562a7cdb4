"""A document with every removed and changed span marked, and the rule that did it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.article import Article, Page, Removal, Repair
from ingest.rules.edits.settle import is_page_repair
from ingest.rules.model import Rule

PieceState = Literal["kept", "removed", "added"]


@dataclass(frozen=True, slots=True)
class ExplainedPiece:
    text: str
    mark: PieceState = "kept"


@dataclass(frozen=True, slots=True)
class ExplainedPart:
    """A title, block or element as it is shown: its pieces, and why those that changed did."""

    label: str
    pieces: tuple[ExplainedPiece, ...]
    reasons: tuple[str, ...] = ()

    @property
    def gone(self) -> bool:
        """Whether nothing of it is left."""
        return bool(self.pieces) and all(piece.mark == "removed" or not piece.text.strip() for piece in self.pieces)


def explain(page: Page, article: Article, rules: Mapping[str, Rule]) -> Iterator[ExplainedPart]:
    """Give the document as it was read, piece by piece, in reading order: title, elements, blocks, page repairs.

    Args:
        page: what was read.
        article: what was made of it; its trail says what changed.
        rules: the rules by id, for their reasons.
    """
    stated = page.title or next((cut.text for cut in article.removed if cut.to == "title"), None)
    trail: list[Removal | Repair] = [*article.removed]
    trail += [mend for mend in article.repaired if not is_page_repair(mend.rule)]
    if stated:
        yield _shown("title", stated, 0, [cut for cut in trail if cut.part == "title"], rules)
    for cut in page.removed:
        yield ExplainedPart(
            "element", (ExplainedPiece(cut.text, "removed"),), (f"{_reason(cut, rules)} at {cut.path}",)
        )
    inside = sorted((cut for cut in trail if cut.part == "text" and cut.start is not None), key=_start)
    for block in page.blocks:
        here = [cut for cut in inside if _start(cut) < block.end and (cut.end or 0) > block.start]
        yield _shown(block.kind, page.text[block.start : block.end], block.start, here, rules)
    for mend in article.repaired:
        if is_page_repair(mend.rule):
            pieces = (ExplainedPiece(repr(mend.before), "removed"), ExplainedPiece(repr(mend.after), "added"))
            yield ExplainedPart("repair", pieces, (f"{mend.rule} at {mend.start} of the input",))


def _start(cut: Removal | Repair) -> int:
    return cut.start or 0


def _shown(
    label: str, text: str, offset: int, cuts: Sequence[Removal | Repair], rules: Mapping[str, Rule]
) -> ExplainedPart:
    pieces: list[ExplainedPiece] = []
    at = 0
    for cut in sorted(cuts, key=_start):
        first, last = max(0, _start(cut) - offset), min(len(text), (cut.end or 0) - offset)
        pieces += [ExplainedPiece(text[at:first]), ExplainedPiece(text[first:last], "removed")]
        if isinstance(cut, Repair):
            pieces.append(ExplainedPiece(cut.after, "added"))
        at = last
    pieces.append(ExplainedPiece(text[at:]))
    reasons = dict.fromkeys(_reason(cut, rules) for cut in cuts)
    return ExplainedPart(label, tuple(piece for piece in pieces if piece.text), tuple(reasons))


def _reason(cut: Removal | Repair, rules: Mapping[str, Rule]) -> str:
    said = cut.rule
    if isinstance(cut, Removal):
        said += f" ({cut.kind}{f' -> {cut.to}' if cut.to else ''})"
    rule = rules.get(cut.rule)
    return f"{said}: {rule.why}" if rule and rule.why else said


def plain_text(shown: ExplainedPart) -> str:
    """Give one piece of an explained document as plain text: "[-gone-]", "{+put in+}", "-" before what is all gone."""
    said = "".join(_MARKS[piece.mark].format(piece.text) for piece in shown.pieces)
    if shown.gone and shown.label != "repair":
        said = "".join(piece.text for piece in shown.pieces)
    sign = "-" if shown.gone and shown.label != "repair" else "~" if shown.reasons else " "
    return "\n".join([f"{sign} {said}", *(f"      ^ {reason}" for reason in shown.reasons)])


_MARKS: Mapping[PieceState, str] = {"kept": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
