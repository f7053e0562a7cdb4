"""Running the examples of rules: each rule alone, on its own examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.article import NOTHING_KNOWN, Block, Edit
from ingest.errors import Fault
from ingest.rules.edits.settle import apply_edits, edited
from ingest.rules.edits.view import PageView, block_views
from ingest.rules.engine.fixpoint import run_to_fixpoint
from ingest.rules.engine.propose import Proposer
from ingest.rules.finders.spec import FinderSpec
from ingest.rules.matcher import phrase_key
from ingest.rules.model import POSITIONS, Example, Position, Rule, RuleFile
from ingest.rules.selection import CompiledLayer, Selection
from ingest.text.blocks import split_blocks
from ingest.text.prose_extent import find_body
from ingest.text.repair.layout import is_run_together
from ingest.text.shape import shape

# So many of the phrases and patterns of a rule are shown.
_SHOWN_PATTERNS = 12


def faults_of_examples(file: RuleFile, finders: Mapping[str, FinderSpec]) -> Iterator[Fault]:
    """Yield a fault for every example of a file on which its rule does not do what the example says."""
    for rule in file.rules:
        tried = _alone(rule)
        for example in rule.examples:
            wrong = _element_fault(rule, example) if rule.find == "element" else _text_fault(tried, example, finders)
            if wrong:
                what = f"rule '{rule.id}': the example '{' / '.join(example.blocks)}' {wrong}{looked_for(rule)}"
                yield Fault(file.path, example.line, example.column, what, _fix(rule, example))


def looked_for(rule: Rule) -> str:
    """Return what a rule looks for, as the end of a sentence; nothing where its file is not there to say it."""
    pattern = rule.section.start if rule.section else rule.pattern
    sought = pattern.shown if pattern else tuple(expression for _, expression in rule.selectors)
    if not sought:
        return ""
    more = f" and {len(sought) - _SHOWN_PATTERNS} more" if len(sought) > _SHOWN_PATTERNS else ""
    return f"; the rule looks for {', '.join(repr(each) for each in sought[:_SHOWN_PATTERNS])}{more}"


def _fix(rule: Rule, example: Example) -> str:
    """Return how to mend a rule or its example: a comma in a list without quotes ends a phrase."""
    pattern = rule.section.start if rule.section else rule.pattern
    shown = pattern.shown if pattern else ()
    lines = [phrase_key(line) for line in example.blocks]
    for first, second in pairwise(shown):
        both = phrase_key(f"{first}, {second}")
        if both and any(both in line for line in lines):
            return f"the comma in [...] ends a phrase: write '{first}, {second}' in quotes, or one '- ' a line"
    return "mend the rule, or the example"


def _alone(rule: Rule) -> Rule:
    """Return a rule as it is tried on its examples: a guard as a drop, so that it is seen to fire."""
    return replace(rule, action="drop") if rule.action == "keep" else rule


def _text_fault(rule: Rule, example: Example, finders: Mapping[str, FinderSpec]) -> str | None:
    """Return what is wrong where a rule is tried on an example, None if nothing is.

    Where the example does not say what is around it, position, kind and neighbours are presumed to be right.
    """
    presumed = example.before is None
    if presumed:
        rule = replace(rule, where=replace(rule.where, before=None, after=None))
    before, after = example.before or (), example.after or ()
    text = "\n".join((*before, *example.blocks, *after))
    blocks = split_blocks(text)
    if presumed and rule.where.blocks:
        blocks = tuple(block._replace(kind=min(rule.where.blocks)) for block in blocks)
    if presumed and rule.where.min_link_density:
        blocks = tuple(block._replace(link_density=1.0) for block in blocks)
    own = slice(len(before), len(before) + len(example.blocks))
    edits = _example_edits(rule, example, text, blocks, own, presumed, finders)
    lead = blocks[own.start]
    fires = any(edit.start < lead.end and edit.end > lead.start for edit in edits)
    if fires != example.fires:
        return "is not removed" if example.fires else "is removed, though the rule says it keeps it"
    if not fires or example.gives is None:
        return None
    remains = _remaining_text(rule, text, blocks[own], edits)
    return None if remains == " ".join(example.gives.split()) else f"gives '{remains}', not '{example.gives}'"


def _example_edits(
    rule: Rule,
    example: Example,
    text: str,
    blocks: Sequence[Block],
    own: slice,
    presumed: bool,
    finders: Mapping[str, FinderSpec],
) -> tuple[Edit, ...]:
    """Return the edits of a rule on an example; ``own`` are the blocks of the example itself."""
    shapes = [shape(text[block.start : block.end]) for block in blocks]
    positions: list[Position]
    if presumed:
        suitable = next(position for position in POSITIONS if position in rule.where.positions)
        positions = [suitable] * len(blocks)
    else:
        first, last = find_body(shapes)
        # The blocks tried lie where the example puts them: before, inside or after the prose around them.
        positions = ["head" if at < first else "tail" if at >= last else "body" for at in range(len(blocks))]
    part = rule.where.part
    title = "\n".join(example.blocks) if part == "title" or (rule.find == "finder" and own.start == 0) else None
    if rule.find == "finder" and part == "text":
        stated = example.known != NOTHING_KNOWN
        title = example.known.title if stated else text[blocks[0].start : blocks[0].end]
    views = block_views(text, blocks, shapes, positions)
    view = PageView(views, part, title, example.site, run_together=is_run_together(text), known=example.known)
    selection = Selection((CompiledLayer([rule]),), frozenset(), ())
    return run_to_fixpoint(text, view, Proposer(selection, finders), ())[0]


def _remaining_text(rule: Rule, text: str, blocks: Sequence[Block], edits: Sequence[Edit]) -> str:
    if rule.where.part == "title":
        return " ".join(edited(text, 0, len(text), edits).split())
    return " ".join(apply_edits(text, blocks, edits)[0].split())


def _element_fault(rule: Rule, example: Example) -> str | None:
    from ingest.html.dom import parse
    from ingest.html.selectors import Selector

    markup = "\n".join(example.blocks)
    parsed = parse(f"<html><body>{markup}</body></html>".encode())
    fires = parsed is not None and any(
        Selector(expression, syntax).elements(parsed.root) for syntax, expression in rule.selectors
    )
    if fires != example.fires:
        return "is not removed" if example.fires else "is removed, though the rule says it keeps it"
    return None
