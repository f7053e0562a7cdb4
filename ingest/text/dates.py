"""Days and times as sources write them, to RFC 3339; None for what is not certain."""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

# Full names and the common short forms; of other languages where the spelling is no other language's other month.
_MONTHS = (
    "january jan januar januari janvier janv enero ene janeiro gennaio gen января січня stycznia ocak ledna",
    "february feb februar februari février févr fév febrero fevereiro fev febbraio февраля лютого lutego şubat února",
    "march mar märz mrz mars maart marts marzo março marso марта березня marca mart března",
    "april apr avril avr abril abr aprile апреля квітня kwietnia nisan dubna",
    "may mai maj mei mayo maio maggio mag мая травня maja mayıs května",
    "june jun juni juin junio junho giugno giu июня червня czerwca haziran června",
    "july jul juli juillet juil julio julho luglio lug июля липня lipca temmuz července",
    "august aug augusti augustus août agosto ago августа серпня sierpnia ağustos agustus srpna",
    "september sep sept septembre septiembre setembro set settembre сентября вересня września eylül září",
    "october oct oktober okt octobre octubre outubro out ottobre ott октября жовтня października ekim října",
    "november nov novembre noviembre novembro ноября листопада listopada kasım listopadu",
    "december dec dezember dez décembre déc diciembre dic dezembro dicembre декабря грудня grudnia aralık prosince",
)
# Indonesian where it differs, Arabic (of Egypt and the Gulf), Hindi.
_MORE_MONTHS = (
    "يناير जनवरी",
    "فبراير फ़रवरी फरवरी",
    "maret مارس मार्च",
    "أبريل إبريل अप्रैल",
    "مايو मई",
    "يونيو जून",
    "يوليو जुलाई",
    "أغسطس अगस्त",
    "سبتمبر सितंबर सितम्बर",
    "أكتوبر अक्टूबर अक्तूबर",
    "نوفمبر नवंबर नवम्बर",
    "desember ديسمبر दिसंबर दिसम्बर",
)
_MONTH_OF = {name: n for table in (_MONTHS, _MORE_MONTHS) for n, names in enumerate(table, 1) for name in names.split()}
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?\s*(Z|UTC|GMT|[+-]\d\d:?\d\d)?)?")
_EAST_ASIAN = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]")
# Letters, and the vowel signs of Devanagari, which are marks and no letters.
_MONTH = r"((?:[^\W\d_]|[\u0900-\u0903\u093a-\u094f])+)"
_DAY_FIRST = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th|er)?\.?\s+(?:de\s+|of\s+)?{_MONTH}\.?,?\s+(?:de\s+)?(\d{{4}})\b")
_MONTH_FIRST = re.compile(rf"\b{_MONTH}\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b")
# Between points, or after the year, the order is the same everywhere: 9.3.2026, 2026/03/09.
_YEAR_FIRST = re.compile(r"(?<![\d./-])((?:19|20)\d\d)([./])(\d{1,2})\2(\d{1,2})(?![\d/-])")
_POINTED = re.compile(r"(?<![\d./-])(\d{1,2})\.\s?(\d{1,2})\.\s?((?:19|20)?\d\d)(?![\d/-]|\.\d)")
_SLASHED = re.compile(r"(?<![\d./-])(\d{1,2})([/-])(\d{1,2})\2((?:19|20)\d\d)(?![\d/-])")


def to_rfc3339(text: str, *, day_first: bool | None = None) -> str | None:
    """Return the first day (and time, if it is written in ISO form) in a text, as precise as it is written.

    Numbers between slashes ("10/9/2022") are two different days to two readers, so they are None unless ``day_first``
    tells which, or only one of the two is a day.

    >>> to_rfc3339("Published: 9 March 2026, 10:15"), to_rfc3339("vom 9.3.2026")
    ('2026-03-09', '2026-03-09')
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
    return _in_numbers(text, day_first)


def _in_numbers(text: str, day_first: bool | None) -> str | None:
    if found := _YEAR_FIRST.search(text):
        return _day(int(found[1]), int(found[3]), int(found[4]))
    if found := _POINTED.search(text):
        year = int(found[3])
        return _day(year if year > 99 else 2000 + year, int(found[2]), int(found[1]))
    if found := _SLASHED.search(text):
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        if first > 12 or first == second or (day_first and second <= 12):
            return _day(year, second, first)
        if second > 12 or day_first is False:
            return _day(year, first, second)
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
    moment = f"{day}T{found[4]}:{found[5]}:{found[6] or '00'}{zone}"
    try:
        datetime.fromisoformat(moment.replace("Z", "+00:00"))
    except ValueError:
        return day
    # RFC 3339 has no time without a zone: what is not known is not invented.
    return moment if zone else day


_STATED_ISO = re.compile(
    r"(\d{4})-(\d\d?)(?:-(\d\d?)"
    r"(?:[T ]+(\d\d?):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?)?(?![\d-])",
    re.I | re.ASCII,
)


def rfc3339(text: str) -> str | None:
    """Return a stated time in the form of RFC 3339, as precise as it is stated; None where it is no time.

    >>> rfc3339("2024-03-05 09:30 +0200"), rfc3339("2024-03"), rfc3339("Tue, 05 Mar 2024 10:00:00 GMT")
    ('2024-03-05T09:30+02:00', '2024-03', '2024-03-05T10:00:00Z')
    """
    if iso := _STATED_ISO.match(text.strip()):
        year, month, day, hour, minute, second, zone = iso.groups()
        if not (1900 <= int(year) <= 2100 and 1 <= int(month) <= 12 and 1 <= int(day or 1) <= 31):
            return None
        date = "-".join([year, month.zfill(2), *([day.zfill(2)] if day else [])])
        if not hour or int(hour) > 23 or int(minute) > 59 or int(second or 0) > 60:
            return date
        return f"{date}T{hour.zfill(2)}:{minute}" + (f":{second}" if second else "") + _zone(zone)
    try:
        return parsedate_to_datetime(text).isoformat().replace("+00:00", "Z")
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _zone(text: str | None) -> str:
    """Return a stated zone in the form of RFC 3339, "" for none."""
    if not text:
        return ""
    if text.upper() in ("Z", "UTC", "GMT"):
        return "Z"
    digits = text[1:].replace(":", "").ljust(4, "0")
    return f"{text[0]}{digits[:2]}:{digits[2:]}"
