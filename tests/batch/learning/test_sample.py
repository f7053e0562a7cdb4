"""Samples of groups: they merge in any order, and are bounded."""

from __future__ import annotations

import random
from functools import reduce

from ingest.article import Block, Page
from ingest.batch.learning.sample import GroupSample, group_in
from ingest.batch.learning.spool import spool_line
from ingest.rules.learn.groups import GroupKey
from ingest.rules.learn.mine import MAX_DOCUMENTS

GROUP = GroupKey("source", 'a "quoted", name')


def line(number: int) -> bytes:
    text = f"Said in {number}."
    return spool_line(GROUP, f"n{number}", Page("text", text, text, (Block(0, len(text)),)))


def test_group_is_read_from_a_line() -> None:
    assert group_in(line(1)) == GROUP


def test_samples_of_parts_merge_into_that_of_the_whole_in_any_order() -> None:
    said = [line(number) for number in range(3 * MAX_DOCUMENTS)]
    whole = GroupSample(said).lines()
    assert len(whole) == MAX_DOCUMENTS
    for seed in range(4):
        rnd = random.Random(seed)
        parts = [GroupSample() for _ in range(5)]
        for one in rnd.sample(said, len(said)):
            rnd.choice(parts).add(one)
        left = reduce(GroupSample.merge, parts)
        right = parts[0].merge(parts[1].merge(parts[2].merge(parts[3].merge(parts[4]))))
        assert left.lines() == right.lines() == whole
        assert GroupSample.decode(left.encode()).lines() == whole


def test_one_document_more_changes_one_of_a_sample() -> None:
    before, after = (set(GroupSample(map(line, range(many))).lines()) for many in (2000, 2001))
    assert len(before - after) <= 1
