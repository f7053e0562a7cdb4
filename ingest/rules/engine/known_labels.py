"""Which of some texts the rules know for something else: for a button, a menu's entry, a share bar, a heading."""

from __future__ import annotations

from collections.abc import Iterable

from ingest.rules.matcher import phrase_key
from ingest.rules.model import Rule
from ingest.rules.selection import Selection
from ingest.text.fold import fold
from ingest.text.shape import Shape, shape

# A line of these kinds is no story and no caption, wherever it stands.
_LABEL_KINDS_LISTED = (
    "advert byline comment_form comments cookie copyright date nav newsletter page_control paywall share social_embed "
    "tags"
)
_LABEL_KINDS = frozenset(_LABEL_KINDS_LISTED.split())


def known_labels(selection: Selection, texts: Iterable[str]) -> frozenset[str]:
    """Return the texts that a rule of the selection would take, as a whole line, for a label: what is neither a story
    nor the caption of a picture. Where they stand is not asked; a rule that asks what is beside them is left out."""
    listed = tuple(dict.fromkeys(text for text in texts if text.strip()))
    if not listed:
        return frozenset()
    folded, shapes = list(map(fold, listed)), list(map(shape, listed))
    labels: set[str] = set()
    for layer in selection.layers:
        part = layer.parts["text"]
        for text, seen, patterns in zip(listed, shapes, part.engine.found_in(listed, folded, shapes), strict=True):
            if any(_is_label(*part.owners[pattern], text, seen, selection) for pattern in patterns):
                labels.add(text)
    return frozenset(labels)


def _is_label(rule: Rule, role: str, text: str, seen: Shape, selection: Selection) -> bool:
    where = rule.where
    if rule.id in selection.disabled or rule.action not in ("drop", "move") or where.before or where.after:
        return False
    if role == "start":  # what heads a section is no story of it, if the rule knows it word by word
        return rule.section is not None and phrase_key(text) in rule.section.start.phrases
    return role == "main" and rule.find == "line" and rule.kind in _LABEL_KINDS and where.misfit(seen) is None
