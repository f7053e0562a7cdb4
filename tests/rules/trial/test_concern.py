"""Which documents rules on trial can concern: what is said of none is not cleaned again, so it must be none."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest import Cleaner, RawDocument
from ingest.rules.load import read_layer
from ingest.rules.model import RuleFile
from ingest.rules.trial.concern import Concern

BODY = "The council voted on Tuesday to keep the bridge.\nA second vote follows in the spring, it said."


def file_of(rule: str, head: str = "") -> RuleFile:
    text = f"{head}about: a trial\nrules:\n  - id: my.one\n    kind: other\n    {rule}\n    origin: learned\n"
    return read_layer(Path("my.yaml"), None, (), data=text.encode())


@pytest.mark.parametrize(
    ("rule", "text", "concerned"),
    [
        ("line: '^tell your friends$'", BODY, False),
        ("line: '^tell your friends$'", f"{BODY} Tell your friends", True),
        ("line: '^tell your friends$'", f"{BODY}\n- Tell  your\nfriends", False),
        ("line: '^tell\\s+your\\s+friends$'", f"Tell your friends. {BODY}", True),
        ("line: '(^|\\()friends$'", f"Tell your friends. {BODY}", True),
        ("phrases: ['tell your friends']", f"{BODY} >> Tell your friends!", True),
        ("phrases: ['tell your friends']", BODY, False),
        ("section: {start: '^comments$', confirm: 'reply'}", f"{BODY} 3 Comments", True),
    ],
)
def test_text_is_concerned_where_a_pattern_is_found_anywhere(rule: str, text: str, concerned: bool) -> None:
    raw = RawDocument(text, kind="text")
    assert Concern([file_of(rule)]).concerns(Cleaner().read(raw), raw) is concerned


@pytest.mark.parametrize(
    ("head", "raw", "concerned"),
    [
        ("site: courier.example\n", RawDocument("Tell your friends", kind="text"), False),
        ("site: courier.example\n", RawDocument("Tell your friends", kind="text", site="www.courier.example"), True),
        ("site: courier.example\n", RawDocument("Tell your friends", kind="text", site="m.courier.example"), True),
        ("group: 'a'\n", RawDocument("Tell your friends", kind="text", group="a"), True),
        ("group: 'a'\n", RawDocument("Tell your friends", kind="text", group="b"), False),
    ],
)
def test_rules_concern_their_site_and_group(head: str, raw: RawDocument, concerned: bool) -> None:
    concern = Concern([file_of("line: '^tell your friends$'", head)])
    assert concern.concerns(Cleaner().read(raw), raw) is concerned


def test_elements_concern_every_page_and_no_text() -> None:
    concern, cleaner = Concern([file_of("element: '.promo'")]), Cleaner()
    page, text = RawDocument("<p>The council voted.</p>", kind="html"), RawDocument("promo", kind="text")
    assert concern.concerns(cleaner.read(page), page)
    assert not concern.concerns(cleaner.read(text), text)
