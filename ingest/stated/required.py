"""What is stated of all documents of a run, or on a command line: understood, or an error that says how to state it."""

from __future__ import annotations

from ingest.errors import UsageError
from ingest.stated.addresses import host_of
from ingest.text.language.codes import language_code


def required_language(stated: str) -> str:
    """Return the code of a language.

    Raises:
        UsageError: none is named.
    """
    if code := language_code(stated):
        return code
    raise UsageError(f"language: '{stated}' is no language\n  fix: a code like en or eng, or a name like English")


def required_host(stated: str) -> str:
    """Return the host of a site.

    Raises:
        UsageError: none is named.
    """
    if host := host_of(stated):
        return host
    raise UsageError(f"site: '{stated}' is no host\n  fix: write it like example.com")
