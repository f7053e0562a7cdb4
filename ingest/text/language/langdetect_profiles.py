"""langdetect's method over langdetect's profiles, in a quarter of its time. The one module that imports langdetect.

langdetect 1.0.9 (Nakatani Shuyo's language-detection, 2010) walks a text character by character in Python, and holds
55 numbers for each of its n-grams, most of them zero. Here n-grams are cut from the whole text at once, and rows of
numbers are made only for those that a text has. The answers are the same (``tests/text/language/``), with one
exception: langdetect numbers languages in the order in which the folder of profiles happens to be listed, here the
order is that of names.
"""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from importlib.util import find_spec
from itertools import chain, compress, islice
from operator import add, and_, not_
from pathlib import Path
from random import Random

from ingest.text.memo import Memo
from ingest.text.non_ascii import non_ascii_chars

# Constants of langdetect.detector.Detector.
_ALPHA, _ALPHA_WIDTH = 0.5, 0.05
_BASE_FREQUENCY = 10_000
_CONVERGED = 0.99999
_MOST_ROUNDS = 1000
_LEAST_SHOWN = 0.1
_MOST_CHARS = 10_000
# One n-gram at first, and one in each round; of the numbers drawn, up to half are too great and drawn again.
_MOST_DRAWN = 4 * _MOST_ROUNDS
_BLANK_RUN = re.compile("  +")
_LATIN = re.compile("[A-z]+")  # A to z as langdetect has it, the six marks between Z and a included
_LATIN_BYTES = bytes(range(ord("A"), ord("z") + 1))
_BEYOND_LATIN = re.compile("[\u0300-\U0010ffff]")
# Two that are no blanks, digits or small letters of ASCII: only such may be capitals, and some capitals (Ⓐ) are no \w.
_MAY_BE_CAPITALS = re.compile(r"[^\s\d_a-z]{2}")
# Of known n-grams: at most 55 numbers in each, 7 MB in all.
_ROWS_KEPT = 4_096
# An n-gram in a language: the language's number, and how often its texts hold it. As tuples they took 8 MB more.
_PACKED_COUNT = struct.Struct("<BI")


