"""What a line between headline and text is made of beside names: days, hours, and the words of bylines.

The words are few and closed: weekdays, "by", "published", "updated", roles and what stands between them, in the
languages of the rules and their neighbours. They are folded, as the words of a line are.
"""

from __future__ import annotations

import re

from ingest.text.dates import day_in
from ingest.text.fold import fold
from ingest.text.memo import memoized

_WEEKDAYS = """
monday tuesday wednesday thursday friday saturday sunday mon tue tues wed weds thu thur thurs fri sat sun montag
dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so lundi mardi mercredi jeudi
vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo lunedì martedì mercoledì giovedì venerdì
sabato domenica segunda terça quarta quinta sexta feira segunda-feira terça-feira quarta-feira quinta-feira
sexta-feira maandag dinsdag woensdag donderdag vrijdag zaterdag zondag måndag tisdag onsdag torsdag fredag lördag
söndag mandag tirsdag lørdag søndag poniedziałek wtorek środa czwartek piątek sobota niedziela pondělí úterý středa
čtvrtek pátek neděle понедельник вторник среда четверг пятница суббота воскресенье понеділок вівторок середа четвер
п'ятниця субота неділя pazartesi salı çarşamba perşembe cuma cumartesi pazar senin selasa rabu kamis jumat sabtu
minggu luni marți miercuri joi vineri sâmbătă duminică hétfő kedd szerda csütörtök péntek szombat vasárnap الاثنين
الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد सोमवार मंगलवार बुधवार गुरुवार शुक्रवार शनिवार रविवार
"""
_PUBLISHED_LABELS = """
published posted created issued updated update modified edited aktualisiert veröffentlicht erstellt geändert publié
modifié actualisé publicado actualizado atualizado publicação pubblicato aggiornato gepubliceerd bijgewerkt geplaatst
publicerad uppdaterad publicerat uppdaterat publisert oppdatert opdateret offentliggjort opublikowano aktualizacja
dodano publikováno aktualizováno vydáno zveřejněno опубликовано опубликован обновлено обновлён опубліковано оновлено
giriş güncelleme güncellenme yayınlanma diterbitkan diperbarui dipublikasikan đăng publicat actualizat megjelent
frissítve közzétéve نشر نشرت प्रकाशित अपडेट अद्यतन
"""
_DATE_LABELS = """
date last first on at as of am pm a.m p.m second seconds secs day days week weeks month months year years est edt cst
cdt mst mdt pst pdt gmt utc bst cet cest ist wib wita wit jst kst eet eest msk hrs hr h min mins minute minutes read
hours hour ago time uhr hr stand zuletzt am um vom den mis jour le à heure temps de lecture vor stunden stunde minuten
tagen wochen monaten jahren il y a heures minutes jours semaines hace horas minutos días há dias fecha a las el em às
alle ore il om op kl klockan data godz дата в от г года о об р року yayın tarihi tarih saat pukul ngày lúc cập nhật la
ora تاريخ آخر تحديث في م ص तिथि बजे
"""
_BYLINE_LABELS = """
by written words story report reports reporting reported author authors and with staff writer writers reporter
reporters correspondent correspondents editor editors columnist contributor contributors journalist senior chief
special contributing political business sports von und redaktion autor autorin redakteur redakteurin korrespondent
korrespondentin reporterin par et avec journaliste rédaction por y con redacción redactor redactora periodista
corresponsal e com jornalista repórter redação di da a cura giornalista redazione door en redactie av och af og
journalist redaksjonen przez i oprac autorka redakcja dziennikarz redaktor автор текст и редакция корреспондент
журналист та редакція кореспондент журналіст yazan haber muhabir oleh dan penulis reporter editor tác giả szerző بقلم
كتب كتبت إعداد و मूल लेखक संवाददाता 기자 記者 作者 撰文 文
"""
_BY = """
by author von autor autorin par auteur por autora di door av af forfatter przez автор yazan yazar oleh penulis bởi
írta بقلم लेखक 記者 作者
"""
_TAG_LABELS = """
tag tags topic topics keywords filed under more on in related categories category schlagwörter schlagworte themen
thema etiquetas temas mots-clés mots clés thèmes argomenti trefwoorden ämnen emner tagi słowa kluczowe štítky témata
теги тэги метки темы мітки теми etiketler kata kunci từ khóa chủ đề címkék etichete الوسوم टैग 標籤 标签 태그
"""
_PUBLISHED_WORDS = frozenset(fold(_PUBLISHED_LABELS).split())
_DATE_WORDS = _PUBLISHED_WORDS | frozenset(fold(_WEEKDAYS + _DATE_LABELS).split())
_BYLINE_WORDS = _DATE_WORDS | frozenset(fold(_BYLINE_LABELS).split())
_BY_WORDS = frozenset(fold(_BY).split())
_TAG_WORDS = frozenset(fold(_TAG_LABELS).replace("-", " ").split())
# What stands between words: commas, bars, brackets, dashes, slashes, points.
_BETWEEN = re.compile(r"[\s,;:|·•/()\[\]–—\-，、：]+")
_AROUND = ".!?'\"«»“”„*#"
_NUMBER = re.compile(r"\d+(?:[.:]\d+)*(?:st|nd|rd|th|er|h|am|pm|hrs?|uhr|min)?|(?:\d+[年月日時时分秒년월일시분])+")
# A line of this kind is short: what is longer is not looked at.
MAX_LINE_WORDS = 30
MAX_LINE_CHARS = 250


@memoized(1 << 20)
def line_words(line: str) -> tuple[str, ...]:
    """Return the words of a line, without what stands between them.

    >>> line_words("By Ann Lee | 5 March 2024, 10:15")
    ('By', 'Ann', 'Lee', '5', 'March', '2024', '10', '15')
    """
    stripped = (word.strip(_AROUND) for word in _BETWEEN.split(line))
    return tuple(word for word in stripped if word)


def is_number(word: str) -> bool:
    """True if a word is a number as days and hours have them."""
    return _NUMBER.fullmatch(word) is not None


def is_date_word(word: str) -> bool:
    """True if a word, no number, belongs to a day or an hour: a month, a weekday, "published"."""
    return fold(word) in _DATE_WORDS or _is_month(word)


def is_byline_word(word: str) -> bool:
    """True if a word, no number and no name, may stand in a byline beside names and days."""
    return fold(word) in _BYLINE_WORDS or _is_month(word)


def is_by(word: str) -> bool:
    """True if a word says that the name of who wrote follows."""
    return fold(word) in _BY_WORDS


def is_published(word: str) -> bool:
    """True if a word says that the day of publication, or of a change, follows."""
    return fold(word) in _PUBLISHED_WORDS


def is_tag_label(word: str) -> bool:
    """True if a word may announce tags, or a section: "Topics", "Filed under"."""
    return fold(word) in _TAG_WORDS


@memoized(1 << 18)
def _is_month(word: str) -> bool:
    return day_in(f"1 {word} 2000") is not None
