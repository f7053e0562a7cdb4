"""Values of a record in the shape that our field has: the only one of a list, or a list of the only one.

Each function returns None where a value has no sensible meaning in that shape; what is empty is an empty value.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping
from typing import TypeVar

from ingest.article import Caption, Image, Related
from ingest.text.names import names_in_bylines

# What holds the text of an object of JSON-LD and its like, the first that is there; and its address.
_TEXT_KEYS = ("name", "title", "text", "headline", "label", "@value", "#text")
_URL_KEYS = ("url", "contentUrl", "src", "href", "@id")
_CAPTION_KEYS = ("text", "caption", "description", "name")
_READ_KEYS = frozenset(("name", "text", "credit", "title", "url", "caption"))
_BETWEEN_TAGS = re.compile(r"[,;|·•،、，；]")
_BETWEEN_NAMES = re.compile(r"[;|\n]")
_Item = TypeVar("_Item")
_MOST_ITEMS = 1000  # of a list; more are no authors, tags or pictures


def one_text(value: object) -> str | None:
    """Return a text: a string or number, the only one of a list, or the name of an object.

    >>> one_text("Sport"), one_text(["Sport"]), one_text({"name": "Sport"}), one_text(["Sport", "Local"])
    ('Sport', 'Sport', 'Sport', None)
    """
    if isinstance(value, str):
        return value.strip()
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        texts = texts_in(value)
        return None if texts is None or len(texts) > 1 else "".join(texts)
    if isinstance(value, Mapping):
        return _of_object(value, _TEXT_KEYS) if value else ""
    return _written_number(value)


def _written_number(value: object) -> str | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return str(int(value)) if value == int(value) else str(value)


def _of_object(value: Mapping[object, object], keys: tuple[str, ...]) -> str | None:
    texts = (value.get(key) for key in keys)
    return next((text.strip() for text in texts if isinstance(text, str) and text.strip()), None)


def texts_in(value: object) -> tuple[str, ...] | None:
    """Return the texts in a list, each once: strings, numbers, and the names of objects."""
    made = _each(value, lambda item: None if isinstance(item, list | tuple) else one_text(item))
    return None if made is None else tuple(dict.fromkeys(filter(None, made)))


def names_in(value: object) -> tuple[str, ...] | None:
    """Return names: of a list, or in one text that lists them.

    >>> names_in("Ann Lee; Bo Ek"), names_in("By Ann Lee and Bo Ek"), names_in(["Ann Lee"])
    (('Ann Lee', 'Bo Ek'), ('Ann Lee', 'Bo Ek'), ('Ann Lee',))
    """
    if isinstance(value, str) and not is_json_list(value):
        texts = [text.strip() for text in _BETWEEN_NAMES.split(value)]
        return names_in_bylines(texts) or tuple(dict.fromkeys(filter(None, texts)))
    names = texts_in(value)
    return None if names is None or any(map(str.isdecimal, names)) else names


def tags_in(value: object) -> tuple[str, ...] | None:
    """Return tags: of a list, or in one text that lists them.

    >>> tags_in("bridges, rivers"), tags_in(["bridges, old"])
    (('bridges', 'rivers'), ('bridges, old',))
    """
    if isinstance(value, str) and not is_json_list(value):
        return tuple(dict.fromkeys(filter(None, (tag.strip(" #") for tag in _BETWEEN_TAGS.split(value)))))
    return texts_in(value)


def images_in(value: object) -> tuple[Image, ...] | None:
    """Return pictures: addresses, or objects with an address and perhaps a caption."""

    def image(item: object) -> Image | None:
        if isinstance(item, str):
            return Image(item.strip())
        url = _of_object(item, _URL_KEYS) if isinstance(item, Mapping) else None
        return Image(url, _of_object(item, _CAPTION_KEYS)) if url and isinstance(item, Mapping) else None

    return _each(value, image)


def captions_in(value: object) -> tuple[Caption, ...] | None:
    """Return captions: texts, or objects with a text and perhaps a credit."""

    def caption(item: object) -> Caption | None:
        if isinstance(item, str):
            return Caption(item.strip())
        text = _of_object(item, _CAPTION_KEYS) if isinstance(item, Mapping) else None
        return Caption(text, _of_object(item, ("credit",))) if text and isinstance(item, Mapping) else None

    return _each(value, caption)


def related_in(value: object) -> tuple[Related, ...] | None:
    """Return other stories: headlines, or objects with a headline and perhaps an address."""

    def related(item: object) -> Related | None:
        if isinstance(item, str):
            return Related(item.strip())
        title = _of_object(item, _TEXT_KEYS) if isinstance(item, Mapping) else None
        return Related(title, _of_object(item, _URL_KEYS)) if title and isinstance(item, Mapping) else None

    return _each(value, related)


def says_more(value: object) -> bool:
    """True if a value holds an object with more than a field of ours takes of it: a width, a type, an address."""
    items = value if isinstance(value, list | tuple) else [value]
    return any(isinstance(item, Mapping) and not _READ_KEYS.issuperset(item) for item in items)


def _each(value: object, made_of: Callable[[object], _Item | None]) -> tuple[_Item, ...] | None:
    """Return what is made of each item of a list, or of one item; None where nothing can be made of one of them."""
    if isinstance(value, str):
        value = _json_list(value) if is_json_list(value) else value
    items = value if isinstance(value, list | tuple) else [value]
    if len(items) > _MOST_ITEMS:
        return None
    made = [made_of(item) for item in items if not _is_blank(item)]
    found = [item for item in made if item is not None]
    return tuple(found) if len(found) == len(made) else None


def _is_blank(item: object) -> bool:
    return item is None or item == {} or (isinstance(item, str) and not item.strip())


def is_json_list(text: str) -> bool:
    """True if a text is a list as JSON has it: tables of texts keep lists so."""
    return text.startswith("[") and text.endswith("]")


def _json_list(text: str) -> object:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return value if isinstance(value, list) else text
