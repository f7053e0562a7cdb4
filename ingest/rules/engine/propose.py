"""Rules in, edits out: what the rules of a selection propose for the lines of one round."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ingest.article import KEPT_BY_DEFAULT, Edit, TextPart
from ingest.rules.edits.view import BlockView, PageView
from ingest.rules.finders.bare_page import may_be_page, page_body
from ingest.rules.finders.built_in import BUILT_IN_FINDERS, LATE, OF_LINES, Finder, Found
from ingest.rules.matcher import MAX_MATCHES, Match, phrase_key
from ingest.rules.model import POSITIONS, Neighbour, Rule, Section
from ingest.rules.selection import CompiledLayer, Selection
from ingest.rules.words import WordMatch

# A section whose field takes headlines only passes over longer lines, and sentences.
HEADLINE_CHARS = 200
HEADLINE_WORDS = 3
_NUMBERED = re.compile(r"(?<!\S)[^\w\s]*\d\S*")


@dataclass(slots=True)
class Proposer:
    """The rules of one selection, with what they found remembered by text, so that later rounds are cheap."""

    selection: Selection
    finders: Mapping[str, Finder]
    _hits: dict[tuple[int, TextPart], dict[str, tuple[int, ...]]] = field(default_factory=dict)
    _names: dict[int, dict[str, tuple[WordMatch, ...]]] = field(default_factory=dict)
    _pointed: dict[tuple[str, int], tuple[PageView, tuple[Found, ...]]] = field(default_factory=dict)
    _asked: list[PageView] = field(default_factory=list)
    limits: set[str] = field(default_factory=set)

    def propose(self, sheet: PageView, dirty: frozenset[int] | None = None, *, only: bool = False) -> list[Edit]:
        """Give the edits for a round; ``dirty`` names the lines (indices of ``sheet.lines``) to look at, None: all.

        Finders look at every line whatever is dirty; with ``only``, what they find in others is left out, and so are
        names: what is asked is which of these lines would go.
        """
        if sheet.part == "text" and not only:
            self._asked.append(sheet)
        edits: list[Edit] = []
        looked = range(len(sheet.lines)) if dirty is None else sorted(dirty)
        for number, shelf in enumerate(self.selection.layers):
            taken: dict[str, int] = {}
            probes = shelf.parts[sheet.part].probes
            hits = self._hits_in(number, sheet.part, [sheet.lines[index] for index in looked])
            for index, hit in zip(looked, hits, strict=True):
                for probe in hit:
                    rule, role = probes[probe]
                    if self._applies(rule, number, sheet, index):
                        if role == "start":
                            edits += self._section(rule, number, sheet, index, taken)
                        else:
                            edits += self._found(rule, shelf, probe, sheet, index)
            if shelf.casing and not only:
                edits += self._recased(number, sheet, looked)
            for rule in shelf.finders:
                if rule.finder not in LATE and self._active(rule, sheet):
                    edits += self._from_finder(rule, number, sheet, dirty if only else None)
        return edits

    def propose_late(self, sheet: PageView, below: Collection[str]) -> list[Edit]:
        """Give the edits of the finders that look at what all others leave; ``below`` names the kinds of cruft that
        stand below an article."""
        late = [
            (number, rule)
            for number, shelf in enumerate(self.selection.layers)
            for rule in shelf.finders
            if rule.finder in LATE and self._active(rule, sheet)
        ]
        if not late or not may_be_page(sheet):
            return []
        body = page_body(sheet, self._signs(sheet, below))
        if body is None:
            return []
        sheet = replace(sheet, body=body)
        return [edit for number, rule in late for edit in self._from_finder(rule, number, sheet, None)]

    def _signs(self, sheet: PageView, below: Collection[str]) -> frozenset[int]:
        """Give the blocks that a rule for what stands below an article would take if they stood there."""
        return frozenset(
            line.at
            for number, shelf in enumerate(self.selection.layers)
            for line, hit in zip(sheet.lines, self._hits_in(number, "text", sheet.lines), strict=True)
            for probe in hit
            if self._takes_below(shelf.parts["text"].probes[probe][0], line, below)
        )

    def _takes_below(self, rule: Rule, line: BlockView, below: Collection[str]) -> bool:
        if rule.kind not in below or rule.action not in ("drop", "move") or rule.find not in ("line", "section"):
            return False
        positions = rule.where.positions
        misplaced = "tail" in positions and line.position not in positions
        return misplaced and rule.id not in self.selection.disabled and _fits(rule, line)

    def _hits_in(self, number: int, part: TextPart, lines: Sequence[BlockView]) -> list[tuple[int, ...]]:
        """Give, for each of some lines of a part, the patterns of a shelf that stand in it, in their order."""
        held = self._hits.setdefault((number, part), {})
        new = {line.text: line for line in lines if line.text not in held}
        if new:
            engine = self.selection.layers[number].parts[part].engine
            shadows, shapes = [line.folded for line in new.values()], [line.shape for line in new.values()]
            held.update(zip(new, engine.found_in(tuple(new), shadows, shapes), strict=True))
        return [held[line.text] for line in lines]

    def _recased(self, number: int, sheet: PageView, looked: Iterable[int]) -> Iterator[Edit]:
        casing = self.selection.layers[number].casing

        def found(texts: Sequence[str]) -> list[tuple[WordMatch, ...]]:
            held = self._names.setdefault(number, {})
            if new := [text for text in dict.fromkeys(texts) if text not in held]:
                held.update(zip(new, casing.found_in(new), strict=True))
            return [held[text] for text in texts]

        def applies(rule: Rule, index: int) -> bool:
            return self._applies(rule, number, sheet, index)

        return casing.edits(sheet, found, applies, looked)

    def _active(self, rule: Rule, sheet: PageView) -> bool:
        return rule.where.part == sheet.part and rule.id not in self.selection.disabled

    def _applies(self, rule: Rule, number: int, sheet: PageView, index: int) -> bool:
        """Say whether a line satisfies a rule's ``where``."""
        where, line = rule.where, sheet.lines[index]
        # Positions first: most of what stands in a line is not for where it stands.
        if line.position not in where.positions or not self._active(rule, sheet) or not _fits(rule, line):
            return False
        if where.before is None and where.after is None:
            return True
        sides = (("before", where.before, index - 1), ("after", where.after, index + 1))
        return all(self._stands_by(rule, number, sheet, *side) for side in sides)

    def known_cruft(self, lines: tuple[BlockView, ...]) -> frozenset[int]:
        """Give the indices of lines of prose that a line rule takes wherever they stand, or knows word by word.

        They say nothing of where the body is: "Save my name, email, and website in this browser" is a sentence.
        """
        found = set()
        for number, shelf in enumerate(self.selection.layers):
            # Of all lines, at once: they are asked for in the first round.
            for index, hit in enumerate(self._hits_in(number, "text", lines)):
                line = lines[index]
                for probe in hit if line.shape.prose else ():
                    rule, role = shelf.parts["text"].probes[probe]
                    if role == "main" and self._knows(rule, line):
                        found.add(index)
        return frozenset(found)

    def _knows(self, rule: Rule, line: BlockView) -> bool:
        if rule.find != "line" or rule.action not in ("drop", "move") or rule.kind in KEPT_BY_DEFAULT:
            return False
        if rule.id in self.selection.disabled or not _fits(rule, line) or rule.pattern is None:
            return False
        anywhere = len(rule.where.positions) == len(POSITIONS) and not (rule.where.before or rule.where.after)
        return anywhere or phrase_key(line.text) in rule.pattern.phrases

    def _stands_by(
        self, rule: Rule, number: int, sheet: PageView, role: str, wanted: Neighbour | None, at: int
    ) -> bool:
        if wanted is None:
            return True
        line = sheet.lines[at] if 0 <= at < len(sheet.lines) else None
        if wanted.pattern is not None:
            question = self.selection.layers[number].neighbor_patterns[rule.id, role]
            return line is not None and question.matches(line.text, line.folded)
        if wanted.be == "edge":
            return line is None
        return line is not None and line.shape.prose == (wanted.be == "prose")

    def _found(self, rule: Rule, shelf: CompiledLayer, probe: int, sheet: PageView, index: int) -> Iterator[Edit]:
        """Give the edits of a line or span rule in a line where its pattern stands."""
        line = sheet.lines[index]
        if not rule.located:
            yield make_edit(rule, sheet, line, 0, len(line.text))
            return
        matches = shelf.parts[sheet.part].engine.matches(probe, line.text)
        if len(matches) >= MAX_MATCHES:
            self.limits.add(rule.id)
        if rule.find == "line":
            named = next((match for match in matches if match.value), None)
            yield make_edit(rule, sheet, line, 0, len(line.text), named)
            return
        for match in matches:
            yield make_edit(rule, sheet, line, match.start, match.end, match)

    def _section(self, rule: Rule, number: int, sheet: PageView, index: int, taken: dict[str, int]) -> list[Edit]:
        """Give the edits of a section that starts at a line: one for the start, one for each line that follows."""
        section = rule.section
        if section is None or index < taken.get(rule.id, 0):
            return []
        shelf = self.selection.layers[number]
        if section.confirm is not None:
            confirm = shelf.neighbor_patterns[rule.id, "confirm"]
            near = sheet.lines[index + 1 : index + 1 + section.within]
            if not any(confirm.matches(line.text, line.folded) for line in near):
                return []
        end = self._section_end(rule, section, number, sheet, index)
        taken[rule.id] = end
        start = sheet.lines[index]
        anchor = (start.block.start, start.block.end)
        # A phrase is a heading. What a pattern finds may, alone, be all there is: "About the author: ...".
        heads = end > index + 1 or section.take == "headlines" or phrase_key(start.text) in section.start.phrases
        edits = [make_edit(rule, sheet, start, 0, len(start.text), anchor=anchor, drop=heads)]
        for line in sheet.lines[index + 1 : end]:
            drop = section.take == "headlines" and not is_headline(line)
            edits.append(make_edit(rule, sheet, line, 0, len(line.text), anchor=anchor, drop=drop))
        return edits

    def _section_end(self, rule: Rule, section: Section, number: int, sheet: PageView, index: int) -> int:
        """Give the index of the first line after a section."""
        lines = sheet.lines
        last = len(lines) if section.max_blocks is None else min(len(lines), index + 1 + section.max_blocks)
        if section.end == "page":
            return last
        ends = None if section.end == "prose" else self.selection.layers[number].neighbor_patterns[rule.id, "end"]
        for at in range(index + 1, last):
            if lines[at].shape.prose if ends is None else ends.matches(lines[at].text, lines[at].folded):
                return at
        return last

    def _from_finder(self, rule: Rule, number: int, sheet: PageView, wanted: frozenset[int] | None) -> Iterator[Edit]:
        for found in self._points_of(rule.finder or "", sheet):
            if wanted is not None and found.line not in wanted:
                continue
            line = sheet.lines[found.line]
            if self._applies(rule, number, sheet, found.line):
                end = len(line.text) if found.end is None else found.end
                yield make_edit(rule, sheet, line, found.start, end, drop=not found.moves)

    def _points_of(self, name: str, sheet: PageView) -> Iterable[Found]:
        """Give what a finder finds; where it looks at the lines alone, what it found in these before."""
        if not self._looks_at_lines(name):
            return self.finders[name](sheet)
        held = self._pointed.get((name, id(sheet.lines)))
        if held is None or held[0].below != sheet.below:
            # The sheet is kept so that no other lines are known by this number.
            held = self._pointed[name, id(sheet.lines)] = sheet, tuple(self.finders[name](sheet))
        return held[1]

    def _looks_at_lines(self, name: str) -> bool:
        return name in OF_LINES and self.finders[name] is BUILT_IN_FINDERS[name]

    def headline_affects_finders(self, headline: str) -> bool:
        """Say whether, were this the headline, a finder would find something else in what rounds have asked of so far.

        If none would, every round would go as it went: two runs in three are spared that begin again for a title that
        was mended.
        """
        finders = [
            self.finders[rule.finder or ""]
            for shelf in self.selection.layers
            for rule in shelf.finders
            if self._active(rule, self._asked[0]) and not self._looks_at_lines(rule.finder or "")
        ]
        return any(
            list(finder(sheet)) != list(finder(replace(sheet, headline=headline)))
            for sheet in self._asked
            for finder in finders
        )


