#!/usr/bin/env python3
"""Make the tables of months, weekdays and halves of a day out of CLDR, and of lists written by hand.

    pip install -c constraints.txt -e '.[names]'
    python tools/make_date_words.py      # writes ingest/text/dates/word_tables.py

A name that is the same month in all languages is in ``MONTHS``; one that is two months ("listopada": October in
Croatian, November in Polish) is in ``MONTHS_BY_LANGUAGE``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from textwrap import wrap

from babel import Locale, localedata

from ingest.text.dates.spelling import LETTER, plain

TABLES = Path(__file__).parent.parent / "ingest" / "text" / "dates" / "word_tables.py"
# Languages that news is written in; of smaller ones the short names are too often another's other month.
LANGUAGES = frozenset(
    word
    for row in """
af am ar as az be bg bn bs ca cs cy da de el en es et eu fa fi fil fo fr ga gl gu he hi hr hu hy id is it ja ka kk km
kn ko ky lb lo lt lv mk ml mn mr ms mt my nb ne nl nn no or pa pl ps pt ro ru sd si sk sl so sq sr sv sw ta te tg th tk
tr uk ur uz vi zh
""".splitlines()
    for word in row.split()
)
# In use, and not in CLDR: short forms, other spellings, the months of Egypt and the Gulf, written months of Vietnamese.
MORE_MONTHS = (
    "januar janv ene enero sty janvāra januāra tháng_giêng tháng_một",
    "févr fév feb febr فبراير फरवरी lut únor tháng_hai",
    "mrz märz mars maret tháng_ba",
    "avr إبريل أبريل tháng_tư",
    "maj mei mai tháng_năm",
    "juin jun tháng_sáu",
    "juil jul tháng_bảy",
    "août aug aout tháng_tám",
    "sept sep set सितम्बर setiembre tháng_chín",
    "okt oct out ott अक्तूबर tháng_mười",
    "nov नवम्बर tháng_mười_một",
    "dez déc dec desember दिसम्बर tháng_mười_hai tháng_chạp",
)
# Halves of a day that CLDR lacks, letters alone.
MORE_HALVES = ("vorm πμ", "nachm μμ")
# Names of halves as short as these are words or units elsewhere ("to", "in", "de"), but for the following.
SHORT, CERTAIN = 2, frozenset({"am", "pm", "ам", "пм", "дп", "пп", "πμ", "μμ"})
# Scripts in which no name is read: Deseret and Shavian for English, and Mongolian, which is written downwards.
NAME = re.compile(rf"(?![\u1800-\u18af]){LETTER}+(?:[ -]{LETTER}+)*")


def locales() -> Iterator[tuple[str, Locale]]:
    """Yield the locales of the chosen languages, with their languages, those of regions and scripts among them."""
    for name in localedata.locale_identifiers():
        if (language := name.partition("_")[0]) in LANGUAGES:
            yield language, Locale.parse(name)


def names_of(locale: Locale, kind: str) -> Iterator[tuple[int | str, str]]:
    """Yield the full and short names of a locale's months or weekdays, each with its number."""
    tables = getattr(locale, kind)
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            yield from tables[context][width].items()


def months() -> tuple[list[set[str]], dict[str, dict[str, int]]]:
    """Return the names that are one month, by month; and those that are several, by language."""
    meanings: dict[str, dict[str, int]] = defaultdict(dict)
    for language, locale in locales():
        # "2024ko otsailaren 13a", "13 בפברואר 2024": what the format of dates puts at the month.
        pattern = locale.date_formats["long"].pattern
        endings, beginnings = re.findall(r"MMMM?'(\w+)'", pattern), re.findall(r"([\u05d0-\u05ea])MMM", pattern)
        for number, listed in names_of(locale, "months"):
            name = key(listed)
            if is_name(name) and len(name) > 1:
                with_ending = [name + ending for ending in endings if name.isascii()]
                with_beginning = [beginning + name for beginning in beginnings if re.match("[\u05d0-\u05ea]", name)]
                for form in (name, *with_ending, *with_beginning):
                    meanings[form][language] = int(number)
    for number, row in enumerate(MORE_MONTHS, 1):
        for listed in row.split():
            meanings[key(listed.replace("_", " "))].setdefault("", number)
    rows: list[set[str]] = [set() for _ in range(12)]
    several = {}
    for name, languages in meanings.items():
        if len(set(languages.values())) == 1:
            rows[next(iter(languages.values())) - 1].add(name)
        else:
            several[name] = languages
    return rows, several


