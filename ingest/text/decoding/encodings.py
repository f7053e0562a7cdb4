"""The encodings of the web: their labels, the Python codecs that read them, the letters that betray them.

Labels and what they mean are from the WHATWG Encoding Standard (encoding.spec.whatwg.org, "Names and labels").
"""

from __future__ import annotations

import re
from typing import NamedTuple

# WHATWG name -> Python codecs, tried in order; damaged text is read in the one that makes most sense of it.
CODECS: dict[str, tuple[str, ...]] = {
    "utf-8": ("utf-8",),
    "utf-16le": ("utf-16-le",),
    "utf-16be": ("utf-16-be",),
    "utf-32le": ("utf-32-le",),
    "utf-32be": ("utf-32-be",),
    "gb18030": ("gb18030",),
    "big5": ("big5hkscs", "cp950"),
    "euc-jp": ("euc_jp", "euc_jis_2004"),
    "iso-2022-jp": ("iso2022_jp", "iso2022_jp_ext", "iso2022_jp_2004"),
    "shift_jis": ("cp932", "shift_jis_2004"),
    "euc-kr": ("cp949",),
    "koi8-r": ("koi8_r",),
    "koi8-u": ("koi8_u",),
    "macintosh": ("mac_roman",),
    "x-mac-cyrillic": ("mac_cyrillic",),
    "ibm866": ("cp866",),
    "windows-874": ("cp874",),
    **{f"windows-125{n}": (f"cp125{n}",) for n in range(9)},
    **{f"iso-8859-{n}": (f"iso8859_{n}",) for n in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
}
_LABELS: dict[str, tuple[str, ...]] = {
    "utf-8": ("utf8", "unicode-1-1-utf-8", "x-unicode20utf8"),
    "utf-16le": ("utf-16", "ucs-2", "unicode", "iso-10646-ucs-2", "csunicode"),
    "windows-1252": (
        "iso-8859-1", "latin1", "latin-1", "l1", "ascii", "us-ascii", "ansi", "ansi_x3.4-1968", "cp1252",
        "x-cp1252", "cp819", "ibm819", "x-user-defined", "western",
    ),
    "windows-1254": ("iso-8859-9", "latin5", "l5", "cp1254", "x-cp1254"),
    "windows-874": ("iso-8859-11", "tis-620", "tis620", "dos-874", "cp874"),
    "gb18030": ("gb2312", "gbk", "x-gbk", "gb_2312-80", "gb_2312", "chinese", "csgb2312", "cp936", "gb-2312"),
    "big5": ("big5-hkscs", "cn-big5", "x-x-big5", "csbig5", "cp950", "big-5"),
    "euc-jp": ("x-euc-jp", "eucjp", "x-euc", "cseucpkdfmtjapanese"),
    "iso-2022-jp": ("csiso2022jp", "jis"),
    "shift_jis": ("shift-jis", "sjis", "x-sjis", "ms_kanji", "ms932", "windows-31j", "cp932", "csshiftjis"),
    "euc-kr": ("euckr", "cp949", "ks_c_5601-1987", "ks_c_5601-1989", "ksc5601", "ksc_5601", "korean", "windows-949"),
    "koi8-r": ("koi8", "koi", "koi8_r", "cskoi8r"),
    "koi8-u": ("koi8-ru",),
    "macintosh": ("mac", "x-mac-roman", "csmacintosh"),
    "x-mac-cyrillic": ("x-mac-ukrainian",),
    "ibm866": ("866", "cp866", "csibm866"),
    "iso-8859-8": ("iso-8859-8-i", "iso-8859-8-e", "logical", "visual", "hebrew"),
    "iso-8859-2": ("latin2", "l2"),
    "iso-8859-5": ("cyrillic",),
    "iso-8859-6": ("arabic", "asmo-708", "iso-8859-6-i", "iso-8859-6-e"),
    "iso-8859-7": ("greek", "greek8", "elot_928"),
    "iso-8859-15": ("latin-9", "latin9", "l9"),
}  # fmt: skip
# ISO 8859 is written in all these ways: iso-8859-5, iso_8859-5:1988, iso8859-5, iso88595.
_ISO = re.compile(r"^iso[-_]?8859[-_]?(\d{1,2})(?::\d{4})?$", re.ASCII)
_NAMES = {label: name for name, labels in _LABELS.items() for label in labels} | {name: name for name in CODECS}

_MARKS = "“”„‘’‚–—…«»·•°§€©®"
# Each Latin encoding with the letters of a language written in it; on a tie the first wins.
LETTERS: tuple[tuple[str, frozenset[str]], ...] = tuple(
    (encoding, frozenset(letters + _MARKS))
    for encoding, letters in (
        ("windows-1252", "äöüßé"),  # German
        ("windows-1252", "àâçèéêëîïôùûüœæ"),  # French
        ("windows-1252", "áéíóúñü¿¡ªº"),  # Spanish
        ("windows-1252", "àèéìòùí"),  # Italian
        ("windows-1252", "ãõáâàéêíóôúçªº"),  # Portuguese
        ("windows-1252", "åäöæøéü"),  # Swedish, Danish, Norwegian, Finnish
        ("windows-1252", "áéíóúýþæöð"),  # Icelandic
        ("windows-1252", "éëïöüèáó£½"),  # Dutch, English
        ("windows-1254", "çğıöşüâîû̇"),  # Turkish
        ("windows-1250", "ąćęłńóśźż"),  # Polish
        ("windows-1250", "áčďéěíňóřšťúůýžľĺŕäô"),  # Czech, Slovak
        ("windows-1250", "áéíóöőúüű"),  # Hungarian
        ("windows-1250", "čćžšđ"),  # Croatian, Slovenian
        ("windows-1250", "ăâîşţ"),  # Romanian
        ("iso-8859-2", "ąćęłńóśźż"),
        ("iso-8859-2", "áčďéěíňóřšťúůýžľĺŕäô"),
        ("windows-1257", "ąčęėįšųūž"),  # Lithuanian
        ("windows-1257", "āčēģīķļņšūž"),  # Latvian
        ("windows-1257", "äõöüšž"),  # Estonian
        ("iso-8859-15", "äöüßéœ€"),
    )
)


class Rows(NamedTuple):
    """The characters of a standard whose first byte is one of these."""

    codec: str
    first: int
    last: int


class Script(NamedTuple):
    """What text beyond ASCII consists of in one language, or several that are alike, and how it may be encoded.

    ``share`` of it are the ``frequent`` characters, the most frequent first; nearly all the rest are the others.
    """

    encodings: tuple[str, ...]
    frequent: str
    share: float
    others: str | Rows


def _cased(script: Script) -> tuple[Script, Script]:
    """Return the script, and one in which capitals are as frequent: headlines, whole or between the text."""
    either = "".join(letter + letter.upper() for letter in script.frequent)
    return script, Script(script.encodings, either, 0.95, _MARKS)


_RUSSIAN = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё"
_UKRAINIAN = "оаинвіетрслкудмпязьгйбчхцюжєїшщфґ"
_GREEK = "αοιετσνηυρπκμλςωάίόδέγήθχφύβξζώψ"
# What detection may answer, by the characters of the languages. The ranks are general knowledge, counted on no corpus.
# The rows are those that standards gave to what is in everyday use: the first level of JIS X 0208, GB 2312 and Big5,
# the syllables of KS X 1001.
SCRIPTS: tuple[Script, ...] = (
    Script(
        ("shift_jis", "euc-jp"),
        "のにるたはをとがしでてなすいれらもかこりっあくさまきよだつせけ、。・ーンスルトイリラクアドシレジタフロマコメバテプグサカキデ「」",
        0.6,
        Rows("euc_jp", 0xB0, 0xCF),
    ),
    Script(
        ("euc-kr",),
        "다이는의에가고을한지하로기사도리은인자대시어서해정를아일수부나스전장주상과제있보그여조만라동구원들오우",
        0.6,
        Rows("euc_kr", 0xB0, 0xC8),
    ),
    Script(
        ("gb18030",),
        "的，。一是在不了有人这中国大年为上个来和地到时说要以会他出们生对行发成方也能市会新日月我者政部公前后家工多加学",
        0.38,
        Rows("gb2312", 0xB0, 0xD7),
    ),
    Script(
        ("big5",),
        "的，。一是在不了有人這中國大年為上個來和地到時說要以會他出們生對行發成方也能市會新日月我者政部公前後家工多加學",
        0.38,
        Rows("big5", 0xA4, 0xC6),
    ),
    *_cased(
        Script(
            ("windows-1251", "koi8-r", "ibm866", "iso-8859-5"),
            _RUSSIAN,
            0.93,
            _RUSSIAN.upper() + "ђћјљњџѓќѕў" + _MARKS + "№",
        )
    ),
    *_cased(Script(("windows-1251", "koi8-u", "iso-8859-5"), _UKRAINIAN, 0.93, _UKRAINIAN.upper() + _MARKS + "№")),
    *_cased(Script(("windows-1253", "iso-8859-7"), _GREEK, 0.93, _GREEK.upper() + "ΆΈΉΊΌΎΏϊϋΐΰ" + _MARKS)),
    Script(("windows-1255",), "יוהלארתבשמנםדקעחפסטצגכזןךףץ", 0.93, "׳״־ְִֵֶַָֹּ" + _MARKS),
    Script(("windows-1256", "iso-8859-6"), "اليمنورتبدعةفهسكقأحجشطصىخإذزضغءئثظآؤ،", 0.95, "؟؛پچژگک" + _MARKS),
    Script(
        ("windows-874",),
        "านรก่อเง้มยลวดทสตะัีปบคห์ิแจพชขใไ็ุูโถผซึืณญศธษภฟำฐฝๆ",
        0.97,
        "ฉฬฎฮฏฑฒฌฆ๊ฤฯ๐๑๒๓๔๕๖๗๘๙" + _MARKS,
    ),
    *(Script((encoding,), "", 0.0, "".join(letters) + "".join(letters).upper()) for encoding, letters in LETTERS),
)


def encoding_of(label: str) -> str | None:
    """Return the WHATWG name that a charset label stands for, None for one that browsers do not know.

    >>> encoding_of(" Latin1 "), encoding_of("cp1251"), encoding_of("utf-7")
    ('windows-1252', 'windows-1251', None)
    """
    plain = label.strip(" \t\r\n\"'").lower()
    iso = _ISO.sub(r"iso-8859-\1", plain)
    spellings = (plain, iso, plain.replace("_", "-"), f"windows-{plain.removeprefix('x-').removeprefix('cp')}")
    return next((_NAMES[spelling] for spelling in spellings if spelling in _NAMES), None)