def _fits(rule: Rule, line: BlockView) -> bool:
    """Say whether a line has the size and shape that a rule asks for, wherever it stands."""
    where = rule.where
    if where.blocks and line.block.kind not in where.blocks:
        return False
    if where.min_link_density is not None and (line.block.link_density or 0.0) < where.min_link_density:
        return False
    return where.suits(line.shape)


def is_headline(line: BlockView) -> bool:
    """Say whether a line looks like the headline of another story rather than a blurb or a label."""
    shape = line.shape
    spoken = shape.words - len(_NUMBERED.findall(line.text))
    ends = shape.truncated or line.text.rstrip().endswith((".", "。", "।", "۔"))
    return spoken >= HEADLINE_WORDS and shape.chars <= HEADLINE_CHARS and not ends


def make_edit(
    rule: Rule,
    sheet: PageView,
    line: BlockView,
    start: int,
    end: int,
    match: Match | None = None,
    *,
    anchor: tuple[int, int] | None = None,
    drop: bool = False,
) -> Edit:
    """Make the edit of a rule for ``line.text[start:end]``; ``drop`` where a move's span is not for its field."""
    first, last = line.to_page(start, end)
    moves = rule.action in ("move", "copy") and not drop
    value = line.text[slice(*match.value)] if moves and match and match.value else None
    if moves and value is None and line.pieces:
        # Of a line that something was cut from, what is left of it.
        value = line.text[start:end]
    # By place: named, they take twice the time.
    return Edit(
        rule.id,
        rule.kind,
        "drop" if drop and rule.action in ("move", "copy") else rule.action,
        first,
        last,
        sheet.part,
        rule.after,
        rule.to if moves else None,
        value,
        rule.rank,
        anchor,
    )


def dirty_lines(before: Iterable[BlockView], after: tuple[BlockView, ...], reach: int) -> frozenset[int]:
    """Give the lines of a new round that read otherwise than before, or stand within ``reach`` of a change.

    ``after`` is what is left of ``before``, in the same order.
    """
    dirty: set[int] = set()
    many = len(after)
    old = iter(before)
    for index, line in enumerate(after):
        was = next(old)
        if was.at != line.at:
            # Something went between this line and the one before it.
            dirty.update(range(max(0, index - reach), min(many, index + 1)))
            while was.at != line.at:
                was = next(old)
        if line.cuts is not was.cuts and line.cuts != was.cuts:
            dirty.update(range(max(0, index - reach), min(many, index + 2)))
    if next(old, None) is not None:
        dirty.update(range(max(0, many - reach), many))
    return frozenset(dirty)
