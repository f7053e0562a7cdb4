"""Cuts: where one unit of a block may end and the next begin."""

from __future__ import annotations

import pytest

from ingest.text.units import cuts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The vote was close. It was the third.", "The vote was close.|It was the third."),
        ("Dr. Lee and J. K. Roe spoke of the U.S. Army.", "Dr. Lee and J. K. Roe spoke of the U.S. Army."),
        ("He left.ADOn the other side", "He left.|AD¦On the other side"),
        ("It was closed.The mayor went home.", "It was closed.|The mayor went home."),
        ("He said no. ▶ Watch the video", "He said no.|▶ Watch the video"),
        ("It was theirs. (md/rer)", "It was theirs.|(md/rer)"),
        ("A ship at the pier (Northwire) The mayor spoke.", "A ship at the pier¦(Northwire)|The mayor spoke."),
        ("write to ann.lee@example.com The next story", "write to ann.lee@example.com|The next story"),
        ("the impulsesIt's a familiar story", "the impulses|It's a familiar story"),
        ("see www.example.com/a.html for more", "see www.example.com/a.html for more"),
        ("the older persons “And so we wait”", "the older persons¦“And so we wait”"),
        ("他說。好的！那是第三次。", "他說。|好的！|那是第三次。"),
        ("उसने मना किया। वह चला गया।", "उसने मना किया।|वह चला गया।"),
        (
            "It was.(Photo: A. Lee. All rights reserved)The mayor",
            "It was.|(Photo: A. Lee. All rights reserved)|The mayor",
        ),
        ("It rose by 57.4%Photo: Ann Lee", "It rose by 57.4%|Photo: Ann Lee"),
        ("It was closed.[tips@example.com]", "It was closed.|[tips@example.com]"),
        ("", ""),
    ],
    ids=lambda value: value[:20],
)
def test_cuts(text: str, expected: str) -> None:
    """A "|" is a hard cut, a "¦" a soft one, where only what a rule knows may end; blanks there are no unit's."""
    pieces, at = [], 0
    for cut in cuts(text, None):
        pieces += [text[at : cut.end], "|" if cut.hard else "¦"]
        at = cut.start
    assert "".join([*pieces, text[at:]]) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It was closed.The mayor went.", ["It was closed.", "The mayor went."]),
        ("Photo: Jane DoeringMayor says no.", ["Photo: Jane Doering", "Mayor says no."]),
        ("They met on WhatsApp and YouTube.", ["They met on WhatsApp and YouTube."]),
        ("It was closed. The mayor went.", ["It was closed. The mayor went."]),
        ("It was closed.    The mayor went.", ["It was closed.", "The mayor went."]),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else "",
)
def test_glued_paragraphs(text: str, expected: list[str]) -> None:
    parting = [cut for cut in cuts(text, "en") if cut.parts_paragraphs]
    starts, ends = [0, *(cut.start for cut in parting)], [*(cut.end for cut in parting), len(text)]
    assert [text[start:end] for start, end in zip(starts, ends, strict=True)] == expected


def test_cuts_of_a_long_line_take_linear_time() -> None:
    """Counted in cuts, as a busy machine has no clock: twice the text, twice the cuts."""
    text = "The vote was close. It was the third, said Dr. Lee (Northwire) The mayor spoke.ADOn the other side. " * 200
    one, two = len(cuts(text, "en")), len(cuts(text * 2, "en"))
    assert abs(two - 2 * one) <= 2
