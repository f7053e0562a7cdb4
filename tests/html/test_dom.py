"""Trees and selectors: any bytes parse, a bad selector is refused with a reason, element rules prune fairly."""

from __future__ import annotations

import pickle
import time

import pytest

from ingest.article import Caption, Note, Related
from ingest.html.dom import Element, parse, text_of
from ingest.html.prune import ELEMENT_LIMIT, ElementRule, prune
from ingest.html.selectors import Selector, Syntax

PAGE = b"""<html><head><title>T</title><meta name=author content=" Ann  Lee "></head><body>
<div id=main><p class="lead wide">Rain <b>fell</b>.</p><p>It <a href=/x>stopped</a>.</p>
<time datetime=2024-03-05>today</time><figure><img src=a.png><figcaption>A wet street</figcaption></figure></div>
<aside class=related>More: <a href=/y>Sun returns</a><p>Wind <a href=http://w.example/z>drops</a></p></aside></body></html>"""


def tree(page: bytes = PAGE) -> Element:
    parsed = parse(page)
    assert parsed is not None
    return parsed.root


def rule(id: str, css: str, action: str = "drop", to: str | None = None, rank: int = 0) -> ElementRule:
    return ElementRule(id, "other", Selector.compile(css, "css"), action, to, rank)  # type: ignore[arg-type]  # a table's str


@pytest.mark.parametrize(
    ("syntax", "expression", "values"),
    [
        ("css", "p.lead", ("Rain fell.",)),
        ("css", "meta[name=author]", ("Ann Lee",)),
        ("css", "time, figcaption", ("2024-03-05", "A wet street")),
        ("css", "p:nth-of-type(2) > a", ("stopped",)),
        ("css", "nav", ()),
        ("xpath", "//meta[@name='author']/@content", ("Ann Lee",)),
        ("xpath", "string(//p[2])", ("It stopped.",)),
        ("xpath", "count(//p)", ("3",)),
        ("xpath", "boolean(//p)", ("True",)),
        ("xpath", "//p[contains(concat(' ', @class, ' '), ' lead ')]/b/text()", ("fell",)),
        ("xpath", "//p[not(@class) and position() = 2]", ("It stopped.",)),
        ("xpath", "//*[self::time or self::p][1]/descendant::b", ("fell",)),
    ],
)
def test_selectors_find_elements_and_strings(syntax: Syntax, expression: str, values: tuple[str, ...]) -> None:
    assert Selector.compile(expression, syntax).values(tree()) == values


