"""Odd pages: old encodings, lying ones, AMP, XHTML, frames, templates, broken and huge markup, by all three readers."""

from __future__ import annotations

import time

import pytest

from ingest.article import Page
from ingest.html.reader import ReaderName, read_html
from ingest.options import READERS

ENGLISH = [
    "The council voted on Tuesday to keep the old bridge open until the spring, officials said after the meeting.",
    "Engineers had asked for more time to look at the northern pier, which is the oldest part of the whole structure.",
    "The mayor said that the bridge would be closed to lorries while the work goes on, and that signs would be put up.",
    "A boatman who has rowed under it for forty years told the meeting that it had never looked better from below.",
]
CHINESE = [
    "市议会周二投票决定，在明年春天之前继续开放老桥，官员们在会后表示，这一决定得到了大多数居民的支持。",
    "工程师们要求更多的时间来检查北侧的桥墩，那是整座桥最古老的部分，已经在水中站立了三百多年的时间。",
    "市长说，施工期间大桥将禁止卡车通行，并且会在两岸竖起新的指示牌，提醒司机提前绕行到新桥那一边去。",
]
JAPANESE = [
    "市議会は火曜日、古い橋を来年の春まで開けておくことを決めた。関係者によると、反対したのは二人だけだったという。",
    "技師たちは、橋のなかで最も古い北側の橋脚を調べるために、もう少し時間がほしいと求めていたが、認められなかった。",
    "市長は、工事のあいだトラックの通行を止め、両岸に新しい案内板を立てると述べ、住民に理解を求めたと話している。",
]
KOREAN = [
    "시의회는 화요일 오래된 다리를 내년 봄까지 계속 열어 두기로 결정했다고 관계자들이 회의가 끝난 뒤에 밝혔다.",
    "기술자들은 다리에서 가장 오래된 부분인 북쪽 교각을 살펴보기 위해 시간을 더 달라고 의회에 요청한 바 있다.",
    "시장은 공사가 진행되는 동안 화물차의 통행을 막고 강의 양쪽에 새로운 안내판을 세우겠다고 주민들에게 말했다.",
]
RUSSIAN = [
    "Городской совет во вторник решил оставить старый мост открытым до весны, сообщили чиновники после заседания.",
    "Инженеры просили дать им больше времени, чтобы осмотреть северную опору, самую старую часть всего сооружения.",
    "Мэр сказал, что на время работ мост закроют для грузовиков, а на обоих берегах поставят новые указатели.",
]
GERMAN = [
    "Der Stadtrat hat am Dienstag beschlossen, die alte Brücke bis zum Frühjahr offen zu halten, hieß es später.",
    "Die Ingenieure hatten um mehr Zeit gebeten, um den nördlichen Pfeiler zu prüfen, den ältesten Teil des Bauwerks.",
    "Der Bürgermeister sagte, für Lastwagen werde die Brücke während der Arbeiten gesperrt, Schilder gebe es schon.",
]
ARABIC = [
    "صوت مجلس المدينة يوم الثلاثاء على إبقاء الجسر القديم مفتوحا حتى الربيع، بحسب ما قال مسؤولون بعد الاجتماع.",
    "وكان المهندسون قد طلبوا مزيدا من الوقت لفحص الدعامة الشمالية، وهي أقدم جزء من هذا البناء كله في المدينة.",
    "وقال رئيس البلدية إن الجسر سيغلق أمام الشاحنات خلال فترة العمل، وإن لافتات جديدة ستوضع على الضفتين.",
]
HEBREW = [
    "מועצת העיר החליטה ביום שלישי להשאיר את הגשר הישן פתוח עד האביב, כך אמרו גורמים רשמיים לאחר הישיבה.",
    "המהנדסים ביקשו זמן נוסף כדי לבדוק את העמוד הצפוני, שהוא החלק העתיק ביותר במבנה כולו ועומד במים.",
    "ראש העיר אמר שהגשר ייסגר למשאיות בזמן העבודות, ושלטים חדשים יוצבו בשתי גדות הנהר לפני תחילתן.",
]
MENU = "".join(f"<li><a href=/{n}>Part {n}</a></li>" for n in range(9))


def paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def page(texts: list[str], *, head: str = "", body: str | None = None, html: str = "<html>") -> str:
    """Give a page with a menu, the texts and a footer."""
    story = paragraphs(texts) if body is None else body
    return (
        f"<!DOCTYPE html>{html}<head>{head}<title>{texts[0][:20]}</title></head><body><ul class=menu>{MENU}</ul>"
        f"<div class=article><h1>{texts[0][:20]}</h1>{story}</div><div class=footer>All rights</div></body></html>"
    )


def said(charset: str) -> str:
    return f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">'


def encoded(texts: list[str], encoding: str, declared: str | None) -> bytes:
    return page(texts, head=said(declared) if declared else "").encode(encoding)


