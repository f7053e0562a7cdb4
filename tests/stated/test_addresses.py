"""Hosts as people state them."""

from __future__ import annotations

import pytest

from ingest.article import RawDocument, site_of
from ingest.stated.addresses import host_of, is_address


@pytest.mark.parametrize(
    ("stated", "host"),
    [
        ("example.com", "example.com"),
        ("WWW.Example.com.", "example.com"),
        ("http://example.com:8080/a?b#c", "example.com"),
        ("//cdn.example.com/a", "cdn.example.com"),
        ("user:word@example.com", "example.com"),
        ("новини.укр", "новини.укр"),
        ("xn--e1aybc.xn--j1amh", "xn--e1aybc.xn--j1amh"),
        ("localhost:8000", "localhost"),
        ("127.0.0.1", "127.0.0.1"),
        ("http://[::1]/", "::1"),
        ("The Courier", None),
        ("example", None),
        ("", None),
        ("http://", None),
        ("http://[broken", None),
        ("-.-", None),
        ("a" * 10_000, None),
    ],
)
def test_host_is_found_or_there_is_none(stated: str, host: str | None) -> None:
    assert host_of(stated) == host


@pytest.mark.parametrize(
    ("url", "site"), [("latimes.com/x", "latimes.com"), ("page.html", None), ("a/b.html", None), ("/a/b", None)]
)
def test_address_without_scheme_names_its_host(url: str, site: str | None) -> None:
    assert site_of(RawDocument("", url=url)) == site


@pytest.mark.parametrize("stated", ["", "a b", "a\x00", "a\n", "\u3000"])
def test_address_has_no_blanks(stated: str) -> None:
    assert is_address("https://example.com/ü?a=b#c")
    assert not is_address(stated)
