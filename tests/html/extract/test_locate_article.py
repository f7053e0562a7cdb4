"""Which line of a page is its headline: what a rank takes, and that the surer rank wins wherever it stands."""

from __future__ import annotations

import pytest

from ingest.html.dom import parse
from ingest.html.extract.line_index import LineIndexer
from ingest.html.extract.locate_article import HeadlineRank, find_headline

TITLE = "Bridge stays open until the spring"
STORY = "<p>The council voted on Tuesday to keep the old bridge open until the herring come, officials said.</p>" * 4
# A line for each rank, the surest first: a page with one of them has that line as its headline.
CANDIDATES = {
    HeadlineRank.MAIN_HEADING_OF_TITLE: f"<h1>{TITLE}</h1>",
    HeadlineRank.IS_TITLE: f"<div>{TITLE}</div>",
    HeadlineRank.MAIN_HEADING_WITH_TITLE_WORDS: "<h1>The old bridge stays for now, says the council in spring</h1>",
    HeadlineRank.ONLY_MAIN_HEADING: "<h1>A pier by the river</h1>",
    HeadlineRank.PART_OF_TITLE: "<h2>Bridge stays open until the</h2>",
}


def headline(body: str, title: str | None = TITLE) -> str | None:
    parsed = parse(f"<html><body>{body}</body></html>".encode())
    assert parsed is not None
    index = LineIndexer().walk(parsed.root)
    at = find_headline(index, title)
    return None if at is None else index.lines[at].text


def text_of(markup: str) -> str:
    return markup.partition(">")[2].rpartition("<")[0]


@pytest.mark.parametrize("rank", HeadlineRank, ids=lambda rank: rank.name)
def test_each_rank_makes_a_headline(rank: HeadlineRank) -> None:
    title = f"{TITLE}, and the boatmen are glad of it" if rank is HeadlineRank.PART_OF_TITLE else TITLE
    assert headline(CANDIDATES[rank] + STORY, title) == text_of(CANDIDATES[rank])


@pytest.mark.parametrize(
    ("surer", "other"),
    [
        (HeadlineRank.MAIN_HEADING_OF_TITLE, HeadlineRank.IS_TITLE),
        (HeadlineRank.MAIN_HEADING_OF_TITLE, HeadlineRank.MAIN_HEADING_WITH_TITLE_WORDS),
        (HeadlineRank.IS_TITLE, HeadlineRank.MAIN_HEADING_WITH_TITLE_WORDS),
        (HeadlineRank.IS_TITLE, HeadlineRank.ONLY_MAIN_HEADING),
        (HeadlineRank.MAIN_HEADING_WITH_TITLE_WORDS, HeadlineRank.ONLY_MAIN_HEADING),
    ],
    ids=lambda rank: rank.name,
)
def test_the_surer_candidate_wins_before_and_behind(surer: HeadlineRank, other: HeadlineRank) -> None:
    for markup in (CANDIDATES[surer] + CANDIDATES[other], CANDIDATES[other] + CANDIDATES[surer]):
        assert headline(markup + STORY) == text_of(CANDIDATES[surer])


@pytest.mark.parametrize(
    "body",
    [
        STORY,
        "<h1>News</h1>" + STORY,
        "<h1>Local news</h1>" + STORY,
        "<h1>A pier by the river</h1><h1>A pier by the sea side</h1>" + STORY,
        f"<p><a href=/a>{TITLE}</a></p>" + STORY,
        f"<div>{TITLE} {'and on ' * 40}</div>" + STORY,
        STORY + f"<h1>{TITLE}</h1>",
    ],
    ids=["none", "too short", "a section's name", "two other main headings", "a link", "too long", "below the text"],
)
def test_what_is_no_headline(body: str) -> None:
    assert headline(body) is None
