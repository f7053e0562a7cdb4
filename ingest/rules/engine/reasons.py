"""A condition that fails, in words: what the block is, and what the rule asks."""

from __future__ import annotations

from collections.abc import Iterable

from ingest.rules.edits.view import BlockView, PageView
from ingest.rules.model import POSITIONS, Condition, Neighbour, Rule

# Of the texts of others so much is shown.
_SHOWN_CHARS = 60


def reason(rule: Rule, failing: Condition, view: PageView, index: int, *, unit: bool = False) -> str:
    """Return a condition that a block (or a ``unit`` of one) does not meet: "position: is body, asks tail"."""
    if failing == "confirm":
        within = rule.section.within if rule.section else 0
        return f"confirm: finds none of the {within} blocks behind it"
    if failing == "disabled":
        return "disabled"
    if failing in ("before", "after"):
        return f"{failing}: {_neighbour(rule, failing, view, index, unit=unit)}"
    return f"{failing}: is {_seen(failing, view, view.blocks[index])}, asks {_asked(rule, failing)}"


def _seen(failing: Condition, view: PageView, block: BlockView) -> str:
    """Return what a block is, in the respect of a condition."""
    shape = block.shape
    density = block.in_page.link_density
    seen: dict[Condition, object] = {
        "in": view.part,
        "position": block.position,
        "min_chars": shape.chars,
        "max_chars": shape.chars,
        "min_words": shape.words,
        "max_words": shape.words,
        "letters": shape.letters or "mixed",
        "sentence": str(shape.sentence).lower(),
        "block": block.in_page.kind,
        "min_link_density": "not known" if density is None else f"{density:.2f}",
        "shown": "not so",
        "quoted": "not so",
    }
    return str(seen[failing])


def _asked(rule: Rule, failing: Condition) -> str:
    """Return what a rule asks for, in the respect of a condition."""
    where = rule.where
    if failing == "in":
        return where.part
    if failing == "position":
        return _any_of(position for position in POSITIONS if position in where.positions)
    if failing == "block":
        return _any_of(sorted(where.blocks))
    value = getattr(where, failing)
    if isinstance(value, bool):
        return str(value).lower()
    bound = {"min": " or more", "max": " or less"}.get(failing.partition("_")[0], "")
    return f"{value}{bound}"


def _neighbour(rule: Rule, failing: Condition, view: PageView, index: int, *, unit: bool) -> str:
    wanted = rule.where.before if failing == "before" else rule.where.after
    asks = _wanted(wanted)
    if unit:
        # Beside a unit only prose is told from what is none.
        is_prose = {"prose": "no prose", "no prose": "prose"}.get(asks, "not looked at beside a unit")
        return f"is {is_prose}, asks {asks}"
    at = index - 1 if failing == "before" else index + 1
    if not 0 <= at < len(view.blocks):
        return f"is nothing, asks {asks}"
    block = view.blocks[at]
    return f"is {'prose' if block.shape.prose else 'no prose'} ('{shortened(block.text)}'), asks {asks}"


def shortened(text: str) -> str:
    """Return the beginning of a text, with a sign where it goes on."""
    return text if len(text) <= _SHOWN_CHARS else f"{text[:_SHOWN_CHARS]} ..."


def _wanted(wanted: Neighbour | None) -> str:
    if wanted is None or wanted.pattern is not None:
        return "what its pattern finds"
    return {"prose": "prose", "other": "no prose", "edge": "nothing"}[wanted.be or "other"]


def _any_of(words: Iterable[str]) -> str:
    return " or ".join(words)
