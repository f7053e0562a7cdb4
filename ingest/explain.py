"""A document with every removed and changed span, and the rule that removed or changed it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ingest.article import Article, Page, Removal, Repair
from ingest.errors import counted
from ingest.rules.check.built_in_ids import built_in_reasons
from ingest.rules.edits.settle import is_page_repair
from ingest.rules.edits.view import BlockView, PageView
from ingest.rules.engine.fixpoint import RoundLog, Trace
from ingest.rules.engine.units import may_hold_units, units_of
from ingest.rules.layers import RuleSet
from ingest.rules.model import Rule

PieceState = Literal["kept", "removed", "added"]


@dataclass(frozen=True, slots=True)
class ExplainedPiece:
    """A stretch of text, and what became of it; ``cut`` is what did that, None where it is kept."""

    text: str
    state: PieceState = "kept"
    cut: Removal | Repair | None = None


@dataclass(frozen=True, slots=True)
class ExplainedPart:
    """A title, block or element as it is shown: its pieces, and the reasons of those that are not kept.

    ``facts`` are what rules see of a block: where it lies, its shape, its units.
    """

    label: str
    pieces: tuple[ExplainedPiece, ...]
    reasons: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()

    @property
    def gone(self) -> bool:
        """True if all of it was removed."""
        return bool(self.pieces) and all(piece.state == "removed" or not piece.text.strip() for piece in self.pieces)


def rules_by_id(rules: RuleSet, site: str | None) -> dict[str, Rule]:
    """Return all rules that may have left something in the trail of a document of a site, by id."""
    config = rules.site_config(site)
    return {rule.id: rule for rule in (*rules.rules, *(config.file.rules if config else ()))}


def explain(
    page: Page, article: Article, rules: Mapping[str, Rule], trace: Trace | None = None
) -> Iterator[ExplainedPart]:
    """Yield the document as it was read, part by part, in reading order: title, elements, blocks, page repairs.

    Args:
        page: what was read.
        article: what was made of it; its trail says what changed.
        rules: the rules by id, for their reasons.
        trace: how it was made, for the facts of every block; None: they are not wanted.
    """
    facts = {} if trace is None else block_facts(trace.text)
    stated = page.title or next((cut.text for cut in article.removed if cut.to == "title"), None)
    trail: list[Removal | Repair] = [*article.removed]
    trail += [mend for mend in article.repaired if not is_page_repair(mend.rule)]
    if stated:
        yield _explained_text("title", stated, 0, [cut for cut in trail if cut.part == "title"], rules)
    for cut in page.removed:
        yield ExplainedPart(
            "element", (ExplainedPiece(cut.text, "removed", cut),), (f"{_reason(cut, rules)} at {cut.path}",)
        )
    inside = sorted((cut for cut in trail if cut.part == "text" and cut.start is not None), key=_start)
    for at, block in enumerate(page.blocks):
        here = [cut for cut in inside if _start(cut) < block.end and (cut.end or 0) > block.start]
        part = _explained_text(block.kind, page.text[block.start : block.end], block.start, here, rules)
        yield replace(part, facts=facts.get(at, ()))
    for mend in article.repaired:
        if is_page_repair(mend.rule):
            yield ExplainedPart("repair", _mended(mend), (f"{_reason(mend, rules)} (at {mend.start} of the input)",))


def explain_trail(article: Article, rules: Mapping[str, Rule]) -> Iterator[ExplainedPart]:
    """Yield what a record's trail alone tells, in reading order: of the title, of elements, of the text, and the page
    repairs. A span whose text the record does not have is told by its offsets.

    Args:
        article: the record.
        rules: the rules by id, for their reasons.
    """
    trail: list[Removal | Repair] = [*article.removed, *article.repaired]
    trail.sort(key=lambda cut: (cut.part != "title", cut.start is not None, _start(cut)))
    for cut in trail:
        if isinstance(cut, Removal):
            where = cut.path or f"{cut.start} to {cut.end} of the {cut.part}"
            said = (ExplainedPiece(cut.text or f"({where})", "removed", cut),)
            yield ExplainedPart("element" if cut.path else cut.part, said, (f"{_reason(cut, rules)} at {where}",))
        else:
            yield ExplainedPart("repair", _mended(cut), (f"{_reason(cut, rules)} at {cut.start} of the {cut.part}",))


def _mended(mend: Repair) -> tuple[ExplainedPiece, ...]:
    """Return what a repair replaced and put there, spelled so that blanks can be seen."""
    return (ExplainedPiece(repr(mend.before), "removed", mend), ExplainedPiece(repr(mend.after), "added", mend))


def _start(cut: Removal | Repair) -> int:
    return cut.start or 0


def _explained_text(
    label: str, text: str, offset: int, cuts: Sequence[Removal | Repair], rules: Mapping[str, Rule]
) -> ExplainedPart:
    pieces: list[ExplainedPiece] = []
    at = 0
    for cut in sorted(cuts, key=_start):
        first, last = max(0, _start(cut) - offset), min(len(text), (cut.end or 0) - offset)
        pieces += [ExplainedPiece(text[at:first]), ExplainedPiece(text[first:last], "removed", cut)]
        if isinstance(cut, Repair):
            pieces.append(ExplainedPiece(cut.after, "added", cut))
        at = last
    pieces.append(ExplainedPiece(text[at:]))
    reasons = dict.fromkeys(_reason(cut, rules) for cut in cuts)
    return ExplainedPart(label, tuple(piece for piece in pieces if piece.text), tuple(reasons))


def _reason(cut: Removal | Repair, rules: Mapping[str, Rule]) -> str:
    name = cut.rule
    if isinstance(cut, Removal):
        name += f" ({cut.kind}{f' -> {cut.to}' if cut.to else ''})"
    why = why_of(cut.rule, rules)
    return f"{name}: {why}" if why else name


def why_of(id: str, rules: Mapping[str, Rule]) -> str:
    """Return why there is a rule, one of ``rules`` or built in, by its id; empty where that is not known."""
    rule = rules.get(id)
    return rule.why if rule else built_in_reasons().get(id, "")


def block_facts(log: RoundLog) -> dict[int, tuple[str, ...]]:
    """Return, by the block's index in the page, what rules see of every block: number, position, kind, shape; and its
    units, where it may hold more than one."""
    positions: dict[int, list[str]] = {}
    for view in log.views:
        for block in view.blocks:
            seen = positions.setdefault(block.at, [])
            if seen[-1:] != [block.position]:
                seen.append(block.position)
    return {
        block.at: tuple(_facts(block, view, positions[block.at])) for view in log.views[:1] for block in view.blocks
    }


def _facts(block: BlockView, view: PageView, positions: Sequence[str]) -> Iterator[str]:
    shape = block.shape
    looks = [
        ", later ".join(positions),
        block.in_page.kind,
        counted(shape.chars, "char"),
        counted(shape.words, "word"),
        "prose" if shape.prose else "no prose",
        "ends as a sentence" if shape.sentence else "cut off" if shape.truncated else "no sentence",
        *([shape.letters] if shape.letters else []),
    ]
    if block.in_page.link_density is not None:
        looks.append(f"links {block.in_page.link_density:.2f}")
    yield f"block {block.at + 1}: {', '.join(looks)}"
    if may_hold_units(block, view):
        for start, end in units_of(block, view.language):
            yield f"unit: {block.text[start:end]}"


def plain_text(part: ExplainedPart) -> str:
    """Return one part of an explained document as plain text: "[-removed-]", "{+added+}", and "-" before a part that is
    removed as a whole."""
    text = "".join(_PLAIN_FORMS[piece.state].format(piece.text) for piece in part.pieces)
    if part.gone and part.label != "repair":
        text = "".join(piece.text for piece in part.pieces)
    sign = "-" if part.gone and part.label != "repair" else "~" if part.reasons else " "
    notes = (*(f"      ^ {reason}" for reason in part.reasons), *(f"      = {fact}" for fact in part.facts))
    return "\n".join([f"{sign} {text}", *notes])


_PLAIN_FORMS: Mapping[PieceState, str] = {"kept": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
