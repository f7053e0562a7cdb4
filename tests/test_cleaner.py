"""One document from end to end: what is stated, what is noted, what is passed through, what never raises."""
# ruff: noqa: E501  (tables, a row a line)

from __future__ import annotations

import pickle
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

import ingest
from ingest import Article, Cleaner, Found, RawDocument, UsageError
from ingest.article import site_of
from ingest.rules.edits.view import PageView

ONE = "The council voted on Tuesday to keep the old bridge open for another year."
TWO = "Engineers had asked for more time to look at the northern pier of the bridge."
URDU = (
    "شہر کی کونسل نے منگل کو فیصلہ کیا کہ پرانا پل ایک اور سال تک کھلا رہے گا اور انجینئر شمالی ستون کا جائزہ لیں گے "
    "جس کے بعد مرمت کا کام شروع کیا جائے گا"
)
PAGE = "<html><head><title>T</title></head><body><article>{}</article></body></html>"


def rule_file(folder: Path, *rules: str) -> Path:
    path = folder / "rules.yaml"
    entries = (f"  - {{id: r.{n}, origin: ftr, {rule}}}\n" for n, rule in enumerate(rules))
    path.write_text("rules:\n" + "".join(entries), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def bare() -> Cleaner:
    return Cleaner(packaged=False)


def codes(article: Article) -> list[str]:
    return [note.code for note in article.notes]


def test_a_text_that_is_not_free_is_noted(bare: Cleaner) -> None:
    page = f"<html><head>{{}}</head><body><h1>Ferry</h1><p>{ONE}</p><p>{TWO}</p></body></html>"
    free = '<script type="application/ld+json">{"@type": "Article", "isAccessibleForFree": %s}</script>'
    assert "paywalled" in codes(bare.clean(page.format(free % "false"), kind="html"))
    assert "paywalled" not in codes(bare.clean(page.format(free % "true"), kind="html"))


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("", ["language-unknown", "empty"]),
        (b"", ["language-unknown", "empty"]),
        (" \n\t\n", ["language-unknown", "empty"]),
        ("Menu\nSport", ["language-unknown", "no-body"]),
        (b"%PDF-1.7 binary", ["binary"]),
        (b"\x00\x01\x02\x03" * 100, ["binary"]),
        (ONE.encode() + b" caf\xe9 \xff\xfe au lait is served at the bar", ["language-unknown"]),
        (f"{ONE}\n{TWO}", []),
    ],
    ids=["nothing", "no bytes", "blanks", "labels", "pdf", "zeros", "odd bytes", "prose"],
)
def test_what_is_odd_is_noted(bare: Cleaner, raw: str | bytes, expected: list[str]) -> None:
    article = bare.clean(raw)
    assert set(expected) <= set(codes(article))
    if not expected:
        assert codes(article) == []


@pytest.mark.parametrize(
    "raw",
    [
        "\ud800", "a\x00b", "\x85\u2028", "\ufeff", "\u200b", "&#10;" * 10, "<", "<p", "<html>", "<!doctype html>", "<p>" * 2000,
        PAGE.format("<p>\u200b</p>"), PAGE.format("<p>a &amp;#10; b</p><p>\u00ad</p>"), PAGE.format("<p>a&amp;#8232;b</p>"),
        "\x1b[31mred\x1b[0m", "a" * 100_000, "a\n" * 5_000, b"\xff\xfe", b"\xef\xbb\xbf", "\u202eabc", "𝟘" * 50, "\U000e0001" * 9,
    ],
    ids=repr,
)  # fmt: skip
@pytest.mark.parametrize("kind", [None, "text", "html"])
def test_no_content_raises(raw: str | bytes, kind: str | None) -> None:
    article = ingest.clean(raw, kind=kind, url="https://example.com/\ud800", title=None)  # type: ignore[arg-type]
    assert isinstance(article, Article)
    assert article.to_json()


