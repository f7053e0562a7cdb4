"""Texts that are copies of an earlier one: exactly, or nearly by MinHash and LSH. The one module that imports rensa."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import rensa

# 32 bands of 4: of texts with a Jaccard similarity of .5 it proposes .87 as candidates, of .6 .99, of .2 .05 (Leskovec,
# Rajaraman and Ullman, Mining of Massive Datasets, 3.4).
PERMUTATIONS, BANDS, SEED = 128, 32, 42
SHINGLE = 2  # words: a changed word costs two of them
MIN_WORDS = 12  # with fewer, only equal texts are duplicates: a hundred "No comment." are not one article
# Thresholds, chosen on the set of tests/batch/duplicates/test_near_duplicates.py: a Jaccard similarity of .5; or .35,
# if .8 of the shorter text is contained in the longer.
MIN_SIMILARITY, MIN_CONTAINMENT, MIN_SIMILARITY_IF_CONTAINED = 0.5, 0.8, 0.35

# A word, or one character of a script that sets no blanks between words.
_COMPARED_WORD = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|[^\W_]+")
_UNSPACED_CHAR = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")


def words(text: str) -> list[str]:
    """Return the words of a text, caseless and without punctuation; of unspaced scripts, the characters.

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
    elif _UNSPACED_CHAR.search(piece):
        yield from _COMPARED_WORD.findall(piece)
    else:
        word = "".join(char for char in piece if unicodedata.category(char)[0] in "LMN")
        if word:
            yield word


@dataclass(frozen=True)
class ComparedText:
    """A text as it is compared: by its words."""

    words: tuple[str, ...]

    @cached_property
    def key(self) -> int:
        """Return the hash of the normalized text."""
        return int.from_bytes(hashlib.blake2b(" ".join(self.words).encode(), digest_size=8).digest(), "big")

    @cached_property
    def shingles(self) -> frozenset[str]:
        """Return the runs of ``SHINGLE`` words."""
        return frozenset(" ".join(self.words[at : at + SHINGLE]) for at in range(len(self.words) - SHINGLE + 1))

    @classmethod
    def of(cls, text: str) -> ComparedText:
        return cls(tuple(words(text)))


@dataclass(frozen=True, slots=True)
class Copy:
    """What a text is a copy of, by number; ``similarity`` is the estimated Jaccard similarity of the shingles, 1 if the
    copy is ``exact``."""

    of: int
    similarity: float
    exact: bool


class Originals:
    """The texts so far that are no copies. About 3.5 kB each: of a million, 3.5 GB (``benchmarks/duplicates.py``)."""

    def __init__(self) -> None:
        self._exact: dict[int, int] = {}
        self._index = rensa.RMinHashLSH(threshold=MIN_SIMILARITY, num_perm=PERMUTATIONS, num_bands=BANDS)
        self._digests = array("I")
        self._sizes = array("I")
        self._numbers = array("Q")

    def add(self, number: int, text: str) -> Copy | None:
        """Return what a text is a copy of: the most similar original, and the first if several are equally similar. If
        there is none, keep the text as an original, and return None.

        Texts without words are neither copies nor originals.
        """
        compared = ComparedText.of(text)
        if not compared.words:
            return None
        first = self._exact.setdefault(compared.key, number)
        if first != number:
            return Copy(first, 1.0, exact=True)
        if len(compared.words) < MIN_WORDS:
            return None
        sketch = rensa.RMinHash(num_perm=PERMUTATIONS, seed=SEED)
        sketch.update(sorted(compared.shingles))
        digest, size = array("I", sketch.digest()), len(compared.shingles)
        copy = self._most_similar(sketch, digest, size)
        if copy is None:
            self._index.insert(len(self._numbers), sketch)
            self._digests.extend(digest)
            self._sizes.append(size)
            self._numbers.append(number)
        else:
            # A copy of this copy is a copy of its original.
            self._exact[compared.key] = copy.of
        return copy

    def _most_similar(self, sketch: rensa.RMinHash, digest: array[int], size: int) -> Copy | None:
        best: Copy | None = None
        for at in sorted(self._index.query(sketch)):
            other = self._digests[at * PERMUTATIONS : (at + 1) * PERMUTATIONS]
            similarity = sum(map(int.__eq__, digest, other)) / PERMUTATIONS
            if _same_article(similarity, size, self._sizes[at]) and (best is None or similarity > best.similarity):
                best = Copy(self._numbers[at], similarity, exact=False)
        return best


def _same_article(similarity: float, size: int, other: int) -> bool:
    # |A ∩ B| = J (|A| + |B|) / (1 + J)
    containment = similarity * (size + other) / ((1 + similarity) * min(size, other))
    if similarity >= MIN_SIMILARITY:
        return True
    return similarity >= MIN_SIMILARITY_IF_CONTAINED and containment >= MIN_CONTAINMENT
