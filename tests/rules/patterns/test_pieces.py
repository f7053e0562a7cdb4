"""Named pieces of patterns: what they expand to, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest import Cleaner
from ingest.errors import RuleError
from ingest.rules.load import load_rules
from ingest.rules.patterns.pieces import MAX_EXPANDED, expand, piece_of
from ingest.rules.patterns.translate import PatternError

PIECES = {"month": "(?:jan|feb)", "day": r"(?:\d{1,2})"}


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (r"^{day} {month}$", r"^(?:\d{1,2}) (?:jan|feb)$"),
        (r"{month}", "(?:jan|feb)"),
        (r"\d{1,2} x{3,} \p{L}+ \p{Lu}", r"\d{1,2} x{3,} \p{L}+ \p{Lu}"),
        (r"\{month} [{month}] [^]{month}] [\]{month}]", r"\{month} [{month}] [^]{month}] [\]{month}]"),
        (r"\\{month}", r"\\(?:jan|feb)"),
        (r"\p{month}", r"\p{month}"),
        ("[{month}", "[{month}"),
        ("{Month} {1month} {", "{Month} {1month} {"),
    ],
    ids=[
        "two", "alone", "counts and classes of letters", "escaped, in brackets", "behind a backslash that is escaped",
        "a class of letters", "open bracket", "no names",
    ],
)  # fmt: skip
def test_pieces_are_put_in_where_they_are_named(written: str, text: str) -> None:
    assert expand(written, PIECES).text == text


def test_offsets_lead_back_to_what_was_written() -> None:
    expanded = expand("a{month}b{day}c", PIECES)
    at = {letter: expanded.text.index(letter, start) for letter, start in (("a", 0), ("b", 12), ("c", 20))}
    assert [expanded.written_at(at[letter]) for letter in "abc"] == [0, 8, 14]
    assert expanded.written_at(expanded.text.index("jan")) == 1
    assert expanded.written_at(expanded.text.index("1,2")) == 9


def test_patterns_do_not_grow_without_bound() -> None:
    pieces = {"p0": piece_of(["x" * 100])}
    for number in range(1, 3):
        pieces[f"p{number}"] = piece_of([expand(f"{{p{number - 1}}}" * 9, pieces).text])
    with pytest.raises(PatternError, match=f"longer than {MAX_EXPANDED}"):
        expand("{p2}" * 9, pieces)


@pytest.mark.parametrize("written", ["[" * 100_000, "{a" * 100_000, "\\" * 100_001, "\\p{" * 50_000, "[^]" * 50_000])
def test_time_is_linear_in_the_pattern(written: str) -> None:
    assert expand(written, PIECES).text == written


RULE = """\
define:
  month: [january, february]
  day: '\\d{1,2}'
  when:
    - '{day} {month}'
rules:
  - id: own.date
    kind: date
    line: '^posted: (?P<value>{when})$'
    then: {move: published}
    examples:
      removes: ['Posted: 3 February']
      keeps: ['Posted: 3 times']
"""


def test_rules_use_the_pieces_of_their_file(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(RULE)
    cleaner = Cleaner(rules=[tmp_path])
    assert [cut.rule for cut in cleaner.clean("Posted: 3 February", language="en", title="").removed] == ["own.date"]
    assert cleaner.clean("Posted: 3 times", language="en", title="").text == "Posted: 3 times"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{when})$", "{wen})$", r"a.yaml:9:31: rule 'own.date': .*: no piece above is named 'wen'.*\n.*mean 'when'"),
        ("'{day} {month}'", "'{day} {when}'", r"a.yaml:5:14: in the pattern .*: no piece above is named 'when'"),
        ("{day} {month}", "{day} {month", r"a.yaml"),
        ("[january, february]", "['jan(']", r"a.yaml:2:1[0-9]: in the piece 'jan\('"),
        ("[january, february]", "['\\bjan']", r"a.yaml:2:1[0-9]: in the piece '\\bjan'"),
        ("  month:", "  Month:", r"a.yaml:2:3: a piece is named 'Month'"),
        ("  day:", "  month: x\n  day:", r"a.yaml:3:3: the piece 'month' is there twice"),
        ("  when:\n    - '{day} {month}'", "  when: '{day} {month} ('", r"a.yaml:4:2\d: in the piece"),
        ("[january, february]", "['jan)(?:feb']", r"a.yaml:2:1\d: in the piece 'jan\)"),
        (RULE.partition("rules:")[0], "define: x\n", r"a.yaml:1:9: 'define' is not a mapping"),
    ],
    ids=[
        "unknown", "recursion", "brace open", "no pattern", "word edge", "name", "twice", "behind a piece",
        "closes more than it opens",
        "no mapping",
    ],
)  # fmt: skip
def test_faults_say_where(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in RULE
    (tmp_path / "a.yaml").write_text(RULE.replace(old, new, 1))
    with pytest.raises(RuleError, match=said):
        load_rules([tmp_path])
