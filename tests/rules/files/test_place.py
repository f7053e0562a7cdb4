"""The language of a rule file, by its place."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from ingest.rules.files.place import language_of


@pytest.mark.parametrize(
    ("place", "language"),
    [
        ("my-rules/lang/de/byline.yaml", "de"),
        ("my-rules/lang/de.yaml", "de"),
        ("my-rules/lang/any/nav.yaml", None),
        ("my-rules/lang/any.yaml", None),
        ("my-rules/sites/example.com.yaml", None),
        ("my-rules/own.yaml", None),
        ("own.yaml", None),
        ("lang", None),
    ],
)
def test_language_is_the_folder_or_the_file(place: str, language: str | None) -> None:
    assert language_of(PurePosixPath(place)) == language