@pytest.mark.parametrize(
    ("syntax", "expression", "said"),
    [
        ("css", "p[", "CSS"),
        ("css", "", "CSS"),
        ("css", "p::before", "CSS"),
        ("xpath", "//p[", "XPath"),
        ("xpath", "", "XPath"),
        ("xpath", "//p[re:test(., 'a')]", "re:test"),
        ("xpath", "//p[matches(., 'a')]", "matches"),
        ("xpath", "document('/etc/passwd')", "document"),
        ("xpath", "//p[. = $name]", "variables"),
        ("xpath", "//svg:path", "svg"),
        ("xpath", "count('a')", "XPath"),
    ],
)
def test_bad_selectors_are_refused_with_a_reason(syntax: Syntax, expression: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Selector.compile(expression, syntax)


@pytest.mark.parametrize(
    "expression", ["//p[.='a:b($c)']", "//p/following-sibling::p", "ancestor-or-self::div", "//*[@a-b]"]
)
def test_honest_xpath_is_not_mistaken(expression: str) -> None:
    Selector.compile(expression, "xpath")


def test_a_selector_is_a_value() -> None:
    one, two = Selector.compile("p.lead", "css"), Selector("p.lead", "css")
    assert one == two
    assert hash(one) == hash(two)
    assert pickle.loads(pickle.dumps(one)).values(tree()) == ("Rain fell.",)


@pytest.mark.parametrize("page", [b"", b" \n", b"<!-- x -->", b"<!DOCTYPE html>"])
def test_nothing_has_no_tree(page: bytes) -> None:
    assert parse(page) is None


@pytest.mark.parametrize(
    ("page", "text"),
    [
        (b"<p>a<p>b", "a b"),
        (b"<p>a\x00\x01b\x0cc</p>", "ab c"),
        (b"<div>one<br>two<script>three</script><style>four</style></div>", "one two"),
        (b"<!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0//EN' 'http://x/y.dtd'><html><p>x</p>", "x"),
        (b"<html lang='en' /><body><p>x</p>", "x"),
        (b"<?xml version='1.0' encoding='latin1'?><html><body><p>\xd0\x9a</p></body></html>", "К"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'><!ENTITY x SYSTEM 'file:///etc/hostname'>]><p>&b;&x;.</p>", "]> &b;&x;."),
        (b"<p>a&amp;b&nbsp;c &#8217; &unknown;</p>", "a&b c ’ &unknown;"),
        (b"<ul><li>a<li>b</ul><table><tr><td>c<td>d</table>", "a b c d"),
    ],
)
def test_any_markup_has_text(page: bytes, text: str) -> None:
    assert text_of(tree(page)) == text


def test_a_page_cut_short_says_so() -> None:
    deep = parse(b"<p>a</p>" + b"<div>" * 100_000 + b"b")
    many = parse(b"<p>a</p>" * 60_000)
    fonts = parse(b"<p><font size=2>a " * 2_000 + b"<p>the end")
    script = parse(b"<p>a</p><script>" + b"x" * 11_000_000 + b"</script><p>b</p>")
    assert deep
    assert deep.truncated
    assert many
    assert many.truncated == "the first 50000 of 60002 elements"
    assert int(many.root.xpath("count(//*)")) == 50_000
    assert fonts
    assert fonts.truncated is None
    assert text_of(fonts.root).endswith("the end")
    assert script
    assert script.truncated is None
    assert text_of(script.root) == "a b"


# ---- element rules


def test_each_pruned_element_has_a_removal() -> None:
    root = tree()
    pruned = prune(root, [rule("b.aside", "aside", "drop"), rule("a.cap", "figcaption", "move", "captions")])
    assert [(r.rule, r.text, r.path, r.to) for r in pruned.removed] == [
        ("a.cap", "A wet street", "/html/body/div/figure/figcaption", "captions"),
        ("b.aside", "More: Sun returns Wind drops", "/html/body/aside", None),
    ]
    assert pruned.captions == (Caption("A wet street"),)
    assert text_of(root.find("body")) == "Rain fell. It stopped. today"


def test_related_links_are_moved_with_their_addresses() -> None:
    pruned = prune(tree(), [rule("r", "aside", "move", "related")], base="https://example.com/a/b")
    assert pruned.related == (
        Related("Sun returns", "https://example.com/y"),
        Related("drops", "http://w.example/z"),
    )


@pytest.mark.parametrize(
    ("rules", "credited"),
    [
        ([("b", "aside", "drop"), ("a", "aside", "drop")], ["a"]),
        ([("a", "aside", "drop"), ("z", "aside", "move")], ["z"]),
        ([("a", "aside", "drop", 0), ("z", "aside", "drop", 2)], ["z"]),
        ([("a", "aside p", "drop"), ("z", "aside", "drop")], ["z"]),
        ([("a", "aside p", "move"), ("z", "aside", "drop")], ["z", "a"]),
        ([("a", "aside p", "drop", 2), ("z", "aside", "drop")], ["z", "a"]),
        ([("a", "aside", "move"), ("z", "aside p", "drop", 3)], ["a"]),
        ([("a", "aside", "drop"), ("g", "aside p", "keep")], []),
        ([("a", "aside", "drop"), ("b", "aside p", "drop"), ("g", "aside a", "keep")], []),
        ([("a", "aside p", "drop", 3), ("g", "aside", "keep")], []),
        ([("a", "aside", "drop"), ("g", "nav", "keep")], ["a"]),
        ([("a", "html", "drop")], []),
    ],
    ids=[
        "smallest id", "move before drop", "higher rank", "wider", "move within", "rank within", "move around",
        "keep within", "keep deep within", "keep around", "keep elsewhere", "root",
    ],
)  # fmt: skip
def test_credit_and_guards(rules: list[tuple[str, str, str] | tuple[str, str, str, int]], credited: list[str]) -> None:
    made = [rule(r[0], r[1], r[2], "related" if r[2] == "move" else None, r[3] if len(r) > 3 else 0) for r in rules]
    for order in (made, made[::-1]):
        assert [removal.rule for removal in prune(tree(), order).removed] == credited


def test_text_after_a_pruned_element_stays() -> None:
    root = tree(b"<p>one <b>two</b> three <i>four</i> five</p>")
    prune(root, [rule("a", "b, i")])
    assert text_of(root) == "one three five"


def test_matches_are_limited() -> None:
    root = tree(b"<div>" + b"<b>x</b>" * (ELEMENT_LIMIT + 5) + b"</div>")
    pruned = prune(root, [rule("a", "b")])
    assert len(pruned.removed) == ELEMENT_LIMIT
    assert pruned.notes == (Note("element-limit", f"a: the first {ELEMENT_LIMIT} of {ELEMENT_LIMIT + 5} elements"),)


def test_a_costly_xpath_gives_nothing_or_ends() -> None:
    root = tree(b"<div>" + b"<p>x</p>" * 2_000 + b"</div>")
    start = time.process_time()
    Selector.compile("//p[count(preceding-sibling::p) > 1990]", "xpath").elements(root)
    assert time.process_time() - start < 5
