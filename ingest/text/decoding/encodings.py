"""The encodings of the web: their labels, the Python codecs that read them, the letters that betray them.

Labels and what they mean are from the WHATWG Encoding Standard (encoding.spec.whatwg.org, "Names and labels").
"""

from __future__ import annotations

# WHATWG name -> Python codecs, tried in order; the first is also what counts bad bytes.
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
        "iso-8859-1", "iso8859-1", "iso88591", "iso_8859-1", "latin1", "latin-1", "l1", "ascii", "us-ascii", "ansi",
        "ansi_x3.4-1968", "cp1252", "x-cp1252", "cp819", "ibm819", "x-user-defined", "western",
    ),
    "windows-1254": ("iso-8859-9", "iso8859-9", "iso88599", "latin5", "l5", "cp1254", "x-cp1254"),
    "windows-874": ("iso-8859-11", "iso8859-11", "tis-620", "tis620", "dos-874", "cp874"),
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
_NAMES = {label: name for name, labels in _LABELS.items() for label in labels} | {name: name for name in CODECS}

# What detection may answer: charset-normalizer's name (a Python codec) -> ours.
GUESSED = {
    codec: name
    for name, codec in (
        ("windows-1251", "cp1251"), ("windows-1253", "cp1253"), ("windows-1255", "cp1255"), ("windows-1256", "cp1256"),
        ("windows-874", "cp874"), ("koi8-r", "koi8_r"), ("koi8-u", "koi8_u"), ("ibm866", "cp866"),
        ("iso-8859-5", "iso8859_5"), ("gb18030", "gb18030"), ("big5", "big5"), ("euc-kr", "cp949"),
        ("shift_jis", "cp932"), ("euc-jp", "euc_jp"),
    )
}  # fmt: skip

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


def encoding_of(label: str) -> str | None:
    """Return the WHATWG name that a charset label stands for, None for one that browsers do not know.

    >>> encoding_of(" Latin1 "), encoding_of("cp1251"), encoding_of("utf-7")
    ('windows-1252', 'windows-1251', None)
    """
    plain = label.strip(" \t\r\n\"'").lower()
    spellings = (plain, plain.replace("_", "-"), f"windows-{plain.removeprefix('x-').removeprefix('cp')}")
    return next((_NAMES[spelling] for spelling in spellings if spelling in _NAMES), None)