@pytest.mark.parametrize(
    ("inside", "blocks"),
    [
        ("<p>{ONE}</p><p>\u200b</p><p>{TWO}</p>", [ONE, TWO]),
        ("<p>{ONE}</p><p>one &amp;#8232; two</p><p>{TWO}</p>", [ONE, "one", "two", TWO]),
        ("<p>{ONE}</p><p>a\u00adb\u200bc d</p><h2>e\u00adf g</h2><p>{TWO}</p>", [ONE, "abc d", "ef g", TWO]),
    ],
    ids=["block of nothing", "line separator", "soft hyphens"],
)
def test_repairs_keep_the_blocks_of_a_page(bare: Cleaner, inside: str, blocks: list[str]) -> None:
    article = bare.clean(PAGE.format(inside.replace("{ONE}", ONE).replace("{TWO}", TWO)), kind="html")
    assert [article.text[block.start : block.end] for block in article.blocks] == blocks


CALENDAR = "\n".join(f"{day} de março – Interlagos – São Paulo – {day + 20} voltas" for day in range(1, 9))


@pytest.mark.parametrize(
    ("text", "rules", "share"),
    [
        (f"{ONE}\n{TWO}", ["line: '^engineers'"], len(TWO) / len(ONE + TWO)),
        (f"{ONE}\n{TWO}", ["span: '^the council'"], len("The council") / (len(ONE + TWO) - 1)),
        (f"{ONE}\n{TWO}", ["line: '^x'", "line: '.'"], 1.0),
        (f"Menu\nSport\n{ONE}", ["line: '^(menu|sport)'"], 0.0),
        (f"{CALENDAR}\n{ONE}", ["line: '^the council'"], len(ONE) / len(CALENDAR.replace("\n", "") + ONE)),
        (f"{URDU}\nاشتہار", ["line: 'کونسل'"], len(URDU) / len(f"{URDU}اشتہار")),
        ("Menu\nSport", ["line: '.'"], 0.0),
    ],
    ids=["a paragraph", "a beginning", "all", "labels", "the only prose of a calendar", "no full stops", "no prose"],
)
def test_share_of_prose_removed_is_stated_and_acted_on(
    tmp_path: Path, text: str, rules: list[str], share: float
) -> None:
    path = rule_file(tmp_path, *(f"kind: other, {rule}" for rule in rules))
    article = Cleaner(rules=[path], packaged=False).clean(text, language="en", title="")
    stated = article.quality["prose_removed"]
    assert stated == pytest.approx(share, abs=1e-4)
    noted = [note.detail for note in article.notes if note.code == "mostly-removed"]
    assert noted == ([f"prose_removed: {stated:.0%}"] if share > 0.4 else [])
    whole = Cleaner(rules=[path], packaged=False, max_removed=0.3).clean(text, language="en", title="")
    kept = [note.detail for note in whole.notes if note.code == "kept-whole"]
    assert kept == ([f"prose_removed would be {stated:.0%}"] if share > 0.3 else [])
    if kept:
        assert whole.text == text.replace("\n", "\n\n")
        assert whole.removed == ()
        assert whole.quality["share_removed"] == whole.quality["prose_removed"] == 0
    else:
        assert whole.text == article.text


