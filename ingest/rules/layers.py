"""Which rules apply to a document: any language < language < learned < site < the user's, minus what is disabled."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from functools import cached_property

from ingest.errors import Fault, RuleError, closest_word
from ingest.rules.care import serving
from ingest.rules.files.lazy import LazyRuleFile
from ingest.rules.ftr.config import SiteConfig
from ingest.rules.ftr.folder import FtrFolder
from ingest.rules.model import LANGUAGE, LEARNED, SITE, USER, Rule, RuleFile
from ingest.rules.relatives import relative_with_rules
from ingest.rules.selection import CompiledLayer, Selection
from ingest.vocabulary import Care

# The layers of this many sites are kept compiled, up to 100 KB each; an archive may hold millions of sites.
SITES_KEPT = 256
# Pages in every language have English plugins: whole-line phrases of these outside the body are cruft everywhere.
PLUGIN_LANGUAGE = "en"


class RuleSet:
    """All layers, compiled lazily. Safe to share between threads: what is cached is immutable.

    ``renamed`` has the present id for each that a rule had before; such ids may be disabled, too. ``care`` says which
    rules are selected; all are known.
    """

    def __init__(
        self,
        files: Iterable[RuleFile | LazyRuleFile],
        ftr: FtrFolder | None = None,
        renamed: Mapping[str, str] | None = None,
        care: Care = "normal",
    ) -> None:
        self.files = tuple(sorted(files, key=lambda file: (file.rank, file.path)))
        self._group_files = {file.group: file for file in self.files if file.group is not None}
        self.ftr = ftr
        self.renamed = dict(renamed or {})
        self.care = care
        self._refuse_repeated_ids()
        self._bases: dict[tuple[str | None, str | None], Selection] = {}
        # By the files that serve them: what hosts are called, and how many share a file, is up to the input.
        self._sites: OrderedDict[tuple[object, ...], Selection] = OrderedDict()

    def _refuse_repeated_ids(self) -> None:
        faults, seen = [], dict[str, RuleFile | LazyRuleFile]()
        for file in self.files:
            for id in file.ids:
                if id in seen:
                    faults.append(_repeated_id(id, seen[id].read(), file.read()))
                seen.setdefault(id, file)
        for file in self.files:
            for id in dict.fromkeys(file.disable):
                if id in seen or self.renamed.get(id) in seen:
                    continue
                if self.ftr and id.startswith("ftr."):
                    continue  # of a site config, which is not read yet
                faults.append(Fault(file.path, 1, 1, f"disables '{id}', which no layer has", self._meant(id)))
        if faults:
            raise RuleError(dict.fromkeys(faults))

    def _meant(self, id: str) -> str:
        """Return advice for an id that no rule has."""
        close = closest_word(id, self.ids)
        return f"did you mean '{close}'? else remove it" if close else "remove it"

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """Return every rule of every layer."""
        return tuple(rule for file in self.files for rule in file.read().rules)

    def current_id(self, id: str) -> str:
        """Return the id that a rule has now, for one that it has or had before; other ids come back as they are."""
        return id if id in self._known else self.renamed.get(id, id)

    @cached_property
    def hints(self) -> tuple[Fault, ...]:
        """Return, for each earlier id that a file disables, what the rule is called now."""
        return tuple(
            Fault(file.path, 1, 1, f"disables '{id}', which is now '{now}'", f"write {now}")
            for file in self.files
            for id in file.disable
            if (now := self.current_id(id)) != id
        )

    def _disabled(self, files: Iterable[RuleFile]) -> frozenset[str]:
        return frozenset(self.current_id(id) for file in files for id in file.disable)

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self.ids)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Return the id of every rule of every layer."""
        return tuple(id for file in self.files for id in file.ids)

    @cached_property
    def sha256(self) -> str:
        """Return the hash of all layers, site configs included."""
        hashes = [file.sha256 for file in self.files] + ([self.ftr.sha256] if self.ftr else [])
        return hashlib.sha256("".join(hashes).encode()).hexdigest()

    @cached_property
    def languages(self) -> frozenset[str]:
        """Return the languages that some layer has rules of its own for."""
        return frozenset(file.language for file in self.files if file.language)

    @cached_property
    def _packaged_languages(self) -> frozenset[str]:
        """Return the languages that the language layer has rules for."""
        return frozenset(file.language for file in self.files if file.language and file.rank == LANGUAGE)

    def relative_of(self, language: str | None) -> str | None:
        """Return the language whose packaged rules serve one that has none of its own; None where none do."""
        return relative_with_rules(language, self._packaged_languages)

    def site_file(self, host: str | None, rank: int = SITE, language: str | None = None) -> RuleFile | None:
        """Return the site file of a layer that serves a host: of those that are for any language or for this one, the
        one whose site is the longest suffix of the host."""
        suffix = host or ""
        while suffix:
            for file in self._site_files.get((rank, suffix), ()):
                if file.language in (None, language):
                    return file.read()
            suffix = suffix.partition(".")[2]
        return None

    @cached_property
    def _site_files(self) -> dict[tuple[int, str], list[RuleFile | LazyRuleFile]]:
        """Return the site files by layer and site."""
        files: dict[tuple[int, str], list[RuleFile | LazyRuleFile]] = {}
        for file in self.files:
            if file.site:
                files.setdefault((file.rank, file.site), []).append(file)
        return files

    def site_config(self, host: str | None) -> SiteConfig | None:
        """Return the FiveFilters site config that serves a host, None if there is none."""
        return self.ftr.config(host) if self.ftr else None

    def select(self, language: str | None, site: str | None, group: str | None = None) -> Selection:
        """Return the rules for a document of a language (None: not known) on a site (a host name, None: not known), in
        a group (``RawDocument.group``)."""
        relative = self.relative_of(language)
        if language not in self.languages:
            # Records may state any language: one base for all without rules, else memory grows with the input.
            language = None
        base = self._bases.get((language, relative))
        if base is None:
            base = self._bases[language, relative] = self._base(language, relative)
        own = [file for rank in (SITE, USER) if (file := self.site_file(site, rank, language))]
        if config := self.site_config(site):
            own.insert(0, config.file)
        if learned := self.site_file(site, LEARNED, language):
            own.insert(0, learned)
        if group is not None and (grouped := self._group_files.get(group)):
            own.insert(0, grouped.read())
        if not own:
            return base
        served = (language, relative, *((file.rank, file.path) for file in own))
        cached = self._sites.get(served)
        if cached is None:
            rules = serving((rule for file in own for rule in file.rules), self.care)
            disabled = base.disabled | self._disabled(own)
            cached = Selection((*base.layers, CompiledLayer(rules)), disabled, (*base.files, *own))
            self._sites[served] = cached
            while len(self._sites) > SITES_KEPT:
                self._sites.popitem(last=False)
        return cached

    def _base(self, language: str | None, relative: str | None) -> Selection:
        """Return the rules for a document of a language on a site that has none of its own.

        Of a ``relative``, packaged rules serve; what users wrote for it is for it alone.
        """
        everywhere = [f for f in self.files if f.site is None and f.group is None]
        files = [f.read() for f in everywhere if _serves(f, language, relative)]
        rules = [rule for file in files for rule in file.rules]
        english = PLUGIN_LANGUAGE not in (language, relative)
        plugins = [f.read() for f in everywhere if english and f.language == PLUGIN_LANGUAGE]
        rules += [rule for file in plugins for rule in file.rules if _is_plugin_line(rule)]
        disabled = self._disabled(files)
        return Selection(
            (CompiledLayer(serving(rules, self.care)),),
            disabled,
            tuple(sorted([*files, *plugins], key=lambda f: (f.rank, f.path))),
        )


def _serves(file: RuleFile | LazyRuleFile, language: str | None, relative: str | None) -> bool:
    return file.language in (None, language) or (file.rank == LANGUAGE and file.language == relative)


def _repeated_id(id: str, first: RuleFile, second: RuleFile) -> Fault:
    of_one_site = first.site == second.site is not None and set(second.ids) <= set(first.ids)
    if of_one_site or first.sha256 == second.sha256:
        return Fault(second.path, 1, 1, f"its rules are given twice: {first.path} has them too", "give one of the two")
    known, rule = (next(rule for rule in file.rules if rule.id == id) for file in (first, second))
    what = f"rule '{id}': the id is already in {known.file}:{known.line}"
    return Fault(rule.file, rule.line, 1, what, f"choose another id, and disable: [{id}]")


def _is_plugin_line(rule: Rule) -> bool:
    """True if a rule is about whole lines outside the body, by phrases: safe in pages of any language."""
    if "body" in rule.where.positions or rule.where.part == "title":
        return False
    pattern = rule.section.start if rule.section else rule.pattern if rule.find == "line" else None
    return pattern is not None and bool(pattern.phrases) and not pattern.alternatives
