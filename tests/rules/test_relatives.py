"""Close relatives: whose rules serve a language that has none of its own, and where that ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from ingest import Cleaner
from ingest.cli.app import app
from ingest.rules.load import load_rules
from ingest.rules.relatives import RELATIVES, relative_with_rules


def test_relatives_are_no_languages_of_their_own_rules() -> None:
    assert all(language not in relatives for language, relatives in RELATIVES.items())
    assert all(len(relatives) == len(set(relatives)) for relatives in RELATIVES.values())


@pytest.mark.parametrize(
    ("language", "known", "relative"),
    [
        ("gl", {"es", "pt"}, "es"),
        ("gl", {"pt"}, "pt"),
        ("gl", {"gl", "es"}, None),
        ("sr", {"hr"}, "hr"),
        ("eu", {"es", "fr"}, None),
        (None, {"es"}, None),
    ],
    ids=["closest", "next", "its own", "no chain needed", "no relative", "unknown"],
)
def test_closest_relative_with_rules_serves(language: str | None, known: set[str], relative: str | None) -> None:
    assert relative_with_rules(language, known) == relative


@pytest.mark.parametrize(("language", "relative"), [("nn", "no"), ("ms", "id"), ("yue", "zh")])
def test_document_gets_the_rules_of_a_relative_and_keeps_its_language(language: str, relative: str) -> None:
    rules = load_rules()
    own = {rule.id for rule in rules.select(language, None).rules()}
    assert own == {rule.id for rule in rules.select(relative, None).rules()}
    assert any(id.startswith(f"{relative}.") for id in own)
    article = Cleaner().clean("Byrådet møttest tysdag.\n\nLes også: Brua står", kind="text", language="nn")
    assert (article.language, article.text) == ("nn", "Byrådet møttest tysdag.")


def test_rules_of_users_serve_the_language_that_they_name_alone(tmp_path: Path) -> None:
    rule = "rules:\n  - {id: NAME.mine, kind: other, line: '^so be it$', origin: ftr}\n"
    for language in ("es", "gl"):
        (tmp_path / "lang").mkdir(exist_ok=True)
        (tmp_path / "lang" / f"{language}.yaml").write_text(rule.replace("NAME", language), encoding="utf-8")
    ids = {rule.id for rule in load_rules([tmp_path]).select("gl", None).rules()}
    assert "gl.mine" in ids
    assert "es.mine" not in ids
    assert any(id.startswith("es.") for id in ids)  # the packaged ones


def test_list_of_rules_says_whose_serve() -> None:
    result = CliRunner().invoke(app, ["rules", "list", "--language", "gl", "--kind", "share"])
    assert result.exit_code == 0
    assert "gl: no rules of its own, those of es serve" in result.stderr
    assert "es.share\t" in result.stdout