@pytest.mark.parametrize(
    ("text", "body"),
    [
        (ONE, True),
        (URDU, True),
        ("สภาเทศบาลลงมติเมื่อวันอังคารให้เปิดใช้สะพานเก่าต่อไปอีกหนึ่งปี และให้วิศวกรตรวจสอบตอม่อด้านเหนือ ก่อนเริ่มงานซ่อมแซม", True),
        ("မြို့တော်ကောင်စီသည် တံတားဟောင်းကို နောက်ထပ်တစ်နှစ် ဖွင့်ထားရန် အင်္ဂါနေ့တွင် ဆုံးဖြတ်ခဲ့သည်။", True),
        ("परिषद ने मंगलवार को पुराने पुल को एक और साल खुला रखने का फैसला किया और अभियंता उत्तरी खंभे की जांच करेंगे जिसके बाद काम शुरू होगा", True),
        ("시의회는 화요일에 오래된 다리를 한 해 더 열어 두기로 했고 기술자들은 북쪽 교각을 다시 살펴본 뒤 여름이 오기 전에 수리를 시작할 것이라고 시장은 말했고 주민들은 반겼다", True),
        ("市议会周二决定把旧桥再开放一年，工程师将检查北侧桥墩，随后开始修缮，市长说资金已经到位，居民对这一决定表示欢迎", True),
        ("The council kept the old bridge open for another year. Engineers asked for more time to look at the northern pier, but the mayor said the summer traffic left no …", True),
        ("The council kept the old bridge open for another year. Engineers asked for more time to look at the northern pier, said the mayorPhoto: ANN LEE / EXAMPLE", True),
        ("The council voted on Tuesday to keep the old bridge open for another year and engineers will look at the northern pier in the summer before work begins", True),
        ("Home News UK News World Health Defence Science Education Environment Investigations Global Health Security Sport Football Rugby Cricket Tennis Cycling Golf Boxing Money Travel Culture Books Contact", False),
        ("1 Smith 24 18 3 3 57 2 Lee 24 17 4 3 55 3 Ek 24 16 5 3 53 4 Roy 24 15 6 3 51 5 Ito 24 14 7 3 49", False),
        ("\n".join(["The old bridge stays open for another year"] * 20), False),
        ("ہوم\nکھیل\nکاروبار", False),
        ("หน้าแรก\nกีฬา", False),
    ],
    ids=["a sentence", "urdu", "thai", "burmese", "hindi", "korean", "chinese", "cut off", "a credit at its end", "no marks", "a menu", "a table", "headlines", "urdu labels", "thai labels"],
)  # fmt: skip
def test_text_without_full_stops_is_a_body(bare: Cleaner, text: str, body: bool) -> None:
    assert ("no-body" not in codes(bare.clean(text, title=""))) == body


def test_max_removed_passes_a_page_through_again(tmp_path: Path) -> None:
    made = Cleaner(rules=[rule_file(tmp_path, "kind: other, line: '.'")], packaged=False, max_removed=0.5)
    first = made.clean(f"Menu\n{ONE}", language="en", title="")
    assert made.clean(first.text, language="en", title="").text == first.text == f"Menu\n\n{ONE}"


@pytest.mark.parametrize(
    ("raw", "site"),
    [
        (RawDocument("", url="https://www.Example.com:8080/a"), "example.com"),
        (RawDocument("", url="https://news.example.com/a"), "news.example.com"),
        (RawDocument("", url="https://example.com/a", site="www.Other.example"), "other.example"),
        (RawDocument("", url="no url"), None),
        (RawDocument("", url="http://[broken"), None),
        (RawDocument(""), None),
    ],
    ids=["www, case and port", "subdomain", "site as stated", "no host", "broken", "nothing"],
)
def test_site_of_a_document(raw: RawDocument, site: str | None) -> None:
    assert site_of(raw) == site


def test_name_and_id(bare: Cleaner) -> None:
    named = bare.clean("a", name="n", url="https://example.com/a")
    assert (named.name, bare.clean("a", url="https://example.com/a").name) == ("n", "https://example.com/a")
    assert named.id != bare.clean("b", name="n").id
    assert named.id == bare.clean(b"a", name="n").id
    assert len(named.id) == 32


def test_id_is_stable_when_rules_change(tmp_path: Path, bare: Cleaner) -> None:
    other = Cleaner(rules=[rule_file(tmp_path, "kind: other, line: '^a'")], packaged=False)
    assert other.clean("a", name="n").id == bare.clean("a", name="n").id
    assert other.clean("a").made_by.rules_sha256 != bare.clean("a").made_by.rules_sha256


def test_extra_and_times_pass_through(bare: Cleaner) -> None:
    raw = RawDocument("a", extra={"desk": [1, None]}, fetched_at="2024-01-01T00:00:00Z", published="2023-12-31")
    article = bare.clean(raw)
    assert (article.extra, article.source.fetched_at, article.published) == (raw.extra, raw.fetched_at, raw.published)


def first_lines(view: PageView) -> list[Found]:
    return [Found(0, 0, 3)] if view.blocks else []


def test_own_finder(tmp_path: Path) -> None:
    path = rule_file(tmp_path, "kind: other, finder: first-lines")
    made = Cleaner(rules=[path], packaged=False, finders={"first-lines": first_lines})
    assert made.clean("abcdef", title="", language="en").text == ""  # three letters, and then the next three
    with pytest.raises(ingest.RuleError, match="'first-lines' is no finder"):
        Cleaner(rules=[path], packaged=False)


