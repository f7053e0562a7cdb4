"""The fastText engine: its codes, and what it makes of close and rare languages."""

from __future__ import annotations

from ingest.text.language.fasttext_engine import fasttext_languages, guess_by_fasttext

NORWEGIAN = (
    "Hamnestyret vedtok tysdag å byggje opp att bryggja, som ein storm i februar reiv laus i løpet av to netter."
)
CROATIAN = (
    "Lučka uprava odlučila je u utorak obnoviti istočni mol, koji je oluja u veljači odnijela tijekom dvije noći."
)


def test_languages_have_codes_of_iso_639() -> None:
    languages = fasttext_languages()
    assert {"en", "sr", "kk", "is", "ka", "hy", "ms", "gl", "eu", "az", "uz", "bs", "be", "my"} <= languages
    assert {"no", "nn", "gsw", "ug", "gn"} <= languages
    assert not {"als", "bh", "eml"} & languages
    assert all(2 <= len(language) <= 3 and language.islower() for language in languages)


def test_guesses_are_probabilities_the_likeliest_first() -> None:
    for text in (NORWEGIAN, CROATIAN, "a", "", "\n\n", "\ud800"):
        chances = [chance for _, chance in guess_by_fasttext(text)]
        assert chances == sorted(chances, reverse=True)
        assert all(0 <= chance <= 1.001 for chance in chances)
        assert sum(chances) <= 1.01


def test_norwegian_is_one_language() -> None:
    assert guess_by_fasttext(NORWEGIAN)[0][0] == "no"
    assert "nn" not in dict(guess_by_fasttext(NORWEGIAN))


def test_serbo_croatian_counts_for_the_likeliest_of_its_languages() -> None:
    guesses = dict(guess_by_fasttext(CROATIAN))
    assert max(guesses, key=lambda language: guesses[language]) == "hr"
    assert "sh" not in guesses
