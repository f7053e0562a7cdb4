"""What element rules take out of a tree before anything reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.article import Caption, Note, Related, Removal
from ingest.html.dom import Element, absolute, remove, text_of
from ingest.html.selectors import Selector
from ingest.html.site_hints import takes_most

# More matches of one rule on one page than this are a mistake in the rule, or a hostile page.
ELEMENT_LIMIT = 1000


@dataclass(frozen=True, slots=True)
class ElementRule:
    """``rule`` is the id; ``to`` the field a move fills; ``rank`` grows with the layer, as in ``Edit``.

    A ``cautious`` rule takes nothing if that is most of the page's prose: it is from a file that nobody tested.
    """

    rule: str
    kind: str
    selector: Selector
    action: Literal["drop", "move", "keep"] = "drop"
    to: str | None = None
    rank: int = 0
    cautious: bool = False


@dataclass(frozen=True, slots=True)
class Pruned:
    """What was taken out, in the order of the page."""

    removed: tuple[Removal, ...] = ()
    captions: tuple[Caption, ...] = ()
    related: tuple[Related, ...] = ()
    notes: tuple[Note, ...] = ()


def prune(root: Element, rules: Sequence[ElementRule], *, base: str | None = None) -> Pruned:
    """Take the elements that ``rules`` drop or move out of the tree, and give one removal for each.

    A keep protects what it selects, all within it and all that holds it. Credit is as for text: the move before
    the drop, the higher rank, the wider element, the smallest id; an element within one that takes the credit has
    no removal of its own. ``base`` makes the addresses of related links absolute.
    """
    notes: list[Note] = []
    credit: dict[Element, ElementRule] = {}
    kept: set[Element] = set()
    for rule in sorted(rules, key=_precedence):
        found = rule.selector.elements(root)
        if len(found) > ELEMENT_LIMIT:
            notes.append(Note("element-limit", f"{rule.rule}: the first {ELEMENT_LIMIT} of {len(found)} elements"))
        if rule.cautious and found and takes_most(root, found[:ELEMENT_LIMIT]):
            notes.append(Note("site-config", f"{rule.rule}: elements with most of the prose are left in"))
            continue
        for element in found[:ELEMENT_LIMIT]:
            if rule.action == "keep":
                kept.add(element)
            else:
                credit.setdefault(element, rule)
    holders = {holder for element in kept for holder in element.iterancestors()}
    spared = {e for e in credit if e in holders or e in kept or any(a in kept for a in e.iterancestors())}
    for element in [e for e in credit if e in spared or e.getparent() is None]:
        del credit[element]
    return _taken(root, credit, notes, base) if credit else Pruned(notes=tuple(notes))


def _precedence(rule: ElementRule) -> tuple[bool, int, str]:
    return (rule.action != "move", -rule.rank, rule.rule)


def _taken(root: Element, credit: dict[Element, ElementRule], notes: list[Note], base: str | None) -> Pruned:
    tree = root.getroottree()
    places = {element: place for place, element in enumerate(root.iter()) if element in credit}
    paths = {element: tree.getpath(element) for element in credit}
    gone: dict[Element, Removal] = {}
    related: list[tuple[int, Related]] = []
    # An element within another comes after it, unless it has the better claim: then it goes first, on its own.
    for element in sorted(credit, key=lambda e: (*_precedence(credit[e])[:2], places[e])):
        if any(holder in gone for holder in element.iterancestors()):
            continue
        rule = credit[element]
        to = rule.to if rule.action == "move" else None
        if to == "related":
            related.extend((places[element], one) for one in _related(element, base))
        gone[element] = Removal(rule.rule, rule.kind, text_of(element), path=paths[element], to=to)
        remove(element)
    removed = tuple(gone[element] for element in sorted(gone, key=places.__getitem__))
    captions = tuple(Caption(one.text) for one in removed if one.to == "captions" and one.text)
    related.sort(key=lambda one: one[0])
    return Pruned(removed, captions, tuple(one for _, one in related), tuple(notes))


def _related(element: Element, base: str | None) -> list[Related]:
    """Give what an element links to, or its text where it links to nothing."""
    links = [(text_of(link), link.get("href")) for link in element.iter("a")]
    found = [Related(text, absolute(href, base)) for text, href in links if text]
    return found or [Related(text) for text in [text_of(element)] if text]
