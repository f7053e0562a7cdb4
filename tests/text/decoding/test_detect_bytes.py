"""Detection: text is read in its own encoding, declared or not, whole or damaged, and what is lost is said."""

from __future__ import annotations

import random
from collections.abc import Iterator
from difflib import SequenceMatcher
from math import ceil

import pytest

from ingest.text.decoding.decode import decode
from ingest.text.decoding.detect_bytes import cross_entropy, likeliest
from ingest.text.decoding.encodings import CODECS, SCRIPTS, Script

TEXTS = {
    "ja": (
        "市議会は火曜日の夜、古い橋を春まで通れるようにしておくことを決めた。\n市の担当者は水曜日、冬のあいだに土台を調べ"
        "ると発表した。\n会議には多くの住民が集まり、通行止めに反対する署名を手渡した。\n「この橋がないと子どもたちは学校"
        "へ行けません」と、近くでパン屋を営む女性は話している。\n工事の費用はまだ決まっておらず、来月もう一度話し合う。"
    ),
    "zh-Hans": (
        "市议会星期二晚上决定，旧桥将继续开放到明年春天。\n官员在星期三表示，工程师会在冬天检查桥的基础，然后再决定什么时"
        "候开始维修。\n很多居民来到会场，反对关闭这条路。\n一位在附近开面包店的女士说，如果没有这座桥，孩子们就不能去上学"
        "。\n维修的费用还没有确定，下个月将再次讨论。"
    ),
    "zh-Hant": (
        "市議會星期二晚上決定，舊橋將繼續開放到明年春天。\n官員在星期三表示，工程師會在冬天檢查橋的基礎，然後再決定什麼時"
        "候開始維修。\n很多居民來到會場，反對關閉這條路。\n一位在附近開麵包店的女士說，如果沒有這座橋，孩子們就不能去上學"
        "。\n維修的費用還沒有確定，下個月將再次討論。"
    ),
    "ko": (
        "시의회는 화요일 밤 오래된 다리를 내년 봄까지 계속 열어 두기로 결정했다. 시 관계자는 수요일 겨울 "
        "동안 기초를 조사하겠다고 밝혔다. 회의에는 많은 주민이 모여 통행 금지에 반대하는 서명을 전달했다. "
        "근처에서 빵집을 하는 한 여성은 이 다리가 없으면 아이들이 학교에 갈 수 없다고 말했다. 공사 "
        "비용은 아직 정해지지 않았다."
    ),
    "ru": (
        "Городской совет во вторник вечером решил оставить старый мост открытым до весны. В среду чиновники "
        "сообщили, что зимой инженеры проверят его опоры. На заседание пришли десятки жителей с подписями против "
        "закрытия дороги. «Без моста дети не попадут в школу», – сказала хозяйка пекарни. Стоимость работ пока не "
        "определена."
    ),
    "uk": (
        "Міська рада у вівторок увечері ухвалила рішення залишити старий міст відкритим до весни. У середу "
        "чиновники повідомили, що взимку інженери перевірять його опори. На засідання прийшли десятки мешканців "
        "із підписами проти закриття дороги. «Без мосту діти не потраплять до школи», – сказала власниця пекарні "
        "її сусідам."
    ),
    "el": (
        "Το δημοτικό συμβούλιο αποφάσισε την Τρίτη το βράδυ να κρατήσει ανοιχτή την παλιά γέφυρα μέχρι την "
        "άνοιξη. Οι μηχανικοί θα ελέγξουν τα θεμέλια τον χειμώνα, είπαν την Τετάρτη οι υπεύθυνοι. Πολλοί κάτοικοι "
        "ήρθαν στη συνεδρίαση με υπογραφές. Χωρίς τη γέφυρα τα παιδιά δεν πηγαίνουν στο σχολείο, λέει η "
        "ιδιοκτήτρια του φούρνου."
    ),
    "he": (
        "מועצת העיר החליטה ביום שלישי בערב להשאיר את הגשר הישן פתוח עד האביב. המהנדסים יבדקו את היסודות במהלך "
        "החורף, הודיעו ביום רביעי אנשי העירייה. תושבים רבים הגיעו לישיבה והציגו עצומה נגד סגירת הכביש. בלי הגשר "
        "הילדים לא יגיעו לבית הספר, אמרה בעלת המאפייה. עלות העבודות עדיין לא ידועה, והדיון יימשך בחודש הבא."
    ),
    "ar": (
        "قرر مجلس المدينة مساء الثلاثاء إبقاء الجسر القديم مفتوحا حتى الربيع. وقال مسؤولون يوم الأربعاء إن "
        "المهندسين سيفحصون الأساسات خلال الشتاء. وحضر الجلسة كثير من السكان ومعهم توقيعات ضد إغلاق الطريق. وقالت "
        "صاحبة مخبز قريب إن الأطفال لن يصلوا إلى المدرسة من دون الجسر. ولم تحدد بعد كلفة الأعمال، وستناقش في "
        "الشهر المقبل."
    ),
    "th": (
        "สภาเมืองมีมติเมื่อคืนวันอังคารให้เปิดสะพานเก่าต่อไปจนถึงฤดูใบไม้ผลิ "
        "เจ้าหน้าที่กล่าวในวันพุธว่าวิศวกรจะตรวจฐานรากของสะพานในช่วงฤดูหนาว "
        "ชาวบ้านจำนวนมากมาร่วมประชุมและยื่นรายชื่อคัดค้านการปิดถนน เจ้าของร้านขนมปังบอกว่าถ้าไม่มีสะพานเด็กๆ "
        "จะไปโรงเรียนไม่ได้"
    ),
    "pl": (
        "Rada miasta zdecydowała we wtorek wieczorem, że stary most pozostanie otwarty aż do wiosny. Inżynierowie "
        "zbadają zimą jego podpory, ogłosili w środę urzędnicy. Na posiedzenie przyszło wielu mieszkańców z "
        "podpisami przeciw zamknięciu drogi. Bez mostu dzieci nie dotrą do szkoły, mówi właścicielka piekarni. "
        "Źródło: ratusz."
    ),
    "cs": (
        "Městská rada v úterý večer rozhodla, že starý most zůstane otevřený až do jara. Inženýři v zimě prověří "
        "jeho pilíře, oznámili ve středu úředníci. Na zasedání přišla řada obyvatel s podpisy proti uzavření "
        "silnice. Bez mostu se děti nedostanou do školy, říká majitelka pekárny. Ťuhýk, žluťoučký kůň a ďáblík "
        "úpěli."
    ),
    "tr": (
        "Şehir meclisi salı akşamı eski köprünün ilkbahara kadar açık kalmasına karar verdi. Mühendisler kışın "
        "köprünün ayaklarını inceleyecek, dedi yetkililer çarşamba günü. Toplantıya yolun kapatılmasına karşı "
        "imza toplayan birçok kişi geldi. Köprü olmazsa çocuklar okula gidemez, dedi fırıncı. İşin bedeli henüz "
        "belli değil."
    ),
    "fr": (
        "Le conseil a décidé mardi soir de garder le vieux pont ouvert jusqu’au printemps. Les ingénieurs "
        "étudieront ses piles cet hiver, ont annoncé mercredi les élus. De nombreux habitants étaient venus à la "
        "séance, des pétitions à la main. Sans le pont, les élèves n’iront plus à l’école, a déclaré la "
        "boulangère. Le coût reste à évaluer."
    ),
    "de": (
        "Der Rat hat am Dienstagabend beschlossen, die alte Brücke bis zum Frühjahr für alle offen zu halten. "
        "Prüfer sollen im Winter die Pfeiler ansehen, hieß es später aus dem Bürgermeisteramt. Viele Bürger kamen "
        "mit Unterschriften gegen die Schließung der Straße. Ohne die Brücke können Schüler nicht zur Schule, "
        "erklärte die Bäckerin den Räten."
    ),
}
LATIN = ("pl", "cs", "tr", "fr", "de")
TWO_BYTES = [("ja", "euc-jp"), ("ja", "shift_jis"), ("zh-Hans", "gb18030"), ("zh-Hant", "big5"), ("ko", "euc-kr")]
OTHERS = [
    *((language, "utf-8") for language in TEXTS),
    ("ru", "windows-1251"), ("ru", "koi8-r"), ("ru", "iso-8859-5"), ("ru", "ibm866"), ("uk", "windows-1251"),
    ("uk", "koi8-u"), ("uk", "iso-8859-5"), ("el", "windows-1253"), ("el", "iso-8859-7"), ("he", "windows-1255"),
    ("he", "iso-8859-8"), ("ar", "windows-1256"), ("ar", "iso-8859-6"), ("th", "windows-874"), ("pl", "windows-1250"),
    ("pl", "iso-8859-2"), ("cs", "windows-1250"), ("tr", "windows-1254"), ("fr", "windows-1252"),
    ("de", "windows-1252"),
]  # fmt: skip
NOT_LATIN = [row for row in [*TWO_BYTES, *OTHERS] if row[0] not in LATIN and row[1] != "utf-8"]
SHARES = [0, 0.005, 0.02, 0.1]


