"""Scripts, and the languages written in them."""

from __future__ import annotations

import unicodedata

import pytest

from ingest.text.language.engines import detection_engine
from ingest.text.language.scripts import fits, only_language, script_of

LETTERS = {
    "Latin": "aéßžạ",
    "Greek": "αώἀ",
    "Cyrillic": "яіҚ",
    "Armenian": "ա",
    "Hebrew": "א",
    "Arabic": "عپﻻ",
    "Devanagari": "क",
    "Bengali": "ক",
    "Gurmukhi": "ਕ",
    "Gujarati": "ક",
    "Odia": "କ",
    "Tamil": "க",
    "Telugu": "క",
    "Kannada": "ಕ",
    "Malayalam": "ക",
    "Sinhala": "ක",
    "Thai": "ก",
    "Lao": "ກ",
    "Tibetan": "ཀ",
    "Burmese": "က",
    "Georgian": "ა",
    "Hangul": "가ㄱ",
    "Ethiopic": "አ",
    "Khmer": "ក",
    "Kana": "あア",
    "Han": "漢𠀀",
    "Thaana": "ހ",
}


@pytest.mark.parametrize(("script", "char"), [(script, char) for script, chars in LETTERS.items() for char in chars])
def test_letter_is_of_its_script(script: str, char: str) -> None:
    assert script_of(char) == script, unicodedata.name(char)


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("東京 Tokyo and 2024", "Latin"),
        ("東港碼頭委員會週二投票決定 Tollen Board", "Han"),
        ("東港碼頭委員會の週二投票決定重建東碼頭這座碼頭在二月", "Han"),
        ("北韓 평양에서 열린 회담", "Hangul"),
        ("Москва, BBC", "Cyrillic"),
        ("", None),
        ("1,234 — “…” 🙂", None),
    ],
    ids=["Latin wins", "Han", "one kana", "Korean", "Cyrillic", "empty", "marks"],
)
def test_script_of_most_letters(text: str, script: str | None) -> None:
    assert script_of(text) == script


@pytest.mark.parametrize(("script", "language"), [("Han", "zh"), ("Hangul", "ko"), ("Greek", "el"), ("Arabic", None)])
def test_script_of_one_language(script: str, language: str | None) -> None:
    assert only_language(script) == language


def test_languages_of_the_engines_are_written_in_some_script() -> None:
    # A language missing from the table would be taken for a Latin one: those that are must not be any of these.
    known = detection_engine("fasttext").languages() | detection_engine("langdetect").languages()
    latin = {language for language in known if fits(language, "Latin")}
    assert {"ru", "uk", "bg", "ar", "fa", "hi", "mr", "th", "ka", "hy", "el", "he", "zh", "ja", "ko"}.isdisjoint(latin)
    assert {"en", "vi", "tr", "id", "is", "eu", "sr", "az", "uz", "kk"} <= latin
