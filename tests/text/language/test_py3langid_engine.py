"""The fast language engine: what it says, and what happens without its package."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from corpora import all_texts, needs_shared, own_texts

from ingest import Cleaner, UsageError
from ingest.text.language.detect import decide
from ingest.text.language.engines import detection_engine
from ingest.text.language.py3langid_engine import FAST_LETTERS, SURE, guess_by_py3langid
from ingest.text.language.sample import is_short, spread_sample

ENGLISH = (
    "The council voted on Tuesday to keep the old bridge open, and the mayor said that the lamps would stay too. " * 2
)
GERMAN = (
    "Der Rat stimmte am Dienstag dafür, die alte Brücke offen zu halten, und die Bürgermeisterin dankte allen. " * 2
)


@pytest.mark.parametrize(("text", "language"), [(ENGLISH, "en"), (GERMAN, "de")], ids=["en", "de"])
def test_fast_engine_tells_the_language(text: str, language: str) -> None:
    pytest.importorskip("py3langid")
    assert decide(None, None, text, engine="fast") == (language, None)
    assert Cleaner(language_engine="fast").clean(text, kind="text").language == language


def test_missing_package_is_said_with_the_fix(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.text.language.py3langid_engine.find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"py3langid\n  fix: pip install 'ingest\[fast\]'"):
        Cleaner(language_engine="fast")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("corpus", "least"),
    [pytest.param(own_texts, 40, id="own"), pytest.param(all_texts, 1_000, id="all", marks=needs_shared("corpora"))],
)
def test_few_letters_do_where_they_leave_no_doubt(corpus: Callable[[], tuple[str, ...]], least: int) -> None:
    pytest.importorskip("py3langid")
    letters = detection_engine("fast").letters
    texts = [spread_sample(text, letters) for text in corpus()]
    texts = [text for text in texts if not is_short(text)]
    assert len(texts) >= least
    sure = 0
    for text in texts:
        ((language, _),) = guess_by_py3langid(text)
        few = spread_sample(text, FAST_LETTERS)
        ((quick, probability),) = guess_by_py3langid(few)
        if probability >= SURE:
            sure += 1
            assert quick == language, text
    assert sure > 0.6 * len(texts)
