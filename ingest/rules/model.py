"""What a rule file says, once it is read: rules, what they find, where, and what is done with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ingest.article import NOTHING_KNOWN, Metadata
from ingest.rules.patterns.translate import Pattern
from ingest.text.shape import Shape
from ingest.vocabulary import Action, BlockKind, Confidence, TextPart

# The syntax of a selector, and its expression.
SelectorText = tuple[Literal["css", "xpath"], str]
Position = Literal["head", "body", "tail"]
# The keys of ``where``, and what else a rule may ask in vain: that none disables it, and what confirms its section.
Condition = Literal[
    "in",
    "position",
    "min_chars",
    "max_chars",
    "min_words",
    "max_words",
    "letters",
    "sentence",
    "block",
    "min_link_density",
    "before",
    "after",
    "shown",
    "quoted",
    "disabled",
    "confirm",
]
Find = Literal["line", "span", "section", "element", "words", "finder"]
FINDS: tuple[Find, ...] = ("line", "span", "section", "element", "words", "finder")
POSITIONS: tuple[Position, ...] = ("head", "body", "tail")
# Fields of the record that a moved span may fill; those named in the plural take one entry for each span.
MOVE_FIELDS = (
    "title",
    "subtitle",
    "authors",
    "author_bio",
    "published",
    "modified",
    "section",
    "tags",
    "dateline",
    "captions",
    "related",
    "copyright",
)
# Fields that a site file may set by selector.
SELECTED_FIELDS = ("body", "title", "subtitle", "authors", "published", "section", "tags")

SeenAt = Literal["head", "tail", "edge", "body"]
SEEN_AT: tuple[SeenAt, ...] = ("head", "tail", "edge", "body")

# How many blocks after the start of a section may confirm it, where the rule does not say.
CONFIRM_WITHIN = 3

# LEARNED: what a group of documents repeats. FTR: FiveFilters site configs, below site files of ours.
GLOBAL, LANGUAGE, LEARNED, FTR, SITE, USER = range(6)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """What must be before or after a block: prose, no prose, nothing (the edge), or what a pattern finds."""

    be: Literal["prose", "other", "edge"] | None = None
    pattern: Pattern | None = None


@dataclass(frozen=True, slots=True)
class Where:
    """Conditions on the block in which something was found. None or empty means any."""

    part: TextPart = "text"
    positions: frozenset[Position] = frozenset(POSITIONS)
    min_chars: int | None = None
    max_chars: int | None = None
    min_words: int | None = None
    max_words: int | None = None
    letters: Literal["upper", "lower"] | None = None
    sentence: bool | None = None
    blocks: frozenset[BlockKind] = frozenset()
    min_link_density: float | None = None
    before: Neighbour | None = None
    after: Neighbour | None = None
    # Of words rules: the document has the outcome in mid-sentence; what is found is in a quotation.
    shown: bool | None = None
    quoted: bool | None = None

    def misfit(self, shape: Shape) -> Condition | None:
        """Return the first condition on size and letters that a block does not meet, wherever it lies."""
        if self.min_chars is not None and shape.chars < self.min_chars:
            return "min_chars"
        if self.max_chars is not None and shape.chars > self.max_chars:
            return "max_chars"
        if self.min_words is not None and shape.words < self.min_words:
            return "min_words"
        if self.max_words is not None and shape.words > self.max_words:
            return "max_words"
        if self.letters is not None and shape.letters != self.letters:
            return "letters"
        return None if self.sentence is None or shape.sentence == self.sentence else "sentence"


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks from one that ``start`` finds to an end, if ``confirm`` finds one of the ``within`` blocks after it.

    The end is the block before the one that ``end`` finds, or the block before the next prose, or the end of
    the page; at most ``max_blocks`` follow the start. With ``take`` "headlines" a move fills its field only
    with what looks like a headline; the rest of the section is dropped.
    """

    start: Pattern
    confirm: Pattern | None = None
    within: int = CONFIRM_WITHIN
    end: Pattern | Literal["prose", "page"] = "prose"
    max_blocks: int | None = None
    take: Literal["all", "headlines"] = "all"


@dataclass(frozen=True, slots=True)
class Example:
    """A test of a rule. ``blocks`` are what the rule is tried on, ``before`` and ``after`` are around them (None:
    not stated, so position and neighbours are presumed right); ``gives`` is what must be left of the blocks, None
    where only firing (``fires``) is tested; ``site`` is the host they are on, ``known`` what else is known
    of the document."""

    blocks: tuple[str, ...]
    fires: bool = True
    before: tuple[str, ...] | None = None
    after: tuple[str, ...] | None = None
    gives: str | None = None
    site: str | None = None
    known: Metadata = NOTHING_KNOWN
    line: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True)
class Seen:
    """The evidence for a learned rule: in how many ``documents`` ``of`` its group it was seen, and where ``at``."""

    documents: int
    of: int
    at: SeenAt


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. Exactly one of ``pattern``, ``section``, ``selectors``, ``words``, ``finder`` is what it finds."""

    id: str
    kind: str
    find: Find
    pattern: Pattern | None = None
    section: Section | None = None
    selectors: tuple[tuple[Literal["css", "xpath"], str], ...] = ()
    words: Mapping[str, str] | None = None
    finder: str | None = None
    where: Where = Where()
    action: Action = "drop"
    to: str | None = None
    after: str = ""
    why: str = ""
    examples: tuple[Example, ...] = ()
    origin: str | None = None
    seen: Seen | None = None
    confidence: Confidence | None = None
    rank: int = GLOBAL
    file: str = ""
    line: int = 0

    @property
    def located(self) -> bool:
        """True if it matters where in a block the pattern is found."""
        return self.find == "span" or (self.pattern is not None and self.pattern.names_value)


@dataclass(frozen=True, slots=True)
class RuleFile:
    """One rule file: a layer, or a part of one. ``language``, ``site`` and ``group`` limit what it applies to, if not
    None; see ``RawDocument.group``.

    With ``origin`` "ftr" what a page states about itself counts more than ``fields``, and the body found must hold most
    of the page's prose. ``replacements`` (of site configs only) are what to replace in the source of a page, before it
    is parsed, and by what.
    """

    path: str
    rules: tuple[Rule, ...]
    about: str = ""
    disable: tuple[str, ...] = ()
    fields: Mapping[str, tuple[tuple[Literal["css", "xpath"], str], ...]] | None = None
    language: str | None = None
    site: str | None = None
    group: str | None = None
    rank: int = GLOBAL
    sha256: str = ""
    origin: str | None = None
    replacements: tuple[tuple[str, str], ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the ids of the rules."""
        return tuple(rule.id for rule in self.rules)

    def read(self) -> RuleFile:
        """Return the file itself, for it is read already; see ``LazyRuleFile``, which is not."""
        return self
