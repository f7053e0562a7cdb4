"""Addresses of one page are one, and those of two pages stay two."""

from __future__ import annotations

import pytest

from ingest.batch.duplicates.address import comparable_address, shared_address

STORY = "https://example.com/2024/bridge"


@pytest.mark.parametrize(
    "other",
    [
        "https://example.com/2025/bridge",
        "https://example.com/2024/bridge-2",
        "https://example.com/2024/bridge?page=2",
        "https://example.com/2024/bridge?cid=7",
        "https://example.com/2024/bridge/amp",
        "https://example.com/2024/Bridge",
        "https://example.com:8080/2024/bridge",
        "https://news.example.com/2024/bridge",
        "https://example.org/2024/bridge",
        "https://example.com/2024/bridge#!/comments",
        "https://example.com/2024%2Fbridge",
    ],
)
def test_addresses_of_two_pages_are_two(other: str) -> None:
    assert comparable_address(other) not in (None, comparable_address(STORY))


@pytest.mark.parametrize(
    "other",
    [
        "http://example.com/2024/bridge",
        "https://www.example.com/2024/bridge/",
        "HTTPS://Example.COM./2024/bridge",
        "https://example.com:443/2024/bridge",
        "http://example.com:80/2024/bridge",
        "https://example.com/2024/bridge#comments",
        "https://example.com/2024/bridge?",
        "https://example.com/2024/bridge?utm_source=a&UTM_medium=b&fbclid=c&gclid=d&_ga=1.2",
        " https://example.com/2024/bridge\n",
    ],
)
def test_addresses_of_one_page_are_one(other: str) -> None:
    assert comparable_address(other) == comparable_address(STORY)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.com/?p=12&lang=de", "https://example.com/?utm_source=x&lang=de&p=12"),
        ("https://example.com/київ", "https://example.com/%d0%BA%D0%B8%D1%97%D0%B2"),
        ("https://example.com/a b", "https://example.com/a%20b"),
    ],
    ids=["order of parameters", "letters", "blanks"],
)
def test_ways_to_write_an_address_are_one(one: str, other: str) -> None:
    assert comparable_address(one) == comparable_address(other) is not None


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "https://example.com",
        "https://www.example.com/",
        "https://example.com/?utm_source=x",
        "example.com/a",
        "mailto:a@example.com",
        "javascript:void(0)",
        "http://[::1",
        "http://example.com:port/a",
        "https:///a",
        "a\0b",
        "https://example.com/" + "a" * 10_000,
    ],
)
def test_front_pages_and_what_is_no_address_are_none(url: str | None) -> None:
    assert comparable_address(url) is None


@pytest.mark.parametrize(
    "url", ["https://example.com/\ud800", "https://example.com/" + "%" * 5_000, "https://\ud800/a"]
)
def test_odd_addresses_are_compared(url: str) -> None:
    assert comparable_address(url) == comparable_address(f"{url}#x")


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("https://m.example.com/2024/bridge", "https://www.example.com/2024/bridge"),
        ("https://amp.example.com/2024/bridge", "https://www.example.com/2024/bridge"),
        ("https://www.example.com/2024/bridge/amp/", "https://www.example.com/2024/bridge/"),
        ("https://news.example.com/bridge", "https://example.com/2024/bridge"),
        ("https://example.com/2024/bridge/index.html", "https://example.com/2024/bridge"),
        ("https://example.com/print/bridge", "https://example.com/2024/bridge"),
        (None, "https://example.com/2024/bridge"),
    ],
)
def test_canonical_address_of_another_view_is_shared(url: str | None, canonical: str) -> None:
    assert shared_address(url, canonical) == comparable_address(canonical)


@pytest.mark.parametrize(
    "canonical",
    [
        "https://example.com/",
        "https://example.com/news",
        "https://example.com/2024",
        "https://example.com/article.php",
        "https://agency.example/2024/bridge.php",
        "bridge.php",
        None,
    ],
)
def test_canonical_address_that_may_be_wrong_is_not_believed(canonical: str | None) -> None:
    found = "https://example.com/2024/article.php?id=7"
    assert shared_address(found, canonical) == comparable_address(found)


def test_second_page_of_a_story_is_no_version_of_the_first() -> None:
    for page in (f"{STORY}/2", f"{STORY}?page=2", f"{STORY}/page/2"):
        assert shared_address(page, STORY) == comparable_address(page)
