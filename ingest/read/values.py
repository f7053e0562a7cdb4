"""Moments and languages as records write them, from how pages write them."""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime

# ---- moments

_ISO = re.compile(
    r"(\d{4})-(\d\d?)(?:-(\d\d?)"
    r"(?:[T ]+(\d\d?):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?)?(?![\d-])",
    re.I | re.ASCII,
)


def rfc3339(said: str) -> str | None:
    """Give a moment as RFC 3339 writes it, as precise as it was said, None where it is no moment.

    >>> rfc3339("2024-03-05 09:30 +0200"), rfc3339("2024-03"), rfc3339("Tue, 05 Mar 2024 10:00:00 GMT")
    ('2024-03-05T09:30+02:00', '2024-03', '2024-03-05T10:00:00Z')
    """
    if iso := _ISO.match(said.strip()):
        year, month, day, hour, minute, second, zone = iso.groups()
        if not (1900 <= int(year) <= 2100 and 1 <= int(month) <= 12 and 1 <= int(day or 1) <= 31):
            return None
        date = "-".join([year, month.zfill(2), *([day.zfill(2)] if day else [])])
        if not hour or int(hour) > 23 or int(minute) > 59 or int(second or 0) > 60:
            return date
        return f"{date}T{hour.zfill(2)}:{minute}" + (f":{second}" if second else "") + _zone(zone)
    try:
        return parsedate_to_datetime(said).isoformat().replace("+00:00", "Z")
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _zone(said: str | None) -> str:
    if not said:
        return ""
    if said.upper() in ("Z", "UTC", "GMT"):
        return "Z"
    digits = said[1:].replace(":", "").ljust(4, "0")
    return f"{said[0]}{digits[:2]}:{digits[2:]}"


# ---- languages

_MISNAMED = {"iw": "he", "in": "id", "ji": "yi", "jp": "ja", "cz": "cs", "gr": "el", "ua": "uk", "dk": "da"}


def language_code(said: str) -> str | None:
    """Give the primary language of a BCP 47 tag or a locale, None where it names none.

    >>> language_code("en-GB"), language_code("pt_BR"), language_code("html")
    ('en', 'pt', None)
    """
    found = re.match(r"\s*([a-z]{2,3})(?![a-z])", said, re.I)
    code = found[1].lower() if found else ""
    return _MISNAMED.get(code, code) or None
