"""The answers of our own walk over langdetect's profiles are langdetect's."""

from __future__ import annotations

import random

import pytest
from corpora import all_texts, pieces
from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory
from langdetect.lang_detect_exception import LangDetectException

from ingest.text.language.langdetect_profiles import Profiles, packaged_profiles
from ingest.text.language.sample import sample

SEED = 0


@pytest.fixture(scope="module")
def ours() -> Profiles:
    return packaged_profiles(SEED)


@pytest.fixture(scope="module")
def theirs() -> DetectorFactory:
    factory = DetectorFactory()
    factory.load_profile(PROFILES_DIRECTORY)
    factory.set_seed(SEED)
    return factory


def answer(factory: DetectorFactory, text: str) -> tuple[str, float] | None:
    detector = factory.create()
    detector.n_trial = 1
    detector.append(text)
    try:
        ranked = detector.get_probabilities()
    except LangDetectException:
        return None
    return (ranked[0].lang, ranked[0].prob) if ranked else None


def differing(ours: Profiles, theirs: DetectorFactory, texts: list[str]) -> list[tuple[str, object, object]]:
    out: list[tuple[str, object, object]] = []
    for text in texts:
        one, other = ours.detect(text), answer(theirs, text)
        same = one == other or (one and other and one[0] == other[0] and abs(one[1] - other[1]) < 1e-9)
        if not same:
            out.append((text, one, other))
    return out


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "A",
        "...",
        "https://example.com/ a@example.com",
        "NATO UNESCO",
        "ⒶBc de",
        "Ａ　東京",
        "Tiếng Việt",
        "x" * 11_000,
    ],
)
def test_odd_texts(ours: Profiles, theirs: DetectorFactory, text: str) -> None:
    assert differing(ours, theirs, [text]) == []


def test_samples_of_articles(ours: Profiles, theirs: DetectorFactory) -> None:
    assert differing(ours, theirs, [sample(text, 500) for text in all_texts()[:400]]) == []


def test_stretches_of_articles(ours: Profiles, theirs: DetectorFactory) -> None:
    assert differing(ours, theirs, pieces(1_000, 400)) == []


def test_random_texts(ours: Profiles, theirs: DetectorFactory) -> None:
    choice = random.Random(4)
    alphabet = "abc EFGHⒶéß ИжЖё 中文あア가हि عربی \u0301\u0219\u3000\t@http://x.y"
    texts = ["".join(choice.choices(alphabet, k=choice.randrange(200))) for _ in range(1_000)]
    assert differing(ours, theirs, texts) == []


@pytest.mark.slow
def test_all_articles_and_many_stretches(ours: Profiles, theirs: DetectorFactory) -> None:
    texts = [sample(text, 500) for text in all_texts()]
    assert differing(ours, theirs, texts + pieces(4_000, 900, seed=5)) == []
