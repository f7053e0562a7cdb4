"""Which texts say the same as one before: exactly, or nearly by MinHash and LSH. The one module that imports rensa."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import rensa

# 32 bands of 4: of texts whose shingles are alike by .5 it proposes .87, by .6 .99, by .2 .05 (Leskovec, Rajaraman and
# Ullman, Mining of Massive Datasets, 3.4).
PERMUTATIONS, BANDS, SEED = 128, 32, 42
SHINGLE = 2  # words: a changed word costs two of them
FEWEST = 12  # words below which only equal texts are duplicates: a hundred "No comment." are not one article
# Chosen on the set of tests/batch/test_near_duplicates.py: so alike, or, so much of the shorter stands in the longer.
ALIKE, WITHIN, LEAST = 0.5, 0.8, 0.35

# A word, or one sign of a script that sets no blanks between words.
_WORD = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|[^\W_]+")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")


def words(text: str) -> list[str]:
    """Give the words of a text, caseless and without marks; of unspaced scripts, the signs.

    >>> words("Straße – 東京 No. 5")
    ['strasse', '東', '京', 'no', '5']
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    # A script whose words are joined by vowel signs must not be cut at them.
    return [word for piece in folded.split() for word in _words_of(piece)]


def _words_of(piece: str) -> Iterator[str]:
    if piece.isascii():
        word = piece if piece.isalnum() else "".join(filter(str.isalnum, piece))
        if word:
            yield word
    elif _UNSPACED.search(piece):
        yield from _WORD.findall(piece)
    else:
        word = "".join(sign for sign in piece if unicodedata.category(sign)[0] in "LMN")
        if word:
            yield word


@dataclass(frozen=True)
class Likeness:
    """A text as it is compared."""

    words: tuple[str, ...]

    @cached_property
    def key(self) -> int:
        """The hash of the normalised text."""
        return int.from_bytes(hashlib.blake2b(" ".join(self.words).encode(), digest_size=8).digest(), "big")

    @cached_property
    def shingles(self) -> frozenset[str]:
        return frozenset(" ".join(self.words[at : at + SHINGLE]) for at in range(len(self.words) - SHINGLE + 1))

    @classmethod
    def of(cls, text: str) -> Likeness:
        return cls(tuple(words(text)))


@dataclass(frozen=True, slots=True)
class Copy:
    """What a text is a copy of, by number; ``similarity`` is the share of shingles in common, estimated (exact: 1)."""

    of: int
    similarity: float
    exact: bool


class Originals:
    """The texts so far that are no copies. About 3.5 kB each: of a million, 3.5 GB (``benchmarks/duplicates.py``)."""

    def __init__(self) -> None:
        self._exact: dict[int, int] = {}
        self._index = rensa.RMinHashLSH(threshold=ALIKE, num_perm=PERMUTATIONS, num_bands=BANDS)
        self._digests = array("I")
        self._sizes = array("I")
        self._numbers = array("Q")

    def add(self, number: int, text: str) -> Copy | None:
        """Give what a text is a copy of, the likest, of equals the first; or keep it as an original.

        Texts with nothing in them are neither.
        """
        likeness = Likeness.of(text)
        if not likeness.words:
            return None
        first = self._exact.setdefault(likeness.key, number)
        if first != number:
            return Copy(first, 1.0, exact=True)
        if len(likeness.words) < FEWEST:
            return None
        sketch = rensa.RMinHash(num_perm=PERMUTATIONS, seed=SEED)
        sketch.update(sorted(likeness.shingles))
        digest, size = array("I", sketch.digest()), len(likeness.shingles)
        found = self._likest(sketch, digest, size)
        if found is None:
            self._index.insert(len(self._numbers), sketch)
            self._digests.extend(digest)
            self._sizes.append(size)
            self._numbers.append(number)
        else:
            # A copy of this copy is one of its original.
            self._exact[likeness.key] = found.of
        return found

    def _likest(self, sketch: rensa.RMinHash, digest: array[int], size: int) -> Copy | None:
        best: Copy | None = None
        for at in sorted(self._index.query(sketch)):
            other = self._digests[at * PERMUTATIONS : (at + 1) * PERMUTATIONS]
            alike = sum(map(int.__eq__, digest, other)) / PERMUTATIONS
            if _same_article(alike, size, self._sizes[at]) and (best is None or alike > best.similarity):
                best = Copy(self._numbers[at], alike, exact=False)
        return best


def _same_article(alike: float, size: int, other: int) -> bool:
    # |A ∩ B| = J (|A| + |B|) / (1 + J)
    within = alike * (size + other) / ((1 + alike) * min(size, other))
    return alike >= ALIKE or (alike >= LEAST and within >= WITHIN)