def encoded(language: str, encoding: str) -> bytes:
    return TEXTS[language].encode(CODECS[encoding][0], "ignore")  # no Hebrew quotes in ISO 8859-8


def damaged(data: bytes, share: float, seed: int, by: int | None = None) -> bytes:
    """Return the bytes with a share of those beyond ASCII replaced: by others beyond ASCII, or by one."""
    rolls = random.Random(seed)
    out = bytearray(data)
    high = [at for at, byte in enumerate(data) if byte > 127]
    for at in rolls.sample(high, ceil(share * len(high))):
        out[at] = rolls.randrange(128, 256) if by is None else by
    return bytes(out)


def alike(language: str, encoding: str) -> set[str]:
    """The encodings in which the undamaged bytes are the same text."""
    data = encoded(language, encoding)
    text = data.decode(CODECS[encoding][0])
    return {name for name, codecs in CODECS.items() if data.decode(codecs[0], "replace") == text}


def kept(text: str, of: str) -> float:
    """The share of the characters beyond ASCII that are still there, in their order."""
    before, after = ([char for char in string if char > "\x7f"] for string in (of, text))
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / len(before)


def cases() -> Iterator[tuple[str, str, str | None, float]]:
    """Each encoding by damage, declared, not declared, and declared as servers do that know nothing."""
    for language, encoding in [*TWO_BYTES, *OTHERS]:
        for share in SHARES:
            yield language, encoding, encoding, share
            # One letter in ten another: which of the Latin encodings it was, such text does not tell.
            if not (language in LATIN and encoding != "utf-8" and share == 0.1):
                yield language, encoding, None, share
            if language not in LATIN or encoding == "utf-8":
                yield language, encoding, "iso-8859-1", share


