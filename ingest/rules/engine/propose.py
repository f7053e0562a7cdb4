"""Rules in, edits out: what the rules of a selection propose for the blocks of one round."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ingest.article import Edit
from ingest.rules.edits.view import BlockView, PageView
from ingest.rules.engine.conditions import is_confirmed, misfit, section_extent
from ingest.rules.finders.bare_page import may_be_page, page_body
from ingest.rules.finders.spec import FinderSpec, Found, Stage
from ingest.rules.matcher import MAX_MATCHES, Match, phrase_key
from ingest.rules.model import POSITIONS, Condition, Neighbour, Rule
from ingest.rules.selection import CompiledLayer, Selection
from ingest.rules.words import WordMatch
from ingest.vocabulary import KEPT_BY_DEFAULT, TextPart

# A section that takes headlines only passes over longer blocks, and over sentences.
HEADLINE_CHARS = 200
HEADLINE_WORDS = 3
_WITH_DIGIT = re.compile(r"(?<!\S)[^\w\s]*\d\S*")


@dataclass(slots=True)
class Proposer:
    """The rules of one selection for one document; what they found is cached by text, so that later rounds are cheap.

    ``limits`` names the rules that were stopped at ``MAX_MATCHES``. Layers are named by their index in the selection.
    """

    selection: Selection
    finders: Mapping[str, FinderSpec]
    limits: set[str] = field(default_factory=set)
    # By layer and part, then by text: the patterns found in it.
    _hits: dict[tuple[int, TextPart], dict[str, tuple[int, ...]]] = field(default_factory=dict)
    # By layer, then by text: the words found in it.
    _words: dict[int, dict[str, tuple[WordMatch, ...]]] = field(default_factory=dict)
    # By finder, what it found, with what that depends on: compared by value, so that no view is taken for another.
    _found: dict[str, list[tuple[tuple[object, ...], tuple[Found, ...]]]] = field(default_factory=dict)
    # The views of the text that finders were asked about.
    asked: dict[Stage, list[PageView]] = field(default_factory=lambda: {"round": [], "late": []})

    def propose(self, view: PageView, dirty: frozenset[int] | None = None, *, only: bool = False) -> list[Edit]:
        """Return the edits for a round; ``dirty`` names the blocks to look at (indices of ``view.blocks``), None: all.

        Finders look at every block whatever is dirty. With ``only``, what they find in other blocks is left out, and so
        are words: the question is which of these blocks would go.
        """
        if view.part == "text" and not only:
            self.asked["round"].append(view)
        edits: list[Edit] = []
        looked = range(len(view.blocks)) if dirty is None else sorted(dirty)
        for number, layer in enumerate(self.selection.layers):
            taken: dict[str, int] = {}
            owners = layer.parts[view.part].owners
            hits = self._hits_in(number, view.part, [view.blocks[index] for index in looked])
            for index, hit in zip(looked, hits, strict=True):
                for pattern in hit:
                    rule, role = owners[pattern]
                    if self.failing(rule, number, view, index) is None:
                        if role == "start":
                            edits += self._section(rule, number, view, index, taken)
                        else:
                            edits += self._matched(rule, layer, pattern, view, index)
            if layer.words and not only:
                edits += self._replaced_words(number, view, looked)
            for rule in layer.finders:
                if self._active(rule, view) and self._finder_of(rule).stage == "round":
                    edits += self._from_finder(rule, number, view, dirty if only else None)
        return edits

    def propose_late(self, view: PageView, below: Collection[str]) -> list[Edit]:
        """Return the edits of the finders that look at what all others leave; ``below`` names the kinds of cruft that
        belong below an article."""
        late = [
            (number, rule)
            for number, layer in enumerate(self.selection.layers)
            for rule in layer.finders
            if self._active(rule, view) and self._finder_of(rule).stage == "late"
        ]
        if not late:
            return []
        if may_be_page(view) and any(self._finder_of(rule).may_depend_on("body") for _, rule in late):
            view = replace(view, body=page_body(view, self._signs(view, below)))
        if view.part == "text":
            self.asked["late"].append(view)
        return [edit for number, rule in late for edit in self._from_finder(rule, number, view, None)]

    def _finder_of(self, rule: Rule) -> FinderSpec:
        return self.finders[rule.finder or ""]

    def _signs(self, view: PageView, below: Collection[str]) -> frozenset[int]:
        """Return the blocks (by ``at``) that a rule for what belongs below an article would take if they were there."""
        return frozenset(
            block.at
            for number, layer in enumerate(self.selection.layers)
            for block, hit in zip(view.blocks, self._hits_in(number, "text", view.blocks), strict=True)
            for pattern in hit
            if self._takes_below(layer.parts["text"].owners[pattern][0], block, below)
        )

    def _takes_below(self, rule: Rule, block: BlockView, below: Collection[str]) -> bool:
        if rule.kind not in below or rule.action not in ("drop", "move") or rule.find not in ("line", "section"):
            return False
        positions = rule.where.positions
        misplaced = "tail" in positions and block.position not in positions
        fits = misfit(rule.where, block.in_page, block.shape) is None
        return misplaced and rule.id not in self.selection.disabled and fits

    def _hits_in(self, number: int, part: TextPart, blocks: Sequence[BlockView]) -> list[tuple[int, ...]]:
        """Return, for each of some blocks of a part, the patterns of a layer that are found in it, in their order."""
        hits = self._hits.setdefault((number, part), {})
        new = {block.text: block for block in blocks if block.text not in hits}
        if new:
            engine = self.selection.layers[number].parts[part].engine
            folded, shapes = [block.folded for block in new.values()], [block.shape for block in new.values()]
            hits.update(zip(new, engine.found_in(tuple(new), folded, shapes), strict=True))
        return [hits[block.text] for block in blocks]

    def _replaced_words(self, number: int, view: PageView, looked: Iterable[int]) -> Iterator[Edit]:
        words = self.selection.layers[number].words

        def found(texts: Sequence[str]) -> list[tuple[WordMatch, ...]]:
            known = self._words.setdefault(number, {})
            if new := [text for text in dict.fromkeys(texts) if text not in known]:
                known.update(zip(new, words.found_in(new), strict=True))
            return [known[text] for text in texts]

        def failing(rule: Rule, index: int) -> Condition | None:
            return self.failing(rule, number, view, index)

        return words.edits(view, found, failing, looked)

    def _active(self, rule: Rule, view: PageView) -> bool:
        return rule.where.part == view.part and rule.id not in self.selection.disabled

    def failing(self, rule: Rule, number: int, view: PageView, index: int) -> Condition | None:
        """Return the first condition of a rule that a block does not meet, None if the rule applies to it."""
        where, block = rule.where, view.blocks[index]
        # Positions first: most patterns that are found in a block are not for where it lies.
        if block.position not in where.positions:
            return "position"
        if not self._active(rule, view):
            return "in" if where.part != view.part else "disabled"
        failing = misfit(where, block.in_page, block.shape)
        if failing is not None or (where.before is None and where.after is None):
            return failing
        if not self._neighbour_fits(rule, number, view, "before", where.before, index - 1):
            return "before"
        return None if self._neighbour_fits(rule, number, view, "after", where.after, index + 1) else "after"

    def known_cruft(self, blocks: tuple[BlockView, ...]) -> frozenset[int]:
        """Return the indices of blocks of prose that a line rule takes wherever they lie, or knows word by word.

        They say nothing of where the body is: "Save my name, email, and website in this browser" is a sentence.
        """
        cruft = set()
        for number, layer in enumerate(self.selection.layers):
            # Of all blocks at once: the first round needs them anyway.
            for index, hit in enumerate(self._hits_in(number, "text", blocks)):
                block = blocks[index]
                for pattern in hit if block.shape.prose else ():
                    rule, role = layer.parts["text"].owners[pattern]
                    if role == "main" and self._knows(rule, block):
                        cruft.add(index)
        return frozenset(cruft)

    def _knows(self, rule: Rule, block: BlockView) -> bool:
        """True if a rule takes the block, in which its pattern is found, wherever it lies, or knows it word by word."""
        if rule.find != "line" or rule.action not in ("drop", "move") or rule.kind in KEPT_BY_DEFAULT:
            return False
        if rule.id in self.selection.disabled or rule.pattern is None:
            return False
        if misfit(rule.where, block.in_page, block.shape) is not None:
            return False
        anywhere = len(rule.where.positions) == len(POSITIONS) and not (rule.where.before or rule.where.after)
        return anywhere or phrase_key(block.text) in rule.pattern.phrases

    def _neighbour_fits(
        self, rule: Rule, number: int, view: PageView, role: str, wanted: Neighbour | None, at: int
    ) -> bool:
        """True if the block at an index, if there is one, is what a rule wants "before" or "after" (``role``)."""
        if wanted is None:
            return True
        block = view.blocks[at] if 0 <= at < len(view.blocks) else None
        if wanted.pattern is not None:
            pattern = self.selection.layers[number].neighbor_patterns[rule.id, role]
            return block is not None and pattern.matches(block.text, block.folded)
        if wanted.be == "edge":
            return block is None
        return block is not None and block.shape.prose == (wanted.be == "prose")

    def _matched(self, rule: Rule, layer: CompiledLayer, pattern: int, view: PageView, index: int) -> Iterator[Edit]:
        """Yield the edits of a line or span rule in a block where its pattern is found."""
        block = view.blocks[index]
        if not rule.located:
            yield make_edit(rule, view, block, 0, len(block.text))
            return
        matches = layer.parts[view.part].engine.matches(pattern, block.text)
        if len(matches) >= MAX_MATCHES:
            self.limits.add(rule.id)
        if rule.find == "line":
            named = next((match for match in matches if match.value), None)
            yield make_edit(rule, view, block, 0, len(block.text), named)
            return
        for match in matches:
            yield make_edit(rule, view, block, match.start, match.end, match)

    def _section(self, rule: Rule, number: int, view: PageView, index: int, taken: dict[str, int]) -> list[Edit]:
        """Return the edits of a section that starts at a block: one for the start, one for each block that follows.

        ``taken`` holds, by rule, where its last section ended: no section begins within another of the same rule.
        """
        section = rule.section
        if section is None or index < taken.get(rule.id, 0):
            return []
        if not self.is_confirmed(rule, number, view, index):
            return []
        ends = self.selection.layers[number].neighbor_patterns.get((rule.id, "end"))
        end = index + 1 + section_extent(section, ends, _behind(view, index))
        taken[rule.id] = end
        start = view.blocks[index]
        anchor = (start.in_page.start, start.in_page.end)
        # A phrase is a heading. What a pattern finds may, alone, be all there is: "About the author: ...".
        heads = end > index + 1 or section.take == "headlines" or phrase_key(start.text) in section.start.phrases
        edits = [make_edit(rule, view, start, 0, len(start.text), anchor=anchor, drop=heads)]
        for block in view.blocks[index + 1 : end]:
            drop = section.take == "headlines" and not is_headline(block)
            edits.append(make_edit(rule, view, block, 0, len(block.text), anchor=anchor, drop=drop))
        return edits

    def is_confirmed(self, rule: Rule, number: int, view: PageView, index: int) -> bool:
        """True if what is behind a block confirms that a rule's section starts there, or need not."""
        if rule.section is None or rule.section.confirm is None:
            return True
        confirm = self.selection.layers[number].neighbor_patterns[rule.id, "confirm"]
        return is_confirmed(rule.section, confirm, _behind(view, index))

    def _from_finder(self, rule: Rule, number: int, view: PageView, wanted: frozenset[int] | None) -> Iterator[Edit]:
        """Yield the edits for what a finder finds, in the ``wanted`` blocks only (None: in all)."""
        for found in self.findings(rule, view):
            if wanted is not None and found.block not in wanted:
                continue
            block = view.blocks[found.block]
            if self.failing(rule, number, view, found.block) is None:
                end = len(block.text) if found.end is None else found.end
                yield make_edit(rule, view, block, found.start, end, drop=not found.moves)

    def findings(self, rule: Rule, view: PageView) -> Iterable[Found]:
        """Return what a rule's finder finds in a view: from the cache if all it depends on is as in an earlier one."""
        finder = self._finder_of(rule)
        inputs = finder.inputs(view)
        if inputs is None:
            return finder(view)
        earlier = self._found.setdefault(rule.finder or "", [])
        for known, found in earlier:
            if known == inputs:
                return found
        found = tuple(finder(view))
        earlier.append((inputs, found))
        return found

    def headline_affects_finders(self, headline: str) -> bool:
        """True if, with this headline, a finder would find something else in the views that rounds have asked about.

        If none would, every round would go as it went: two runs in three are spared that begin again for a title that
        was mended.
        """
        return any(
            list(finder(view)) != list(finder(replace(view, headline=headline)))
            for layer in self.selection.layers
            for rule in layer.finders
            if rule.where.part == "text" and rule.id not in self.selection.disabled
            if (finder := self._finder_of(rule)).may_depend_on("headline")
            for view in self.asked[finder.stage]
        )


