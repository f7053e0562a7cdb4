"""Days and times, stated and found in texts: what is read, what is left alone, and at what cost."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from cost import growth
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.text.dates import day_in, day_in_address, is_plausible, last_day, stated_time
from ingest.text.dates.calendars import persian_day
from ingest.text.dates.spelling import LETTER, plain
from ingest.text.dates.word_tables import MONTHS, MONTHS_BY_LANGUAGE

# Read the same way where it is stated and where it stands in a text.
BOTH = [
    # ISO 8601 and its variants
    ("2024-03-05", "2024-03-05"),
    ("2024-3-5", "2024-03-05"),
    ("2024/03/05", "2024-03-05"),
    ("2024.03.05", "2024-03-05"),
    ("2024-03-05T09:30", "2024-03-05T09:30"),
    ("2024-03-05T09:30Z", "2024-03-05T09:30Z"),
    ("2024-03-05T09:30:00Z", "2024-03-05T09:30:00Z"),
    ("2024-03-05T09:30:00.000Z", "2024-03-05T09:30:00Z"),
    ("2024-03-05T09:30:00,123+01:00", "2024-03-05T09:30:00+01:00"),
    ("2024-03-05t09:30:00z", "2024-03-05T09:30:00Z"),
    ("2024-03-05 9:30 UTC", "2024-03-05T09:30Z"),
    ("2024-03-05T09:30:00+0530", "2024-03-05T09:30:00+05:30"),
    ("2024-03-05T09:30:00-03", "2024-03-05T09:30:00-03:00"),
    ("2024-03-05T09:30:00 +0200", "2024-03-05T09:30:00+02:00"),
    ("2024-03-05T09:30:00−05:00", "2024-03-05T09:30:00-05:00"),
    ("2024-03-05T09:30:00+01:00[Europe/Paris]", "2024-03-05T09:30:00+01:00"),
    ("2022-10-05 17:22:00", "2022-10-05T17:22:00"),
    ("2022-10-05 17:22:00.123456+00:00", "2022-10-05T17:22:00Z"),
    ("2024-03-05 09:30 CET", "2024-03-05T09:30"),
    ("২০২৪-০৩-০৫", "2024-03-05"),
    # a day, and a time that is none
    ("2024-03-05T99:30", "2024-03-05"),
    ("2024-03-05T24:00:00", "2024-03-05"),
    ("2024-03-05T09:30:00+99:00", "2024-03-05"),
    ("2024-03-05T09", "2024-03-05"),
    # RFC 2822, JavaScript, Java, C, Twitter
    ("Tue, 05 Mar 2024 10:00:00 +0100", "2024-03-05T10:00:00+01:00"),
    ("Tue, 05 Mar 2024 10:00:00 -0500", "2024-03-05T10:00:00-05:00"),
    ("Tue, 05 Mar 2024 10:00:00 GMT", "2024-03-05T10:00:00Z"),
    ("Tue, 5 Mar 2024 10:00:00 EST", "2024-03-05T10:00:00-05:00"),
    ("Sat Nov 18 2017 15:21:41 GMT+0000", "2017-11-18T15:21:41Z"),
    ("Sat Nov 18 2017 15:21:41 GMT+0100 (Central European Standard Time)", "2017-11-18T15:21:41+01:00"),
    ("Sat Nov 18 15:21:41 UTC 2017", "2017-11-18T15:21:41Z"),
    ("Tue Mar  5 10:00:00 2024", "2024-03-05T10:00:00"),
    ("Tue Mar 05 10:00:00 +0000 2024", "2024-03-05T10:00:00Z"),
    ("13-Feb-2024 10:11:12", "2024-02-13T10:11:12"),
    # in words
    ("5 March 2024", "2024-03-05"),
    ("March 5th, 2024 at 9:15 p.m.", "2024-03-05T21:15"),
    ("November 29, 2016: 3:33 AM ET", "2016-11-29T03:33"),
    ("Nov. 29, 2016 12:05 am", "2016-11-29T00:05"),
    ("Tuesday 13th of February 2024", "2024-02-13"),
    ("le 1er février 2024", "2024-02-01"),
    ("13 de fevereiro de 2024 às 10h30", "2024-02-13T10:30"),
    ("1º de março de 2024", "2024-03-01"),
    ("13 d’abril del 2024", "2024-04-13"),
    ("13. helmikuuta 2024 klo 10.30", "2024-02-13T10:30"),
    ("13. feb. 2024 kl. 10.30", "2024-02-13T10:30"),
    ("Di., 13. Februar 2024, 10:30 Uhr", "2024-02-13T10:30"),
    ("2024. február 13., kedd 10:30", "2024-02-13T10:30"),
    ("2024 m. vasario 13 d.", "2024-02-13"),
    ("2024. gada 13. februāris plkst. 10:30", "2024-02-13T10:30"),
    ("2024ko otsailaren 13a", "2024-02-13"),
    ("13 lut 2024", "2024-02-13"),
    ("13. februára 2024", "2024-02-13"),
    ("13 февруари 2024 г., 10:30 ч.", "2024-02-13T10:30"),
    ("13 Φεβρουαρίου 2024, 10:30 μ.μ.", "2024-02-13T22:30"),
    ("13 Şubat 2024 Salı, 10:30", "2024-02-13T10:30"),
    ("13 tháng 2, 2024", "2024-02-13"),
    ("Tháng Mười Một 13, 2024", "2024-11-13"),
    ("13 شباط/فبراير 2024", "2024-02-13"),
    ("13 كانون الأول 2024", "2024-12-13"),
    ("13 فوریه 2024", "2024-02-13"),
    ("13 בפברואר 2024", "2024-02-13"),
    ("१३ जून २०२४", "2024-06-13"),
    ("2024年2月13日(火) 10時30分", "2024-02-13T10:30"),
    ("2024년 2월 13일 오후 3시 5분", "2024-02-13T15:05"),
    # other calendars
    ("令和6年2月13日", "2024-02-13"),
    ("民國113年2月13日", "2024-02-13"),
    ("6 มิ.ย. 2554", "2011-06-06"),
    ("۲۴ بهمن ۱۴۰۲", "2024-02-13"),
    # in numbers
    ("13.2.2024 klo 10.30", "2024-02-13T10:30"),
    ("13/02/2024 10h30", "2024-02-13T10:30"),
    ("02/13/2024", "2024-02-13"),
    ("27/11/2017 a les 10:19h", "2017-11-27T10:19"),
    # none
    ("01/02/2024", None),
    ("2024-02-31T10:15", None),
    ("2024-13-05", None),
    ("0000-00-00", None),
    ("0001-01-01T00:00:00Z", None),
    ("1970-01-01T00:00:00Z", None),
    ("1970-01-01 01:00:00+01:00", None),
    ("31 February 2026", None),
    ("9 Marching 2026", None),
    ("13 listopada 2024", None),
    ("3 شعبان 1445", None),
    ("1402/11/24", None),
    ("5, March 2024", None),
    ("yesterday", None),
    ("None", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "expected"), BOTH, ids=[text for text, _ in BOTH])
def test_time_is_the_same_where_it_is_stated_and_in_a_text(text: str, expected: str | None) -> None:
    assert stated_time(text) == expected
    assert day_in(text) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1709629200, "2024-03-05T09:00:00Z"),
        (1709629200.5, "2024-03-05T09:00:00Z"),
        (1709629200123, "2024-03-05T09:00:00Z"),
        ("1709629200", "2024-03-05T09:00:00Z"),
        ("1709629200123", "2024-03-05T09:00:00Z"),
        (1709629200123456789, "2024-03-05T09:00:00Z"),
        ("/Date(1709629200000)/", "2024-03-05T09:00:00Z"),
        (20240305, "2024-03-05"),
        ("20240305", "2024-03-05"),
        ("20240305T0930Z", "2024-03-05T09:30Z"),
        ("20240305T093000+0200", "2024-03-05T09:30:00+02:00"),
        ("20240305093000", "2024-03-05T09:30:00"),
        ("2024-03", "2024-03"),
        ("March 2024", "2024-03"),
        ("13.2.2024 10.30", "2024-02-13T10:30"),
        ("10:30 | 13/02/2024", "2024-02-13T10:30"),
        (datetime(2024, 3, 5, 9, 30, tzinfo=UTC), "2024-03-05T09:30:00Z"),
        (datetime(2024, 3, 5, 9, 30, tzinfo=timezone(timedelta(hours=2))), "2024-03-05T09:30:00+02:00"),
        (datetime(2024, 3, 5, 9, 30), "2024-03-05T09:30:00"),  # as a spider may have it
        (date(2024, 3, 5), "2024-03-05"),
        (datetime.min, None),
        (date.max, None),
        ("\ud800 2024-03-05", "2024-03-05"),
        (0, None),
        ("0", None),
        (-86400, None),
        (2024, None),
        ("2024", None),
        (10**30, None),
        (float("nan"), None),
        (float("inf"), None),
        (True, None),
        (None, None),
        ([], None),
        ({"$date": 1709629200000}, None),
        (b"2024-03-05", None),
        ("01.02.24", None),
        ("until 5 March 2024", None),
        ("5 March 2024 or 6 March 2024", None),
        ("2024-03-05 2024-03-06", None),
        ("Posted on 5 March 2024", None),
        ("5 March", None),
        ("1" * 10_000, None),
        ("2024-03-05" + " " * 10_000, "2024-03-05"),
    ],
    ids=repr,
)
def test_stated_value(value: object, expected: str | None) -> None:
    assert stated_time(value) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Published: 9 March 2026, 10:15", None, "2026-03-09T10:15"),
        ("Posted on March 9th, 2026 by Jane", None, "2026-03-09"),
        ("Publié le 13 février 2024 à 10h30 – Mis à jour à 18h05", "fr", "2024-02-13T10:30"),
        ("27/11/2017 01:57 | Actualizado a 27/11/2017 19:20", "es", "2017-11-27T01:57"),
        ("Updated: Apr 07, 2025 08:14 AM EST", "en", "2025-04-07T08:14"),
        ("13 February 2024 10:30 (GMT+7)", None, "2024-02-13T10:30+07:00"),
        ("發布時間:2024-02-13 10:30", "zh", "2024-02-13T10:30"),
        ("2026-02-30, no: 2026-03-02", None, "2026-03-02"),
        # the order of numbers
        ("9/3/2026", None, None),
        ("9/3/2026", "en", None),
        ("9/3/2026", "fr", "2026-03-09"),
        ("3/23/2026", "fr", "2026-03-23"),
        ("9/3/2026, not 13/3/2026", None, None),
        ("09.03.26 / 10:15", "de", "2026-03-09T10:15"),
        ("24.02.13", "ko", "2024-02-13"),
        ("13 listopada 2024", "pl", "2024-11-13"),
        ("13. listopada 2024.", "hr", "2024-10-13"),
        ("6/6/2554", "th", "2011-06-06"),
        ("1402/11/24", "fa", "2024-02-13"),
        # no time, or not certainly one of that day
        ("13 Feb 2024 | Updated 10:30", None, "2024-02-13"),
        ("13 Feb 2024 - 5:30 read", None, "2024-02-13"),
        ("13 Feb 2024 - 10:30 in London", None, "2024-02-13"),
        ("13.2.2024 10.30", None, "2024-02-13"),
        ("13 Feb 2024 10:30-12:00", None, "2024-02-13T10:30"),
        ("13 lutego 2024 10:30 z Krakowa", None, "2024-02-13T10:30"),
        # no day
        ("Version 9.3.2026.1", None, None),
        ("Page 5, March 2024", None, None),
        ("In May 2024, 5 men came", None, None),
        ("March 2026", None, None),
        ("at 10:15 March 2026", None, None),
        ("1709629200", None, None),
        ("5.3.2024–10.3.2024", None, None),
    ],
)
def test_day_in_a_text(text: str, language: str | None, expected: str | None) -> None:
    assert day_in(text, language=language) == expected


def is_rfc3339(time: str) -> bool:
    """True if a time is of RFC 3339, or as precise a part of it as a source may state."""
    if re.fullmatch(r"\d{4}-\d\d", time):
        time += "-01"
    datetime.fromisoformat(time.replace("Z", "+00:00"))
    return re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?)?", time) is not None


PARTS = (
    "2024 24 05 5 31 99 0 1402 2554 : . , / - + T t Z z ( ) [ ] \u2013 h 12 30 59 60 am pm UTC GMT EST March mars "
    "февраля शबान ١٣ 二月 年 月 日 令和 元 بهمن мая tháng 10:30 2024-03-05 13/02 1709629200 -0530 +99:99 de kl. Uhr"
)
DATED = st.builds(str.join, st.sampled_from(["", " "]), st.lists(st.sampled_from(PARTS.split()), max_size=12))


@given(DATED | st.text(max_size=60) | st.integers() | st.floats() | st.datetimes())
@settings(max_examples=600, deadline=None)
def test_what_is_read_is_a_time(value: object) -> None:
    for time in (stated_time(value), day_in(value) if isinstance(value, str) else None):
        assert time is None or (is_rfc3339(time) and stated_time(time) == time)


@given(st.datetimes(min_value=datetime(1971, 1, 1), max_value=datetime(2099, 12, 31)))
@settings(deadline=None)
def test_time_is_read_as_it_was_written(time: datetime) -> None:
    written = time.replace(microsecond=0)
    assert stated_time(written.isoformat()) == written.isoformat()
    assert stated_time(written.strftime("%a, %d %b %Y %H:%M:%S GMT")) == written.isoformat() + "Z"
    assert stated_time(written.strftime("%B %d, %Y, %I:%M:%S %p")) == written.isoformat()


HOSTILE = [
    "कि",
    "5 म",
    "1",
    "१",
    "2024-",
    "5 March ",
    "1.1.",
    "a. ",
    "tháng 1 ",
    "元年",
    "(a) ",
    "\u0301",
    "ﷺ",
    "10:30 ",
    "5\u00a0",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_long_text_takes_no_longer(piece: str) -> None:
    def read(size: int) -> None:
        text = piece * size
        for _ in range(20):
            stated_time(text)
            day_in(text)
            day_in(f"13 Feb 2024 {text}")

    assert growth(read, 2_000, 32_000, allowed=4) < 4


def test_names_of_months_are_plain_words_and_are_one_month() -> None:
    names = [name.replace("_", " ") for row in MONTHS for name in row.split()]
    assert len(names) == len(set(names)) > 1_000
    assert not set(names) & set(MONTHS_BY_LANGUAGE)
    assert [
        name for name in names if plain(name) != name or not re.fullmatch(rf"{LETTER}+( {LETTER}+){{0,2}}", name)
    ] == []


def test_persian_calendar() -> None:
    """Known days: the revolution of 1979, and new years around leap years."""
    days = {(1357, 11, 22): "1979-02-11", (1300, 1, 1): "1921-03-21", (1403, 12, 30): "2025-03-20"}
    assert {parts: persian_day(*parts).isoformat() for parts in days} == days
    for parts in ((1402, 12, 30), (1402, 7, 31), (1402, 13, 1), (1402, 0, 1), (1402, 1, 0), (2024, 1, 1)):
        with pytest.raises(ValueError, match="no day"):
            persian_day(*parts)


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("/2024/03/05/bridge", "2024-03-05"),
        ("/2024/3/5", "2024-03-05"),
        ("/2024-03-05-bridge.html", "2024-03-05"),
        ("/2024-03/05/c_1.htm", "2024-03-05"),
        ("/202403/05/c_1.htm", "2024-03-05"),
        ("/world/2024/mar/05/bridge", "2024-03-05"),
        ("/2024/02/31/2024/03/05/", "2024-03-05"),
        ("/2021/04/92713", None),
        ("/20240305/bridge", None),
        ("/archive/2203-11-22-8", None),
        ("/2024/02/31/", None),
        ("/2024/men/05/", None),
        ("", None),
    ],
)
def test_day_of_an_address(path: str, day: str | None) -> None:
    assert day_in_address("https://example.com" + path) == day


def test_plausible_days_end_two_days_after_the_fetch() -> None:
    assert is_plausible("2024-03-06T23:00:00Z", "2024-03-04T10:00:00Z")
    assert not is_plausible("2024-03-07", "2024-03-04T10:00:00Z")
    assert not is_plausible("1989-12-31", None)
    assert last_day("Mon, 04 Mar 2024 10:00:00 GMT") == "2024-03-06"
    assert last_day(None) == last_day("not a time") == last_day("2024-03")


def test_days_are_plausible_for_some_time_after_the_release() -> None:
    """The last plausible day is no clock, so it is raised by hand, with the year of the license at the latest."""
    years = re.findall(r"(?:19|20)\d\d", (Path(__file__).parents[2] / "LICENSE").read_text(encoding="utf-8"))
    assert int(last_day(None)[:4]) >= max(map(int, years), default=0) + 1
