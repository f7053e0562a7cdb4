"""What of all that repeats is the site's, and what is the articles': in doubt it is theirs."""

from __future__ import annotations

from ingest.rules.learn.evidence import ALIGNED, MOST_PLACES, Evidence

_SOME = 1 / 3
# A template has no more slots than this, and so many words for each.
_MOST_SLOTS, _WORDS_A_SLOT = 4, 2
# A few documents do not tell a template from sentences of one make.
_SLOTS_OF_FEW = 2
# A label may have a name in it, of so many tokens, not a headline: "<b>...</b>" is what the article is called.
_NAME = 4
# What is in fewer documents than this may be what many write about: it must begin and end as a unit does.
_FEW_OF_MANY = 0.1
# A group of fewer documents than _FEW learns only what is outmost; one of fewer than _MANY needs a greater share.
_FEW, _MANY = 4, 10
# In groups of many documents, so many are enough for what stands at the edge, where they are this share, or whatever
# their share.
_ENOUGH, _ENOUGH_SHARE, _ENOUGH_ALONE = 4, 0.02, 8


def least_documents(of: int) -> int:
    """Return in how many documents something must stand to be learned, at the least."""
    if of < _MANY:
        return 2
    if of <= 30:
        return 3
    return min(_ENOUGH_ALONE, max(_ENOUGH, -int(-of * _ENOUGH_SHARE // 1)))


def is_learned(seen: Evidence) -> bool:
    """True if a template is the site's: to be taken out."""
    if seen.quoted > _SOME or seen.dateline >= _SOME or _is_recurring_headline(seen) or _is_of_one_make(seen):
        return False
    if seen.is_label:
        return _is_learned_label(seen)
    if not (seen.is_block or (_starts(seen) and _stops(seen))):
        return False
    if seen.of < _FEW:
        return seen.outmost >= 1 and seen.words >= 5 and seen.documents == seen.of
    if seen.of < _MANY:
        return _is_repeated_in_few(seen)
    if seen.edge >= MOST_PLACES:
        return _is_repeated_at_edge(seen)
    return seen.documents >= _ENOUGH and seen.share >= 0.3


def may_be_headline(seen: Evidence) -> bool:
    """True if what repeats is not the site's, and may be the headline of another story, which stands in its templates:
    several words that are always the same, and no sentence."""
    return not seen.slots and not seen.ends_sentence and not seen.is_label and not is_learned(seen)


def _is_of_one_make(seen: Evidence) -> bool:
    """True if it is mostly slots: sentences that are all made alike tell results, prices, the weather."""
    return seen.slots > _MOST_SLOTS or (seen.slots > 1 and seen.words < _WORDS_A_SLOT * seen.slots)


def _is_recurring_headline(seen: Evidence) -> bool:
    """True if it is the first line of documents: the headlines of columns and series come back; those of other stories
    stand elsewhere, too."""
    return seen.headline and seen.first >= 0.05 and (seen.share < 0.75 or seen.at != "head")


def _is_learned_label(seen: Evidence) -> bool:
    """True if a few words are a label or a menu's entry: of many documents, always at the edge and by themselves."""
    if seen.documents < 4 or seen.share < 0.25 or seen.edge < MOST_PLACES or seen.widest > _NAME:
        return False
    return (seen.is_block and (seen.words >= 1 or seen.numbers)) or (
        seen.words >= 2 and max(seen.opens, seen.closes) >= ALIGNED and seen.well_ended >= ALIGNED
    )


def _is_repeated_at_edge(seen: Evidence) -> bool:
    if seen.share < _FEW_OF_MANY and not seen.is_block and min(seen.well_begun, seen.closed) < ALIGNED:
        return False
    return seen.documents >= least_documents(seen.of) and (seen.documents >= _ENOUGH or seen.share >= 0.1)


def _is_repeated_in_few(seen: Evidence) -> bool:
    """True if a template of a small group is the site's: it stands in three documents or four, a good part of them."""
    if seen.slots > _SLOTS_OF_FEW:
        return False
    if seen.edge >= MOST_PLACES:
        return seen.documents >= 3 and seen.share >= 0.4
    return seen.documents >= _ENOUGH and seen.share >= 0.5 and seen.closed >= ALIGNED


def _starts(seen: Evidence) -> bool:
    """True if it is seen where a template begins: behind a sentence, or always with a capital, in many documents."""
    return seen.well_begun >= 0.6 or (seen.capital >= ALIGNED and seen.words >= 6 and seen.documents >= 8)


def _stops(seen: Evidence) -> bool:
    """True if it is seen where a template ends; what has no full stop must be in many documents."""
    return seen.well_ended >= 0.8 and (seen.closed >= 0.8 or (seen.share >= 0.3 and seen.documents >= 3))
