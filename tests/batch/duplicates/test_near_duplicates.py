"""Copies are found and other articles are not: measured on a set made from the clean articles, in fifteen languages."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.batch.duplicates.near_duplicates import Originals, words

BASES = {
    path.stem: path.read_text(encoding="utf-8").strip()
    for path in sorted(Path(__file__).parents[2].glob("clean/*.txt"))
}
AGENCY = "By our correspondent in the capital\n\nThis report was first published by the regional news agency."
FOOTER = "Reporting by the agency; editing by the night desk. All rights reserved by its members and subscribers."


def pieces(text: str) -> list[str]:
    return text.split() if _spaced(text) else list(text)


def joined(parts: list[str], like: str) -> str:
    return (" " if _spaced(like) else "").join(parts)


def _spaced(text: str) -> bool:
    return text.count(" ") * 20 > len(text)


def edited(text: str, rng: random.Random, share: float = 0.04) -> str:
    """One word in twenty-five replaced by another of the text, and one paragraph gone."""
    paragraphs = text.split("\n\n")
    if len(paragraphs) > 3:
        del paragraphs[rng.randrange(1, len(paragraphs))]
    out = []
    for paragraph in paragraphs:
        parts = pieces(paragraph)
        for _ in range(max(1, int(len(parts) * share))):
            parts[rng.randrange(len(parts))] = rng.choice(pieces(text))
        out.append(joined(parts, paragraph))
    return "\n\n".join(out)


def cut(text: str, rng: random.Random) -> str:
    """The first half to two thirds, as a teaser page has it."""
    parts = pieces(text)
    return joined(parts[: int(len(parts) * rng.uniform(0.5, 0.67))], text)


def syndicated(text: str, rng: random.Random) -> str:
    """The same with another paper's head and foot, its capitals and its quotes."""
    straight = text.translate({ord(sign): '"' for sign in "“”„«»"})
    return "\n\n".join((AGENCY, straight, FOOTER))


def reset(text: str, rng: random.Random) -> str:
    """The same words: other capitals, blanks and line ends."""
    return text.upper().replace("\n\n", "\n") if text.isascii() else text.replace("\n\n", "\n  ")


COPIES: dict[str, Callable[[str, random.Random], str]] = {
    "edited": edited,
    "cut": cut,
    "syndicated": syndicated,
    "reset": reset,
}


def follow_up(text: str, other: str, rng: random.Random) -> str:
    """Another story with a third of this one's paragraphs as its background: no copy."""
    return "\n\n".join([*other.split("\n\n"), *text.split("\n\n")[: max(1, len(text.split("\n\n")) // 4)]])


def template(text: str, rng: random.Random) -> str:
    """Every third word another: the next of a series, as reports of matches and markets are. No copy."""
    parts = pieces(text)
    return joined([rng.choice(parts) if at % 3 == 0 else part for at, part in enumerate(parts)], text)


def labelled(seed: int = 5) -> list[tuple[str, str | None, str]]:
    """Texts with what they are a copy of, in a random order after the articles themselves: 30 originals, 60 stories
    that share paragraphs or phrases with one, and 120 copies."""
    rng = random.Random(seed)
    found: list[tuple[str, str | None, str]] = []
    for name, text in BASES.items():
        other = BASES[name[:3] + ("2" if name.endswith("1") else "1")]
        found += [(copy(text, rng), name, kind) for kind, copy in COPIES.items()]
        found.append((follow_up(text, rewritten(other, rng), rng), None, "follow-up"))
        found.append((template(text, rng), None, "template"))
    rng.shuffle(found)
    return [(text, None, name) for name, text in BASES.items()] + found


def rewritten(text: str, rng: random.Random) -> str:
    """A text of the same words in another order: as alike as two stories of one beat can be, and no copy."""
    parts = pieces(text)
    rng.shuffle(parts)
    return joined(parts, text)


@pytest.mark.parametrize("seed", [5, 6, 7])  # thresholds were chosen on 5
def test_copies_are_found_and_other_articles_are_not(seed: int) -> None:
    originals, names = Originals(), {}
    right: dict[str, list[bool]] = {}
    false = found = 0
    for number, (text, copy_of, kind) in enumerate(labelled(seed)):
        if number < len(BASES):
            names[number] = kind
        copy = originals.add(number, text)
        found += copy is not None
        if copy_of is None:
            false += copy is not None
        else:
            right.setdefault(kind, []).append(copy is not None and names.get(copy.of) == copy_of)
            false += copy is not None and names.get(copy.of) != copy_of
    recall = {kind: sum(answers) / len(answers) for kind, answers in sorted(right.items())}
    all_right = sum(map(sum, right.values()))
    print(f"precision {1 - false / found:.3f}, recall {all_right / sum(map(len, right.values())):.3f}, {recall}")
    assert 1 - false / found >= 0.99
    assert recall["reset"] == recall["syndicated"] == 1.0
    assert recall["edited"] >= 0.95
    assert recall["cut"] >= 0.9


def test_first_of_equals_is_the_original_and_copies_of_copies_are_its() -> None:
    text = BASES["en-1"]
    originals = Originals()
    texts = [text, BASES["en-2"], syndicated(text, random.Random(1)), text.upper(), syndicated(text, random.Random(1))]
    found = [originals.add(number, each) for number, each in enumerate(texts)]
    assert [copy and copy.of for copy in found] == [None, None, 0, 0, 0]
    assert [copy.exact for copy in found if copy] == [False, True, True]


@pytest.mark.parametrize(("one", "other"), [("No comment.", "No comment, sir."), ("", "")])
def test_short_texts_are_copies_only_when_equal(one: str, other: str) -> None:
    originals = Originals()
    assert [originals.add(0, one), originals.add(1, other)] == [None, None]
    assert (originals.add(2, one) is not None) == bool(one)


def test_words_of_scripts_with_vowel_signs_stay_whole() -> None:
    assert words("हिन्दी समाचार, 12") == ["हिन्दी", "समाचार", "12"]
