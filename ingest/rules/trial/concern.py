"""Which documents some rules can concern: only these need to be cleaned to see what the rules change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from ingest.article import Page, RawDocument, site_of
from ingest.rules.matcher import Engine
from ingest.rules.model import Rule, RuleFile
from ingest.rules.patterns.translate import Alternative, Pattern, literal
from ingest.rules.selection import own_patterns

_Scope = tuple[str | None, str | None]


class Concern:
    """Tells which documents the rules of some files can concern. In doubt it says that one is concerned."""

    def __init__(self, files: Iterable[RuleFile]) -> None:
        self._by_scope: dict[_Scope, _Sight] = {}
        for file in files:
            self._by_scope.setdefault((file.site, file.group), _Sight()).add(file)

    def concerns(self, page: Page, raw: RawDocument) -> bool:
        """True if a rule may do something with a document, or in it keep another from doing it."""
        return any(sight.sees(page, raw) for sight in self._sights(raw))

    def reads_otherwise(self, raw: RawDocument) -> bool:
        """True if a web page may be read otherwise with these rules: they choose elements, or fields by selector."""
        return any(sight.of_pages for sight in self._sights(raw))

    def _sights(self, raw: RawDocument) -> Iterator[_Sight]:
        for site in (None, *_suffixes(site_of(raw))):
            for group in {None, raw.group}:
                if (sight := self._by_scope.get((site, group))) is not None:
                    yield sight


def _suffixes(host: str | None) -> Iterator[str]:
    while host:
        yield host
        host = host.partition(".")[2]


class _Sight:
    """The rules of one site, one group, or of everywhere, and where they may be seen."""

    def __init__(self) -> None:
        self._rules: list[Rule] = []
        self.of_pages = False

    def add(self, file: RuleFile) -> None:
        self._rules += file.rules
        self.of_pages |= bool(file.fields or file.replacements) or any(rule.find == "element" for rule in file.rules)

    def sees(self, page: Page, raw: RawDocument) -> bool:
        """True if a pattern is found anywhere in a document; whatever is asked of its place is not looked at."""
        if self._sees_all or (self.of_pages and page.kind == "html"):
            return True
        said = "\n".join(filter(None, (page.title, raw.title, page.text)))
        return bool(self._engine.hits(said)) or any(word in said for word in self._words)

    @cached_property
    def _sees_all(self) -> bool:
        """True if there are functions among the rules: of these only cleaning tells."""
        return any(rule.find == "finder" for rule in self._rules)

    @cached_property
    def _words(self) -> tuple[str, ...]:
        return tuple({word for rule in self._rules for word in rule.words or ()})

    @cached_property
    def _engine(self) -> Engine:
        patterns = [pattern for rule in self._rules for _, pattern in own_patterns(rule)]
        return Engine([_loosened(pattern) for pattern in patterns])


def _loosened(pattern: Pattern) -> Pattern:
    """Return a pattern that is found wherever this one may be: inside a block, and beside what other rules take."""
    found = (*map(_anywhere, pattern.alternatives), *map(_phrase_anywhere, pattern.phrases))
    return Pattern((), found, pattern.case)


def _phrase_anywhere(phrase: str) -> Alternative:
    words = [literal(word).core for word in phrase.split()]
    return Alternative(r"[ \t\n\r\f\v]+".join(words), needs=literal(phrase).needs)


def _anywhere(alternative: Alternative) -> Alternative:
    return Alternative(_without_anchors(alternative.core), needs=alternative.needs)


def _without_anchors(core: str) -> str:
    """Return a translated pattern without what asks for the start or the end of a text."""
    out, at, in_class = [], 0, False
    while at < len(core):
        char = core[at]
        if char == "\\":
            out.append(core[at : at + 2])
            at += 2
            continue
        in_class = (char == "[" or in_class) and not (char == "]" and in_class)
        if in_class or char not in "^$":
            out.append(char)
        at += 1
    return "".join(out)
