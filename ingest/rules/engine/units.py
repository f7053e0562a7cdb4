"""Cruft inside blocks: whole-line rules applied to sentences, and to what scraping glued to them.

A unit goes from the end of a block inwards, or from its beginning, while each next one goes; in the middle only what
begins as a rule knows and surely ends. Rules that guess from shape, and finders, never take a unit.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import Literal, NamedTuple

from ingest.article import Edit
from ingest.rules.edits.settle import TextSpan
from ingest.rules.edits.view import BlockView, PageView
from ingest.rules.engine.conditions import is_confirmed, misfit, section_extent
from ingest.rules.engine.propose import is_headline, make_edit
from ingest.rules.matcher import TRIM, LazyPattern, Match
from ingest.rules.model import Condition, Neighbour, Position, Rule, Section
from ingest.rules.openers import LONGEST, Opened, ends_well
from ingest.rules.selection import PatternGroup, Selection
from ingest.text.fold import fold_cased
from ingest.text.memo import memoized
from ingest.text.shape import PROSE_WORDS, shape
from ingest.text.units import SYMBOLS, Cut, cuts

_SENTENCE_INSIDE = re.compile(r"[^\W\d_]{2}[.!?…][”\"»’)]?(?:\s|[(\[]|(?=[^\W\d_]))|[。।؟۔]")
_ADDRESS = re.compile(r"https?://|www\.")
# What a pattern finds at a sentence's beginning is a unit if it is more than the sentence's first word.
_WORDS = 2
# Below this a block is a unit.
_LEAST_CHARS = 40
_MARKS = frozenset(SYMBOLS)
# A teaser's blurb, cut off at the end of a page, is no longer.
_BLURB_WORDS = 80
_BRACKETS = ")]）】"
# Brackets that stand behind one another at the end; few, so that a text of brackets takes linear time.
_CREDITS = re.compile(r"(?<=\w)(?:\s?[(\[（【][^()\[\]（）【】]{0,100}[)\]）】]){1,3}\Z")
_ODD = frozenset("([（【<©ⓒ" + SYMBOLS)
_LABELLED_DATE = 20
# Known units that follow one another: the fields of a form, the links of a foot.
_LONGEST_CHAIN = 16
# What asks the reader to do something ends as a sentence does; a headline does not, so that a full stop behind one is
# that of the article's next sentence.
_PROMPTS = frozenset(
    [
        "newsletter",
        "share",
        "advert",
        "comments",
        "comment_form",
        "paywall",
        "video_embed",
        "page_control",
        "social_embed",
        "cookie",
        "source_note",
    ]
)
_CAPTIONS = frozenset(("caption", "credit"))
_LABELS = frozenset(("page_control", "share", "other"))
_IN_PASSING = frozenset(
    ["byline", "date", "author_box", "title", "nav", "tags", "dateline", "caption", "credit", "editor_note"]
)


# A condition that a unit does not meet; "inside": it neither begins nor ends its block, and is not surely cruft.
UnitRefusal = Condition | Literal["inside"]


class RefusedUnit(NamedTuple):
    """A unit that a rule finds and leaves: why, and where it is taken to lie."""

    hit: Hit
    failing: UnitRefusal
    position: Position


class Hit(NamedTuple):
    """What a rule would take of a block: ``text[start:end]``; ``sure`` where it may go from the middle, too."""

    start: int
    end: int
    rule: Rule
    role: str
    sure: bool
    value: tuple[int, int] | None
    # A pattern took all of a line: neither a phrase, which a headline may follow, nor what a section begins with.
    whole: bool = False
    # Of a section: where its first unit ends, and how many of the blocks that follow are its.
    head: int = 0
    blocks: int = 0


def propose_units(selection: Selection, view: PageView) -> list[Edit]:
    """Return the edits of line and section rules for units inside the blocks of a view."""
    edits: list[Edit] = []
    bounds = _bounds(view)
    for index, block in enumerate(view.blocks):
        if may_hold_units(block, view):
            edits += _InBlock(selection, view, index, bounds).edits()
    return edits


def refused_units(selection: Selection, view: PageView, index: int) -> tuple[RefusedUnit, ...]:
    """Return the units of a block that ``propose_units`` finds there and leaves."""
    refused: list[RefusedUnit] = []
    if may_hold_units(view.blocks[index], view):
        for _ in _InBlock(selection, view, index, _bounds(view), refused).edits():
            pass
    return tuple(refused)


def units_of(block: BlockView, language: str | None) -> tuple[TextSpan, ...]:
    """Return where the units of a block lie in its text: sentences, and what scraping glued to them."""
    hard = [cut for cut in cuts(block.text, language) if cut.hard]
    starts, ends = [0, *(cut.start for cut in hard)], [*(cut.end for cut in hard), len(block.text)]
    return tuple(zip(starts, ends, strict=True))


def _bounds(view: PageView) -> tuple[int, int]:
    """Return the first and the last block of the body; of all, where there is none."""
    body = [at for at, block in enumerate(view.blocks) if block.position == "body"]
    return (body[0], body[-1]) if body else (0, len(view.blocks) - 1)


# What of a pattern's source is no letter that it asks for: categories, escapes, classes, groups' heads.
_NO_LETTERS = re.compile(r"\\[pP]\{[^}]*\}|\\.|\[(?:\\.|[^\]\\])*\]|\(\?P?<?[a-z]*[>:]")


@memoized(1 << 20)
def _asks_for_letters(core: str) -> bool:
    return any(map(str.isalpha, _NO_LETTERS.sub("", core)))


def knows_shape_only(rule: Rule) -> bool:
    """True if a rule knows lines by how they look alone, whatever they say."""
    pattern = rule.pattern or (rule.section.start if rule.section else None)
    return pattern is None or not (
        pattern.phrases
        or all(one.needs or one.prefixes is not None or _asks_for_letters(one.core) for one in pattern.alternatives)
    )


def may_hold_units(block: BlockView, view: PageView) -> bool:
    """True if a block may be more than one paragraph: of a text on few long lines, or one with marks of prompts.

    In a text with a paragraph a line the rules have had their chance; to look into each takes longer than all else.
    """
    if view.run_together:
        return block.shape.chars >= _LEAST_CHARS
    return _is_open_ended(block) or (not block.text.isascii() and not _MARKS.isdisjoint(block.text))


def _is_open_ended(block: BlockView) -> bool:
    """True if a paragraph holds a sentence and does not end as one: something was glued to its end, or its start."""
    found = block.shape
    return not found.sentence and found.words >= PROSE_WORDS and _SENTENCE_INSIDE.search(block.text) is not None


class _InBlock:
    """One block, its cuts, and what rules find at them."""

    def __init__(
        self,
        selection: Selection,
        view: PageView,
        index: int,
        bounds: tuple[int, int],
        refused: list[RefusedUnit] | None = None,
    ) -> None:
        self.selection, self.view, self.index, self.bounds, self.refused = selection, view, index, bounds, refused
        self.block = view.blocks[index]
        self.text = self.block.text
        # How much of a unit is in links is not known.
        self.lies = self.block.in_page._replace(link_density=None)
        self.cuts: tuple[Cut, ...] = cuts(self.text, view.language)
        self.ends = sorted({*(cut.end for cut in self.cuts), len(self.text)})
        self.hard_starts = [0, *(cut.start for cut in self.cuts if cut.hard)]
        self.hard_ends = [*(cut.end for cut in self.cuts if cut.hard), len(self.text)]
        parting = [cut for cut in self.cuts if cut.parts_paragraphs]
        # Paragraphs that were glued to one line: where each begins, and its end.
        self.paragraphs = dict(
            zip([0, *(cut.start for cut in parting)], [*(cut.end for cut in parting), len(self.text)], strict=True)
        )

    def edits(self) -> Iterator[Edit]:
        if not self.cuts:
            return
        hits = _shortest(self._hits())
        if not hits:
            return
        hits = list(self._with_sections(hits))
        from_end, from_start = self._chain_from_end(hits), self._chain_from_start(hits)
        # What goes elsewhere in the block tells that the page's labels came with it.
        took = any(cut.takes for cut in self.block.cuts)
        furnished = took or any(hit.sure or (hit.end in from_end and hit.start) for hit in hits)
        for hit in hits:
            at_end, at_start = hit.end in from_end, hit.start in from_start and self._may_begin(hit, furnished)
            place = self._position(at_start=at_start, at_end=at_end)
            if not (hit.rule.action == "keep" or at_end or at_start or hit.sure):
                self._refuse(hit, "inside", place)
            elif (failing := self._failing(hit, place)) is not None:
                self._refuse(hit, failing, place)
            else:
                yield from self._edits(hit)

    def _failing(self, hit: Hit, place: Position) -> Condition | None:
        """Return the first condition on where a unit lies, and what is beside it, that it does not meet.

        Neighbours of a unit are prose or not: others are not looked at.
        """
        where = hit.rule.where
        if place not in where.positions:
            return "position"
        if where.before is not None and not _is_as_wanted(where.before, self._before(hit.start)):
            return "before"
        return None if where.after is None or _is_as_wanted(where.after, self._after(hit.end)) else "after"

    def _refuse(self, hit: Hit, failing: UnitRefusal, place: Position | None = None) -> None:
        """Note a unit that stays, where somebody asks why."""
        if self.refused is not None:
            self.refused.append(RefusedUnit(hit, failing, place or self.block.position))

    # ---- what is found

    def _hits(self) -> Iterator[Hit]:
        hard = self._starts()
        cased, seen = fold_cased(self.text), set()
        for layer in self.selection.layers:
            group = layer.parts["text"]
            starts, new = dict(hard), dict(hard)
            for _ in range(_LONGEST_CHAIN):
                if not new:
                    break
                ends: dict[int, bool] = {}
                for opened in group.openers.opened(self.block.folded, cased, sorted(new), self.ends):
                    rule, role = group.owners[opened.probe]
                    hit = self._opened(rule, role, opened, hard=new[opened.start])
                    if hit is not None and hit not in seen:
                        seen.add(hit)
                        yield hit
                        # What follows a known unit begins one.
                        start = self._behind_blanks(hit.end)
                        if start not in starts and start < len(self.text):
                            ends[start] = new[opened.start]
                starts |= ends
                new = ends
            known = {(hit.rule.id, hit.start) for hit in seen}
            for start, end, sure in self._odd_units(group, starts):
                for hit in self._whole(group, start, end, sure):
                    if hit not in seen and (hit.rule.id, start) not in known:
                        known.add((hit.rule.id, start))
                        yield hit._replace(whole=hit.rule.section is None)

    def _starts(self) -> dict[int, bool]:
        """Return where units may begin, and whether surely; where an opener stands in mid-line, another ends."""
        # What ends inside a word ("ProPublica") may end a label that was glued to it, but begins nothing.
        hard = {0: True, **{cut.start: cut.hard for cut in self.cuts if cut.hard or cut.glued or cut.end < cut.start}}
        for layer in self.selection.layers:
            for at in layer.parts["text"].openers.begun(self.text, self.block.folded):
                if at not in hard and at:
                    hard[at] = False
                    self.ends.append(len(self.text[:at].rstrip()))
        self.ends = sorted(set(self.ends))
        return hard

    def _opened(self, rule: Rule, role: str, opened: Opened, *, hard: bool) -> Hit | None:
        end, ends = (
            (opened.end, self._ends_surely(rule, opened))
            if opened.at_cut
            else (ends_well(self.text, opened.start, opened.end), True)
        )
        if end is None:
            return None
        paragraph = self.paragraphs.get(opened.start) == end
        if opened.at_cut and self._is_several(rule, opened.start, end):
            return None
        if not opened.at_cut and opened.words is None and shape(self.text[opened.start : end].strip()).words < _WORDS:
            return None
        sure = (paragraph or (hard and ends)) and self._sure(rule, opened, end)
        hit = self._hit(rule, role, opened.start, end, opened.value, sure)
        return hit and hit._replace(whole=opened.words is None and rule.section is None)

    def _ends_surely(self, rule: Rule, opened: Opened) -> bool:
        """True if a unit that ends at a cut is the rule's: a headline's full stop is the next sentence's."""
        end = opened.end
        if not self._is_hard(end) and self.text[end : end + 1].strip():
            return False
        return rule.kind in _PROMPTS or self.text[end - 1] not in ".。।"

    def _hit(
        self, rule: Rule, role: str, start: int, end: int, value: tuple[int, int] | None, sure: bool
    ) -> Hit | None:
        if rule.id in self.selection.disabled or (start == 0 and end >= len(self.text)):
            return None
        if not self.view.run_together and _may_be_text(rule, self.text[start:end]):
            return None
        hit = Hit(start, end, rule, role, sure, value)
        failing = misfit(rule.where, self.lies, shape(self.text[start:end]))
        if failing is not None:
            self._refuse(hit, failing)
            return None
        return hit

    def _sure(self, rule: Rule, opened: Opened, end: int) -> bool:
        if rule.kind in _IN_PASSING:
            # A date with its label, as long as the pattern says.
            dated = (
                rule.kind == "date"
                and opened.words is None
                and not opened.at_cut
                and end - opened.start >= _LABELLED_DATE
            )
            return dated or self._tells(rule, opened.start, end)
        if opened.words is None:
            return True
        said = self.text[opened.start : end].strip(TRIM)
        return opened.words >= 3 or (said.isupper() and rule.kind in _PROMPTS)

    def _tells(self, rule: Rule, start: int, end: int) -> bool:
        """True if what else goes only from the ends of a text is surely cruft: a paragraph of its own, a credit in
        brackets, or one that a rule knows by its capitals; a reporter's address."""
        if rule.kind == "byline" and "@" in self.text[start:end]:
            return True
        if rule.kind not in ("caption", "credit", "byline", "tags", "date") or not start + self.index:
            return False  # what begins a text may be its headline, with a caption behind it
        if self.paragraphs.get(start) == end:
            return True
        named = rule.kind == "credit" and rule.pattern is not None and rule.pattern.case
        return named or (rule.kind in ("caption", "credit") and self.text[end - 1] in _BRACKETS)

    def _odd_units(self, group: PatternGroup, starts: dict[int, bool]) -> Iterator[tuple[int, int, bool]]:
        """Yield units that rules may know by more than their beginning: first, last, in capitals, telling words."""
        begins = sorted(starts)
        stops = self.ends
        places = group.openers.places(self.block.folded)
        spans = set(self.paragraphs.items()) if len(self.paragraphs) > 1 else set[tuple[int, int]]()
        for at in places:
            before = bisect_right(begins, at)
            after = bisect_right(stops, at)
            spans.update(
                (start, end) for start in begins[max(0, before - 2) : before] for end in stops[after : after + 3]
            )
        for end in stops:
            if self.text[end - 1] in _BRACKETS:
                before = bisect_right(begins, end - 1)
                spans.update((start, end) for start in begins[max(0, before - 3) : before] if starts[start])
        for start in begins:
            end = stops[bisect_right(stops, start)]
            if start in (0, begins[-1]) or self.text[start:end].isupper() or self.text[start] in _ODD:
                spans.add((start, end))
        for start, end in sorted(spans):
            if 0 < end - start <= LONGEST and (start, end) != (0, len(self.text)):
                yield start, end, (starts[start] and self._is_hard(end)) or self.paragraphs.get(start) == end

    def _whole(self, group: PatternGroup, start: int, end: int, sure: bool) -> Iterator[Hit]:
        """Yield what rules that know a line by all of it find in a unit."""
        text, folded = self.text[start:end], self.block.folded[start:end]
        for probe in group.engine.found_in([text], [folded], [shape(text)])[0]:
            rule, role = group.owners[probe]
            if self._is_several(rule, start, end):
                continue
            if rule.find not in ("line", "section") or (knows_shape_only(rule) and rule.where.letters != "upper"):
                continue
            value = next((match.value for match in group.engine.matches(probe, text) if match.value), None)
            if value is not None:
                value = value[0] + start, value[1] + start
            surely = sure and (rule.kind not in _IN_PASSING or self._tells(rule, start, end))
            hit = self._hit(rule, role, start, end, value, surely)
            if hit is not None:
                yield hit

    # ---- what goes

    def _chain_from_end(self, hits: Sequence[Hit]) -> frozenset[int]:
        """Return the ends of hits behind which all of the block goes."""
        reached, ends = {len(self.text)}, set()
        for hit in sorted(hits, key=lambda hit: -hit.start):
            if hit.rule.action != "keep" and self._reaches(hit.end, reached):
                ends.add(hit.end)
                reached.add(hit.start)
        return frozenset(ends)

    def _chain_from_start(self, hits: Sequence[Hit]) -> frozenset[int]:
        """Return the starts of hits before which all of the block goes."""
        taken, starts = 0, set()
        for hit in sorted(hits, key=lambda hit: hit.start):
            if hit.rule.action != "keep" and (hit.start <= taken or self._reaches(taken, {hit.start})):
                starts.add(hit.start)
                taken = max(taken, hit.end)
        return frozenset(starts)

    def _reaches(self, at: int, places: Collection[int]) -> bool:
        """True if nothing but marks and blanks lies between an offset and one of some places behind it."""
        while at not in places and at < len(self.text) and self.text[at] in TRIM:
            at += 1
        return at in places

    def _is_several(self, rule: Rule, start: int, end: int) -> bool:
        """True if more lies between two offsets than one unit of a rule: sentences that are no paragraph of their own.
        A prompt may have two, and a caption more than one credit in brackets behind it."""
        if self.paragraphs.get(start) == end:
            return False
        if rule.kind in _CAPTIONS and (credits := _CREDITS.search(self.text, start, end)):
            end = credits.start()
        inside = bisect_left(self.hard_ends, end) - bisect_right(self.hard_ends, start)
        return inside > (rule.kind in _PROMPTS)

    def _is_hard(self, end: int) -> bool:
        at = bisect_left(self.hard_ends, end)
        return at < len(self.hard_ends) and self.hard_ends[at] == end

    def _behind_blanks(self, at: int) -> int:
        while at < len(self.text) and self.text[at].isspace():
            at += 1
        return at

    def _may_begin(self, hit: Hit, furnished: bool) -> bool:
        """True if a unit may go from the beginning of a block: if something ends with it ("Open Arms" does not begin
        with a label), or if labels came along elsewhere. A caption may have the text's headline before it."""
        if hit.rule.kind in _CAPTIONS and not (hit.start or self.index or self.view.title):
            return False
        ends = self._is_hard(hit.end) or self.text[hit.end : hit.end + 1].isalnum()
        return furnished or ends or not (hit.rule.kind in _IN_PASSING or hit.rule.kind in _LABELS)

    def _position(self, *, at_start: bool, at_end: bool) -> Position:
        first, last = self.bounds
        if self.block.position != "body":
            return self.block.position
        if at_end and self.index >= last:
            return "tail"
        if at_start and self.index <= first:
            return "head"
        return "body"

    def _before(self, start: int) -> bool:
        if not start:
            return self._block_is_prose(self.index - 1)
        begin = self.hard_starts[bisect_left(self.hard_starts, start) - 1]
        return shape(self.text[begin:start].strip()).prose

    def _after(self, end: int) -> bool:
        stop = self.hard_ends[min(bisect_right(self.hard_ends, end), len(self.hard_ends) - 1)]
        text = self.text[end:stop].strip()
        return shape(text).prose if text else self._block_is_prose(self.index + 1)

    def _block_is_prose(self, index: int) -> bool:
        return 0 <= index < len(self.view.blocks) and self.view.blocks[index].shape.prose

    def _edits(self, hit: Hit) -> Iterator[Edit]:
        if hit.rule.section is None or hit.role != "start":
            yield make_edit(hit.rule, self.view, self.block, hit.start, hit.end, Match(hit.start, hit.end, hit.value))
            return
        anchor = self.block.to_page(hit.start, hit.head)
        yield make_edit(hit.rule, self.view, self.block, hit.start, hit.head, anchor=anchor, drop=True)
        for start, end in self._units_behind(hit.head):
            if end > hit.end:
                break
            drop = hit.rule.section.take == "headlines" and not is_headline(self._as_block(start, end))
            yield make_edit(hit.rule, self.view, self.block, start, end, anchor=anchor, drop=drop)
        for block in self.view.blocks[self.index + 1 : self.index + 1 + hit.blocks]:
            drop = hit.rule.section.take == "headlines" and not is_headline(block)
            yield make_edit(hit.rule, self.view, block, 0, len(block.text), anchor=anchor, drop=drop)

    # ---- sections

    def _units_behind(self, end: int) -> Iterator[tuple[int, int]]:
        """Yield the units behind an offset, to the end of the block."""
        start = self._behind_blanks(end)
        for stop in self.hard_ends[bisect_right(self.hard_ends, start) :]:
            if start < stop:
                yield start, stop
            start = self._behind_blanks(stop)

    def _with_sections(self, hits: Sequence[Hit]) -> Iterator[Hit]:
        """Yield hits, those that start a section with the end of it; left out where it is not confirmed, or where it
        starts within another of its rule."""
        taken: dict[str, int] = {}
        for hit in sorted(hits, key=lambda hit: (hit.start, hit.end)):
            section = hit.rule.section
            if section is None or hit.role != "start":
                yield hit
            elif hit.start >= taken.get(hit.rule.id, 0):
                if self._is_confirmed(hit, section):
                    whole = self._section(hit, section)
                    taken[hit.rule.id] = whole.end
                    yield whole
                else:
                    self._refuse(hit, "confirm")

    def _following(self, end: int) -> Iterator[BlockView]:
        """Yield what follows an offset: units of the block, as if they were blocks, then the blocks behind it."""
        units = (self._as_block(start, stop) for start, stop in self._units_behind(end))
        blocks = self.view.blocks
        return chain(units, (blocks[at] for at in range(self.index + 1, len(blocks))))

    def _as_block(self, start: int, end: int) -> BlockView:
        text = self.text[start:end]
        return self.block._replace(text=text, shape=shape(text), folded=self.block.folded[start:end])

    def _is_confirmed(self, hit: Hit, section: Section) -> bool:
        return is_confirmed(section, self._pattern(hit.rule, "confirm"), self._following(hit.end))

    def _section(self, hit: Hit, section: Section) -> Hit:
        """Return a hit that starts a section with all that the section takes."""
        ends = self._pattern(hit.rule, "end")
        if self._is_cut_off(hit.end):
            section, ends = replace(section, end="page"), None
        taken = section_extent(section, ends, self._following(hit.end))
        stops = [stop for _, stop in self._units_behind(hit.end)]
        end = stops[min(taken, len(stops)) - 1] if taken and stops else hit.end
        return hit._replace(end=end, head=hit.end, blocks=max(0, taken - len(stops)))

    def _is_cut_off(self, end: int) -> bool:
        """True if the page ends soon behind an offset, in a blurb that is cut off: what is before it is its headline,
        however long."""
        rest = self.text[end : end + 12 * _BLURB_WORDS]
        last = self.index + 1 == len(self.view.blocks) and len(rest) == len(self.text) - end
        return last and shape(rest.strip()).truncated and len(rest.split()) <= _BLURB_WORDS

    def _pattern(self, rule: Rule, role: str) -> LazyPattern | None:
        """Return the pattern that a section tries on what is behind its start, None if it has none of that role."""
        found = (layer.neighbor_patterns.get((rule.id, role)) for layer in self.selection.layers)
        return next((pattern for pattern in found if pattern is not None), None)


