"""The packaged rules on pages and articles written for them: cruft goes, the article stays."""

from __future__ import annotations

import gzip
import json
from functools import cache
from pathlib import Path

import pytest
import re2
import yaml
from corpora import SHARED, needs_shared

from ingest import Article, Cleaner, RawDocument
from ingest.lexicon.word_lists import packaged_rules
from ingest.rules import matcher
from ingest.rules.check.check import check
from ingest.rules.finders.built_in import BUILT_IN_FINDERS
from ingest.rules.load import read_layer, rule_paths
from ingest.rules.model import Rule
from ingest.text.shape import PROSE_WORDS, shape
from ingest.vocabulary import CRUFT_KINDS

ROOT = Path(__file__).parents[1]
LANGUAGES = ("ar", "de", "en", "es", "fr", "hi", "id", "it", "ja", "pl", "pt", "ru", "tr", "uk", "zh")
# What every language names of its own: kinds that are told by words.
KINDS = set(CRUFT_KINDS) - {"other", "site_tail", "social_embed", "teaser", "title"}
LEAST_PHRASES = 20
# Restraint: of the lines of clean articles at most this share may go.
MOST_LOST = 0.001


@cache
def cleaner() -> Cleaner:
    return Cleaner(site_rules=False)


def pages(language: str) -> list[dict[str, object]]:
    return list(yaml.safe_load((ROOT / "pages" / f"{language}.yaml").read_text(encoding="utf-8")))


def cleaned(page: dict[str, object]) -> tuple[Article, list[tuple[str, str]]]:
    """The article made of a page, and the page's lines with their labels."""
    lines = []
    for line in page["lines"]:  # type: ignore[attr-defined]
        label = next(key for key in ("keep", "title", "drop") if key in line)
        lines.append((line["drop"], line["text"]) if label == "drop" else (label, line[label]))
    text = "\n".join(text for _, text in lines)
    return cleaner().clean(RawDocument(text, kind="text", language=str(page["language"]))), lines


def test_packaged_rules_are_sound() -> None:
    report = check()
    assert report.faults == ()
    assert report.files >= 400


@cache
def packaged() -> tuple[Rule, ...]:
    # As they are checked: in use they have no examples.
    home = packaged_rules()
    return tuple(rule for path in rule_paths(home / "lang") for rule in read_layer(path, home, BUILT_IN_FINDERS).rules)


def rules_of(language: str) -> list[Rule]:
    return [rule for rule in packaged() if rule.file.startswith(f"rules/lang/{language}/")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_language_has_its_phrases_with_examples(language: str) -> None:
    # That the examples do as they say is for ``check``, above.
    phrases = {
        phrase
        for rule in rules_of(language)
        if {example.fires for example in rule.examples} == {True, False}
        for pattern in (rule.pattern, rule.section and rule.section.start)
        for phrase in (pattern.phrases if pattern else ())
    }
    assert len(phrases) >= LEAST_PHRASES


@pytest.mark.parametrize("language", LANGUAGES)
def test_language_names_every_kind_that_words_tell(language: str) -> None:
    assert KINDS - {rule.kind for rule in rules_of(language)} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_keep_every_line_of_the_article(language: str) -> None:
    for page in pages(language):
        article, lines = cleaned(page)
        kept = article.text.split("\n\n")
        assert [text for label, text in lines if label == "keep" and text.strip() not in kept] == [], page["name"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_lose_their_cruft(language: str) -> None:
    cruft, left = 0, []
    for page in pages(language):
        article, lines = cleaned(page)
        kept = article.text.split("\n\n")
        marked = [text for label, text in lines if label in CRUFT_KINDS and label != "title"]
        cruft += len(marked)
        left += [text for text in marked if text.strip() in kept]
    assert cruft >= 12
    assert len(left) <= cruft // 20, left


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_find_their_titles(language: str) -> None:
    for page in pages(language):
        article, _ = cleaned(page)
        assert article.title == page["title"], page["name"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_clean_articles_lose_nothing(language: str) -> None:
    paths = sorted((ROOT / "clean").glob(f"{language}-*.txt"))
    assert paths
    for path in paths:
        article = cleaner().clean(RawDocument(path.read_bytes(), name=path.name, kind="text", language=language))
        lost = [cut for cut in article.removed if cut.kind != "title"]
        assert lost == [], path.name


def reviewed() -> frozenset[str]:
    """Lines of the corpora's gold that are cruft the gold kept, by hash; see the list for how it was made."""
    path = ROOT / "restraint.txt"
    rows = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return frozenset(row.split()[0] for row in rows if row and not row.startswith("#"))


@needs_shared("corpora")
def test_gold_texts_lose_almost_nothing() -> None:
    import hashlib

    known, lines, lost = reviewed(), 0, []
    seen: set[str] = set()
    for path in sorted((SHARED / "corpora" / "html").glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as rows:
            for row in map(json.loads, rows):
                gold = row.get("gold_text")
                if row["dataset"] not in ("scrapinghub", "fundus", "fundus_eval") or not gold or row["id"] in seen:
                    continue
                seen.add(row["id"])
                lines += sum(bool(line.strip()) for line in gold.split("\n"))
                article = cleaner().clean(RawDocument(gold, kind="text", title=""))
                for cut in article.removed:
                    for line in filter(None, map(str.strip, cut.text.split("\n"))):
                        if hashlib.sha256(line.encode()).hexdigest()[:12] not in known:
                            lost.append(f"{row['id']} {cut.rule}: {line[:80]}")
    assert lines > 4000, "the gate read next to nothing"
    assert len(lost) <= MOST_LOST * lines, "\n".join(lost)


def test_nothing_is_compiled_for_a_document_once_its_language_is_warm(monkeypatch: pytest.MonkeyPatch) -> None:
    cleaner = Cleaner()
    cleaner.warm(["en"])
    # Patterns for what ends a paragraph behind its sentences are compiled when the first such paragraph comes.
    examples = [line for rule in rules_of("en") for example in rule.examples for line in example.blocks]
    lines = [line for line in examples if shape(line).sentence or shape(line).words < PROSE_WORDS]
    compiled: list[str] = []
    compile_locator, compile_tried = re2.compile, matcher.CompiledAlternative._compiled

    def locator(pattern: str, options: object) -> object:
        compiled.append(pattern)
        return compile_locator(pattern, options)

    def tried(self: matcher.CompiledAlternative) -> object:
        compiled.append(self.alternative.core)
        return compile_tried(self)

    monkeypatch.setattr(re2, "compile", locator)
    monkeypatch.setattr(matcher.CompiledAlternative, "_compiled", tried)
    for first in range(0, len(lines), 20):
        cleaner.clean("\n".join(lines[first : first + 20]), language="en", title="")
    assert len(lines) > 500
    assert compiled == []
