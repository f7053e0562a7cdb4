"""What the gate lets pass, ftfy leaves as it is; and what ftfy takes for mojibake, the gate sees."""

from __future__ import annotations

import random
import re
import time
import unicodedata

import pytest
from corpora import all_texts, pieces
from ftfy import fix_text
from ftfy.badness import BADNESS_RE, MOJIBAKE_CATEGORIES, is_bad

from ingest.text.repair.ftfy_fixes import _config, is_sound, mend_line
from ingest.text.repair.mojibake_gate import gate

GATE = gate()


def mojibake_characters() -> list[str]:
    found = set(re.findall(r"[^\x00-\x7f]", BADNESS_RE.pattern))
    for category in MOJIBAKE_CATEGORIES.values():
        for first, last, alone in re.findall(r"(.)-(.)|(.)", category, re.DOTALL):
            found |= {alone} if alone else set(map(chr, range(ord(first), ord(last) + 1)))
    return sorted(found)


def seen(text: str) -> bool:
    return bool(GATE.suspect(text) or GATE.after_common(text))


def test_gate_sees_every_bad_pair() -> None:
    characters = mojibake_characters()
    assert len(characters) > 400
    missed = []
    for first in characters:
        for second in characters:
            for text in (f"a{first}{second}a", f"{first}{second}“"):
                if is_bad(text) and not seen(text):
                    missed.append(text)
    assert missed == []


def test_gate_sees_bad_runs_of_any_length() -> None:
    choice = random.Random(0)
    characters = mojibake_characters()
    drawn = ("".join(choice.choices([*characters, *"aZ z.,?!" * 12], k=choice.randrange(1, 7))) for _ in range(60_000))
    bad = [text for text in drawn if is_bad(text)]
    assert len(bad) > 5_000
    assert [text for text in bad if not seen(text)] == []


def spoilt(text: str, choice: random.Random) -> str:
    """One of the things that happen to texts, or nothing."""
    how = choice.randrange(8)
    if how == 0:
        return text.encode("utf-8", "replace").decode("windows-1252", "replace")
    if how == 1:
        return text.replace(" ", "&nbsp;", 3).replace("t", "&amp;", 1)
    if how == 2:
        return unicodedata.normalize("NFD", text)
    if how == 3:
        return text.replace("fi", "ﬁ").replace("e", "e\u0301", 1)
    if how == 4:
        return text[:9] + choice.choice("\x00\x07\x1b\x7f\x85\x96\ufeff\u2028<&") + text[9:]
    return text


def test_sound_texts_are_what_ftfy_leaves() -> None:
    choice = random.Random(1)
    texts = [spoilt(text, choice) for text in pieces(1_500, 600)]
    wrong = [text for text in texts if is_sound(text) and fix_text(text, _config()) != text]
    assert wrong == []
    assert 0.3 < sum(map(is_sound, texts)) / len(texts) < 0.95


def test_lines_are_mended_as_ftfy_does() -> None:
    choice = random.Random(2)
    lines = [line for text in pieces(1_500, 400, seed=2) for line in spoilt(text, choice).split("\n")]
    assert [line for line in lines if mend_line(line) != fix_text(line, _config())] == []


@pytest.mark.parametrize("text", ["Q&A at AT&T", "«Été» – l’œuvre", "“Ещё» и “так”", "ＡＢ　東京（１）", "A\tB\n\nC"])
def test_usual_typography_passes(text: str) -> None:
    assert is_sound(text) == (fix_text(text, _config()) == text)


@pytest.mark.slow
def test_all_texts_are_mended_as_ftfy_does() -> None:
    spent, theirs, wrong = 0.0, 0.0, []
    for text in all_texts():
        began = time.process_time()
        sound = is_sound(text)
        spent += time.process_time() - began
        began = time.process_time()
        fixed = fix_text(text, _config())
        theirs += time.process_time() - began
        if sound and fixed != text:
            wrong.append(text)
    assert wrong == []
    # Measured 15 to 30: a third of the least is asked for.
    assert theirs > 5 * spent