class Profiles:
    """Detects languages by the n-grams of a text, in one trial with a fixed seed.

    ``counts`` holds, for each n-gram, how often each language that has it has it (packed, see ``_PACKED_COUNT``), and
    ``totals`` how many n-grams of each length a language has.
    """

    def __init__(self, folder: Path, seed: int) -> None:
        from langdetect.detector import Detector
        from langdetect.utils.ngram import NGram

        self.languages: list[str] = []
        self.counts: dict[str, bytes] = {}
        self.totals: list[list[int]] = []
        self._seed = seed
        # One trial and one seed: langdetect would draw the same number for every text.
        self._weight = (_ALPHA + Random(seed).gauss(0.0, 1.0) * _ALPHA_WIDTH) / _BASE_FREQUENCY
        self._mend_vietnamese: Callable[[str], str] = NGram.normalize_vi
        self._not_words = (("http", Detector.URL_RE), ("@", Detector.MAIL_RE))
        # By code point; filled as texts bring them, with 5,000 at most.
        self._normal: Memo[int, str] = Memo(lambda code: str(NGram.normalize(chr(code))), 1 << 20)
        random = Random(seed)
        random.gauss(0.0, 1.0)
        self._bits = tuple(random.getrandbits(32) for _ in range(_MOST_DRAWN))
        for at, path in enumerate(sorted(path for path in folder.iterdir() if not path.name.startswith("."))):
            profile = json.loads(path.read_bytes())
            self.languages.append(profile["name"])
            self.totals.append(profile["n_words"])
            self._add(at, profile["freq"])
        self._row = lru_cache(_ROWS_KEPT)(self._row_of)

    def _add(self, at: int, counts: Mapping[str, int]) -> None:
        known, pack = self.counts, _PACKED_COUNT.pack
        for gram, count in counts.items():
            if len(gram) <= 3:
                known[gram] = known[gram] + pack(at, count) if gram in known else pack(at, count)

    def detect(self, text: str) -> tuple[str, float] | None:
        """Return the language of a text, as langdetect names it, and its probability; None if nothing tells it."""
        grams = self._grams(self._cleaned(text))
        if not grams:
            return None
        row = self._row
        drawn = map(grams.__getitem__, self._draws(len(grams)))
        chance = 1.0 / len(self.languages)
        chances = [chance * weight for weight in row(next(drawn))]
        for number in range(0, _MOST_ROUNDS + 1, 5):
            # langdetect looks at the chances after the first n-gram, then after every fifth.
            whole = sum(chances)
            if max(chances) / whole > _CONVERGED or number == _MOST_ROUNDS:
                break
            rows = map(row, islice(drawn, 5))
            chances = [chance / whole * a * b * c * d * e for chance, a, b, c, d, e in zip(chances, *rows, strict=True)]
        chances = [chance / whole for chance in chances]
        best = max(chances)
        return (self.languages[chances.index(best)], best) if best > _LEAST_SHOWN else None

    def _draws(self, count: int) -> Iterator[int]:
        """Yield the indices that ``random.choice`` draws from ``count`` items with langdetect's seed.

        CPython takes as many of the highest of 32 random bits as ``count`` has, and draws again where the number is too
        great: the bits are the same for every text, so they are cached.
        """
        shift = 32 - count.bit_length()
        for bits in self._bits:
            if (index := bits >> shift) < count:
                yield index

    def _row_of(self, gram: str) -> list[float]:
        """Return the factor of an n-gram for the chance of each language."""
        row = [self._weight] * len(self.languages)
        length = len(gram) - 1
        for at, count in _PACKED_COUNT.iter_unpack(self.counts[gram]):
            row[at] = self._weight + count / self.totals[at][length]
        return row

    def _cleaned(self, text: str) -> str:
        """Return a text as langdetect cleans it: without addresses, and without Latin words in another script."""
        for literal, pattern in self._not_words:
            if literal in text:
                text = pattern.sub(" ", text)
        if text.isascii():
            return text[:_MOST_CHARS]
        text = self._mend_vietnamese(text)[:_MOST_CHARS]
        if "  " in text:
            text = _BLANK_RUN.sub(" ", text)
        foreign = len(_BEYOND_LATIN.findall(non_ascii_chars(text)))
        latin = text.encode("utf-8", "surrogatepass")
        if (len(latin) - len(latin.translate(None, _LATIN_BYTES))) * 2 < foreign:
            return _LATIN.sub("", text)
        return text

    def _grams(self, text: str) -> list[str]:
        """Return the known n-grams of a text, in the order of their ends, the shorter ones first.

        A run of characters with a blank inside is no known n-gram, so the text is cut as a whole.
        """
        normal = text.replace("\n", " ").translate(self._normal)
        words = [word for word in normal.split(" ") if word]
        if not words:
            return []
        line = f" {' '.join(words)}{' ' if normal[-1] == ' ' else ''}"
        pairs = list(map(add, line, line[1:]))
        ends: Iterator[tuple[str, str, str]] = zip(line[1:], pairs, chain([""], map(add, pairs, line[2:])), strict=True)
        if _MAY_BE_CAPITALS.search(line):
            capital = list(map(str.isupper, line))
            # None ends in the second of two capitals.
            ends = compress(ends, map(not_, map(and_, capital, capital[1:])))
        return list(filter(self.counts.__contains__, chain.from_iterable(ends)))


def packaged_profiles(seed: int) -> Profiles:
    """Return the profiles that come with langdetect."""
    spec = find_spec("langdetect")
    assert spec is not None  # a dependency of this package
    assert spec.origin is not None
    return Profiles(Path(spec.origin).parent / "profiles", seed)