GULL = {
    "id": "mine.gull-pick",
    "kind": "other",
    "line": "^Gull Pick:",
    "why": "A teaser.",
    "examples": {"removes": ["Gull Pick: a ferry"], "keeps": ["Gulls pick what is left."]},
}


@pytest.mark.parametrize("rules", [GULL, [GULL], [{"about": "Mine.", "rules": [GULL]}]], ids=["rule", "rules", "file"])
def test_rules_may_be_values(rules: object) -> None:
    made = Cleaner(rules=rules, packaged=False)  # type: ignore[arg-type]  # each form, in one type
    assert made.clean("Gull Pick: a ferry\nRain fell.", title="", language="en").text == "Rain fell."
    assert pickle.loads(pickle.dumps(made)).rules_sha256 == made.rules_sha256


def test_fault_in_a_rule_that_is_a_value_says_where() -> None:
    with pytest.raises(ingest.RuleError, match=r"rules\[1\]:\d+:\d+: rule 'mine.gull-pick': 'kin' "):
        Cleaner(rules=[GULL, {**GULL, "kind": "kin"}])
    with pytest.raises(TypeError, match="what a rule file may hold"):
        Cleaner(rules=[{"id": {1, 2}}])


# ---------------------------------------------------------------- options


@pytest.mark.parametrize(
    "value", ["caption", ["caption"], ("caption",), {"caption"}], ids=["string", "list", "tuple", "set"]
)
def test_list_options_take_one_or_several(value: str | Iterable[str]) -> None:
    assert Cleaner(keep=value, packaged=False).options.keep == ("caption",)


def test_rules_may_be_one_path(tmp_path: Path) -> None:
    path = rule_file(tmp_path, "kind: other, line: '^a'")
    for given in (path, str(path), [path], [str(path)]):
        assert Cleaner(rules=given, packaged=False).options.rules == (str(path),)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"keep": ["captions"]}, "keep: 'captions' is no kind of cruft\n  fix: did you mean 'caption'?"),
        ({"only": ["x"]}, "only: 'x'"),
        ({"drop": ["x"]}, "drop: 'x'"),
        ({"reader": "lynx"}, "reader: 'lynx' is not known"),
        ({"trail": "short"}, "trail: 'short' is not known"),
        ({"language_engine": "x"}, "language_engine: 'x' is not known"),
        ({"max_removed": 1.5}, "max_removed: 1.5 is no share"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_wrong_option_is_told(options: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError) as error:
        Cleaner(packaged=False, **options)
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("options", "stays"),
    [
        ({}, {"dateline", "editor_note"}),
        ({"keep": ["caption"]}, {"dateline", "editor_note", "caption"}),
        ({"drop": ["dateline"]}, {"editor_note"}),
        ({"keep": ["caption"], "drop": ["caption"]}, {"dateline", "editor_note"}),
    ],
    ids=["default", "keep", "drop", "drop beats keep"],
)
def test_kinds_that_stay(options: dict[str, Any], stays: set[str]) -> None:
    assert Cleaner(packaged=False, **options).options.kept == stays


def test_only_leaves_all_other_kinds() -> None:
    kept = Cleaner(packaged=False, only=["advert"], keep=["share"]).options.kept
    assert "advert" not in kept
    assert {"share", "caption", "casing", "encoding"} <= kept


def test_repairs_can_be_left_out() -> None:
    text = "cafÃ©\u00a0au lait"
    assert Cleaner(packaged=False).clean(text, title="").text == "café au lait"
    assert Cleaner(packaged=False, keep=["encoding"]).clean(text, title="").text == "cafÃ© au lait"
    assert Cleaner(packaged=False, keep=["spacing"]).clean(text, title="").text == "café\u00a0au lait"
    assert Cleaner(packaged=False, keep=["encoding", "spacing"]).clean(text, title="").text == text


def test_pages_that_are_no_article_get_a_note() -> None:
    error = ingest.clean("404\n\nSorry, the page you are looking for could not be found.", language="en")
    assert [note.detail for note in error.notes if note.code == "no-article"] == ["error: page you are looking for"]
    wall = ingest.clean("Subscribe to continue reading.\n\nAlready a subscriber? Log in", language="en")
    assert "paywalled" in [note.code for note in wall.notes]
