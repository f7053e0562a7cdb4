"""Labels, buttons and credits, and the nearest headlines and captions."""

from __future__ import annotations

import pytest

from ingest.text.labels import describes_nothing, is_story

PAGE = "https://www.courier.example/2026/04/old-bridge-stays-open"
STORY = "https://courier.example/2026/04/ferry-sails-again"


@pytest.mark.parametrize(
    ("title", "url", "expected"),
    [
        ("Ferry sails again after nine weeks", None, True),
        ("Ferry sails again", None, True),
        ("Ferry sails again", STORY, True),
        ("Ferry sails again", "https://courier.example/harbour/ferry-sails", True),
        ("Bridge closed", STORY, True),
        ("Bridge closed", None, False),
        ("Bridge closed", "https://courier.example/local", False),
        ("California", STORY, False),
        ("渡轮九周后复航", None, True),
        ("Local news today", "https://courier.example/local", False),
        ("Share this on Ringle", "https://ringle.example/share?u=1", False),
        ("Ferry sails again after nine weeks", "https://mail.example/ferry", True),
        ("Sources and notes", "#notes", False),
        ("Weiterlesen »", None, False),
        ("Leggi anche:", None, False),
        ("www.courier.example", None, False),
        ("$898.00 from Riverside Tools", None, False),
        ("14. November 2022", None, False),
        ("By Moira Tennant", None, False),
        ("+++", None, False),
    ],
)
def test_is_story(title: str, url: str | None, expected: bool) -> None:
    assert is_story(title, url, PAGE) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Enlarge", True),
        ("View gallery »", True),
        ("courier.example", True),
        ("Jane Doe", False),
        ("Sold.", False),
        ("古い橋と町の人々", False),
    ],
)
def test_describes_nothing(text: str, expected: bool) -> None:
    assert describes_nothing(text) is expected


@pytest.mark.parametrize("url", ["http://[", "//", "javascript:x", "a" * 5000])
def test_address_that_is_none_raises_nothing(url: str) -> None:
    assert is_story("Ferry sails again after nine weeks", url, PAGE)
    is_story("Ferry sails again", url, url)