@pytest.mark.parametrize(("language", "encoding", "declared", "share"), list(cases()))
def test_text_is_read_in_its_encoding(language: str, encoding: str, declared: str | None, share: float) -> None:
    for seed in range(5):
        data = damaged(encoded(language, encoding), share, seed)
        found = decode(data, charset=declared)
        assert found.encoding in ({encoding} if declared == encoding else alike(language, encoding))
        assert [note.code for note in found.notes] == ["undecodable-bytes"] * ("\ufffd" in found.text)
        readable = data.decode(CODECS[encoding][0], "replace")
        assert kept(found.text, TEXTS[language]) >= kept(readable, TEXTS[language]) - 0.01


@pytest.mark.parametrize("share", SHARES[1:])
@pytest.mark.parametrize("declared", [True, False], ids=["declared", "undeclared"])
@pytest.mark.parametrize(("language", "encoding"), [*TWO_BYTES, ("zh-Hans", "utf-8"), ("uk", "utf-8"), ("pl", "utf-8")])
def test_what_a_text_lost_is_noted(language: str, encoding: str, declared: bool, share: float) -> None:
    for seed in range(5):
        data = damaged(encoded(language, encoding), share, seed, by=0xFF)
        found = decode(data, charset=encoding if declared else None)
        # As a first byte, 0xFF is a private character in Microsoft's Shift_JIS.
        lost = found.text.count("\ufffd") + found.text.count("\uf8f3")
        assert (found.encoding, lost > 0) == (encoding, True)
        assert [note.code for note in found.notes] == ["undecodable-bytes"] * ("\ufffd" in found.text)


@pytest.mark.parametrize(("language", "encoding"), NOT_LATIN)
def test_a_headline_is_enough(language: str, encoding: str) -> None:
    headline = TEXTS[language][:20]
    assert decode(headline.encode(CODECS[encoding][0])).text == headline


