"""A prefilter for ftfy: whether it would change a text, from its own tables and at a tenth of its cost.

ftfy 6.3 changes a segment only where it finds an entity, a ligature, a control character, a text that is not NFC, or a
match of ``ftfy.badness.BADNESS_RE``, which is most of its cost. Every alternative of that expression needs one of a
few characters, or two neighbours of certain of ftfy's categories; looking for those first is one pass over the
characters that are not ASCII. ``tests/text/repair/test_mojibake_gate.py`` holds all this against ftfy.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from ingest.text.non_ascii import non_ascii_chars

# Alternatives of BADNESS_RE, each as the least that it needs: first characters, then second ones, by category
# ({...}) or one by one. Those that need a character of _TELLING need no more.
_TELLING = "{c1}ŒœÃÂ√≈×"
_NEIGHBOURS = (
    # Signs that are hardly ever next to another one.
    ("{bad}", "{bad}{lower_accented}{upper_accented}{box}{start_punctuation}{end_punctuation}{currency}{numeric}{law}"),
    (
        "{box}",
        "{bad}{upper_accented}{lower_accented}{currency}{numeric}{law}{start_punctuation}{end_punctuation}{kaomoji}",
    ),
    ("{currency}{numeric}", "{bad}{upper_accented}{lower_accented}{start_punctuation}{end_punctuation}{box}"),
    ("{law}", "{bad}{box}{end_punctuation}"),
    ("{start_punctuation}", "{bad}{numeric}{box}Äâó"),
    ("{end_punctuation}", "{bad}{upper_accented}{lower_accented}{currency}{box}"),
    # Letters: with a sign, or a capital after a small one.
    ("{lower_accented}", "{bad}{upper_accented}{currency}{box}{start_punctuation}²µ¹¼½¾"),
    ("{upper_accented}", "{bad}{currency}{numeric}{law}{box}{start_punctuation}°{upper_accented}"),
    ("ÎÐØÙ", "{common}{bad}{currency}{numeric}{start_punctuation}{end_punctuation}ŸŠšž®°µ»"),
    ("ВГРСΒΓΞΟ", "{bad}{start_punctuation}{end_punctuation}{currency}°µў"),
)
# A closing mark after an accented letter is usual ("été»"); only a word character or an opening mark after it is not.
_CLOSED = ("{lower_accented}{upper_accented}", "{end_punctuation}", r"[\w{start_punctuation}]")
# Greek and Cyrillic are letters like any: here the second one is looked for, and then the first.
_AFTER_COMMON = ("{lower_common}{upper_common}", "{bad}{upper_accented}Ђ€")
# What other fixes than that of mojibake look for, besides ligatures and control characters.
_SURROGATES = "\ud800-\udfff"


class Gate(NamedTuple):
    """The prefilter: what passes, ftfy (as ``ingest.text.repair.ftfy_fixes`` configures it) leaves as it is."""

    suspect: Callable[[str], object]
    near: Callable[[str], object]
    after_common: Callable[[str], object]
    fixed: Callable[[str], object]
    entity: Callable[[str], object]
    is_bad: Callable[[str], bool]

    def passes(self, text: str) -> bool:
        """True if ftfy would surely leave every line of a text as it is."""
        if "&" in text and self.entity(text):
            return False
        if text.isascii():
            return text.replace("\n", "").replace("\t", "").isprintable()
        rare = non_ascii_chars(text)
        if self.fixed(rare) or not unicodedata.is_normalized("NFC", text):
            return False
        # Neighbours in the text are neighbours among its rare characters, too, which are few.
        suspect = (self.near(rare) and self.suspect(text)) or (self.after_common(rare) and self.after_common(text))
        return not (suspect and any(self._is_suspect(line) and self.is_bad(line) for line in text.split("\n")))

    def _is_suspect(self, line: str) -> bool:
        return bool(not line.isascii() and (self.suspect(line) or self.after_common(line)))


def gate() -> Gate:
    """Return the gate for the version of ftfy that is installed."""
    from ftfy import chardata
    from ftfy.badness import MOJIBAKE_CATEGORIES, is_bad

    def named(template: str) -> str:
        # Two categories hold a "-" that means a range, none holds another sign that means something in a class.
        return template.format(**MOJIBAKE_CATEGORIES)

    pairs = [(named(first), named(second)) for first, second in _NEIGHBOURS]
    closed = tuple(map(named, _CLOSED))
    branches = [f"(?<=[{named(_TELLING)}])", *(f"(?<=[{first}])[{second}]" for first, second in pairs)]
    closing = f"(?<=[{closed[0]}])[{closed[1]}]"
    firsts = named(_TELLING) + "".join(first for first, _ in pairs)
    common, rare = map(named, _AFTER_COMMON)
    fixed = "".join(map(chr, [*chardata.LIGATURES, *chardata.CONTROL_CHARS]))
    return Gate(
        # It begins with one class, which lets ``re`` skip all that is in none.
        re.compile(f"[{firsts}](?:{'|'.join([*branches, closing + closed[2]])})").search,
        re.compile(f"[{firsts}](?:{'|'.join([*branches, closing])})").search,
        re.compile(f"[{rare}](?<=[{common}][{rare}])").search,
        re.compile(f"[{_SURROGATES}{re.escape(fixed)}]").search,
        chardata.HTML_ENTITY_RE.search,
        is_bad,
    )
