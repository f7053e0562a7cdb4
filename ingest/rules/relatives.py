"""Close relatives: languages whose rules serve another language that has none of its own."""

from __future__ import annotations

from collections.abc import Container

# Languages whose readers read each other, in one script, and regional ones whose newspapers take their pages' furniture
# from the state's language. The closest first; ISO 639.
_RELATIVES = """
be: ru uk
bg: mk
mk: bg
rue: uk
bs: hr sr
cnr: sr bs hr
hr: bs sr
sh: hr sr bs
sr: bs hr
cs: sk
sk: cs
da: no
nb: no
nn: no nb
no: nb nn da
af: nl
li: nl
vls: nl
bar: de
gsw: de
lb: de
pcm: en
sco: en
ast: es
an: es
gl: es pt
co: it
lij: it
lmo: it
nap: it
pms: it
scn: it
vec: it
mo: ro
fil: tl
tl: fil
id: ms
jv: id
min: id
ms: id
su: id
zsm: ms id
ary: ar
arz: ar
prs: fa
awa: hi
bho: hi
mai: hi
az: tr
gag: tr
lzh: zh
nan: zh
wuu: zh
yue: zh
"""
RELATIVES = {
    language.strip(): tuple(relatives.split())
    for language, relatives in (line.split(":") for line in _RELATIVES.strip().splitlines())
}


def relative_with_rules(language: str | None, known: Container[str]) -> str | None:
    """Return the closest relative of a language that is ``known`` to have rules; None where the language has its own.

    >>> relative_with_rules("gl", {"es", "pt"}), relative_with_rules("gl", {"gl", "es"})
    ('es', None)
    """
    if language in known:
        return None
    return next((relative for relative in RELATIVES.get(language or "", ()) if relative in known), None)