def _behind(view: PageView, index: int) -> Iterator[BlockView]:
    """Yield the blocks behind one; a slice would copy them all for every start of a section."""
    return (view.blocks[at] for at in range(index + 1, len(view.blocks)))


def is_headline(block: BlockView) -> bool:
    """True if a block looks like the headline of another story rather than a blurb or a label."""
    shape = block.shape
    words = shape.words - len(_WITH_DIGIT.findall(block.text))
    ends = shape.truncated or block.text.rstrip().endswith((".", "。", "।", "۔"))
    return words >= HEADLINE_WORDS and shape.chars <= HEADLINE_CHARS and not ends


def make_edit(
    rule: Rule,
    view: PageView,
    block: BlockView,
    start: int,
    end: int,
    match: Match | None = None,
    *,
    anchor: tuple[int, int] | None = None,
    drop: bool = False,
) -> Edit:
    """Return the edit of a rule for ``block.text[start:end]``; ``drop`` where a move's span is not for its field."""
    first, last = block.to_page(start, end)
    moves = rule.action in ("move", "copy") and not drop
    value = block.text[slice(*match.value)] if moves and match and match.value else None
    if moves and value is None and block.pieces:
        # Something was cut from the block: the field gets what is left of it.
        value = block.text[start:end]
    # By position: named arguments take twice the time.
    return Edit(
        rule.id,
        rule.kind,
        "drop" if drop and rule.action in ("move", "copy") else rule.action,
        first,
        last,
        view.part,
        rule.after,
        rule.to if moves else None,
        value,
        rule.rank,
        anchor,
    )


def dirty_blocks(before: Iterable[BlockView], after: tuple[BlockView, ...], reach: int) -> frozenset[int]:
    """Return the indices of blocks of a new round whose text is new, or that lie within ``reach`` of a change.

    ``after`` is what is left of ``before``, in the same order.
    """
    dirty: set[int] = set()
    many = len(after)
    old = iter(before)
    for index, block in enumerate(after):
        was = next(old)
        if was.at != block.at:
            # Something went between this block and the one before it.
            dirty.update(range(max(0, index - reach), min(many, index + 1)))
            while was.at != block.at:
                was = next(old)
        if block.cuts is not was.cuts and block.cuts != was.cuts:
            dirty.update(range(max(0, index - reach), min(many, index + 2)))
    if next(old, None) is not None:
        dirty.update(range(max(0, many - reach), many))
    return frozenset(dirty)