def _may_be_text(rule: Rule, text: str) -> bool:
    """True if what ends a paragraph may as well belong to it: the address of a reference, a row of numbers or signs."""
    return knows_shape_only(rule) or _ADDRESS.search(text) is not None or not any(map(str.isalpha, text))


def _shortest(hits: Iterable[Hit]) -> list[Hit]:
    """Return hits without those by a pattern that take more than a pattern needs: that go on behind where another of
    their kind ends which begins with them, or begin before one of the same rule that ends with them. A caption may
    have more than its credit."""
    found = list(hits)
    ends: dict[tuple[int, str], int] = {}
    starts: dict[tuple[int, str], int] = {}
    for hit in found:
        if hit.whole:
            begins, closes = (hit.start, hit.rule.kind), (hit.end, hit.rule.id)
            ends[begins] = min(hit.end, ends.get(begins, hit.end))
            starts[closes] = max(hit.start, starts.get(closes, 0))
    return [
        hit
        for hit in found
        if not hit.whole
        or (
            hit.end == ends[hit.start, hit.rule.kind]
            and (hit.rule.kind in _CAPTIONS or hit.start == starts[hit.end, hit.rule.id])
        )
    ]


def _is_as_wanted(wanted: Neighbour, is_prose: bool) -> bool:
    return wanted.pattern is None and wanted.be != "edge" and is_prose == (wanted.be == "prose")
