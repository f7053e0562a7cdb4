"""A document with every removed and changed span, and the rule that removed or changed it."""

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
    """A stretch of text, and what became of it."""

    text: str
    state: PieceState = "kept"


@dataclass(frozen=True, slots=True)
class ExplainedPart:
    """A title, block or element as it is shown: its pieces, and the reasons of those that are not kept."""

    label: str
    pieces: tuple[ExplainedPiece, ...]
    reasons: tuple[str, ...] = ()

    @property
    def gone(self) -> bool:
        """True if all of it was removed."""
        return bool(self.pieces) and all(piece.state == "removed" or not piece.text.strip() for piece in self.pieces)


def explain(page: Page, article: Article, rules: Mapping[str, Rule]) -> Iterator[ExplainedPart]:
    """Yield the document as it was read, part by part, in reading order: title, elements, blocks, page repairs.

    Args:
        page: what was read.
        article: what was made of it; its trail says what changed.
        rules: the rules by id, for their reasons.
    """
    stated = page.title or next((cut.text for cut in article.removed if cut.to == "title"), None)
    trail: list[Removal | Repair] = [*article.removed]
    trail += [mend for mend in article.repaired if not is_page_repair(mend.rule)]
    if stated:
        yield _explained_text("title", stated, 0, [cut for cut in trail if cut.part == "title"], rules)
    for cut in page.removed:
        yield ExplainedPart(
            "element", (ExplainedPiece(cut.text, "removed"),), (f"{_reason(cut, rules)} at {cut.path}",)
        )
    inside = sorted((cut for cut in trail if cut.part == "text" and cut.start is not None), key=_start)
    for block in page.blocks:
        here = [cut for cut in inside if _start(cut) < block.end and (cut.end or 0) > block.start]
        yield _explained_text(block.kind, page.text[block.start : block.end], block.start, here, rules)
    for mend in article.repaired:
        if is_page_repair(mend.rule):
            pieces = (ExplainedPiece(repr(mend.before), "removed"), ExplainedPiece(repr(mend.after), "added"))
            yield ExplainedPart("repair", pieces, (f"{mend.rule} at {mend.start} of the input",))


def _start(cut: Removal | Repair) -> int:
    return cut.start or 0


def _explained_text(
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
    name = cut.rule
    if isinstance(cut, Removal):
        name += f" ({cut.kind}{f' -> {cut.to}' if cut.to else ''})"
    rule = rules.get(cut.rule)
    return f"{name}: {rule.why}" if rule and rule.why else name


def plain_text(part: ExplainedPart) -> str:
    """Return one part of an explained document as plain text: "[-removed-]", "{+added+}", and "-" before a part that is
    removed as a whole."""
    text = "".join(_PLAIN_FORMS[piece.state].format(piece.text) for piece in part.pieces)
    if part.gone and part.label != "repair":
        text = "".join(piece.text for piece in part.pieces)
    sign = "-" if part.gone and part.label != "repair" else "~" if part.reasons else " "
    return "\n".join([f"{sign} {text}", *(f"      ^ {reason}" for reason in part.reasons)])


_PLAIN_FORMS: Mapping[PieceState, str] = {"kept": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
