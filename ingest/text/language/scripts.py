"""Scripts: which one a text is written in, and which languages are written in it."""

from __future__ import annotations

from bisect import bisect
from collections import Counter

from ingest.text.language.sample import letters_of

# Blocks of Unicode 16: the first code point, and the script of the letters from there to the next row. "" is for what
# many scripts share. Hanja, kanji and hanzi are all Han: what else there is tells the language (see script_of).
_BLOCKS = (
    (0x0000, ""), (0x0041, "Latin"), (0x005B, ""), (0x0061, "Latin"), (0x007B, ""), (0x00C0, "Latin"), (0x02B0, ""),
    (0x0370, "Greek"), (0x0400, "Cyrillic"), (0x0530, "Armenian"), (0x0590, "Hebrew"), (0x0600, "Arabic"), (0x0700, ""),
    (0x0750, "Arabic"), (0x0780, "Thaana"), (0x07C0, ""), (0x0870, "Arabic"), (0x0900, "Devanagari"),
    (0x0980, "Bengali"), (0x0A00, "Gurmukhi"), (0x0A80, "Gujarati"), (0x0B00, "Odia"), (0x0B80, "Tamil"),
    (0x0C00, "Telugu"), (0x0C80, "Kannada"), (0x0D00, "Malayalam"), (0x0D80, "Sinhala"), (0x0E00, "Thai"),
    (0x0E80, "Lao"), (0x0F00, "Tibetan"), (0x1000, "Burmese"), (0x10A0, "Georgian"), (0x1100, "Hangul"),
    (0x1200, "Ethiopic"), (0x13A0, ""), (0x1780, "Khmer"), (0x1800, ""), (0x1C80, "Cyrillic"), (0x1C90, "Georgian"),
    (0x1CC0, ""), (0x1E00, "Latin"), (0x1F00, "Greek"), (0x2000, ""), (0x2D00, "Georgian"), (0x2D30, ""),
    (0x2DE0, "Cyrillic"), (0x2E00, ""), (0x3040, "Kana"), (0x3100, ""), (0x3130, "Hangul"), (0x3190, ""),
    (0x31F0, "Kana"), (0x3200, ""), (0x3400, "Han"), (0xA000, ""), (0xA640, "Cyrillic"), (0xA6A0, ""),
    (0xAC00, "Hangul"), (0xD7B0, ""), (0xF900, "Han"), (0xFB00, ""), (0xFB1D, "Hebrew"), (0xFB50, "Arabic"),
    (0xFE00, ""), (0xFE70, "Arabic"), (0xFF00, ""), (0xFF66, "Kana"), (0xFFA0, ""), (0x20000, "Han"), (0x40000, ""),
)  # fmt: skip
_STARTS = [start for start, _ in _BLOCKS]
# One language, or first the one that most texts are in. Latin is what is left.
_LANGUAGES = {
    "Arabic": "ar fa ur ps ckb ku sd ug pa ks bal azb pnb arz ary prs",
    "Armenian": "hy hyw",
    "Bengali": "bn as bpy",
    "Burmese": "my shn mnw",
    "Cyrillic": "ru uk be bg mk sr kk ky tg mn tt ba cv uz az bs cnr sh rue ce os ab av kv krc lez mhr mrj myv sah tk "
    "tyv udm xal mo bxr inh",
    "Devanagari": "hi mr ne sa mai bho bh kok gom new dty awa sd ks",
    "Ethiopic": "am ti",
    "Georgian": "ka xmf",
    "Greek": "el grc",
    "Gujarati": "gu",
    "Gurmukhi": "pa",
    "Hangul": "ko",
    "Han": "zh yue wuu cmn nan hak lzh",
    "Hebrew": "he yi",
    "Kana": "ja",
    "Kannada": "kn tcy",
    "Khmer": "km",
    "Lao": "lo",
    "Malayalam": "ml",
    "Odia": "or",
    "Sinhala": "si",
    "Tamil": "ta",
    "Telugu": "te",
    "Thaana": "dv",
    "Thai": "th",
    "Tibetan": "bo dz",
}
_WRITTEN_IN = {script: tuple(languages.split()) for script, languages in _LANGUAGES.items()}
# Languages of the table that are written in Latin letters too, as whole newspapers are.
_ALSO_LATIN = frozenset(["az", "bs", "cnr", "kk", "ku", "mo", "sh", "sr", "tk", "tt", "uz"])
_OTHER_SCRIPTS = frozenset(language for languages in _WRITTEN_IN.values() for language in languages) - _ALSO_LATIN
# A letter of these says as much as two or three of an alphabet.
_DENSE = {"Han": 2, "Kana": 2, "Hangul": 2}
# Of East Asian letters, the share above which a text is Japanese or Korean: a Chinese one may quote a name.
_KANA_SHARE, _HANGUL_SHARE = 0.1, 0.3


def script_of(text: str) -> str | None:
    """Return the script that most of a text is in, "Kana" being Japanese; None where it has no letters.

    >>> script_of("Рада проголосувала у вівторок"), script_of("東京都渋谷区の再開発"), script_of("1,234")
    ('Cyrillic', 'Kana', None)
    """
    plain, others = letters_of(text)
    if not others:
        return "Latin" if plain else None
    weights = Counter({"Latin": plain})
    for char, many in Counter(others).items():
        script = _BLOCKS[bisect(_STARTS, ord(char)) - 1][1]
        weights[script] += many * _DENSE.get(script, 1)
    del weights[""]
    east = weights["Han"] + weights["Kana"] + weights["Hangul"]
    if east:
        name = "Han"
        if weights["Hangul"] >= _HANGUL_SHARE * east:
            name = "Hangul"
        elif weights["Kana"] >= _KANA_SHARE * east:
            name = "Kana"
        weights["Han"] = weights["Kana"] = weights["Hangul"] = 0
        weights[name] = east
    script, most = max(weights.items(), key=lambda item: (item[1], item[0]))
    return script if most else None


def fits(language: str, script: str | None) -> bool:
    """True if a language may be written in a script; any may where the script is not known.

    >>> fits("sr", "Latin"), fits("sr", "Cyrillic"), fits("ko", "Han"), fits("is", "Latin")
    (True, True, False, True)
    """
    if script is None:
        return True
    if script == "Latin":
        return language not in _OTHER_SCRIPTS
    return language in _WRITTEN_IN[script]


def only_language(script: str | None) -> str | None:
    """Return the language that a script tells without a doubt; None for a script of several.

    >>> only_language("Han"), only_language("Georgian"), only_language("Cyrillic")
    ('zh', 'ka', None)
    """
    return _ONLY.get(script or "")


# Of the others that share these scripts with one language, few texts are known: they are believed where stated.
_ONLY = {
    script: languages[0]
    for script, languages in _WRITTEN_IN.items()
    if script not in ("Arabic", "Bengali", "Cyrillic", "Devanagari", "Ethiopic", "Hebrew", "Tibetan")
}
