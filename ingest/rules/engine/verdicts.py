"""Why a rule takes a block or a unit, and why not: every condition that fails, by the functions that decide.

Nothing is decided here. A document is cleaned, and its rounds are gone through again with one rule: the same patterns,
``Proposer.failing``, ``refused_units`` and the settled edits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal, NamedTuple

from ingest.article import Edit
from ingest.rules.edits.view import BlockView, PageView
from ingest.rules.engine.fixpoint import RoundLog, Trace
from ingest.rules.engine.near_misses import near_miss
from ingest.rules.engine.propose import Proposer
from ingest.rules.engine.reasons import reason, shortened
from ingest.rules.engine.units import RefusedUnit, knows_shape_only, may_hold_units, refused_units, units_of
from ingest.rules.matcher import Engine
from ingest.rules.model import POSITIONS, Condition, Rule, Where
from ingest.rules.patterns.translate import Pattern
from ingest.rules.selection import CompiledLayer, Selection
from ingest.rules.words import WordMatch
from ingest.text.fold import fold
from ingest.text.shape import shape

Outcome = Literal["fires", "stays", "nearly", "no match"]


class Verdict(NamedTuple):
    """What a rule does about a block, or a unit of it, and why: ``number`` counts blocks from 1; it is 0 for titles."""

    number: int
    position: str
    text: str
    outcome: Outcome
    says: tuple[str, ...] = ()
    unit: bool = False


class _Sight(NamedTuple):
    """A block in a round in which the rule finds something in it, and the reasons that keep it from taking it."""

    block: BlockView
    failing: tuple[str, ...]


@dataclass(frozen=True)
class Judge:
    """One rule and one document that was cleaned; ``selected`` says whether the rule was among those that apply."""

    rule: Rule
    trace: Trace
    selected: bool = True

    def verdicts(self) -> Iterator[Verdict]:
        """Yield a verdict for every block of the page in reading order, and behind it those of units inside it.

        A rule for titles has one verdict; one for elements has none, since it acts before there are blocks.
        """
        if self.rule.find == "element" or not self._log.views:
            return
        sights = self._sights()
        for block in self._log.views[0].blocks:
            verdict = self._of_block(block, sights.get(block.at, []))
            units = tuple(self._of_units(block)) if verdict.outcome != "fires" else ()
            # A pattern that begins a unit does not begin the block: that is no near miss.
            yield verdict._replace(outcome="no match", says=()) if units and verdict.outcome == "nearly" else verdict
            yield from units

    @property
    def looks_at_units(self) -> bool:
        """True if any block may hold more than a paragraph, so that the rule is tried on units inside it."""
        inside = self.rule.find in ("line", "section") and self.rule.where.part == "text"
        return inside and any(may_hold_units(block, view) for view in self._log.of_units for block in view.blocks)

    # ---- what there is to judge by

    @property
    def _in_title(self) -> bool:
        return self.rule.where.part == "title"

    @property
    def _log(self) -> RoundLog:
        return self.trace.title if self._in_title else self.trace.text

    @property
    def _edits(self) -> tuple[Edit, ...]:
        return self.trace.title_edits if self._in_title else self.trace.edits

    @cached_property
    def _pattern(self) -> Pattern | None:
        return self.rule.section.start if self.rule.section else self.rule.pattern

    @cached_property
    def _alone(self) -> Proposer:
        """A proposer that knows the rule, whether it applies to the document or not."""
        return Proposer(Selection((CompiledLayer([self.rule]),), frozenset(), ()), self.trace.proposer.finders)

    @cached_property
    def _guards(self) -> tuple[Edit, ...]:
        """What guards keep, as the first round decides it."""
        proposed = self.trace.proposer.propose(self._log.views[0])
        return tuple(edit for edit in proposed if edit.action == "keep")

    # ---- blocks

    def _sights(self) -> dict[int, list[_Sight]]:
        """Return, by the block's index in the page, the rounds in which the rule finds something in it."""
        sights: dict[int, list[_Sight]] = {}
        # Guards are decided once, on the page as it is.
        views = self._log.views[:1] if self.rule.action == "keep" else self._log.views
        for view in views if self.rule.find != "finder" else self._asked():
            for index, failing in self._found(view):
                sights.setdefault(view.blocks[index].at, []).append(_Sight(view.blocks[index], failing))
        return sights

    def _asked(self) -> Sequence[PageView]:
        """Return the views of the document that the rule's finder was asked about."""
        finder = self.trace.proposer.finders[self.rule.finder or ""]
        return self._log.views if self._in_title else self.trace.proposer.asked[finder.stage]

    def _found(self, view: PageView) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield the blocks of a round in which the rule finds something, and what keeps it from taking it."""
        if self.rule.find == "words":
            yield from self._found_words(view)
        elif self.rule.find == "finder":
            for found in self._alone.findings(self.rule, view):
                yield found.block, tuple(self._reasons(view, found.block))
        else:
            texts = [block.text for block in view.blocks]
            shapes = [block.shape for block in view.blocks]
            hits = self._engine.found_in(texts, [block.folded for block in view.blocks], shapes)
            for index, hit in enumerate(hits):
                if hit:
                    yield index, tuple(self._reasons(view, index))

    @cached_property
    def _engine(self) -> Engine:
        """What looks for the rule's pattern, whatever the shape of a text."""
        return Engine([self._pattern or Pattern()])

    def _found_words(self, view: PageView) -> Iterator[tuple[int, tuple[str, ...]]]:
        words = self._alone.selection.layers[0].words

        def failing(rule: Rule, index: int) -> Condition | None:
            return self._alone.failing(rule, 0, view, index)

        def found(texts: Sequence[str]) -> list[tuple[WordMatch, ...]]:
            return words.found_in(texts)

        for index, match, condition in words.judged(view, found, failing, range(len(view.blocks))):
            said = () if condition is None else (reason(self.rule, condition, view, index),)
            yield index, tuple(f"'{match.entry.written}': {one}" for one in said)

    def _reasons(self, view: PageView, index: int) -> Iterator[str]:
        """Yield every condition that a block does not meet: the first, then the first without it, and so on."""
        rule = self.rule
        while (failing := self._alone.failing(rule, 0, view, index)) is not None:
            yield reason(self.rule, failing, view, index)
            rule = replace(rule, where=_without(rule.where, failing, view))
        if not self._alone.is_confirmed(self.rule, 0, view, index):
            yield reason(self.rule, "confirm", view, index)

    def _of_block(self, block: BlockView, sights: Sequence[_Sight]) -> Verdict:
        start, end = block.in_page.start, block.in_page.end
        number = 0 if self._in_title else block.at + 1
        position = block.position
        own = [edit for edit in self._edits if edit.rule == self.rule.id and edit.start < end and edit.end > start]
        if own:
            return Verdict(number, position, block.text, "fires", tuple(self._done(own, block)))
        if not sights:
            near = near_miss(self._pattern, block) if self._pattern else None
            return Verdict(number, position, block.text, "nearly" if near else "no match", (near,) if near else ())
        best = min(sights, key=lambda sight: len(sight.failing))
        position = best.block.position
        if best.failing:
            taker = next(
                (edit.rule for edit in self._edits if edit.takes and edit.start < end and edit.end > start), None
            )
            says = (*best.failing, f"'{taker}' takes it") if taker else best.failing
            return Verdict(number, position, block.text, "stays", says)
        if self.rule.action == "keep" and self.selected:
            return Verdict(number, position, block.text, "fires", ("guards it",))
        return Verdict(number, position, block.text, "stays", (self._overruled(start, end),))

    def _done(self, own: Sequence[Edit], block: BlockView) -> Iterator[str]:
        """Yield what became of a block by the edits of the rule."""
        start, end = block.in_page.start, block.in_page.end
        for edit in own:
            text = block.text[max(0, edit.start - start) : edit.end - start]
            what = "it" if edit.start <= start and edit.end >= end else f"'{shortened(text)}'"
            field = f" to the field '{edit.to}'" if edit.to else ""
            if edit.action == "copy":
                yield f"{what} is copied{field} and stays, as all of the kind '{self.rule.kind}'"
            elif edit.action == "replace":
                yield f"{what} becomes '{shortened(edit.after)}'"
            elif edit.anchor is not None and edit.anchor[0] < start:
                yield f"{what} goes{field} with the section that starts above"
            else:
                yield f"{what} goes{field}"

    def _overruled(self, start: int, end: int) -> str:
        """Return what keeps a rule from taking a block of which all conditions are met."""
        if not self.selected:
            return "meets all conditions"
        if self.rule.kind in self.trace.kept and self.rule.action != "keep":
            return f"'{self.rule.kind}' is a kind that stays (by default, or --keep, or --only another)"
        for guard in self._guards:
            if guard.start < end and guard.end > start:
                return f"the guard '{guard.rule}' keeps it"
        for edit in self._edits:
            if edit.start < end and edit.end > start and edit.action != "copy":
                return f"meets all conditions; '{edit.rule}' takes it, and has precedence"
        return "meets all conditions, but is guarded, or the rounds ran out"

    # ---- units

    def _of_units(self, block: BlockView) -> Iterator[Verdict]:
        """Yield verdicts for units of a block that the rule finds and leaves."""
        if not (self.selected and self.looks_at_units):
            return
        seen: set[str] = set()
        for view in self._log.of_units:
            for index, now in enumerate(view.blocks):
                if now.at == block.at and may_hold_units(now, view):
                    for verdict in self._units_in(view, index):
                        if verdict.text not in seen:
                            seen.add(verdict.text)
                            yield verdict

    def _units_in(self, view: PageView, index: int) -> Iterator[Verdict]:
        block = view.blocks[index]
        number = block.at + 1
        begun: set[int] = set()
        for unit in refused_units(self.trace.proposer.selection, view, index):
            start, end = unit.hit.start, unit.hit.end
            if unit.hit.rule.id == self.rule.id and start not in begun:
                begun.add(start)
                text = block.text[start:end]
                says = (self._taken(block, start, end) or self._refusal(unit, view, index, text),)
                yield Verdict(number, unit.position, text, "stays", says, unit=True)
        for start, end in units_of(block, view.language):
            text = block.text[start:end]
            if start in begun or len(text) == len(block.text) or not self._engine.hits(text):
                continue
            as_block = block._replace(text=text, shape=shape(text), folded=fold(text))
            shown = replace(view, blocks=(as_block,))
            failing = self.rule.where.misfit(as_block.shape)
            stays = reason(self.rule, failing, shown, 0) if failing else self._left_alone()
            says = (self._taken(block, start, end) or stays,)
            yield Verdict(number, block.position, text, "stays", says, unit=True)

    def _taken(self, block: BlockView, start: int, end: int) -> str | None:
        """Return which rule takes a unit, None if none does."""
        first, last = block.to_page(start, end)
        takers = (edit.rule for edit in self._edits if edit.takes and edit.start < last and edit.end > first)
        taker = next(takers, None)
        return f"'{taker}' takes it" if taker else None

    def _left_alone(self) -> str:
        if knows_shape_only(self.rule):
            return "unit: what a rule knows by its look alone is not taken from inside a block"
        return "unit: it neither begins nor ends the block, nor is it in capitals"

    def _refusal(self, unit: RefusedUnit, view: PageView, index: int, text: str) -> str:
        if unit.failing == "inside":
            return "unit: it is inside the block, and what goes from there must surely begin and end"
        as_block = view.blocks[index]._replace(text=text, shape=shape(text), position=unit.position)
        return reason(self.rule, unit.failing, replace(view, blocks=(as_block,)), 0, unit=True)


def _without(where: Where, condition: Condition, view: PageView) -> Where:
    """Return conditions without one of them, which the blocks of a view do not meet."""
    if condition == "in":
        return replace(where, part=view.part)
    if condition == "position":
        return replace(where, positions=frozenset(POSITIONS))
    if condition == "block":
        return replace(where, blocks=frozenset())
    free: dict[str, Any] = {condition: None}
    return replace(where, **free)