@pytest.mark.parametrize(
    ("language", "encoding", "declared"),
    [
        ("ru", "windows-1251", "gb2312"), ("uk", "koi8-u", "euc-jp"), ("el", "windows-1253", "shift_jis"),
        ("ar", "windows-1256", "big5"), ("he", "windows-1255", "euc-kr"), ("th", "windows-874", "euc-kr"),
        ("ja", "shift_jis", "euc-jp"), ("ja", "euc-jp", "euc-kr"), ("zh-Hans", "gb18030", "big5"),
        ("ko", "euc-kr", "shift_jis"), ("fr", "windows-1252", "euc-jp"), ("fr", "windows-1252", "gb2312"),
        ("de", "windows-1252", "gb2312"), ("pl", "windows-1250", "shift_jis"), ("pl", "windows-1250", "euc-kr"),
        ("tr", "windows-1254", "shift_jis"), ("cs", "windows-1250", "big5"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("share", SHARES[:3])
def test_a_false_declaration_is_not_believed(language: str, encoding: str, declared: str, share: float) -> None:
    found = decode(damaged(encoded(language, encoding), share, 1), charset=declared)
    assert found.encoding in alike(language, encoding)


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("МІСЬКА РАДА ВИРІШИЛА ЗАЛИШИТИ СТАРИЙ МІСТ ВІДКРИТИМ", "cp1251"),
        ("ГРАДСКО ВЕЋЕ ЈЕ ОДЛУЧИЛО ДА МОСТ ОСТАНЕ ОТВОРЕН", "iso8859_5"),
        ("Градско веће је у уторак одлучило да мост остане отворен, јавили су званичници. Ђаци љуте.", "cp1251"),
        ("Общинският съвет реши във вторник старият мост да остане отворен до пролетта.", "cp1251"),
        ("ΑΝΟΙΧΤΗ ΜΕΝΕΙ Η ΠΑΛΙΑ ΓΕΦΥΡΑ ΜΕΧΡΙ ΤΗΝ ΑΝΟΙΞΗ ΑΠΟΦΑΣΙΣΕ ΤΟ ΣΥΜΒΟΥΛΙΟ\n" * 4 + TEXTS["el"], "cp1253"),
        ("شورای شهر تصميم گرفت پل قديمی را تا بهار باز نگه دارد و چند پژوهشگر گفتند", "cp1256"),
        ("ŻÓŁĆ ŚŹĄĘ ŁÓDŹ", "cp1250"),
        ("«ÄÖÜ» „…“ – éèàù ÀÉÈ", "cp1252"),
    ],
    ids=["capitals", "Serbian capitals", "Serbian", "Bulgarian", "headlines", "Persian", "Polish", "signs"],
)  # fmt: skip
def test_what_is_written_otherwise_is_recognized(text: str, codec: str) -> None:
    data = text.encode(codec, "ignore")
    assert decode(data).text == data.decode(codec)


@pytest.mark.parametrize("script", SCRIPTS, ids=[f"{script.encodings[0]} {script.frequent[:3]}" for script in SCRIPTS])
def test_what_a_script_has_its_encodings_can_write(script: Script) -> None:
    for encoding in script.encodings[:1]:
        for char in script.frequent:
            assert char.encode(CODECS[encoding][0])


@pytest.mark.parametrize(("language", "encoding"), NOT_LATIN)
def test_a_true_encoding_reads_far_better_than_others(language: str, encoding: str) -> None:
    """By 1.18 at least, as in the real texts; KOI8-U is KOI8-R but for four letters."""
    data = encoded(language, encoding)
    others = {name for script in SCRIPTS if script.frequent for name in script.encodings} - alike(language, encoding)
    own = cross_entropy(data, encoding)
    assert all(cross_entropy(data, name) > 1.18 * own for name in others - {"koi8-r"})


def test_damage_costs_as_much_as_there_is_of_it() -> None:
    whole = encoded("ja", "euc-jp")
    costs = [cross_entropy(damaged(whole, share, 0), "euc-jp") for share in SHARES]
    assert costs == sorted(costs)
    assert likeliest(whole) == "euc-jp"
