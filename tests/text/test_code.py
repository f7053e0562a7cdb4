"""Code among prose: what begins it, how far it goes, what is none."""

from __future__ import annotations

import pytest
from cost import growth

from ingest.text.code import code_spans, is_code

PROSE = [
    "Call f(x) now; it works (e.g. in C).",
    "Shares (ticker: AB) rose; see fig. 3 (left).",
    "Prices {a, b}; he said [sic] and [laughs] again.",
    "Visit courier.example (our site); it is free.",
    "The U.S. (as ever) won; 50% of {them} stayed.",
]
CODE = [
    "(function(d, s){ var a = d.getElementById(s); a.src = '/x.js'; }(document, 'script'));",
    "let shown = false; show(shown);",
    "jQuery(document).ready(function($){ $('.a').hide(); });",
    "@media (max-width: 600px) { .teaser { display: none; } }",
    "div.teaser > p, .cta{display:none}",
    '{"@context":"https://schema.org","@type":"NewsArticle"}',
    '[video width="640" mp4="/a.mp4"][/video]',
    "{{ article.title }}",
]


@pytest.mark.parametrize("line", PROSE)
def test_prose_holds_no_code(line: str) -> None:
    assert code_spans(line) == ()


@pytest.mark.parametrize("line", CODE)
def test_line_of_code_is_code_and_ends_where_prose_begins(line: str) -> None:
    assert is_code(line)
    text = f"The mayor went home. {line} Nobody saw her leave."
    assert [text[start:end] for start, end in code_spans(text)] == [line]


@pytest.mark.parametrize(
    "unit", ["a>a>", ".a .b ", "(a.b", "{'a':", "function f(", '[a b="c" ', "try {", "a.b(;", "if (;", "${", "@media ("]
)
def test_code_is_looked_for_in_linear_time(unit: str) -> None:
    assert growth(lambda many: code_spans(unit * many), 5_000, 10_000, allowed=3) < 3
