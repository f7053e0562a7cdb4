"""HTML that is put together from elements: what is no markup is text, whoever wrote it."""

from __future__ import annotations

import re
from html import escape
from typing import Final

# What does not show, or turns the direction of what stands around it: control characters, bidi controls, zero widths.
INVISIBLE: Final = "\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
_INVISIBLE = re.compile(f"[{INVISIBLE}]")


class Markup(str):
    """HTML as it stands in a page; any other string is text."""

    __slots__ = ()


def element(name: str, /, *children: str, **attributes: str | int | float | bool | None) -> Markup:
    r"""Return an element. Children that are no ``Markup`` are text: escaped, with invisible characters named.

    An attribute that is None or False is left out; ``_`` in a name is ``-``, one at its end is left out (``class_``).

    >>> element("p", "1 < 2", element("b", "x"), class_="note")
    '<p class="note">1 &lt; 2<b>x</b></p>'
    >>> element("td", "a\u202eb")
    '<td>a⟨U+202E⟩b</td>'
    """
    given = "".join(
        _attribute(key, value) for key, value in attributes.items() if value is not None and value is not False
    )
    return Markup(f"<{name}{given}>" if name == "input" else f"<{name}{given}>{joined(*children)}</{name}>")


def _attribute(key: str, value: object) -> str:
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(shown(str(value)))}"'


def joined(*children: str) -> Markup:
    """Return what is to stand behind each other."""
    return Markup("".join(one if isinstance(one, Markup) else escape(shown(one)) for one in children))


def shown(text: str) -> str:
    """Return a text in which invisible characters and those that turn its direction are named: ``⟨U+202E⟩``."""
    return _INVISIBLE.sub(lambda char: f"⟨U+{ord(char[0]):04X}⟩", text)