AMP = page(
    ENGLISH,
    html="<html ⚡ amp>",
    head='<style amp-boilerplate>body{animation:x}</style><script async src="https://cdn.example/v0.js"></script>',
    body="<amp-img src=a width=1 height=1><noscript><img src=a></noscript></amp-img>"
    + paragraphs(ENGLISH).replace("<p>", "<amp-ad type=x></amp-ad><p>"),
)
XHTML = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" '
    '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">\n<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en">'
    "<head><title>Bridge</title><script type='text/javascript'>//<![CDATA[\nif (a < b && c) { d(); }\n//]]></script>"
    f"</head><body><h1>The bridge</h1>{paragraphs(ENGLISH)}<br /><hr /></body></html>"
)
FRAMES = (
    "<html><head><title>Bridge</title></head><frameset cols='20%,*'><frame src=menu.html><frame src=story.html>"
    f"<noframes><body><h1>The bridge</h1>{paragraphs(ENGLISH)}</body></noframes></frameset></html>"
)
NESTED = "<table><tr><td width=150>Menu</td><td>" * 6 + paragraphs(ENGLISH) + "</td></tr></table>" * 6
UNCLOSED = "<div><div><b>" + "".join(f"<p><i>{text}" for text in ENGLISH) + "<table><tr><td>"
ENTITIES = "".join(f"<p>{text.replace(' ', '&#32;').replace('e', '&#x65;')} &amp; &hellip;</p>" for text in ENGLISH)
BREAKS = "<br><br>".join(ENGLISH)
CASES: dict[str, tuple[bytes | str, list[str]]] = {
    "amp": (AMP, ENGLISH),
    "xhtml with cdata": (XHTML.encode(), ENGLISH),
    "gb18030": (encoded(CHINESE, "gb18030", "gb2312"), CHINESE),
    "gb18030, nothing said": (encoded(CHINESE, "gb18030", None), CHINESE),
    "utf-8, said to be big5": (encoded(JAPANESE, "utf-8", "big5"), JAPANESE),
    "shift_jis": (encoded(JAPANESE, "shift_jis", "Shift_JIS"), JAPANESE),
    "shift_jis, nothing said": (encoded(JAPANESE, "shift_jis", None), JAPANESE),
    "euc-jp": (encoded(JAPANESE, "euc-jp", "euc-jp"), JAPANESE),
    "euc-kr": (encoded(KOREAN, "euc-kr", "euc-kr"), KOREAN),
    "euc-kr, nothing said": (encoded(KOREAN, "euc-kr", None), KOREAN),
    "windows-1251": (encoded(RUSSIAN, "windows-1251", "windows-1251"), RUSSIAN),
    "windows-1251, nothing said": (encoded(RUSSIAN, "windows-1251", None), RUSSIAN),
    "windows-1251, said to be iso-8859-1": (encoded(RUSSIAN, "windows-1251", "iso-8859-1"), RUSSIAN),
    "koi8-r": (encoded(RUSSIAN, "koi8-r", "koi8-r"), RUSSIAN),
    "windows-1252": (encoded(GERMAN, "windows-1252", "iso-8859-1"), GERMAN),
    "windows-1252, said to be utf-8": (encoded(GERMAN, "windows-1252", "utf-8"), GERMAN),
    "windows-1256": (encoded(ARABIC, "windows-1256", "windows-1256"), ARABIC),
    "utf-8, said to be windows-1251": (encoded(RUSSIAN, "utf-8", "windows-1251"), RUSSIAN),
    "utf-16": (page(RUSSIAN).encode("utf-16"), RUSSIAN),
    "right to left": (page(HEBREW, html='<html dir="rtl" lang="he">'), HEBREW),
    "noframes": (FRAMES, ENGLISH),
    "template": (page(ENGLISH, body="<template><p>{{ item.text }}</p></template>" + paragraphs(ENGLISH)), ENGLISH),
    "shadow root": (
        page(ENGLISH, body=f"<x-story><template shadowrootmode=open>{paragraphs(ENGLISH)}</template></x-story>"),
        ENGLISH,
    ),
    "noscript": (page(ENGLISH, body=f"<div id=app></div><noscript>{paragraphs(ENGLISH)}</noscript>"), ENGLISH),
    "inline script of megabytes": (page(ENGLISH, head="<script>" + "var a=1;" * 500_000 + "</script>"), ENGLISH),
    "unclosed tags": (page(ENGLISH, body=UNCLOSED), ENGLISH),
    "unclosed menu": (f"<nav><ul>{MENU}<main><article><h1>Bridge</h1>{paragraphs(ENGLISH)}", ENGLISH),
    "entities": (page(ENGLISH, body=ENTITIES), ENGLISH),
    "nested tables": (f"<html><body>{NESTED}</body></html>", ENGLISH),
    "line breaks": (page(ENGLISH, body=BREAKS), ENGLISH),
    "cdata in text": (page(ENGLISH, body="<![CDATA[ x ]]>" + paragraphs(ENGLISH)), ENGLISH),
    "no html": (paragraphs(ENGLISH), ENGLISH),
    "deep": ("<div>" * 240 + paragraphs(ENGLISH) + "</div>" * 240, ENGLISH),
    "megabytes of text": (page(ENGLISH, body=paragraphs(ENGLISH) + paragraphs(ENGLISH[2:]) * 20_000), ENGLISH),
}


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def read(name: str, reader: ReaderName) -> Page:
    began = time.process_time()
    found = read_html(CASES[name][0], url="https://example.com/a", reader=reader)
    assert time.process_time() - began < 20
    return found


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", CASES)
def test_odd_page_is_read(name: str, reader: ReaderName) -> None:
    found = read(name, reader)
    text = letters(found.text)
    assert all(letters(one) in text for one in CASES[name][1])
    assert "item.text" not in found.text
    assert "Part 3" not in found.text or name == "no html"


@pytest.mark.parametrize("reader", READERS)
def test_bytes_that_fit_no_encoding_are_noted(reader: ReaderName) -> None:
    data = page(GERMAN, head=said("utf-8")).encode().replace(b" die ", b" die\xfe\xff ", 1)
    assert "undecodable-bytes" in {note.code for note in read_html(data, reader=reader).notes}


@pytest.mark.parametrize("reader", READERS)
def test_page_cut_short_is_noted(reader: ReaderName) -> None:
    found = read_html("<ul><li>" * 3_000 + paragraphs(ENGLISH), reader=reader)
    assert {note.code for note in found.notes} & {"truncated-input", "no-body"}
