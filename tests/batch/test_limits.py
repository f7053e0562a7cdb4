"""Sizes as people write them."""

from __future__ import annotations

from typing import Any

import pytest

from ingest import UsageError
from ingest.batch.limits import Limits, parse_size


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("20000000", 20_000_000),
        ("20_000_000", 20_000_000),
        ("0", 0),
        ("7 B", 7),
        ("2GB", 2_000_000_000),
        ("500 MB", 500_000_000),
        ("500mb", 500_000_000),
        ("64kB", 64_000),
        ("1TB", 10**12),
        ("1.5GiB", 3 << 29),
        (".5 MiB", 1 << 19),
        (" 16MB ", 16_000_000),
        ("1.005GB", 1_005_000_000),
    ],
)
def test_size_is_read(text: str, size: int) -> None:
    assert parse_size(text) == size


@pytest.mark.parametrize(
    "text", ["", "GB", "2 parsecs", "-1", "1e9", "2G", "1.5", "2GB 3", "1,5GB", "٣GB", "nan", "2 GIB B", "1__0"]
)
def test_what_is_no_size_is_told_with_the_forms(text: str) -> None:
    with pytest.raises(UsageError, match="is no size\n  fix: bytes like 20000000, or a number with a unit: 500MB"):
        parse_size(text)


@pytest.mark.parametrize("limits", [{"max_bytes": "2GB"}, {"seconds": "1"}, {"memory": None}], ids=str)
def test_limit_of_a_wrong_type_is_told_with_what_is_taken(limits: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match=r"fix: give a (whole )?number"):
        Limits(**limits)


@pytest.mark.parametrize("limits", [{"max_bytes": 0}, {"memory": 1000}], ids=str)
def test_limit_in_which_no_document_fits_is_a_wrong_call(limits: dict[str, int]) -> None:
    with pytest.raises(UsageError, match="no document"):
        Limits(**limits)
