"""Repairs before any rule: what is mended, what is left alone, and that each repair stands where it says."""
# ruff: noqa: E501  (tables, a row a line)

from __future__ import annotations

import random
import time
import unicodedata

import pytest

from ingest.rules.edits.settle import repair
from ingest.text.repair.ftfy_fixes import mend_line
from ingest.text.repair.normalize import PAGE_REPAIRS, mend

UNTOUCHED = {
    "plain": "The council voted on Tuesday.",
    "curly quotes": "“We asked,” she said: ‘twice’ – it’s „done“ «now» ‹so›",
    "accents": "Málaga, São Paulo, Łódź, Đà Nẵng",
    "scripts": "Київ, Ελλάδα, 東京、大阪。 القاهرة हिन्दी ไทย",
    "full width": "ＡＢＣ　１２３！",
    "ideographic space": "市議会は\u3000火曜日",
    "joiners": "می\u200cخواهم क\u094d\u200dष 👩\u200d👧",
    "direction marks": "\u200fשלום\u200e abc",
    "lone ampersand": "Marks & Spencer, AT&T",
    "not an entity": "a &copy b; &nosuch; x&y",
    "markup": "<b>bold</b> &amp; more",
    "emoji": "ok 👍🏽 🇺🇦",
    "fractions": "½ ² ™ © €",
    "code": "if a < b && c > d:",
}


@pytest.mark.parametrize("name", UNTOUCHED)
def test_text_that_is_right_is_left_alone(name: str) -> None:
    assert mend(UNTOUCHED[name]) == (UNTOUCHED[name], ())


MENDED = {
    "mojibake": ("cafÃ© and Ã¼ber", "café and über", ["encoding.ftfy", "encoding.ftfy"]),
    "mojibake of quotes": ("she saidâ€™s", "she said’s", ["encoding.ftfy"]),
    "mojibake of Cyrillic": ("ÐšÐ¸Ñ—Ð²", "Київ", ["encoding.ftfy"]),
    "entities": ("Marks &amp; Spencer &quot;a&quot;", "Marks & Spencer \"a\"", ["encoding.ftfy", "encoding.ftfy"]),
    "composed": ("cafe\u0301 au lait", "café au lait", ["encoding.nfc"]),
    "Kelvin sign": ("20 \u212a", "20 K", ["encoding.nfc"]),
    "no-break space": ("a\u00a0b", "a b", ["spacing.space"]),
    "narrow spaces": ("10\u202f000\u2009km", "10 000 km", ["spacing.space", "spacing.space"]),
    "run of blanks": ("a   b \u00a0c", "a b c", ["spacing.run", "spacing.run"]),
    "tab": ("a\tb", "a b", ["spacing.space"]),
    "soft hyphen": ("bound\u00adary", "boundary", ["spacing.invisible"]),
    "zero width": ("a\u200bb\u2060c\ufeffd", "abcd", ["spacing.invisible"]),
    "line separators": ("a\u2028b\u2029c", "a\nb\nc", ["spacing.breaks", "spacing.breaks"]),
    "blanks around a line stay": ("  a  \n\tb\t", "  a  \n\tb\t", []),
    "all at once": ("cafÃ©\u00a0au  la\u00adit", "café au lait", ["encoding.ftfy", "spacing.space", "spacing.run", "spacing.invisible"]),
    "blanks meet": ("a \u00ad b", "a b", ["spacing.invisible"]),
    "accent joins its letter": ("cafe\u00ad\u0301", "café", ["encoding.ftfy"]),
    "entity appears": ("a &\u200bamp; b", "a & b", ["encoding.ftfy"]),
}  # fmt: skip


@pytest.mark.parametrize("name", MENDED)
def test_text_is_mended(name: str) -> None:
    source, text, rules = MENDED[name]
    mended, repairs = mend(source)
    assert mended == text
    assert [one.rule for one in repairs] == rules
    assert repair(source, repairs) == text
    assert mend(text) == (text, ())


@pytest.mark.parametrize(
    ("skip", "text"),
    [(["encoding"], "cafÃ© re\u0301sume b"), (["spacing"], "café\u00a0résume\u00ad  b"), (["encoding", "spacing"], "cafÃ©\u00a0re\u0301sume\u00ad  b")],
    ids=["encoding", "spacing", "both"],
)  # fmt: skip
def test_kind_of_repair_can_be_left_out(skip: list[str], text: str) -> None:
    assert mend("cafÃ©\u00a0re\u0301sume\u00ad  b", skip)[0] == text


PIECES = [
    "a", "b", " ", "  ", "\u00a0", "\u2009", "\u00ad", "\u200b", "\u200d", "\u3000", "\t", "\n", "\u2028", "\u0085", "e\u0301", "\u0301",
    "é", "Ã©", "â€™", "’", "“", "&amp;", "&", "amp;", "&lt;", "<", "\ufeff", "東", "क\u093c", "ﬁ", "\x1b", "\x07", ".", "-",
]  # fmt: skip


@pytest.mark.parametrize("seed", range(8))
def test_random_text_is_mended_once_and_for_all(seed: int) -> None:
    pick = random.Random(seed)
    for _ in range(250):
        source = "".join(pick.choices(PIECES, k=pick.randrange(1, 14)))
        text, repairs = mend(source)
        assert repair(source, repairs) == text
        assert {one.rule for one in repairs} <= set(PAGE_REPAIRS)
        assert all(one.before != one.after and source[one.start : one.end] == one.before for one in repairs)
        for line in text.split("\n"):
            # Blanks around a line are no part of its block.
            assert mend(line.strip())[0] == line.strip(), (source, text)
            assert unicodedata.is_normalized("NFC", line.strip())


def test_line_feeds_are_kept() -> None:
    source = "a\n\n\ncafÃ©\n \n\u00adb\n"
    assert mend(source)[0].count("\n") == source.count("\n")


def test_clean_line_is_not_copied() -> None:
    line = "The council voted on Tuesday."
    assert mend_line(line) is line
    assert mend(line)[0] is line


def test_soft_hyphens_in_a_megabyte_cost_linear_time() -> None:
    source = "bound\u00adary " * 80_000
    start = time.process_time()
    assert mend(source)[0] == "boundary " * 80_000
    assert time.process_time() - start < 5
