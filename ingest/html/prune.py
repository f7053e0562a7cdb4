"""Element rules: the elements they remove from a tree before anything reads it."""

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
    """A rule for elements: ``rule`` is its id, ``to`` the field that a move fills; ``rank`` grows with the layer.

    A ``cautious`` rule removes nothing where it would remove most of the page's prose: its file is not tested.
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
    """The elements removed, in the order of the page, and what they fill."""

    removed: tuple[Removal, ...] = ()
    captions: tuple[Caption, ...] = ()
    related: tuple[Related, ...] = ()
    notes: tuple[Note, ...] = ()


def prune(root: Element, rules: Sequence[ElementRule], *, base: str | None = None) -> Pruned:
    """Remove the elements that ``rules`` drop or move from the tree, and return a removal for each.

    A keep protects the elements it selects, all within them and all around them. Precedence is as for text: the move
    before the drop, the higher rank, the wider element, the smallest id; an element within one that is removed has no
    removal of its own. ``base`` makes the addresses of related links absolute.
    """
    notes: list[Note] = []
    credit: dict[Element, ElementRule] = {}
    kept: set[Element] = set()
    for rule in sorted(rules, key=_rule_precedence):
        selected = rule.selector.elements(root)
        if len(selected) > ELEMENT_LIMIT:
            notes.append(Note("element-limit", f"{rule.rule}: the first {ELEMENT_LIMIT} of {len(selected)} elements"))
        if rule.cautious and selected and takes_most(root, selected[:ELEMENT_LIMIT]):
            notes.append(Note("site-config", f"{rule.rule}: elements with most of the prose are left in"))
            continue
        for element in selected[:ELEMENT_LIMIT]:
            if rule.action == "keep":
                kept.add(element)
            else:
                credit.setdefault(element, rule)
    around = {ancestor for element in kept for ancestor in element.iterancestors()}
    spared = {e for e in credit if e in around or e in kept or any(a in kept for a in e.iterancestors())}
    for element in [e for e in credit if e in spared or e.getparent() is None]:
        del credit[element]
    return _remove_all(root, credit, notes, base) if credit else Pruned(notes=tuple(notes))


def _rule_precedence(rule: ElementRule) -> tuple[bool, int, str]:
    return (rule.action != "move", -rule.rank, rule.rule)


def _remove_all(root: Element, credit: dict[Element, ElementRule], notes: list[Note], base: str | None) -> Pruned:
    """Remove the elements, each by the rule it is credited to."""
    tree = root.getroottree()
    places = {element: place for place, element in enumerate(root.iter()) if element in credit}
    paths = {element: tree.getpath(element) for element in credit}
    removals: dict[Element, Removal] = {}
    related: list[tuple[int, Related]] = []

    def order(element: Element) -> tuple[bool, int, int]:
        # An element within another comes after it, unless its rule has precedence: then it is removed on its own.
        is_drop, rank, _ = _rule_precedence(credit[element])
        return is_drop, rank, places[element]

    for element in sorted(credit, key=order):
        if any(ancestor in removals for ancestor in element.iterancestors()):
            continue
        rule = credit[element]
        to = rule.to if rule.action == "move" else None
        if to == "related":
            related.extend((places[element], link) for link in _related(element, base))
        removals[element] = Removal(rule.rule, rule.kind, text_of(element), path=paths[element], to=to)
        remove(element)
    removed = tuple(removals[element] for element in sorted(removals, key=places.__getitem__))
    captions = tuple(Caption(removal.text) for removal in removed if removal.to == "captions" and removal.text)
    related.sort(key=lambda placed: placed[0])
    return Pruned(removed, captions, tuple(link for _, link in related), tuple(notes))


def _related(element: Element, base: str | None) -> list[Related]:
    """Return the links of an element; its text, if it has none."""
    links = [(text_of(link), link.get("href")) for link in element.iter("a")]
    related = [Related(text, absolute(href, base)) for text, href in links if text]
    return related or [Related(text) for text in [text_of(element)] if text]
