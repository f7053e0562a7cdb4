"""The language of a text: stated, told by its script, or detected; or unknown, with a note."""

from __future__ import annotations

from collections import Counter

from ingest.article import Note
from ingest.text.language import LanguageEngine
from ingest.text.language.codes import language_code
from ingest.text.language.engines import DetectionEngine, Guesses, detection_engine
from ingest.text.language.sample import is_short, spread_sample, windows
from ingest.text.language.scripts import fits, only_language, script_of

# Languages so close that an engine takes one for the other: between these, what a page states decides.
_TWINS = tuple(
    frozenset(group.split())
    for group in ("bs cnr hr sh sr", "id ms zsm", "nb nn no", "yue wuu zh cmn", "mo ro", "fil tl", "az azb", "fa prs")
)
# A guess this much likelier than the next is not close.
_MARGIN = 0.2
# A page's language is believed against a likelier guess if the engine gives it this probability at least.
_PLAUSIBLE = 0.1
# Where the sample leaves a doubt, so many pieces of the text are asked, and more than half must agree.
_VOTES, _VOTE_LETTERS, _FEWEST_VOTES = 9, 120, 3


def decide(
    stated: str | None, attribute: str | None, text: str, *, engine: LanguageEngine = "fasttext"
) -> tuple[str | None, Note | None]:
    """Return a document's language, and a note where it stays unknown.

    What the caller states takes precedence. Then the script tells what it can: that a text is Chinese, that a page's
    attribute is wrong. Then the engine and the attribute together: attributes are wrong on 7 of 287 development pages,
    and engines on languages that they do not know.
    """
    if stated:
        return language_code(stated) or stated, None
    page = language_code(attribute or "")
    if engine == "none":
        return page, None
    detector = detection_engine(engine)
    piece = spread_sample(text, detector.letters)
    script = script_of(piece)
    page = page if page and fits(page, script) else None
    if is_short(piece):
        letters = sum(map(str.isalpha, piece))
        return page, None if page else Note("language-unknown", f"{letters} letters are too few")
    if only := only_language(script):
        return page or only, None
    guesses = _possible(detector.guess(piece), script)
    found = _settled(guesses, page, script, detector) or _by_votes(text, script, detector)
    if found is None and page and (len(guesses) < 2 or page in dict(guesses)):
        found = page  # the engine has no better guess, and none of its several guesses speaks against it
    return found, None if found else Note("language-unknown", "no language stands out")


def _possible(guesses: Guesses, script: str | None) -> Guesses:
    """Return those of the guesses that may be written in a script."""
    return tuple(guess for guess in guesses if fits(guess[0], script))


def _settled(guesses: Guesses, page: str | None, script: str | None, detector: DetectionEngine) -> str | None:
    """Return the language that an engine's guesses and the page's attribute settle on, None where a doubt is left."""
    best, chance = guesses[0] if guesses else ("", 0.0)
    family = _family(best)
    if page and page not in detector.languages():
        if page in family:
            return page
        if not any(each in detector.languages() and fits(each, script) for each in _family(page)):
            # The engine cannot know better. Of English alone no other language reminds it.
            return "en" if best == "en" and chance >= detector.sure else page
    chances = dict(guesses)
    doubted = chance < detector.sure or page in family
    if page and doubted and chances.get(page, 0.0) >= _PLAUSIBLE:
        return page
    among = sum(each for language, each in guesses if language in family)
    second = guesses[1][1] if len(guesses) > 1 else 0.0
    return best if among >= detector.least and chance - second >= _MARGIN else None


def _family(language: str) -> frozenset[str]:
    """Return a language and those that engines take it for."""
    return next((group for group in _TWINS if language in group), frozenset({language}))


def _by_votes(text: str, script: str | None, detector: DetectionEngine) -> str | None:
    """Return the language of most pieces of a text, None if none has the majority: how a mixed text is told."""
    many = min(_VOTES, len(text) // (2 * _VOTE_LETTERS))
    if many < _FEWEST_VOTES:
        return None
    votes: Counter[str] = Counter()
    for piece in windows(text, many, _VOTE_LETTERS):
        guesses = _possible(detector.guess(piece), script_of(piece) or script)
        if guesses and guesses[0][1] >= detector.least:
            votes[guesses[0][0]] += 1
    return next((language for language, count in votes.items() if 2 * count > many), None)