def key(listed: str) -> str:
    """Return a name as it is looked up: plain, without points, and without the article or preposition before it."""
    name = " ".join(re.sub(r"[.॰/]", " ", plain(listed)).split())
    return re.sub(r"^(?:d[ei]|am|an|an t)[ ']", "", re.sub(r"^d['’]", "", name))


def is_name(text: str) -> bool:
    """True if a plain text is words in a script that news is written in."""
    return NAME.fullmatch(text) is not None and max(text) < "\U00010000"


def weekdays() -> set[str]:
    """Return the words of the names of weekdays."""
    names = (key(name) for _, locale in locales() for _, name in names_of(locale, "days"))
    return {word for name in names for word in re.split(r"[ '’-]", name) if is_name(word)}


def halves() -> tuple[set[str], set[str], set[str]]:
    """Return what says that an hour is before noon, that it is after, and what may say so or be another word."""
    found = (set(MORE_HALVES[0].split()), set(MORE_HALVES[1].split()))
    for _, locale in locales():
        for widths in locale.day_periods.values():
            for width in ("wide", "abbreviated"):
                for half, at in (("am", 0), ("pm", 1)):
                    name = key(widths.get(width, {}).get(half, ""))
                    if is_name(letters := "".join(re.findall(LETTER, name))):
                        found[at].add(letters)
    unclear = {name for names in found for name in names if is_unclear(name)} | (found[0] & found[1])
    return found[0] - unclear, found[1] - unclear, unclear


def is_unclear(name: str) -> bool:
    """True if the name of a half of a day is so short that it may be another word, in an alphabet of many languages."""
    return len(name) <= SHORT and name not in CERTAIN and re.match(r"[a-z\u00c0-\u052f]", name) is not None


def lines(names: Iterable[str], indent: int) -> str:
    """Return names as Python strings in lines of 120 characters."""
    words = [name.replace(" ", "_") for name in sorted(names)]
    rows = wrap(" ".join(words), 108, break_long_words=False, break_on_hyphens=False)
    ends = [" "] * (len(rows) - 1) + [""]
    return "\n".join(f'{" " * indent}"{row}{end}"' for row, end in zip(rows, ends, strict=True))


def main() -> None:
    from importlib.metadata import version

    rows, several = months()
    text = f'''"""Months, weekdays and halves of a day in {len(LANGUAGES)} languages, as ``spelling.plain`` writes them.

Made by tools/make_date_words.py; do not edit. Unicode CLDR (package Babel {version("babel")}), Unicode License;
and lists written for this project. A blank inside a name is a low line.
"""

MONTHS = (
'''
    text += "".join(f"    (\n{lines(row, 8)}\n    ),\n" for row in rows) + ")\n"
    text += "# Names that are two months to two languages.\nMONTHS_BY_LANGUAGE = {\n"
    text += "".join(f'    "{name}": {_as_python(several[name])},\n' for name in sorted(several)) + "}\n"
    text += f"WEEKDAYS = (\n{lines(weekdays(), 4)}\n)\n"
    text += "# Before noon, after it, and names that may be other words.\nDAY_HALVES = (\n"
    text += "".join(f"    (\n{lines(names, 8)}\n    ),\n" for names in halves()) + ")\n"
    TABLES.write_text(text, encoding="utf-8")
    print(f"{sum(map(len, rows))} names of months, {len(several)} that are several")


def _as_python(languages: dict[str, int]) -> str:
    return "{" + ", ".join(f'"{language}": {number}' for language, number in sorted(languages.items())) + "}"


if __name__ == "__main__":
    main()
