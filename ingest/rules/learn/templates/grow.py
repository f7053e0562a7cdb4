"""How a run that repeats grows into a template: word by word, as long as most documents agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.rules.learn.repeats import RUN, TokenAt
from ingest.rules.learn.templates.template import (
    AGREEMENT,
    FULL_STOPS,
    LONGEST_SLOT,
    PROMPT_ENDS,
    SENTENCE_ENDS,
    Occurrence,
    Slot,
    Template,
    begins,
    last_char,
)
from ingest.rules.learn.tokens import EDGE, HEADLINE, TokenRow

# A name, a day, a section: between words that always are at the same distance.
_SHORT_SLOT = 4
_LONGEST = 600
# Fewer documents than this may go on with the same sentence, and it is still the articles'.
_SURE = 3
# Where a slot ends: two tokens; or one, with a mark of how it is known: by its distance, or because it is rare.
_Anchor = tuple[int, int]
_AT_EDGE: _Anchor = (EDGE, 0)


@dataclass(slots=True)
class _Voter:
    """One place of a template that grows: tokens ``[first, last)`` of a document so far."""

    row: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Grower:
    """Grows templates in documents. ``taken`` marks the tokens that are in one, ``rare`` the numbers of tokens that are
    not to be expected in a slot; ``least`` is in how many documents a template stands, ``least_for_slots`` one that has
    slots."""

    rows: Sequence[TokenRow]
    taken: Sequence[bytearray]
    rare: bytearray
    least: int
    least_for_slots: int

    def right(self, voters: list[_Voter]) -> tuple[list[int | Slot], list[_Voter]]:
        """Return what follows, and the places where it does."""
        parts: list[int | Slot] = []
        while len(parts) < _LONGEST:
            votes = Counter(self._at(voter, voter.last) for voter in voters)
            number, many = max(votes.items(), key=lambda item: (item[1], -item[0]))
            if number == EDGE and many >= AGREEMENT * len(voters):
                break
            if number != EDGE and self._agree(many, len(voters)):
                if self._may_end(voters) and (many < len(voters) or (many < _SURE and self._ended(voters))):
                    break
                voters = [voter for voter in voters if self._at(voter, voter.last) == number]
                for voter in voters:
                    voter.last += 1
                parts.append(number)
                continue
            slot, next_voters = self._slot(voters, 1)
            if slot is None:
                break
            parts.append(slot)
            voters = next_voters
            if all(self._at(voter, voter.last) == EDGE for voter in voters):
                break
        return parts, voters

    def left(self, voters: list[_Voter]) -> tuple[list[int | Slot], list[_Voter]]:
        """Return what is before, from right to left, and the places where it is."""
        parts: list[int | Slot] = []
        while len(parts) < _LONGEST:
            votes = Counter(self._at(voter, voter.first - 1) for voter in voters)
            number, many = max(votes.items(), key=lambda item: (item[1], -item[0]))
            if number == EDGE and many >= AGREEMENT * len(voters):
                break
            if number != EDGE and self._agree(many, len(voters)):
                if self._may_begin(voters) and (many < len(voters) or self._sentence_before(voters)):
                    break
                voters = [voter for voter in voters if self._at(voter, voter.first - 1) == number]
                for voter in voters:
                    voter.first -= 1
                parts.append(number)
                continue
            slot, next_voters = self._slot(voters, -1)
            if slot is None:
                break
            parts.append(slot)
            voters = next_voters
        return parts, voters

    def _agree(self, many: int, all_of_them: int) -> bool:
        return many >= self.least and many >= AGREEMENT * all_of_them

    def _at(self, voter: _Voter, at: int) -> int:
        """Return the number of a token; an edge where another template has it."""
        ids = self.rows[voter.row].ids
        return EDGE if not 0 <= at < len(ids) or self.taken[voter.row][at] else ids[at]

    def _may_end(self, voters: Sequence[_Voter]) -> bool:
        """True if what follows looks like the beginning of something else in most places."""
        good = sum(begins(self.rows[voter.row], voter.last) for voter in voters)
        return good >= AGREEMENT * len(voters)

    def _may_begin(self, voters: Sequence[_Voter]) -> bool:
        good = sum(begins(self.rows[voter.row], voter.first) for voter in voters)
        return good >= AGREEMENT * len(voters)

    def begins_behind(self, voters: Sequence[_Voter]) -> bool:
        """True if what was found begins with the end of the sentence before, or a mark that closes it, in most places:
        then it begins behind that."""
        good = 0
        for voter in voters:
            row = self.rows[voter.row]
            good += row.text[row.starts[voter.first]] in SENTENCE_ENDS and begins(row, voter.first + 1)
        return good >= AGREEMENT * len(voters)

    def _ended(self, voters: Sequence[_Voter]) -> bool:
        return all(last_char(self.rows[voter.row], voter.last) in SENTENCE_ENDS for voter in voters)

    def _sentence_before(self, voters: Sequence[_Voter]) -> bool:
        """True if a sentence ends before most places, and how it ends is all that they have in common there."""
        ended = 0
        for voter in voters:
            row = self.rows[voter.row]
            ended += row.text[row.starts[voter.first - 1]] in SENTENCE_ENDS
        before = Counter(self._at(voter, voter.first - 2) for voter in voters)
        return ended >= AGREEMENT * len(voters) and (
            len(voters) < _SURE or max(before.values()) < max(self.least, AGREEMENT * len(voters))
        )

    def _slot(self, voters: list[_Voter], step: int) -> tuple[Slot | None, list[_Voter]]:
        """Return the slot that most places have next, and those behind it: what comes then is the same in most."""
        if len(voters) < self.least_for_slots:
            return None, voters
        needed = max(self.least, AGREEMENT * len(voters))
        where = [dict(self._anchors(voter, step)) for voter in voters]
        many: Counter[_Anchor] = Counter()
        distances: Counter[_Anchor] = Counter()
        for seen in where:
            many.update(seen.keys())
            distances.update(seen)
        fit = [anchor for anchor, count in many.items() if count >= needed]
        if _AT_EDGE in fit and not self._may_reach_edge(voters, where):
            fit.remove(_AT_EDGE)
        if not fit:
            return None, voters
        best = min(fit, key=lambda anchor: (distances[anchor] / many[anchor], anchor))
        behind, lengths, words = [], [], 0
        for voter, seen in zip(voters, where, strict=True):
            if (length := seen.get(best)) is not None:
                lengths.append(length)
                moved = (voter.first, voter.last + length) if step > 0 else (voter.first - length, voter.last)
                behind.append(_Voter(voter.row, *moved))
                words = max(words, self._headline_words(voter, length, step))
        return Slot(min(lengths), max(lengths), words), behind

    def _headline_words(self, voter: _Voter, length: int, step: int) -> int:
        """Return how many words a slot has in a place where a headline is in it; 0 if none is."""
        row = self.rows[voter.row]
        first = voter.last if step > 0 else voter.first - length
        has_headline = row.inner and HEADLINE in row.ids[first : first + length]
        return len(row.said(first, first + length).split()) if has_headline else 0

    def _anchors(self, voter: _Voter, step: int) -> Iterator[tuple[_Anchor, int]]:
        """Yield where a slot beside a place may end, the farthest first, each with its distance."""
        window = []
        at = voter.last if step > 0 else voter.first - 1
        for offset in range(LONGEST_SLOT + 2):
            window.append(self._at(voter, at + step * offset))
            if window[-1] == EDGE:
                break
        for offset in range(len(window) - 1, 0, -1):
            number = window[offset]
            if number == EDGE:
                if step > 0:
                    yield _AT_EDGE, offset
                continue
            row = self.rows[voter.row]
            ends_sentence = window[-1] == EDGE and row.text[row.starts[at + step * offset]] in FULL_STOPS
            if offset + 1 < len(window) and not (ends_sentence and offset + 2 == len(window)):
                yield (number, window[offset + 1]), offset
            if offset <= _SHORT_SLOT:
                yield (number, -offset), offset
            if self.rare[number]:
                yield (number, -LONGEST_SLOT), offset

    def _may_reach_edge(self, voters: Sequence[_Voter], where: Sequence[dict[_Anchor, int]]) -> bool:
        """True if what differs, up to the end of the block, is a headline or a name, not the block's next sentence."""
        headlines = 0
        for voter, seen in zip(voters, where, strict=True):
            length = seen.get(_AT_EDGE)
            if length is None:
                continue
            row = self.rows[voter.row]
            said = row.said(voter.last, voter.last + length)
            begun = self._at(voter, voter.first - 1) == EDGE
            before = last_char(row, voter.last)
            headlines += said[-1:] not in FULL_STOPS and ((begun and before not in ".!?…»。") or before in PROMPT_ENDS)
        return headlines >= max(self.least, 0.8 * len(voters))


def grown(grower: Grower, places: list[TokenAt]) -> Template | None:
    """Return the template around a run that stands at some places."""
    row, at = places[0]
    ids = grower.rows[row].ids
    begins_block = ids[at] == EDGE
    core = list(ids[at + begins_block : at + RUN])
    core = core[: core.index(EDGE)] if EDGE in core else core
    voters = [_Voter(row, at + begins_block, at + begins_block + len(core)) for row, at in places]
    right, voters = grower.right(voters)
    left, voters = grower.left(voters)
    if len(voters) < grower.least:
        return None
    parts = (*reversed(left), *core, *right)
    while len(parts) > RUN and grower.begins_behind(voters):
        parts = parts[1:]
        for voter in voters:
            voter.first += 1
    to_edge = bool(parts) and isinstance(parts[-1], Slot)
    return Template(parts, tuple(Occurrence(voter.row, voter.first, voter.last) for voter in voters), to_edge)
