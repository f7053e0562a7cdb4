"""What the place of a rule file says: the language that it serves."""

from __future__ import annotations

from pathlib import PurePath

# The folder of rules that serve every language: `lang/any/`.
ANY_LANGUAGE = "any"


def language_of(path: PurePath) -> str | None:
    """Return the language of a rule file by its place, None if it has none.

    It is "de" for ``lang/de/byline.yaml``, and for a file ``de.yaml`` in ``lang``.
    """
    if path.parent.name == "lang":
        name = path.stem
    elif path.parent.parent.name == "lang":
        name = path.parent.name
    else:
        return None
    return None if name == ANY_LANGUAGE else name
