"""Decoding: every declared, marked or guessable encoding gives the text back; nothing is lost in silence."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from cost import cpu

from ingest.text.decoding.decode import Decoded, decode, normalize_decoded
from ingest.text.decoding.encodings import CODECS, encoding_of
from ingest.text.decoding.sniff import looks_binary, sniff_kind

UKRAINIAN = "Міська рада у вівторок ухвалила рішення залишити старий міст відкритим до весни, повідомили чиновники. "
FRENCH = "Le conseil a décidé mardi de garder le vieux pont ouvert jusqu’au printemps, a déclaré la préfète à l’été. "
POLISH = (
    "Rada miasta zdecydowała we wtorek, że stary most pozostanie otwarty aż do wiosny, poinformowały władze. Żółć. "
)
TURKISH = (
    "Şehir meclisi salı günü eski köprünün ilkbahara kadar açık kalmasına karar verdi, dedi yetkililer. Çığ, ağıt. "
)
JAPANESE = "市議会は火曜日、古い橋を春まで開けておくことを決めた。市の担当者が水曜日に発表した。通行止めは見送られる。"
CHINESE = "市议会星期二决定，旧桥将继续开放到明年春天。官员星期三表示，维修工程将推迟进行，市民可以照常通行。"
KOREAN = "시의회는 화요일 오래된 다리를 봄까지 계속 열어 두기로 결정했다고 관계자들이 수요일 밝혔다. 공사는 연기된다."
GREEK = "Το δημοτικό συμβούλιο αποφάσισε την Τρίτη να κρατήσει ανοιχτή την παλιά γέφυρα μέχρι την άνοιξη. "
GUTENBERG = "<!-- wp:paragraph -->\n<p>The council kept the old bridge.</p>\n<!-- /wp:paragraph -->\n\n"
ARABIC = "قرر مجلس المدينة يوم الثلاثاء إبقاء الجسر القديم مفتوحا حتى الربيع، بحسب ما قال مسؤولون يوم الأربعاء. "


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_mark_decides_before_what_is_declared(codec: str) -> None:
    found = decode(UKRAINIAN.encode(codec), charset="windows-1252")
    assert (found.text, found.notes) == (UKRAINIAN, ())


@pytest.mark.parametrize(
    ("text", "codec"),
    [(UKRAINIAN, "utf-8"), (JAPANESE, "utf-8"), (FRENCH, "utf-16-le"), (FRENCH, "utf-16-be"), (FRENCH, "utf-32-le")],
)
def test_unicode_is_seen_without_a_mark(text: str, codec: str) -> None:
    assert decode(text.encode(codec), charset="iso-8859-1").text == text


@pytest.mark.parametrize(
    ("text", "label", "codec", "name"),
    [
        ("“Déjà vu” – 5 €", "ISO-8859-1", "cp1252", "windows-1252"),
        ("“Déjà vu” – 5 €", "latin1", "cp1252", "windows-1252"),
        ("国务院㐀", "gb2312", "gb18030", "gb18030"),
        ("髙橋①", "Shift_JIS", "cp932", "shift_jis"),
        ("①東京", "euc-jp", "euc_jis_2004", "euc-jp"),
        ("똠방각하", "euc-kr", "cp949", "euc-kr"),
        ("똠방각하", "ks_c_5601-1987", "cp949", "euc-kr"),
        ("行政院", "big5", "big5", "big5"),
        ("Kraków żółć", "iso-8859-2", "iso8859_2", "iso-8859-2"),
        ("İstanbul", "iso-8859-9", "cp1254", "windows-1254"),
        ("Київ", "windows-1251", "cp1251", "windows-1251"),
        ("Київ", "x-cp1251", "cp1251", "windows-1251"),
        ("日本の橋", "iso-2022-jp", "iso2022_jp", "iso-2022-jp"),
    ],
)
def test_labels_mean_what_they_mean_to_browsers(text: str, label: str, codec: str, name: str) -> None:
    assert decode(text.encode(codec), charset=label) == Decoded(text, name)


@pytest.mark.parametrize(
    "head",
    [
        b'<?xml version="1.0" encoding="windows-1251"?><html>',
        b"<html><head><meta charset=windows-1251>",
        b'<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1251">',
    ],
    ids=["xml", "meta", "http-equiv"],
)
def test_a_document_may_declare_its_own(head: bytes) -> None:
    found = decode(head + "<p>Київ".encode("cp1251"), html=True)
    assert (found.encoding, found.text[-4:]) == ("windows-1251", "Київ")


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        (b"<META CHARSET = 'Macintosh' >", "macintosh"),
        (b"<meta content='text/html;charset=macintosh' http-equiv=content-type>", "macintosh"),
        (b"<style>" + b"p {color: red} " * 3000 + b"</style><meta charset=macintosh>", "macintosh"),
        (b"<style>" + b"p {color: red} " * 6000 + b"</style><meta charset=macintosh>", "windows-1252"),
        (b"<p>Write &lt;meta charset=macintosh&gt;, or charset=macintosh in HTTP.", "windows-1252"),
        (b"<meta name=author><link charset=macintosh>", "windows-1252"),
        (b"<meta charset=", "windows-1252"),
        (b"<?xml version='1.0'?><meta charset=macintosh>", "macintosh"),
    ],
    ids=["capitals", "content", "late", "too late", "prose", "link", "cut", "xml without"],
)
def test_a_declaration_is_in_a_meta_element_of_the_first_64_kb(head: bytes, encoding: str) -> None:
    assert decode(head + "<p>Un été à Québec".encode(CODECS[encoding][0]), html=True).encoding == encoding


@pytest.mark.parametrize(
    ("data", "charset", "encoding"),
    [
        (UKRAINIAN.encode(), "windows-1252", "utf-8"),
        (UKRAINIAN.encode("cp1251"), "iso-8859-1", "windows-1251"),
        (b"<meta charset=windows-1251>" + UKRAINIAN.encode("cp1251"), "iso-8859-1", "windows-1251"),
        (b"<meta charset=windows-1250>" + POLISH.encode("cp1250"), "iso-8859-1", "windows-1250"),
        (UKRAINIAN.encode("cp1251"), "utf-8", "windows-1251"),
        (FRENCH.encode("cp1252"), "utf-8", "windows-1252"),
        (b"<meta charset=utf-16>" + UKRAINIAN.encode(), None, "utf-8"),
        (FRENCH.encode("cp1252"), "no-such-charset", "windows-1252"),
    ],
    ids=[
        "utf-8 as latin",
        "cyrillic as latin",
        "http default",
        "http default, latin page",
        "cyrillic as utf-8",
        "latin as utf-8",
        "utf-16",
        "unknown",
    ],
)
def test_a_lying_declaration_is_not_believed(data: bytes, charset: str | None, encoding: str) -> None:
    assert decode(data, charset=charset, html=True).encoding == encoding


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (UKRAINIAN, "cp1251"), (UKRAINIAN, "koi8_u"), (FRENCH, "cp1252"), (POLISH, "cp1250"), (POLISH, "iso8859_2"),
        (TURKISH, "cp1254"), (JAPANESE, "cp932"), (JAPANESE, "euc_jp"), (CHINESE, "gb18030"), (KOREAN, "cp949"),
        (GREEK, "cp1253"), (ARABIC, "cp1256"),
    ],
)  # fmt: skip
def test_undeclared_bytes_are_recognised(text: str, codec: str) -> None:
    found = decode(text.encode(codec))
    assert (found.text, found.notes) == (text, ())


@pytest.mark.parametrize(
    ("data", "charset", "text", "detail"),
    [
        (UKRAINIAN.encode() + b"\xff" + b"end", None, UKRAINIAN + "\ufffdend", "1 bytes as utf-8, first at 190"),
        (b"cut \xd0\x9a\xd0", "utf-8", "cut К\ufffd", "1 bytes as utf-8, first at 6"),
        (b"caf\xc3\xa9 \xff\xfe\xfd \xe9t\xe9", "utf-8", None, None),
        (
            "橋".encode("cp932") * 200 + b"\x8b",
            "shift_jis",
            "橋" * 200 + "\ufffd",
            "1 bytes as shift_jis, first at 400",
        ),
        (b"\xef\xbb\xbfab\xff", None, "ab\ufffd", "1 bytes as utf-8, first at 5"),
    ],
    ids=["one byte", "cut end", "too many", "multi-byte", "after a mark"],
)
def test_bad_bytes_are_counted(data: bytes, charset: str | None, text: str | None, detail: str | None) -> None:
    found = decode(data, charset=charset)
    if text is None:
        assert found.encoding != "utf-8"
    else:
        assert found.text == text
        assert [(note.code, note.detail) for note in found.notes] == [("undecodable-bytes", detail)]


@pytest.mark.parametrize(
    ("text", "cut"), [(UKRAINIAN * 10, b"\xd0"), (FRENCH * 10, b"\xc3"), (JAPANESE * 10, b"\xe3\x81")]
)
def test_a_text_cut_inside_a_character_stays_what_it_is(text: str, cut: bytes) -> None:
    found = decode(text.encode() + cut)
    assert (found.text, found.encoding, len(found.notes)) == (text + "\ufffd", "utf-8", 1)


@pytest.mark.parametrize(("good", "encoding"), [(3, "windows-1252"), (9, "windows-1252"), (10, "utf-8"), (30, "utf-8")])
def test_latin_bytes_pasted_into_utf_8_are_lost_only_where_they_are_few(good: int, encoding: str) -> None:
    """One byte in three or in nine that is no UTF-8: read as Latin nothing is lost, and the rest can be mended."""
    data = ("à l’été " * 10).encode() * good + ("à l'ete " * 90).encode("cp1252")
    found = decode(data)
    assert (found.encoding, len(found.notes)) == (encoding, encoding == "utf-8")


def test_where_every_second_byte_is_utf_8_by_chance_it_is_not_that() -> None:
    kana = "まちのひとたちはこのはしがすきです。" * 10  # of any text the nearest to UTF-8
    assert decode(kana.encode("euc_jp")) == Decoded(kana, "euc-jp")


def test_a_text_is_known_by_all_of_it_and_not_by_its_beginning() -> None:
    data = b"\xab" + b" Plain words in ASCII." * 500 + UKRAINIAN.encode("cp1251")
    assert decode(data).text.endswith(UKRAINIAN)


@pytest.mark.parametrize(
    ("bad", "encoding"), [(1, "windows-1257"), (3, "windows-1257"), (4, "windows-1252")], ids=["rare", "still", "not"]
)
def test_one_bad_byte_in_a_hundred_is_not_yet_a_false_declaration(bad: int, encoding: str) -> None:
    data = ("Für Häßliches. " * 100).encode("cp1257") + b"\xa1 " * bad
    found = decode(data, charset="windows-1257")
    assert (found.encoding, len(found.notes)) == (encoding, encoding == "windows-1257")


def test_undeclared_iso_2022_jp_is_known_by_its_escapes() -> None:
    assert decode(JAPANESE.encode("iso2022_jp")) == Decoded(JAPANESE, "iso-2022-jp")
    assert decode(b"a colour \x1b$ and \x1b$Bno more").encoding == "utf-8"


def test_line_ends_marks_and_nuls_are_normalised() -> None:
    assert decode(b"a\r\nb\rc\nd\x00e").text == "a\nb\nc\nde"
    assert decode(b"a\x00b, and then a sentence without any").notes[0].detail == "1 NUL characters dropped"
    assert normalize_decoded("\ufeffa\r\nb\0c\ud800") == "a\nbc\ufffd"


@pytest.mark.parametrize("text", ["", "plain", "a\ufffdb", "tab\tand\x0bmore"])
def test_clean_utf_8_comes_through_unchanged(text: str) -> None:
    assert decode(text.encode()) == Decoded(text, "utf-8")
    assert decode(text.encode()).utf8 == text.encode()


@pytest.mark.parametrize("text", ["a\r\nb", "\r", "\ra\r\r\n\nb\r", "é\r\nè"])
def test_line_ends_of_utf_8_are_normalised_in_its_bytes_too(text: str) -> None:
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    assert (decode(text.encode()).text, decode(text.encode()).utf8) == (plain, plain.encode())


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbfa",
        b"a\0 and then a sentence without any",
        "Zürich".encode("cp1252"),
        b"Z\xc3\xbcrich \xff",
    ],
    ids=["mark", "nul", "windows-1252", "bad-byte"],
)
def test_what_is_changed_in_decoding_is_not_at_hand_in_utf_8(data: bytes) -> None:
    found = decode(data)
    assert found.text.encode() != data
    assert found.utf8 is None


@pytest.mark.parametrize(
    "data",
    [
        ("Ünïcode täxt. " * 700_000).encode(),
        b"\xff" * 10_000_000,
        b"a\xff" * 5_000_000,
        b"\x1b$B" + b"!!" * 5_000_000,
        UKRAINIAN.encode("cp1251") * 100_000,
        b"<meta charset=" * 700_000 + b"\xff",
        b"<" * 10_000_000 + b"\xff",
    ],
    ids=["utf-8", "ff", "pairs", "escapes", "cp1251", "metas", "brackets"],
)
def test_ten_megabytes_take_seconds(data: bytes) -> None:
    start = time.process_time()
    decode(data, html=True)
    assert time.process_time() - start < 6


@pytest.mark.parametrize("name", CODECS)
def test_every_encoding_has_codecs_that_python_knows(name: str) -> None:
    assert encoding_of(name) == name
    for codec in CODECS[name]:
        assert "Ab 12".encode(codec).decode(codec) == "Ab 12"


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("iso8859-5", "iso-8859-5"), ("ISO_8859-5:1988", "iso-8859-5"), ("iso88595", "iso-8859-5"),
        ("iso8859-1", "windows-1252"), ("iso_8859-1:1987", "windows-1252"), ("iso88599", "windows-1254"),
        ("iso885911", "windows-874"), ("iso8859-15", "iso-8859-15"), ("iso-8859-8-i", "iso-8859-8"),
        ("csKOI8R", "koi8-r"), ("dos-874", "windows-874"), ("iso-8859-12", None), ("iso-8859-5:x", None),
    ],
)  # fmt: skip
def test_spellings_of_a_label_mean_the_same(label: str, name: str | None) -> None:
    assert encoding_of(label) == name


@pytest.mark.parametrize("label", ["utf-7", "unicode_escape", "rot13", "idna", "hex", "", "x" * 1000])
def test_labels_that_browsers_do_not_know_are_none(label: str) -> None:
    assert encoding_of(label) is None


@pytest.mark.parametrize(
    ("data", "binary"),
    [
        (b"", False),
        (b"A short text.", False),
        (UKRAINIAN.encode("cp1251"), False),
        (FRENCH.encode("utf-16-le"), False),
        (FRENCH.encode("utf-16"), False),
        (JAPANESE.encode("iso2022_jp"), False),
        (b"one stray \x00 in a longer line of text that is a text", False),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), True),
        (b"%PDF-1.7\n", True),
        (b"PK\x03\x04word/document.xml", True),
        (b"\x00\x00\x00\x18ftypmp42", True),
        (bytes(range(256)) * 20, True),
        (bytes(1000), True),
    ],
)
def test_pictures_and_archives_are_binary(data: bytes, binary: bool) -> None:
    assert looks_binary(data) is binary


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "text"),
        ("Rain fell. 3 < 5 and 7 > 2.", "text"),
        ("The <p> tag opens a paragraph, </p> closes it; <b> and </b> make it bold, <i> and </i> slanted.", "text"),
        ("Use <div>, <span> and <a href='x'> with care.", "text"),
        (
            "Prose for long. " * 300 + "<b>one bold word</b> in all of it, <i>one slanted</i>, <a href='x'>a link</a>",
            "text",
        ),
        ("<unknown> said the log.", "text"),
        ("<!DOCTYPE html>\n<title>x</title>", "html"),
        ("\ufeff  <html lang=en><p>x", "html"),
        ("<!-- saved --><HTML>", "html"),
        ("<!-->\n<!-- saved -->\n<!--" + "-" * 5000 + "-->\n<html>", "html"),
        (GUTENBERG, "html"),
        ("<!-- wp:paragraph --><p>" + "Rain fell on the old bridge. " * 300 + "</p><!-- /wp:paragraph -->", "html"),
        (GUTENBERG * 500, "html"),
        ("<!--a-->" * 40 + "text", "text"),
        ("<!--a-->\n" * 20_000 + "<p>Rain fell.</p>", "html"),
        ("<!--a-->" * 40 + "<!-- <html>", "text"),
        ("<!-- a --> Rain fell. <html>", "text"),
        ('<?xml version="1.0"?><html/>', "html"),
        ("<p>Rain fell.</p>", "html"),
        ("<div class='a'><p>Rain fell.</div>", "html"),
        ("Rain fell.<br/><br/>It stopped. <a href='/x'>More rain</a> <img src='a.png'>", "html"),
        ("Rain <b>fell</b> on <i>the</i> city in <em>May</em>.", "html"),
    ],
)
def test_text_that_mentions_a_tag_is_text(text: str, kind: str) -> None:
    assert sniff_kind(text) == kind


@pytest.mark.parametrize(
    "text", ["<" * 1_000_000, "<p " * 500_000, "<!--" * 300_000, "<b>" * 400_000, " " * 2_000_000 + "<"]
)
def test_sniffing_is_quick_on_anything(text: str) -> None:
    start = time.process_time()
    sniff_kind(text)
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    "unit",
    [
        "<!--a-->", "<!--a-->\n", "<!---->", "<!-->", "<!--", "-->", GUTENBERG, "<", "<p ", "<p>", "<b>", "<b>x</b>",
        "<img ", "<img src", "<br ", "<!doctype ", "<?xml ", " <", "< ",
    ],
)  # fmt: skip
def test_sniffing_takes_time_by_length(unit: str) -> None:
    assert grows_with_length(lambda count: sniff_kind(unit * count + "x"), most=30_000 // len(unit))


@pytest.mark.parametrize(
    "unit",
    [b"<meta ", b"<meta charset ", b"<meta charset=", b"<?xml ", b"<?xml encoding ", b"<", b"< ", b"charset ", b"="],
)
@pytest.mark.parametrize("head", [b"", b"<meta charset=", b"<?xml "])
def test_looking_for_a_declaration_takes_time_by_length(head: bytes, unit: bytes) -> None:
    assert grows_with_length(lambda count: decode(head + unit * count + b"\xff", html=True), most=100_000 // len(unit))


def grows_with_length(work: Callable[[int], object], *, most: int) -> bool:
    """True if four times as much, from eight pieces up to ``most``, never takes more than eight times as long.

    The steps between are small so that what explodes fails and does not hang: 18 comments once took 0.06 s, 22 took
    0.8 s, and 40 (324 bytes) never ended. Below the floor one would measure what else the machine does.
    """
    floor, count, spent = 0.01, 8, [0.01]
    while count < most:
        count = count * 5 // 4
        allowed = 8 * spent[max(0, len(spent) - 6)]
        spent.append(max(floor, _least(work, count, enough=allowed)))
        if spent[-1] > allowed:
            return False
    return True


def _least(work: Callable[[int], object], count: int, *, enough: float) -> float:
    """The least CPU of three tries; of ten where it is more than ``enough``, as what else the machine does can be."""
    spent = [cpu(lambda: work(count)) for _ in range(3)]
    while min(spent) > enough and len(spent) < 10 and min(spent) < 1:
        spent.append(cpu(lambda: work(count)))
    return min(spent)
