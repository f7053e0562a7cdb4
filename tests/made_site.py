"""Made documents: articles of which no two share a sentence, in words that nobody uses."""

from __future__ import annotations

import random

_SYLLABLES = [c + v + e for c, e in zip("bcdfghjklmnp", "nlrstmknrstl", strict=True) for v in "aeo"]
WORDS = [a + b + c for a in _SYLLABLES for b in _SYLLABLES[::5] for c in ("", "en", "ion")]
NAMES = ("Mara Vell", "Ion Torrin", "Lena Okabe", "Tomas Marsh", "Ayse Brandt", "Petr Novaki", "Nadia Sorley")


def sentence(rnd: random.Random) -> str:
    """A sentence that nothing else says."""
    return " ".join(rnd.choices(WORDS, k=rnd.randint(9, 16))).capitalize() + "."


def headline(rnd: random.Random) -> str:
    """What another article is called."""
    return " ".join(rnd.choices(WORDS, k=rnd.randint(5, 9))).title()


def article(rnd: random.Random, paragraphs: int = 4) -> list[str]:
    """The paragraphs of an article."""
    return [f"{sentence(rnd)} {sentence(rnd)}" for _ in range(paragraphs)]
