"""The time behind a day in a text, with its zone, where both are certain."""

from __future__ import annotations

import re
from typing import NamedTuple

from ingest.text.dates.spelling import LETTER
from ingest.text.dates.words import half_of_day, is_weekday, plain_words

# What comes between a day and its hour ("at", "um", "klo", "a las", "alle ore"), and what follows an hour.
_AT = plain_words("before hours")
_UNITS = plain_words("behind hours")
# "5 March - 5:30 read": how long it takes.
_OF_LENGTH = plain_words("of a length")
_LEAD = rf"(?P<lead>(?:{LETTER}{{1,12}}(?:[.:,]{{1,2}}\s{{0,2}}|\s{{1,2}}|(?=\d))){{0,3}})"
_BETWEEN = rf"(?:[^\w]{{0,6}}\([^()\d]{{1,12}}\))?[^\w]{{0,6}}{_LEAD}"
_SECOND = r"(?:(?:\s?[分분]|[:.])\s?(?P<second>\d\d)(?:[.,]\d{1,9}|\s?[秒초])?|\s?[分분])?"
_MINUTE = r"(?P<minute>\d\d|\d(?=\s?[分분]))"
_BEHIND = re.compile(rf"(?:t(?=\d)|{_BETWEEN})(?P<hour>\d\d?)(?P<mark>\s?[:h時时시點点]\s?|\.){_MINUTE}{_SECOND}(?!\d)")
# ISO 8601 in its basic form: T0930, T093000.
_BASIC = re.compile(
    r"t(?P<lead>)(?P<hour>\d\d)(?P<mark>)(?P<minute>\d\d)(?:(?P<second>\d\d)(?:[.,]\d{1,9})?)?(?![\d:])"
)
_WORDS = re.compile(rf"\s{{0,2}}((?:{LETTER}{{1,14}}[.\s]{{0,2}}){{1,3}})")
_WORD = re.compile(rf"{LETTER}+")
_ZONE = re.compile(r"(?P<gap>\s?)\(?(?P<name>z|utc|gmt)?(?P<offset>\s?[+-]\d\d?(?::?\d\d)?)?(?![\w:])\)?")
_OFFSET = re.compile(r"([+-])(\d\d?):?(\d\d)?")
# Zones of RFC 2822. Where it does not apply, they are names of zones in other continents, too.
_MAIL_ZONES = {"ut": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7}
_MAIL_ZONE = re.compile(rf"\s({'|'.join(_MAIL_ZONES)})(?!\w)")
# No zone is further from Greenwich, in hours.
_FARTHEST = 14


class Clock(NamedTuple):
    """A time of day as RFC 3339 writes it behind a day ("T09:30Z"), and where it ends in its text."""

    time: str
    end: int


def clock_behind(text: str, end: int, *, iso: bool, whole: bool = False) -> Clock | None:
    """Return the time that follows a day which ends at ``end`` in a plain text; None where none is certain.

    "10.30" is a time only behind "at" or before "o'clock", unless the ``whole`` text is to be a time. ``iso`` says that
    the day is written as in ISO 8601, where "-03:00" behind the time is its zone and no range.
    """
    found = _BASIC.match(text, end) or _BEHIND.match(text, end)
    if found is None:
        return None
    lead = _WORD.findall(found["lead"] or "")
    half, _ = half_of_day(lead)
    if half is None and not all(word in _AT or (is_weekday(word) and len(word) > 3) for word in lead):
        return None
    words = _WORDS.match(text, found.end())
    behind = _WORD.findall(words[1]) if words else []
    if behind[:1] and behind[0] in _OF_LENGTH:
        return None
    own, count = half_of_day(behind)
    half = own or half
    unit = not own and behind[:1] and behind[0] in _UNITS
    if found["mark"] == "." and not (whole or lead or own or unit):
        return None
    hour = _hour(int(found["hour"]), half)
    if hour is None or int(found["minute"]) > 59 or int(found["second"] or 0) > 59:
        return None
    at = _behind_words(text, found.end(), count or bool(unit))
    zone = _zone(text, at, iso=iso, mail=bool(found["second"]) and not iso)
    if zone is None:
        return None
    seconds = f":{found['second']}" if found["second"] else ""
    return Clock(f"T{hour:02}:{int(found['minute']):02}{seconds}{zone.time}", zone.end)


def _hour(hour: int, half: str | None) -> int | None:
    """Return an hour of 24, None for one that is not certain or is none."""
    if 1 <= hour <= 12:
        if half == "unclear":
            return None
        if half:
            return hour % 12 + (12 if half == "pm" else 0)
    return hour if hour < 24 else None


def _behind_words(text: str, start: int, count: int) -> int:
    """Return where the next words end, with their points."""
    for _ in range(count):
        if word := _WORD.search(text, start):
            start = word.end() + (text[word.end() : word.end() + 1] == ".")
    return start


def _zone(text: str, start: int, *, iso: bool, mail: bool) -> Clock | None:
    """Return the zone behind a time, in the form of RFC 3339; "" where none is certain, None for one that cannot be."""
    if mail and (found := _MAIL_ZONE.match(text, start)):
        hours = _MAIL_ZONES[found[1]]
        return Clock(f"-{-hours:02}:00" if hours else "Z", found.end())
    found = _ZONE.match(text, start)
    if found is None or not (found["name"] or found["offset"]):
        return Clock("", start)
    # "10:30 z Krakowa", "10:30-12:00", "10:30 +3"
    if found["name"] == "z" and found["gap"] and not iso:
        return Clock("", start)
    if found["offset"] is None:
        return Clock("Z", found.end())
    sign, hours, minutes = _OFFSET.findall(found["offset"])[0]
    named = found["name"] in ("utc", "gmt")
    clear = iso or named or (minutes and (sign == "+" or ":" not in found["offset"]))
    if not clear:
        return Clock("", start)
    if int(hours) > _FARTHEST or int(minutes or 0) > 59:
        return None
    offset = f"{sign}{int(hours):02}:{minutes or '00'}"
    return Clock("Z" if offset[1:] == "00:00" else offset, found.end())
