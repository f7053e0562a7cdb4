"""Days and times as sources write them, to RFC 3339; what is not certain is None."""

from __future__ import annotations

import re
from datetime import date, datetime

# Full names and the common short forms; of other languages where the spelling is no other language's other month.
_MONTHS = (
    ("january", "jan", "januar", "janvier", "enero", "janeiro", "gennaio", "января", "січня", "stycznia", "ocak"),
    (
        "february",
        "feb",
        "februar",
        "février",
        "febrero",
        "fevereiro",
        "febbraio",
        "февраля",
        "лютого",
        "lutego",
        "şubat",
    ),
    ("march", "mar", "märz", "mars", "marzo", "março", "марта", "березня", "marca", "mart"),
    ("april", "apr", "avril", "abril", "aprile", "апреля", "квітня", "kwietnia", "nisan"),
    ("may", "mai", "mayo", "maio", "maggio", "мая", "травня", "maja", "mayıs"),
    ("june", "jun", "juni", "juin", "junio", "junho", "giugno", "июня", "червня", "czerwca", "haziran"),
    ("july", "jul", "juli", "juillet", "julio", "julho", "luglio", "июля", "липня", "lipca", "temmuz"),
    ("august", "aug", "août", "agosto", "августа", "серпня", "sierpnia", "ağustos", "agustus"),
    (
        "september",
        "sep",
        "sept",
        "septembre",
        "septiembre",
        "setembro",
        "settembre",
        "сентября",
        "вересня",
        "września",
        "eylül",
    ),
    (
        "october",
        "oct",
        "oktober",
        "octobre",
        "octubre",
        "outubro",
        "ottobre",
        "октября",
        "жовтня",
        "października",
        "ekim",
    ),
    ("november", "nov", "novembre", "noviembre", "novembro", "ноября", "листопада", "listopada", "kasım"),
    (
        "december",
        "dec",
        "dezember",
        "décembre",
        "diciembre",
        "dezembro",
        "dicembre",
        "декабря",
        "грудня",
        "grudnia",
        "aralık",
    ),
)
# Indonesian where it differs, Arabic (of Egypt and the Gulf), Hindi.
_MORE_MONTHS = (
    ("januari", "يناير", "जनवरी"),
    ("februari", "فبراير", "फ़रवरी", "फरवरी"),
    ("maret", "مارس", "मार्च"),
    ("أبريل", "إبريل", "अप्रैल"),
    ("mei", "مايو", "मई"),
    ("يونيو", "जून"),
    ("يوليو", "जुलाई"),
    ("أغسطس", "अगस्त"),
    ("سبتمبر", "सितंबर", "सितम्बर"),
    ("أكتوبر", "अक्टूबर", "अक्तूबर"),
    ("نوفمبر", "नवंबर", "नवम्बर"),
    ("desember", "ديسمبر", "दिसंबर", "दिसम्बर"),
)
_MONTH_OF = {name: n for table in (_MONTHS, _MORE_MONTHS) for n, names in enumerate(table, 1) for name in names}
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?\s*(Z|UTC|GMT|[+-]\d\d:?\d\d)?)?")
_EAST_ASIAN = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]")
# Letters, and the vowel signs of Devanagari, which are marks and no letters.
_MONTH = r"((?:[^\W\d_]|[\u0900-\u0903\u093a-\u094f])+)"
_DAY_FIRST = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\.?\s+(?:de\s+|of\s+)?{_MONTH}\.?,?\s+(?:de\s+)?(\d{{4}})\b")
_MONTH_FIRST = re.compile(rf"\b{_MONTH}\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b")


def to_rfc3339(text: str) -> str | None:
    """Give the first day (and time, if it is written in ISO form) in a text, as precise as it stands there.

    Numbers alone ("10/9/2022") say two different days to two readers, so they give None.

    >>> to_rfc3339("Published: 9 March 2026, 10:15")
    '2026-03-09'
    >>> to_rfc3339("2026-03-09T10:15+02:00")
    '2026-03-09T10:15:00+02:00'
    """
    if found := _ISO.search(text):
        return _from_iso(found)
    if found := _EAST_ASIAN.search(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    for pattern, month, day in ((_DAY_FIRST, 2, 1), (_MONTH_FIRST, 1, 2)):
        for found in pattern.finditer(text):
            number = _MONTH_OF.get(found[month].lower())
            if number:
                return _day(int(found[3]), number, int(found[day]))
    return None


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _from_iso(found: re.Match[str]) -> str | None:
    day = _day(int(found[1]), int(found[2]), int(found[3]))
    if day is None or found[4] is None:
        return day
    zone = {"Z": "Z", "UTC": "Z", "GMT": "Z", None: ""}.get(found[7], found[7] or "")
    if re.fullmatch(r"[+-]\d{4}", zone):
        zone = f"{zone[:3]}:{zone[3:]}"
    said = f"{day}T{found[4]}:{found[5]}:{found[6] or '00'}{zone}"
    try:
        datetime.fromisoformat(said.replace("Z", "+00:00"))
    except ValueError:
        return day
    # RFC 3339 has no time without a zone: what is not known is not invented.
    return said if zone else day
